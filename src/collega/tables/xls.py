"""XLS, the kind that Excel wrote until 2007."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import xlrd
from openpyxl.styles.numbers import is_timedelta_format
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel
from xlrd.biffh import XL_CELL_BOOLEAN, XL_CELL_DATE, XL_CELL_ERROR, XL_CELL_NUMBER, XL_CELL_TEXT

from collega.tables.book import Leaf, Line
from collega.tables.cells import Unreadable, cell_text, number_text
from collega.tables.packed import BrokenError

_Value = str | Unreadable


@contextmanager
def _broken() -> Iterator[None]:
    """Make one refusal of everything that the reader trips over in a broken file."""
    try:
        yield
    except Exception:
        raise BrokenError from None


class Xls:
    """An XLS file.

    Attributes
    ----------
    leaves : tuple of Leaf
        Its sheets in order; the reader of this kind leaves charts out.
    """

    kind = "XLS"

    def __init__(self, raw: bytes) -> None:
        with _broken():
            self._book = xlrd.open_workbook(
                file_contents=raw, formatting_info=True, on_demand=True, ragged_rows=True, logfile=io.StringIO()
            )
        self._epoch = MAC_EPOCH if self._book.datemode else WINDOWS_EPOCH
        names = self._book.sheet_names()
        self.leaves = tuple(
            Leaf(name=name, hidden=bool(self._book._sheet_visibility[place])) for place, name in enumerate(names)
        )

    def lines(self, leaf: Leaf) -> Iterator[Line]:
        """Return the rows that stand in the file."""
        with _broken():
            sheet = self._book.sheet_by_name(leaf.name)
        columns = [range(place, place + 1) for place, column in sheet.colinfo_map.items() if column.hidden]
        for row in range(sheet.nrows):
            cells = [self._value(cell) for cell in sheet.row(row)]
            row_info = sheet.rowinfo_map.get(row)
            hidden = bool(row_info is not None and row_info.hidden)
            yield Line(number=row + 1, cells=cells, hidden=hidden, hidden_columns=columns)

    def _value(self, cell: Any) -> _Value:
        kind, value = cell.ctype, cell.value
        if kind == XL_CELL_ERROR:
            return Unreadable(xlrd.error_text_from_code.get(value, "#ERROR"), "error")
        if kind == XL_CELL_TEXT:  # an empty text is what a formula has that nobody worked out
            return str(value) or Unreadable("=", "formula")
        if kind == XL_CELL_BOOLEAN:
            return cell_text(bool(value))
        if kind == XL_CELL_NUMBER:
            return number_text(repr(float(value)))
        return self._date(value, cell.xf_index) if kind == XL_CELL_DATE else ""

    def _date(self, value: float, style: int) -> _Value:
        format_text = self._book.format_map[self._book.xf_list[style].format_key].format_str
        try:
            return cell_text(from_excel(value, self._epoch, timedelta=is_timedelta_format(format_text)))
        except (ValueError, OverflowError):
            return Unreadable(number_text(repr(value)), "date")
