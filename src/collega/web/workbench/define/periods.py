"""A period of time, written in words."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from collega.study.period import LONGEST, PERIOD_PATTERN, SHORTEST, too_long, too_short
from collega.web.templatetags.collega import period

_UNITS = {
    "Y": ("jaar", "jaren", "year", "years"),
    "M": ("maand", "maanden", "month", "months"),
    "W": ("week", "weken", "weeks"),
    "D": ("dag", "dagen", "day", "days"),
}
_LETTERS = {word: letter for letter, words in _UNITS.items() for word in words}
_PARTS = re.compile(r"([0-9]+)\s*([a-z]+)", re.IGNORECASE)
_LIKE_A_PERIOD = re.compile(r"P([0-9]{1,20}[YMWD])+")  # also one that is far too long
_BETWEEN = re.compile(r"\s*(,|en|and)?\s*", re.IGNORECASE)

_WRONG = _("Write a number of years, months, weeks or days, such as: 24 months.")
_OUTSIDE = _("Choose a period from %(shortest)s to %(longest)s.")


class PeriodField(forms.RegexField):
    """Shown as ``24 months``; read as that, or as the study file has it: ``P24M``. Within the study's bounds."""

    def __init__(self, **more: Any) -> None:
        super().__init__(PERIOD_PATTERN, max_length=60, error_messages={"invalid": _WRONG}, **more)

    def prepare_value(self, value: Any) -> Any:
        """Show in words."""
        return period(value) if isinstance(value, str) and re.fullmatch(PERIOD_PATTERN, value) else value

    def to_python(self, value: Any) -> str:
        """Read words."""
        text = super().to_python(value) or ""
        return period_of(text) or text

    def validate(self, value: Any) -> None:
        """Refuse a period that no study can have, long before a launch would compute with it."""
        super().validate(value)
        if _LIKE_A_PERIOD.fullmatch(value) and (too_short(value) or too_long(value)):
            allowed = {"shortest": period(SHORTEST), "longest": period(LONGEST)}
            raise forms.ValidationError(_OUTSIDE % allowed)


def period_of(text: str) -> str:
    """Return ``1 year and 6 months`` as ``P1Y6M``; nothing where it is no such text."""
    parts = _PARTS.findall(text)
    letters = [_LETTERS.get(word.lower(), "") for _, word in parts]
    if not parts or not all(letters) or not all(map(_BETWEEN.fullmatch, _PARTS.split(text)[::3])):
        return ""
    return "P" + "".join(
        f"{number.lstrip('0') or 0}{letter}" for (number, _), letter in zip(parts, letters, strict=True)
    )
