"""Every door shows an exhibit under one title; none is known in one door only, unless it says so."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import numpy as np
import pytest

from collega.exhibits import (
    ALL_DOORS,
    Exhibit,
    Ground,
    Table,
    exhibit_caption,
    exhibit_keys,
    exhibit_title,
    file_name,
    ground_of_panel,
    make_exhibit,
    make_exhibits,
)
from collega.exhibits.advice import cases_exhibit, reasons_exhibit, what_if_exhibit
from collega.exhibits.weights import OTHER_MEASURES
from collega.figures import PAPER, PHONE
from collega.findings import heaviest_in_group, sentence
from collega.model.validation import validate
from collega.prose import Prose
from collega.study import Language
from tests.report import made

LANGUAGES: tuple[Language, ...] = ("nl", "en")


def ground(language: Language, model: str = "hierarchical") -> Ground:
    small = made.small(model)
    tested = validate(small.panel, made.small().fit)
    return ground_of_panel(small.panel, small.fit, language, found=small.insights, validation=tested)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_key_has_one_title_and_reading_whoever_asks(language: Language) -> None:
    found = ground(language)
    for exhibit in make_exhibits(found):
        assert exhibit.title == exhibit_title(found.study, exhibit.key, language)
        assert exhibit.caption == exhibit_caption(found.study, exhibit.key, language)
        assert exhibit.title != exhibit.key
        assert exhibit.finding
        assert exhibit.table.rows


def test_titles_are_told_apart() -> None:
    titles = [exhibit.title for exhibit in make_exhibits(ground("nl"))]
    assert len(titles) == len(set(titles))


def test_a_key_of_one_door_says_so() -> None:
    found = ground("nl")
    for exhibit in make_exhibits(found):
        assert exhibit.doors <= ALL_DOORS
        assert len(exhibit.doors) > 1
    single = {key for key in exhibit_keys(found) if key.count(".") > 1 or key.startswith("levels.")}
    assert single
    assert set(exhibit_keys(found)) - set(exhibit_keys(found, "report")) == single
    for door in ALL_DOORS - {"report"}:  # pages and slides choose themselves which groups they put side by side
        contrasts = door in ("notebook", "command")
        every = [key for key in exhibit_keys(found) if contrasts or not key.startswith("contrast.")]
        assert exhibit_keys(found, door) == every
    small = made.small()
    asked = small.advices[0]
    of_a_case = (
        cases_exhibit([asked], ["a"], found.prose),
        reasons_exhibit(small.study, asked, found.prose),
        what_if_exhibit(small.study, asked, found.prose),
    )
    assert all(each is not None and each.doors == {"report"} for each in of_a_case)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_shows_every_exhibit_of_its_door_under_its_title(language: Language, tmp_path: Path) -> None:
    small = made.small("hierarchical")
    tested = validate(small.panel, made.small().fit)
    text = made.text_of(small.write(tmp_path / "r.pdf", language, validation=tested))
    for key in exhibit_keys(ground(language), "report"):
        assert exhibit_title(small.study, key, language) in text


def test_the_terminal_titles_its_tables_as_the_exhibits(capsys: pytest.CaptureFixture[str]) -> None:
    from collega.cli.insight_tables import print_insights

    small = made.small("hierarchical")
    print_insights(small.insights, small.study, [], in_full=False)
    out = " ".join(capsys.readouterr().out.split())
    for key in ("importance", "answers", "groups.post", "weights.post"):
        assert exhibit_title(small.study, key, "en") in out


def test_numbers_have_n_and_an_interval_beside_them() -> None:
    for exhibit in make_exhibits(ground("en")):
        names = [column.name for column in exhibit.table.columns]
        assert {"n", "low", "high"} <= set(names), exhibit.key
        places = [names.index(name) for name in ("low", "high")]
        for row in exhibit.table.rows:
            low, high = (row[place] for place in places)
            assert (low is None) == (high is None)
            assert low is None or low <= row[places[0] - 1] <= high


def test_behind_every_estimate_stand_the_ends_of_its_interval() -> None:
    """All but shares of single answers, of which that of the positive ones has one, what was predicted, and the two
    measures beside importance that are for analysts."""
    small = made.small()
    advice = small.advices[0]
    about = [reasons_exhibit(small.study, advice, Prose("en")), what_if_exhibit(small.study, advice, Prose("en")),
             cases_exhibit([advice], ["one"], Prose("en"))]  # fmt: skip
    bare = {*small.study.answer_keys, "predicted", *OTHER_MEASURES}
    for exhibit in [*make_exhibits(ground("en")), *about]:
        columns = exhibit.table.columns
        assert any(column.name == "n" for column in columns), exhibit.key
        for place, column in enumerate(columns):
            if column.kind in ("text", "count", "p") or column.name in bare or column.name.endswith(("low", "high")):
                continue
            ends = columns[place + 1 : place + 3]
            assert [end.name.rpartition("_")[2] for end in ends] == ["low", "high"], (exhibit.key, column.name)
            for row in exhibit.table.rows:
                value, low, high = row[place : place + 3]
                assert value is None or low <= value <= high, (exhibit.key, column.name, row)


def test_charts_of_one_group_say_which() -> None:
    found = ground("nl")
    key = next(key for key in exhibit_keys(found) if key.startswith("answers."))
    _, characteristic, value = key.split(".")
    exhibit = make_exhibit(found, key)
    name = found.study.characteristic(characteristic).value_name(value, "nl")
    assert exhibit.title.endswith(name)
    for style in (PAPER, PHONE):
        assert name in exhibit.figure(style).alt.split(".")[0]


def test_a_chart_of_one_group_says_what_weighs_most_as_its_posterior_has_it() -> None:
    found = ground("en")
    fit = made.small("hierarchical").fit
    keys = [key for key in exhibit_keys(found) if key.startswith("importance.")]
    assert keys
    for key in keys:
        _, characteristic, value = key.split(".")
        exhibit, members = make_exhibit(found, key), found.members[characteristic][value]
        told = heaviest_in_group(fit, np.asarray(members), exhibit.frame)
        assert exhibit.finding == sentence(told, found.study, "en")
        tied = [row["criterion"] for row in exhibit.frame.to_dicts()][: len(told.criteria)]
        assert set(told.criteria) >= {tied[0]}


def test_parts_for_paper_hold_everything() -> None:
    for exhibit in make_exhibits(ground("nl")):
        assert sum(part.height for part in exhibit.cut(exhibit.frame)) == exhibit.frame.height


def test_titles_of_what_a_study_has_no_longer_are_keys() -> None:
    study = made.small().study
    assert exhibit_title(study, "groups.gone", "nl") == "groups.gone"
    assert exhibit_title(study, "nothing", "nl") == "nothing"
    with pytest.raises(KeyError):
        make_exhibit(ground("nl"), "nothing")


def test_files_are_named_by_study_key_and_language() -> None:
    assert file_name("groups.post", "nl", "svg", study="small") == "small-groups.post-nl.svg"
    assert file_name("groups.post", "nl", "csv", layout="program") == "groups.post-data.csv"
    one: Exhibit = make_exhibit(ground("en"), "importance")
    assert one.file_name("csv") == "importance-en.csv"
    assert "<svg" in one._repr_mimebundle_()["image/svg+xml"]


def test_every_text_of_an_exhibit_exists_in_both_languages() -> None:
    assert Prose("nl").raw("exhibits").keys() == Prose("en").raw("exhibits").keys()


def test_every_door_has_both_measures_of_importance_and_the_uncorrected_one(tmp_path: Path) -> None:
    found = ground("en")
    frame = found.found.importance
    assert frame is not None
    stored = {row["criterion"]: row for row in found.found.as_json()["importance"]}
    exhibit = make_exhibit(found, "importance")
    for text, comma in ((exhibit.table.csv("program", "en", synthetic=False), ","),
                        (exhibit.table.csv("spreadsheet", "en", synthetic=False), ";")):  # fmt: skip
        header, *rows = csv.reader(io.StringIO(text), delimiter=comma)
        for name in ("uncorrected", "individual"):
            column = f"{name}_percent" if comma == "," else found.prose(f"importance.{name}") + " (%)"
            told = [float(row[header.index(column)]) for row in rows]
            expected = [row[name] for row in stored.values()]
            assert told == pytest.approx(expected, abs=1e-12 if comma == "," else 0.051)
    small = made.small("hierarchical")
    text = made.text_of(small.write(tmp_path / "r.pdf", "en"))
    for name in ("other_measures", "individual", "uncorrected"):
        assert found.prose(f"importance.{name}") in text
    page = Table.from_json(exhibit.table.as_json()).for_page()
    assert [column.name for column in page.columns] == [c.name for c in exhibit.table.columns if c.on_page]
    assert {c.name for c in exhibit.table.columns} - {c.name for c in page.columns} == {"uncorrected", "individual"}
