"""What each level adds or takes away."""

from __future__ import annotations

from typing import Any

import altair as alt
import polars as pl

from collega.figures.colours import GRID, INK, MAIN, QUIET
from collega.figures.figure import SCREEN, Figure, Style, values
from collega.figures.rows import label_room, label_width, row_axis, row_height, shift, upright
from collega.figures.wording import number, quoted, signed, wrap
from collega.study.definition import Study
from collega.study.text import Language

_LEVEL_WIDTH, _ROW = 46, 21
_BESIDE = 1.35  # room for the numbers, which stand beside the grid


def part_worths_figure(
    frame: pl.DataFrame, study: Study, *, reach: float | None = None, language: Language, style: Style = SCREEN
) -> Figure:
    """Draw part-worths as dots with intervals, criterion after criterion.

    Parameters
    ----------
    frame : polars.DataFrame
        ``criterion``, ``level`` (keys; drawn in order), ``part_worth`` (not drawn where null), ``low`` and ``high``
        (logits; ends of the 90% interval, null where unknown).
    reach : float, optional
        Largest absolute value on the axis, so that several figures have the same one; see :func:`reach_of`.
    """
    frame = frame.drop_nulls("part_worth")
    reach = reach or reach_of(frame)
    criteria = list(dict.fromkeys(frame["criterion"].to_list()))
    charts = [
        _panel(frame.filter(pl.col("criterion") == key), study, reach, language, style, last=key == criteria[-1])
        for key in criteria
    ]
    chart = alt.vconcat(*charts, spacing=8)
    return Figure(chart=chart, alt=_describe(frame, study, language), style=style)


def reach_of(frame: pl.DataFrame) -> float:
    """Return how far the axis must reach for these part-worths and their intervals."""
    ends = [value for name in ("part_worth", "low", "high") for value in frame[name].drop_nulls().to_list()]
    return 1.1 * max(abs(float(value)) for value in [*ends, 0.1])


def _panel(part: pl.DataFrame, study: Study, reach: float, language: Language, style: Style, *, last: bool) -> Any:
    criterion = study.criterion(part["criterion"][0])
    texts = {level.key: wrap(level.name(language), label_width(style, _LEVEL_WIDTH), 2) for level in criterion.levels}
    rows: list[dict[str, Any]] = [
        row | {"label": texts[row["level"]], "text": signed(row["part_worth"], language, 2)}
        for row in part.iter_rows(named=True)
    ]
    title = _axis_title(language, style)
    scale = alt.Scale(domain=[-reach, reach * _BESIDE], nice=False)
    axis = alt.Axis(title=title, labelExpr=_locale(language), values=_ticks(reach)) if last else None
    room = label_room(style, _LEVEL_WIDTH)
    labels = [row["label"] for row in rows]
    y, down = row_axis(labels, style, extent=room), shift(labels, style)
    x = alt.X("part_worth:Q", scale=scale, axis=axis)
    base = alt.Chart(values(rows)).encode(y=y)
    layers = [upright(0, labels, alt.X("at:Q", scale=scale, axis=axis), y, style, color=QUIET, strokeWidth=1)]
    ranges = [row for row in rows if row["low"] is not None]
    if ranges:
        layers.append(
            alt.Chart(values(ranges))
            .mark_rule(color=INK, strokeWidth=1.6, yOffset=down, y2Offset=down)
            .encode(y=y, x=alt.X("low:Q", axis=axis), x2="high:Q")
        )
    layers.append(
        base.mark_point(filled=True, size=70, color=MAIN, opacity=1, shape="circle", yOffset=down).encode(x=x)
    )
    edge = alt.Chart(values([row | {"edge": reach * _BESIDE} for row in rows]))
    layers.append(
        edge.mark_text(align="right", fontSize=style.size - 1, dy=down).encode(
            y=y, x=alt.X("edge:Q", axis=axis), text="text:N"
        )
    )
    grid = (
        alt.Chart(values([row | {"from": -reach, "to": reach} for row in rows]))
        .mark_rule(color=GRID, strokeWidth=0.7, yOffset=down, y2Offset=down)
        .encode(y=y, x=alt.X("from:Q", scale=scale, axis=axis), x2="to:Q")
    )
    heading = wrap(
        criterion.name(language),
        int(style.width / style.character / (1.12 if style.above else 1)),
        3 if style.above else 2,
    ).split("\n")
    return alt.layer(grid, *layers).properties(
        title=alt.Title(
            heading, fontWeight="bold", fontSize=style.size, offset=4, frame="group", dx=0 if style.above else -room - 8
        ),
        width=style.width - room - 20,
        height=row_height(texts.values(), style, _ROW) * len(rows),
    )


def _axis_title(language: Language, style: Style) -> str | list[str]:
    negative, unit, positive = {
        "nl": ("minder vaak positief", "deelnut (logits)", "vaker positief"),
        "en": ("less often positive", "part-worth (logits)", "more often positive"),
    }[language]
    return [unit, f"← {negative} · {positive} →"] if style.above else f"{negative}  ←   {unit}   →  {positive}"


def _ticks(reach: float) -> list[float]:
    step = next(step for step in (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 100.0) if reach / step < 4)
    return [step * number for number in range(-int(reach / step), int(reach / step) + 1)]


def _locale(language: Language) -> str:
    text = "replace(format(datum.value, '.1f'), '-', '−')"
    return f"replace({text}, '.', ',')" if language == "nl" else text


def _describe(frame: pl.DataFrame, study: Study, language: Language) -> str:
    parts = []
    for (key,), part in frame.group_by("criterion", maintain_order=True):
        criterion = study.criterion(str(key))
        texts = {level.key: level.name(language) for level in criterion.levels}
        cells = ", ".join(
            f"{texts[level]} {number(value, language, 2)}"
            for level, value in zip(part["level"], part["part_worth"], strict=True)
        )
        parts.append(f"{quoted(criterion.name(language), language)}: {cells}")
    start = {"nl": "Punten met de deelnutten van elke waarde. ", "en": "Dots with the part-worths of each level. "}
    return start[language] + "; ".join(parts) + "."
