"""XLSX sheets as text cells."""

from __future__ import annotations

import datetime as dt
import io
import math
import zipfile
from collections.abc import Iterator
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from collega.errors import DataError, Problem, did_you_mean
from collega.tables.layout import Layout
from collega.tables.reading import Reading
from collega.tables.rows import table_of
from collega.tables.table import Table

_BROKEN = (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError, TypeError, SyntaxError)


def read_spreadsheet(file: str, raw: bytes, layout: Layout) -> Table:
    """Read one sheet: the values that formulas gave, dates as ISO text, whole numbers without a decimal point."""
    try:
        book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
    except _BROKEN:
        hint = "Open it in a spreadsheet program and save it again as .xlsx, without a password"
        raise DataError([Problem(file=file, found="this file cannot be read as XLSX", hint=hint)]) from None
    names, sheet = book.sheetnames, layout.sheet
    if sheet is not None and sheet not in names:
        problem = Problem(
            file=file,
            found=f"there is no sheet '{sheet}'",
            allowed=", ".join(names),
            hint=did_you_mean(sheet, names),
        )
        raise DataError([problem])
    rows = list(_padded(book[sheet or names[0]]))
    while rows and not any(rows[-1][1]):
        rows.pop()  # a sheet may say that it goes on for long
    reading = Reading(file=file, kind="XLSX", sheet=sheet or names[0])
    return table_of(rows, reading, layout, even=False, numbered=column_letter)


def column_letter(place: int) -> str:
    """Return what a spreadsheet program calls a column."""
    return get_column_letter(place + 1)


def _padded(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    """Rows as wide as the first filled one: empty cells at the end of a row are not stored in the file."""
    width = 0
    for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        cells = [cell_text(cell) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        width = width or len(cells)
        yield number, cells + [""] * (width - len(cells))


def cell_text(cell: object) -> str:
    """Write a cell as text: 3.0 as "3", dates and times as ISO 8601, truth as "true" and "false"."""
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime) and cell.tzinfo is None and cell.time() == dt.time():
        return cell.date().isoformat()
    if isinstance(cell, dt.datetime | dt.date | dt.time):
        return cell.isoformat()
    return str(cell)
