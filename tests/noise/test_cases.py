"""Over which cases: moments against a list of all, and how little a sample of them is off."""

from __future__ import annotations

import numpy as np
import pytest

from collega.errors import NotComputedError
from collega.model.blanks import Blanks
from collega.noise.cases import MOST, allowed_cases, judged_cases, listed_cases, practice_cases
from collega.noise.sides import sides_of
from collega.panel.judged_levels import judged_levels
from collega.practice import even_practice
from collega.study.coding import Coding
from tests.noise.test_sides import everyone, people
from tests.report import made

RULES = (((0, 1), (2, 0)), ((2, 2), (3, 1)), ((1, 3),))
N_LEVELS = (2, 4, 3, 2, 3)


def allowed(n_levels, never):
    every = np.array(list(np.ndindex(n_levels)))
    return every[[not any(all(case[c] == level for c, level in rule) for rule in never) for case in every]]


@pytest.mark.parametrize("never", [(), RULES])
def test_moments_are_those_of_all_allowed_cases(never):
    found, every = allowed_cases(Blanks(N_LEVELS, never)), allowed(N_LEVELS, never)
    columns = Coding(n_levels=N_LEVELS).matrix(every)
    assert found.complete
    assert found.total == len(every)
    assert {tuple(case) for case in found.profiles} == {tuple(case) for case in every}
    np.testing.assert_allclose(found.mean, columns.mean(axis=0), atol=1e-12)
    np.testing.assert_allclose(found.covariance, np.cov(columns.T, bias=True), atol=1e-12)


def test_of_many_cases_a_sample_is_hardly_off():
    """Six criteria, 1,536 cases: the sample of 512 is off by less than 0.1 point, and its moments are those of all."""
    n_levels, never = (4, 4, 4, 3, 4, 2), (((0, 0), (1, 0)),)
    some, every = allowed_cases(Blanks(n_levels, never)), allowed(n_levels, never)
    assert len(some.profiles) == MOST
    assert not some.complete
    assert some.total == len(every)
    np.testing.assert_allclose(some.mean, Coding(n_levels=n_levels).matrix(every).mean(axis=0), atol=1e-12)
    rng = np.random.default_rng(8)
    crowd = people(np.concatenate([rng.normal(size=(20, 10, 1)), 0.6 * rng.normal(size=(20, 10, 15))], axis=2))
    one, all_of_them = (sides_of(crowd, n_levels, cases, everyone(10)) for cases in (some.profiles, every))
    for name in ("positive", "other", "same"):
        assert getattr(one, name).mean() == pytest.approx(getattr(all_of_them, name).mean(), abs=1e-3)


def test_judged_scenarios_count_alike_and_the_same_levels_once():
    panel = made.small().panel
    found = judged_cases(panel)
    assert found.scenarios == panel.design.scenarios
    assert found.weights == pytest.approx(1 / len(found.scenarios))
    assert found.complete


def test_even_practice_is_every_allowed_case():
    panel = made.small().panel
    met = practice_cases(even_practice(panel.study), judged_levels(panel))
    every = allowed_cases(Blanks.of(panel.study))
    np.testing.assert_allclose(met.mean, every.mean, atol=1e-12)
    np.testing.assert_allclose(met.covariance, every.covariance, atol=1e-12)
    assert met.left_out == pytest.approx(0.0, abs=1e-12)


def test_weights_need_not_sum_to_one():
    one = listed_cases("practice", (2,), np.array([[0], [1]]), np.array([30.0, 10.0]))
    assert one.weights.tolist() == [0.75, 0.25]
    assert one.mean.tolist() == [0.5]
    assert one.covariance.tolist() == [[0.75]]


def test_rules_that_leave_nothing():
    with pytest.raises(NotComputedError, match="allow no case"):
        allowed_cases(Blanks((2, 2), (((0, 0),), ((0, 1),))))
