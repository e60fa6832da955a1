"""How heavily the criteria weigh in each group."""

from __future__ import annotations

from typing import Any

import altair as alt
import polars as pl

from collega.figures.colours import INK, PALE, mix, on, sequential
from collega.figures.figure import SCREEN, Figure, Style, values
from collega.figures.importance import LABEL_WIDTH
from collega.figures.rows import bar_height, column_axis, label_room, label_width, row_axis, row_height, shift
from collega.figures.wording import listed, number, quoted, wrap
from collega.study.definition import Study
from collega.study.text import Language


def group_importance_figure(frame: pl.DataFrame, study: Study, *, language: Language, style: Style = SCREEN) -> Figure:
    """Draw importance as a table in shades: the heavier, the darker, with the number in every cell.

    Parameters
    ----------
    frame : polars.DataFrame
        ``criterion`` (key) and ``label`` (the group), both drawn in order of first appearance; ``percent`` (0..100,
        null where the group is suppressed) and ``top`` (bool: among the group's heaviest, drawn with a border).
    """
    groups = list(dict.fromkeys(frame["label"].to_list()))
    criteria = list(dict.fromkeys(frame["criterion"].to_list()))
    plot = style.width - label_room(style, LABEL_WIDTH) - 20
    narrow = max(int(plot / max(len(groups), 1) / style.character) - 1, 7)
    names = {label: wrap(label, narrow, 6) for label in groups}
    rows_of = {key: wrap(study.criterion(key).name(language), label_width(style, LABEL_WIDTH)) for key in criteria}
    highest = max([value for value in frame["percent"].to_list() if value is not None] + [1.0])
    rows = [_cell(row, names, rows_of, highest, language) for row in frame.iter_rows(named=True)]
    base = alt.Chart(values(rows)).encode(
        x=column_axis("group", list(names.values()), style), y=row_axis(list(rows_of.values()), style)
    )
    down = shift(rows_of.values(), style)
    low: dict[str, Any] = {"height": bar_height(1, style), "yOffset": down} if style.above else {}
    cells = base.mark_rect(stroke="#ffffff", strokeWidth=2, **low).encode(color=alt.Color("fill:N", scale=None))
    top = base.transform_filter("datum.top")
    frame_of: dict[str, Any] = {"width": {"band": 0.93}, "height": {"band": 0.9}} | low
    borders = [
        top.mark_rect(fillOpacity=0, stroke=INK, strokeWidth=3, **frame_of),
        top.mark_rect(fillOpacity=0, stroke="#ffffff", strokeWidth=1, **frame_of),
    ]
    numbers = base.mark_text(dy=down).encode(
        text="text:N",
        color=alt.Color("ink:N", scale=None),
    )
    bold = (
        base.transform_filter("datum.top")
        .mark_text(fontWeight="bold", dy=down)
        .encode(text="text:N", color=alt.Color("ink:N", scale=None))
    )
    chart = alt.layer(cells, *borders, numbers.transform_filter("!datum.top"), bold).properties(
        width=plot, height=row_height(rows_of.values(), style) * len(criteria)
    )
    return Figure(chart=chart, alt=_describe(frame, study, language), style=style)


def _cell(
    row: dict[str, Any], names: dict[str, str], rows_of: dict[str, str], highest: float, language: Language
) -> dict[str, Any]:
    hidden = row["percent"] is None
    fill = PALE if hidden else mix(*sequential(), row["percent"] / highest)
    return {
        "group": names[row["label"]],
        "label": rows_of[row["criterion"]],
        "fill": fill,
        "ink": on(fill),
        "text": "–" if hidden else number(row["percent"], language),
        "top": bool(row["top"]) and not hidden,
    }


def _describe(frame: pl.DataFrame, study: Study, language: Language) -> str:
    start = {"nl": "Tabel in tinten met het belang van elk criterium per groep, in procenten. Het zwaarst wegen: ",
             "en": "Shaded table with the importance of each criterion per group, in percent. Heaviest: "}  # fmt: skip
    parts = []
    for (label,), part in frame.filter(pl.col("percent").is_not_null()).group_by("label", maintain_order=True):
        heaviest = part.filter(pl.col("top")).sort("percent", descending=True)["criterion"].to_list()
        texts = [quoted(study.criterion(key).name(language), language) for key in heaviest]
        parts.append(f"{label}: {listed(texts, language)}")
    return start[language] + "; ".join(parts) + "."
