"""Files of SPSS, Stata and SAS: cells, labels by column, and values that were declared missing."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pyreadstat
import pytest

from collega.errors import DataError
from collega.tables import read_table

FRAME = pl.DataFrame({"id": ["p1", "p2"], "a": [1.0, 2.0], "f": [2.0, 1.0]})
LABELS = {"a": {1: "No", 2: "Yes"}, "f": {1: "Yes", 2: "No"}}
TITLES = {"a": "Cafe\u0301 A", "f": "Other way round"}


def sav(path: Path) -> None:
    pyreadstat.write_sav(FRAME, str(path), column_labels=TITLES, variable_value_labels=LABELS)


def zsav(path: Path) -> None:
    pyreadstat.write_sav(FRAME, str(path), column_labels=TITLES, variable_value_labels=LABELS, compress=True)


def dta(path: Path) -> None:
    pyreadstat.write_dta(FRAME, str(path), column_labels=TITLES, variable_value_labels=LABELS)


@pytest.mark.parametrize(("write", "kind"), [(sav, "SPSS"), (zsav, "SPSS"), (dta, "Stata")])
def test_labels_stay_with_their_column(tmp_path: Path, write: Callable[[Path], None], kind: str) -> None:
    path = tmp_path / f"t.{write.__name__}"
    write(path)
    table = read_table(path).sound()
    assert table.frame.rows() == [("p1", "1", "2"), ("p2", "2", "1")]
    assert table.labels == {"a": {"1": "No", "2": "Yes"}, "f": {"1": "Yes", "2": "No"}}
    assert table.titles == {"a": "Café A", "f": "Other way round"}
    assert table.reading.text() == f"{path.name} was read as {kind}."
    assert (table.line(0), table.header_line) == (1, None)


def test_declared_missing_values_are_empty(tmp_path: Path) -> None:
    frame = pl.DataFrame({"id": ["p1", "p2", "p3"], "a": [1.0, -99.0, None]})
    pyreadstat.write_sav(
        frame, str(tmp_path / "t.sav"), missing_ranges={"a": [-99]}, variable_value_labels={"a": {-99: "None"}}
    )
    table = read_table(tmp_path / "t.sav")
    assert table.frame["a"].to_list() == ["1", "", ""]
    assert table.labels == {"a": {"-99": "None"}}
    assert table.declared == {"a": {"-99": 1}}


def test_missing_values_of_every_kind_are_counted(tmp_path: Path) -> None:
    frame = pl.DataFrame({"id": ["p1", "p2", "p3"], "a": [-9.0, -8.0, 1.0], "b": ["x", "", "Refused"]})
    ranges = {"a": [{"lo": -9, "hi": -1}], "b": ["Refused"]}
    pyreadstat.write_sav(frame, str(tmp_path / "t.sav"), missing_ranges=ranges)
    assert read_table(tmp_path / "t.sav").declared == {"a": {"-9": 1, "-8": 1}, "b": {"Refused": 1}}
    letters = frame.with_columns(pl.Series("a", ["a", "b", 1], dtype=pl.Object)).drop("b")
    pyreadstat.write_dta(letters, str(tmp_path / "t.dta"), missing_user_values={"a": ["a", "b"]})
    table = read_table(tmp_path / "t.dta")
    assert table.frame["a"].to_list() == ["", "", "1"]
    assert table.declared == {"a": {"a": 1, "b": 1}}


@pytest.mark.parametrize(("write", "name", "kind"), [("write_xport", "t.xpt", "SAS"), ("write_por", "t.por", "SPSS")])
def test_other_kinds(tmp_path: Path, write: str, name: str, kind: str) -> None:
    getattr(pyreadstat, write)(FRAME, str(tmp_path / name))
    table = read_table(tmp_path / name)
    assert table.frame.rows() == [("p1", "1", "2"), ("p2", "2", "1")]
    assert table.reading.kind == kind


def test_without_the_extra_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyreadstat", None)
    (tmp_path / "t.dta").write_bytes(b"x")
    with pytest.raises(
        DataError,
        match=r"t\.dta: files of SPSS, Stata and SAS need the extra part 'spss', which is not installed\. "
        r"Install it: pip install 'collega\[spss\]'\.",
    ):
        read_table(tmp_path / "t.dta")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("t.sav", "this file cannot be read as SPSS. Open it in SPSS or PSPP and save it again as .sav."),
        ("t.zsav", "this file cannot be read as SPSS. Open it in SPSS or PSPP and save it again as .sav."),
        ("t.por", "this file cannot be read as SPSS. Open it in SPSS or PSPP and save it again as .sav."),
        ("t.dta", "this file cannot be read as Stata. Open it in Stata and save it again with 'saveold'."),
        ("t.sas7bdat", "this file cannot be read as SAS. Write it again in SAS."),
        ("t.xpt", "this file cannot be read as SAS. Write it again in SAS."),
    ],
)
def test_broken_files(tmp_path: Path, name: str, message: str) -> None:
    (tmp_path / name).write_bytes(b"what is this")
    with pytest.raises(DataError) as refused:
        read_table(tmp_path / name)
    assert str(refused.value) == f"{name}: {message}"
