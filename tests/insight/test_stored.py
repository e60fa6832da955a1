"""Insights kept as plain values come back as they were; answers of groups per scenario give nobody away."""

from __future__ import annotations

import json

import numpy as np
import polars as pl
import pytest

from collega.insight import answers_by_scenario, answers_by_scenario_in_groups, insights, insights_of, level_shares
from collega.model.blanks import Blanks
from collega.model.persons import persons_of
from collega.model.share import shares_of
from tests.colleague.studies import hierarchical, make_people

PANEL = make_people()
FIT = hierarchical(PANEL)


@pytest.mark.parametrize("fit", [FIT, None])
def test_everything_comes_back(fit) -> None:
    found = insights(PANEL, fit)
    back = insights_of(PANEL.study, json.loads(json.dumps(found.as_json(), allow_nan=False)))
    for name in ("importance", "levels", "answers_by_scenario", "differences"):
        one, other = getattr(found, name), getattr(back, name)
        assert (one is None and other is None) or one.equals(other), name
    for name in ("groups", "answers_by_group"):
        one, other = getattr(found, name), getattr(back, name)
        assert all(one[key].equals(other[key]) for key in one)
    assert back.agreement.scenarios.equals(found.agreement.scenarios)
    assert (back.participants, back.answers, back.overall) == (found.participants, found.answers, found.overall)
    assert back.as_json() == found.as_json()


def test_insights_of_before_have_one_p_value_the_corrected_one() -> None:
    stored = json.loads(json.dumps(insights(PANEL, FIT).as_json()))
    for row in stored["importance"]:
        row["p_value"] = row.pop("p_value_corrected")
    assert (
        insights_of(PANEL.study, stored)
        .importance["p_value_corrected"]
        .equals(insights(PANEL, FIT).importance["p_value_corrected"])
    )


def test_overall_is_the_share_of_each_answer() -> None:
    counts = np.bincount(PANEL.answer, minlength=4)
    found = insights(PANEL, None).overall
    assert list(found.values()) == pytest.approx(counts / counts.sum())
    assert list(found) == list(PANEL.study.answer_keys)


def test_level_shares_are_shares_of_cases_with_the_rest_blank() -> None:
    frame = level_shares(PANEL.study, FIT)
    persons = persons_of(FIT)
    row = frame.filter((pl.col("criterion") == "pain") & (pl.col("level") == "some")).row(0, named=True)
    draws = shares_of(persons, Blanks.of(PANEL.study), np.array([[-1, 1, -1]]))
    assert row["share"] == pytest.approx(draws.mean())
    assert row["low"] <= row["share"] <= row["high"]


def test_groups_per_scenario_are_counted() -> None:
    found = answers_by_scenario_in_groups(PANEL, "post")
    assert list(found) == ["surgeon", "nurse", "other"] or set(found) <= {"surgeon", "nurse", "other"}
    for value, frame in found.items():
        members = PANEL.group("post", value)
        own = PANEL.keep(members)
        for row in frame.filter(~pl.col("suppressed")).iter_rows(named=True):
            s = PANEL.design.scenarios.index(row["scenario"])
            answers = own.answer[own.scenario == s]
            assert row["n"] == members.sum()
            assert row["positive"] == pytest.approx((answers >= 2).mean())


@pytest.mark.parametrize("seed", range(5))
def test_no_small_group_follows_by_subtraction_in_any_scenario(seed) -> None:
    """Drop answers at random, then subtract all shown groups from everybody, scenario by scenario."""
    rng = np.random.default_rng(seed)
    kept = rng.random(PANEL.n_answers) < 0.7
    from dataclasses import replace

    panel = replace(PANEL, participant=PANEL.participant[kept], scenario=PANEL.scenario[kept],
                    answer=PANEL.answer[kept], position=None, seconds=None)  # fmt: skip
    minimum = panel.study.minimum_group
    everybody = {row["scenario"]: row["n"] for row in answers_by_scenario(panel).iter_rows(named=True)}
    found = answers_by_scenario_in_groups(panel, "post")
    for name, n in everybody.items():
        shown = [frame.filter(pl.col("scenario") == name)["n"].to_list() for frame in found.values()]
        sizes = [size for some in shown for size in some if size is not None]
        assert all(size >= minimum for size in sizes)
        if n is None:
            assert not sizes
        elif sizes:
            left = n - sum(sizes)
            assert left == 0 or left >= minimum
