"""Encoding and separator: guesses that the whole file has to bear out, and that are told."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collega.errors import DataError
from collega.tables import ENCODINGS, Table, normal_text, read_table, separated
from collega.tables.separator import SEPARATORS, separator


def read(folder: Path, raw: bytes | str, name: str = "t.csv", **options: object) -> Table:
    (folder / name).write_bytes(raw if isinstance(raw, bytes) else raw.encode())
    return read_table(folder / name, **options)


@pytest.mark.parametrize(
    ("encoding", "told"),
    [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8"), ("cp1252", "Windows-1252"), ("utf-16", "UTF-16"), ("utf-16-le", "UTF-16"), ("utf-16-be", "UTF-16")],
)  # fmt: skip
def test_the_encoding_is_told(tmp_path: Path, encoding: str, told: str) -> None:
    table = read(tmp_path, "id;naam\np1;Zoë\np2;René\n".encode(encoding))
    assert table.frame["naam"].to_list() == ["Zoë", "René"]
    assert table.reading.text() == f"t.csv was read as CSV, encoding {told}, separator ';'."
    assert table.reading.as_json()["encoding"] == told


def test_one_wrong_byte_does_not_change_the_encoding_of_a_file(tmp_path: Path) -> None:
    with pytest.raises(DataError) as refused:
        read(tmp_path, "id,naam\np1,Zoë\n".encode() + "p2,René\n".encode("cp1252"))
    assert str(refused.value) == (
        "t.csv:3: byte 0xE9 is not UTF-8, as the rest of the file is. Open the original in the program that made it and "
        "save it again with encoding UTF-8."
    )


def test_wrong_bytes_are_told_once_each_with_their_lines(tmp_path: Path) -> None:
    raw = "naam\nZoë\n".encode() + "é\r\nï\rë\né\n".encode("cp1252") * 4
    with pytest.raises(DataError) as refused:
        read(tmp_path, raw)
    assert [problem.found for problem in refused.value.problems] == [
        "byte 0xE9 is not UTF-8, as the rest of the file is (8 lines: 3, 6, 7, 10, 11, ...)",
        "byte 0xEF is not UTF-8, as the rest of the file is (4 lines: 4, 8, 12, 16)",
        "byte 0xEB is not UTF-8, as the rest of the file is (4 lines: 5, 9, 13, 17)",
    ]


@pytest.mark.parametrize("byte", [0x81, 0x8D, 0x8F, 0x90, 0x9D])
def test_bytes_that_windows_1252_does_not_have(tmp_path: Path, byte: int) -> None:
    with pytest.raises(DataError, match=rf"t\.csv:3: byte 0x{byte:X} is no sign of UTF-8 or Windows-1252"):
        read(tmp_path, b"naam\nRen\xe9\nx" + bytes([byte]) + b"\n")


@pytest.mark.parametrize("encoding", ["utf-32", "utf-32-le", "utf-32-be"])
def test_utf_32(tmp_path: Path, encoding: str) -> None:
    with pytest.raises(DataError, match=r"t\.csv: this is text in UTF-32\. Allowed: UTF-8\. Save the table as CSV"):
        read(tmp_path, "id,answer\np1,yes\n".encode(encoding))


def test_what_is_no_text(tmp_path: Path) -> None:
    for raw in (b"\0\1\2\3" * 50, b"a,b\n1,\0\n", b"\x1f\x8b\x08\0\x81\xff\n"):
        with pytest.raises(DataError, match="this is not a text file"):
            read(tmp_path, raw)
    with pytest.raises(DataError, match=r"t\.csv:3: this is not a text file: byte 0x0 stands on this line\. Save"):
        read(tmp_path, b"id,answer\np1,yes\np2,\0yes\n")
    with pytest.raises(
        DataError, match=r"this is a spreadsheet or an archive, not a text file\. Give it the extension"
    ):
        read(tmp_path, b"PK\3\4")


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("id;remarks (a, b, c)\np1;fine\n", ["id", "remarks (a, b, c)"]),
        ("id;half\np1;1,5\np2;2,5\n", ["id", "half"]),
        ("id,why; and how\np1,x\n", ["id", "why; and how"]),
        ("id|answer\np1|yes\n", ["id", "answer"]),
        ("id\tanswer\np1\tyes, of course\n", ["id", "answer"]),
        ('"a,b";"c,d"\n1;2\n', ["a,b", "c,d"]),
        ('id,text\np1,"a;b\nc;d;e"\np2,"x;y"\n', ["id", "text"]),
        ("email\nanna@example.org\n", ["email"]),
        ("naam\nJansen, Piet\nVries, Anna de\n", ["naam"]),
        ("id,answer\n", ["id", "answer"]),
    ],
)
def test_the_separator_gives_every_line_the_same_number_of_cells(tmp_path: Path, text: str, columns: list[str]) -> None:
    assert read(tmp_path, text).frame.columns == columns


def test_a_separator_that_the_rest_contradicts_is_told_with_its_line(tmp_path: Path) -> None:
    rows = "".join(f"p{n};x\n" for n in range(600))
    with pytest.raises(DataError, match=r"t\.csv:602: this line has 3 cells\. Allowed: 2, as line 1 has"):
        read(tmp_path, "id;a,b\n" + rows + "p;x;y\n")


def test_lines_above_the_names_and_skipped_ones_do_not_count() -> None:
    text = "Survey; of; the; year\nid,answer\nwhat; is; this\np1,yes\n"
    assert separator(text, header=2, skip=[3]) == ","


CELL = st.text(st.sampled_from("ab1 ;,\t|\"'é\n"), max_size=6)


@settings(deadline=None, derandomize=True, max_examples=200)
@given(rows=st.lists(st.lists(CELL, min_size=3, max_size=3), max_size=6), sign=st.sampled_from(SEPARATORS))
def test_a_quoted_table_has_one_separator(rows: list[list[str]], sign: str) -> None:
    lines = [["id", "answer", "remark"], *rows]
    text = "".join(sign.join('"' + cell.replace('"', '""') + '"' for cell in line) + "\n" for line in lines)
    assert separator(text) == sign


SAME = {
    "e\u0301": "é", "a\u00a0b": "a b", "a\u202fb": "a b", "a\u3000b": "a b", "a\u2009b": "a b", "a\u200bb": "ab",
    "a\ufeffb": "ab", "soft\u00adhyphen": "softhyphen", "a\u2060b": "ab", "a\u200cb": "ab", "a\u200db": "ab",
    "\u200ea": "a", "a\u202c": "a", "x\u200d": "x", "\u200dx": "x", "1\u200d2": "12", "e\u200b\u0301": "é", "a\x07b": "ab", "a\x0bb": "a b", "\uac00": "\u1100\u1161",
}  # fmt: skip


@pytest.mark.parametrize(("one", "other"), SAME.items())
def test_texts_that_look_the_same_are_the_same(tmp_path: Path, one: str, other: str) -> None:
    assert normal_text(one) == normal_text(other)
    table = read(tmp_path, f"{one},x\n{one},1\n")
    assert table.frame.columns[0] == normal_text(other)
    assert table.frame.row(0)[0] == normal_text(other)


@pytest.mark.parametrize(
    "text",
    [
        "👩‍🚒", "🏳️‍🌈", "👨🏽‍💻", "❤️‍🔥",  # parts of an emoji joined into one
        "می‌خواهم", "क्‍ष", "ක්‍ර",  # joiners that change what is written: Persian, Hindi, Sinhala
        "שלום\u200f!", "ﬁ", "²", "ａ",  # a mark of direction beside Hebrew; other signs are other signs
    ],
)  # fmt: skip
def test_signs_that_change_what_is_seen_stay(text: str) -> None:
    assert normal_text(text) == text


@settings(deadline=None, derandomize=True)
@given(st.text())
def test_normal_is_normal(text: str) -> None:
    once = normal_text(text)
    assert normal_text(once) == once


def test_a_cell_without_end_is_told_as_what_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(separated, "LONGEST_CELL", 100)
    for text, found in {
        "a,b\n" + "x" * 200 + ",1\n2\n": "a cell on this line has more than 100 characters",
        'a,b\n"' + "x" * 200 + ",1\n2\n": "a double quote is opened here and not closed",
    }.items():
        (tmp_path / "t.csv").write_text(text)
        with pytest.raises(DataError, match=f"t.csv:2: {found}"):
            read_table(tmp_path / "t.csv")


def test_an_encoding_that_is_named_is_used_and_told(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes("name;answer\nJosé;yes\n".encode("mac_roman"))
    table = read_table(tmp_path / "t.csv", encoding="Mac-Roman")
    assert table.frame["name"].to_list() == ["José"]
    assert "Mac-Roman" in table.reading.text()
    assert read_table(tmp_path / "t.csv").frame["name"].to_list() == ["JosŽ"]  # the bytes alone do not tell
    with pytest.raises(DataError, match=r"t.csv:2: this is not text in UTF-8. Name the encoding"):
        read_table(tmp_path / "t.csv", encoding="UTF-8")


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_encoding_that_can_be_named_is_known(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "t.csv").write_bytes("name;answer\nJosé;yes\n".encode(encoding))
    assert read_table(tmp_path / "t.csv", encoding=encoding).frame.rows() == [("José", "yes")]
