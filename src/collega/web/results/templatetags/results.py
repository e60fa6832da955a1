"""Numbers as readers expect them, and bars."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import get_language, gettext

from collega.figures.wording import number, percent, signed
from collega.report.prose import Prose, thousands
from collega.web.records.languages import engine_language

register = template.Library()


@register.filter
def cell(value: Any, kind: str) -> str:
    """Write a raw value of a table by the kind of its column."""
    language = engine_language(get_language())
    if value is None:
        return "–" if kind in {"p", "points", "percent", "logits"} else gettext("not shown")
    if kind == "text":
        return str(value)
    if kind == "count":
        return thousands(int(value), language)
    if kind == "p":
        return Prose(language).p_value(value).removeprefix("=\u00a0")
    formats = {"share": lambda: percent(value, language), "percent": lambda: number(value, language) + "%"}
    formats |= {"points": lambda: number(value, language, 1), "logits": lambda: signed(value, language, 2)}
    return formats.get(kind, lambda: number(value, language, 2))()


@register.filter
def points(value: float) -> str:
    """Write percentage points with their sign."""
    return signed(value, engine_language(get_language()), 0 if abs(value) >= 10 else 1)


@register.filter
def along(share: float, width: Any = 100) -> str:
    """Return a share as a coordinate along a bar of this width, with a point whatever the language."""
    return f"{float(width) * float(share):.2f}"


@register.filter
def plain(value: float) -> str:
    """Return a coordinate with a point whatever the language."""
    return f"{float(value):.2f}"


@register.filter
def spread(row: Any) -> str:
    """Return the width of an interval (``low``, ``high``, 0..1) along a bar of 100."""
    return f"{100 * (row['high'] - row['low']):.2f}"


@register.filter
def forms(text: str) -> list[str]:
    """Return the words of a text."""
    return text.split()
