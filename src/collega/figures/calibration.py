"""Do shares that the model predicts come true?"""

from __future__ import annotations

from typing import Any

import altair as alt
import polars as pl

from collega.figures.colours import GRID, MAIN, QUIET
from collega.figures.figure import SCREEN, Figure, Style, values
from collega.figures.wording import percent
from collega.study.text import Language


def calibration_figure(frame: pl.DataFrame, *, language: Language, style: Style = SCREEN) -> Figure:
    """Draw predicted against observed shares of positive answers; on the line the model is exactly right.

    Parameters
    ----------
    frame : polars.DataFrame
        ``predicted`` and ``observed`` (shares, 0..1), one row per class of predictions.
    """
    words = {
        "nl": ("voorspeld aandeel positief", "werkelijk aandeel positief"),
        "en": ("predicted share positive", "observed share positive"),
    }[language]
    grid: dict[str, Any] = {
        "grid": True,
        "gridColor": GRID,
        "labelExpr": "format(100 * datum.value, 'd') + '%'",
        "values": [0, 0.2, 0.4, 0.6, 0.8, 1],
    }
    scale = alt.Scale(domain=[-0.03, 1.03], nice=False)
    x = alt.X("predicted:Q", scale=scale, axis=alt.Axis(title=words[0], **grid))
    y = alt.Y("observed:Q", scale=scale, axis=alt.Axis(title=words[1], **grid))
    line = (
        alt.Chart(values([{"predicted": 0, "observed": 0}, {"predicted": 1, "observed": 1}]))
        .mark_line(color=QUIET, strokeDash=[5, 4], strokeWidth=1.2)
        .encode(x=x, y=y)
    )
    base = alt.Chart(values(frame.select("predicted", "observed").to_dicts())).encode(x=x, y=y)
    dots = base.mark_point(filled=True, size=90, color=MAIN, opacity=1)
    side = min(340, style.width - (70 if style.above else 120))
    chart = alt.layer(line, dots).properties(width=side, height=side)
    pairs = "; ".join(
        f"{percent(row['predicted'], language)} → {percent(row['observed'], language)}"
        for row in frame.iter_rows(named=True)
    )
    start = {"nl": "Punten met voorspelde en werkelijke aandelen: ", "en": "Dots with predicted and observed shares: "}
    return Figure(chart=chart, alt=start[language] + pairs + ".", style=style)
