"""Whatever a table holds, every kind of file gives it back."""

from __future__ import annotations

import io
import json
from pathlib import Path

import polars as pl
import pyreadstat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collega.tables import Sheet, normal_text, read_table, write_table
from collega.tables.separator import SEPARATORS
from tests.tables.workbooks import ods, ods_rows

SIGNS = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Co"])
LATIN = st.characters(codec="cp1252", exclude_categories=["Cc"])
Rows = list[list[str]]
EVERY = settings(deadline=None, derandomize=True, max_examples=60)


def tables(signs: st.SearchStrategy[str]) -> st.SearchStrategy[Rows]:
    cell = st.text(signs, max_size=8)
    return st.lists(
        st.lists(cell, min_size=3, max_size=3).filter(lambda row: any(map(tidy, row))), min_size=1, max_size=5
    )


def tidy(cell: str) -> str:
    return normal_text(cell).strip()


def as_read(rows: Rows) -> list[tuple[str, ...]]:
    return [tuple(map(tidy, row)) for row in rows]


NAMES = ["id", "answer", "réponse"]


def back(folder: Path, name: str, raw: bytes) -> list[tuple[str, ...]]:
    (folder / name).write_bytes(raw)
    table = read_table(folder / name).sound()
    assert table.frame.columns == NAMES
    return table.frame.rows()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tables")


@EVERY
@given(
    rows=tables(SIGNS),
    sign=st.sampled_from(SEPARATORS),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_separated(folder: Path, rows: Rows, sign: str, encoding: str, end: str) -> None:
    text = end.join(sign.join('"' + cell.replace('"', '""') + '"' for cell in line) for line in [NAMES, *rows])
    assert back(folder, "t.csv", text.encode(encoding)) == as_read(rows)


@EVERY
@given(rows=tables(LATIN), sign=st.sampled_from(SEPARATORS))
def test_windows_1252(folder: Path, rows: Rows, sign: str) -> None:
    text = "\n".join(sign.join('"' + cell.replace('"', '""') + '"' for cell in line) for line in [NAMES, *rows])
    raw = text.encode("cp1252")
    try:
        raw.decode()
    except UnicodeDecodeError:
        strays = raw.decode(errors="surrogateescape")
        if all(sign.isascii() or "\udc80" <= sign <= "\udcff" for sign in strays):  # nothing in it could be UTF-8
            assert back(folder, "t.csv", raw) == as_read(rows)


@EVERY
@given(rows=tables(SIGNS))
def test_xlsx(folder: Path, rows: Rows) -> None:
    frame = pl.DataFrame(rows, schema=NAMES, orient="row")
    write_table(folder / "w.xlsx", "xlsx", [Sheet(name="t", frame=frame)])
    assert back(folder, "t.xlsx", (folder / "w.xlsx").read_bytes()) == as_read(rows)


@EVERY
@given(rows=tables(SIGNS))
def test_ods(folder: Path, rows: Rows) -> None:
    assert back(folder, "t.ods", ods({"S": ods_rows([NAMES, *rows])})) == as_read(rows)


@EVERY
@given(rows=tables(SIGNS))
def test_json(folder: Path, rows: Rows) -> None:
    objects = [dict(zip(NAMES, row, strict=True)) for row in rows]
    assert back(
        folder, "t.jsonl", "\n".join(json.dumps(item, ensure_ascii=False) for item in objects).encode()
    ) == as_read(rows)
    assert back(folder, "t.json", json.dumps(objects).encode()) == as_read(rows)


@EVERY
@given(rows=tables(SIGNS))
def test_parquet(folder: Path, rows: Rows) -> None:
    buffer = io.BytesIO()
    pl.DataFrame(rows, schema=NAMES, orient="row").write_parquet(buffer)
    assert back(folder, "t.parquet", buffer.getvalue()) == as_read(rows)


@EVERY
@given(
    rows=tables(st.characters(codec="utf-8", exclude_categories=["C"])), kind=st.sampled_from(["sav", "zsav", "dta"])
)
def test_statistics(folder: Path, rows: Rows, kind: str) -> None:
    frame = pl.DataFrame([[cell or "-" for cell in row] for row in rows], schema=["id", "answer", "r"], orient="row")
    path = folder / f"t.{kind}"
    if kind == "dta":
        pyreadstat.write_dta(frame, str(path))
    else:
        pyreadstat.write_sav(frame, str(path), compress=kind == "zsav")
    assert read_table(path).frame.rows() == as_read([[cell or "-" for cell in row] for row in rows])


WHOLE = st.integers(-(10**14), 10**14)
FRACTIONS = st.floats(1e-30, 1e9) | st.floats(-1e9, -1e-30)


@EVERY
@given(cells=st.lists(WHOLE | FRACTIONS, min_size=1, max_size=6))
def test_numbers_of_a_spreadsheet_keep_fifteen_digits_and_have_no_exponent(folder: Path, cells: list[float]) -> None:
    write_table(folder / "n.xlsx", "xlsx", [Sheet(name="t", frame=pl.DataFrame({"n": cells}, strict=False))])
    texts = read_table(folder / "n.xlsx").frame["n"].to_list()
    stored = pl.DataFrame({"n": cells}, strict=False)["n"].to_list()
    assert [float(text) for text in texts] == pytest.approx(stored, rel=1e-14)
    assert not [text for text in texts if "e" in text.lower()]
