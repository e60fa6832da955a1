"""Rows of a chart: labels of several lines, in the middle of their row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import altair as alt

from collega.figures.figure import Style

BREAK = "split(datum.label, '\\n')"
_MOST_LINES = 6


def row_axis(labels: Sequence[str], style: Style, *, extent: int | None = None) -> alt.Y:
    """Return the vertical encoding of these labels, drawn in order; ``extent`` fixes the room they take, pixels."""
    fixed: dict[str, Any] = {} if extent is None else {"minExtent": extent, "maxExtent": extent}
    line = style.size + 2
    axis = alt.Axis(
        labelExpr=BREAK,
        labelLineHeight=line,
        labelPadding=8,
        labelOffset=_by_lines(lambda more: -more * line / 2),
        **fixed,
    )
    return alt.Y("label:N", sort=list(labels), title=None, axis=axis)


def column_axis(name: str, labels: Sequence[str], style: Style) -> alt.X:
    """Return the horizontal encoding of labels that stand above their columns."""
    line = style.size + 1
    axis = alt.Axis(
        orient="top",
        labelAngle=0,
        labelExpr=BREAK,
        labelFontSize=style.size - 1,
        labelLineHeight=line,
        labelPadding=_by_lines(lambda more: 6 + more * line),
    )
    return alt.X(f"{name}:N", sort=list(labels), title=None, axis=axis)


def row_height(labels: Iterable[str], style: Style, least: int = 26) -> int:
    """Return the height that every row needs, pixels."""
    lines = max((label.count("\n") + 1 for label in labels), default=1)
    return max(least, (style.size + 2) * lines + 5)


def _by_lines(value: Any) -> dict[str, Any]:
    """Return a label property that depends on the number of lines after the first."""
    conditions = [
        {"test": f"length(split(datum.value, '\\n')) == {more + 1}", "value": value(more)}
        for more in range(1, _MOST_LINES)
    ]
    return {"condition": conditions, "value": value(0)}
