"""What is kept of a panel beside a fit is enough for the same advice; after erasure people like the participants answer."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from collega.colleague import Evidence, VirtualColleague, ask, make_case
from collega.errors import DisclosureError, NotComputedError
from collega.insight import answers_by_scenario
from collega.insight.groups import members_of
from collega.model.blanks import Blanks
from collega.model.persons import persons_of
from collega.model.population import erased
from collega.model.shapley import shapley_values
from collega.model.share import personal_shares, shares_of
from collega.study import BLANK
from tests.colleague.studies import hierarchical, make_people, pooled

PANEL = make_people()
STUDY, FIT = PANEL.study, hierarchical(PANEL)
GROUPS = {("post", value): members_of(PANEL, FIT, "post", value).tolist() for value in ("surgeon", "nurse")}
SIZES = {group: len(rows) for group, rows in GROUPS.items()}
CASES = [{"risk": "low", "pain": "some", "parents": "wait"}, {"pain": "some"}, {}]


def kept(fit=FIT) -> VirtualColleague:
    evidence = Evidence.stored(fit, PANEL.design, answers_by_scenario(PANEL), GROUPS, SIZES)
    return VirtualColleague.with_evidence(STUDY, fit, evidence)


@pytest.mark.parametrize("levels", CASES)
def test_the_same_as_from_the_panel(levels) -> None:
    case = make_case(STUDY, levels)
    assert kept().advise(case).as_json() == ask(STUDY, FIT, case, panel=PANEL).as_json()


@pytest.mark.parametrize("levels", CASES)
def test_groups_are_as_asking_for_each(levels) -> None:
    case = make_case(STUDY, levels)
    for found in kept().by_group(case):
        asked = ask(STUDY, FIT, case, panel=PANEL, group=found.group)
        assert found.share == pytest.approx(asked.share, abs=1e-12)
        assert found.interval == pytest.approx(asked.interval, abs=1e-12)
        assert found.participants == asked.participants


def test_from_a_panel_every_group_that_may_be_shown_has_its_share() -> None:
    case = make_case(STUDY, CASES[0])
    found = VirtualColleague.of(STUDY, FIT, panel=PANEL).by_group(case)
    assert {each.group: each.participants for each in found}.items() >= SIZES.items()
    assert VirtualColleague.of(STUDY, FIT).by_group(case) == ()
    assert VirtualColleague.of(STUDY, pooled(PANEL), panel=PANEL).by_group(case) == ()


@pytest.mark.parametrize("profile", [[0, 1, 1], [BLANK, 1, 0], [BLANK, BLANK, BLANK]])
@pytest.mark.parametrize("listed", [True, False])
def test_everyones_own_chances_average_to_the_share(monkeypatch, profile, listed) -> None:
    monkeypatch.setattr("collega.model.share._better_listed", lambda _levels, cases: np.full(len(cases), listed))
    persons, blanks, case = persons_of(FIT), Blanks.of(STUDY), np.array(profile)
    chances = personal_shares(persons, blanks, case)
    assert chances.shape == persons.coefficients.shape[:2]
    shares = shares_of(persons, blanks, case)[:, 0]
    assert chances @ persons.weights == pytest.approx(shares, abs=2e-6)
    one = replace(persons, coefficients=persons.coefficients[:, 3:4].copy(), weights=np.ones(1))
    assert chances[:, 3] == pytest.approx(shares_of(one, blanks, case)[:, 0], abs=2e-6)


def test_rows_from_draws_of_their_own_have_the_mean_of_all_draws() -> None:
    """All rows in another order where there are as many; a part of them lies near."""
    persons, blanks, case = persons_of(FIT), Blanks.of(STUDY), np.array([0, 1, 1])
    n_draws, people = persons.coefficients.shape[:2]
    every = persons.across_draws(n_draws * people)
    assert shares_of(every, blanks, case).mean() == pytest.approx(shares_of(persons, blanks, case).mean(), abs=1e-6)
    assert shapley_values(every, blanks, case) == pytest.approx(shapley_values(persons, blanks, case), abs=3e-6)
    few = persons.across_draws(5 * people)
    assert few.coefficients.shape[:2] == (5, people)
    assert shares_of(few, blanks, case).mean() == pytest.approx(shares_of(persons, blanks, case).mean(), abs=0.05)


def test_after_erasure_people_like_the_participants_answer() -> None:
    gone = kept(erased(FIT))
    assert gone.from_population
    advice = gone.advise(make_case(STUDY, CASES[0]))
    assert advice.participants == 20
    assert 0 <= advice.interval[0] <= advice.share <= advice.interval[1] <= 1
    assert {each.group for each in gone.by_group(make_case(STUDY, CASES[0]))} == set(SIZES)


def test_a_fit_of_too_few_gives_no_advice() -> None:
    with pytest.raises(DisclosureError, match="minimum_group"):
        VirtualColleague.with_evidence(STUDY, replace(FIT, participants=FIT.participants[:4]), Evidence())


def test_a_fit_of_another_study_gives_no_advice() -> None:
    with pytest.raises(NotComputedError, match="another version"):
        kept(replace(FIT, criteria=("a", "b", "c")))
