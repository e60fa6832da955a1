"""Participants drawn anew: the share stays, and its spread is that of people who might have taken part."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.special import ndtr

from collega.model.blanks import Blanks
from collega.model.colleagues import colleagues_of
from collega.model.persons import Persons
from collega.model.share import shares_of

CASE = np.array([[0, 0]])
BLANKS = Blanks((2, 2), ())


def panel(intercepts: list[float], n_draws: int = 4000) -> Persons:
    """People who are known exactly: the same in every draw, and nothing but their intercepts differs."""
    coefficients = np.zeros((n_draws, len(intercepts), 3), dtype=np.float32)
    coefficients[:, :, 0] = intercepts
    return Persons(coefficients=coefficients, thresholds=np.zeros((n_draws, 1)), link="probit", positive=1,
                   weights=np.full(len(intercepts), 1 / len(intercepts)), first_is_estimate=False)  # fmt: skip


def test_everybody_comes_equally_often_so_the_share_stays() -> None:
    intercepts = [-1.0, -0.2, 0.1, 0.9, 2.0]
    found = shares_of(colleagues_of(panel(intercepts)), BLANKS, CASE)
    assert found.mean() == pytest.approx(ndtr(intercepts).mean(), abs=1e-3)  # everybody within one time as often


@pytest.mark.parametrize("n", [5, 20, 60])
def test_the_variance_is_that_between_people_over_their_number(n: int) -> None:
    intercepts = np.random.default_rng(n).normal(0.0, 1.0, n).tolist()
    found = shares_of(colleagues_of(panel(intercepts)), BLANKS, CASE)[:, 0]
    # 4,000 draws tell a variance to 2.2%; four times that
    assert found.var() == pytest.approx(ndtr(intercepts).var(ddof=1) / n, rel=0.09)


def test_what_is_unsure_of_each_of_them_comes_on_top() -> None:
    rng, n, n_draws = np.random.default_rng(2), 30, 4000
    persons = panel(rng.normal(0.0, 1.0, n).tolist(), n_draws)
    persons.coefficients[:, :, 0] += rng.normal(0.0, 0.4, (n_draws, 1)).astype(np.float32)  # for all at once
    own, anew = (shares_of(each, BLANKS, CASE)[:, 0] for each in (persons, colleagues_of(persons)))
    between = ndtr(persons.coefficients[:, :, 0].astype(np.float64)).var(axis=1, ddof=1).mean() / n
    assert anew.var() == pytest.approx(own.var() + between, rel=0.09)


def test_weights_move_the_share_and_cost_precision_as_kish_says() -> None:
    intercepts, weights = [-1.0, 0.0, 1.0, 2.0], np.array([4.0, 2.0, 1.0, 1.0])
    persons = colleagues_of(panel(intercepts), weights)
    found, chances, shares = shares_of(persons, BLANKS, CASE)[:, 0], ndtr(intercepts), weights / weights.sum()
    assert persons.coefficients.shape[1] == round(8**2 / 22) - 1  # (sum w)^2 / sum w^2
    assert found.mean() == pytest.approx(shares @ chances, abs=2e-3)
    assert found.var() == pytest.approx(shares @ np.square(chances - shares @ chances) / 2, rel=0.09)


def test_weights_of_representatives_cost_as_much_as_those_of_all() -> None:
    intercepts = np.random.default_rng(3).normal(0.0, 1.0, 20)
    some = replace(panel(intercepts.tolist()), stand_for=200.0)
    weights = np.linspace(1.0, 2.0, 20)
    found = shares_of(colleagues_of(some, weights, effective=180.0), BLANKS, CASE)[:, 0]
    chances, shares = ndtr(intercepts), weights / weights.sum()
    assert found.mean() == pytest.approx(shares @ chances, abs=2e-3)
    assert found.var() == pytest.approx(shares @ np.square(chances - shares @ chances) / 180, rel=0.12)


def test_who_has_no_weight_does_not_count() -> None:
    persons = colleagues_of(panel([-3.0, 1.0]), np.array([0.0, 1.0]))
    np.testing.assert_allclose(shares_of(persons, BLANKS, CASE), ndtr(1.0), atol=1e-6)


def test_thresholds_of_ones_own_go_along_with_the_person() -> None:
    persons = panel([-1.0, 0.0, 1.0], n_draws=50)
    own = np.arange(150, dtype=np.float32).reshape(50, 3, 1)
    marked = replace(persons, stretch=own, coefficients=np.concatenate([own, own, own], axis=2))
    found = colleagues_of(marked)
    assert (found.stretch == found.coefficients[:, :, :1]).all()
    assert found.stretch.shape == (50, 2, 1)
