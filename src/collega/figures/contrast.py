"""How heavily two groups weigh each criterion, in one chart: the clearest differences first."""

from __future__ import annotations

from typing import Any

import altair as alt
import polars as pl

from collega.figures.colours import AGAINST, GRID, INK, MAIN, QUIET
from collega.figures.figure import SCREEN, Figure, Style, values
from collega.figures.rows import label_room, label_width, row_axis, row_height, shift
from collega.figures.wording import number, quoted, signed, wrap
from collega.study.definition import Study
from collega.study.text import Language

_WIDTH = 34
_TEXT = 136  # room of a difference with its interval, pixels
_TO = {"nl": "tot", "en": "to"}
_BESIDE = 26  # characters of a group's name, to stand beside the other in the legend


def contrast_figure(
    frame: pl.DataFrame, study: Study, *, groups: tuple[str, str], language: Language, style: Style = SCREEN
) -> Figure:
    """Draw the importance of every criterion in two groups as points, with the interval of the difference.

    The interval is drawn around the first group's point, as far from the other's as the difference may be: where it
    does not reach the other point, the difference is clear. Such rows are dark; the others are grey.

    Parameters
    ----------
    frame : polars.DataFrame
        As :func:`collega.insight.weight_contrast` returns; drawn in order.
    groups : tuple of str
        What the two are called.
    """
    first, second = (wrap(name, int(style.width / style.character) - 6, 2) for name in groups)
    rows = [_row(row, study, language, style) for row in frame.iter_rows(named=True)]
    labels = [str(row["label"]) for row in rows]
    y, down = row_axis(labels, style), shift(labels, style)
    ends = [value for row in rows for value in (row["percent"], row["other"], row["low"], row["high"])]
    low, high = min([0.0, *ends]), 1.04 * max([1.0, *ends])
    scale = alt.Scale(domain=[low, high], nice=False)
    axis = alt.Axis(
        title={"nl": "belang", "en": "importance"}[language],
        labelExpr="format(datum.value, 'd') + '%'",
        values=_ticks(high),
        grid=not style.above,
        gridColor=GRID,
    )
    x = alt.X("percent:Q", scale=scale, axis=axis)
    base = alt.Chart(values(rows)).encode(y=y)
    span = base.mark_rule(strokeWidth=2.2, yOffset=down, y2Offset=down).encode(
        x=alt.X("low:Q", scale=scale, axis=axis), x2="high:Q", color=alt.Color("ink:N", scale=None)
    )
    points = [
        {"label": row["label"], "at": row[name], "group": group, "opacity": 1.0 if row["clear"] else 0.5}
        for name, group in (("other", second), ("percent", first))
        for row in rows
    ]
    legend = alt.Legend(
        title=None, orient="top", columns=1 if max(map(len, groups)) > _BESIDE else 0, symbolOpacity=1, symbolSize=110
    )
    colours = alt.Scale(domain=[first, second], range=[MAIN, AGAINST])
    marks = (
        alt.Chart(values(points))
        .mark_point(filled=True, size=105, stroke=INK, strokeWidth=0.7, yOffset=down)
        .encode(
            x=alt.X("at:Q", scale=scale, axis=axis),
            y=y,
            fill=alt.Fill("group:N", scale=colours, sort=[first, second], legend=legend),
            shape=alt.Shape(
                "group:N", scale=alt.Scale(domain=[first, second], range=["circle", "diamond"]), legend=legend
            ),
            opacity=alt.Opacity("opacity:Q", scale=None, legend=None),
        )
    )
    height = row_height(labels, style) * max(len(rows), 1)
    plot = alt.layer(base.mark_rule(opacity=0).encode(x=x), span, marks).properties(
        width=style.width - label_room(style, _WIDTH) - _TEXT - 30, height=height
    )
    chart = (
        plot | _differences(rows, labels, down, language, style).properties(width=_TEXT, height=height)
    ).properties(spacing=8)
    return Figure(chart=chart.resolve_scale(y="shared"), alt=_describe(frame, study, groups, language), style=style)


def _row(row: dict[str, Any], study: Study, language: Language, style: Style) -> dict[str, Any]:
    return {
        "label": wrap(study.criterion(row["criterion"]).name(language), label_width(style, _WIDTH)),
        "percent": row["percent"],
        "other": row["other_percent"],
        "low": row["other_percent"] + row["low"],
        "high": row["other_percent"] + row["high"],
        "clear": row["clear"],
        "ink": INK if row["clear"] else QUIET,
        "weight": "bold" if row["clear"] else "normal",
        "text": difference_text(row, language),
    }


def difference_text(row: dict[str, Any], language: Language) -> str:
    """Write a difference in points with its interval, one decimal: most are small."""
    low, high = (number(row[end], language, 1) for end in ("low", "high"))
    text = signed(row["difference"], language, 1)
    return text if low == high else f"{text} ({low} {_TO[language]} {high})"


def _differences(rows: list[dict[str, Any]], labels: list[str], down: float, language: Language, style: Style) -> Any:
    """Return a column with the difference of every row in figures."""
    title = {"nl": "verschil in punten", "en": "difference, points"}[language]
    hidden = alt.Y("label:N", sort=labels, axis=None)
    heading = alt.Title(title, fontWeight="normal", fontSize=style.size, color=QUIET, anchor="middle")
    base = alt.Chart(values(rows), title=heading).encode(y=hidden, text="text:N")
    return alt.layer(
        *(
            base.transform_filter(f"datum.weight == '{weight}'").mark_text(fontWeight=weight, dy=down)
            for weight in ("bold", "normal")
        )
    )


def _ticks(high: float) -> list[float]:
    step = next(step for step in (5, 10, 20, 25, 50) if high / step < 6)
    return [float(step * place) for place in range(int(high / step) + 1)]


def _describe(frame: pl.DataFrame, study: Study, groups: tuple[str, str], language: Language) -> str:
    first, second = groups
    start = {
        "nl": f"Punten met het belang van elk criterium: {first}, naast {second}, met het verschil in procentpunten. ",
        "en": f"Points with the importance of each criterion: {first}, beside {second}, with the difference in "
        "percentage "
        "points. ",
    }[language]
    against = {"nl": "tegen", "en": "against"}[language]
    clear = {"nl": "duidelijk verschil", "en": "clear difference"}[language]
    parts = [
        f"{quoted(study.criterion(row['criterion']).name(language), language)} {number(row['percent'], language)}% "
        f"{against} {number(row['other_percent'], language)}%, {difference_text(row, language)}"
        + (f", {clear}" if row["clear"] else "")
        for row in frame.iter_rows(named=True)
    ]
    return start + "; ".join(parts) + "."
