"""Which scenarios are suggested: those near one half, a credible difference between groups, a control like them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from collega.rounds import suggest
from tests.colleague.studies import hierarchical, make_people, pooled

PANEL = make_people()
STUDY, DESIGN = PANEL.study, PANEL.design
MEMBERS = {"post": {"surgeon": list(range(6)), "nurse": list(range(6, 13))}}


def name(*levels: int) -> str:
    return DESIGN.scenarios[DESIGN.profiles.tolist().index(list(levels))]


def test_the_most_divided_and_a_control_that_is_spread_as_they_are() -> None:
    """Utilities: risk 1 or -1, pain 0, 0.5 or -0.5, parents 0.2 or -0.2. Nearest to 0 are -0.3 and 0.3, then 0.7."""
    found = suggest(STUDY, DESIGN, pooled(PANEL))
    assert [each.why for each in found] == ["divided", "divided", "control"]
    assert {each.scenario for each in found[:2]} == {name(1, 1, 0), name(0, 2, 1)}
    assert found[2].scenario in {name(0, 2, 0), name(1, 1, 1)}
    assert all(each.interval[0] < each.share < each.interval[1] for each in found)


def test_a_difference_between_groups_is_suggested_only_where_it_is_credible() -> None:
    fit = hierarchical(PANEL)
    assert "groups" not in {each.why for each in suggest(STUDY, DESIGN, fit)}  # no groups are given
    individual = np.zeros_like(fit.draws.individual)
    same = replace(fit, draws=replace(fit.draws, individual=individual))
    assert "groups" not in {each.why for each in suggest(STUDY, DESIGN, same, members=MEMBERS)}
    apart = individual.copy()
    apart[:, :6, 0], apart[:, 6:13, 0] = -1.0, 1.0
    apart[:, 6:13, 1] = 0.5  # nurses are more positive at low risk: there they differ most
    told = next(
        each
        for each in suggest(STUDY, DESIGN, replace(fit, draws=replace(fit.draws, individual=apart)), members=MEMBERS)
        if each.why == "groups"
    )
    assert told.characteristic == "post"
    assert told.values == ("nurse", "surgeon")
    assert told.difference_interval[0] > 0
    assert told.difference_interval[0] <= told.difference <= told.difference_interval[1]
    assert told.scenario in {DESIGN.scenarios[s] for s in np.flatnonzero(DESIGN.profiles[:, 0] == 0)}


def test_every_scenario_once_and_one_is_always_left_as_a_control() -> None:
    found = suggest(STUDY, DESIGN, pooled(PANEL), divided=50)
    names = [each.scenario for each in found]
    assert len(set(names)) == len(names) == len(DESIGN.scenarios)
    assert [each.why for each in found].count("control") == 1
    assert suggest(STUDY, DESIGN, pooled(PANEL), divided=0) == ()
