"""A prepared virtual colleague gives the same advice as asking anew; after erasure people like the participants answer."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from collega.colleague import ask, make_case, prepare
from collega.errors import DisclosureError, NotComputedError
from collega.insight import answers_by_scenario
from collega.insight.groups import members_of
from collega.model.population import erased
from tests.colleague.studies import hierarchical, make_people

PANEL = make_people()
STUDY, FIT = PANEL.study, hierarchical(PANEL)
GROUPS = {("post", value): members_of(PANEL, FIT, "post", value).tolist() for value in ("surgeon", "nurse")}
SIZES = {group: len(rows) for group, rows in GROUPS.items()}
CASES = [{"risk": "low", "pain": "some", "parents": "wait"}, {"pain": "some"}, {}]


def ready(fit=FIT, **more):
    return prepare(STUDY, PANEL.design, fit, answers_by_scenario(PANEL), GROUPS, SIZES, **more)


@pytest.mark.parametrize("levels", CASES)
def test_the_same_as_asking(levels) -> None:
    case = make_case(STUDY, levels)
    one, other = ready().ask(case), ask(STUDY, FIT, case, panel=PANEL)
    assert one.share == pytest.approx(other.share, abs=1e-9)
    assert one.interval == pytest.approx(other.interval, abs=1e-9)
    assert one.average == pytest.approx(other.average, abs=2e-6)
    assert one.answers == pytest.approx(other.answers, abs=1e-9)
    assert [each.points for each in one.reasons] == pytest.approx([each.points for each in other.reasons], abs=1e-3)
    assert [each.share for each in one.what_if] == pytest.approx([each.share for each in other.what_if], abs=1e-6)
    assert one.nearest == other.nearest
    assert one.tipping == other.tipping


@pytest.mark.parametrize("levels", CASES)
def test_groups_are_as_asking_for_each(levels) -> None:
    case = make_case(STUDY, levels)
    for found in ready().by_group(case):
        asked = ask(STUDY, FIT, case, panel=PANEL, group=found.group)
        assert found.share == pytest.approx(asked.share, abs=2e-6)
        assert found.interval == pytest.approx(asked.interval, abs=2e-6)
        assert found.participants == asked.participants


@pytest.mark.parametrize("levels", CASES[:2])
def test_few_draws_move_reasons_and_what_ifs_little(levels) -> None:
    """A tenth of the draws: the reasons still add up, and what-ifs stay near those of all draws."""
    case, all_draws = make_case(STUDY, levels), ready()
    few = replace(all_draws, few=all_draws.persons.thinned(4 * PANEL.n_participants))
    one, other = few.ask(case), all_draws.ask(case)
    assert one.share == other.share
    assert sum(each.points for each in one.reasons) == pytest.approx(100 * (one.share - one.average), abs=1e-9)
    moved = [a.share - b.share for a, b in zip(one.what_if, other.what_if, strict=True)]
    assert np.abs(moved).max() < 0.1  # 4 of 40 draws that are far apart; 100 of 1000 move by under half a point


def test_after_erasure_people_like_the_participants_answer() -> None:
    gone = ready(erased(FIT))
    assert gone.from_population
    advice = gone.ask(make_case(STUDY, CASES[0]))
    assert advice.participants == 20
    assert 0 <= advice.interval[0] <= advice.share <= advice.interval[1] <= 1
    assert {each.group for each in gone.by_group(make_case(STUDY, CASES[0]))} == set(SIZES)


def test_a_fit_of_too_few_gives_no_advice() -> None:
    with pytest.raises(DisclosureError, match="minimum_group"):
        ready(replace(FIT, participants=FIT.participants[:4]))


def test_a_fit_of_another_study_gives_no_advice() -> None:
    with pytest.raises(NotComputedError, match="another version"):
        ready(replace(FIT, criteria=("a", "b", "c")))
