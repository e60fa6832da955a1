"""What comes back when somebody judges again: probabilities against scipy, and a stable share that was put in."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import ndtri
from scipy.stats import multivariate_normal

from collega.model.persons import Persons
from collega.noise.repeats import RHO, log_likelihood, stable_share
from collega.study.coding import Coding

N_LEVELS = (2, 3)


def test_two_answers_against_the_bivariate_normal_distribution():
    low, high = np.array([[[-9.0, -0.4]]]), np.array([[[0.3, 1.1]]])
    found = log_likelihood(low, high)[0]
    for place in (0, 8, 16, 24):
        rho = RHO[place]
        chance = multivariate_normal([0, 0], [[1, rho], [rho, 1]]).cdf(high[0, 0], lower_limit=low[0, 0])
        assert np.exp(found[place]) == pytest.approx(chance, abs=2e-6)


def test_without_correlation_both_answers_are_independent():
    rng = np.random.default_rng(2)
    edges = np.sort(rng.normal(size=(3, 7, 2, 2)), axis=-1)
    found = log_likelihood(edges[..., 0], edges[..., 1])[:, 0]
    from scipy.special import ndtr

    np.testing.assert_allclose(found, np.log(ndtr(edges[..., 1]) - ndtr(edges[..., 0])).sum(axis=(1, 2)))


@pytest.mark.parametrize("link", ["probit", "logit"])
@pytest.mark.parametrize("rho", [0.0, 0.4, 0.8])
def test_a_stable_share_is_found_again(rho, link):
    """Of 1,500 pairs the posterior has a standard deviation of about 0.04 at most."""
    rng = np.random.default_rng(4)
    n, thresholds = 1500, np.array([-1.0, 0.0, 1.0])
    coefficients = 0.5 * rng.normal(size=(30, 4))
    person, profiles = rng.integers(0, 30, n), np.column_stack([rng.integers(0, size, n) for size in N_LEVELS])
    matrix = np.column_stack([np.ones(n), Coding(n_levels=N_LEVELS).matrix(profiles)])
    rest = np.sqrt(rho) * rng.normal(size=(n, 1)) + np.sqrt(1 - rho) * rng.normal(size=(n, 2))
    if link == "logit":
        from scipy.special import logit, ndtr

        rest = logit(ndtr(rest))
    utility = (coefficients[person] * matrix).sum(axis=1, keepdims=True) + rest
    answers = (utility[..., None] > thresholds).sum(axis=-1)
    persons = Persons(
        coefficients=np.repeat(coefficients[None], 200, axis=0).astype(np.float32),
        thresholds=np.repeat(thresholds[None], 200, axis=0),
        weights=np.full(30, 1 / 30),
        link=link,
        positive=2,
        first_is_estimate=False,
    )
    found = stable_share(persons, N_LEVELS, person, profiles, answers)
    low, high = np.quantile(found, [0.005, 0.995])
    assert low - 0.01 <= rho <= high
    assert found.std() < 0.05
    assert ((found >= 0) & (found <= RHO[-1])).all()


def test_one_pair_says_next_to_nothing():
    persons = Persons(
        coefficients=np.zeros((400, 1, 4), dtype=np.float32), thresholds=np.zeros((400, 1)), weights=np.ones(1),
        link="probit", positive=1, first_is_estimate=False,
    )  # fmt: skip
    found = stable_share(persons, N_LEVELS, np.zeros(1, int), np.zeros((1, 2), int), np.array([[1, 1]]))
    assert found.mean() == pytest.approx(0.55, abs=0.05)  # agreeing once: a little above one half
    assert found.std() > 0.2
    assert np.isfinite(ndtri(0.5))
