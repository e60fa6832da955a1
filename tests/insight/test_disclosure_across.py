"""Suppression over several characteristics and over scenarios, against an attacker who subtracts."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from collega.errors import DisclosureError
from collega.insight import (
    answers_by_scenario_in_groups,
    group_differences,
    insights,
    isolation,
    require_group,
    suppression,
)
from collega.insight.answers import answers_by_group, answers_by_scenario
from collega.insight.differences import _permuted
from collega.insight.disclosure import require_all, shown_scenarios, shown_scenarios_of, shown_values
from collega.insight.positivity import positivity
from tests.model.references import make_panel, make_study

MINIMUM = 4


def panel_of(values: dict[str, list[str]], *, scenarios: int = 2, judged=lambda _i, _s: True):
    """A panel with these characteristics; ``judged`` says who judged what."""
    items = [
        {"key": key, "text": key, "values": [{"key": v, "text": v} for v in sorted(set(cells) - {""})]}
        for key, cells in values.items()
    ]
    study = make_study({"c": ["a", "b"]}, ["no", "yes"], characteristics=items, minimum_group=MINIMUM)
    n = len(next(iter(values.values())))
    answers = [(f"p{i}", f"s{s}", (i + s) % 2) for i in range(n) for s in range(scenarios) if judged(i, s)]
    panel = make_panel(study, [f"s{s}" for s in range(scenarios)], [[s % 2] for s in range(scenarios)], answers)
    return replace(panel, people=panel.people.with_columns(*(pl.Series(k, v) for k, v in values.items())))


def test_a_group_nearly_equal_to_one_of_another_characteristic_is_hidden() -> None:
    # the six short in post are among the seven short in the field: the seventh would follow
    post = ["short"] * 6 + ["long"] * 10
    field = ["short"] * 7 + ["long"] * 9
    panel = panel_of({"post": post, "field": field})
    assert shown_values(panel, "field") == {"short", "long"}
    assert "short" not in shown_values(panel, "post")
    with pytest.raises(DisclosureError, match=r"The group post=short cannot be shown"):
        require_group(panel, "post", "short")


def test_equal_groups_give_nobody_away() -> None:
    post = ["short"] * 6 + ["long"] * 10
    panel = panel_of({"post": post, "field": post})
    assert shown_values(panel, "post") == shown_values(panel, "field") == {"short", "long"}


@pytest.mark.parametrize("seed", range(40))
def test_no_difference_of_known_sets_is_small(seed) -> None:
    rng = np.random.default_rng(seed)
    values = {f"h{h}": [["", "x", "y", "z"][k] for k in rng.integers(0, 4, 24)] for h in range(3)}
    values["h2"] = [b if rng.random() < 0.15 else a for a, b in zip(values["h1"], values["h2"], strict=True)]
    panel = panel_of(values)
    known = [np.ones(24, dtype=bool)]
    for key in values:
        shown = [panel.group(key, value) for value in shown_values(panel, key)]
        known += [*shown, ~np.any(shown, axis=0)] if shown else []
    known = [group for group in known if group.any()]
    assert all(group.sum() >= MINIMUM for group in known)
    for one, other in itertools.permutations(known, 2):
        if (one <= other).all():
            assert not 0 < (other & ~one).sum() < MINIMUM


def test_the_last_hidden_scenario_does_not_follow_from_the_totals() -> None:
    # s0 was judged by three people; the others by all ten
    panel = panel_of({"post": ["a"] * 5 + ["b"] * 5}, scenarios=3, judged=lambda i, s: s > 0 or i < 3)
    assert shown_scenarios(panel).tolist() == [False, False, True]
    assert answers_by_scenario(panel)["suppressed"].to_list() == [True, True, False]


def test_all_scenarios_are_shown_where_enough_judged_them() -> None:
    panel = panel_of({"post": ["a"] * 8 + ["b"] * 8})
    assert shown_scenarios(panel).all()
    assert shown_scenarios_of(panel, "post", "a").all()


def test_members_are_hidden_where_the_others_are_few() -> None:
    # everybody of a judged s0, and three of the others
    panel = panel_of({"post": ["a"] * 6 + ["b"] * 6}, judged=lambda i, s: s > 0 or i < 9)
    assert shown_scenarios(panel).all()
    assert not shown_scenarios_of(panel, "post", "a")[0]


def test_the_tables_of_groups_by_scenario_hide_the_same() -> None:
    panel = panel_of({"post": ["a"] * 6 + ["b"] * 7}, scenarios=3, judged=lambda i, s: s > 0 or i < 9)
    tables = answers_by_scenario_in_groups(panel, "post")
    assert list(tables) == ["a", "b"]
    for value, table in tables.items():
        shown = shown_scenarios_of(panel, "post", value)
        assert table["suppressed"].to_list() == (~shown).tolist()
        assert table["n"].is_null().to_list() == (~shown).tolist()
    # a at s0 would leave the three b; s2 is kept free of groups, so that nothing at s0 follows
    assert [shown_scenarios_of(panel, "post", value).tolist() for value in "ab"] == [[False, True, False]] * 2


def test_repeats_are_one_participant() -> None:
    panel = panel_of({"post": ["a"] * 3 + ["b"] * 5}, judged=lambda i, s: i < 3 or s > 0)
    twice = np.flatnonzero(panel.scenario == 0)
    again = np.concatenate([np.arange(panel.n_answers), twice])
    panel = replace(panel, participant=panel.participant[again], scenario=panel.scenario[again],
                    answer=panel.answer[again])  # fmt: skip
    assert not shown_scenarios(panel)[0]


def test_too_small_a_panel_shows_nothing() -> None:
    panel = panel_of({"post": ["a", "b", "a"]})
    with pytest.raises(DisclosureError, match=r"Fewer than 4 participants have answered.*minimum_group"):
        require_all(panel)
    with pytest.raises(DisclosureError):
        insights(panel)


def test_tests_are_only_about_groups_that_may_be_shown() -> None:
    # p12 and p13 withheld post, and three are of the hidden long; what they answered is not in any number
    post = ["a"] * 6 + ["b"] * 6 + ["long"] * 3 + [""] * 2
    panel = panel_of({"post": post, "field": [*"xyxyxyxyxyxyxyxyx"]}, scenarios=4)
    table = group_differences(panel)
    assert dict(table.select("characteristic", "n").iter_rows()) == {"post": 12, "field": 17}
    row = table.row(0, named=True)
    few = panel.participant >= 12
    other = replace(panel, answer=np.where(few, 1 - panel.answer, panel.answer).astype(np.int8))
    expected = positivity(other)[:12]
    assert row["p_value"] == pytest.approx(_permuted(panel.groups[:12, 0], positivity(panel)[:12])[1])
    assert group_differences(other)["p_value"][0] == pytest.approx(_permuted(panel.groups[:12, 0], expected)[1])


def test_with_fewer_than_two_groups_to_show_there_is_no_test() -> None:
    panel = panel_of({"post": ["man"] * 15 + ["woman"] * 2, "field": ["x"] * 9 + ["y"] * 8}, scenarios=4)
    table = group_differences(panel)
    assert table.filter(characteristic="post").row(0)[1:] == (None,) * 6
    assert table.filter(characteristic="field")["p_value"].item() is not None


def test_departments_within_a_ministry_do_not_tell_about_the_rest_of_it() -> None:
    # m1 less d1 and d2 is two people, m2 less d4 and d5 three: more than pairs of groups
    department = ["d1"] * 5 + ["d2"] * 5 + ["d3"] * 2 + ["d4"] * 6 + ["d5"] * 6 + ["d6"] * 3
    panel = panel_of({"department": department, "ministry": ["m1"] * 12 + ["m2"] * 15})
    assert shown_values(panel, "ministry") == {"m1", "m2"}
    assert shown_values(panel, "department") == {"d2", "d5"}


def test_two_groups_that_nearly_overlap_do_not_tell_about_the_difference() -> None:
    # neither lies within the other; what one has more than the other is one person against one
    panel = panel_of({"h": ["a"] * 8 + ["b"] * 8 + ["c"] * 8, "i": ["b"] + ["a"] * 8 + ["b"] * 7 + ["c"] * 8})
    shown = {key: shown_values(panel, key) for key in ("h", "i")}
    assert "a" not in shown["h"] & shown["i"]
    assert "c" in shown["h"] & shown["i"]


def test_eight_characteristics_of_ten_values_and_many_people() -> None:
    rng = np.random.default_rng(1)
    values = {f"h{h}": np.array([*"abcdefghij"])[rng.integers(0, 10, 20_000)].tolist() for h in range(8)}
    panel = panel_of(values, scenarios=1)
    assert all(len(shown_values(panel, key)) == 10 for key in values)
    assert shown_scenarios_of(panel, "h0", "a").all()


def test_where_the_search_is_too_long_more_is_hidden(monkeypatch) -> None:
    monkeypatch.setattr(suppression, "_PATIENCE", 0)
    monkeypatch.setattr(isolation, "_MOST_STEPS", 0)
    panel = panel_of({"post": ["a"] * 5 + ["b"] * 6, "field": ["x", "y", "x", "y"] + ["x"] * 4 + ["y"] * 3})
    assert shown_values(panel, "field") == set()
    assert shown_values(panel, "post") == {"a", "b"}  # alone they need no search


def test_of_groups_that_together_tell_about_few_the_one_goes_that_costs_least() -> None:
    # the six b of post and one more are the seven x of the field: without b, by subtraction, the 37 a would go as well
    post = ["b"] * 6 + ["a"] * 37
    panel = panel_of({"post": post, "field": ["x"] * 7 + ["y"] * 18 + ["z"] * 18})
    assert shown_values(panel, "post") == {"a", "b"}
    assert shown_values(panel, "field") == {"z"}
    reasons = {row["value"]: (row["reason"], row["because"]) for row in answers_by_group(panel, "field").to_dicts()}
    assert reasons["x"] == ("others", ["post=b"])
    assert reasons["y"] == ("others", ["field=x"])
    with pytest.raises(DisclosureError, match=r"field=y cannot be shown.*by subtraction \(field=x\)"):
        require_group(panel, "field", "y")
