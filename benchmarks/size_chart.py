"""The chart of time against size: told apart by colour, by dashes and by shape, so that grey print does as well."""

from __future__ import annotations

from typing import Any

import altair as alt
import polars as pl

from collega.figures.colours import AGAINST, GRID, INK, MAIN
from collega.figures.figure import SCREEN, Figure, values

# (model, scenarios): name in the chart, colour, dashes, shape
LINES = {
    ("mixed", "distinct"): ("mixed, all scenarios differ", AGAINST, [6, 4], "triangle-up"),
    ("mixed", "shared"): ("mixed, 42 scenarios", AGAINST, [1, 0], "square"),
    ("pooled", "distinct"): ("pooled, all scenarios differ", MAIN, [6, 4], "diamond"),
    ("pooled", "shared"): ("pooled, 42 scenarios", MAIN, [1, 0], "circle"),
}
_ACROSS = "participants, each with 21 scenarios"
_TIMES = [0.001, 0.01, 0.1, 1, 10, 60, 600, 3600]
_TIME_LABELS = "datum.value < 60 ? format(datum.value, '~g') + ' s' : format(datum.value / 60, '~g') + ' min'"


def size_figure(frame: pl.DataFrame) -> Figure:
    """Draw seconds against participants, both on logarithmic scales.

    Parameters
    ----------
    frame : polars.DataFrame
        ``model``, ``scenarios``, ``participants`` and ``seconds``, null where there was not enough memory.
    """
    rows = _points(frame)
    legend = alt.Legend(title=None, orient="top-left", symbolSize=90, offset=4, fillColor="white", padding=4)
    sizes = sorted(frame["participants"].unique().to_list())
    across = alt.Scale(type="log", domain=[0.8 * sizes[0], 1.4 * sizes[-1]], nice=False)
    base = alt.Chart(values(rows)).encode(
        x=alt.X("participants:Q", scale=across, axis=_axis(_ACROSS, "format(datum.value, ',')", _ticks(sizes))),
        y=alt.Y("seconds:Q", scale=alt.Scale(type="log"), axis=_axis("time of one fit", _TIME_LABELS, _TIMES)),
        color=alt.Color("line:N", scale=_scale(1), legend=legend),
    )
    lines = base.mark_line(strokeWidth=2).encode(strokeDash=alt.StrokeDash("line:N", scale=_scale(2), legend=None))
    points = base.mark_point(filled=True, size=80, opacity=1, stroke=INK, strokeWidth=0.6).encode(
        shape=alt.Shape("line:N", scale=_scale(3), legend=legend)
    )
    ends = base.transform_filter("datum.note").mark_text(dy=-13).encode(text="note:N")
    chart = alt.layer(lines, points, ends).properties(width=SCREEN.width - 110, height=400)
    return Figure(chart=chart, alt=_described(rows))


def _points(frame: pl.DataFrame) -> list[dict[str, Any]]:
    """Return what is drawn; the last point before a fit that stopped says so."""
    rows = []
    for (model, scenarios), (name, *_) in LINES.items():
        own = frame.filter(model=model, scenarios=scenarios).sort("participants")
        timed = own.filter(pl.col("seconds").is_not_null())
        rows += [{"line": name, "note": None} | row for row in timed.select("participants", "seconds").to_dicts()]
        if timed.height and timed.height < own.height:
            rows[-1]["note"] = "no further"
    return rows


def _axis(title: str, labels: str, ticks: list[float]) -> alt.Axis:
    return alt.Axis(title=title, labelExpr=labels, values=ticks, grid=True, gridColor=GRID)


def _ticks(sizes: list[int]) -> list[float]:
    """Return the sizes whose labels do not run into each other: the first, and powers of ten."""
    return [size for size in sizes if size == sizes[0] or set(str(size)) == {"1", "0"}]


def _scale(part: int) -> alt.Scale:
    return alt.Scale(domain=[line[0] for line in LINES.values()], range=[line[part] for line in LINES.values()])


def _described(rows: list[dict[str, Any]]) -> str:
    told = []
    for name, *_ in LINES.values():
        own = [f"{row['participants']:,}: {_two_digits(row['seconds'])} s" for row in rows if row["line"] == name]
        stops = " and no further" if any(row["line"] == name and row["note"] for row in rows) else ""
        told.append(f"{name}: {', '.join(own)}{stops}")
    return "Time of one fit against the number of participants. " + "; ".join(told) + "."


def _two_digits(value: float) -> str:
    return f"{float(f'{value:.2g}'):g}"
