"""How heavily each criterion weighs."""

from __future__ import annotations

import polars as pl

from collega.figures.bars import Bar, bars_with_intervals
from collega.figures.colours import LIGHT, MAIN, UNTESTED
from collega.figures.figure import SCREEN, Figure, Style
from collega.figures.rows import label_width
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
    bars: list[Bar] = [
        {
            "label": wrap(study.criterion(row["criterion"]).name(language), label_width(style, LABEL_WIDTH)),
            "value": row["percent"],
            "low": row["low"],
            "high": row["high"],
            "fill": _FILLS[row["demonstrated"]],
            "edge": UNTESTED if row["demonstrated"] is None else MAIN,
            "text": number(row["percent"], language) + "%",
        }
        for row in frame.iter_rows(named=True)
    ]
    chart = bars_with_intervals(bars, style, LABEL_WIDTH)
    return Figure(chart=chart, alt=_describe(frame, study, language), style=style)


def _describe(frame: pl.DataFrame, study: Study, language: Language) -> str:
    parts = [
        f"{quoted(study.criterion(key).name(language), language)} {number(percent, language)}%"
        for key, percent in zip(frame["criterion"], frame["percent"], strict=True)
    ]
    start = {"nl": "Staven met het belang van elk criterium: ", "en": "Bars with the importance of each criterion: "}
    return start[language] + "; ".join(parts) + "."
