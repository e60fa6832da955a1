"""Text tables: CSV with `;`, `,`, tab or `|`, in any common encoding."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

import numpy as np
import polars as pl

from collega.errors import DataError, Problem, quoted
from collega.messages import Message
from collega.tables.characters import normal_text
from collega.tables.encoding import decode, decode_as
from collega.tables.layout import Layout
from collega.tables.limits import Limits
from collega.tables.reading import Reading
from collega.tables.rows import table_of
from collega.tables.separator import LONGEST_CELL, separator
from collega.tables.table import Table, empty_file

_SEP_LINE = re.compile(r"sep=(.)\n")  # Excel's own first line that names the separator


def read_separated(file: str, raw: bytes, layout: Layout) -> Table:
    """Read a text table; rows keep the lines they stand on, also past blank lines and cells of several lines.

    Raises
    ------
    DataError
        Where the file is empty, is no text, or has rows of unequal length.
    """
    source = decode_as(file, raw, layout.encoding) if layout.encoding else decode(file, raw)
    text = normal_text(source.text.replace("\r\n", "\n").replace("\r", "\n"))
    if not text.strip():
        raise empty_file(file)
    sep_line = _SEP_LINE.match(text)
    first = 1
    if sep_line:
        text, first = text[sep_line.end() :], 2
    sign = sep_line[1] if sep_line else separator(text, layout.header, layout.skip)
    layout.limits.require(file, rows=text.count("\n"), cells=text.count("\n") + text.count(sign))
    reading = Reading(file=file, kind="CSV", encoding=source.encoding, separator=sign, header=first)
    even = None if layout.blank_rows or layout.has_lines else _even(reading, text, layout.limits)
    return even if even is not None else table_of(_rows(file, text, sign, first), reading, layout)


def _even(reading: Reading, text: str, limits: Limits) -> Table | None:
    """Read a table without quotes, blank lines or uneven rows in one go; None where it is not that simple."""
    sign, first = reading.separator, reading.header or 1
    if '"' in text or "'" in sign or not sign.isascii():
        return None
    raw = text.encode()
    raw = raw if raw.endswith(b"\n") else raw + b"\n"
    cells = np.frombuffer(raw, dtype=np.uint8)
    ends = np.flatnonzero(cells == ord("\n"))
    starts = np.concatenate([[0], ends[:-1] + 1])
    separators = np.add.reduceat(cells == ord(sign), starts, dtype=np.int32)
    if (separators != separators[0]).any() or len(ends) < 2 or (ends == starts).any():
        return None
    limits.require(reading.file, columns=int(separators[0]) + 1)
    frame = pl.read_csv(raw, separator=sign, quote_char=None, has_header=False, infer_schema=False)
    frame = frame.with_columns(pl.all().fill_null("").str.strip_chars())
    if frame.select(pl.all_horizontal(pl.all() == "").any()).item():
        return None
    header = [str(name) for name in frame.row(0)]
    if not all(header) or len(set(header)) < len(header):
        return None
    body = frame.slice(1)
    body.columns = header
    return Table(file=reading.file, frame=body, first_line=first + 1, header_line=first, reading=reading)


def _rows(file: str, text: str, sign: str, first: int) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True)
    line = first
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + first
    except csv.Error as error:
        raise DataError([_broken(file, line, str(error), sign, quoted='"' in text)]) from None


def _broken(file: str, line: int, error: str, sign: str, *, quoted: bool) -> Problem:
    if "field limit" in error and not quoted:
        problem = Message("tables-cell-too-long", number=LONGEST_CELL)
        return Problem(file=file, line=line, found=problem, hint=Message("tables-look-whether-table"))
    open_to_the_end = "end of data" in error or "field limit" in error
    problem = Message("tables-quote-not-closed") if open_to_the_end else _misplaced(sign)
    return Problem(file=file, line=line, found=problem, hint=Message("tables-quotes-double"))


def _misplaced(sign: str) -> Message:
    name = "tab" if sign == "\t" else quoted(sign)
    return Message("tables-text-after-quote", separator=name)
