"""How far a real case may lie from one with blanks: against every way to fill it in, and in words."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import expit

from collega.colleague import ask, make_case, parse_case, reach, summary
from collega.colleague.reach import reach_of
from collega.findings import case_text
from collega.model.blanks import Blanks
from collega.model.persons import persons_of
from collega.model.share import shares_of
from collega.study import BLANK
from tests.colleague.studies import hierarchical, make_people, make_surgery, matched, pooled
from tests.model.made_fits import drawn_fit

PANEL = make_people()
STUDY = PANEL.study


def test_pooled_reach_by_hand() -> None:
    advice = ask(STUDY, pooled(PANEL), parse_case(STUDY, ["pain=some"]))
    assert advice.reach == pytest.approx((expit(-1.0 + 0.5 - 0.2), expit(1.0 + 0.5 + 0.2)), abs=1e-6)
    assert advice.as_json()["reach"] == list(advice.reach)
    full = ask(STUDY, pooled(PANEL), parse_case(STUDY, ["risk=low", "pain=some", "parents=wait"]))
    assert full.reach is None
    assert full.as_json()["reach"] is None
    assert case_text(STUDY, full, "nl", "find_out_first") == ""


NEVER = [{"risk": "low", "pain": "constant"}, {"risk": "high", "parents": "operate"}]


@pytest.mark.parametrize("never", [[], NEVER], ids=["all allowed", "never"])
@pytest.mark.parametrize("seed", range(4))
def test_nothing_lies_outside(seed, never) -> None:
    panel = make_people(never=never)
    fit, blanks = matched(drawn_fit(seed, (2, 3, 2), n_people=20, n_draws=20), panel), Blanks.of(panel.study)
    persons = persons_of(fit)
    for profile in ([BLANK, BLANK, BLANK], [BLANK, 1, BLANK], [0, BLANK, BLANK]):
        case = np.array(profile)
        every = persons.centre(shares_of(persons, blanks, blanks.ways(case)))
        assert reach_of(panel.study, persons, persons, blanks, case).ends == pytest.approx(
            (every.min(), every.max()), abs=1e-9
        )


@pytest.mark.parametrize("never", [[], NEVER], ids=["all allowed", "never"])
def test_the_search_finds_the_ends_where_people_weigh_alike(monkeypatch, never) -> None:
    panel = make_people(never=never)
    blanks, persons = Blanks.of(panel.study), persons_of(pooled(panel))
    for profile in ([BLANK, BLANK, BLANK], [BLANK, 1, BLANK], [0, BLANK, BLANK]):
        case = np.array(profile)
        listed = reach_of(panel.study, persons, persons, blanks, case)
        with monkeypatch.context() as patch:
            patch.setattr(reach, "LISTED", 0)
            searched = reach_of(panel.study, persons, persons, blanks, case)
        assert searched.ends == pytest.approx(listed.ends, abs=1e-12)
        assert searched.fill_in_first.criterion == listed.fill_in_first.criterion
        assert searched.fill_in_first.reach == pytest.approx(listed.fill_in_first.reach, abs=1e-12)


def test_what_may_not_be_shown_is_no_way() -> None:
    study = make_surgery(never=[{"risk": "low", "pain": "some"}])
    blanks, profile = Blanks.of(study), np.array([BLANK, 1, 0])
    persons = persons_of(hierarchical(PANEL))
    low, high = reach_of(study, persons, persons, blanks, profile).ends
    assert low == high == pytest.approx(persons.centre(shares_of(persons, blanks, np.array([[1, 1, 0]])))[0])


def test_the_reach_comes_first_and_then_the_average() -> None:
    one = ask(STUDY, pooled(PANEL), make_case(STUDY, {"risk": "low", "pain": "some"}))
    assert summary(STUDY, one, "en").startswith(
        "Of these 20 professionals an estimated 79% to 85% would advise positively, depending on the one criterion that is "
        "still open. On average over all ways to complete the case it is 82%. For all people like them the 90%"
    )
    assert case_text(STUDY, one, "en", "find_out_first") == (
        "Only “parents” is still to be filled in. Then the case is complete."
    )
    two = ask(STUDY, pooled(PANEL), make_case(STUDY, {"pain": "some"}))
    assert summary(STUDY, two, "nl").startswith(
        "Van deze 20 professionals zou naar schatting 33% tot 85% positief adviseren, afhankelijk van de 2 criteria die "
        "nog niet zijn ingevuld. Gemiddeld over alle manieren om de casus aan te vullen is het 60%."
    )
    assert case_text(STUDY, two, "nl", "find_out_first") == (
        "Vul eerst ‘risk’ in: dat maakt het antwoord het duidelijkst. Daarna ligt het aandeel gemiddeld tussen 56% en 64%."
    )


@pytest.mark.parametrize("limit", [500, 0], ids=["few ways", "many ways"])
def test_no_reach_where_what_is_filled_in_leaves_no_way(monkeypatch, limit) -> None:
    blanks = Blanks((2, 2, 2), (((0, 0), (2, 0)), ((1, 0), (2, 1))))
    monkeypatch.setattr(reach, "LISTED", limit)
    persons = persons_of(drawn_fit(1, (2, 2, 2), n_people=4, n_draws=4))
    assert reach_of(STUDY, persons, persons, blanks, np.array([0, 0, BLANK])) is None


@pytest.mark.parametrize("never", [[], NEVER], ids=["all allowed", "never"])
@pytest.mark.parametrize("seed", range(4))
def test_what_to_fill_in_first_is_what_narrows_the_reach_most(seed, never) -> None:
    """Every way of every level of every blank, by brute force."""
    panel = make_people(never=never)
    study, blanks = panel.study, Blanks.of(panel.study)
    fit = matched(drawn_fit(seed, (2, 3, 2), n_people=20, n_draws=20), panel)
    persons = persons_of(fit)
    for profile in ([BLANK, BLANK, BLANK], [BLANK, 1, BLANK], [0, BLANK, BLANK]):
        case = np.array(profile)
        ways = blanks.ways(case)
        shares = persons.centre(shares_of(persons, blanks, ways))
        left = {}
        for c in np.flatnonzero(case == BLANK):
            some = [shares[ways[:, c] == level] for level in np.unique(ways[:, c])]
            left[study.criterion_keys[c]] = np.mean([[one.min(), one.max()] for one in some], axis=0)
        best = min(left, key=lambda key: left[key][1] - left[key][0])
        found = reach_of(study, persons, persons, blanks, case).fill_in_first
        assert found.criterion == best
        assert found.reach == pytest.approx(tuple(left[best]), abs=1e-9)


def test_one_blank_is_what_to_fill_in_and_leaves_one_share_a_level() -> None:
    advice = ask(STUDY, pooled(PANEL), parse_case(STUDY, ["risk=low", "pain=some"]))
    told = advice.as_json()["fill_in_first"]
    assert told["criterion"] == "parents"
    assert [each["level"] for each in told["by_level"]] == ["wait", "operate"]
    assert [each["reach"][0] for each in told["by_level"]] == pytest.approx(
        [expit(1.0 + 0.5 + 0.2), expit(1.0 + 0.5 - 0.2)], abs=1e-6
    )
    assert all(low == high for low, high in (each["reach"] for each in told["by_level"]))
    full = parse_case(STUDY, ["risk=low", "pain=some", "parents=wait"])
    assert ask(STUDY, pooled(PANEL), full).as_json()["fill_in_first"] is None
