"""Numbers, percentages, dates and lists as the readers of a language write them, by the rules of CLDR."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from math import isfinite, isnan
from typing import Literal

from babel import Locale
from babel.dates import format_date, format_time
from babel.lists import format_list
from babel.numbers import NumberPattern, format_decimal, parse_pattern

Last = Literal["and", "or", "with", "none"]
_BETWEEN = {"none": {"nl": ", ", "en": ", "}, "with": {"nl": " met ", "en": " with "}}
LOCALES = {"nl": "nl_NL", "en": "en_GB"}  # English as Europe writes it: 1 March 2024, and no comma before "and"


@lru_cache
def locale_of(language: str) -> Locale:
    """Return the conventions of a language."""
    return Locale.parse(LOCALES[language])


def number(value: float, language: str, digits: int = 0, *, grouped: bool = True) -> str:
    """Write a number with this many decimals; halves go away from zero, zero has no sign, no number is a dash."""
    if not isfinite(value):
        return "–" if isnan(value) else "∞" if value > 0 else "-∞"
    shown = round(Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP), digits)
    pattern = _pattern(digits, grouped=grouped)
    return format_decimal(shown if shown else abs(shown), pattern, locale=locale_of(language))


def percent(share: float, language: str, digits: int = 0) -> str:
    """Write a share of 0 to 1 as a percentage: "12.5%", "12,5%"."""
    return f"{number(100 * share, language, digits)}%"


def day(at: date, language: str) -> str:
    """Write a date in full: "1 March 2024", "1 maart 2024"."""
    return format_date(at, "d MMMM y", locale=locale_of(language))


def moment(at: datetime, language: str) -> str:
    """Write a date and a time of the clock: "1 March 2024, 09:30"."""
    return f"{day(at, language)}, {format_time(at, 'HH:mm', locale=locale_of(language))}"


def listing(names: Iterable[str], language: str, last: Last = "and") -> str:
    """Write names in a row: "a, b and c", "a, b of c"; "none" puts a comma between all of them, "with" the word."""
    if last in _BETWEEN:
        return _BETWEEN[last][language].join(names)
    return format_list(list(names), style="standard" if last == "and" else "or", locale=locale_of(language))


@lru_cache
def _pattern(digits: int, *, grouped: bool) -> NumberPattern:
    return parse_pattern(f"{'#,##0' if grouped else '0'}{'.' * bool(digits)}{'0' * digits}")
