"""How heavily each criterion weighs."""

from __future__ import annotations

from typing import Any

import altair as alt
import polars as pl

from collega.figures.colours import INK, LIGHT, MAIN, QUIET
from collega.figures.figure import SCREEN, Figure, Style, values
from collega.figures.rows import row_axis, row_height
from collega.figures.wording import number, quoted, wrap
from collega.study.definition import Study
from collega.study.text import Language

LABEL_WIDTH = 50


def importance_figure(frame: pl.DataFrame, study: Study, *, language: Language, style: Style = SCREEN) -> Figure:
    """Draw importance as bars with intervals; a light bar is a criterion whose weight is not demonstrated.

    Parameters
    ----------
    frame : polars.DataFrame
        ``criterion`` (key; drawn in order), ``percent`` (0..100), ``low`` and ``high`` (ends of the 90% interval, or
        null) and ``demonstrated`` (whether it differs from nothing; null where that was not tested).
    """
    rows = [
        {
            "label": wrap(study.criterion(row["criterion"]).text.say(language), LABEL_WIDTH),
            "percent": row["percent"],
            "low": row["low"],
            "high": row["high"],
            "end": max(row["percent"], row["high"] or 0.0),
            "fill": LIGHT if row["demonstrated"] is False else MAIN,
            "text": number(row["percent"], language) + "%",
        }
        for row in frame.iter_rows(named=True)
    ]
    reach = 1.12 * max([row["end"] for row in rows] + [1.0])
    x = alt.X("percent:Q", scale=alt.Scale(domain=[0, reach], nice=False), axis=None)
    labels = [str(row["label"]) for row in rows]
    y = row_axis(labels, style)
    base = alt.Chart(values(rows)).encode(y=y)
    bars = base.mark_bar(stroke=MAIN, strokeWidth=1, height={"band": 0.62}).encode(
        x=x, color=alt.Color("fill:N", scale=None)
    )
    layers: list[Any] = [bars]
    with_interval = [row for row in rows if row["low"] is not None]
    if with_interval:
        whiskers = alt.Chart(values(with_interval)).encode(y=y, x=alt.X("low:Q", axis=None), x2="high:Q")
        layers += [
            whiskers.mark_rule(color="#ffffff", strokeWidth=4.5),
            whiskers.mark_rule(color=INK, strokeWidth=1.6),
            _end(with_interval, "low", y),
            _end(with_interval, "high", y),
        ]
    layers.append(base.mark_text(align="left", dx=6, fontWeight="bold").encode(x="end:Q", text="text:N"))
    chart = alt.layer(*layers).properties(
        width=style.width - int(LABEL_WIDTH * style.character) - 20,
        height=row_height(labels, style) * len(rows),
    )
    return Figure(chart=chart, alt=_describe(frame, study, language), style=style)


def _end(rows: list[dict[str, object]], name: str, y: alt.Y) -> Any:
    return alt.Chart(values(rows)).mark_tick(color=QUIET, thickness=1.4, height=8).encode(y=y, x=f"{name}:Q")


def _describe(frame: pl.DataFrame, study: Study, language: Language) -> str:
    parts = [
        f"{quoted(study.criterion(key).text.say(language), language)} {number(percent, language)}%"
        for key, percent in zip(frame["criterion"], frame["percent"], strict=True)
    ]
    start = {"nl": "Staven met het belang van elk criterium: ", "en": "Bars with the importance of each criterion: "}
    return start[language] + "; ".join(parts) + "."
