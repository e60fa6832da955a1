"""The report as a reader, and a screen reader, get it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from collega.errors import DisclosureError, NotComputedError
from collega.findings import sentence, study_findings
from collega.insight.insights import insights
from collega.model.pooled import fit_pooled
from collega.model.pooled_by_threshold import HELD
from collega.report import example_cases, write_report
from collega.report.row_headers import with_row_headers
from collega.study import Language
from tests.figures.frames import make_study
from tests.report import made

MARK = {
    "nl": "Synthetische gegevens: deze antwoorden zijn nagebootst",
    "en": "Synthetic data: these answers were simulated",
}


@pytest.mark.parametrize("language", ["nl", "en"])
def test_accessible_in_both_languages(language: Language, tmp_path: Path) -> None:
    pdf = made.small().write(tmp_path / "r.pdf", language)
    root = pdf.trailer["/Root"]
    assert bool(root["/MarkInfo"]["/Marked"].value)
    assert str(root["/Lang"]).startswith(language)
    assert bool(root["/ViewerPreferences"]["/DisplayDocTitle"].value)
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    assert pdf.metadata is not None
    assert pdf.metadata.title == {"nl": "Wel of niet delen", "en": "To share or not"}[language]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_figure_has_a_description_of_its_data(language: Language, tmp_path: Path) -> None:
    pdf = made.small().write(tmp_path / "r.pdf", language)
    images = [element for element in made.elements(pdf, "/Figure") if "/Alt" in element]
    assert len(images) >= 8
    assert all(re.search(r"\d", str(element["/Alt"])) for element in images)
    captions = re.findall(r"(?:Figuur|Figure) \d+\.", made.text_of(pdf))
    assert len(set(captions)) == len(images)


def test_agreement_is_told_as_certainly_as_the_findings_tell_it(tmp_path: Path) -> None:
    small = made.small()
    text = " ".join(made.text_of(small.write(tmp_path / "r.pdf")).split())
    found = study_findings(small.panel.counted, small.fit, small.insights)
    sentences = [sentence(each, small.study, "nl") for each in found if each.kind in ("divided", "agreed")]
    assert sentences
    for words in sentences:
        assert text.count(words) >= 2, words  # among all findings, and in its own chapter


def test_tables_have_header_cells(tmp_path: Path) -> None:
    pdf = made.small().write(tmp_path / "r.pdf")
    tables = made.elements(pdf, "/Table")
    assert len(tables) >= 8
    assert len(made.elements(pdf, "/TH")) >= 2 * len(tables)


def test_first_cells_are_headers_of_their_row(tmp_path: Path) -> None:
    pdf = made.small().write(tmp_path / "r.pdf")
    rows = made.elements(pdf, "/TR")
    scopes = []
    for row in rows:
        cells = [cell.get_object() for cell in row["/K"]]
        scope = [each.get("/Scope") for cell in cells for each in cell.get("/A", [])]
        if any(cell["/S"] == "/TD" for cell in cells):
            assert cells[0]["/S"] == "/TH"
            scopes.append(scope[0])
        else:
            assert {*scope} == {"/Column"}
    assert len(scopes) > 20
    assert {*scopes} == {"/Row"}


def test_every_object_is_where_the_file_says(tmp_path: Path) -> None:
    made.small().write(tmp_path / "r.pdf")
    content = (tmp_path / "r.pdf").read_bytes()
    start = int(content.rsplit(b"startxref\n", 1)[1].split(b"\n")[0])
    assert content[start:].startswith(b"xref\n0 ")
    size = int(content[start:].split(b"\n")[1].split()[1])
    lines = content[start:].split(b"\n", 2)[2]
    for number in range(1, size):
        place = int(lines[20 * number : 20 * number + 10])
        assert content[place:].startswith(f"{number} 0 obj".encode())


def test_what_is_no_such_file_is_refused() -> None:
    with pytest.raises(ValueError, match="no plain table of places"):
        with_row_headers(b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_synthetic_is_marked_on_every_page(language: Language, tmp_path: Path) -> None:
    pdf = made.small().write(tmp_path / "r.pdf", language)
    for page in pdf.pages:
        assert MARK[language] in " ".join(page.extract_text().split())


def test_a_real_panel_is_not_marked(tmp_path: Path) -> None:
    text = made.text_of(made.make(make_study(), real=True).write(tmp_path / "r.pdf"))
    assert "ynthetische gegevens" not in text
    assert "Synthetisch nee" in text


SECTIONS = {
    "nl": ["Samenvatting", "Wat is er onderzocht?", "Hoe is het onderzocht?", "Wie deden er mee?",
           "Hoe zwaar weegt elk criterium?", "Verschillen tussen groepen", "Zijn de deelnemers het eens?",
           "De virtuele collega: wat zouden deze deelnemers adviseren?", "Hoe goed voorspelt het model?",
           "Grenzen van dit onderzoek", "Bijlage A. Criteria en waarden", "Bijlage B. Antwoorden in cijfers", "Bijlage D. Voor wie het narekent", "Bijlage E. Herkomst"],
    "en": ["Summary", "What was studied", "How it was studied", "Who took part", "How heavily each criterion weighs",
           "Differences between groups", "Do the participants agree?", "The virtual colleague", "How well the model predicts",
           "Limits of this study", "Appendix A. Criteria and levels", "Appendix B. Answers in numbers", "Appendix D. For whoever checks", "Appendix E. Where the numbers"],
}  # fmt: skip


@pytest.mark.parametrize("language", ["nl", "en"])
def test_all_sections_and_texts_of_the_study_are_there(language: Language, tmp_path: Path) -> None:
    pdf = made.small().write(tmp_path / "r.pdf", language)
    text = made.text_of(pdf)
    assert [name for name in SECTIONS[language] if name not in text] == []
    assert {"nl": "Ik zou delen.", "en": "I would share."}[language] in text
    assert {"nl": "24 november 2026", "en": "24 November 2026"}[language] in text
    assert {"nl": "40 deelnemers gaven samen", "en": "40 participants together gave"}[language] in text
    assert "{" not in text
    assert "None" not in text


def test_findings_stand_in_the_report(tmp_path: Path) -> None:
    study = made.small()
    text = made.text_of(study.write(tmp_path / "r.pdf", "en"))
    found = study_findings(study.panel.counted, study.fit, study.insights)
    weight = next(each for each in found if each.kind in {"weight", "not_weighed"})
    assert text.count(sentence(weight, study.study, "en")) == 3  # summary, all findings, and the chapter on weights
    share = round(100 * study.advices[0].share)
    assert f"It is expected that {share}% of these 40 participants would advise positively" in text
    assert "It predicts" not in text  # the pooled model is its own rival
    assert "of the held-out answers exactly" in text


@pytest.mark.parametrize("language", ["nl", "en"])
def test_effects_by_threshold_are_told_in_words_and_validated_beside_the_pooled_model(
    tmp_path: Path, language: Language
) -> None:
    panel = made.small().panel
    fit = fit_pooled(panel, by_threshold=("why",))
    study = replace(made.small(), fit=replace(fit, warnings=(*fit.warnings, HELD)), insights=insights(panel, fit))
    text = made.text_of(study.write(tmp_path / "r.pdf", language))
    told = {
        "nl": "Bij “Waarom?” mag de invloed per antwoord verschillen.",
        "en": "Of “Why?” the influence may differ from answer to answer",
    }
    assert told[language] in text.replace("„", "“").replace("‘", "“").replace("’", "”")
    assert {"nl": "effecten per grens (pooled)", "en": "Pooled model, effects by threshold"}[language] in text
    assert "held in order" not in text  # readers would learn that nobody gave some answer
    assert "effects by threshold: why" not in text


def test_hierarchical_report_shows_groups_and_warns_while_not_converged(tmp_path: Path) -> None:
    study = made.small("hierarchical")
    assert not study.fit.converged
    text = made.text_of(study.write(tmp_path / "r.pdf", "en"))
    assert "Please note: the computation has not settled." in text
    assert "What weighs in each group: Position?" in text
    assert "With a border" not in text  # with two criteria every one is among the four heaviest
    assert "than a model with one weighing for everybody" in text


def test_suppressed_groups_stay_hidden(tmp_path: Path) -> None:
    panel = made.withhold(made.small().panel, "post", "y", keep=2)
    study = made.finish(panel)
    text = made.text_of(study.write(tmp_path / "r.pdf", "en"))
    assert "Adviser not shown –" in text
    assert "Groups of fewer than 5 participants are shown nowhere" in text


def test_a_study_without_characteristics_in_one_version(tmp_path: Path) -> None:
    text = made.text_of(made.make(make_study(characteristics=[]), versions=1).write(tmp_path / "r.pdf", "en"))
    assert "Participants were not asked about characteristics" in text
    assert "Everybody got the same 6 scenarios" in text
    assert "Differences between groups" not in text


def test_long_texts_and_markup_stay_text(tmp_path: Path) -> None:
    long = "Een zeer uitgebreide omschrijving met #panic(1) *sterren* en $dollars$ " * 8
    base = make_study().model_dump(mode="json")
    base["title"] = long.strip()
    base["criteria"][0]["text"] = long.strip()
    base["criteria"][0]["levels"][0]["text"] = "Hottentottententententoonstelling" * 4
    text = made.text_of(made.make(type(make_study()).model_validate(base)).write(tmp_path / "r.pdf"))
    assert "#panic(1) *sterren* en $dollars$" in text


def test_many_criteria_and_scenarios_all_stand_in_words(tmp_path: Path) -> None:
    base = make_study().model_dump(mode="json")
    base["criteria"] = [
        {
            "key": f"c{c}",
            "text": f"Criterium {c}?",
            "levels": [{"key": "l0", "text": "Laag"}, {"key": "l1", "text": "Hoog"}],
        }
        for c in range(17)
    ]
    study = type(make_study()).model_validate(base)
    design = replace(
        made.make_design(make_study()),
        scenarios=tuple(f"s{s}" for s in range(40)),
        profiles=np.random.default_rng(1).integers(0, 2, (40, 17)),
        shows=(tuple(range(20)), tuple(range(20, 40))),
    )
    panel, _ = made.simulate(study, design, participants=120, seed=1)
    text = made.text_of(made.finish(panel).write(tmp_path / "r.pdf", "en"))
    assert re.search(r"s\d+ Criterium 0: (Laag|Hoog); .*?Criterium 16: (Laag|Hoog) 60 \d+%", text)
    assert text.count("Criterium 16: ") == 40


def test_unidentified_design_is_told(tmp_path: Path) -> None:
    study = make_study()
    design = replace(
        made.make_design(study, 1),
        scenarios=("s1", "s2", "s3"),
        profiles=np.array([[0, 0], [1, 1], [0, 0]]),
        shows=((0, 1, 2),),
    )
    panel, _ = made.simulate(study, design, participants=24, seed=1)
    text = made.text_of(made.finish(panel).write(tmp_path / "r.pdf", "en"))
    assert "these scenarios cannot fully separate the influence of the criteria" in text
    assert "There are 4 numbers to estimate, and the scenarios tell 2 apart." in text


def test_same_input_and_day_give_the_same_bytes(tmp_path: Path) -> None:
    made.small().write(tmp_path / "a.pdf")
    made.small().write(tmp_path / "b.pdf")
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.pdf", "b.pdf"]


def test_too_few_participants_refused_and_nothing_written(tmp_path: Path) -> None:
    study = made.small()
    few = study.panel.keep(np.arange(40) < 3)
    with pytest.raises(DisclosureError):
        write_report(study.study, few, study.fit, study.insights, language="nl", to=tmp_path / "r.pdf", on=made.DAY)
    assert list(tmp_path.iterdir()) == []


def test_insights_without_a_fit_refused(tmp_path: Path) -> None:
    study = made.small()
    with pytest.raises(NotComputedError, match="A report needs insights with a fit"):
        write_report(
            study.study,
            study.panel,
            study.fit,
            insights(study.panel),
            language="nl",
            to=tmp_path / "r.pdf",
            on=made.DAY,
        )


def test_examples_of_another_study_differ_in_the_heaviest_criterion() -> None:
    study = made.small()
    first, second = (dict(case.levels) for case in example_cases(study.study, study.panel, study.insights))
    heaviest = study.insights.importance["criterion"][0]  # type: ignore[index]
    assert {key for key in first if first[key] != second[key]} == {heaviest}


def test_one_answer_throughout_weighs_no_criteria(tmp_path: Path) -> None:
    panel = replace(made.small().panel, answer=np.ones_like(made.small().panel.answer))
    same = made.finish(panel, "hierarchical")
    assert any("the criteria cannot be weighed" in warning for warning in same.fit.warnings)
    assert same.insights.importance is None
    assert all(frame["percent"].null_count() == frame.height for frame in same.insights.groups.values())
    text = made.text_of(same.write(tmp_path / "report.pdf", "en"))
    assert text.count("How heavily the criteria weigh cannot be computed: nearly all") == 3
    assert "The heaviest criterion is" not in text
    assert "Everybody gave the same answer" not in text
    assert "nearly all answers are the same, or no criterion has two levels that were judged." in text
    dutch = made.text_of(same.write(tmp_path / "rapport.pdf", "nl"))
    assert "Iedereen gaf" not in dutch
    assert "Hoe zwaar de criteria wegen, is niet te berekenen: bijna alle antwoorden zijn hetzelfde," in dutch
