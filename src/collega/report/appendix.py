"""The appendices: criteria and levels, answers in numbers."""

from __future__ import annotations

from typing import Any

import polars as pl

from collega.exhibits.claims import mostly_words
from collega.report.blocks import Block, heading, paragraph, table, terms
from collega.report.material import Material
from collega.study.definition import Named
from collega.study.text import Language

_TWO: dict[str, Any] = {"columns": [0.3, 0.7], "align": ["left", "left"]}


def criteria(material: Material) -> list[Block]:
    """Return every criterion with its levels, numbered and lettered."""
    prose, language = material.prose, material.prose.language
    entries = []
    for number, criterion in enumerate(material.study.criteria, 1):
        note = criterion.help.say(language) if criterion.help else None
        items = [
            prose("criteria.source", text=_in_full(level, language), source=level.source.say(language))
            if level.source
            else _in_full(level, language)
            for level in criterion.levels
        ]
        entries.append((f"{number}. {_in_full(criterion, language)}", note, items))
    opening = prose("criteria.opening")
    if any(level.source for criterion in material.study.criteria for level in criterion.levels):
        opening += " " + prose("criteria.sources")
    return [heading(prose("criteria.title")), paragraph(opening), terms(entries), *_questions(material)]


def _questions(material: Material) -> list[Block]:
    """Return what was asked of participants about themselves, where the report uses shorter names for it."""
    prose, language = material.prose, material.prose.language
    items = [part for item in material.study.characteristics for part in (item, *item.values)]
    rows = [[part.name(language), part.text.say(language)] for part in items]
    rows = [row for row in rows if row[0] != row[1]]
    return [table(prose.raw("criteria.people_columns"), rows, caption=prose("criteria.people"), **_TWO)] if rows else []


def _in_full(item: Named, language: Language) -> str:
    """Return the name that the report uses, and what participants read where that is something else."""
    name, text = item.name(language), item.text.say(language)
    return text if name == text else f"{name}: {text}"


def numbers(material: Material) -> list[Block]:
    """Return the numbers behind the figures with answers."""
    prose, study = material.prose, material.study
    blocks = [heading(prose("numbers.title")), paragraph(prose("numbers.opening"), stays=True)]
    names = material.scenario_answers["scenario"].to_list()
    blocks.append(
        _answers(material, material.scenario_answers, names, prose("numbers.scenario"), prose("numbers.scenarios"))
    )
    for item in study.characteristics:
        frame = material.group_answers[item.key]
        values = [item.value_name(value, prose.language) for value in frame["value"]]
        caption = prose("numbers.group", text=item.name(prose.language))
        blocks.append(_answers(material, frame, values, prose("numbers.value"), caption))
    return blocks


def _answers(material: Material, frame: pl.DataFrame, names: list[str], first: str, caption: str) -> Block:
    prose, study = material.prose, material.study
    rows = []
    for name, row in zip(names, frame.iter_rows(named=True), strict=True):
        if row["suppressed"]:
            majority = mostly_words(row["mostly"], row["n"], prose) if row["mostly"] else prose("not_shown")
            rows.append([name, majority, *[prose("none")] * (len(study.answers) + 1)])
            continue
        shares = [prose.percent(share) for share in (*row["shares"], row["positive"])]
        rows.append([name, str(row["n"]), *shares])
    answers = [answer.text.say(prose.language) for answer in study.answers]
    return table(
        [first, prose("numbers.n"), *answers, prose("numbers.positive")],
        rows,
        caption=caption,
        columns=[1.8, "auto", *[1.0] * len(answers), "auto"],
        align=["left", *["right"] * (len(answers) + 2)],  # type: ignore[list-item]
        tight=4,
    )
