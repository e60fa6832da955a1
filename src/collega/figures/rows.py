"""Rows of a chart: labels of several lines, in the middle of their row; above it in a narrow figure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import altair as alt

from collega.figures.figure import Style, values

BREAK = "split(datum.label, '\\n')"
_MOST_LINES = 6
_BELOW = 28  # of a narrow row: what stands under its label, pixels
_INSIDE = 2  # characters that a label above a row leaves free


def label_width(style: Style, beside: int) -> int:
    """Return how many characters a label has on a line: ``beside`` next to its row, or all the width above it."""
    return int(style.width / style.character) - _INSIDE if style.above else beside


def label_room(style: Style, beside: int) -> int:
    """Return how many pixels the labels take from the width of the rows."""
    return 0 if style.above else int(beside * style.character)


def shift(labels: Iterable[str], style: Style) -> float:
    """Return how far below the middle of its row a mark stands, pixels: under the label in a narrow figure."""
    return (row_height(labels, style) - _BELOW) / 2 if style.above else 0


def bar_height(band: float, style: Style) -> Any:
    """Return the height of a bar: a part of its row, or a number of pixels under a label."""
    return _BELOW - 12 if style.above else {"band": band}


def row_axis(labels: Sequence[str], style: Style, *, extent: int | None = None) -> alt.Y:
    """Return the vertical encoding of these labels, drawn in order; ``extent`` fixes the room they take, pixels."""
    if style.above:
        return alt.Y("label:N", sort=list(labels), title=None, axis=_above(labels, style))
    fixed: dict[str, Any] = {} if extent is None else {"minExtent": extent, "maxExtent": extent}
    line = style.size + 2
    axis = alt.Axis(
        labelExpr=BREAK,
        labelLineHeight=line,
        labelPadding=8,
        labelOffset=_by_lines(lambda extra: -extra * line / 2),
        **fixed,
    )
    return alt.Y("label:N", sort=list(labels), title=None, axis=axis)


def _above(labels: Sequence[str], style: Style) -> alt.Axis:
    """Return an axis whose labels end just above the marks of their rows."""
    line = style.size + 2
    last = row_height(labels, style) / 2 - _BELOW - line / 2
    return alt.Axis(
        labelExpr=BREAK,
        labelLineHeight=line,
        labelAlign="left",
        labelPadding=0,
        labelOffset=_by_lines(lambda extra: last - extra * line),
        minExtent=0,
        maxExtent=0,
    )


def upright(place: float, labels: Sequence[str], x: alt.X, y: alt.Y, style: Style, **look: Any) -> Any:
    """Draw a line across all rows at this value; in pieces that spare the labels where those stand above their rows.

    ``x`` encodes the field ``place``; ``y`` is what :func:`row_axis` returned.
    """
    if not style.above:
        return alt.Chart(values([{"at": place}])).mark_rule(**look).encode(x=x)
    down = shift(labels, style)
    pieces = [{"at": place, "label": label} for label in dict.fromkeys(labels)]
    half = _BELOW / 2 - 2
    line = alt.Chart(values(pieces)).mark_rule(**look, yOffset=down - half, y2Offset=down + half)
    return line.encode(x=x, y=y, y2="label:N")


def column_axis(name: str, labels: Sequence[str], style: Style) -> alt.X:
    """Return the horizontal encoding of labels that stand above their columns."""
    line = style.size + 1
    axis = alt.Axis(
        orient="top",
        labelAngle=0,
        labelExpr=BREAK,
        labelFontSize=style.size - 1,
        labelLineHeight=line,
        labelPadding=_by_lines(lambda extra: 6 + extra * line),
    )
    return alt.X(f"{name}:N", sort=list(labels), title=None, axis=axis)


def row_height(labels: Iterable[str], style: Style, least: int = 26) -> int:
    """Return the height that every row needs, pixels."""
    lines = max((label.count("\n") + 1 for label in labels), default=1)
    if style.above:
        return (style.size + 2) * lines + _BELOW + 2
    return max(least, (style.size + 2) * lines + 5)


def _by_lines(value: Any) -> dict[str, Any]:
    """Return a label property that depends on the number of lines after the first."""
    conditions = [
        {"test": f"length(split(datum.value, '\\n')) == {extra + 1}", "value": value(extra)}
        for extra in range(1, _MOST_LINES)
    ]
    return {"condition": conditions, "value": value(0)}
