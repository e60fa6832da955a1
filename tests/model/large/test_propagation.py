"""One person's posterior by expectation propagation, against numerical integration."""

import numpy as np
import pytest
from scipy.special import ndtr

from collega.model.large.people import posterior_of
from collega.model.large.propagation import make_sites, propagate
from tests.model.large.made import made_chunk, made_population


def grid_posterior(matrix, answers, edges, centre, prior, points=241, width=6.0):
    """Return log probability of the answers, mean and covariance by integration over a grid; two coefficients."""
    factor = np.linalg.cholesky(prior)
    line = np.linspace(-width, width, points)
    u = np.stack(np.meshgrid(line, line, indexing="ij"), axis=-1).reshape(-1, 2)
    b = centre + u @ factor.T
    utility = b @ matrix.T
    p = ndtr(edges[answers + 1] - utility) - ndtr(edges[answers] - utility)
    log_p = np.log(np.maximum(p, 1e-300)).sum(axis=1)
    log_weight = log_p - 0.5 * np.square(u).sum(axis=1) - np.log(2 * np.pi) + 2 * np.log(line[1] - line[0])
    weight = np.exp(log_weight)
    mean = weight @ b / weight.sum()
    covariance = (b - mean).T @ (weight[:, None] * (b - mean)) / weight.sum()
    return np.log(weight.sum()), mean, covariance


@pytest.mark.parametrize("seed", range(6))
def test_mean_covariance_and_probability_of_the_answers(seed):
    rng = np.random.default_rng(seed)
    matrix = np.column_stack([np.ones(8), rng.choice([-1.0, 1.0], 8)])
    answers = rng.integers(0, 4, 8).astype(np.int32)
    edges = np.array([-np.inf, -0.7, 0.1, 0.8, np.inf])
    centre, prior = rng.normal(0, 0.5, 2), np.array([[0.6, 0.2], [0.2, 0.5]])
    sites = make_sites(8, 2)
    found = propagate(matrix, np.arange(8, dtype=np.int32), answers, edges, centre, prior, False, sites)
    log_p, mean, covariance = grid_posterior(matrix, answers, edges, centre, prior)
    sd = np.sqrt(np.diag(covariance))
    # What the normal form costs: a hundredth of a posterior standard deviation, a hundredth of its square.
    assert found == pytest.approx(log_p, abs=0.01)
    assert (np.abs(sites.mean - mean) < 0.01 * sd).all()
    assert (np.abs(sites.covariance - covariance) < 0.02 * np.outer(sd, sd)).all()


def test_starting_from_sites_that_are_there_ends_in_the_same_place():
    rng = np.random.default_rng(1)
    matrix, row = rng.choice([-1.0, 1.0], (12, 4)), np.arange(12, dtype=np.int32)
    answers = rng.integers(0, 3, 12).astype(np.int32)
    edges, prior = np.array([-np.inf, -0.4, 0.5, np.inf]), 0.5 * np.eye(4)
    afresh, went_on = make_sites(12, 4), make_sites(12, 4)
    propagate(matrix, row, answers, edges, np.full(4, 0.3), prior, False, went_on)
    one = propagate(matrix, row, answers, edges, np.zeros(4), prior, False, afresh)
    other = propagate(matrix, row, answers, edges, np.zeros(4), prior, True, went_on)
    assert one == pytest.approx(other, abs=1e-3)
    np.testing.assert_allclose(afresh.mean, went_on.mean, atol=1e-3)
    np.testing.assert_allclose(afresh.covariance, went_on.covariance, atol=1e-3)


@pytest.mark.parametrize("scale_use", [None, np.array([0.5, 0.0])])
def test_slopes_are_differences_of_the_log_probability(scale_use):
    chunk, population = made_chunk(people=5), made_population(scale_use)
    slopes = posterior_of(chunk, population, np.eye(4)).slopes
    for q in range(population.size):
        ends = []
        for side in (-1, 1):
            moved = population.vector.copy()
            moved[q] += side * 0.003
            ends.append(posterior_of(chunk, population.at(moved), np.eye(4)).log_probability)
        difference = (ends[1] - ends[0]) / 0.006
        np.testing.assert_allclose(slopes[:, q], difference, atol=2e-3, rtol=2e-3)
