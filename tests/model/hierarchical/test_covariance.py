"""Steps on the covariance between people, everyone's place and deviation integrated out, against dense algebra."""

import numpy as np
import pytest
from scipy.stats import multivariate_normal

from collega.model.hierarchical.chains import Chains
from collega.model.hierarchical.covariance import add_squares, add_variance, draw_places, log_gain
from collega.model.hierarchical.layout import lay_out
from tests.model.hierarchical.prior_draws import PRIOR
from tests.model.hierarchical.simulated import make_panel


def made(seed):
    """Two patterns of scenarios, their people's utilities, and what the steps are given of them."""
    rng = np.random.default_rng(seed)
    designs = [rng.normal(size=(6, 4)), rng.normal(size=(5, 4))]
    pattern = np.array([0, 1, 0, 0, 1], dtype=np.int32)
    utilities = [rng.normal(size=len(designs[v])) for v in pattern]
    w = np.array([0.6, 0.3, 0.3, 0.8])
    inverse = [np.linalg.inv(np.eye(len(x)) + x @ np.diag(w**2) @ x.T) for x in designs]
    information = np.array([x.T @ v @ x for x, v in zip(designs, inverse, strict=True)])
    rho = np.array([designs[v].T @ inverse[v] @ y for v, y in zip(pattern, utilities, strict=True)])
    total = np.zeros_like(information)
    add_squares(rho, pattern, total)
    return designs, pattern, utilities, w, information, total, rho


def log_density(designs, pattern, utilities, covariance):
    """Return log p(y*) of everybody with this covariance between people."""
    return sum(
        multivariate_normal(cov=np.eye(len(y)) + designs[v] @ covariance @ designs[v].T).logpdf(y)
        for v, y in zip(pattern, utilities, strict=True)
    )


@pytest.mark.parametrize("delta", [0.4, -0.08, 0.0])
def test_the_gain_is_the_difference_of_the_dense_densities(delta):
    designs, pattern, utilities, w, information, total, _ = made(1)
    sizes, toward = np.bincount(pattern).astype(float), np.array([0.5, -0.2, 0.7, 0.1])
    square = w**2 + np.array([0, delta, delta, 0])
    changes = np.full(2 if delta else 0, delta)
    found = log_gain(information, total, sizes, 1, changes, toward)
    new = log_density(designs, pattern, utilities, np.diag(square) + np.outer(toward, toward))
    assert found == pytest.approx(new - log_density(designs, pattern, utilities, np.diag(w**2)), abs=1e-10)


def test_another_variance_leaves_what_would_follow_from_it():
    designs, pattern, utilities, w, information, total, _ = made(2)
    delta = np.array([0.3, -0.05])
    add_variance(information, total, 1, delta)
    square = w**2 + np.array([0, 0.3, -0.05, 0])
    inverse = [np.linalg.inv(np.eye(len(x)) + x @ np.diag(square) @ x.T) for x in designs]
    expected = np.zeros_like(total)
    for v, y in zip(pattern, utilities, strict=True):
        rho = designs[v].T @ inverse[v] @ y
        expected[v] += np.outer(rho, rho)
    np.testing.assert_allclose(information, [x.T @ v @ x for x, v in zip(designs, inverse, strict=True)], atol=1e-12)
    np.testing.assert_allclose(total, expected, atol=1e-12)


def test_a_covariance_that_is_none_is_impossible():
    _, pattern, _, w, information, total, _ = made(3)
    sizes = np.bincount(pattern).astype(float)
    assert log_gain(information, total, sizes, 0, np.array([-1e3]), np.zeros(len(w))) == -np.inf


def test_places_are_drawn_from_their_posterior():
    designs, pattern, utilities, w, information, _, rho = made(4)
    toward, place = np.array([0.5, -0.2, 0.7, 0.1]), np.empty(len(pattern))
    rng = np.random.default_rng(1)
    draws = []
    for _ in range(40_000):
        draw_places(rng, information, pattern, rho, toward, place)
        draws.append(place.copy())
    for i, (v, y) in enumerate(zip(pattern, utilities, strict=True)):
        x = designs[v]
        inverse = np.linalg.inv(np.eye(len(y)) + x @ np.diag(w**2) @ x.T)
        precision = 1.0 + toward @ x.T @ inverse @ x @ toward
        mean = toward @ x.T @ inverse @ y / precision
        assert np.mean(draws, axis=0)[i] == pytest.approx(mean, abs=5 / np.sqrt(40_000 * precision))
        assert np.var(draws, axis=0)[i] == pytest.approx(1 / precision, rel=0.04)


def test_only_large_panels_with_shared_scenarios_take_these_steps():
    def rounds(people):
        panel = make_panel(n_people=people, n_levels=(3, 2), scenarios=8, versions=2)
        return Chains(lay_out(panel), PRIOR, seed=1, n_chains=1)._data.rounds

    assert rounds(499) == 0
    assert rounds(500) > 0
