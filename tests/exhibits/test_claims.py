"""The sentences of the report say what the numbers say, and agree with the numbers beside them."""

from __future__ import annotations

import re
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

from collega.colleague import Advice, ask, make_case, summary
from collega.exhibits import case_claims, claims
from collega.findings import TIPPING, case_text
from collega.insight.self_image import SelfImage
from collega.model.checks.diagnosis import diagnose
from collega.model.checks.proportional_odds import ProportionalOdds
from collega.prose import Prose
from collega.report import cases
from collega.report.checks import check_findings
from collega.study import Study
from tests.figures.frames import make_study
from tests.report import made

STUDY = make_study()
NL, EN = Prose("nl"), Prose("en")


def difference_of(p_value: float, *, trend: float = 0.1, p_trend: float = 0.9) -> dict[str, Any]:
    return {"trend": trend, "p_value_corrected": p_value, "p_trend_corrected": p_trend}


def advice(share: float, average: float, low: float = 0.1, high: float = 0.9) -> Advice:
    return replace(made.small().advices[0], share=share, average=average, interval=(low, high))


def test_the_difference_told_is_that_of_the_shares_told() -> None:
    assert "51% of these 40 participants" in (text := case_claims.advice_finding(advice(0.5137, 0.4349), STUDY, EN))
    assert "8 percentage points more than for an average case (43%)" in text
    text = case_claims.advice_finding(advice(0.5149, 0.4351), STUDY, EN)
    assert "7 percentage points more than for an average case (44%)" in text


@pytest.mark.parametrize(
    ("share", "told"),
    [
        (0.45, "1 procentpunt meer"),
        (0.43, "1 procentpunt minder"),
        (0.44, "niet meer of minder"),
        (0.5, "6 procentpunten meer"),
    ],
)
def test_one_point_is_singular(share: float, told: str) -> None:
    assert f"Dat is {told} dan bij een gemiddelde casus (44%)." in case_claims.advice_finding(
        advice(share, 0.44), STUDY, NL
    )


def test_an_interval_whose_rounded_ends_coincide_gets_a_decimal() -> None:
    narrow = replace(advice(0.59, 0.44, low=0.586, high=0.594), model="hierarchical", interval_of="participants")
    assert "(interval van 58,6% tot 59,4%)" in case_claims.advice_finding(narrow, STUDY, NL)
    assert summary(STUDY, narrow, "nl").endswith("Dat aandeel ligt met 90% zekerheid tussen 58,6% en 59,4%.")
    assert summary(STUDY, narrow, "en").endswith("With 90% certainty that share lies between 58.6% and 59.4%.")
    assert "from 10% to 90%" in summary(STUDY, advice(0.59, 0.44), "en")


def test_only_a_model_with_a_posterior_says_how_certain() -> None:
    pooled = advice(0.59, 0.44)
    assert pooled.model == "pooled"
    assert summary(STUDY, pooled, "nl").endswith(
        "Voor alle mensen zoals zij loopt het 90%-betrouwbaarheidsinterval van 10% tot 90%."
    )
    assert summary(STUDY, pooled, "en").endswith(
        "For all people like them the 90% confidence interval runs from 10% to 90%."
    )
    population = replace(pooled, model="hierarchical")  # the participants' own draws are gone
    assert summary(STUDY, population, "en").endswith(
        "For all people like them that share lies, with 90% certainty, between 10% and 90%."
    )


@pytest.mark.parametrize(
    ("levels", "told"),
    [
        ({"whom": "a", "why": "1"}, "This case itself was judged too, as scenario s1. Of"),
        (
            {"whom": "a"},
            "Scenario s1, which was judged, has every level that is filled in here; its other levels were left",
        ),
        ({}, ""),
    ],
)
def test_only_a_complete_case_can_have_been_judged_itself(levels: dict[str, str], told: str) -> None:
    small = made.small()
    asked = ask(small.study, small.fit, make_case(small.study, levels), panel=small.panel)
    material: Any = SimpleNamespace(prose=EN, study=small.study)
    assert "".join(str(block) for block in cases._nearest(material, asked)).find(told) >= 0
    assert bool(cases._nearest(material, asked)) == bool(told)


def test_whether_the_majority_is_certain_is_told() -> None:
    assert "positief zou adviseren, is niet zeker" in case_claims.advice_finding(advice(0.51, 0.44), STUDY, NL)
    assert "meerderheid positief zou adviseren, is zeker" in case_claims.advice_finding(
        advice(0.7, 0.44, low=0.6), STUDY, NL
    )


def test_the_largest_change_comes_with_what_tips_the_majority() -> None:
    asked = made.small().advices[0]
    told = case_claims.change_sentence(asked, asked.what_if[0], STUDY, EN)
    assert told.startswith("The greatest change comes from the criterion")
    assert told.endswith(case_text(STUDY, asked, "en", *TIPPING))


def test_real_answers_that_the_model_does_not_fit_are_told() -> None:
    fitted = advice(0.28, 0.27, low=0.22, high=0.35)
    assert "het verwacht minder positieve antwoorden dan er waren" in case_claims.misfit_finding(fitted, 0.44, 100, NL)
    assert "it expects more positive answers than there were" in case_claims.misfit_finding(fitted, 0.05, 100, EN)
    assert case_claims.misfit_finding(fitted, 0.42, 100, NL) == ""  # 0.35 and 1.6 standard errors of 0.05
    assert case_claims.misfit_finding(fitted, 0.44, 20, NL) == ""


def test_two_cases_that_differ_in_one_criterion_are_told_together() -> None:
    base = made.small()
    one, other, third = (
        ask(base.study, base.fit, make_case(base.study, levels))
        for levels in ({"whom": "a", "why": "1"}, {"whom": "a", "why": "3"}, {"whom": "b", "why": "1"})
    )
    assert case_claims.only_difference([one, other]) == "why"
    assert case_claims.only_difference([other, third]) is None
    assert case_claims.only_difference([one]) is None
    assert case_claims.only_difference(base.advices) is None  # one of them has blanks
    text = case_claims.pair_finding([one, other], "why", STUDY, NL)
    assert "verschillen alleen in het criterium ‘Waarom?’. Bij ‘Wettelijke taak’ zou naar verwachting" in text
    assert f"bij ‘Geen reden’ {round(100 * other.share)}%" in text


def test_nobody_positive_among_few_is_no_misfit_where_that_is_likely() -> None:
    base = made.small()
    advice = replace(ask(base.study, base.fit, make_case(base.study, {})), share=0.03, interval=(0.01, 0.06))
    assert case_claims.misfit_finding(advice, 0.0, 10, NL) == ""  # 0.99 ** 10 = 0.90
    assert case_claims.misfit_finding(advice, 0.3, 10, NL) != ""  # 3 or more of 10 at 6%: 0.02
    surer = replace(advice, share=0.4, interval=(0.3, 0.5))
    assert case_claims.misfit_finding(surer, 0.0, 10, NL) != ""  # 0.7 ** 10 = 0.03
    assert case_claims.misfit_finding(surer, 0.2, 10, NL) == ""


def weights(percent: list[float], ends: list[tuple[float, float]], p_values: list[float]) -> pl.DataFrame:
    low, high = zip(*ends, strict=True)
    columns = {"percent": percent, "low": low, "high": high, "p_value_corrected": p_values}
    return pl.DataFrame({"criterion": ["why", "whom"], **columns})


def test_the_order_of_the_heaviest_is_called_sure_only_where_their_intervals_leave_no_doubt() -> None:
    sure = claims.importance_finding(weights([70.0, 30.0], [(60.0, 80.0), (20.0, 40.0)], [0.001, 0.001]), STUDY, NL)
    assert sure.startswith("Het zwaarst weegt het criterium ‘Waarom?’ (70%), daarna ‘Met wie?’ (30%).")
    assert "niet zeker" not in sure
    for ends in ([(35.0, 65.0), (36.0, 50.0)], [(51.0, 65.0), (35.0, 60.0)]):
        unsure = claims.importance_finding(weights([58.0, 42.0], ends, [0.001, 0.001]), STUDY, NL)
        assert "Welke van die twee zwaarder weegt, is niet zeker." in unsure


def test_equally_heavy_criteria_are_not_ranked() -> None:
    frame = weights([50.3, 49.7], [(45.0, 55.0), (44.0, 56.0)], [0.001, 0.2])
    assert claims.importance_finding(frame, STUDY, NL) == (
        "Het zwaarst wegen de criteria ‘Waarom?’ en ‘Met wie?’ (elk 50%). "
        "Van het criterium ‘Met wie?’ is niet aangetoond dat de deelnemers er gemiddeld op letten."
    )


GROUPS = pl.DataFrame(
    {
        "value": ["x", "y", "prefer_not_to_say"],
        "positive": [0.4, 0.6, None],
        "shares": [[0.5, 0.1, 0.4], [0.2, 0.2, 0.6], None],
        "suppressed": [False, False, True],
    }
)


@pytest.mark.parametrize(
    ("difference", "told"),
    [
        (
            difference_of(0.3),
            "loopt van 40% (‘Jurist’) tot 60% (‘Adviseur’). Dat de groepen verschillend antwoorden, is niet",
        ),
        (
            difference_of(0.01),
            "De groep ‘Adviseur’ antwoordt het vaakst positief (60%), de groep ‘Jurist’ het minst vaak (40%).",
        ),
        (
            difference_of(0.2, p_trend=0.01),
            "In de volgorde van de waarden, van ‘Jurist’ naar ‘Adviseur’, worden de antwoorden positiever; dat is "
            "aangetoond.",
        ),
        (
            difference_of(0.2, trend=-0.5, p_trend=0.01),
            "In de volgorde van de waarden worden de antwoorden over het geheel negatiever; dat is aangetoond",
        ),
    ],
)
def test_what_is_told_of_groups_depends_on_the_test(difference: dict[str, Any], told: str) -> None:
    assert told in claims.group_finding(GROUPS, difference, STUDY, "post", NL)


def test_self_image_says_whether_it_may_be_chance() -> None:
    image = SelfImage(characteristic="post", answers=GROUPS, most_negative="x", most_positive="y")
    text = claims.self_image_finding(image, 0.35, difference_of(0.14), STUDY, NL)
    assert text == (
        "Van de antwoorden van wie ‘Jurist’ koos, is 50% ‘Nee’. Over alle deelnemers is dat 35%. "
        "Dat de groepen verschillend antwoorden, is niet aangetoond."
    )
    clear = claims.self_image_finding(image, 0.35, difference_of(0.01), STUDY, NL)
    assert clear.startswith("Wie ‘Jurist’ koos, antwoordde vaker dan de andere groepen ‘Nee’: in 50% van de gevallen.")


def many_criteria() -> Study:
    levels = [{"key": "0", "text": "Nee"}, {"key": "1", "text": "Ja"}]
    return make_study(criteria=[{"key": f"c{c}", "text": f"C{c}", "levels": levels} for c in range(7)])


def tops(first: list[int], second: list[int]) -> pl.DataFrame:
    rows = [(v, f"c{c}", place) for v, part in (("x", first), ("y", second)) for place, c in enumerate(part, 1)]
    return pl.DataFrame(rows, schema=["value", "criterion", "top"], orient="row")


@pytest.mark.parametrize(
    ("second", "told"),
    [
        ([0, 2, 1, 3], "weegt het criterium ‘C0’ het zwaarst. De vier zwaarste criteria zijn in elke groep dezelfde."),
        ([0, 1, 2, 4], "Niet in elke groep bij de vier zwaarste: ‘C3’ (wel bij ‘Jurist’); ‘C4’ (wel bij ‘Adviseur’)."),
        ([1, 4, 5, 0], "De vier zwaarste criteria zijn niet in elke groep dezelfde: zie de omlijnde vakken."),
    ],
)
def test_what_belongs_to_the_heaviest_in_some_groups_only(second: list[int], told: str) -> None:
    assert told in claims.group_importance_finding(tops([0, 1, 2, 3], second), many_criteria(), "post", NL)


def test_named_groups_say_something_without_their_question() -> None:
    values = [{"key": "1", "text": "0-1 jaar"}, {"key": "2", "text": "Langer"}]
    characteristics = [
        {"key": "a", "text": "Hoe lang hier?", "values": values},
        {"key": "b", "text": "Hoe lang al?", "values": values},
        {"key": "c", "text": "Wat bent u?", "values": [{"key": "j", "text": "Jurist"}, {"key": "k", "text": "Arts"}]},
    ]
    study = make_study(characteristics=characteristics)
    sizes = {"a": {"1": 9, "2": 8}, "b": {"1": 10, "2": 7}, "c": {"j": 6, "k": 11}}
    assert claims.participants_finding(sizes, study, NL) == "De grootste groep: ‘Arts’ (11 deelnemers)."


def test_why_a_group_is_hidden_is_told_with_the_groups_beside_it() -> None:
    beside = {"reason": "others", "because": ["post=y"]}
    assert claims.hidden_words({"reason": "few"}, STUDY, NL) == f"minder dan {STUDY.minimum_group} deelnemers"
    assert claims.hidden_words({"reason": "sides"}, STUDY, NL) == "bijna iedereen is voor, of bijna iedereen is tegen"
    told = claims.hidden_words(beside, STUDY, NL)
    assert re.fullmatch(
        rf"naast ‘.+’ \(.+\) zou dit iets zeggen over minder dan {STUDY.minimum_group} deelnemers", told
    )


def test_scenarios_with_nearly_all_on_one_side_count_in_the_finding() -> None:
    frame = pl.DataFrame({"positive": [0.2, 0.8, None, None], "mostly": [None, None, "positive", "negative"]})
    assert "Bij 2 van de 4 scenario’s" in claims.scenario_finding(frame, 0.5, NL)
    assert claims.scenario_finding(frame, None, NL).startswith("Van geen enkel scenario zijn de antwoorden te tonen")
    assert claims.mostly_words("negative", 25, NL) == "bijna alle antwoorden negatief (minstens 23 van de 25)"


def test_the_most_positive_scenario_is_of_those_whose_numbers_are_shown() -> None:
    frame = pl.DataFrame({"scenario": ["s1", "s2", "s3"], "positive": [0.2, 0.8, None]})
    assert claims.scenario_ends(frame, NL).startswith("Van de scenario’s waarvan de aantallen te zien zijn, krijgt")
    assert claims.scenario_ends(frame[:2], NL).startswith("Scenario s2 krijgt de meeste positieve antwoorden (80%)")


def test_scenarios_without_numbers_are_counted_and_those_on_one_side_named() -> None:
    frame = pl.DataFrame({"scenario": ["s1", "s2", "s3", "s4"], "suppressed": [False, True, True, True],
                          "mostly": [None, "positive", None, None]})  # fmt: skip
    gone, positive = claims.scenario_gaps(frame, NL)
    assert gone.startswith("Van 2 scenario’s zijn de antwoorden niet getoond")
    assert positive.startswith("Bijna alle antwoorden zijn positief bij: s2.")
    assert claims.scenario_gaps(frame[:1], NL) == []


def test_effects_by_threshold_take_the_finding_away_that_they_make_allowance_for() -> None:
    panel = made.small().panel
    diagnosis = diagnose(panel)
    assert diagnosis is not None
    broken = tuple(
        ProportionalOdds(criterion=key, statistic=9.0, df=1, p_value=0.001, p_value_corrected=0.001)
        for key in (None, "whom", "why")
    )
    found = replace(diagnosis, proportional_odds=broken)
    texts = [check_findings(found, STUDY, EN, chosen)[0].text for chosen in ((), ("why",), ("whom", "why"))]
    assert "moved alike by “With whom?” and “Why?”. The model assumes that they are." in texts[0]
    assert "makes allowance" not in texts[0]
    assert "moved alike by “With whom?”. The model assumes" in texts[1]
    assert "moved alike by “Why?”. This model makes allowance for that" in texts[1]
    assert "The model assumes" not in texts[2]
