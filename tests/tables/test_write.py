"""Whole files or nothing, and texts that stay texts."""

from __future__ import annotations

import errno
import os
import re
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from openpyxl.utils.escape import unescape

from collega.errors import DataError
from collega.tables import FORMATS, Format, Sheet, read_table, unescaped, whole, write_table, write_whole
from collega.tables import write as writing

FRAME = pl.DataFrame({"text": ["=1+1", "'@x", "plain", ""], "number": [1, 2, None, 4], "half": [0.5, 2.0, None, 1.0]})


@pytest.mark.parametrize("kind", FORMATS)
def test_what_is_written_is_read_back(tmp_path: Path, kind: Format) -> None:
    path = tmp_path / f"t.{kind}"
    write_table(path, kind, [Sheet(name="t", frame=FRAME)])
    table = read_table(path)
    assert unescaped(table.frame["text"]).to_list() == ["=1+1", "@x" if kind != "csv" else "'@x", "plain", ""]
    assert table.frame["number"].to_list() == ["1", "2", "", "4"]
    assert table.frame["half"].cast(pl.Float64, strict=False).to_list() == [0.5, 2.0, None, 1.0]
    assert [item.name for item in tmp_path.iterdir()] == [path.name]


def test_csv_and_xlsx_hold_no_formula(tmp_path: Path) -> None:
    write_table(tmp_path / "t.csv", "csv", [Sheet(name="t", frame=FRAME)])
    assert (tmp_path / "t.csv").read_text().splitlines()[1] == "'=1+1,1,0.5"
    write_table(tmp_path / "t.xlsx", "xlsx", [Sheet(name="t", frame=FRAME)])
    cell = openpyxl.load_workbook(tmp_path / "t.xlsx")["t"]["A2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("sign", ["\x07", "\x0b", "\0", "\ufffe", "😀", "漢"])
def test_a_table_with_any_sign_is_written(tmp_path: Path, kind: Format, sign: str) -> None:
    path = tmp_path / f"t.{kind}"
    write_table(path, kind, [Sheet(name="t", frame=pl.DataFrame({"text": [f"a{sign}b", "plain"]}))])
    if kind == "csv":
        assert pl.read_csv(path)["text"].to_list() == [f"a{sign}b", "plain"]
    if kind == "sav":  # where a zero byte would end the text
        back = read_table(path).frame["text"].to_list()
        assert back == ["a\ufffdb" if sign == "\0" else f"a{sign}b", "plain"]


def test_a_spreadsheet_reads_back_signs_that_xml_cannot_hold(tmp_path: Path) -> None:
    texts = ["a\x0bb\x07", "_x0041_ as it is", "_x004_"]
    write_table(tmp_path / "t.xlsx", "xlsx", [Sheet(name="t", frame=pl.DataFrame({"text": texts}))])
    cells = [row[0].value for row in openpyxl.load_workbook(tmp_path / "t.xlsx")["t"]["A2:A4"]]
    assert cells == ["a_x000B_b_x0007_", "_x005F_x0041_ as it is", "_x004_"]
    assert [unescape(cell) for cell in cells] == texts


def test_a_text_too_long_for_a_cell_is_refused_instead_of_cut(tmp_path: Path) -> None:
    frame = pl.DataFrame({"short": ["a" * 32_767], "long": ["a" * 32_768]})
    with pytest.raises(DataError) as refused:
        write_table(tmp_path / "t.xlsx", "xlsx", [Sheet(name="t", frame=frame)])
    (problem,) = refused.value.problems
    assert problem.where == "long"
    assert problem.found == "a text of 32768 signs does not fit into a cell of XLSX"
    assert list(tmp_path.iterdir()) == []


def test_the_old_file_stays_when_writing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "t.csv"
    write_whole(path, b"old")

    def fail(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(whole.os, "fsync", fail)
    with pytest.raises(OSError, match="No space left on device") as refused:
        write_whole(path, b"new")
    assert refused.value.filename == str(path)
    assert path.read_bytes() == b"old"
    assert [item.name for item in tmp_path.iterdir()] == ["t.csv"]


def test_errors_name_the_file_that_was_asked_for_and_leave_nothing(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("x")
    for path in (tmp_path / "folder", tmp_path / "file" / "t.csv"):
        with pytest.raises(OSError, match=re.escape(str(path))) as refused:
            write_whole(path, b"new")
        assert refused.value.filename == str(path)
    assert sorted(item.name for item in tmp_path.rglob("*")) == ["file", "folder"]


def test_what_a_killed_writer_left_is_removed_by_the_next(tmp_path: Path) -> None:
    old, fresh = tmp_path / ".t.csv.abc.part", tmp_path / ".t.csv.def.part"
    old.write_text("half")
    fresh.write_text("half")
    os.utime(old, (0, 0))
    write_whole(tmp_path / "t.csv", b"whole")
    assert sorted(item.name for item in tmp_path.iterdir()) == [".t.csv.def.part", "t.csv"]


def test_more_rows_than_a_sheet_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "_SHEET_ROWS", 4)
    with pytest.raises(DataError, match="4 rows do not fit on a sheet of XLSX"):
        write_table(tmp_path / "t.xlsx", "xlsx", [Sheet(name="t", frame=FRAME)])
