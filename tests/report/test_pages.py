"""The pages of the report: two that open it, none half empty without need, and no jargon for readers."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from pypdf import PdfReader

from collega.design import Design
from collega.findings import Finding, study_findings
from collega.panel.simulate import simulate
from collega.report.blocks import bullets, finding, heading, paragraph, settled
from collega.report.summary import MOST, main_findings
from collega.study import Language, parse_study, template_text
from tests.figures.frames import make_study
from tests.report import made, sheets

SUMMARY = {"nl": "Samenvatting", "en": "Summary"}
AFTER = {"nl": "Alle bevindingen", "en": "All findings"}
APPENDIX = {"nl": "Bijlage A. Criteria", "en": "Appendix A. Criteria"}
JARGON = {
    "nl": ("log loss", "r-hat", "deelnut", "logit", "d-efficiënt", "posterior", "shapley", "p-waarde"),
    "en": ("log loss", "r-hat", "part-worth", "logit", "d-efficien", "posterior", "shapley", "p-value"),
}
CAPTION = re.compile(r"(?:Figuur|Figure) \d+\.")


@cache
def like_the_report() -> made.Made:
    """The template's study with a panel of fifty and the two cases of the report."""
    study = parse_study(template_text("avg-data-sharing"))
    rng = np.random.default_rng(2)
    profiles = np.array([[rng.integers(n) for n in study.n_levels] for _ in range(42)])
    design = Design(
        scenarios=tuple(f"s{s + 1}" for s in range(42)),
        profiles=profiles,
        versions=("A", "B"),
        shows=(tuple(range(21)), tuple(range(21, 42))),
    )
    panel, _ = simulate(study, design, participants=50, seed=1)
    told = {item.key: pl.Series((list(item.value_keys) * 50)[:50]) for item in study.characteristics}
    return made.finish(replace(panel, people=panel.people.with_columns(**told)), "hierarchical", template=True)


def text_of(pdf: PdfReader, number: int) -> str:
    return " ".join(pdf.pages[number].extract_text().split())


@pytest.mark.parametrize("language", ["nl", "en"])
def test_two_pages_with_three_charts_open_the_report(language: Language, tmp_path: Path) -> None:
    pdf = like_the_report().write(tmp_path / "r.pdf", language)
    first, second, third = (text_of(pdf, number) for number in (1, 2, 3))
    assert SUMMARY[language] in first
    assert AFTER[language] not in first + second
    assert AFTER[language] in third
    assert len(CAPTION.findall(first + second)) == 3
    assert {"nl": "Wat dit onderzoek niet zegt", "en": "What this study does not say"}[language] in second
    assert {"nl": "Gevolgen: Zeer negatief", "en": "Consequences: Very negative"}[language] in text_of_image(pdf, 2)


def text_of_image(pdf: PdfReader, number: int) -> str:
    """Words on a page and in the descriptions of its pictures."""
    described = " ".join(str(each["/Alt"]) for each in made.elements(pdf, "/Figure") if "/Alt" in each)
    return text_of(pdf, number) + " " + described


@pytest.mark.parametrize("language", ["nl", "en"])
def test_long_texts_leave_the_summary_two_pages(language: Language, tmp_path: Path) -> None:
    base = make_study().model_dump(mode="json")
    long = "Een zeer uitgebreide omschrijving van een omstandigheid die in de zaak van belang kan zijn of juist niet "
    for criterion in base["criteria"]:
        criterion["text"] = long * 2 + criterion["key"] + "?"
        for level in criterion["levels"]:
            level["text"] = long + level["key"]
    study = type(make_study()).model_validate(base)
    pdf = made.make(study).write(tmp_path / "r.pdf", language)
    assert SUMMARY[language] in text_of(pdf, 1)
    assert AFTER[language] not in text_of(pdf, 2)
    assert AFTER[language] in text_of(pdf, 3)
    assert all(sheets.filled(page) <= 1.0 for page in sheets.pages_of(tmp_path / "r.pdf"))


def test_at_most_five_findings_in_the_order_of_the_list() -> None:
    study = like_the_report()
    found = study_findings(study.panel.counted, study.fit, study.insights)
    chosen = main_findings(found)
    assert len(chosen) == min(MOST, len(found))
    places = [found.index(each) for each in chosen]
    assert places == sorted(set(places))
    assert {"weight", "not_weighed"} & {each.kind for each in chosen}


def test_one_kind_does_not_crowd_out_the_others() -> None:
    groups = [Finding(kind="group_weight", criteria=(f"c{n}",)) for n in range(9)]
    others = [Finding(kind=kind) for kind in ("weight", "positive", "agreement", "not_demonstrated")]
    kinds = [each.kind for each in main_findings([*groups, *others])]
    assert kinds == ["group_weight", "group_weight", "weight", "positive", "not_demonstrated"]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_hardly_a_page_is_half_empty(language: Language, tmp_path: Path) -> None:
    like_the_report().write(tmp_path / "r.pdf", language)
    pages = sheets.pages_of(tmp_path / "r.pdf")
    assert len(pages) > 20
    assert len(sheets.half_empty(pages)) <= len(pages) // 20


def test_nothing_stays_with_a_heading_of_what_comes_next() -> None:
    blocks = settled(
        [finding("x"), heading("A"), finding("y"), paragraph("z", stays=True), bullets(["x"]), finding("w")]
    )
    assert [block.get("stays") for block in blocks] == [False, None, True, True, None, False]


def test_a_page_with_little_on_it_is_seen_to_be_half_empty() -> None:
    page = np.full((234, 165), 255, np.uint8)
    page[:100] = 0
    assert sheets.half_empty([page, page]) == [1]
    page[:160] = 0
    assert sheets.half_empty([page, page]) == []


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("model", ["pooled", "hierarchical"])
def test_readers_meet_no_jargon_before_the_appendices(model: str, language: Language, tmp_path: Path) -> None:
    pdf = made.small(model).write(tmp_path / "r.pdf", language)
    text = " ".join(" ".join(page.extract_text() for page in pdf.pages[1:]).split())
    body, appendix = text[: text.index(APPENDIX[language])].lower(), text[text.index(APPENDIX[language]) :].lower()
    assert [word for word in JARGON[language] if word in body] == []
    assert "log loss" in appendix
    assert {"nl": "Toetsen of groepen verschillend antwoorden", "en": "Tests of whether groups answer differently"}[
        language
    ].lower() in appendix


@pytest.mark.parametrize("language", ["nl", "en"])
def test_what_stood_in_a_scenario_stands_beside_its_answers(language: Language, tmp_path: Path) -> None:
    study = made.small()
    text = made.text_of(study.write(tmp_path / "r.pdf", language))
    design = study.panel.design
    for name in study.insights.answers_by_scenario["scenario"]:
        profile = design.profiles[design.scenarios.index(name)]
        words = "; ".join(
            f"{criterion.name(language).rstrip('?:')}: {criterion.levels[level].name(language)}"
            for criterion, level in zip(study.study.criteria, profile, strict=True)
        )
        assert words in text


def test_the_heaviest_criteria_of_every_group_are_lists(tmp_path: Path) -> None:
    text = made.text_of(like_the_report().write(tmp_path / "r.pdf", "nl"))
    assert "Wat het zwaarst weegt. Criteria met dezelfde plaatsen zijn niet van elkaar te onderscheiden." in text
    assert re.search(r"FG \(n = \d+\) (?:1|1–\d) ", text)
