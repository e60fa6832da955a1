"""The posterior of the population's unknowns when more people answer, against the normal distribution by hand."""

import numpy as np
import pytest

from collega.model.large.unknowns import update
from tests.model.large.made import made_population


def normal(rng, size):
    root = rng.normal(size=(size, size))
    return root @ root.T + np.eye(size)


def test_two_normal_distributions_are_multiplied():
    rng = np.random.default_rng(1)
    before, at, other = rng.normal(size=(3, 5))
    precision, information = normal(rng, 5), normal(rng, 5)
    found = update(before, precision, at, information @ (other - at), information)
    together = precision + information
    centre = np.linalg.solve(together, precision @ before + information @ other)
    np.testing.assert_allclose(found.centre, centre, atol=1e-10)
    np.testing.assert_allclose(found.precision, together, atol=1e-10)
    # deviations that had the covariance of before have that of both afterwards
    np.testing.assert_allclose(
        found.turn @ np.linalg.inv(precision) @ found.turn.T, np.linalg.inv(together), atol=1e-10
    )


def test_without_information_nothing_changes():
    rng = np.random.default_rng(2)
    before, precision = rng.normal(size=4), normal(rng, 4)
    found = update(before, precision, before, np.zeros(4), np.zeros((4, 4)))
    np.testing.assert_allclose(found.centre, before, atol=1e-12)
    np.testing.assert_allclose(found.turn, np.eye(4), atol=1e-10)


def test_a_population_is_its_vector():
    population = made_population()
    again = population.at(population.vector)
    for name in ("thresholds", "mean", "effects", "toward", "spread"):
        np.testing.assert_array_equal(getattr(again, name), getattr(population, name))
    assert population.size == len(population.vector) == 3 + 3 + 8 + 4 + 3


def test_spreads_below_zero_are_turned_round_and_thresholds_put_in_order():
    population = made_population()
    vector = population.vector.copy()
    vector[-1], vector[0] = -0.4, 0.5
    moved = population.at(vector)
    assert moved.spread[-1] == pytest.approx(0.4)
    assert (np.diff(moved.thresholds) >= 0).all()
