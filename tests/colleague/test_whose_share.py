"""Three shares in one advice: each named, none mixed with another, and a reason where one is not there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from collega.colleague import (
    Evidence,
    OtherShares,
    Share,
    VirtualColleague,
    ask,
    lead_of,
    make_case,
    others_sentence,
    summary,
)
from collega.errors import DataError
from collega.insight import insights, insights_of
from collega.model.estimate import estimate
from collega.model.fit import Fit
from collega.model.population import erased
from collega.panel import Panel
from collega.panel.counts_file import Counts
from collega.study import Study, dump_study, parse_study, study_hash
from tests.colleague.studies import SIZES, make_people, make_surgery, matched, with_groups
from tests.model.made_fits import drawn_fit

POSTS = Counts(file="counts.csv", characteristics=("post",), cells={("surgeon",): 20, ("nurse",): 80})
CASE = {"risk": "low", "pain": "some"}


@pytest.fixture(scope="module")
def panel() -> Panel:
    return make_people()


@pytest.fixture(scope="module")
def fit(panel: Panel) -> Fit:
    return with_groups(matched(drawn_fit(1, SIZES, n_people=panel.n_participants, n_draws=200), panel))


def test_each_share_has_its_own_interval(panel: Panel, fit: Fit) -> None:
    told = ask(panel.study, fit, make_case(panel.study, CASE), panel=panel, counts=POSTS).as_json()
    assert told["interval_of"] == "participants"
    assert told["colleagues"]["share"] == told["share"]
    assert told["colleagues"]["interval"][0] < told["interval"][0]
    assert told["colleagues"]["interval"][1] > told["interval"][1]
    assert told["profession"]["share"] != told["share"]
    assert told["unavailable"] == {}


def test_without_counts_it_says_why(panel: Panel, fit: Fit) -> None:
    told = ask(panel.study, fit, make_case(panel.study, {}), panel=panel).as_json()
    assert told["profession"] is None
    assert told["unavailable"] == {"profession": "No counts of the profession were given."}


def test_where_nobody_took_part_of_much_of_it_it_says_why(panel: Panel, fit: Fit) -> None:
    nobody = replace(panel, people=panel.people.with_columns(post=panel.people["post"].replace("surgeon", "nurse")))
    told = ask(panel.study, fit, make_case(panel.study, {}), panel=nobody, counts=POSTS).as_json()
    assert told["profession"] is None
    assert "nobody took part, and it is more than 10%: post=surgeon (20%)" in told["unavailable"]["profession"]


def test_a_group_has_colleagues_but_is_not_the_profession(panel: Panel, fit: Fit) -> None:
    group = ("post", "nurse")
    told = ask(panel.study, fit, make_case(panel.study, {}), panel=panel, group=group, counts=POSTS).as_json()
    assert told["colleagues"]["share"] == told["share"]
    assert told["unavailable"]["profession"].startswith("The counts are of the whole profession")


def test_without_the_panel_nobody_can_be_weighed(panel: Panel, fit: Fit) -> None:
    told = ask(panel.study, fit, make_case(panel.study, {}), counts=POSTS).as_json()
    assert told["unavailable"]["profession"].startswith("The profession needs the panel")


@pytest.mark.parametrize("model", ["pooled", "mixed"])
def test_a_clustered_interval_is_about_a_population_already(panel: Panel, model: str) -> None:
    told = ask(panel.study, estimate(panel, model), make_case(panel.study, CASE), panel=panel, counts=POSTS).as_json()
    assert told["interval_of"] == "population"
    assert told["colleagues"] == {"share": told["share"], "interval": told["interval"]}
    assert told["profession"] is None
    assert "knows no differences between groups" in told["unavailable"]["profession"]


def test_an_erased_fit_knows_colleagues_and_the_profession(panel: Panel, fit: Fit) -> None:
    """Persons of the population answer then, so the share's interval is about it already (``Evidence``)."""
    from collega.insight import answers_by_scenario

    sizes = {("post", "surgeon"): 6, ("post", "nurse"): 7, ("post", "other"): 5}
    answers = answers_by_scenario(panel)
    gone = erased(fit)
    evidence = Evidence.stored(gone, panel.design, answers, {}, sizes)
    asked = VirtualColleague.with_evidence(panel.study, gone, evidence, counts=POSTS)
    told = asked.advise(make_case(panel.study, CASE)).as_json()
    assert told["colleagues"] == {"share": told["share"], "interval": told["interval"]}
    before = ask(panel.study, fit, make_case(panel.study, CASE), panel=panel, counts=POSTS).others.profession
    assert before is not None
    assert told["profession"]["share"] == pytest.approx(before.share, abs=0.02)  # the same cells, other chance
    weights = Counts(file="w.csv", weights=dict.fromkeys(panel.people["participant"].to_list(), 1.0))
    asked = VirtualColleague.with_evidence(panel.study, gone, evidence, counts=weights)
    assert "have been deleted" in asked.advise(make_case(panel.study, {})).others.unavailable["profession"]


def test_equal_weights_give_the_share_of_the_participants(panel: Panel, fit: Fit) -> None:
    names = panel.people["participant"].to_list()
    equal = ask(panel.study, fit, make_case(panel.study, CASE), panel=panel,
                counts=Counts(file="w.csv", weights=dict.fromkeys(names, 2.0)))  # fmt: skip
    assert equal.others.profession is not None
    # 200 draws of 20 people, drawn at random: a standard deviation of 0.003
    assert equal.others.profession.share == pytest.approx(equal.share, abs=0.01)


def test_a_participant_without_a_weight_is_named(panel: Panel, fit: Fit) -> None:
    names = panel.people["participant"].to_list()
    weights = Counts(file="w.csv", weights=dict.fromkeys(names[1:], 1.0))
    with pytest.raises(DataError, match=r"w.csv: participant: there is no weight of p0\. Allowed: a weight for every"):
        ask(panel.study, fit, make_case(panel.study, {}), panel=panel, counts=weights)
    none = Counts(file="w.csv", weights=dict.fromkeys(names, 0.0))
    with pytest.raises(DataError, match="no participant of the fit has a weight above 0"):
        ask(panel.study, fit, make_case(panel.study, {}), panel=panel, counts=none)


def test_many_cases_have_the_shares_of_each(panel: Panel, fit: Fit) -> None:
    colleague = VirtualColleague.of(panel.study, fit, panel=panel, counts=POSTS)
    cases = [make_case(panel.study, CASE), make_case(panel.study, {})]
    for one, case in zip(colleague.shares(cases), cases, strict=True):
        full = colleague.advise(case).others
        for found, expected in ((one.others.colleagues, full.colleagues), (one.others.profession, full.profession)):
            assert found is not None
            assert expected is not None
            assert found.share == pytest.approx(expected.share, abs=1e-9)
            assert found.interval == pytest.approx(expected.interval, abs=1e-9)


def test_the_insights_tell_them_of_the_average_case_and_every_level(panel: Panel, fit: Fit) -> None:
    found = insights(panel, fit, counts=POSTS)
    blank = ask(panel.study, fit, make_case(panel.study, {}), panel=panel, counts=POSTS)
    assert found.average is not None
    own = Share(share=blank.share, interval=blank.interval)
    expected = {"participants": own, "colleagues": blank.others.colleagues, "profession": blank.others.profession}
    for whose, share in expected.items():
        told = found.average.shares[whose]
        assert told is not None
        assert share is not None
        assert [told.share, *told.interval] == pytest.approx([share.share, *share.interval], abs=1e-6)
    level = ask(panel.study, fit, make_case(panel.study, {"pain": "some"}), panel=panel, counts=POSTS).others
    _, profession = found.average.levels["pain", "some"]
    assert profession is not None
    assert level.profession is not None
    assert profession.share == pytest.approx(level.profession.share, abs=1e-6)
    assert insights_of(panel.study, found.as_json()).average == found.average


def leading(study: Study, whose: str) -> Study:
    return study.model_copy(update={"share_of": whose})


def test_the_study_chooses_which_comes_first(panel: Panel, fit: Fit) -> None:
    advice = replace(
        ask(panel.study, fit, make_case(panel.study, CASE), panel=panel), share=0.62, interval=(0.57, 0.67), reach=None,
        others=OtherShares(colleagues=Share(share=0.62, interval=(0.52, 0.7)),
                           profession=Share(share=0.58, interval=(0.49, 0.664))),
    )  # fmt: skip
    assert summary(panel.study, advice, "nl").startswith("Van deze 20 professionals zou naar schatting 62% positief")
    assert others_sentence(panel.study, advice, "nl") == (
        "Van collega’s zoals zij: 62% (52% tot 70%); van de beroepsgroep: 58% (49% tot 66%)."
    )
    first = leading(panel.study, "profession")
    assert lead_of(first, advice) == ("profession", advice.others.profession)
    assert summary(first, advice, "en") == (
        "Of the whole profession an estimated 58% would advise positively. With 90% certainty that share lies between "
        "49% and 66%. For this the participants were weighted by the numbers in the profession."
    )
    assert others_sentence(first, advice, "en") == (
        "Of the participants: 62% (57% to 67%); of colleagues like them: 62% (52% to 70%). "
        "What follows is about the participants."
    )
    second = leading(panel.study, "colleagues")
    assert summary(second, advice, "nl") == (
        "Van collega’s zoals deze 20 professionals zou naar schatting 62% positief adviseren. Dat aandeel ligt met 90% "
        "zekerheid tussen 52% en 70%. Daarin telt mee dat andere collega’s hadden kunnen meedoen."
    )
    assert others_sentence(second, advice, "nl").startswith("Van de deelnemers: 62% (57% tot 67%); van de beroepsgroep")


def test_what_is_not_there_does_not_come_first(panel: Panel, fit: Fit) -> None:
    advice = ask(panel.study, fit, make_case(panel.study, {}), panel=panel)
    assert lead_of(leading(panel.study, "profession"), advice)[0] == "participants"


def test_one_interval_is_not_told_twice(panel: Panel) -> None:
    advice = ask(panel.study, estimate(panel, "pooled"), make_case(panel.study, CASE), panel=panel)
    assert others_sentence(panel.study, advice, "en") == ""
    first = leading(panel.study, "colleagues")
    assert "90% confidence interval" in summary(first, advice, "en")
    assert others_sentence(first, advice, "en").startswith(f"Of the participants: {round(100 * advice.share)}%. ")


def test_the_choice_is_in_the_study_file_and_not_in_its_hash() -> None:
    study = make_surgery()
    chosen = parse_study(dump_study(leading(study, "profession")))
    assert chosen.share_of == "profession"
    assert study_hash(chosen) == study_hash(study)
    assert "share_of" not in dump_study(study)
