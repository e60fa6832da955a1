"""A level that nobody judged has no number anywhere, and those that were judged are as if the study had no more."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collega.colleague import ask, make_case
from collega.colleague.unjudged_levels import asked_case, judged_part, unjudged_text
from collega.insight import insights, insights_of
from collega.insight.personal import personal_table
from collega.model.blanks import Blanks
from collega.model.hierarchical.fit import Effort, fit_hierarchical
from collega.model.mixed import fit_mixed
from collega.model.personal import personal
from collega.model.pooled import fit_pooled
from collega.model.store import pack_fit, unpack_fit
from collega.model.summary import summarise
from collega.panel import Panel
from collega.panel.group_limits import group_limits
from collega.panel.judged_levels import JudgedLevels
from collega.panel.limits import limit_text
from collega.study.coding import BLANK, Coding
from tests.model.references import make_study
from tests.model.simulated import simulated_panel, without_level
from tests.panel.limited_panels import kept, ordinary

SHORT = Effort(chains=2, warm_up=100, sweeps=300, rounds=0)
PANEL, DROPPED = without_level(simulated_panel(1))


def single_level(panel: Panel) -> Panel:
    """Everybody judged the first level of the last criterion only."""
    kept = panel.design.profiles[panel.scenario][:, -1] == 0
    return replace(panel, participant=panel.participant[kept], scenario=panel.scenario[kept],
                   answer=panel.answer[kept])  # fmt: skip


@pytest.mark.parametrize("fit", [fit_pooled, fit_mixed])
def test_importance_is_that_of_a_study_without_the_level(fit) -> None:
    one, other = insights(PANEL, fit(PANEL)), insights(DROPPED, fit(DROPPED))
    assert one.importance is not None
    assert other.importance is not None
    assert one.importance["criterion"].to_list() == other.importance["criterion"].to_list()
    for name in ("percent", "share_swing", "p_value"):
        assert one.importance[name].to_numpy() == pytest.approx(other.importance[name].to_numpy(), abs=1e-4)
    assert one.levels is not None
    assert other.levels is not None
    assert one.levels.row(-1) == ("c3", "l3", None, None, None)
    assert one.levels["share"][:-1].to_numpy() == pytest.approx(other.levels["share"].to_numpy(), abs=1e-5)


def test_the_hierarchical_model_gives_the_prior_of_a_level_no_weight() -> None:
    one, other = (fit_hierarchical(panel, effort=SHORT) for panel in (PANEL, DROPPED))
    found, smaller = insights(PANEL, one).importance, insights(DROPPED, other).importance
    assert found is not None
    assert smaller is not None
    percents = {row["criterion"]: row["percent"] for row in found.iter_rows(named=True)}
    for row in smaller.iter_rows(named=True):
        assert percents[row["criterion"]] == pytest.approx(row["percent"], abs=5)
    assert np.isnan(one.part_worths[-1])
    assert one.part_worths[:-1] == pytest.approx(other.part_worths, abs=0.2)
    assert summarise(one)["part_worths"]["c3"]["l3"] == {"estimate": None, "se": None}


@pytest.mark.parametrize("model", ["pooled", "hierarchical"])
def test_a_criterion_with_one_judged_level_cannot_be_weighed(model: str) -> None:
    panel = single_level(simulated_panel(1))
    fit = fit_pooled(panel) if model == "pooled" else fit_hierarchical(panel, effort=SHORT)
    found = insights(panel, fit)
    assert found.importance is not None
    assert found.importance.row(-1) == ("c3", *[None] * 10)
    assert found.importance["percent"].sum() == pytest.approx(100)
    stored = json.loads(json.dumps(found.as_json(), allow_nan=False))
    assert stored["importance"][-1]["interval"] is None
    assert insights_of(panel.study, stored).as_json() == stored
    advice = ask(panel.study, fit, make_case(panel.study, {"c3": "l2", "c0": "l1"}), panel=panel)
    assert advice.unjudged == (("c3", "l2"),)
    assert all(np.isfinite([advice.share, *advice.interval]))
    if model == "hierarchical":
        own = personal(fit, panel.design.profiles[:4], np.array([0, 1, 2, 3]), {})
        weighed = {row["criterion"]: row["percent"] for row in stored["importance"] if row["percent"] is not None}
        table = personal_table(fit, own, weighed)
        assert set(table["criterion"]) == set(weighed)
        assert table["percent"].sum() == pytest.approx(100)


def test_nothing_can_be_weighed_where_one_scenario_was_judged() -> None:
    panel = simulated_panel(1)
    one = replace(panel, scenario=np.zeros_like(panel.scenario))
    fit = fit_pooled(one)
    found = insights(one, fit)
    assert found.importance is None
    assert np.isnan(fit.part_worths).all()
    assert ask(one.study, fit, make_case(one.study, {}), panel=one).share == pytest.approx(
        found.overall["a2"] + found.overall["a3"], abs=1e-6
    )


def test_a_group_that_judged_less_says_so_where_it_has_numbers_of_its_own() -> None:
    panel = ordinary()
    profiles = panel.design.profiles[panel.scenario]
    few = kept(panel, ~panel.group("post", "new")[panel.participant] | (profiles[:, 1] == 0))
    fit = fit_hierarchical(few, effort=SHORT)
    (limit,) = group_limits(few, "post", "new")
    found = insights(few, fit)
    assert limit in found.limits
    assert limit_text(limit) in found.warnings
    assert limit not in insights(few, fit_pooled(few)).limits  # it has no weights of groups
    case = make_case(few.study, {"c1": "l2"})
    asked = ask(few.study, fit, case, panel=few, group=("post", "new"))
    assert asked.limits[-1] == limit
    assert asked.warnings[-1] == limit_text(limit)
    for group in (None, ("post", "old")):
        assert limit not in ask(few.study, fit, case, panel=few, group=group).limits


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_averages_leave_out_what_nobody_judged(data) -> None:
    n_levels = data.draw(st.tuples(*[st.integers(2, 3)] * 3))
    study = make_study({f"c{c}": [f"l{x}" for x in range(n)] for c, n in enumerate(n_levels)}, ["no", "yes"])
    levels = np.array(data.draw(st.lists(st.booleans(), min_size=sum(n_levels), max_size=sum(n_levels))))
    for rows in Coding(n_levels=n_levels).level_blocks:
        levels[rows.start] = True
    judged = JudgedLevels(n_levels=n_levels, levels=levels)
    blank = np.full(3, BLANK)
    blank[0] = data.draw(st.sampled_from([BLANK, 0]))
    ways = {tuple(way) for way in Blanks.of(study, judged).ways(blank).tolist()}
    starts = np.cumsum([0, *n_levels[:-1]])
    allowed = {
        case for case in itertools.product(*map(range, n_levels))
        if levels[starts + np.array(case)].all() and blank[0] in {BLANK, case[0]}
    }  # fmt: skip
    assert ways == allowed


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_coefficients_of_the_judged_levels_are_utilities_of_the_study(data) -> None:
    n_levels = data.draw(st.tuples(*[st.integers(2, 4)] * 2))
    levels = np.array(data.draw(st.lists(st.booleans(), min_size=sum(n_levels), max_size=sum(n_levels))))
    for rows in Coding(n_levels=n_levels).level_blocks:
        levels[rows.stop - 1] = True
    judged = JudgedLevels(n_levels=n_levels, levels=levels)
    rng = np.random.default_rng(0)
    small = rng.normal(size=judged.coding.n_columns)
    places = [np.flatnonzero(levels[rows]) for rows in judged.study_coding.level_blocks]
    profiles = np.array(list(itertools.product(*places)))
    study = judged.study_coding.matrix(profiles) @ (judged.to_study @ small)
    assert study == pytest.approx(judged.matrix(profiles) @ small)
    worths = judged.to_part_worths @ (judged.to_study @ small)
    assert np.isnan(worths[~levels]).all()
    assert np.nansum(worths) == pytest.approx(0.0, abs=1e-9)


def test_a_case_and_what_nobody_judged_of_it() -> None:
    fit = fit_pooled(PANEL)
    case = make_case(PANEL.study, {"c0": "l1", "c3": "l3"})
    known, unjudged = judged_part(case, fit)
    assert (known.levels, known.blank, unjudged) == ((("c0", "l1"),), ("c1", "c2", "c3"), (("c3", "l3"),))
    assert asked_case(PANEL.study, known, unjudged) == case
    assert judged_part(known, fit) == (known, ())
    assert unjudged_text((), "nl") == ""
    assert unjudged_text(unjudged, "nl") == (
        "Achter c3=l3 staat geen enkel antwoord: niemand beoordeelde zo’n scenario. Dit advies laat dat open."
    )


def test_a_fit_of_before_loads_and_is_told_what_limits_the_panel_beside_it() -> None:
    values, arrays = pack_fit(fit_pooled(PANEL))
    assert unpack_fit(json.loads(json.dumps(values)), arrays).limits == fit_pooled(PANEL).limits
    del values["limits"]
    values["warnings"] = []
    arrays["part_worths"] = np.nan_to_num(arrays["part_worths"])
    old = unpack_fit(json.loads(json.dumps(values)), arrays)
    assert old.limits is None
    assert old.judged_levels.levels.all()
    found = insights(PANEL, old)
    assert [limit.kind for limit in found.limits] == ["unjudged_levels"]
    assert found.warnings[0].startswith("nobody judged a scenario with c3=l3")
    assert ask(PANEL.study, old, make_case(PANEL.study, {"c3": "l3"})).unjudged == ()


def test_whose_interval_it_is() -> None:
    pooled, hierarchical = fit_pooled(DROPPED), fit_hierarchical(DROPPED, effort=SHORT)
    for fit, whose in ((pooled, "population"), (hierarchical, "participants")):
        assert summarise(fit)["interval_of"] == whose
        assert insights(DROPPED, fit).as_json()["interval_of"] == whose
        assert ask(DROPPED.study, fit, make_case(DROPPED.study, {})).as_json()["interval_of"] == whose
    assert insights(DROPPED).as_json()["interval_of"] is None


def test_a_group_without_a_weight_for_a_criterion_has_no_place_for_it() -> None:
    panel = single_level(simulated_panel(1))
    people = panel.people.with_columns(post=pl.Series(["old", "new"] * 25))
    post = {"key": "post", "text": "Post", "values": [{"key": key, "text": key} for key in ("old", "new")]}
    study = type(panel.study).model_validate(panel.study.model_dump(mode="json") | {"characteristics": [post]})
    panel = replace(panel, study=study, people=people)
    found = insights(panel, fit_hierarchical(panel, effort=SHORT)).as_json()["groups"]["post"]["old"]
    assert found["importance"]["c3"] is found["intervals"]["c3"] is None
    assert "c3" not in found["top"]
    assert sum(value for value in found["importance"].values() if value is not None) == pytest.approx(100)


@pytest.mark.parametrize("others", [1, 2, 3])
def test_one_or_two_other_answers_look_like_none(others: int) -> None:
    """That importance is missing must not tell that everybody answered alike."""
    panel = simulated_panel(1)
    answer = np.zeros_like(panel.answer)
    answer[np.arange(others) * 40] = 3
    panel = replace(panel, answer=answer)
    assert (insights(panel, fit_pooled(panel)).importance is None) == (others < 3)
