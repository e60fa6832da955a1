"""Shares as people read them: whole percent, a decimal only beside 0 and 100, no interval from a number to itself."""

from __future__ import annotations

from collega import formats
from collega.messages import Message
from collega.study.text import Language


def percent_text(share: float, language: Language, *, digits: int = 0) -> str:
    """Return a share, 0..1, in whole percent; beside 0 and 100, where that would say none or all, with a decimal."""
    percent = 100.0 * min(max(share, 0.0), 1.0)
    if 0.0 < percent < 0.05:
        return _percent(0.1, 1, language, "<")
    if 99.95 < percent < 100.0:
        return _percent(99.9, 1, language, ">")
    beside = 0.0 < percent < 0.5 or 99.5 < percent < 100.0
    return _percent(percent, max(digits, int(beside)), language)


def end_texts(interval: tuple[float, float], language: Language) -> tuple[str, str]:
    """Return both ends in whole percent; with a decimal where whole percent would coincide."""
    low, high = (percent_text(end, language) for end in interval)
    if low == high:
        low, high = (percent_text(end, language, digits=1) for end in interval)
    return low, high


def range_text(interval: tuple[float, float], language: Language, *, form: str = "between") -> str:
    """Return an interval in words, ``between`` or ``from`` its ends; ``about`` the one number that both ends are."""
    low, high = end_texts(interval, language)
    if low == high:
        return Message("advice-range-about", high=percent_text(interval[1], language)).say(language)
    return Message(f"advice-range-{form}", low=low, high=high).say(language)


def spread_text(interval: tuple[float, float], language: Language, *, apart: bool = False) -> str:
    """Return both ends in whole percent: 39% to 43%; the one number where they are the same.

    Those of an interval are kept ``apart``, with a decimal where it takes that.
    """
    low, high = end_texts(interval, language) if apart else (percent_text(end, language) for end in interval)
    return high if low == high else Message("advice-range-to", low=low, high=high).say(language)


def _percent(percent: float, digits: int, language: Language, sign: str = "") -> str:
    return f"{sign}{formats.number(percent, language, digits)}%"
