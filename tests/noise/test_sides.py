"""On which side people come out: by hand, against loops over pairs, and against normal integrals of scipy."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from scipy.special import expit, ndtr
from scipy.stats import multivariate_normal

from collega.model.persons import Persons
from collega.noise.sides import few_enough, same_again, sides_of
from collega.study.coding import Coding

N_LEVELS = (2, 3)
PROFILES = np.array(list(np.ndindex(N_LEVELS)))


def people(coefficients, link="probit", weights=None, threshold=0.0) -> Persons:
    n_draws, n_people = coefficients.shape[:2]
    return Persons(
        coefficients=coefficients.astype(np.float32),
        thresholds=np.full((n_draws, 1), threshold),
        weights=np.full(n_people, 1 / n_people) if weights is None else weights,
        link=link,
        positive=1,
        first_is_estimate=False,
    )


def everyone(n: int) -> np.ndarray:
    return np.ones((1, n), dtype=bool)


def test_two_people_by_hand():
    """At a chance of 1/2 and one of Phi(1): other sides with 1/2, the same person with 1/4 + Phi(1) Phi(-1)."""
    found = sides_of(people(np.array([[[0.0, 0.0], [1.0, 0.0]]])), (2,), np.array([[0]]), everyone(2))
    assert found.other[0, 0, 0] == pytest.approx(0.5, abs=1e-6)
    assert found.same[0, 0, 0] == pytest.approx(0.25 + ndtr(1) * ndtr(-1), abs=1e-6)
    assert found.positive[0, 0, 0] == pytest.approx((0.5 + ndtr(1)) / 2, abs=1e-6)


@pytest.mark.parametrize("link", ["probit", "logit"])
def test_against_all_pairs_of_different_people(link):
    rng = np.random.default_rng(3)
    coefficients = rng.normal(size=(2, 5, 4))
    groups = np.array([[True] * 5, [True, True, False, True, False]])
    found = sides_of(people(coefficients, link, threshold=0.4), N_LEVELS, PROFILES, groups)
    matrix = np.column_stack([np.ones(len(PROFILES)), Coding(n_levels=N_LEVELS).matrix(PROFILES)])
    chance = (ndtr if link == "probit" else expit)(coefficients @ matrix.T - 0.4)
    for g, members in enumerate([range(5), (0, 1, 3)]):
        pairs = [
            chance[:, i] * (1 - chance[:, j]) + (1 - chance[:, i]) * chance[:, j] for i, j in permutations(members, 2)
        ]
        again = [2 * chance[:, i] * (1 - chance[:, i]) for i in members]
        np.testing.assert_allclose(found.other[:, :, g], np.mean(pairs, axis=0), atol=2e-6)
        np.testing.assert_allclose(found.same[:, :, g], np.mean(again, axis=0), atol=2e-6)


def test_representatives_are_pairs_of_all_for_whom_they_stand():
    """Two who stand for three, once and twice: the pairs are those of the three."""
    three = np.array([[[0.0, 0.0], [1.0, 0.0], [1.0, 0.0]]])
    whole = sides_of(people(three), (2,), np.array([[0]]), everyone(3))
    some = people(three[:, :2], weights=np.array([1 / 3, 2 / 3]))
    found = sides_of(some, (2,), np.array([[0]]), everyone(2), people=[3])
    assert found.other == pytest.approx(whole.other, abs=1e-6)


@pytest.mark.parametrize(("middle", "sd"), [(0.0, 0.5), (0.8, 1.2), (-1.5, 0.1)])
def test_people_of_a_normal_distribution(middle, sd):
    """Quadrature over people against the bivariate normal distribution: two judgements of one person correlate."""
    nodes, shares = np.polynomial.hermite_e.hermegauss(60)
    coefficients = np.zeros((1, 60, 2))
    coefficients[0, :, 0] = middle + sd * nodes
    found = sides_of(people(coefficients, weights=shares / shares.sum()), (2,), np.array([[1]]), everyone(60))
    total = np.sqrt(1 + sd**2)
    positive, shared = ndtr(middle / total), sd**2 / total**2
    both = multivariate_normal([0, 0], [[1, shared], [shared, 1]]).cdf([middle / total] * 2)
    assert found.positive[0, 0, 0] == pytest.approx(positive, abs=1e-5)
    assert found.other[0, 0, 0] == pytest.approx(2 * positive * (1 - positive), abs=1e-5)
    assert found.same[0, 0, 0] == pytest.approx(2 * (positive - both), abs=1e-5)


@pytest.mark.parametrize("rho", [0.0, 0.3, 0.9])
@pytest.mark.parametrize("above", [-2.0, 0.0, 0.7])
def test_judging_again_against_the_bivariate_normal_distribution(above, rho):
    both = multivariate_normal([0, 0], [[1, rho], [rho, 1]]).cdf([above, above])
    assert same_again(np.array(above), rho) == pytest.approx(2 * (ndtr(above) - both), abs=1e-7)


def test_what_is_stable_comes_back():
    coefficients = np.random.default_rng(5).normal(size=(4, 6, 4))
    some = people(coefficients)
    moment = sides_of(some, N_LEVELS, PROFILES, everyone(6))
    none, most = (sides_of(some, N_LEVELS, PROFILES, everyone(6), np.full(4, rho)) for rho in (0.0, 0.95))
    np.testing.assert_allclose(none.same, moment.same, atol=1e-6)
    assert (most.same < moment.same).all()
    np.testing.assert_allclose(most.other, moment.other)


def test_another_differs_at_least_as_often_as_oneself():
    found = sides_of(people(np.random.default_rng(6).normal(size=(20, 8, 4))), N_LEVELS, PROFILES, everyone(8))
    assert (found.other >= found.same - 1e-9).all()
    assert (found.other <= 8 / 7 / 2 + 1e-9).all()


def test_many_people_get_fewer_draws_but_never_few():
    rng = np.random.default_rng(7)
    many = people(rng.normal(size=(900, 300, 2)))
    assert 150 <= len(few_enough(many, 512, repeated=False).thresholds) < 400
    assert len(few_enough(many, 2, repeated=False).thresholds) == 900
