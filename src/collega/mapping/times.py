"""Times and durations as programs export them, in the one form that Collega keeps."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from collega.mapping.grammar import DateOrder

_CLOCK = (
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(:(?P<second>\d{2})(?P<fraction>\.\d+)?)?( ?(?P<half>[AaPp])\.?[Mm]\.?)?"
    r"( ?(?P<zone>Z|UTC|GMT|[+-]\d{2}(:?\d{2})?))?"
)
_YEAR_FIRST = re.compile(
    rf"(?P<year>\d{{4}})(?P<sign>[-/.])(?P<month>\d{{1,2}})(?P=sign)(?P<day>\d{{1,2}})([T ]+{_CLOCK})?"
)
_YEAR_LAST = re.compile(rf"(?P<a>\d{{1,2}})(?P<sign>[-/.])(?P<b>\d{{1,2}})(?P=sign)(?P<year>\d{{4}})(,?[T ]+{_CLOCK})?")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?")
_DURATION = re.compile(r"(\d+):([0-5]\d):([0-5]\d)([.,]\d+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """What the different times of one column mean.

    Attributes
    ----------
    iso : dict of str to str
        A cell, and the same time in ISO 8601.
    wrong : tuple of str
        Cells that are no time.
    unclear : tuple of str
        Cells of which nobody can tell the day from the month.
    contrary : tuple of str
        Cells that prove another order than the mapping tells, or than other cells do.
    order : "day-month-year", "month-day-year" or None
        The order that the cells themselves prove; None where they prove none, or need none.
    """

    iso: dict[str, str]
    wrong: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()
    contrary: tuple[str, ...] = ()
    order: DateOrder | None = None


def read_times(cells: Iterable[str], order: DateOrder | None = None) -> Times:
    """Read the different cells of one column.

    Years of four digits only. ``03-01-2026`` has no order of its own: the mapping tells it, or a cell such as
    ``31-01-2026`` in the same column proves it for all. Where cells prove both orders, they are
    contrary, and all others that depend on it unclear.
    """
    filled = [cell for cell in dict.fromkeys(cells) if cell]
    proven = {proof for cell in filled if (proof := _proof(cell))}
    chosen = order or (next(iter(proven)) if len(proven) == 1 else None)
    iso, wrong, unclear, contrary = {}, [], [], []
    for cell in filled:
        time = _iso(cell, chosen)
        if time is not None:
            iso[cell] = time
        elif _iso(cell, _proof(cell)):
            contrary.append(cell)
        elif chosen is None and (_iso(cell, "day-month-year") or _iso(cell, "month-day-year")):
            unclear.append(cell)
        else:
            wrong.append(cell)
    return Times(
        iso=iso,
        wrong=tuple(wrong),
        unclear=tuple(unclear),
        contrary=tuple(contrary),
        order=chosen if proven and order is None else None,
    )


def is_time(cell: str) -> bool:
    """Whether a cell is a time in ISO 8601, of a day that exists."""
    match = _YEAR_FIRST.fullmatch(cell) if _ISO.fullmatch(cell) else None
    return match is not None and _iso_time(match, match["month"], match["day"]) is not None


def in_seconds(cells: Sequence[str]) -> dict[str, str]:
    """Return the cells that are durations, hours:minutes:seconds, in seconds."""
    matches = {cell: _DURATION.fullmatch(cell) for cell in cells}
    return {cell: _seconds(match) for cell, match in matches.items() if match}


def _seconds(match: re.Match[str]) -> str:
    seconds = 3600 * int(match[1]) + 60 * int(match[2]) + int(match[3])
    return f"{seconds}{(match[4] or '').replace(',', '.')}"


def _proof(cell: str) -> DateOrder | None:
    """Return the order that a cell proves: a month is never past 12."""
    match = _YEAR_LAST.fullmatch(cell)
    if match is None or (int(match["a"]) > 12) == (int(match["b"]) > 12):
        return None
    return "day-month-year" if int(match["a"]) > 12 else "month-day-year"


def _iso(cell: str, order: DateOrder | None) -> str | None:
    if is_time(cell):
        return cell
    match = _YEAR_FIRST.fullmatch(cell)
    if match:
        return _iso_time(match, match["month"], match["day"])
    match = _YEAR_LAST.fullmatch(cell)
    if match is None or (order is None and match["a"] != match["b"]):
        return None
    day, month = (match["a"], match["b"]) if order != "month-day-year" else (match["b"], match["a"])
    return _iso_time(match, month, day)


def _iso_time(match: re.Match[str], month: str, day: str) -> str | None:
    """Write a time in ISO 8601; None where there is no such day or hour."""
    try:
        date = dt.date(int(match["year"]), int(month), int(day)).isoformat()
        if match["hour"] is None:
            return date
        clock = dt.time(_hour(match), int(match["minute"]), int(match["second"] or 0)).isoformat()
    except ValueError:
        return None
    zone = match["zone"] or ""
    zone = "Z" if zone in ("UTC", "GMT") else zone if len(zone) != 3 else f"{zone}:00"
    return f"{date}T{clock}{match['fraction'] or ''}{zone}"


def _hour(match: re.Match[str]) -> int:
    hour, half = int(match["hour"]), (match["half"] or "").lower()
    if half and not 1 <= hour <= 12:
        raise ValueError("the clock of a.m. and p.m. runs from 1 to 12")
    return hour % 12 + (12 if half == "p" else 0) if half else hour
