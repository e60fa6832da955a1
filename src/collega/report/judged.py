"""Every scenario in words, beside how it was answered."""

from __future__ import annotations

from itertools import accumulate
from typing import Any

from collega.exhibits import Exhibit
from collega.exhibits.claims import mostly_words
from collega.figures.colours import answer_colours
from collega.prose import thousands
from collega.report.blocks import Block
from collega.report.material import Material


def judged(exhibit: Exhibit, material: Material, caption: str) -> Block:
    """Return the scenarios of the exhibit ``answers`` with their levels, a bar of answers, and the share positive.

    The bar runs from the most negative answer to the most positive one; a line stands where the positive ones begin.
    Scenarios whose answers are not shown come last, with what may be told of them.
    """
    prose, study = material.prose, material.study
    colours = answer_colours(len(study.answers), study.positive)
    rows: list[dict[str, Any]] = [
        {
            "name": row["scenario"],
            "text": _levels(material, row["scenario"]),
            "told": None,
            "n": thousands(row["n"], prose.language),
            "positive": prose.percent(row["positive"]),
            "starts": list(accumulate(row["shares"][:-1], initial=0.0)),
            "shares": list(row["shares"]),
            "side": 1.0 - row["positive"],
        }
        for row in exhibit.frame.iter_rows(named=True)
    ]
    for row in material.scenario_answers.filter("suppressed").iter_rows(named=True):
        words = mostly_words(row["mostly"], row["n"], prose) if row["mostly"] else prose("not_shown")
        rows.append({"name": row["scenario"], "text": _levels(material, row["scenario"]), "told": words})
    return {
        "kind": "judged",
        "caption": caption,
        "header": [prose("numbers.scenario"), prose("answers.held"), prose("numbers.n"), prose("answers.given"),
                   prose("numbers.positive")],
        "legend": [
            {"colour": colour, "text": answer.text.say(prose.language)}
            for colour, answer in zip(colours, study.answers, strict=True)
        ],
        "colours": colours,
        "rows": rows,
    }  # fmt: skip


def _levels(material: Material, scenario: str) -> str:
    """Return what stood in a scenario, criterion by criterion."""
    study, design, language = material.study, material.panel.design, material.prose.language
    profile = design.profiles[design.scenarios.index(scenario)]
    return "; ".join(
        f"{criterion.name(language).rstrip('?:')}: {criterion.levels[int(level)].name(language)}"
        for criterion, level in zip(study.criteria, profile, strict=True)
    )
