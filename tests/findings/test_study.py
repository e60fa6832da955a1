"""The findings of whole studies and cases: what they say of each model, and what they leave out."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import polars as pl
import pytest

from collega.findings import (
    findings_of,
    group_orders,
    group_weight_differences,
    pack_insights,
    runs,
    sentence,
    strictness_differences,
    study_findings,
    without,
)
from collega.findings.weight import outweighs
from collega.insight import group_contrasts, group_differences, importance_of, insights
from collega.model.hierarchical.fit import Effort, fit_hierarchical
from tests.insight.test_contrasts import panel_of
from tests.report.made import Made, small


@cache
def heavier() -> Made:
    panel = panel_of(2, heavier=1.5)
    fit = fit_hierarchical(panel, effort=Effort(chains=2, warm_up=60, sweeps=150, rounds=0))
    return Made(panel.study, panel, fit, insights(panel, fit), ())


@cache
def told(made: Made) -> tuple:
    return study_findings(made.panel, made.fit, made.insights)


def test_a_group_that_weighs_a_criterion_more_heavily_is_among_the_findings() -> None:
    found = {(each.kind, each.criteria): each for each in told(heavier())}
    mine = found["group_weight", ("a",)]
    assert (mine.characteristic, mine.value, mine.participants, mine.among) == ("post", "x", 15, 2)
    assert mine.estimate is not None
    assert mine.interval is not None
    assert mine.estimate == pytest.approx(mine.numbers[0] - mine.numbers[1])
    assert 0 < mine.interval[0] < mine.estimate < mine.interval[1]
    members = np.flatnonzero(heavier().panel.group("post", "x"))
    assert mine.numbers[0] == pytest.approx(
        importance_of(heavier().fit, members).percent[0]
    )  # as the group's chart has it


def test_what_weighs_most_comes_first_and_tests_last() -> None:
    kinds = [each.kind for each in told(heavier())]
    assert kinds[0] == "weight"
    assert kinds.index("group_weight") < kinds.index("positive") < kinds.index("order")
    assert len(set(kinds) & {"alike", "differs", "no_groups"}) == 0


def test_every_finding_has_words() -> None:
    for made in (heavier(), small(), small("hierarchical")):
        for each in told(made):
            for language in ("nl", "en"):
                text = sentence(each, made.study, language)
                assert text.endswith(".")
                assert "None" not in text
                assert "nan" not in text


def test_a_pooled_model_says_nothing_about_how_groups_weigh() -> None:
    made = small()
    contrasts = group_contrasts(made.panel)
    rows = {row["characteristic"]: row for row in group_differences(made.panel).iter_rows(named=True)}
    assert group_weight_differences(made.panel, made.fit, contrasts) == []
    assert strictness_differences(made.panel, made.fit, contrasts, rows) == []
    assert group_orders(made.panel, made.fit, made.insights.groups) == []
    assert not {each.kind for each in told(made)} & {"group_weight", "strictness", "trend", "self_image"}
    assert all(not each.criteria for each in told(made) if each.kind == "alike")  # that was not looked at


def test_without_a_fit_only_answers_are_told() -> None:
    made = small()
    kinds = {each.kind for each in study_findings(made.panel, None, insights(made.panel))}
    assert kinds <= {"positive", "agreement", "agreed", "alike", "differs"}
    assert "positive" in kinds


def test_a_hidden_group_is_on_neither_side() -> None:
    panel = panel_of(2, heavier=1.5)
    group = panel.people["post"].to_numpy().copy()
    group[np.flatnonzero(group == "z")[3:]] = "y"  # three are left in z: it is hidden, and with it the smallest other
    fewer = replace(panel, people=panel.people.with_columns(pl.Series("post", group)))
    fit = heavier().fit
    differences = group_weight_differences(fewer, fit, group_contrasts(fewer))
    assert "z" not in {each.value for each in differences}
    kinds = [each.kind for each in study_findings(fewer, fit, insights(fewer, fit))]
    assert "no_groups" in kinds


def test_criteria_that_cannot_be_told_apart_share_a_bracket() -> None:
    for order in group_orders(heavier().panel, heavier().fit, heavier().insights.groups):
        brackets = runs(order)
        assert [key for run in brackets for key in run] == list(order.criteria)
        assert brackets[0][0] == "a"


def test_equal_draws_count_half() -> None:
    percents = np.array([[3.0, 2.0, 2.0], [1.0, 2.0, 2.0]])
    assert outweighs(percents, 0, 1) == 0.5
    assert outweighs(percents, 1, 2) == 0.5
    assert outweighs(percents + np.array([[0.5, 0, 0], [2.0, 0, 0]]), 0, 1) == 1.0


def test_findings_come_back_from_stored_insights() -> None:
    made = heavier()
    stored = pack_insights(made.insights, told(made))
    assert findings_of(made.study, stored) == told(made)
    before = made.insights.as_json()  # of before findings were kept
    assert {each.kind for each in findings_of(made.study, before)} <= {"positive", "agreement", "agreed"}


def test_what_must_wait_is_not_in_the_findings() -> None:
    made = heavier()
    stored = pack_insights(made.insights, told(made))
    kept = without(made.study, stored, characteristics={"post"}, scenarios=False)
    assert [each["kind"] for each in kept] == [each.kind for each in told(made) if each.characteristic is None]
    again = without(made.study, stored, characteristics=set(), scenarios=True)
    assert not any(each["kind"] == "divided" for each in again)
    assert [each["kind"] for each in again].count("positive") == 1
