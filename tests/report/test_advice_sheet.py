"""The sheet of one advice: everything that a file needs, and which model said so."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from pypdf import PdfReader

from collega.colleague import GroupShare
from collega.report.advice_page import Identity
from collega.report.advice_sheet import advice_sheet
from collega.study import Language
from tests.report import made

IDENTITY = Identity(
    fitted_at=datetime(2026, 11, 23, 14, 5),
    number=8317,
    data_hash="ab" * 32,
    study_hash="cd" * 32,
    estimates_hash="ef01" * 16,
    software="Collega 0.1",
    participants=40,
)
GROUPS = [
    GroupShare(group=("function", "dpo"), participants=12, share=0.61, interval=(0.5, 0.7)),
]


def sheet(language: Language = "nl", **more: Any) -> PdfReader:
    small = made.small()
    how: dict[str, Any] = {"identity": IDENTITY, "language": language, "on": made.DAY} | more
    advice = how.pop("advice", small.advices[0])
    return PdfReader(io.BytesIO(advice_sheet(small.study, advice, how.pop("groups", ()), **how)))


@pytest.mark.parametrize("language", ["nl", "en"])
def test_it_is_accessible_and_marked(language: Language) -> None:
    pdf = sheet(language)
    root = pdf.trailer["/Root"]
    assert bool(root["/MarkInfo"]["/Marked"].value)
    assert str(root["/Lang"]).startswith(language)
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    mark = {"nl": "Synthetische gegevens", "en": "Synthetic data"}[language]
    assert all(mark in " ".join(page.extract_text().split()) for page in pdf.pages)


def test_it_says_which_model_it_is() -> None:
    text = made.text_of(sheet(address="https://example.org/results/small/colleague/?who=a"))
    for part in ("abababab abababab", "cdcdcdcd cdcdcdcd", "Collega 0.1", "24 november 2026", "example.org",
                 "Nummer van het model 8317", "Berekend op 23 november 2026, 14:05", "schattingen ef01ef01ef01 "):  # fmt: skip
        assert part in text


def test_it_holds_case_share_reasons_changes_and_judged_scenarios() -> None:
    small = made.small()
    advice = small.advices[0]
    text = made.text_of(sheet("en"))
    assert f"{round(100 * advice.share)}%" in text
    for words in (
        "The case",
        "The expected answers",
        "Why",
        "What would change it",
        "that were judged in the simulation",
    ):
        assert words in text
    for criterion in small.study.criteria:
        assert criterion.text.say("en") in text


def test_a_long_address_stays_on_the_page() -> None:
    query = "severity=high&people_concerned=more_than_a_thousand_people&consent_of_the_person=yes&kept_for=under_a_year"
    address = f"http://127.0.0.1:8000/results/small/colleague/?{query}&kind_of_data=special"
    page = sheet(address=address).pages[-1]
    assert address in "".join(page.extract_text().split())
    links = [note.get_object() for note in page["/Annots"]]
    assert [link["/A"]["/URI"] for link in links] == [address]
    assert float(links[0]["/Rect"][2]) <= float(page.mediabox.right) - 2.6 / 2.54 * 72


def test_it_prescribes_nothing() -> None:
    text = made.text_of(sheet("en")).lower()
    assert "does not prescribe" in text
    assert "you should" not in text
    assert "must share" not in text


def test_groups_are_in_it() -> None:
    item = made.small().study.characteristics[0]
    group = replace(GROUPS[0], group=(item.key, item.value_keys[0]))
    text = made.text_of(sheet("en", groups=[group]))
    assert "61%" in text
    assert item.value_text(item.value_keys[0], "en") in text


def test_an_empty_case_has_no_reasons() -> None:
    text = made.text_of(sheet("en", advice=made.small().advices[1]))
    assert "Why" not in text.split()


def test_answers_of_people_are_called_real() -> None:
    advice = replace(made.small().advices[0], synthetic=False)
    for language, words in (("nl", "die echt zijn beoordeeld"), ("en", "really judged")):
        text = made.text_of(sheet(language, advice=advice))
        assert words in text
        assert "simula" not in text


def test_erasure_is_told() -> None:
    assert "people like the participants" in made.text_of(sheet("en", from_population=True))


def test_a_model_that_did_not_converge_is_warned_of() -> None:
    advice = replace(made.small().advices[0], warnings=("NOT CONVERGED: do not rely on it",))
    assert "has not settled" in made.text_of(sheet("en", advice=advice))


def test_the_same_input_gives_the_same_bytes() -> None:
    small = made.small()
    one, other = (
        advice_sheet(small.study, small.advices[0], identity=IDENTITY, language="nl", on=made.DAY) for _ in range(2)
    )
    assert one == other


def test_notes_of_the_team_stand_in_the_report(tmp_path) -> None:
    text = made.text_of(
        made.small().write(tmp_path / "r.pdf", "en", notes={"importance": "First.\nSecond part.", "nothing": "No"})
    )
    assert "Note of the research team First. Second part." in text
