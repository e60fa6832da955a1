"""JSON Lines and lists of objects: an object a row."""

from __future__ import annotations

from pathlib import Path

import pytest

from collega.errors import DataError
from collega.tables import Table, read_table


def read(folder: Path, text: str, name: str = "t.jsonl") -> Table:
    (folder / name).write_text(text, encoding="utf-8")
    return read_table(folder / name)


def test_an_object_a_line(tmp_path: Path) -> None:
    text = '\ufeff{"id": "p1", "n": 3.0, "big": 12345678901234567890, "flag": true}\n\n{"id": " p2 ", "half": 1.50, "n": null}\r\n'
    table = read(tmp_path, text).sound()
    assert table.frame.columns == ["id", "n", "big", "flag", "half"]
    assert table.frame.rows() == [("p1", "3", "12345678901234567890", "true", ""), ("p2", "", "", "", "1.5")]
    assert [table.line(0), table.line(1)] == [1, 3]
    assert table.reading.text() == "t.jsonl was read as JSON Lines, encoding UTF-8."


def test_a_list_of_objects(tmp_path: Path) -> None:
    table = read(tmp_path, '[{"id": "p1", "x": NaN},\n {"id": "p2", "x": 1e3}]', "t.json")
    assert table.frame.rows() == [("p1", ""), ("p2", "1000")]
    assert [table.line(0), table.line(1)] == [1, 2]
    assert table.reading.kind == "JSON"


def test_objects_within_objects_become_columns_and_lists_matter_where_they_are_used(tmp_path: Path) -> None:
    text = '{"id": "p1", "response": {"Q0": "yes", "Q1": {"more": 1}}}\n{"id": "p2", "keys": ["a", 1]}\n'
    table = read(tmp_path, text)
    assert table.frame.columns == ["id", "response.Q0", "response.Q1.more", "keys"]
    assert table.frame["keys"].to_list() == ["", '["a", "1"]']
    assert table.problems(["id", "response.Q0"]) == []
    with pytest.raises(
        DataError, match=r"t\.jsonl:2: keys: the cells of this column are lists\. Allowed: one value in each"
    ):
        table.sound()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"a": 1}\n{"a": }\n', "t.jsonl:2: this is not JSON from character 7 on."),
        ('{"a": 1}\n[1]\n', 't.jsonl:2: this is not an object. Allowed: {"participant": "p1", "answer": "yes"}.'),
        ('{"a": 1, "a": 2}\n', "t.jsonl:1: 'a' stands here twice. Keep one of them."),
        ('{"a": {"b": 1}, "a.b": 2}\n', "t.jsonl:1: 'a.b' stands here twice. Keep one of them."),
        ('{"a": "\\ud800"}\n', "t.jsonl:1: half of a sign stands in a text here (\\ud800 to \\udfff)."),
        ("  \n", "t.jsonl: the file is empty. Allowed: a first line with the column names."),
    ],
)
def test_broken_lines(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(DataError) as refused:
        read(tmp_path, text)
    assert str(refused.value) == message


def test_names_have_no_signs_that_nobody_sees(tmp_path: Path) -> None:
    assert read(tmp_path, '{"\\u0000row": "a\\u0007b"}').frame.to_dict(as_series=False) == {"row": ["ab"]}


@pytest.mark.parametrize("deep", [10, 300, *range(800, 1100, 20), 5000])
def test_lists_within_lists_end_in_words(tmp_path: Path, deep: int) -> None:
    text = '{"a": ' + "[" * deep + "]" * deep + "}"
    with pytest.raises(DataError, match=r"too many lists within lists|the cells of this column are lists"):
        read(tmp_path, text).sound()


def test_broken_lists(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"t\.json:2: this is not JSON from character 1 on"):
        read(tmp_path, '[{"a": 1}\n{"a": 2}]', "t.json")
    with pytest.raises(DataError, match=r"t\.json: this is not a list of objects\. Allowed: \[\{"):
        read(tmp_path, '{"a": 1}', "t.json")


def test_many_broken_lines_are_told_in_short_and_in_order(tmp_path: Path) -> None:
    with pytest.raises(DataError) as refused:
        read(tmp_path, "[1]\n" * 25)
    assert [problem.line for problem in refused.value.problems] == [*range(1, 21), 25]
    assert refused.value.problems[-1].found == "5 more lines like these"
