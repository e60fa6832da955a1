"""Reasons in some draws, brought to all: against all draws, and where the regression has nothing to go by."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from collega.colleague.reasons import ReasonDraws, _regressed
from collega.model.blanks import Blanks
from collega.model.persons import persons_of
from collega.model.shapley import shapley_draws
from collega.study import BLANK
from tests.colleague.studies import make_people, matched, pooled
from tests.model.made_fits import drawn_fit

PANEL = make_people()
FIT = matched(drawn_fit(4, (2, 3, 2), n_people=20, n_draws=800), PANEL)
MATRIX = FIT.judged_levels.to_part_worths


@pytest.mark.parametrize("case", [(0, 1, 1), (1, BLANK, 0), (BLANK, 2, BLANK)])
def test_a_tenth_of_the_draws_tells_what_all_of_them_do(case: tuple[int, ...]) -> None:
    persons, blanks, profile = persons_of(FIT), Blanks.of(PANEL.study), np.array(case)
    every = shapley_draws(persons, blanks, profile)
    draws = ReasonDraws.from_persons(persons, MATRIX)
    assert len(draws.few.thresholds) == 80
    values, deviations = draws.estimates(blanks, profile)
    filled = profile != BLANK
    error = every.std(axis=0, ddof=1)
    assert (np.abs(values - every.mean(axis=0))[filled] < 0.2 * error[filled]).all()
    assert deviations[filled] == pytest.approx(error[filled], rel=0.2)
    assert (values[~filled] == 0).all()
    assert (deviations[~filled] == 0).all()


def test_of_all_draws_they_are_mean_and_deviation_themselves() -> None:
    persons, blanks = persons_of(FIT), Blanks.of(PANEL.study)
    few = replace(ReasonDraws.from_persons(persons, MATRIX), few=persons, step=1)
    every = shapley_draws(persons, blanks, np.array([0, 1, 1]))
    values, deviations = few.estimates(blanks, np.array([0, 1, 1]))
    assert values == pytest.approx(every.mean(axis=0), abs=1e-12)
    assert deviations == pytest.approx(every.std(axis=0, ddof=1), rel=1e-9)


def test_of_an_estimate_the_reasons_are_those_of_the_estimate() -> None:
    fit = pooled(PANEL)
    persons, blanks, profile = persons_of(fit), Blanks.of(PANEL.study), np.array([0, 1, 1])
    values, deviations = ReasonDraws.from_persons(persons, fit.judged_levels.to_part_worths).estimates(blanks, profile)
    assert values == pytest.approx(shapley_draws(persons.reported(), blanks, profile)[0], abs=1e-12)
    assert (deviations > 0).all()


def test_regression_by_hand() -> None:
    """Of 1, 2, 3 and 4 every second is looked at, worth 2 x + 1: the other two are then known too."""
    mean, deviation = _regressed(np.array([3.0, 7.0]), np.array([1.0, 2.0, 3.0, 4.0]), 2)
    assert mean == pytest.approx(6.0)
    assert deviation == pytest.approx(2.0 * np.std([1, 2, 3, 4], ddof=1))
    assert _regressed(np.array([3.0, 7.0]), np.zeros(4), 2) == (5.0, pytest.approx(np.std([3, 7], ddof=1)))
