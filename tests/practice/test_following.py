"""All that a casebook tells: what practice meets, the command, and that nothing given after seeing gets in."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collega.colleague import build_case
from collega.design.layout import Design
from collega.errors import DisclosureError, NotComputedError
from collega.folder import StudyFolder
from collega.panel.limits import Limit
from collega.practice import (
    Casebook,
    Judgement,
    SharedCase,
    blind_judgements,
    follow_practice,
    met_in,
)
from collega.study.dump import dump_study
from tests.cli.running import run
from tests.colleague.studies import make_people, make_surgery, pooled
from tests.practice.books import START, drawn_book, steady_fit

PANEL = make_people()
STUDY = make_surgery()
FIT = steady_fit(PANEL)
HALF = Design(scenarios=("s1", "s2"), profiles=np.array([[0, 0, 0], [1, 1, 1]]), versions=("1",), shows=((0, 1),))


def shared(number: str, **levels: str) -> SharedCase:
    return SharedCase(number=number, case=build_case(STUDY, levels))


def test_what_practice_meets_by_hand() -> None:
    book = Casebook(cases=(shared("1", risk="low", pain="some"), shared("2", risk="low"), shared("3", pain="constant")))
    found = met_in(STUDY, book, HALF)
    levels = {(each.criterion, each.level): each for each in found.levels}
    assert (levels["risk", "low"].n, levels["risk", "low"].of, levels["risk", "low"].share.share) == (2, 2, 1.0)
    assert levels["pain", "some"].share.share == 0.5
    assert levels["pain", "some"].share.interval == pytest.approx((0.1209, 0.8791), abs=5e-5)  # Wilson, 1 of 2
    assert levels["parents", "wait"].share is None
    assert levels["parents", "wait"].as_json()["share"] is None
    assert [key for key, each in levels.items() if not each.shown] == [("pain", "constant")]
    assert [(each.levels, each.n) for each in found.never_together] == [((("risk", "low"), ("pain", "some")), 1)]


def test_of_levels_that_never_stood_together_the_most_met_comes_first() -> None:
    cases = [shared(str(n), risk="low", parents="operate") for n in range(3)]
    book = Casebook(cases=(shared("a", risk="high", pain="none"), *cases))
    assert [each.n for each in met_in(STUDY, book, HALF).never_together] == [3, 1]


def test_all_of_it_as_json() -> None:
    found = follow_practice(STUDY, FIT, drawn_book(STUDY, FIT, cases=60), PANEL.design)
    told = found.as_json()
    assert set(told) == {
        "cases", "outcomes", "calibration", "drift", "practice", "synthetic", "warnings", "warning_codes",
    }  # fmt: skip
    assert (told["cases"], told["outcomes"], told["calibration"]["judgements"]) == (60, 0, 180)
    assert told["drift"]["judgements"] == 180
    assert told["practice"]["never_together"] == []
    json.dumps(told, allow_nan=False)


def test_a_pooled_model_has_calibration_and_no_monitor() -> None:
    found = follow_practice(STUDY, pooled(PANEL), drawn_book(STUDY, FIT, cases=60), PANEL.design)
    assert found.drift is None
    assert found.calibration.sides is not None
    assert any("There is no drift monitor for a pooled model" in text for text in found.warnings)


def test_of_few_judges_neither_is_told() -> None:
    found = follow_practice(STUDY, FIT, drawn_book(STUDY, FIT, judges=4, cases=60), PANEL.design)
    assert (found.drift, found.calibration.observed) == (None, None)


def test_levels_that_nobody_judged_are_left_open_and_told() -> None:
    limited = replace(FIT, limits=(Limit(kind="unjudged_levels", about=("pain=constant",)),))
    found = follow_practice(STUDY, limited, drawn_book(STUDY, FIT, cases=30), PANEL.design)
    assert any("pain=constant" in text and "nobody judged" in text for text in found.warnings)


def test_a_model_of_too_few_or_of_another_study_is_refused() -> None:
    few = replace(FIT, participants=FIT.participants[:3])
    with pytest.raises(DisclosureError, match="fewer than 5 participants"):
        follow_practice(STUDY, few, Casebook(cases=()), PANEL.design)
    with pytest.raises(NotComputedError):
        follow_practice(make_surgery(), replace(FIT, criteria=("other",)), Casebook(cases=()), PANEL.design)


def test_an_empty_casebook_says_nothing() -> None:
    found = follow_practice(STUDY, FIT, Casebook(cases=()), PANEL.design)
    assert (found.cases, found.drift, found.calibration.judgements) == (0, None, 0)
    assert all(each.share is None for each in found.met.levels)


@given(st.lists(st.tuples(st.integers(0, 59), st.integers(0, 3)), min_size=1, max_size=40), st.integers(0, 1000))
@settings(max_examples=15, deadline=None)
def test_what_comes_after_seeing_changes_no_number(after: list[tuple[int, int]], seed: int) -> None:
    """People judge blind, see, and judge again however often and whatever: every number stays what it was."""
    book = drawn_book(STUDY, FIT, cases=60, each=2)
    rng = np.random.default_rng(seed)
    moments = [START + timedelta(hours=6 * number) for number in range(len(book.judgements))]
    first = [
        Judgement(case=each.case, judge=each.judge, answer=each.answer, given=moment, seen=moment + timedelta(hours=1))
        for each, moment in zip(book.judgements, moments, strict=True)
    ]
    again = [
        replace(first[n], answer=answer, given=first[n].seen + timedelta(minutes=int(rng.integers(0, 9000))))
        for n, answer in after
    ]
    both = replace(book, judgements=blind_judgements([*again, *first]))
    assert followed(both) == followed(book)


def followed(book: Casebook) -> str:
    return json.dumps(follow_practice(STUDY, FIT, book, PANEL.design).as_json())


def make_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str], book: Casebook | None) -> Path:
    folder = StudyFolder(tmp_path / "surgery")
    folder.create(dump_study(STUDY))
    for words in (("design", folder.path, "--scenarios", "8"), ("simulate", folder.path, "--participants", "12")):
        assert run(capsys, *words)[0] == 0
    assert run(capsys, "fit", folder.path, "--model", "mixed")[0] == 0
    if book is not None:
        folder.write_casebook(book)
    return folder.path


def test_the_command_tells_it_to_people_and_programs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = drawn_book(STUDY, FIT, cases=60)
    folder = make_folder(tmp_path, capsys, book)
    code, out, err = run(capsys, "cases", folder)
    assert code == 0, err
    assert "60 cases, 0 with an outcome; 180 blind judgements of 60 cases by 12 people." in out
    assert "Of 180 blind judgements" in out
    assert "positive or not: slope" in out
    assert "How often practice meets what" in out
    code, out, _ = run(capsys, "cases", folder, "--json")
    assert code == 0
    found = json.loads(out)
    assert found["synthetic"] is True
    assert found["calibration"]["judgements"] == 180
    assert found["drift"]["limit"] > 0
    assert len(found["practice"]["levels"]) == 7


def test_the_folder_keeps_the_casebook_and_what_it_meets(tmp_path: Path) -> None:
    folder = StudyFolder(tmp_path)
    folder.create(dump_study(STUDY))
    with pytest.raises(NotComputedError, match=r"has no cases\.csv: no casebook was exported to it\."):
        folder.casebook()
    book = drawn_book(STUDY, FIT, cases=20)
    folder.write_casebook(book)
    assert folder.casebook().judgements == book.anonymous().judgements
    assert folder.practice().margins(STUDY) == book.practice(STUDY).margins(STUDY)
    assert folder.unchanged("cases.csv")
    assert folder.unchanged("practice.csv")


def test_without_a_casebook_the_command_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = make_folder(tmp_path, capsys, None)
    code, _, err = run(capsys, "cases", folder)
    assert code == 2
    assert "has no cases.csv: no casebook was exported to it." in err


def test_months_are_those_of_the_judgements() -> None:
    moment = datetime(2027, 12, 31, 23)
    (found,) = blind_judgements([Judgement(case="1", judge="a", answer=1, given=moment, seen=None)])
    assert found.month == "2027-12"
