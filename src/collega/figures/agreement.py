"""Where participants agree, and where they differ."""

from __future__ import annotations

from typing import Any

import altair as alt
import polars as pl

from collega.figures.colours import GRID, MAIN, QUIET
from collega.figures.figure import SCREEN, Figure, Style, values
from collega.figures.wording import listed, number
from collega.study.text import Language

_LABELLED = 6
_EDGE = 0.03  # so that dots at the ends do not touch the labels of the axis


def agreement_figure(frame: pl.DataFrame, *, language: Language, style: Style = SCREEN) -> Figure:
    """Draw every scenario as a dot: how positive the answers are, and how far they agree.

    Parameters
    ----------
    frame : polars.DataFrame
        ``scenario`` (id), ``positive`` (share, 0..1) and ``agreement`` (1 is full agreement); no nulls.
    """
    rows = frame.to_dicts()
    width = style.width - (60 if style.above else 90)
    labelled = [row | {"text": row["scenario"]} for row in _labelled(frame, SCREEN.width / style.width)]
    words = {
        "nl": ("aandeel positieve antwoorden", "overeenstemming"),
        "en": ("share of positive answers", "agreement"),
    }[language]
    low = min([0.0, *frame["agreement"].to_list()])
    grid: dict[str, Any] = {"grid": True, "gridColor": GRID}
    x = alt.X(
        "positive:Q",
        scale=alt.Scale(domain=[-_EDGE, 1 + _EDGE], nice=False),
        axis=alt.Axis(
            title=words[0],
            labelExpr="format(100 * datum.value, 'd') + '%'",
            values=[0, 0.2, 0.4, 0.6, 0.8, 1],
            **grid,
        ),
    )
    text = "format(datum.value, '.1f')"
    y = alt.Y(
        "agreement:Q",
        scale=alt.Scale(domain=[low, 1 + _EDGE], nice=False),
        axis=alt.Axis(
            title=words[1], labelExpr=f"replace({text}, '.', ',')" if language == "nl" else text, tickCount=5, **grid
        ),
    )
    base = alt.Chart(values(rows)).encode(x=x, y=y)
    chart = alt.layer(
        base.mark_point(filled=True, size=75, color=MAIN, opacity=0.75, stroke="#ffffff", strokeWidth=0.7),
        alt.Chart(values(labelled))
        .mark_text(align="left", dx=8, fontSize=style.size - 1, color=QUIET)
        .encode(x=x, y=y, text="text:N"),
    ).properties(width=width, height=190)
    return Figure(chart=chart, alt=_describe(frame, language), style=style)


def _labelled(frame: pl.DataFrame, tight: float) -> list[dict[str, Any]]:
    """Return the scenarios that are named: those at both ends, and then more, as far as their names are free."""
    rows = frame.sort("agreement", maintain_order=True).to_dicts()
    chosen: list[dict[str, Any]] = []
    for place in range(len(rows)):  # in turn from the bottom and from the top
        row = rows[place // 2] if place % 2 == 0 else rows[-1 - place // 2]
        free = not any(_runs_into(row, neighbour, tight) for neighbour in rows if neighbour is not row)
        free &= not any(_runs_into(row, neighbour, tight) or _runs_into(neighbour, row, tight) for neighbour in chosen)
        if len(chosen) < _LABELLED and (place < 2 or free):
            chosen.append(row)
    return chosen


def _runs_into(row: dict[str, Any], neighbour: dict[str, Any], tight: float) -> bool:
    """Whether the name to the right of a dot would touch another dot."""
    room = tight * (0.025 + 0.0125 * len(row["scenario"]))
    beside, above = float(neighbour["positive"] - row["positive"]), float(neighbour["agreement"] - row["agreement"])
    return 0 <= beside < room and abs(above) < 0.05


def _describe(frame: pl.DataFrame, language: Language) -> str:
    ordered = frame.sort("agreement")
    least = [f"{row['scenario']} ({number(row['agreement'], language, 2)})" for row in ordered.head(3).to_dicts()]
    agreed = [f"{row['scenario']} ({number(row['agreement'], language, 2)})" for row in ordered.tail(3).to_dicts()]
    if language == "nl":
        return (
            f"Punten met de overeenstemming in {frame.height} scenario’s. Minste overeenstemming: "
            f"{listed(least, language)}; meeste: {listed(agreed, language)}."
        )
    return (
        f"Dots with the agreement in {frame.height} scenarios. Least agreement: {listed(least, language)}; "
        f"most: {listed(agreed, language)}."
    )
