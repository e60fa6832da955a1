"""Reasons against Shapley's definition written out: every order of filling in."""

from __future__ import annotations

import itertools
from dataclasses import replace
from math import factorial

import numpy as np
import pytest

from collega.model import shapley as shapley_module
from collega.model.blanks import Blanks
from collega.model.persons import persons_of
from collega.model.shapley import shapley_draws, shapley_values
from collega.model.share import shares_of
from collega.study.coding import BLANK
from tests.model.made_fits import drawn_fit, estimated_fit

LEVELS = (3, 2, 4, 3, 2)
NEVER = (((0, 1), (1, 0)), ((0, 2), (2, 3)))
CASES = [(0, 1, 2, 0, 1), (1, BLANK, 2, BLANK, 0), (BLANK, 0, BLANK, BLANK, BLANK)]


def written_out(persons, blanks, case):
    filled = [c for c, level in enumerate(case) if level != BLANK]
    values = np.zeros(len(case))

    def share(chosen):
        coalition = [level if c in chosen else BLANK for c, level in enumerate(case)]
        return persons.centre(shares_of(persons, blanks, np.array([coalition])))[0]

    for order in itertools.permutations(filled):
        for step, c in enumerate(order):
            values[c] += share(order[: step + 1]) - share(order[:step])
    return values / factorial(len(filled))


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("never", [(), NEVER])
@pytest.mark.parametrize("link", ["probit", "logit"])
def test_equal_to_the_average_over_all_orders(case, never, link) -> None:
    fit, blanks = drawn_fit(1, LEVELS, link=link, n_draws=3), Blanks(LEVELS, never)
    persons = persons_of(fit)
    values = shapley_values(persons, blanks, np.array(case))
    np.testing.assert_allclose(values, written_out(persons, blanks, case), atol=1e-5)
    assert (values[np.array(case) == BLANK] == 0).all()


@pytest.mark.parametrize("seed", range(5))
def test_they_add_up_exactly(seed) -> None:
    rng = np.random.default_rng(seed)
    n_levels = tuple(rng.integers(2, 5, 12).tolist())
    blanks = Blanks(n_levels, (((0, 0), (5, 1)),))
    persons = persons_of(drawn_fit(seed, n_levels))
    case = np.array([int(rng.integers(-1, n)) for n in n_levels])
    ends = shares_of(persons, blanks, np.vstack([np.full(12, BLANK), case]))
    average, share = persons.centre(ends)
    assert shapley_values(persons, blanks, case).sum() == pytest.approx(share - average, abs=1e-12)


def test_reasons_of_an_estimate_speak_of_the_estimate() -> None:
    persons = persons_of(estimated_fit((3, 2), [0.2], [0.8, -0.3, 0.5], error=0.3))
    blanks = Blanks((3, 2), ())
    values = shapley_values(persons, blanks, np.array([0, 1]))
    np.testing.assert_allclose(values, written_out(persons, blanks, (0, 1)), atol=1e-5)


def test_criteria_that_are_alike_get_the_same() -> None:
    persons = persons_of(estimated_fit((3, 3, 2), [0.2], [0.8, -0.3, 0.8, -0.3, 0.0]))
    values = shapley_values(persons, Blanks((3, 3, 2), ()), np.array([0, 0, 1]))
    assert values[0] == pytest.approx(values[1], abs=1e-9)
    assert values[2] == pytest.approx(0.0, abs=1e-6)  # averages over blanks are within 1e-6 of exact


def test_everything_blank_has_no_reasons() -> None:
    persons = persons_of(drawn_fit(2, (3, 2)))
    assert shapley_values(persons, Blanks((3, 2), ()), np.array([BLANK, BLANK])).tolist() == [0.0, 0.0]


def test_sampled_orders_are_near_and_add_up(monkeypatch) -> None:
    persons, blanks = persons_of(drawn_fit(3, LEVELS, n_people=10)), Blanks(LEVELS, NEVER)
    case = np.array([0, 1, 2, 0, 1])
    exact = shapley_values(persons, blanks, case)
    monkeypatch.setattr(shapley_module, "_MOST_LINKED", 1)
    sampled = shapley_values(persons, blanks, case)
    assert sampled.sum() == pytest.approx(exact.sum(), abs=1e-12)
    assert np.abs(sampled - exact).max() < 0.01


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("never", [(), NEVER])
def test_in_every_draw_they_are_the_values_of_that_draw(case, never) -> None:
    blanks, persons = Blanks(LEVELS, never), persons_of(drawn_fit(1, LEVELS, n_draws=3))
    draws = shapley_draws(persons, blanks, np.array(case))
    for d in range(3):
        one = replace(persons, coefficients=persons.coefficients[[d]], thresholds=persons.thresholds[[d]])
        np.testing.assert_allclose(draws[d], shapley_values(one, blanks, np.array(case)), atol=5e-5)
    assert (draws[:, np.array(case) == BLANK] == 0).all()


def test_draws_by_random_orders_are_those_of_all_orders(monkeypatch) -> None:
    blanks, persons = Blanks(LEVELS, NEVER), persons_of(drawn_fit(1, LEVELS, n_draws=3))
    exact = shapley_draws(persons, blanks, np.array(CASES[0]))
    monkeypatch.setattr(shapley_module, "_MOST_LINKED", 1)
    np.testing.assert_allclose(shapley_draws(persons, blanks, np.array(CASES[0])), exact, atol=0.02)


def test_where_one_answer_is_all_there_is_no_draw_adds_anything() -> None:
    persons = persons_of(drawn_fit(1, LEVELS, n_draws=3))
    nothing = replace(persons, thresholds=np.full_like(persons.thresholds, -np.inf))
    assert not shapley_draws(nothing, Blanks(LEVELS, ()), np.array(CASES[0])).any()
