"""Where a table begins, which lines are no rows, and columns that matter only where they are used."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from collega.errors import DataError
from collega.tables import Table, read_table
from tests.tables.workbooks import ods, ods_rows, sheet_xml, xlsx

QUALTRICS = [
    ["Survey of 2024", ""],
    [],
    ["id", "Q1"],
    ["Respondent", "What do you think?"],
    ['{"ImportId":1}', "x"],
    ["p1", "yes"],
    ["p2", ""],
]


def read(folder: Path, raw: bytes | str, name: str = "t.csv", **options: object) -> Table:
    (folder / name).write_bytes(raw if isinstance(raw, bytes) else raw.encode())
    return read_table(folder / name, **options)


def in_kind(kind: str) -> bytes:
    """The table of Qualtrics as a file of a kind, a blank line in it."""
    if kind == "xlsx":
        return xlsx({"S": sheet_xml(QUALTRICS)})
    if kind == "ods":
        return ods({"S": ods_rows(QUALTRICS)})
    return "\r\n".join(
        ";".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row) for row in QUALTRICS
    ).encode()


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods"])
def test_the_names_stand_on_a_line_and_some_lines_are_no_rows(tmp_path: Path, kind: str) -> None:
    table = read(tmp_path, in_kind(kind), f"t.{kind}", header=3, skip=[4, 5, 4])
    assert table.frame.columns == ["id", "Q1"]
    assert table.frame.rows() == [("p1", "yes"), ("p2", "")]
    assert ([table.line(0), table.line(1)], table.header_line) == ([6, 7], 3)
    assert table.reading.text().endswith("The column names stand on line 3. Lines that were left out: 4, 5.")
    facts = table.reading.as_json()
    assert (facts["header"], facts["skipped"], facts["kind"]) == (3, [4, 5], kind.upper())


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            {"header": 2},
            "t.{}:2: no row begins on this line, so the column names cannot stand here. Lines are counted from 1",
        ),
        ({"header": 20}, "t.{}:20: no row begins on this line, so the column names cannot stand here"),
        ({"skip": [19, 4, 18]}, "t.{}:18: no row begins on this line, so it cannot be skipped.*\nt.{}:19: no row"),
        ({"header": 3, "skip": [3]}, "t.{}:3: no row begins on this line, so the column names cannot stand here"),
    ],
)
def test_lines_that_are_not_there(tmp_path: Path, kind: str, options: dict, message: str) -> None:
    with pytest.raises(DataError, match=message.replace("{}", kind)):
        read(tmp_path, in_kind(kind), f"t.{kind}", **options)


def test_a_line_within_a_cell_is_no_row(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"t\.csv:3: no row begins on this line, so it cannot be skipped"):
        read(tmp_path, 'a,b\n"x\ny",1\nz,2\n', skip=[3])
    assert read(tmp_path, 'a,b\n"x\ny",1\nz,2\n', skip=[2]).frame.rows() == [("z", "2")]


def test_lines_are_those_of_the_file_past_excels_own_line(tmp_path: Path) -> None:
    table = read(tmp_path, "sep=;\ntitle;\na;b\n1;2\n", header=3)
    assert (table.frame.rows(), table.line(0)) == ([("1", "2")], 4)


@pytest.mark.parametrize("name", ["t.parquet", "t.sav", "t.jsonl"])
def test_files_without_lines_say_so(tmp_path: Path, name: str) -> None:
    for options in ({"header": 2}, {"skip": [2]}):
        with pytest.raises(DataError, match=f"a file of the kind '{name[1:]}' has no lines above or between its rows"):
            read(tmp_path, b"x", name, **options)


def test_columns_without_a_name_and_double_ones_matter_where_they_are_used(tmp_path: Path) -> None:
    table = read(tmp_path, "id;;a;a;column 2;\n1;2;3;4;5;\n")
    assert table.frame.columns == ["id", "column 2'", "a", "a (column 4)", "column 2"]
    assert table.problems(["id", "column 2"]) == []
    assert [str(problem) for problem in table.problems(table.frame.columns)] == [
        "t.csv:1: column 2 has no name. Give it a name, or remove it.",
        "t.csv:1: the column 'a' stands here twice. Give one of them another name.",
    ]
    assert table.problems(["a"]) == table.problems(["a (column 4)"])  # which of the two was meant?
    assert table.place("a (column 4)") == "a"
    with pytest.raises(DataError, match=r"column 2 has no name.*\n.*the column 'a' stands here twice"):
        table.sound()


def test_names_that_look_the_same_are_the_same(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="the column 'a b' stands here twice"):
        read(tmp_path, "a b;a\u00a0b\n1;2\n").sound()


@pytest.mark.parametrize(
    "text",
    [
        '"","id","answer"\n"1","p1","yes"\n"2","p2","no"\n',  # write.csv of R
        ",id,answer\n0,p1,yes\n1,p2,no\n",  # to_csv of pandas
        "id,answer\n1,p1,yes\n4,p2,no\n",  # write.table of R, of some rows
    ],
)
def test_row_names_of_r_and_pandas(tmp_path: Path, text: str) -> None:
    table = read(tmp_path, text)
    assert table.row_names == "column 1"
    assert table.frame["id"].to_list() == ["p1", "p2"]
    assert table.sound().frame.columns == ["id", "answer"]


@pytest.mark.parametrize("numbers", ["2,1", "1,1", "a,b", "-1,0", "1,"])
def test_what_does_not_count_the_rows_are_no_row_names(tmp_path: Path, numbers: str) -> None:
    one, two = numbers.split(",")
    table = read(tmp_path, f";id\n{one};p1\n{two};p2\n")
    assert table.row_names is None
    with pytest.raises(DataError, match="column 1 has no name"):
        table.sound()


def test_row_names_in_other_kinds(tmp_path: Path) -> None:
    table = read(tmp_path, xlsx({"S": sheet_xml([["", "id"], ["1", "p1"], ["2", "p2"]])}), "t.xlsx")
    assert (table.row_names, table.sound().frame.columns) == ("column A", ["id"])
    pl.DataFrame({"": [0, 1], "id": ["p1", "p2"]}).write_parquet(tmp_path / "t.parquet")
    assert read_table(tmp_path / "t.parquet").sound().frame.columns == ["id"]


def test_rows_that_do_not_fit_are_told_by_cause(tmp_path: Path) -> None:
    with pytest.raises(DataError) as refused:
        read(tmp_path, "title\na,b\n" + "1\n" * 8 + "1,2,3\n", header=2)
    assert str(refused.value) == (
        "t.csv:3: this line has 1 cell (8 lines: 3, 4, 5, 6, 7, ...). Allowed: 2, as line 2 has.\n"
        "t.csv:11: this line has 3 cells. Allowed: 2, as line 2 has. "
        "Put double quotes around a cell that has the separator in it."
    )
