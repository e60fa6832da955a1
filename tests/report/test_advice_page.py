"""The first page of an advice sheet: what a file needs on one page, whatever the texts."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from collega.colleague import Advice, ask, make_case
from collega.model.pooled import fit_pooled
from collega.report.advice_sheet import advice_sheet
from collega.study import Language, Study
from tests.figures.frames import make_study
from tests.report import made, sheets
from tests.report.test_advice_sheet import IDENTITY

APPENDIX = {"nl": "Bijlage bij het advies", "en": "Appendix to the advice"}
SIGN = {"nl": "Naam Functie Datum Handtekening", "en": "Name Position Date Signature"}
IN_FULL = {"nl": "(voluit in de bijlage)", "en": "(in full in the appendix)"}
LANGUAGES: tuple[Language, ...] = ("nl", "en")


def sheet(
    study: Study, advice: Advice, language: Language, to: Path, **more: Any
) -> tuple[list[str], list[sheets.Page]]:
    """The words of every page, and their pictures."""
    pdf = advice_sheet(study, advice, identity=IDENTITY, language=language, on=made.DAY, **more)
    to.write_bytes(pdf)
    words = [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]
    return words, sheets.pages_of(to)


def one_page(words: list[str], pages: list[sheets.Page], language: Language) -> str:
    assert SIGN[language] in words[0]
    assert APPENDIX[language] not in words[0]
    assert APPENDIX[language] in words[1]
    assert sheets.filled(pages[0]) < 1.0  # nothing runs over the foot
    return words[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_finds_everything_on_the_first_page(language: Language, tmp_path: Path) -> None:
    small = made.small()
    own = small.study.answer_keys[-1]
    words, pages = sheet(small.study, small.advices[0], language, tmp_path / "s.pdf", own=own,
                         motivation="Omdat het mag.", file_number="2026-0412")  # fmt: skip
    first = one_page(words, pages, language)
    assert "2026-0412" in first
    assert "Omdat het mag." in first
    assert small.study.answers[-1].text.say(language) in first
    assert f"{round(100 * small.advices[0].share)}%" in first
    assert "8317" in first
    assert "ef01ef01ef01" in first
    for criterion in small.study.criteria:
        assert criterion.name(language) in first
    assert IN_FULL[language] not in first


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_them_there_is_room_to_write(language: Language, tmp_path: Path) -> None:
    small = made.small()
    words, pages = sheet(small.study, small.advices[0], language, tmp_path / "s.pdf")
    first = one_page(words, pages, language)
    assert {"nl": "Dossiernummer", "en": "File number"}[language] in first
    assert {"nl": "Motivering", "en": "Motivation"}[language] in first


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_case_with_blanks_shows_its_reach(language: Language, tmp_path: Path) -> None:
    small = made.small()
    words, pages = sheet(small.study, small.advices[1], language, tmp_path / "s.pdf")
    assert {"nl": "Lichte balk", "en": "Light bar"}[language] in one_page(words, pages, language)
    words, _ = sheet(small.study, small.advices[0], language, tmp_path / "s.pdf")
    assert {"nl": "Lichte balk", "en": "Light bar"}[language] not in words[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_too_long_is_in_the_appendix_and_says_so(language: Language, tmp_path: Path) -> None:
    base = make_study().model_dump(mode="json")
    long = "een bijzonder uitvoerige omschrijving van wat er in deze zaak aan de hand is en waarom dat telt, deel "
    base["title"] = long * 4
    base["criteria"] = [
        {"key": f"c{c}", "text": f"{long}{c} van de vragen?",
         "levels": [{"key": f"l{n}", "text": f"{long}{n} van de waarden"} for n in range(2)]}
        for c in range(17)
    ]  # fmt: skip
    study = type(make_study()).model_validate(base)
    advice = made_for(study)
    motivation = "Een lange motivering die niet op één bladzijde past. " * 30 + "Tot hier."
    words, pages = sheet(study, advice, language, tmp_path / "s.pdf", own=study.answer_keys[0],
                         motivation=motivation, file_number="F" * 300)  # fmt: skip
    first = one_page(words, pages, language)
    assert first.count(IN_FULL[language]) > 20
    assert {"nl": "En nog 3 criteria: zie de bijlage.", "en": "And 3 more criteria: see the appendix."}[
        language
    ] in first
    rest = " ".join(words[1:])
    assert "Tot hier." in rest
    assert "16 van de vragen?" in rest


def made_for(study: Study) -> Advice:
    design = replace(
        made.make_design(make_study()),
        scenarios=tuple(f"s{s}" for s in range(40)),
        profiles=made.np.random.default_rng(1).integers(0, 2, (40, 17)),
        shows=(tuple(range(20)), tuple(range(20, 40))),
    )
    panel, _ = made.simulate(study, design, participants=60, seed=1)
    case = make_case(study, {criterion.key: "l0" for criterion in study.criteria})
    return ask(study, fit_pooled(panel), case, panel=panel)
