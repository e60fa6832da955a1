"""How heavily each criterion weighs."""

from __future__ import annotations

from typing import Any

import altair as alt
import polars as pl

from collega.figures.colours import INK, LIGHT, MAIN, UNTESTED
from collega.figures.figure import SCREEN, Figure, Style, values
from collega.figures.rows import bar_height, label_room, label_width, row_axis, row_height, shift
from collega.figures.wording import number, quoted, wrap
from collega.study.definition import Study
from collega.study.text import Language

LABEL_WIDTH = 50
_FILLS = {True: MAIN, False: LIGHT, None: UNTESTED}  # by whether the weight is demonstrated


def importance_figure(frame: pl.DataFrame, study: Study, *, language: Language, style: Style = SCREEN) -> Figure:
    """Draw importance as bars with intervals; light where a weight is not demonstrated, grey where not tested.

    Parameters
    ----------
    frame : polars.DataFrame
        ``criterion`` (key; drawn in order), ``percent`` (0..100; not drawn where null), ``low`` and ``high`` (ends of
        the 90% interval, or null) and ``demonstrated`` (whether it differs from nothing; null where that was not
        tested).
    """
    frame = frame.drop_nulls("percent")
    rows = [
        {
            "label": wrap(study.criterion(row["criterion"]).name(language), label_width(style, LABEL_WIDTH)),
            "percent": row["percent"],
            "low": row["low"],
            "high": row["high"],
            "end": max(row["percent"], row["high"] or 0.0),
            "fill": _FILLS[row["demonstrated"]],
            "edge": UNTESTED if row["demonstrated"] is None else MAIN,
            "text": number(row["percent"], language) + "%",
        }
        for row in frame.iter_rows(named=True)
    ]
    reach = 1.12 * max([row["end"] for row in rows] + [1.0])
    x = alt.X("percent:Q", scale=alt.Scale(domain=[0, reach], nice=False), axis=None)
    labels = [str(row["label"]) for row in rows]
    y, down = row_axis(labels, style), shift(labels, style)
    base = alt.Chart(values(rows)).encode(y=y)
    bars = base.mark_bar(strokeWidth=1, height=bar_height(0.62, style), yOffset=down).encode(
        x=x, fill=alt.Fill("fill:N", scale=None), stroke=alt.Stroke("edge:N", scale=None)
    )
    layers: list[Any] = [bars]
    pieces = [piece for row in rows for piece in _whisker(row)]
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
    chart = alt.layer(*layers).properties(
        width=style.width - label_room(style, LABEL_WIDTH) - 20,
        height=row_height(labels, style) * len(rows),
    )
    return Figure(chart=chart, alt=_describe(frame, study, language), style=style)


def _whisker(row: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the interval in pieces: white where it lies on a dark bar, dark elsewhere."""
    low, high = row["low"], row["high"]
    if low is None:
        return []
    border = min(max(row["percent"], low), high) if row["fill"] == MAIN else low
    pieces = [(low, border, "#ffffff", low), (border, high, INK, high)]
    if border == low:
        pieces = [(low, high, INK, low), (low, high, INK, high)]
    return [
        {"label": row["label"], "from": start, "to": stop, "ink": ink, "end": end} for start, stop, ink, end in pieces
    ]


def _describe(frame: pl.DataFrame, study: Study, language: Language) -> str:
    parts = [
        f"{quoted(study.criterion(key).name(language), language)} {number(percent, language)}%"
        for key, percent in zip(frame["criterion"], frame["percent"], strict=True)
    ]
    start = {"nl": "Staven met het belang van elk criterium: ", "en": "Bars with the importance of each criterion: "}
    return start[language] + "; ".join(parts) + "."
