"""Periods of time such as P24M (ISO 8601): how they are written, how long they may be, when they end."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

PERIOD_PATTERN = r"^P([0-9]{1,5}Y([0-9]{1,5}M)?([0-9]{1,5}D)?|[0-9]{1,5}M([0-9]{1,5}D)?|[0-9]{1,5}W|[0-9]{1,5}D)$"
SHORTEST, LONGEST = "P7D", "P100Y"
_PARTS = re.compile(r"([0-9]+)([YMWD])")
_DAYS = {"Y": 365.25, "M": 365.25 / 12, "W": 7.0, "D": 1.0}


def parts_of(period: str) -> tuple[tuple[int, str], ...]:
    """Return ``P1Y6M`` as ((1, 'Y'), (6, 'M'))."""
    return tuple((int(number), unit) for number, unit in _PARTS.findall(period))


def too_short(period: str) -> bool:
    """Whether a period is shorter than SHORTEST: what was collected would be deleted before it could be used."""
    return _days(period) < _days(SHORTEST)


def too_long(period: str) -> bool:
    """Whether a period is longer than LONGEST."""
    return _days(period) > _days(LONGEST)


def last_day(start: date, period: str) -> date:
    """Return the day a period such as P24M, P2Y, P6W or P90D after ``start``."""
    numbers = {unit: number for number, unit in parts_of(period)}
    months = start.year * 12 + start.month - 1 + 12 * numbers.get("Y", 0) + numbers.get("M", 0)
    year, month = divmod(months, 12)
    day = min(start.day, calendar.monthrange(year, month + 1)[1])
    return date(year, month + 1, day) + timedelta(weeks=numbers.get("W", 0), days=numbers.get("D", 0))


def _days(period: str) -> float:
    """About how many days a period has."""
    return sum(number * _DAYS[unit] for number, unit in parts_of(period))
