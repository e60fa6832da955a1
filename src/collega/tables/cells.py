"""Cells of other programs as text: numbers, dates, durations, and what cannot be read."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Literal

Cause = Literal["error", "formula", "date"]
_DIGITS = 15  # that a spreadsheet keeps of a number, and shows
_LONGEST_NUMBER = 40


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A cell without a value that can be read.

    Attributes
    ----------
    text : str
        What stands there instead, never empty: "#N/A", or the formula.
    cause : str
        Why: the formula went wrong ("error"), or was never worked out ("formula"); a "date" outside the calendar.
    """

    text: str
    cause: Cause


def cell_text(cell: object) -> str:
    """Write a cell as text: 3.0 as "3", dates and times as ISO 8601, truth as "true" and "false"."""
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.timedelta):
        return _duration(cell)
    return _moment(cell) if isinstance(cell, dt.date | dt.time) else str(cell)


def _moment(moment: dt.date | dt.time) -> str:
    midnight = isinstance(moment, dt.datetime) and moment.tzinfo is None and moment.time() == dt.time()
    return moment.date().isoformat() if isinstance(moment, dt.datetime) and midnight else moment.isoformat()


def number_text(number: str) -> str:
    """Write the number of a spreadsheet as it is shown there, without an exponent: "1E+3" as "1000".

    Whole numbers keep every digit that the file has of them; fractions keep the digits that a spreadsheet shows, so
    that 0.1 + 0.2 is 0.3.
    """
    try:
        value = Decimal(number.strip())
    except InvalidOperation:
        return number
    if not value.is_finite() or abs(value.adjusted()) > _LONGEST_NUMBER:
        return number
    if value != value.to_integral_value():
        value = Decimal(f"{value:.{_DIGITS}g}")
    plain = f"{value:f}"
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return "0" if plain in ("-0", "") else plain


def _duration(length: dt.timedelta) -> str:
    """Write hours, minutes and seconds; there may be more hours than a day has."""
    sign = "-" if length < dt.timedelta() else ""
    seconds, rest = divmod(abs(length), dt.timedelta(seconds=1))
    hours, minutes = divmod(seconds // 60, 60)
    fraction = f".{rest.microseconds:06}".rstrip("0") if rest else ""
    return f"{sign}{hours:02}:{minutes:02}:{seconds % 60:02}{fraction}"
