"""Suppression over several characteristics and over scenarios, against an attacker who subtracts."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from collega.errors import DisclosureError
from collega.insight import insights, require_group
from collega.insight.answers import answers_by_scenario
from collega.insight.disclosure import require_all, shown_scenarios, shown_scenarios_of, shown_values
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
    panel = panel_of({"post": ["a"] * 5 + ["b"] * 5})
    assert shown_scenarios(panel).all()
    assert shown_scenarios_of(panel, "post", "a").all()


def test_members_are_hidden_where_the_others_are_few() -> None:
    # everybody of a judged s0, and three of the others
    panel = panel_of({"post": ["a"] * 6 + ["b"] * 6}, judged=lambda i, s: s > 0 or i < 9)
    assert shown_scenarios(panel).all()
    assert not shown_scenarios_of(panel, "post", "a")[0]


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


def test_how_many_withheld_does_not_follow_from_the_tests() -> None:
    panel = panel_of({"post": ["a"] * 6 + ["b"] * 6 + [""] * 2, "field": ["x"] * 7 + ["y"] * 7})
    n = dict(insights(panel).differences.select("characteristic", "n").iter_rows())
    assert n == {"post": None, "field": 14}
