"""Scenarios that fit badly, and when something was answered."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from benchmarks import checks
from collega.messages import code_of
from collega.model.checks.diagnosis import diagnose
from collega.model.checks.order import NO_POSITIONS, NO_TIMES, ONE_WEEK, SAME_ORDER, OrderTest, _merged, order_tests
from collega.model.checks.part import MOST_ANSWERS
from collega.model.checks.scenarios import FEW_JUDGES, NO_ROOM, ScenarioFit, scenario_fits
from collega.model.checks.score import base_of
from collega.model.checks.working import working_model
from collega.panel import Panel
from tests.model.references import reference_panel
from tests.model.simulated import simulated_panel


def fits_of(panel: Panel, least: int = 5) -> tuple[ScenarioFit, ...]:
    model = working_model(panel)
    return scenario_fits(base_of(model), model.scenarios, least)


def order_of(panel: Panel) -> dict[str, OrderTest]:
    return {test.kind: test for test in order_tests(base_of(working_model(panel)), panel)}


def test_an_odd_scenario_is_found_and_the_others_are_not() -> None:
    found = {fit.scenario: fit for fit in fits_of(checks.draw(3, 300, checks.World(odd=1.5)))}
    assert found["s0"].q_value < 1e-4
    assert sum(fit.q_value < 0.05 for fit in found.values()) <= 3  # s30 is the other version's odd one
    assert found["s0"].df == 1


def test_scenarios_are_named_by_the_first_of_the_same_levels_and_need_judges() -> None:
    panel = reference_panel("wine")
    found = fits_of(panel)
    assert [fit.scenario for fit in found] == list(working_model(panel).scenarios)
    assert {code_of(fit.reason) for fit in found} == {FEW_JUDGES}
    assert {code_of(fit.reason) for fit in fits_of(simulated_panel(2, participants=30), 31)} == {FEW_JUDGES}


def test_with_two_answers_scenarios_are_tested_too() -> None:
    found = fits_of(simulated_panel(2, thresholds=(0.0,)))
    assert {fit.df for fit in found if fit.p_value is not None} == {1}


def test_as_many_scenarios_as_parameters_leave_no_room() -> None:
    """Three scenarios of two by two levels: intercept and two effects follow them exactly."""
    found = fits_of(simulated_panel(2, participants=60, scenarios=3, levels=(2, 2), weights=(0.5, 0.5)))
    assert {(fit.p_value, code_of(fit.reason)) for fit in found} == {(None, NO_ROOM)}


def test_camps_are_no_odd_scenarios() -> None:
    """Of 60 tests with camps, which spread the answers of some scenarios, none is found; the spread would show them."""
    found = fits_of(checks.draw(6001, 300, checks.World(kind="camps")))
    assert all(fit.q_value > 0.05 for fit in found)


def test_drift_is_found_with_its_size() -> None:
    """0.6 logits, on a curve whose average steepness is about 0.17, are ten points."""
    found = order_of(checks.draw(4, 300, checks.World(drift=0.6)))
    assert found["position"].p_value_corrected < 1e-4
    assert found["position"].points == pytest.approx(10.0, abs=4.0)
    falling = order_of(checks.draw(4, 300, checks.World(drift=-0.6)))
    assert falling["position"].points == pytest.approx(-10.0, abs=4.0)


def test_growing_scatter_is_found_with_its_size() -> None:
    found = order_of(checks.draw(4, 300, checks.World(tiring=1.6)))
    assert found["consistency"].p_value_corrected < 1e-4
    assert 1.2 < found["consistency"].noise < 2.0


def test_weeks_are_found() -> None:
    found = order_of(checks.draw(4, 300, checks.World(weekly=0.8)))
    assert found["week"].p_value_corrected < 0.01
    assert found["week"].df == 5
    assert found["week"].points > 5.0


def test_what_was_not_kept_is_not_tested() -> None:
    panel = checks.draw(1, 50, checks.World())
    found = order_of(replace(panel, position=None, people=panel.people.drop("completed_at")))
    assert [code_of(found[kind].reason) for kind in ("position", "consistency", "week")] == [
        NO_POSITIONS,
        NO_POSITIONS,
        NO_TIMES,
    ]
    assert all(test.p_value is None for test in found.values())
    same_day = panel.people.with_columns(pl.lit("2024-03-04T10:00").alias("completed_at"))
    assert code_of(order_of(replace(panel, people=same_day))["week"].reason) == ONE_WEEK


def test_one_order_for_all_is_not_told_from_the_scenarios() -> None:
    panel = checks.draw(1, 50, checks.World())
    found = order_of(replace(panel, position=(panel.scenario % 21 + 1).astype(np.int32)))
    assert code_of(found["position"].reason) == code_of(found["consistency"].reason) == SAME_ORDER


def test_weeks_go_together_until_there_are_enough_people() -> None:
    weeks = np.repeat([0, 1, 2, 5], [4, 7, 12, 3])
    assert _merged(weeks, 10).tolist() == [0] * 11 + [1] * 15
    assert _merged(np.repeat(np.arange(40), 20), 10).max() == 9


def test_a_large_panel_is_diagnosed_from_a_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("collega.model.checks.part.MOST_ANSWERS", 800)
    panel = simulated_panel(3, participants=90)
    found = diagnose(panel)
    assert MOST_ANSWERS == 60_000
    assert found.participants == 30
    assert found == diagnose(panel.keep(np.arange(90) % 3 == 0))
