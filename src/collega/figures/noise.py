"""How much colleagues differ: what the variation is made of, and how many to ask."""

from __future__ import annotations

from typing import Any

import altair as alt
import polars as pl

from collega.figures.bars import Bar, bars_with_intervals
from collega.figures.colours import GRID, LIGHT, MAIN, QUIET
from collega.figures.figure import SCREEN, Figure, Style, values
from collega.figures.rows import label_width
from collega.figures.wording import number, percent, wrap
from collega.study.text import Language

_LABEL_WIDTH, _LINE = 24, 34  # beside the bars, and at most above them
_FILLS = {"level": MAIN, "pattern": MAIN, "occasion": LIGHT}  # dark: differences between people
_MOST_SHOWN = 51  # colleagues: further on the curve hardly rises


def variation_figure(frame: pl.DataFrame, *, language: Language, style: Style = SCREEN) -> Figure:
    """Draw the parts of the variation as bars with intervals; dark where people differ, light where the moment does.

    Parameters
    ----------
    frame : polars.DataFrame
        ``part`` (``level``, ``pattern`` or ``occasion``), ``label``, ``share``, ``low`` and ``high`` (0..1).
    """
    bars: list[Bar] = [
        {
            "label": wrap(row["label"], min(label_width(style, _LABEL_WIDTH), _LINE)),
            "value": row["share"],
            "low": row["low"],
            "high": row["high"],
            "fill": _FILLS[row["part"]],
            "edge": MAIN,
            "text": percent(row["share"], language),
        }
        for row in frame.iter_rows(named=True)
    ]
    parts = [
        f"{row['label']} {percent(row['share'], language)} ({_between(row, language)})"
        for row in frame.iter_rows(named=True)
    ]
    start = {"nl": "Staven met de delen van het verschil: ", "en": "Bars with the parts of the variation: "}[language]
    chart = bars_with_intervals(bars, style, _LABEL_WIDTH)
    return Figure(chart=chart, alt=start + "; ".join(parts) + ".", style=style)


def majority_figure(frame: pl.DataFrame, *, stable: float, language: Language, style: Style = SCREEN) -> Figure:
    """Draw how often the majority of some colleagues is on the side of most, against how many were asked.

    Parameters
    ----------
    frame : polars.DataFrame
        ``colleagues`` (odd, rising), ``share``, ``low`` and ``high`` (0..1).
    stable : float
        How often is often enough: a dashed line.
    """
    visible = frame.filter(pl.col("colleagues") <= _MOST_SHOWN)
    words = {
        "nl": ("hoeveel collega’s u vraagt", "meerderheid aan de kant van de meeste collega’s"),
        "en": ("how many colleagues you ask", "majority on the side of most colleagues"),
    }[language]
    lowest = min(0.5, float(visible["low"].min() or 0.5))  # type: ignore[arg-type]
    grid: dict[str, Any] = {"grid": True, "gridColor": GRID}
    x = alt.X(
        "colleagues:Q",
        scale=alt.Scale(domain=[0, _MOST_SHOWN + 1], nice=False),
        axis=alt.Axis(title=words[0], values=[1, 5, 9, 15, 25, 51], **grid),
    )
    y_axis = alt.Axis(title=None, labelExpr="format(100 * datum.value, 'd') + '%'", tickCount=5, **grid)
    y = alt.Y("share:Q", scale=alt.Scale(domain=[lowest, 1.0], nice=False), axis=y_axis)
    base = alt.Chart(values(visible.to_dicts())).encode(x=x)
    target = alt.Chart(values([{"share": stable}])).mark_rule(color=QUIET, strokeDash=[5, 4], strokeWidth=1.2)
    chart = alt.layer(
        base.mark_area(color=LIGHT, opacity=0.8).encode(y=alt.Y("low:Q", scale=y["scale"], axis=y_axis), y2="high:Q"),
        target.encode(y=y),
        base.mark_line(color=MAIN, strokeWidth=1.8).encode(y=y),
        base.mark_point(filled=True, color=MAIN, size=35, opacity=1).encode(y=y),
    ).properties(
        width=style.width - (60 if style.above else 80),
        height=220,
        title=alt.TitleParams(words[1], fontWeight="normal"),
    )
    return Figure(chart=chart, alt=_describe(visible, stable, language), style=style)


def _describe(frame: pl.DataFrame, stable: float, language: Language) -> str:
    rows = [row for row in frame.iter_rows(named=True) if row["colleagues"] in (1, 3, 5, 9, 15, 25, _MOST_SHOWN)]
    pairs = "; ".join(f"{row['colleagues']}: {percent(row['share'], language)}" for row in rows)
    if language == "nl":
        return (
            f"Lijn met hoe vaak de meerderheid van zoveel collega’s aan de kant van de meeste staat: {pairs}. "
            f"Stippellijn bij {number(100 * stable, language)}%."
        )
    return (
        f"Line with how often the majority of so many colleagues is on the side of most: {pairs}. Dashed line at "
        f"{number(100 * stable, language)}%."
    )


def _between(row: dict[str, Any], language: Language) -> str:
    low, high = percent(row["low"], language), percent(row["high"], language)
    return {"nl": f"tussen {low} en {high}", "en": f"between {low} and {high}"}[language]
