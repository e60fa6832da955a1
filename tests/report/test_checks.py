"""What a model does not see, in words: in both languages, with what it means and what to do, and nothing about anybody."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks import checks
from collega.model.checks.diagnosis import Diagnosis, diagnose
from collega.model.checks.interactions import Interaction
from collega.model.checks.order import OrderTest
from collega.model.checks.proportional_odds import ProportionalOdds
from collega.model.checks.scale_use import ScaleUse
from collega.model.checks.scenarios import ScenarioFit
from collega.prose import Prose
from collega.report.checks import CHECKS, check_findings
from collega.study.text import Language
from tests.model.simulated import simulated_panel
from tests.panel.limited_panels import LIMITED_PANELS
from tests.report import made

NL, EN = Prose("nl"), Prose("en")
STUDY = made.small().study
FIRST, SECOND = STUDY.criterion_keys[:2]


def odds(criterion: str | None, p_value: float | None) -> ProportionalOdds:
    return ProportionalOdds(criterion=criterion, statistic=9.0, df=2, p_value=p_value, p_value_corrected=p_value)


def pair(q_value: float | None, points: float = 7.4) -> Interaction:
    return Interaction(criteria=(FIRST, SECOND), statistic=9.0, df=1, p_value=q_value, q_value=q_value, points=points)


def scenario(name: str, q_value: float | None) -> ScenarioFit:
    return ScenarioFit(scenario=name, statistic=9.0, df=2, p_value=q_value, q_value=q_value)


def order(kind: str, p_value: float | None, **more: float) -> OrderTest:
    return OrderTest(kind=kind, statistic=9.0, df=1, p_value=p_value, p_value_corrected=p_value, **more)  # type: ignore[arg-type]


def diagnosis(value: float | None) -> Diagnosis:
    """Every test with the same p-value."""
    return Diagnosis(
        participants=40,
        proportional_odds=(odds(None, value), odds(FIRST, value)),
        interactions=(pair(value),),
        scale_use=ScaleUse(
            statistic=2.0, df=40.0, p_value=value, p_stretch=value, p_bend=value, sd=0.4, ends=(0.1, 0.354)
        ),
        scenarios=tuple(scenario(f"s{number}", value) for number in range(9)),
        order=(
            order("position", value, points=-6.2),
            order("consistency", value, noise=1.4),
            order("week", value, points=1.2),
        ),
    )


def told(found: Diagnosis, prose: Prose) -> dict[str, str]:
    return {each.check: each.text for each in check_findings(found, STUDY, prose)}


def test_what_is_found_says_what_it_means_and_what_to_do() -> None:
    found = told(diagnosis(0.001), NL)
    name = STUDY.criterion(FIRST).text.say("nl")
    assert f"Niet alle antwoorden verschuiven evenveel door ‘{name}’." in found["proportional_odds"]
    assert "tot ongeveer 7 procentpunten" in found["interactions"]
    assert "in ongeveer 35% van de scenario’s" in found["scale_use"]
    assert "in 10%" in found["scale_use"]
    assert "voorspelt iemands andere antwoorden minder goed" in found["scale_use"]
    assert "Bij 9 van de 9 scenario’s" in found["scenarios"]
    assert "s0, s1, s2, s3, s4 en nog 4" in found["scenarios"]
    assert (
        "worden de antwoorden minder positief: van het eerste tot het laatste scenario ongeveer 6 procentpunten"
        in (found["order"])
    )
    assert "mensen worden misschien moe" in found["order"]
    assert "tot ongeveer 1 procentpunt." in found["order"]
    english = told(diagnosis(0.001), EN)
    assert all("share" in text.lower() for text in english.values())
    assert "by about 6 percentage points from the first to the last scenario" in english["order"]


@pytest.mark.parametrize(("language", "nothing"), [("nl", "toeval zijn"), ("en", "can be chance")])
def test_where_nothing_is_found_it_says_what_was_looked_at(language: Language, nothing: str) -> None:
    found = check_findings(diagnosis(0.2), STUDY, Prose(language))
    assert [each.check for each in found] == list(CHECKS)
    assert all(nothing in each.text for each in found)
    assert not any(each.found for each in found)
    assert [each.tests for each in found] == [2, 1, 1, 9, 3]
    assert {each.smallest for each in found} == {0.2}


def test_where_nothing_could_be_looked_at_it_is_not_called_found() -> None:
    found = check_findings(diagnosis(None), STUDY, EN)
    assert {each.found for each in found} == {None}
    assert {each.smallest for each in found} == {None}
    assert all("could not be checked" in each.text or "Too few" in each.text for each in found)


def test_the_words_follow_the_numbers() -> None:
    base = diagnosis(0.2)
    together = replace(base, proportional_odds=(odds(None, 0.01), odds(FIRST, 0.2)))
    assert told(together, EN)["proportional_odds"].startswith("The criteria together do not move all answers alike")
    several = replace(base, interactions=(pair(0.01), pair(0.2), pair(0.03, 12.0), pair(None)))
    assert told(several, EN)["interactions"].startswith("For 2 of the 3 pairs")
    assert "up to about 12 percentage points" in told(several, EN)["interactions"]
    assert told(several, EN)["interactions"].endswith(
        "For one other pair this could not be checked with these scenarios."
    )
    one = replace(base, scenarios=(scenario("s1", 0.01), scenario("s2", 0.5)))
    assert told(one, EN)["scenarios"].startswith("At scenario s1 the answers are not")
    rising = replace(base, order=(order("position", 0.01, points=5.0), order("consistency", 0.01, noise=0.7)))
    assert "become more positive" in told(rising, EN)["order"]
    assert "get practised" in told(rising, EN)["order"]


def test_what_is_gained_in_prediction_is_told_where_it_is_sure() -> None:
    base = diagnosis(0.001)
    sure = replace(base, scale_use=replace(base.scale_use, gain=0.042, gain_se=0.018))
    assert "de kans op het juiste antwoord is gemiddeld 4,3% groter" in told(sure, NL)["scale_use"]
    assert "larger by 4.3% on average" in told(sure, EN)["scale_use"]
    unsure = replace(base, scale_use=replace(base.scale_use, gain=0.042, gain_se=0.03))
    assert "larger by" not in told(unsure, EN)["scale_use"]


def test_no_word_of_statistics_reaches_a_reader() -> None:
    for value in (0.001, 0.2, None):
        for prose in (NL, EN):
            words = " ".join(told(diagnosis(value), prose).values()).lower()
            assert not any(word in words for word in ("log loss", "p-", "odds", "logit", "significan", "posterior"))


@pytest.mark.parametrize(
    ("language", "title", "old"),
    [
        ("nl", "Wat dit model niet ziet", "nog niet nagegaan wat het mist"),
        ("en", "What this model does not see", "has not been checked yet"),
    ],
)
def test_the_report_has_a_section_of_its_own(tmp_path: Path, language: Language, title: str, old: str) -> None:
    small = made.small()
    before = made.text_of(small.write(tmp_path / "old.pdf", language))
    assert title in before
    assert old in before
    now = replace(small, fit=replace(small.fit, diagnosis=diagnose(small.panel)))
    text = made.text_of(now.write(tmp_path / "new.pdf", language))
    assert title in text
    assert old not in text
    for each in check_findings(now.fit.diagnosis, small.study, Prose(language)):
        assert each.question in text
        assert each.text[:40] in text


def test_a_panel_with_a_flaw_is_told_of_it() -> None:
    panel = checks.draw(1, 300, checks.World(stretch=0.4))
    found = {each.check: each for each in check_findings(diagnose(panel), panel.study, EN)}
    assert found["scale_use"].found
    assert "People use the answer scale differently." in found["scale_use"].text


@pytest.mark.parametrize(("prose", "allowance"), [(NL, "Dit model houdt daar rekening mee"), (EN, "makes allowance")])
def test_a_fit_that_knows_how_people_use_the_scale_is_not_told_that_it_does_not(prose: Prose, allowance: str) -> None:
    for own in (True, False):
        found = {each.check: each for each in check_findings(diagnosis(0.001), STUDY, prose, own_thresholds=own)}
        assert found["scale_use"].found
        assert (allowance in found["scale_use"].text) == own


@pytest.mark.parametrize("kind", LIMITED_PANELS)
@pytest.mark.filterwarnings("error")
def test_every_panel_that_answers_leave_something_open_in_can_be_told(kind: str) -> None:
    panel = LIMITED_PANELS[kind]()
    for prose in (NL, EN):
        assert [each.check for each in check_findings(diagnose(panel), panel.study, prose)] == list(CHECKS)


@pytest.mark.parametrize("seed", range(6))
def test_the_smallest_panels_can_be_told(seed: int) -> None:
    rng = np.random.default_rng(seed)
    thresholds = tuple(sorted(rng.normal(0.0, 2.0, int(rng.integers(1, 6)))))
    sizes = {"participants": int(rng.integers(1, 9)), "scenarios": int(rng.integers(1, 7))}
    panel = simulated_panel(seed, thresholds=thresholds, **sizes)
    assert len(check_findings(diagnose(panel), panel.study, NL)) == len(CHECKS)
