"""Numbers, percentages, dates and lists as the readers of a language write them, by the rules of CLDR.

Babel is loaded when something is formatted: who only computes need not wait for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from math import isfinite, isnan
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from babel import Locale
    from babel.numbers import NumberPattern

Last = Literal["and", "or", "with", "none"]
LOCALES = {"nl": "nl_NL", "en": "en_GB"}  # English as Europe writes it: 1 March 2024, and no comma before "and"
_BETWEEN = {"none": {"nl": ", ", "en": ", "}, "with": {"nl": " met ", "en": " with "}}
_MOST_DECIMALS = 20


@lru_cache
def locale_of(language: str) -> Locale:
    """Return the conventions of a language."""
    from babel import Locale

    return Locale.parse(LOCALES[language])


@lru_cache(maxsize=8192)  # a page has many numbers, and the same ones often
def number(value: float, language: str, digits: int = 0, *, grouped: bool = False) -> str:
    """Write a number with this many decimals; zero has no sign, and what is no number is a dash.

    ``grouped`` puts a sign between thousands.
    """
    if not isfinite(value):
        return "–" if isnan(value) else "∞" if value > 0 else "-∞"
    decimal = Decimal(f"{value:.{digits}f}")
    return str(
        _pattern(digits, digits, grouped=grouped).apply(decimal if decimal else abs(decimal), locale_of(language))
    )


def significant(value: float, language: str, digits: int) -> str:
    """Write a number with at most so many digits that count, and no zeros after the last: "0.0123", "1234"."""
    if not isfinite(value):
        return number(value, language)
    decimal = Decimal(f"{value + 0.0:.{digits}g}")
    return str(_pattern(0, _MOST_DECIMALS, grouped=False).apply(decimal, locale_of(language)))


def percent(share: float, language: str, digits: int = 0) -> str:
    """Write a share of 0 to 1 as a percentage: "12.5%", "12,5%"."""
    return f"{number(100 * share, language, digits)}%"


def day(on: date, language: str) -> str:
    """Write a date in full: "1 March 2024", "1 maart 2024"."""
    from babel.dates import format_date

    return format_date(on, "d MMMM y", locale=locale_of(language))


def moment(at: datetime, language: str) -> str:
    """Write a date in full, with the time to the minute: "1 March 2024, 09:30"."""
    return f"{day(at, language)}, {at:%H:%M}"


def listing(names: Iterable[str], language: str, last: Last = "and") -> str:
    """Write names in a row: "a, b and c", "a, b of c"; "none" puts a comma between all of them, "with" the word."""
    from babel.lists import format_list

    if last in _BETWEEN:
        return _BETWEEN[last][language].join(names)
    return format_list(list(names), style="standard" if last == "and" else "or", locale=locale_of(language))


@lru_cache
def _pattern(least: int, most: int, *, grouped: bool) -> NumberPattern:
    from babel.numbers import parse_pattern

    decimals = "0" * least + "#" * (most - least)
    return parse_pattern(f"{'#,##0' if grouped else '0'}{'.' * bool(decimals)}{decimals}")
