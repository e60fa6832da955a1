"""Numbers as readers expect them, and bars."""

from __future__ import annotations

import re
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from collega.colleague import end_texts, percent_text
from collega.exhibits import written
from collega.figures.wording import signed
from collega.prose import Prose
from collega.web.records.languages import engine_language

register = template.Library()
_CITED = re.compile(r"(‘[^‘]*?’(?!\w)|“[^”]*”)")
_LONG = 200  # characters
_ENDED = re.compile(r"[.!?][)]? $")
_NEXT = re.compile(r"(?<=[.!?]) (?=[A-ZÀ-Þ])")


@register.filter
def cell(value: Any, kind: str) -> str:
    """Write a raw value of a table by the kind of its column."""
    return written(value, kind, engine_language(get_language()))


@register.filter
def compared(p_value: float) -> str:
    """Write a p-value with its sign of comparison."""
    return Prose(engine_language(get_language())).p_value(p_value)


@register.filter
def points(value: float) -> str:
    """Write percentage points with their sign."""
    return signed(value, engine_language(get_language()), 0 if abs(value) >= 10 else 1)


@register.filter
def whole_points(value: float) -> str:
    """Write percentage points whole, with their sign: what a share earns."""
    return signed(value, engine_language(get_language()))


@register.filter
def share(value: float) -> str:
    """Write a share as people read it."""
    return percent_text(value, engine_language(get_language()))


@register.filter
def ends(row: Any) -> str:
    """Write an interval (``low``, ``high``, 0..1): 39–43%."""
    low, high = end_texts((row["low"], row["high"]), engine_language(get_language()))
    return low if low == high else f"{low.removesuffix('%')}–{high}"


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
def labelled(text: str) -> str:
    """Return what stands before a level: a name with a colon, a question as it is."""
    return text if text.endswith(("?", ":")) else f"{text}:"


@register.filter
def forms(text: str) -> list[str]:
    """Return the words of a text."""
    return text.split()


@register.filter
def sentences(text: str) -> SafeString:
    """Set what a text cites of the study apart from what it says; of a long one put every sentence on a line."""
    lines: list[list[str]] = [[]]
    for place, part in enumerate(_CITED.split(text)):
        if place % 2:
            if lines[-1] and _ENDED.search(lines[-1][-1]):  # a sentence that begins with what it cites
                lines[-1][-1] = lines[-1][-1].rstrip()
                lines.append([])
            lines[-1].append(format_html('<span class="cited">{}</span>', part))
            continue
        first, *following = _NEXT.split(part)
        lines[-1].append(first)
        lines += [[sentence] for sentence in following]
    paragraphs = [(format_html_join("", "{}", ((part,) for part in line)),) for line in lines]
    if len(text) < _LONG:
        return format_html_join(" ", "{}", paragraphs)
    return format_html_join(" ", '<span class="sentence">{}</span>', paragraphs)
