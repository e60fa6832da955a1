"""Polar coordinates of how differently positive people are: the way back, slopes, and steps along the arc."""

import numpy as np
import pytest

from collega.model.large.coordinates import PolarPoint, from_polar, to_polar, within_quarter
from collega.model.large.unknowns import update
from tests.model.large.made import made_population

PAIR = (2, 4)


def test_the_way_back() -> None:
    unknowns = np.random.default_rng(1).normal(size=(20, 6))
    unknowns[:, PAIR[1]] = np.abs(unknowns[:, PAIR[1]])
    np.testing.assert_allclose(from_polar(to_polar(unknowns, PAIR), PAIR), unknowns, atol=1e-14)
    others = [place for place in range(6) if place not in PAIR]
    np.testing.assert_array_equal(to_polar(unknowns, PAIR)[:, others], unknowns[:, others])


def test_a_centre_stops_at_a_quarter_of_the_circle_and_has_a_length() -> None:
    polar = np.array([0.1, 0.2, np.pi / 2 + 0.3, 0.4, -0.2])
    kept = within_quarter(polar, PAIR)
    assert kept[[2, 4]] == pytest.approx([np.pi / 2, 0.0], abs=1e-5)
    again = to_polar(np.abs(from_polar(kept, PAIR)), PAIR)  # what a population keeps is the same point
    assert again[[2, 4]] == pytest.approx(kept[[2, 4]], abs=1e-9)
    inside = np.array([0.1, 0.2, -1.2, 0.4, 0.7])
    np.testing.assert_array_equal(within_quarter(inside, PAIR), inside)


def test_the_pair_of_a_population_is_that_of_the_intercept() -> None:
    population = made_population()
    assert population.vector[list(population.pair)] == pytest.approx([population.toward[0], population.spread[0]])


def test_slopes_and_information_against_differences() -> None:
    rng = np.random.default_rng(2)
    unknowns = np.abs(rng.normal(size=6))
    root = rng.normal(size=(6, 6))
    information = root @ root.T
    point = PolarPoint.from_unknowns(unknowns, PAIR)

    def log_density(polar: np.ndarray) -> float:
        away = from_polar(polar, PAIR) - (unknowns - 0.3)
        return float(-0.5 * away @ information @ away)

    step = 1e-6
    slope = [
        (log_density(point.polar + step * unit) - log_density(point.polar - step * unit)) / (2 * step)
        for unit in np.eye(6)
    ]
    np.testing.assert_allclose(point.slope(-information @ np.full(6, 0.3)), slope, atol=1e-8)
    moved = from_polar(point.polar + 1e-7 * np.eye(6), PAIR) - unknowns
    np.testing.assert_allclose(point.information(information), moved @ information @ moved.T / 1e-14, rtol=1e-5)
    np.testing.assert_allclose(
        point.information_on_unknowns(point.information(information)), information, rtol=1e-9, atol=1e-9
    )


def _largest_steps(*, polar: bool) -> list[float]:
    """Newton's steps where the sum of two squares is known to a thousandth and the angle to a fifth, from far away."""
    length, angle, around = 0.9, 0.3, np.array([0.9, 1.1])  # the likelihood; the centre before: angle, length
    precision, information = np.diag([2.0, 50.0]), np.diag([25.0, 1e6])
    here, largest = around, []
    for _ in range(4):
        if not polar:
            at = from_polar(here, (0, 1))
            turn = PolarPoint.from_unknowns(at, (0, 1)).turn
            back = np.linalg.inv(turn)
            slope = back.T @ (information @ (np.array([angle, length]) - here))
            prior = PolarPoint.from_unknowns(from_polar(around, (0, 1)), (0, 1)).information_on_unknowns(precision)
            found = update(from_polar(around, (0, 1)), prior, at, slope, back.T @ information @ back)
            step = np.abs(found.centre - at) * np.sqrt(np.diag(found.precision))
            here = to_polar(found.centre, (0, 1))
        else:
            found = update(around, precision, here, information @ (np.array([angle, length]) - here), information)
            step = np.abs(found.centre - here) * np.sqrt(np.diag(found.precision))
            here = found.centre
        largest.append(float(step.max()))
    return largest


def test_steps_along_the_arc_settle_where_straight_ones_leave_it() -> None:
    assert _largest_steps(polar=True)[1] < 0.1
    assert _largest_steps(polar=False)[1] > 10.0
