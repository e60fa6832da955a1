"""Two shares of every scenario of a session: before and after a talk, or guessed and true."""

from __future__ import annotations

from typing import Any

import altair as alt
import polars as pl

from collega.figures.colours import AGAINST, GRID, INK, MAIN, QUIET
from collega.figures.figure import SCREEN, Figure, Style, values
from collega.figures.rows import label_room, label_width, row_axis, row_height, shift
from collega.figures.wording import number, percent, signed, wrap
from collega.study.text import Language

_WIDTH = 22
_TEXT = 130  # room of a difference with its interval, pixels
_EDGE = 0.03
_TO = {"nl": "tot", "en": "to"}


def session_figure(
    frame: pl.DataFrame, *, names: tuple[str, str], heading: str, language: Language, style: Style = SCREEN
) -> Figure:
    """Draw both shares of every scenario as points with a line between them, and the difference in figures.

    Parameters
    ----------
    frame : polars.DataFrame
        ``label``, ``one`` and ``other`` (shares, 0..1), ``difference``, ``low`` and ``high`` (points, or null).
    names : tuple of str
        What ``one`` and ``other`` are.
    heading : str
        Above the differences.
    """
    rows = [_row(row, language, style) for row in frame.iter_rows(named=True)]
    labels = [str(row["label"]) for row in rows]
    y, down = row_axis(labels, style), shift(labels, style)
    scale = alt.Scale(domain=[-_EDGE, 1 + _EDGE], nice=False)
    axis = alt.Axis(
        title={"nl": "aandeel positief", "en": "share positive"}[language],
        labelExpr="format(100 * datum.value, 'd') + '%'", values=[0, 0.25, 0.5, 0.75, 1], grid=not style.above,
        gridColor=GRID,
    )  # fmt: skip
    x = alt.X("one:Q", scale=scale, axis=axis)
    line = (
        alt.Chart(values(rows)).mark_rule(strokeWidth=2.2, color=QUIET, yOffset=down, y2Offset=down)
        .encode(x=x, x2="other:Q", y=y)
    )  # fmt: skip
    points = [
        {"label": row["label"], "at": row[name], "which": name_of}
        for name, name_of in zip(("one", "other"), names, strict=True)
        for row in rows
    ]
    legend = alt.Legend(title=None, orient="top", symbolOpacity=1, symbolSize=110)
    looks = {"fill": [AGAINST, MAIN], "shape": ["diamond", "circle"]}
    marks = (
        alt.Chart(values(points)).mark_point(filled=True, size=105, stroke=INK, strokeWidth=0.7, yOffset=down)
        .encode(
            x=alt.X("at:Q", scale=scale, axis=axis), y=y,
            fill=alt.Fill("which:N", scale=alt.Scale(domain=list(names), range=looks["fill"]), legend=legend,
                          sort=list(names)),
            shape=alt.Shape("which:N", scale=alt.Scale(domain=list(names), range=looks["shape"]), legend=legend),
        )
    )  # fmt: skip
    height = row_height(labels, style) * max(len(rows), 1)
    plot = alt.layer(line, marks).properties(width=style.width - label_room(style, _WIDTH) - _TEXT - 30, height=height)
    differences = _differences(rows, labels, down, heading, style).properties(width=_TEXT, height=height)
    chart = (plot | differences).properties(spacing=8).resolve_scale(y="shared")
    return Figure(chart=chart, alt=_describe(frame, names, heading, language), style=style)


def _row(row: dict[str, Any], language: Language, style: Style) -> dict[str, Any]:
    text = difference_text(row, language)
    label = wrap(row["label"], label_width(style, _WIDTH))
    return {"label": label, "one": row["one"], "other": row["other"], "text": text}


def difference_text(row: dict[str, Any], language: Language) -> str:
    """Write a difference in points with its interval; nothing where there is none."""
    if row["difference"] is None or row["low"] is None:
        return ""
    low, high = (number(row[end], language) for end in ("low", "high"))
    return f"{signed(row['difference'], language)} ({low} {_TO[language]} {high})"


def _differences(rows: list[dict[str, Any]], labels: list[str], down: float, heading: str, style: Style) -> Any:
    title = alt.Title(heading, fontWeight="normal", fontSize=style.size, color=QUIET, anchor="middle")
    y = alt.Y("label:N", sort=labels, axis=None)
    return alt.Chart(values(rows), title=title).mark_text(dy=down).encode(y=y, text="text:N")


def _describe(frame: pl.DataFrame, names: tuple[str, str], heading: str, language: Language) -> str:
    parts = []
    for row in frame.iter_rows(named=True):
        difference = difference_text(row, language)
        first, second = (percent(row[side], language) for side in ("one", "other"))
        parts.append(
            f"{row['label']}: {names[0]} {first}, {names[1]} {second}"
            + (f", {heading} {difference}" if difference else "")
        )
    start = {"nl": "Punten met twee aandelen per scenario. ", "en": "Points with two shares per scenario. "}[language]
    return start + "; ".join(parts) + "."
