"""What the virtual colleague answers: shares with intervals, reasons, and what would change the answer."""

from __future__ import annotations

from typing import Any

import altair as alt
import polars as pl

from collega.colleague.percentages import end_texts, percent_text
from collega.figures.colours import AGAINST, GRID, INK, LIGHT, MAIN, QUIET
from collega.figures.figure import SCREEN, Figure, Style, values
from collega.figures.rows import bar_height, label_room, label_width, row_axis, row_height, shift, upright
from collega.figures.wording import signed, wrap
from collega.study.definition import Study
from collega.study.text import Language

_WIDTH = 54
_PERCENT = "format(100 * datum.value, 'd') + '%'"


def shares_figure(frame: pl.DataFrame, *, language: Language, style: Style = SCREEN) -> Figure:
    """Draw shares of positive advice with their intervals, and a line at one half.

    Parameters
    ----------
    frame : polars.DataFrame
        ``label`` (drawn in order), ``share`` (not drawn where null), ``low`` and ``high`` (0..1; ends of the interval,
        or null); perhaps ``reach_low`` and ``reach_high`` (0..1, or null): what the blanks of a case leave possible,
        drawn as a band.
    """
    frame = frame.drop_nulls("share")
    rows = [
        row | {"label": wrap(row["label"], label_width(style, _WIDTH)), "text": percent_text(row["share"], language)}
        for row in frame.iter_rows(named=True)
    ]
    title = {"nl": "aandeel positief advies", "en": "share of positive advice"}[language]
    chart = alt.layer(*_dots(rows, 0.5, title, style)).properties(
        width=style.width - label_room(style, _WIDTH) - 20, height=_height(rows, style)
    )
    parts = [f"{label}: {_interval(row, language)}" for label, row in zip(frame["label"], rows, strict=True)]
    start = {"nl": "Punten met het aandeel positief advies en het interval. ",
             "en": "Dots with the share of positive advice and its interval. "}  # fmt: skip
    return Figure(chart=chart, alt=start[language] + "; ".join(parts) + ".", style=style)


def what_if_figure(
    frame: pl.DataFrame, study: Study, *, share: float, language: Language, style: Style = SCREEN
) -> Figure:
    """Draw the shares that other levels would give, and a line at the share of the case itself.

    Parameters
    ----------
    frame : polars.DataFrame
        ``criterion``, ``level`` (keys; drawn in order), ``share``, ``low`` and ``high`` (0..1, or null).
    share : float
        Of the case itself, 0..1.
    """
    rows = [
        row | {"label": _row_label(row, study, language, style), "text": percent_text(row["share"], language)}
        for row in frame.iter_rows(named=True)
    ]
    current = percent_text(share, language)
    title = {"nl": f"aandeel positief advies (de casus zelf: {current})",
             "en": f"share of positive advice (the case itself: {current})"}[language]  # fmt: skip
    chart = alt.layer(*_dots(rows, share, title, style)).properties(
        width=style.width - label_room(style, _WIDTH) - 20, height=_height(rows, style)
    )
    parts = [f"{row['label']}: {_interval(row, language)}".replace("\n", " ") for row in rows]
    start = {"nl": f"Wat verandert er als één criterium anders is? Nu {percent_text(share, language)}. ",
             "en": f"What changes if one criterion differs? Now {percent_text(share, language)}. "}  # fmt: skip
    return Figure(chart=chart, alt=start[language] + "; ".join(parts) + ".", style=style)


def reasons_figure(
    frame: pl.DataFrame, study: Study, *, average: float, share: float, language: Language, style: Style = SCREEN
) -> Figure:
    """Draw the way from the average share to the share of the case, one criterion a step.

    Parameters
    ----------
    frame : polars.DataFrame
        ``criterion``, ``level`` (keys; drawn in order; null for what is taken together) and ``points`` (percentage
        points; they add up to the difference between ``share`` and ``average``).
    average, share : float
        Shares, 0..1.
    """
    words = {"nl": ("Gemiddelde casus", "Deze casus"), "en": ("Average case", "This case")}[language]
    rows: list[dict[str, Any]] = [_bar(words[0], average, average, MAIN, percent_text(average, language))]
    level = average
    for row in frame.iter_rows(named=True):
        end = level + row["points"] / 100
        fill = MAIN if row["points"] >= 0 else AGAINST
        rows.append(_bar(_row_label(row, study, language, style), level, end, fill, signed(row["points"], language)))
        level = end
    rows.append(_bar(words[1], share, share, MAIN, percent_text(share, language)))
    title = {"nl": "aandeel positief advies; elke stap in procentpunten",
             "en": "share of positive advice; each step in percentage points"}[language]  # fmt: skip
    labels = [row["label"] for row in rows]
    y, down = row_axis(labels, style), shift(labels, style)
    low, high = min(row["start"] for row in rows), max(row["end"] for row in rows)
    room = max(0.03, 0.12 * (high - low))
    scale = alt.Scale(domain=[max(low - room, 0.0), high + 2 * room], nice=False)
    axis = alt.Axis(title=title, labelExpr=_PERCENT, tickCount=5, grid=True)
    base = alt.Chart(values(rows)).encode(y=y)
    ends = (
        alt.Chart(values([rows[0], rows[-1]]))
        .mark_point(filled=True, shape="diamond", size=170, color=MAIN, opacity=1, yOffset=down)
        .encode(y=y, x="end:Q")
    )
    bars = (
        alt.Chart(values(rows[1:-1]))
        .encode(y=y)
        .mark_bar(stroke=INK, strokeWidth=0.6, height=bar_height(0.62, style), yOffset=down)
        .encode(x=alt.X("start:Q", scale=scale, axis=axis), x2="end:Q", color=alt.Color("fill:N", scale=None))
    )
    text = base.mark_text(align="left", dx=9, dy=down, fontWeight="bold").encode(x="end:Q", text="text:N")
    chart = alt.layer(bars, ends, text).properties(
        width=style.width - label_room(style, _WIDTH) - 20, height=_height(rows, style)
    )
    steps = "; ".join(
        f"{_row_label(row, study, language, style)} {signed(row['points'], language)}".replace("\n", " ")
        for row in frame.iter_rows(named=True)
    )
    start = {"nl": f"Van de gemiddelde casus ({percent_text(average, language)}) naar deze casus "
                   f"({percent_text(share, language)}), in procentpunten: ",
             "en": f"From the average case ({percent_text(average, language)}) to this case "
                   f"({percent_text(share, language)}), in percentage points: "}  # fmt: skip
    return Figure(chart=chart, alt=start[language] + steps + ".", style=style)


def _bar(label: str, start: float, end: float, fill: str, text: str) -> dict[str, Any]:
    return {"label": label, "start": min(start, end), "end": max(start, end), "fill": fill, "text": text}


def _row_label(row: dict[str, Any], study: Study, language: Language, style: Style) -> str:
    if row["criterion"] is None:
        return {"nl": "Overige criteria", "en": "Other criteria"}[language]
    criterion = study.criterion(row["criterion"])
    text = criterion.levels[criterion.level_keys.index(row["level"])].name(language)
    question = criterion.name(language)
    return wrap(f"{question}{'' if question.endswith(('?', ':')) else ':'} {text}", label_width(style, _WIDTH))


def _height(rows: list[dict[str, Any]], style: Style) -> int:
    return row_height([row["label"] for row in rows], style) * max(len(rows), 1)


def _dots(rows: list[dict[str, Any]], line: float, title: str, style: Style) -> list[Any]:
    labels = [row["label"] for row in rows]
    y, down = row_axis(labels, style), shift(labels, style)
    scale = alt.Scale(domain=[0, 1.1], nice=False)
    axis = alt.Axis(
        title=title, labelExpr=_PERCENT, values=[0, 0.25, 0.5, 0.75, 1], grid=not style.above, gridColor=GRID
    )
    x = alt.X("share:Q", scale=scale, axis=axis)
    base = alt.Chart(values(rows)).encode(y=y)
    layers = [
        upright(
            line,
            labels,
            alt.X("at:Q", scale=scale, axis=axis),
            y,
            style,
            color=QUIET,
            strokeWidth=1.4,
            strokeDash=[4, 3] if style.above else [5, 4],
        )
    ]
    ranges = [row | {"from": row["low"], "to": row["high"]} for row in rows if row["low"] is not None]
    if ranges:
        layers.append(
            alt.Chart(values(ranges))
            .mark_rule(color=INK, strokeWidth=1.8, yOffset=down, y2Offset=down)
            .encode(y=y, x="from:Q", x2="to:Q")
        )
    reach = [row for row in rows if row.get("reach_low") is not None]
    if reach:
        band = alt.Chart(values(reach)).mark_bar(color=LIGHT, height=bar_height(0.5, style), yOffset=down)
        layers.insert(0, band.encode(y=y, x=alt.X("reach_low:Q", scale=scale, axis=axis), x2="reach_high:Q"))
    layers.append(base.mark_point(filled=True, size=95, color=MAIN, opacity=1, yOffset=down).encode(x=x))
    edge = alt.Chart(values([row | {"edge": 1.1} for row in rows]))
    layers.append(edge.mark_text(align="right", fontWeight="bold", dy=down).encode(y=y, x="edge:Q", text="text:N"))
    return layers


def _interval(row: dict[str, Any], language: Language) -> str:
    text = percent_text(row["share"], language)
    if row["low"] is None:
        return text
    until = {"nl": "tot", "en": "to"}[language]
    low, high = end_texts((row["low"], row["high"]), language)
    text = f"{text} ({low} {until} {high})"
    if row.get("reach_low") is None:
        return text
    low, high = end_texts((row["reach_low"], row["reach_high"]), language)
    return text + {"nl": f", met een bereik van {low} tot {high}", "en": f", with a reach of {low} to {high}"}[language]
