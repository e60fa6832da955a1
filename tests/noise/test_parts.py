"""Level and pattern: by hand, against loops over pairs of people, and what must hold whatever the numbers."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import logistic, norm

from collega.noise.cases import listed_cases
from collega.noise.parts import LOGISTIC, Variances, occasion_variance, variances_between
from collega.study.coding import Coding

N_LEVELS = (2, 3)
PROFILES = np.array(list(np.ndindex(N_LEVELS)))


def differ(coefficients, profiles=PROFILES, weights=None, n_levels=N_LEVELS) -> Variances:
    cases = listed_cases("judged", n_levels, profiles, np.ones(len(profiles)) if weights is None else weights)
    people = np.full(coefficients.shape[1], 1 / coefficients.shape[1])
    blocks = list(Coding(n_levels=n_levels).blocks)
    return variances_between(coefficients, people, cases.mean, cases.covariance, blocks)


def test_two_people_by_hand():
    """Utilities 0 + 1 and 0 - 1 of one, 2 - 1 and 2 + 1 of the other: averages 0 and 2, and 0 and 8 at the cases."""
    found = differ(np.array([[[0.0, 1.0], [2.0, -1.0]]]), np.array([[0], [1]]), n_levels=(2,))
    assert found.level == pytest.approx([2.0])
    assert found.pattern == pytest.approx([4.0 - 2.0])


def test_cases_that_do_not_average_out_belong_to_the_level():
    """Asked of the first level alone, weighing another way is nothing but being stricter: utilities 1 and 1, or 1 and 3."""
    found = differ(np.array([[[0.0, 1.0], [2.0, 1.0]]]), np.array([[0]]), n_levels=(2,))
    assert found.level == pytest.approx([2.0])
    assert found.pattern == pytest.approx([0.0])


def test_representatives_differ_as_all_for_whom_they_stand():
    three = np.array([[[0.0, 1.0], [2.0, -1.0], [2.0, -1.0]]])
    cases = listed_cases("judged", (2,), np.array([[0], [1]]), np.ones(2))
    found = variances_between(
        three[:, :2], np.array([1 / 3, 2 / 3]), cases.mean, cases.covariance, [slice(0, 1)], people=3
    )
    whole = differ(three, np.array([[0], [1]]), n_levels=(2,))
    assert found.level == pytest.approx(whole.level)
    assert found.pattern == pytest.approx(whole.pattern)


@pytest.mark.parametrize("seed", range(3))
def test_against_all_pairs_of_different_people(seed):
    rng = np.random.default_rng(seed)
    coefficients, weights = rng.normal(size=(2, 5, 4)), rng.random(len(PROFILES))
    found = differ(coefficients, weights=weights)
    matrix = np.column_stack([np.ones(len(PROFILES)), Coding(n_levels=N_LEVELS).matrix(PROFILES)])
    utility, weights = coefficients @ matrix.T, weights / weights.sum()
    pairs = list(combinations(range(5), 2))
    for d in range(2):
        half = [np.square(utility[d, i] - utility[d, j]) @ weights / 2 for i, j in pairs]
        between = [np.square((utility[d, i] - utility[d, j]) @ weights) / 2 for i, j in pairs]
        assert found.level[d] == pytest.approx(np.mean(between), rel=1e-12)
        assert found.level[d] + found.pattern[d] == pytest.approx(np.mean(half), rel=1e-12)


@settings(deadline=None, max_examples=50)
@given(st.integers(0, 10_000), st.floats(1e-3, 1e3))
def test_shapes_signs_and_scale(seed, scale):
    rng = np.random.default_rng(seed)
    coefficients = rng.normal(size=(3, 6, 4))
    one, other = differ(coefficients), differ(scale * coefficients)
    assert (one.level >= 0).all()
    assert (one.pattern >= 0).all()
    np.testing.assert_allclose(one.by_criterion.sum(axis=1), one.pattern)
    np.testing.assert_allclose(other.level, scale**2 * one.level, rtol=1e-9)
    shifted = coefficients + rng.normal(size=(3, 1, 4))  # what everybody has in common is no difference
    np.testing.assert_allclose(differ(shifted).pattern, one.pattern, rtol=1e-9)
    order = rng.permutation(6)
    np.testing.assert_allclose(differ(coefficients[:, order]).level, one.level)


def test_the_same_strictness_is_no_level_and_the_same_weights_no_pattern():
    rng = np.random.default_rng(1)
    coefficients = rng.normal(size=(4, 7, 4))
    alike = coefficients.copy()
    alike[:, :, 0] = 1.5
    np.testing.assert_allclose(differ(alike).level, 0.0, atol=1e-12)
    alike = coefficients.copy()
    alike[:, :, 1:] = 0.3
    np.testing.assert_allclose(differ(alike).pattern, 0.0, atol=1e-12)


def test_the_moment_has_the_variance_of_the_logistic_distribution():
    """In units of a probit fit it is so many logits less: between those that match slopes and those that match variances."""
    np.testing.assert_allclose(occasion_variance("logit", 3), np.pi**2 / 3)
    logits = np.sqrt(LOGISTIC / occasion_variance("probit", 2000))
    assert logits.min() == pytest.approx(norm.pdf(0) / logistic.pdf(0), abs=1e-3)
    assert logits.max() == pytest.approx(logistic.std() / norm.std(), abs=1e-3)
    assert logits.mean() == pytest.approx(1.702, abs=0.005)  # where the curves are closest
    np.testing.assert_allclose(np.sort(logits), np.linspace(logits.min(), logits.max(), 2000), atol=1e-3)
