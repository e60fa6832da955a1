"""Bars with intervals, in rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypedDict

import altair as alt

from collega.figures.colours import INK, MAIN
from collega.figures.figure import Style, values
from collega.figures.rows import bar_height, label_room, row_axis, row_height, shift


class Bar(TypedDict):
    """A bar: its label, length and interval (or none), colours, and what is written behind it."""

    label: str
    value: float
    low: float | None
    high: float | None
    fill: str
    edge: str
    text: str


def bars_with_intervals(bars: Sequence[Bar], style: Style, label_characters: int) -> alt.TopLevelMixin:
    """Draw bars in this order; the interval is white where it lies on a dark bar."""
    far = [max(bar["value"], bar["high"] or 0.0) for bar in bars]
    rows = [dict(bar) | {"end": end} for bar, end in zip(bars, far, strict=True)]
    reach = 1.12 * max([*far, 0.01])
    x = alt.X("value:Q", scale=alt.Scale(domain=[0, reach], nice=False), axis=None)
    labels = [bar["label"] for bar in bars]
    y, down = row_axis(labels, style), shift(labels, style)
    base = alt.Chart(values(rows)).encode(y=y)
    marks = base.mark_bar(strokeWidth=1, height=bar_height(0.62, style), yOffset=down).encode(
        x=x, fill=alt.Fill("fill:N", scale=None), stroke=alt.Stroke("edge:N", scale=None)
    )
    layers: list[Any] = [marks]
    pieces = [piece for bar in bars for piece in _whisker(bar)]
    if pieces:
        line = alt.Chart(values(pieces)).encode(y=y, color=alt.Color("ink:N", scale=None))
        ends = alt.Chart(values([piece for piece in pieces if piece["end"] is not None]))
        layers += [
            line.mark_rule(strokeWidth=1.8, yOffset=down, y2Offset=down).encode(
                x=alt.X("from:Q", axis=None), x2="to:Q"
            ),
            ends.mark_tick(thickness=1.6, height=9, yOffset=down).encode(
                y=y, x="end:Q", color=alt.Color("ink:N", scale=None)
            ),
        ]
    layers.append(base.mark_text(align="left", dx=6, dy=down, fontWeight="bold").encode(x="end:Q", text="text:N"))
    chart: alt.TopLevelMixin = alt.layer(*layers).properties(
        width=style.width - label_room(style, label_characters) - 20,
        height=row_height(labels, style) * len(rows),
    )
    return chart


def _whisker(bar: Bar) -> list[dict[str, Any]]:
    """Return the interval in pieces: white where it lies on a dark bar, dark elsewhere."""
    low, high = bar["low"], bar["high"]
    if low is None or high is None:
        return []
    border = min(max(bar["value"], low), high) if bar["fill"] == MAIN else low
    pieces = [(low, border, "#ffffff", low), (border, high, INK, high)]
    if border == low:
        pieces = [(low, high, INK, low), (low, high, INK, high)]
    return [
        {"label": bar["label"], "from": start, "to": stop, "ink": ink, "end": end} for start, stop, ink, end in pieces
    ]
