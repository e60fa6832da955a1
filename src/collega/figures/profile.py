"""How one person weighs, beside the group; and what one person answered."""

from __future__ import annotations

from typing import Any

import altair as alt
import polars as pl

from collega.figures.colours import AGAINST, INK, LIGHT, MAIN, answer_colours
from collega.figures.figure import SCREEN, Figure, Style, values
from collega.figures.rows import row_axis, row_height
from collega.figures.wording import listed, number, plural, quoted, wrap
from collega.study.definition import Study
from collega.study.text import Language

_LABEL_WIDTH, _NARROW_LABEL_WIDTH, _NARROW = 46, 23, 500


def _label_width(style: Style) -> int:
    """Characters of a label: about half of a narrow figure, such as one on a phone."""
    return _LABEL_WIDTH if style.width >= _NARROW else _NARROW_LABEL_WIDTH


def profile_figure(frame: pl.DataFrame, study: Study, *, language: Language, style: Style = SCREEN) -> Figure:
    """Draw a person's importance as bars with intervals, and the group's as diamonds.

    Parameters
    ----------
    frame : polars.DataFrame
        ``criterion`` (key; drawn in order), ``percent`` (0..100), ``low`` and ``high`` (ends of the 90% interval), and
        ``group_percent``.
    """
    width = _label_width(style)
    rows: list[dict[str, Any]] = [
        {
            "label": wrap(study.criterion(row["criterion"]).name(language), width, 5),
            **{name: row[name] for name in ("percent", "low", "high", "group_percent")},
            "text": number(row["percent"], language) + "%",
            "end": max(row["high"], row["group_percent"]),
        }
        for row in frame.iter_rows(named=True)
    ]
    labels = [row["label"] for row in rows]
    scale = alt.Scale(domain=[0, 1.12 * max(row["end"] for row in rows)], nice=False)
    y = row_axis(labels, style)
    base = alt.Chart(values(rows)).encode(y=y)
    x = alt.X("percent:Q", scale=scale, axis=None)
    low = alt.X("low:Q", scale=scale, axis=None)
    chart = alt.layer(
        base.mark_bar(color=LIGHT, stroke=MAIN, strokeWidth=1, height={"band": 0.58}).encode(x=x),
        base.mark_rule(color=INK, strokeWidth=1.6).encode(x=low, x2="high:Q"),
        base.mark_point(shape="diamond", filled=True, size=110, opacity=1, color=AGAINST, stroke=INK, strokeWidth=0.8)
        .encode(x=alt.X("group_percent:Q", scale=scale, axis=None)),
        base.mark_text(align="left", dx=12, fontWeight="bold").encode(x=alt.X("end:Q", axis=None), text="text:N"),
    ).properties(
        width=style.width - int(width * style.character) - 20,
        height=row_height(labels, style) * len(rows),
    )  # fmt: skip
    return Figure(chart=chart, alt=_describe(frame, study, language), style=style)


def _describe(frame: pl.DataFrame, study: Study, language: Language) -> str:
    words = {"nl": ("Uw belang van elk criterium, en dat van de groep: ", "groep"),
             "en": ("Your importance of each criterion, and the group's: ", "group")}[language]  # fmt: skip
    parts = [
        f"{quoted(study.criterion(row['criterion']).name(language), language)} {number(row['percent'], language)}% "
        f"({words[1]} {number(row['group_percent'], language)}%)"
        for row in frame.iter_rows(named=True)
    ]
    return words[0] + "; ".join(parts) + "."


def own_answers_figure(frame: pl.DataFrame, study: Study, *, language: Language, style: Style = SCREEN) -> Figure:
    """Draw how often a person gave each answer.

    Parameters
    ----------
    frame : polars.DataFrame
        ``answer`` (key; drawn in order) and ``times``.
    """
    texts = {answer.key: answer.text.say(language) for answer in study.answers}
    colours = dict(zip(study.answer_keys, answer_colours(len(study.answers), study.positive), strict=True))
    width = _label_width(style)
    rows: list[dict[str, Any]] = [
        {"label": wrap(texts[row["answer"]], width), "times": row["times"], "fill": colours[row["answer"]]}
        for row in frame.iter_rows(named=True)
    ]
    labels = [row["label"] for row in rows]
    reach = 1.1 * max([row["times"] for row in rows] + [1])
    x = alt.X("times:Q", scale=alt.Scale(domain=[0, reach], nice=False), axis=None)
    base = alt.Chart(values(rows)).encode(y=row_axis(labels, style), x=x)
    chart = alt.layer(
        base.mark_bar(stroke=MAIN, strokeWidth=0.8, height={"band": 0.62}).encode(
            color=alt.Color("fill:N", scale=None)
        ),
        base.mark_text(align="left", dx=6, fontWeight="bold").encode(text="times:Q"),
    ).properties(
        width=style.width - int(min(width, max(map(len, labels))) * style.character) - 40,
        height=row_height(labels, style, 32) * len(rows),
    )
    times = {"nl": ("keer", "keer"), "en": ("time", "times")}[language]
    parts = [
        f"{quoted(texts[answer], language)} {plural(n, *times)}"
        for answer, n in zip(frame["answer"], frame["times"], strict=True)
    ]
    start = {"nl": "Hoe vaak u elk antwoord gaf: ", "en": "How often you gave each answer: "}[language]
    return Figure(chart=chart, alt=start + listed(parts, language) + ".", style=style)
