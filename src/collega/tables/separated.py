"""Text tables: CSV with `;`, `,` or tab, in any common encoding."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

import numpy as np
import polars as pl

from collega.errors import DataError, Problem
from collega.tables.table import Table, empty_file, from_rows, name_problems

_SEPARATORS = ";,\t"
_SEP_LINE = re.compile(r"sep=(.)\n")  # Excel's own first line that names the separator
_LONGEST_CELL = 1 << 24


def read_separated(file: str, raw: bytes, *, blank_rows: bool = False) -> Table:
    """Read a text table; rows keep the lines they stand on, also past blank lines and cells of several lines.

    With ``blank_rows`` a row of which all cells are empty is a row too.

    Raises
    ------
    DataError
        Where the file is empty, is no text, has rows of unequal length, or has columns without a name of their own.
    """
    text = decoded(file, raw).replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise empty_file(file)
    named = _SEP_LINE.match(text)
    first = 1
    if named:
        text, first = text[named.end() :], 2
    separator = named[1] if named else _separator(text)
    even = None if blank_rows else _even(file, text, separator, first)
    return even if even is not None else from_rows(file, _rows(file, text, separator, first), blank_rows=blank_rows)


def decoded(file: str, raw: bytes, hint: str = "Save the table as CSV, encoding UTF-8") -> str:
    """Decode UTF-8 and UTF-16 (with or without a mark), and Windows-1252 otherwise."""
    if raw.startswith(b"PK\x03\x04"):
        found = "this is a spreadsheet or an archive, not a text file"
        if file.endswith((".csv", ".tsv", ".txt")):
            hint = "Give it the extension .xlsx, or save it as CSV"
        raise DataError([Problem(file=file, found=found, hint=hint)])
    for encoding in _encodings(raw):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise DataError([Problem(file=file, found="this is not a text file", hint=hint)])


def _encodings(raw: bytes) -> tuple[str, ...]:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    start = raw[:1000]
    if start[1::2].count(0) > len(start) // 4:
        return ("utf-16-le",)
    if start[::2].count(0) > len(start) // 4:
        return ("utf-16-be",)
    return ("utf-8-sig", "cp1252", "latin-1")


def _separator(text: str) -> str:
    header = re.sub(r'"[^"]*"', "", text.lstrip("\n").split("\n", 1)[0])
    return max(_SEPARATORS, key=header.count) if any(map(header.count, _SEPARATORS)) else ","


def _even(file: str, text: str, separator: str, first: int) -> Table | None:
    """Read a table without quotes, blank lines or uneven rows in one go; None where it is not that simple."""
    if '"' in text or "'" in separator or not separator.isascii():
        return None
    raw = text.encode()
    raw = raw if raw.endswith(b"\n") else raw + b"\n"
    cells = np.frombuffer(raw, dtype=np.uint8)
    ends = np.flatnonzero(cells == ord("\n"))
    starts = np.concatenate([[0], ends[:-1] + 1])
    separators = np.add.reduceat(cells == ord(separator), starts, dtype=np.int32)
    if (separators != separators[0]).any() or len(ends) < 2 or (ends == starts).any():
        return None
    frame = pl.read_csv(raw, separator=separator, quote_char=None, has_header=False, infer_schema=False)
    frame = frame.with_columns(pl.all().fill_null("").str.strip_chars())
    if frame.select(pl.all_horizontal(pl.all() == "").any()).item():
        return None
    header = [str(name) for name in frame.row(0)]
    if not all(header):
        return None
    problems = name_problems(file, first, header)
    if problems:
        raise DataError(problems)
    body = frame.slice(1)
    body.columns = header
    return Table(file=file, frame=body, first_line=first + 1)


def _rows(file: str, text: str, separator: str, first: int) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = first
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + first
    except csv.Error as error:
        open_to_the_end = "end of data" in str(error) or "field limit" in str(error)
        broken = "a double quote is opened here and not closed" if open_to_the_end else _misplaced(separator)
        hint = 'A quote inside a cell is written twice: ""'
        raise DataError([Problem(file=file, line=line, found=broken, hint=hint)]) from None


def _misplaced(separator: str) -> str:
    name = "tab" if separator == "\t" else f"'{separator}'"
    return f"after a closing double quote there is something else than {name} or the end of the line"
