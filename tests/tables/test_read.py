"""Tables of every kind, and what is said of broken ones."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collega.errors import DataError
from collega.tables import Table, normal_text, read_table
from collega.tables.layout import Layout
from collega.tables.reading import Reading
from collega.tables.rows import table_of
from collega.tables.separated import read_separated

ROWS = [("1", "é€"), ("no", "")]


def read(folder: Path, raw: bytes, name: str = "t.csv") -> Table:
    (folder / name).write_bytes(raw)
    return read_table(folder / name)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("quote", ["", '"'])
def test_text(tmp_path: Path, encoding: str, separator: str, end: str, quote: str) -> None:
    lines = [("key", "näme"), *ROWS]
    text = "".join(separator.join(f"{quote}{cell}{quote}" for cell in line) + end for line in lines)
    table = read(tmp_path, text.encode(encoding))
    assert table.frame.columns == ["key", "näme"]
    assert table.frame.rows() == ROWS
    assert [table.line(row) for row in (0, 1)] == [2, 3]


def test_text_keeps_lines_past_blank_lines_and_long_cells(tmp_path: Path) -> None:
    table = read(tmp_path, b'\na,b\n"x\ny",1\n\n;\n,\nz,2\n'.replace(b";\n", b""))
    assert table.frame.rows() == [("x\ny", "1"), ("z", "2")]
    assert [table.line(0), table.line(1)] == [3, 7]


@pytest.mark.parametrize("name", ["t.csv", "t.tsv", "t.txt"])
def test_separators_inside_quotes_and_excels_own_line(tmp_path: Path, name: str) -> None:
    assert read(tmp_path, b'"a,b,c";d\n1;2\n', name).frame.columns == ["a,b,c", "d"]
    table = read(tmp_path, b"sep=;\na;b\n1;2\n", name)
    assert (table.frame.rows(), table.line(0)) == ([("1", "2")], 3)


def test_a_trailing_empty_column_is_no_column(tmp_path: Path) -> None:
    assert read(tmp_path, b"a;b;\n1;2;\n").frame.columns == ["a", "b"]


CELLS = st.text(st.characters(codec="latin-1", exclude_categories=["Cc"], exclude_characters='",'), max_size=5)


@settings(deadline=None, derandomize=True)
@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), min_size=1, max_size=8))
def test_the_fast_way_equals_the_careful_way(rows: list[list[str]]) -> None:
    lines = [["a", "b"], *rows]
    text = "".join(",".join(cells) + "\n" for cells in lines)
    fast = read_separated("t.csv", text.encode(), Layout())
    rows = ((line, cells) for line, cells in enumerate(csv.reader(io.StringIO(normal_text(text), newline="")), start=1))
    careful = table_of(rows, Reading(file="t.csv"), Layout())
    assert fast.frame.equals(careful.frame)
    assert [fast.line(i) for i in range(fast.frame.height)] == [careful.line(i) for i in range(careful.frame.height)]


def workbook(path: Path) -> Path:
    book = openpyxl.Workbook()
    book.active.title = "Notes"
    book.active.append(["note"])
    sheet = book.create_sheet("Data")
    sheet.append([])
    sheet.append(["id", "n", "half", "when", "at", "flag", "text"])
    sheet.append(["p1", 3.0, 2.5, dt.date(2024, 3, 1), dt.datetime(2024, 3, 1, 9, 30), True, "1"])
    sheet.append([])
    sheet.append(["p2"])
    book.save(path)
    return path


def test_spreadsheet(tmp_path: Path) -> None:
    table = read_table(workbook(tmp_path / "t.xlsx"), sheet="Data")
    assert table.frame.rows() == [
        ("p1", "3", "2.5", "2024-03-01", "2024-03-01T09:30:00", "true", "1"),
        ("p2", "", "", "", "", "", ""),
    ]
    assert [table.line(0), table.line(1)] == [3, 5]
    assert read_table(tmp_path / "t.xlsx").frame.columns == ["note"]


def test_parquet(tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {
            "a": [1.0, None, 2.5],
            "b": [1, 2, None],
            "c": ["x", None, " y "],
            "d": [dt.date(2024, 1, 2), None, None],
            "e": [True, False, None],
        }
    )
    frame.write_parquet(tmp_path / "t.parquet")
    table = read_table(tmp_path / "t.parquet")
    assert table.frame.rows() == [
        ("1", "1", "x", "2024-01-02", "true"),
        ("", "2", "", "", "false"),
        ("2.5", "", "y", "", ""),
    ]
    assert table.line(0) == 1


EVERY = ".csv, .tsv, .txt, .xlsx, .xlsm, .xlsb, .xls, .ods, .parquet, .sav, .zsav, .por, .dta, .sas7bdat, .xpt, .jsonl, .ndjson, .json"
BROKEN = {
    "t": f"the file name has no extension. Allowed: {EVERY}.",
    "t.rds": f"the extension '.rds' is not known. Allowed: {EVERY}. Write it in R: haven::write_sav(DATA, 'answers.sav'), "
    "which keeps labels, or write.csv(DATA, 'answers.csv').",
    "t.numbers": f"the extension '.numbers' is not known. Allowed: {EVERY}. Open it in its program and save it as .xlsx.",
    "t.accdb": f"the extension '.accdb' is not known. Allowed: {EVERY}. Export the table with the answers as .xlsx or .csv.",
    "t.xlsx": "this file cannot be read as XLSX. Open it in a spreadsheet program and save it again as .xlsx, "
    "without a password.",
    "t.parquet": "this file cannot be read as Parquet. Write it again with the program that made it.",
}


@pytest.mark.parametrize(("name", "message"), BROKEN.items())
def test_broken_files(tmp_path: Path, name: str, message: str) -> None:
    with pytest.raises(DataError) as refused:
        read(tmp_path, b"what is this", name)
    assert str(refused.value) == f"{name}: {message}"


def test_missing_files_sheets_and_folders(tmp_path: Path) -> None:
    workbook(tmp_path / "answers.xlsx")
    with pytest.raises(DataError, match=r"anwers\.xlsx: there is no such file\. Did you mean 'answers\.xlsx'\?"):
        read_table(tmp_path / "anwers.xlsx")
    with pytest.raises(DataError, match=r"there is no sheet 'data'\. Allowed: Notes, Data\. Did you mean 'Data'\?"):
        read_table(tmp_path / "answers.xlsx", sheet="data")
    with pytest.raises(DataError, match="this is a folder"):
        read_table(tmp_path)
    pl.DataFrame({"a": [[1], [2]]}).write_parquet(tmp_path / "t.parquet")
    with pytest.raises(DataError, match="the cells of this column are lists"):
        read_table(tmp_path / "t.parquet").sound()
    assert read_table(tmp_path / "t.parquet").frame["a"].to_list() == ["[1]", "[2]"]
