"""The charts of fits in partitions: time and memory against size, and time against workers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import polars as pl

from collega.figures.colours import AGAINST, GRID, INK, MAIN
from collega.figures.figure import SCREEN, Figure, values

_LINES = {"pooled": (MAIN, [1, 0], "circle"), "mixed": (AGAINST, [6, 4], "triangle-up")}
_TIMES = "datum.value < 60 ? format(datum.value, '~g') + ' s' : format(datum.value / 60, '~g') + ' min'"


def size_figure(frame: pl.DataFrame) -> Figure:
    """Draw seconds and GiB against participants, on logarithmic scales.

    Parameters
    ----------
    frame : polars.DataFrame
        ``model``, ``participants``, ``seconds`` and ``memory_gib``.
    """
    sizes = sorted(frame["participants"].unique().to_list())
    ticks = [size for size in sizes if set(str(size)) <= {"0", "1"} or size == sizes[0]]
    across = ("participants", "participants, each with 21 scenarios", "format(datum.value, ',')", ticks)
    time = ("seconds", "time of one fit", _TIMES, [0.01, 0.1, 1, 10, 60, 600])
    memory = ("memory_gib", "most memory of the process", "format(datum.value, '~g') + ' GiB'", [0.2, 0.5, 1, 2, 5, 10])
    charts = [_chart(frame.to_dicts(), across, down, height=230) for down in (time, memory)]
    return Figure(chart=alt.vconcat(*charts), alt=_told(frame, "participants", ("seconds", "memory_gib")))


def workers_figure(frame: pl.DataFrame) -> Figure:
    """Draw seconds against workers, measured and simulated.

    Parameters
    ----------
    frame : polars.DataFrame
        ``model``, ``workers``, ``seconds`` and ``how`` (``measured`` or ``simulated``).
    """
    ticks = sorted(frame["workers"].unique().to_list())
    across = ("workers", "workers", "datum.value", ticks)
    time = ("seconds", "time of one fit", _TIMES, [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300])
    lines = _chart(frame.filter(how="simulated").to_dicts(), across, time, height=300, legend_at="top-right")
    points = _base(frame.filter(how="measured").to_dicts(), across, time).mark_point(
        size=220, opacity=1, stroke=INK, strokeWidth=1.4, shape="square", filled=False
    )
    return Figure(chart=alt.layer(lines, points), alt=_told(frame, "workers", ("seconds",)))


Axis = tuple[str, str, str, Sequence[float]]


def _base(rows: list[dict[str, Any]], across: Axis, down: Axis) -> alt.Chart:
    def axis(place: Axis) -> alt.Axis:
        return alt.Axis(title=place[1], labelExpr=place[2], values=list(place[3]), grid=True, gridColor=GRID)

    return alt.Chart(values(rows)).encode(
        x=alt.X(f"{across[0]}:Q", scale=alt.Scale(type="log", nice=False), axis=axis(across)),
        y=alt.Y(f"{down[0]}:Q", scale=alt.Scale(type="log"), axis=axis(down)),
    )


def _chart(
    rows: list[dict[str, Any]], across: Axis, down: Axis, height: int, legend_at: str = "top-left"
) -> alt.LayerChart:
    legend = alt.Legend(title=None, orient=legend_at, symbolSize=90, fillColor="white", padding=4)
    base = _base(rows, across, down).encode(color=alt.Color("model:N", scale=_scale(0), legend=legend))
    lines = base.mark_line(strokeWidth=2).encode(strokeDash=alt.StrokeDash("model:N", scale=_scale(1), legend=None))
    points = base.mark_point(filled=True, size=80, opacity=1, stroke=INK, strokeWidth=0.6).encode(
        shape=alt.Shape("model:N", scale=_scale(2), legend=legend)
    )
    return alt.layer(lines, points).properties(width=SCREEN.width - 110, height=height)


def _scale(part: int) -> alt.Scale:
    return alt.Scale(domain=list(_LINES), range=[line[part] for line in _LINES.values()])


def _told(frame: pl.DataFrame, across: str, columns: Sequence[str]) -> str:
    parts = []
    for model in _LINES:
        own = frame.filter(pl.col("model") == model).sort(across).to_dicts()
        told = [f"{row[across]:,}: " + ", ".join(f"{row[column]:.2g}" for column in columns) for row in own]
        parts.append(f"{model}: {'; '.join(told)}")
    return f"{' and '.join(columns)} of one fit against {across}. {'. '.join(parts)}."
