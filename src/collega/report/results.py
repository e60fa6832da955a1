"""The sections on what was learned: answers, importance, groups, self-image, agreement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from collega.exhibits import claims
from collega.figures import (
    PAPER,
    agreement_figure,
    answers_figure,
    group_importance_figure,
    importance_figure,
    part_worths_figure,
    reach_of,
    reach_of_answers,
)
from collega.figures.wording import quoted
from collega.insight.groups import TOP
from collega.model.multiple import SIGNIFICANT
from collega.model.summary import part_worth_frame
from collega.prose import Prose, sentence, with_note
from collega.report.blocks import Block, figure, finding, heading, paragraph, table
from collega.report.material import Material

SCENARIOS_A_FIGURE, LEVELS_A_FIGURE, CRITERIA_A_FIGURE, GROUPS_A_FIGURE = 28, 14, 14, 6
_TO_90 = 1.6449  # standard errors in half a 90% interval


def answers(material: Material) -> list[Block]:
    """Return the answers to every scenario."""
    prose, study = material.prose, material.study
    shown = material.scenario_answers.filter(~pl.col("suppressed")).sort(
        "positive", descending=True, maintain_order=True
    )
    gaps = [paragraph(each) for each in scenario_gaps(material.scenario_answers, prose)]
    blocks = [heading(prose("answers.title"))]
    if shown.height == 0:
        return [*blocks, paragraph(prose("answers.nothing")), *gaps]
    average = material.share_of(slice(study.positive, None))
    told = claims.scenario_finding(material.scenario_answers, average, prose)
    if shown.height > 1:
        told += " " + claims.scenario_ends(shown, prose)
    blocks += [paragraph(prose("answers.opening"), stays=True), finding(told)]
    blocks += gaps
    parts = _parts(shown, SCENARIOS_A_FIGURE)
    every = [long_answers(part.with_columns(pl.col("scenario").alias("label")), study.answer_keys) for part in parts]
    reach = max(reach_of_answers(long, study) for long in every)
    for number, long in enumerate(every, 1):
        drawn = answers_figure(
            long, study, rows=prose("answers.row"), reach=reach, language=prose.language, style=PAPER
        )
        blocks.append(figure(drawn, _caption(material, "answers.caption", number, len(parts))))
    return blocks + material.noted("answers")


def scenario_gaps(frame: pl.DataFrame, prose: Prose) -> list[str]:
    """Say how many scenarios have no answers shown, and name those where nearly all answers are on one side."""
    hidden = frame.filter(pl.col("suppressed") & pl.col("mostly").is_null()).height
    told = [prose("answers.hidden" if hidden > 1 else "answers.hidden_one", count=hidden)] if hidden else []
    sides = {side: frame.filter(mostly=side)["scenario"].to_list() for side in ("positive", "negative")}
    told += [prose(f"answers.mostly_{side}", scenarios=", ".join(names)) for side, names in sides.items() if names]
    return told


def long_answers(frame: pl.DataFrame, answer_keys: Sequence[str]) -> pl.DataFrame:
    """Turn a row per label with a share per answer into a row per label and answer, in order."""
    return pl.DataFrame(
        [
            {"label": label, "answer": key, "share": share}
            for label, shares in frame.select("label", "shares").iter_rows()
            for key, share in zip(answer_keys, shares, strict=True)
        ],
        schema={"label": pl.String, "answer": pl.String, "share": pl.Float64},
    )


def importance(material: Material) -> list[Block]:
    """Return the importance of every criterion, and what each level does."""
    prose, study, frame = material.prose, material.study, material.importance
    if not frame.height:
        return [heading(prose("importance.title")), paragraph(prose("importance.not_computed"))]
    demonstrated = (pl.col("p_value_corrected") < SIGNIFICANT).alias("demonstrated")
    drawn = frame.select("criterion", "percent", "low", "high", demonstrated)
    caption = prose("importance.caption") + "."
    if (drawn["demonstrated"] == False).any():  # noqa: E712
        caption += " " + prose("importance.light") + "."
    return [
        heading(prose("importance.title")),
        paragraph(prose("importance.opening") + " " + prose("importance.reading"), stays=True),
        finding(claims.importance_finding(frame, study, prose)),
        *(
            figure(importance_figure(part, study, language=prose.language, style=PAPER), caption)
            for part in _parts(drawn, CRITERIA_A_FIGURE)
        ),
        _importance_table(material),
        *material.noted("importance"),
        paragraph(prose("importance.swing_note")),
        *_part_worths(material),
    ]


def _importance_table(material: Material) -> Block:
    prose, language = material.prose, material.prose.language
    rows = []
    for row in material.importance.iter_rows(named=True):
        interval, swing, p_value = prose("none"), prose("none"), prose("none")
        if row["low"] is not None:
            interval = prose("range", low=prose.number(row["low"]), high=prose.number(row["high"]) + "%")
        if row["share_swing"] is not None:
            swing = prose.number(row["share_swing"])
        if row["p_value_corrected"] is not None:
            p_value = prose.p_value(row["p_value_corrected"]).removeprefix("=\u00a0")
        text = material.study.criterion(row["criterion"]).name(language)
        percent = prose("none") if row["percent"] is None else prose.number(row["percent"]) + "%"
        rows.append([text, percent, interval, swing, p_value])
    return table(
        [prose(f"importance.{name}") for name in ("criterion", "percent", "interval", "swing", "p_value")],
        rows,
        caption=prose("importance.table"),
        columns=[1, "auto", "auto", 0.62, "auto"],
    )


def _part_worths(material: Material) -> list[Block]:
    prose, study = material.prose, material.study
    frame = part_worth_frame(material.fit).with_columns(
        (pl.col("part_worth") - _TO_90 * pl.col("se")).fill_nan(None).alias("low"),
        (pl.col("part_worth") + _TO_90 * pl.col("se")).fill_nan(None).alias("high"),
    )
    blocks = [
        heading(prose("importance.part_worths"), 2),
        paragraph(prose("importance.part_worths_opening"), stays=True),
        finding(claims.part_worths_finding(frame, study, prose)),
    ]
    frame = frame.drop_nulls("part_worth")
    parts = _whole_criteria(frame)
    for number, part in enumerate(parts, 1):
        drawn = part_worths_figure(part, study, reach=reach_of(frame), language=prose.language, style=PAPER)
        blocks.append(figure(drawn, _caption(material, "importance.part_worths_caption", number, len(parts))))
    return blocks + material.noted("part-worths")


def _whole_criteria(frame: pl.DataFrame) -> list[pl.DataFrame]:
    """Cut part-worths into figures of about equal height, never within a criterion."""
    figures = -(-frame.height // LEVELS_A_FIGURE)
    parts: list[list[pl.DataFrame]] = [[]]
    done = 0
    for _, part in frame.group_by("criterion", maintain_order=True):
        if parts[-1] and done + part.height / 2 > len(parts) * frame.height / figures:
            parts.append([])
        parts[-1].append(part)
        done += part.height
    return [pl.concat(part) for part in parts]


def groups(material: Material) -> list[Block]:
    """Return how groups differ, characteristic after characteristic; a self-image has its own section."""
    prose, study = material.prose, material.study
    if not study.characteristics:
        return []
    blocks = [
        heading(prose("groups.title")),
        paragraph(prose("groups.opening"), stays=True),
        paragraph(prose("groups.tested"), stays=True),
    ]
    return blocks + [block for item in study.characteristics for block in _group(material, item.key)]


def _group(material: Material, key: str) -> list[Block]:
    prose, study, language = material.prose, material.study, material.prose.language
    item, frame = study.characteristic(key), material.group_answers[key]
    text = item.name(language)
    blocks = [heading(text, 2)]
    shown = frame.filter(~pl.col("suppressed"))
    if item.self_image:
        blocks.append(paragraph(prose("groups.self_image", title=prose("self_image.title")), stays=True))
    else:
        blocks.append(finding(claims.group_finding(frame, material.differences.get(key), study, key, prose)))
    if shown.height and not item.self_image:
        caption = with_note(prose("groups.caption", text=text), _hidden(material, key))
        blocks.append(figure(group_answers_figure(material, key, shown), caption))
        blocks += material.noted(f"groups.{key}")
    weights = material.group_importance.get(key)
    if weights is not None:
        blocks += _group_importance(material, key, weights.filter(pl.col("percent").is_not_null()))
    return blocks


def _hidden(material: Material, key: str) -> str:
    """Name the groups that a figure leaves out."""
    item, prose = material.study.characteristic(key), material.prose
    frame = material.group_answers[key]
    hidden = [
        f"{item.value_name(row['value'], prose.language)} ({claims.hidden_words(row, material.study, prose)})"
        for row in frame.filter("suppressed").iter_rows(named=True)
    ]
    return prose("groups.hidden", groups="; ".join(hidden)) if hidden else ""


def group_answers_figure(material: Material, key: str, shown: pl.DataFrame) -> Any:
    """Draw the answers of the shown groups of a characteristic."""
    item, prose = material.study.characteristic(key), material.prose
    labels = [_label(material, key, value, n) for value, n in shown.select("value", "n").iter_rows()]
    long = long_answers(shown.with_columns(pl.Series("label", labels)), material.study.answer_keys)
    return answers_figure(long, material.study, rows=item.name(prose.language), language=prose.language, style=PAPER)


def _group_importance(material: Material, key: str, weights: pl.DataFrame) -> list[Block]:
    prose, study = material.prose, material.study
    values = weights["value"].unique(maintain_order=True).to_list()
    if len(values) < 2:
        return []
    blocks = [finding(claims.group_importance_finding(weights, study, key, prose))]
    text = study.characteristic(key).name(prose.language)
    order = material.importance["criterion"].to_list()
    bordered = len(order) > TOP
    caption = with_note(prose("groups.importance_caption", text=text), prose("groups.border") if bordered else "")
    for some in (values[at : at + GROUPS_A_FIGURE] for at in range(0, len(values), GROUPS_A_FIGURE)):
        for keys in (order[at : at + CRITERIA_A_FIGURE] for at in range(0, len(order), CRITERIA_A_FIGURE)):
            rows = [
                {
                    "criterion": row["criterion"],
                    "label": _label(material, key, row["value"], row["n"]),
                    "percent": row["percent"],
                    "top": bordered and row["top"] is not None,
                }
                for criterion in keys
                for row in weights.filter(pl.col("criterion") == criterion, pl.col("value").is_in(some)).to_dicts()
            ]
            drawn = group_importance_figure(pl.DataFrame(rows), study, language=prose.language, style=PAPER)
            blocks.append(figure(drawn, caption))
    return blocks + material.noted(f"weights.{key}")


def _label(material: Material, key: str, value: str, n: int) -> str:
    """Name a group with its size; the size does not break over lines."""
    text = material.study.characteristic(key).value_name(value, material.prose.language)
    return f"{text} " + material.prose("groups.n", n=n).replace(" ", "\u00a0")


def self_image(material: Material) -> list[Block]:
    """Return self-images beside behaviour."""
    prose, study = material.prose, material.study
    blocks: list[Block] = []
    for image in material.self_images:
        item = study.characteristic(image.characteristic)
        text, question = item.name(prose.language), quoted(item.text.say(prose.language), prose.language)
        lowest, difference = material.share_of(slice(0, 1)), material.differences.get(image.characteristic)
        blocks += [
            heading(prose("self_image.title"), 2 if blocks else 1),
            paragraph(prose("self_image.opening", text=sentence(question)), stays=True),
            finding(claims.self_image_finding(image, lowest, difference, study, prose)),
        ]
        shown = image.answers.filter(~pl.col("suppressed"))
        if shown.height:
            drawn = group_answers_figure(material, image.characteristic, shown)
            caption = with_note(prose("self_image.caption", text=text), _hidden(material, image.characteristic))
            blocks.append(figure(drawn, caption))
            blocks += material.noted(f"self-image.{image.characteristic}")
    return blocks


def agreement(material: Material) -> list[Block]:
    """Return where participants agree."""
    prose, measured = material.prose, material.agreement
    shown = measured.scenarios.filter(pl.col("consensus").is_not_null())
    told = claims.agreement_finding(measured.scenarios, measured.same_side, prose)
    if shown.height > 1 and measured.same_side is not None:
        told += " " + claims.agreement_ends(measured.scenarios, prose)
    blocks = [heading(prose("agreement.title")), paragraph(prose("agreement.opening"), stays=True), finding(told)]
    if shown.height:
        frame = shown.select("scenario", "positive", pl.col("consensus").alias("agreement"))
        blocks.append(figure(agreement_figure(frame, language=prose.language, style=PAPER), prose("agreement.caption")))
        blocks += material.noted("agreement")
    if measured.repeats and measured.same_answer_again is not None and measured.same_side_again is not None:
        text = prose(
            "agreement.repeats",
            repeats=measured.repeats,
            same=prose.percent(measured.same_answer_again),
            side=prose.percent(measured.same_side_again),
        )
        blocks.append(paragraph(text))
    return blocks


def _parts(frame: pl.DataFrame, most: int) -> list[pl.DataFrame]:
    """Cut a frame into parts of about equal length, at most ``most`` rows each."""
    number = max(-(-frame.height // most), 1)
    size = -(-frame.height // number)
    return [frame.slice(at, size) for at in range(0, frame.height, size)]


def _caption(material: Material, name: str, part: int, parts: int) -> str:
    return material.prose(name) if parts == 1 else material.prose(f"{name}_part", part=part, parts=parts)
