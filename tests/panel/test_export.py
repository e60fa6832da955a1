"""What goes out comes back the same, and says what it is."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from collega.errors import DataError
from collega.panel import Panel, export_panel, import_panel
from collega.tables import FORMATS, Format, read_table
from tests.panel.panels import DESIGN, STUDY, panel


def assert_same(one: Panel, other: Panel) -> None:
    assert other.people.equals(one.people)
    assert other.synthetic == one.synthetic
    for name in ("participant", "scenario", "answer", "position"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name), err_msg=name)
    np.testing.assert_array_equal(one.seconds, other.seconds)


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("synthetic", [True, False])
@pytest.mark.parametrize("times", [True, False])
def test_one_file_comes_back(tmp_path: Path, kind: Format, language: str, synthetic: bool, times: bool) -> None:
    before = panel(synthetic=synthetic, times=times)
    written = export_panel(before, tmp_path / f"out.{kind}", language=language)  # type: ignore[arg-type]
    assert [path.name for path in written] == (
        [f"out.{kind}"] if kind == "xlsx" else [f"out.{kind}", "out.codebook.csv"]
    )
    after = import_panel(STUDY, answers=written[0], design=DESIGN)
    order = np.argsort(after.participant, kind="stable")
    assert (order == np.arange(after.n_answers)).all()
    if times:
        assert_same(before, after)
    else:
        assert (after.position, after.seconds) == (None, None)


@pytest.mark.parametrize("kind", FORMATS)
def test_a_folder_comes_back(tmp_path: Path, kind: Format) -> None:
    before = panel(synthetic=True)
    written = export_panel(before, tmp_path / "out", kind)
    assert [path.name for path in written] == [
        f"{n}.{kind}" for n in ("scenarios", "participants", "answers", "codebook")
    ]
    scenarios, participants, answers, _ = written
    after = import_panel(STUDY, answers=answers, scenarios=scenarios, participants=participants)
    assert_same(before, after)
    assert after.design.shows == DESIGN.shows


def test_the_design_can_be_made_from_the_levels_beside_the_answers(tmp_path: Path) -> None:
    written = export_panel(panel(), tmp_path / "out.csv")
    after = import_panel(STUDY, answers=written[0])
    assert set(after.design.scenarios) == set(DESIGN.scenarios)
    place = [after.design.scenarios.index(name) for name in DESIGN.scenarios]
    np.testing.assert_array_equal(after.design.profiles[place], DESIGN.profiles)


def test_spss_has_numbers_with_labels(tmp_path: Path) -> None:
    export_panel(panel(), tmp_path / "out.sav", language="en")
    table = read_table(tmp_path / "out.sav")
    assert table.frame.columns[:7] == ["participant", "version", "scenario", "answer", "position", "seconds", "v_not"]
    assert table.frame["answer"].to_list() == ["1", "2", "4", "3", "3", "2", "1", ""]
    assert table.labels["answer"] == {"1": "Never", "2": "Rather not", "3": "Rather yes", "4": "Always"}
    assert table.labels["v_not"] == {"1": "Garage [street]", "2": "Straat [garage]"}
    assert table.labels["age"] == {"1": "Young", "2": "Old", "97": "Other", "99": "Prefer not to say"}
    assert table.titles["answer"] == "That is fine here."
    assert table.titles["v_not"] == "Where, in the street? [not]"


def test_codebook_tells_every_column_and_key(tmp_path: Path) -> None:
    export_panel(panel(synthetic=True), tmp_path / "out.csv")
    book = pl.read_csv(tmp_path / "out.codebook.csv", infer_schema=False).fill_null("")
    columns = pl.read_csv(tmp_path / "out.csv", infer_schema=False).columns
    assert book.filter(pl.col("key") == "")["column"].to_list() == columns
    assert book.row(0, named=True) | {"code": ""} == {
        "column": "synthetic",
        "key": "true",
        "code": "",
        "positive": "",
        "nl": "Nagebootst (true): deze antwoorden zijn niet van mensen",
        "en": "Simulated (true): no person gave these answers",
    }
    answers = book.filter((pl.col("column") == "answer") & (pl.col("key") != ""))
    assert answers.select("key", "code", "positive", "nl").rows() == [
        ("no", "1", "false", "Nooit"),
        ("2", "2", "false", "Eerder niet"),
        ("maybe", "3", "true", "Eerder wel"),
        ("yes", "4", "true", "Altijd"),
    ]


def test_synthetic_stands_in_every_row(tmp_path: Path) -> None:
    written = export_panel(panel(synthetic=True), tmp_path / "out.csv")
    assert set(pl.read_csv(written[0])["synthetic"].to_list()) == {True}


@pytest.mark.parametrize(
    ("name", "kind", "message"),
    [
        ("out.docx", None, "out.docx: 'docx' is not a format of an export. Allowed: csv, parquet, xlsx, sav."),
        (
            "out",
            "cvs",
            "out: 'cvs' is not a format of an export. Allowed: csv, parquet, xlsx, sav. Did you mean 'csv'?",
        ),
        ("out.csv", "xlsx", "out.csv: the format is xlsx and the extension '.csv'. Name the file out.xlsx."),
    ],
)
def test_wrong_formats(tmp_path: Path, name: str, kind: str | None, message: str) -> None:
    with pytest.raises(DataError) as refused:
        export_panel(panel(), tmp_path / name, kind)
    assert str(refused.value) == message
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["", "answers.csv", "participants.csv"])
def test_an_export_never_overwrites_the_study(tmp_path: Path, name: str) -> None:
    (tmp_path / "study.yaml").write_text("key: x")
    with pytest.raises(DataError, match="an export here would overwrite the study itself; nothing was written"):
        export_panel(panel(), tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == ["study.yaml"]
