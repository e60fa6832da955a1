"""Small files that ask for much: refused in words, within seconds and little memory."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import polars as pl
import pyreadstat
import pytest

from collega.errors import DataError
from collega.tables import UPLOAD, Limits, read_table
from collega.tables.limits import MEGABYTE
from collega.tables.packed import NO_PACKAGE, Package
from tests.tables.workbooks import MAIN, ods, packed, sheet_xml, xlsx

ROOMY = 200 * MEGABYTE  # what reading a bomb may take
LONG = 15  # seconds of the processor
CELL = '<c t="inlineStr"><is><t>x</t></is></c>'
ODS_CELL = '<table:table-cell office:value-type="string" {}><text:p>x</text:p></table:table-cell>'


def sheet(rows: str) -> str:
    return f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>"


def ods_row(times: int, cells: int) -> str:
    cell = ODS_CELL.format(f'table:number-columns-repeated="{cells}"')
    return f'<table:table-row table:number-rows-repeated="{times}">{cell}</table:table-row>'


def many_spaces() -> str:
    spaces = '<text:s text:c="999999999"/>'
    return "<table:table-row>" + ODS_CELL.format("").replace("x<", f"{spaces}x<") + "</table:table-row>"


TOO_MANY_ROWS = "the file has too many rows. Allowed: at most 50000."
TOO_MANY_CELLS = "the file has too many cells. Allowed: at most 300000."
TOO_MANY_COLUMNS = "the file has too many columns. Allowed: at most 2000."
TOO_LARGE = "the file is too large once it is unpacked. Allowed: at most 32 MB."
TOO_DEEP = "too many lists within lists"
NO_XLSX = "cannot be read as XLSX"
READ = "it was read"
BOMBS = {
    "rows.xlsx": (lambda: xlsx({"S": sheet(f"<row>{CELL}</row>" * 700_000)}), TOO_MANY_ROWS),
    "cells.xlsx": (
        lambda: xlsx({"S": sheet("".join(f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(1, 3000)))}),
        TOO_MANY_CELLS,
    ),
    "blank.xlsx": (lambda: xlsx({"S": sheet("<row/>" * 1_060_000)}), NO_XLSX),
    "spaces.xlsx": (lambda: xlsx({"S": sheet(" " * (70 * MEGABYTE))}), TOO_LARGE),
    "texts.xlsx": (
        lambda: xlsx({"S": sheet_xml([["a"], ["b"]])}, sharedStrings=f"<sst {MAIN}>{'<si/>' * 1_300_000}</sst>"),
        TOO_MANY_CELLS,
    ),
    "laughs.xlsx": (lambda: xlsx({"S": '<!DOCTYPE x [<!ENTITY a "ha">]>' + sheet_xml([["a"], ["b"]])}), NO_XLSX),
    "rows.ods": (lambda: ods({"S": ods_row(1_000_000, 1)}), TOO_MANY_ROWS),
    "cells.ods": (lambda: ods({"S": ods_row(40_000, 16_000)}), TOO_MANY_CELLS),
    "spaces.ods": (lambda: ods({"S": ods_row(1, 1) + many_spaces()}), READ),
    "lines.csv": (lambda: b"a,b\n" + b"\n" * 20_000_000, TOO_MANY_ROWS),
    "blanks.csv": (lambda: b"a,b\n" + b",\n" * 40_000, READ),
    "cells.csv": (lambda: b"a" + b"," * 20_000_000, TOO_MANY_CELLS),
    "columns.csv": (lambda: b"\n".join(b",".join(b"c%d" % n for n in range(140_000)) for _ in "ab"), TOO_MANY_COLUMNS),
    "quoted.csv": (lambda: b",".join(b'"c%d"' % n for n in range(90_000)) + b"\n" + b"," * 89_999, TOO_MANY_COLUMNS),
    "columns.json": (lambda: b"[{" + b",".join(b'"c%d":1' % n for n in range(140_000)) + b"}]", TOO_MANY_COLUMNS),
    "columns.ods": (lambda: ods({"S": ods_row(2, 16_000)}), TOO_MANY_COLUMNS),
    "deep.jsonl": (lambda: b"[" * 2_000_000, TOO_DEEP),
    "objects.jsonl": (lambda: b'{"a":' * 100_000 + b"1" + b"}" * 100_000, TOO_DEEP),
    "rows.jsonl": (lambda: b'{"a":1}\n' * 100_000, TOO_MANY_ROWS),
    "wide.jsonl": (lambda: b"".join(b'{"%d":1}\n' % n for n in range(3000)), TOO_MANY_CELLS),
}
PROGRAM = f"""
import resource, sys, time
from pathlib import Path
from collega.errors import DataError
from collega.tables import UPLOAD, read_table
before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
try:
    read_table(Path(sys.argv[1]), limits=UPLOAD)
    print("{READ}")
except DataError as error:
    print(error)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before, time.process_time() - start)
"""


@pytest.mark.parametrize("name", BOMBS)
def test_bombs(tmp_path: Path, name: str) -> None:
    made, said = BOMBS[name]
    (tmp_path / name).write_bytes(made())
    command = [sys.executable, "-c", PROGRAM, str(tmp_path / name)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    *words, figures = done.stdout.strip().split("\n")
    kilobytes, seconds = map(float, figures.split())
    assert said in "\n".join(words)
    assert kilobytes * 1024 < ROOMY
    assert seconds < LONG


def test_rows_of_parquet_and_spss_are_counted_before_they_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame = pl.DataFrame({"a": pl.repeat(1, 1000, dtype=pl.Float64, eager=True)})
    frame.write_parquet(tmp_path / "t.parquet")
    pyreadstat.write_sav(frame, tmp_path / "t.sav", row_compress=True)
    few = Limits(rows=999, cells=5000, unpacked=MEGABYTE)
    for name in ("t.sav", "t.parquet"):
        if name == "t.parquet":
            monkeypatch.setattr(pl, "read_parquet", None)  # it is not asked for its cells
        with pytest.raises(DataError, match=f"{name}: the file has too many rows. Allowed: at most 999"):
            read_table(tmp_path / name, limits=few)
        with pytest.raises(DataError, match=r"the file has too many cells. Allowed: at most 999"):
            read_table(tmp_path / name, limits=Limits(rows=5000, cells=999, unpacked=MEGABYTE))


def test_a_website_reads_no_parquet(tmp_path: Path) -> None:
    """One cell of it can be a gigabyte, and nothing tells so beforehand."""
    (tmp_path / "t.parquet").write_bytes(b"PAR1")
    with pytest.raises(DataError, match=r"the extension '.parquet' is not known. Allowed: .csv, "):
        read_table(tmp_path / "t.parquet", limits=UPLOAD)


def lying(raw: bytes, true: int, stated: int) -> bytes:
    """Let the members of this size say that they have another."""
    assert raw.count(true.to_bytes(4, "little")) >= 2  # at the member, and in the list of contents
    return raw.replace(true.to_bytes(4, "little"), stated.to_bytes(4, "little"))


def test_more_than_a_zip_states_is_never_unpacked() -> None:
    size = 3 * MEGABYTE + 17
    raw = lying(packed({"a": b"\0" * size}), size, 10)
    with pytest.raises(NO_PACKAGE):
        Package("t", raw, UPLOAD).read("a")


def test_all_members_together_count() -> None:
    package = Package(
        "t", packed({"a": b"\0" * MEGABYTE, "b": b"\0" * MEGABYTE}), replace(UPLOAD, unpacked=MEGABYTE * 3 // 2)
    )
    assert len(package.read("a")) == MEGABYTE
    with pytest.raises(DataError, match=r"t: the file is too large once it is unpacked. Allowed: at most 1 MB"):
        package.read("b")


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_packing_that_unpacks_in_one_go_is_refused(method: int) -> None:
    with pytest.raises(NO_PACKAGE):
        Package("t", packed({"a": b"\0" * MEGABYTE}, method), UPLOAD).read("a")


def test_a_zip_with_very_many_members_is_not_opened() -> None:
    with pytest.raises(NO_PACKAGE):
        Package("t", packed({str(n): b"" for n in range(10_001)}), UPLOAD)
