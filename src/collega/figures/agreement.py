"""Where participants agree, and where they differ."""

from __future__ import annotations

from typing import Any

import altair as alt
import polars as pl

from collega.figures.colours import GRID, MAIN, QUIET
from collega.figures.figure import SCREEN, Figure, Style, values
from collega.figures.wording import listed, number
from collega.study.text import Language

_LABELLED = 8


def agreement_figure(frame: pl.DataFrame, *, language: Language, style: Style = SCREEN) -> Figure:
    """Draw every scenario as a dot: how positive the answers are, and how far they agree.

    Parameters
    ----------
    frame : polars.DataFrame
        ``scenario`` (id), ``positive`` (share, 0..1) and ``agreement`` (1 is full agreement); no nulls.
    """
    split = _labelled(frame)
    rows = [row | {"text": row["scenario"] if row["scenario"] in split else ""} for row in frame.iter_rows(named=True)]
    words = {
        "nl": ("aandeel positieve antwoorden", "overeenstemming"),
        "en": ("share of positive answers", "agreement"),
    }[language]
    low = min([0.0, *frame["agreement"].to_list()])
    grid: dict[str, Any] = {"grid": True, "gridColor": GRID}
    x = alt.X(
        "positive:Q",
        scale=alt.Scale(domain=[0, 1]),
        axis=alt.Axis(title=words[0], labelExpr="format(100 * datum.value, 'd') + '%'", tickCount=5, **grid),
    )
    text = "format(datum.value, '.1f')"
    y = alt.Y(
        "agreement:Q",
        scale=alt.Scale(domain=[low, 1]),
        axis=alt.Axis(
            title=words[1], labelExpr=f"replace({text}, '.', ',')" if language == "nl" else text, tickCount=5, **grid
        ),
    )
    base = alt.Chart(values(rows)).encode(x=x, y=y)
    chart = alt.layer(
        base.mark_point(filled=True, size=75, color=MAIN, opacity=0.75, stroke="#ffffff", strokeWidth=0.7),
        base.mark_text(align="left", dx=7, dy=1, fontSize=style.size - 2, color=QUIET).encode(text="text:N"),
    ).properties(width=style.width - 90, height=235)
    return Figure(chart=chart, alt=_describe(frame, language), style=style)


def _labelled(frame: pl.DataFrame) -> set[str]:
    """Return the scenarios with least agreement, leaving out those whose names would run into each other."""
    chosen: list[dict[str, float]] = []
    names: set[str] = set()
    for row in frame.sort("agreement").iter_rows(named=True):
        near = (
            abs(row["positive"] - other["positive"]) < 0.07 and abs(row["agreement"] - other["agreement"]) < 0.06
            for other in chosen
        )
        if len(names) < _LABELLED and not any(near):
            chosen.append(row)
            names.add(row["scenario"])
    return names


def _describe(frame: pl.DataFrame, language: Language) -> str:
    ordered = frame.sort("agreement")
    least = [f"{row['scenario']} ({number(row['agreement'], language, 2)})" for row in ordered.head(3).to_dicts()]
    most = [f"{row['scenario']} ({number(row['agreement'], language, 2)})" for row in ordered.tail(3).to_dicts()]
    if language == "nl":
        return (
            f"Punten met de overeenstemming in {frame.height} scenario's. Minste overeenstemming: "
            f"{listed(least, language)}; meeste: {listed(most, language)}."
        )
    return (
        f"Dots with the agreement in {frame.height} scenarios. Least agreement: {listed(least, language)}; "
        f"most: {listed(most, language)}."
    )
