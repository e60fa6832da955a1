"""How often each answer was given: per scenario, or per value of a characteristic."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import altair as alt
import polars as pl

from collega.figures.colours import INK, QUIET, answer_colours, on
from collega.figures.figure import SCREEN, Figure, Style, values
from collega.figures.rows import bar_height, label_room, label_width, row_axis, row_height, shift, upright
from collega.figures.wording import percent, wrap
from collega.study.definition import Study
from collega.study.text import Language

_ROW, _LEAST_LABELLED = 25, 0.075
_TOTAL, _NUMBER = 62, 26  # room of the column of totals, and of a number in a bar, pixels
_ONE_ROW = 500  # width from which the legend is one row and a number fits in a small bar, pixels
_SHORT = 6  # labels of so few characters stay beside their rows in a narrow figure


def answers_figure(
    frame: pl.DataFrame,
    study: Study,
    *,
    rows: str = "",
    reach: float | None = None,
    language: Language,
    style: Style = SCREEN,
) -> Figure:
    """Draw the answers as stacked bars: negative answers to the left of a line, positive ones to the right.

    Parameters
    ----------
    frame : polars.DataFrame
        ``label`` (text of the row; rows are drawn in order), ``answer`` (key) and ``share`` (0..1; null where the
        row is suppressed).
    study : Study
        Tells the texts of the answers, and which are positive.
    rows : str
        What a row is, for the description: "scenario", a characteristic.
    reach : float, optional
        Largest share on either side of the line, so that several figures have the same scale; see
        :func:`reach_of_answers`.
    """
    labels = list(dict.fromkeys(frame["label"].to_list()))
    wide = min(max((len(label) for label in labels), default=1), 34)
    if wide <= _SHORT:
        style = replace(style, above=False)
    wrapped = {label: wrap(label, label_width(style, 34)) for label in labels}
    reach = reach or reach_of_answers(frame, study)
    plot = style.width - label_room(style, wide) - _TOTAL - 30
    least = _LEAST_LABELLED if style.width >= _ONE_ROW else 2 * reach * _NUMBER / plot
    bars = _bars(frame, study, wrapped, language, least)
    totals = _totals(frame, study, wrapped, language)
    y = row_axis(list(wrapped.values()), style)
    height = row_height(wrapped.values(), style, _ROW) * max(len(labels), 1)
    down = shift(wrapped.values(), style)
    chart = (
        alt.layer(*_layers(bars, y, down, reach, study, language, style), data=values(bars)).properties(
            width=plot, height=height
        )
        | _total_column(totals, down, language, style.size).properties(width=_TOTAL, height=height)
    ).resolve_scale(y="shared")
    return Figure(chart=chart.properties(spacing=6), alt=_describe(frame, study, rows, language), style=style)


def reach_of_answers(frame: pl.DataFrame, study: Study) -> float:
    """Return the largest share of positive, or of negative answers, 0..1; at least a half."""
    shares = [share for share in positive_shares(frame, study).values() if share is not None]
    return max([*shares, *(1 - share for share in shares), 0.5])


def _bars(
    frame: pl.DataFrame, study: Study, labels: dict[str, str], language: Language, least: float
) -> list[dict[str, Any]]:
    colours = answer_colours(len(study.answers), study.positive)
    order = {key: j for j, key in enumerate(study.answer_keys)}
    bars: list[dict[str, Any]] = []
    for label, part in _rows(frame):
        shares = {order[key]: share for key, share in zip(part["answer"], part["share"], strict=True)}
        if None in shares.values():
            continue
        end = -sum(share for j, share in shares.items() if j < study.positive)
        for j, share in sorted(shares.items()):
            start, end = end, end + share
            bars.append(
                {
                    "label": labels[label],
                    "answer": study.answers[j].text.say(language),
                    "order": j,
                    "start": start,
                    "end": end,
                    "middle": (start + end) / 2,
                    "text": percent(share, language) if share >= least else "",
                    "ink": on(colours[j]),
                }
            )
    return bars


def _totals(frame: pl.DataFrame, study: Study, labels: dict[str, str], language: Language) -> list[dict[str, Any]]:
    return [
        {"label": labels[label], "text": "–" if share is None else percent(share, language)}
        for label, share in positive_shares(frame, study).items()
    ]


def positive_shares(frame: pl.DataFrame, study: Study) -> dict[str, float | None]:
    """Return the share of positive answers of every row; None where it is suppressed."""
    positive = set(study.answer_keys[study.positive :])
    result: dict[str, float | None] = {}
    for label, part in _rows(frame):
        shares = part["share"].to_list()
        chosen = [share for key, share in zip(part["answer"], shares, strict=True) if key in positive]
        result[label] = None if None in shares else float(sum(chosen))
    return result


def _rows(frame: pl.DataFrame) -> list[tuple[str, pl.DataFrame]]:
    return [(str(label), part) for (label,), part in frame.group_by("label", maintain_order=True)]


def _layers(
    bars: list[dict[str, Any]], y: alt.Y, down: float, reach: float, study: Study, language: Language, style: Style
) -> list[Any]:
    texts = [answer.text.say(language) for answer in study.answers]
    colours = answer_colours(len(texts), study.positive)
    columns = _legend_columns(texts, style)
    scale = alt.Scale(domain=[-reach, reach], nice=False)
    x = alt.X("start:Q", scale=scale, axis=None)
    legend = alt.Legend(title=None, orient="top", columns=columns, symbolSize=150, offset=8, columnPadding=14)
    base = alt.Chart().encode(y=y)
    bar = base.mark_bar(stroke="#000000", strokeWidth=0.5, height=bar_height(0.74, style), yOffset=down).encode(
        x=x,
        x2="end:Q",
        color=alt.Color("answer:N", scale=alt.Scale(domain=texts, range=colours), sort=texts, legend=legend),
    )
    text = base.mark_text(fontSize=style.size - 1, dy=down).encode(
        x=alt.X("middle:Q", scale=scale, axis=None),
        text="text:N",
        color=alt.Color("ink:N", scale=None),
    )
    ends = alt.X("at:Q", scale=scale, axis=None)
    line = upright(0, list(dict.fromkeys(bar["label"] for bar in bars)), ends, y, style, color=INK, strokeWidth=1.4)
    return [bar, text, line] if bars else [line]


def _legend_columns(texts: list[str], style: Style) -> int:
    """Return on how many columns the answers are explained; 0 is one row."""
    if max(map(len, texts)) * style.character > style.width / 2:
        return 1
    return 2 if sum(map(len, texts)) * style.character + 34 * len(texts) > style.width and style.width < _ONE_ROW else 0


def _total_column(totals: list[dict[str, Any]], down: float, language: Language, size: int) -> Any:
    title = {"nl": "positief", "en": "positive"}[language]
    hidden = alt.Y("label:N", sort=[row["label"] for row in totals], axis=None)
    return (
        alt.Chart(
            values(totals), title=alt.Title(title, fontWeight="normal", fontSize=size, color=QUIET, anchor="middle")
        )
        .mark_text(fontWeight="bold", dy=down)
        .encode(y=hidden, text="text:N")
    )


def _describe(frame: pl.DataFrame, study: Study, rows: str, language: Language) -> str:
    shares = {label: share for label, share in positive_shares(frame, study).items() if share is not None}
    hidden = len(positive_shares(frame, study)) - len(shares)
    kind = f" ({rows})" if rows else ""
    if language == "nl":
        text = f"Gestapelde staven met het aandeel van elk antwoord, {len(shares)} rijen{kind}."
    else:
        text = f"Stacked bars with the share of each answer, {len(shares)} rows{kind}."
    if 0 < len(shares) <= 8:
        word = {"nl": "positief", "en": "positive"}[language]
        text += " " + "; ".join(f"{label}: {percent(share, language)} {word}" for label, share in shares.items()) + "."
    elif shares:
        top, low = max(shares, key=lambda k: shares[k]), min(shares, key=lambda k: shares[k])
        ends = (top, percent(shares[top], language), low, percent(shares[low], language))
        text += (
            " Meest positief: {} ({} positief); minst positief: {} ({})."
            if language == "nl"
            else " Most positive: {} ({} positive); least positive: {} ({})."
        ).format(*ends)
    if hidden:
        text += {"nl": f" {hidden} rijen zijn niet getoond: te weinig deelnemers.",
                 "en": f" {hidden} rows are not shown: too few participants."}[language]  # fmt: skip
    return text
