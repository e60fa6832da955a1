"""The shift between rounds: by hand, against statsmodels and scipy, and where it must refuse."""

from __future__ import annotations

import json
from math import sqrt
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from collega.errors import NotComputedError
from collega.rounds.shift import change_variance, contrast_of, shift_of

REFERENCE = json.loads((Path(__file__).parents[1] / "reference" / "session_shift.json").read_text())
nan = np.nan


@pytest.mark.parametrize("case", REFERENCE["cases"])
def test_without_a_prior_it_is_what_statsmodels_and_scipy_find(case) -> None:
    changes = np.array([[nan if v is None else v for v in row] for row in case["changes"]])
    found = shift_of(changes, np.array(case["weights"]), prior_variance=0.15, prior_people=0.0)
    assert found.estimate == pytest.approx(case["estimate"], abs=1e-12)
    assert found.interval == pytest.approx(tuple(case["interval"]), abs=1e-9)  # both in double precision
    if "paired_t" in case:
        assert found.interval == pytest.approx(tuple(case["paired_t"]), abs=1e-9)


def test_by_hand() -> None:
    """Four people; at the first scenario changes 1, 0, 0, -, at the control 0, 0, -1, 0.

    Means 1/3 and -1/4, estimate 7/12. psi: (2/3)/3 + (-1)(1/4)/4 = 0.2222 - 0.0625 = 0.15972;
    -(1/3)/3 - 0.0625 = -0.17361; -0.11111 - (-0.75)/4 = 0.07639; -0.0625. Sum of squares 0.065393; times 4/3 0.087191.
    Expected 0.15 (1/3 + 1/4) = 0.0875. With one person of before: (3 x 0.087191 + 0.0875) / 4 = 0.087268.
    """
    changes = np.array([[1.0, 0.0], [0.0, 0.0], [0.0, -1.0], [nan, 0.0]])
    found = shift_of(changes, np.array([1.0, -1.0]), prior_variance=0.15)
    assert found.estimate == pytest.approx(7 / 12)
    assert found.df == 4
    half = 2.1318468 * sqrt(0.0872684)
    assert found.interval == pytest.approx((7 / 12 - half, 7 / 12 + half), abs=1e-4)


def test_nobody_changed_and_still_the_interval_is_not_nothing() -> None:
    found = shift_of(np.zeros((5, 1)), np.ones(1), prior_variance=0.15)
    assert found.estimate == 0
    assert found.interval[1] == pytest.approx(stats.t.ppf(0.95, 5) * sqrt(0.15 / 5 / 5))


def test_the_interval_stays_within_what_is_possible() -> None:
    found = shift_of(np.array([[1.0], [1.0], [1.0], [0.0]]), np.ones(1), prior_variance=0.15, limits=(-1.0, 1.0))
    assert found.interval[1] == 1.0


def test_one_person_or_a_scenario_without_pairs_is_refused() -> None:
    with pytest.raises(NotComputedError, match="Fewer than 2 people judged"):
        shift_of(np.array([[1.0]]), np.ones(1), prior_variance=0.15)
    with pytest.raises(NotComputedError, match="Fewer than 2 people judged"):
        shift_of(np.array([[1.0, nan], [0.0, nan]]), np.array([1.0, -1.0]), prior_variance=0.15)


def test_a_scenario_that_counts_for_nothing_may_be_empty() -> None:
    changes = np.array([[1.0, nan], [0.0, nan]])
    assert shift_of(changes, np.array([1.0, 0.0]), prior_variance=0.15).people == 2


def test_contrasts() -> None:
    assert contrast_of(np.array([False, False, True])).tolist() == [0.5, 0.5, -1.0]
    assert contrast_of(np.array([False, False])).tolist() == [0.5, 0.5]
    assert change_variance(2) == pytest.approx(0.15)


@settings(deadline=None, derandomize=True, max_examples=60)
@given(st.integers(0, 10_000), st.integers(3, 20))
def test_the_order_of_people_and_of_scenarios_is_nothing(seed, people) -> None:
    rng = np.random.default_rng(seed)
    changes = rng.integers(-3, 4, (people, 3)).astype(float)
    changes[2:][rng.random((people - 2, 3)) < 0.3] = nan
    weights = np.array([0.5, 0.5, -1.0])
    one = shift_of(changes, weights, prior_variance=0.45)
    rows, columns = rng.permutation(people), rng.permutation(3)
    other = shift_of(changes[rows][:, columns], weights[columns], prior_variance=0.45)
    assert other.estimate == pytest.approx(one.estimate, abs=1e-12)
    assert other.interval == pytest.approx(one.interval, abs=1e-12)
    negated = shift_of(-changes, weights, prior_variance=0.45)
    assert negated.interval == pytest.approx((-one.interval[1], -one.interval[0]), abs=1e-12)
