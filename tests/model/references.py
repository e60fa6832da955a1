"""Panels of public data with results of other software; see tests/reference/SOURCE.md."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from collega.design import Design
from collega.panel import Panel
from collega.study import Study

FOLDER = Path(__file__).parents[1] / "reference"


def reference_panel(name: str) -> Panel:
    """Return the data set as a panel; levels and answers in the order of the reference."""
    meta = json.loads((FOLDER / name / "meta.json").read_text())
    levels: dict[str, list[str]] = meta["criteria"]
    answers = _rows(FOLDER / name / "answers.csv")
    scenarios = _rows(FOLDER / name / "scenarios.csv")
    low, high = min(int(row["answer"]) for row in answers), max(int(row["answer"]) for row in answers)
    study = make_study(levels, [str(value) for value in range(low, high + 1)])
    return make_panel(
        study,
        [row["scenario"] for row in scenarios],
        [[levels[key].index(row[key]) for key in levels] for row in scenarios],
        [(row["respondent"], row["scenario"], int(row["answer"]) - low) for row in answers],
    )


def reference_results(name: str) -> dict[str, Any]:
    """Return the results of other software."""
    models: dict[str, Any] = json.loads((FOLDER / name / "reference.json").read_text())["models"]
    return models


def housing_panel() -> Panel:
    """Return the housing table: everybody answered once."""
    rows = _rows(FOLDER / "housing.csv")
    levels = {
        "Infl": ["Low", "Medium", "High"],
        "Type": ["Tower", "Apartment", "Atrium", "Terrace"],
        "Cont": ["Low", "High"],
    }
    answers = ["Low", "Medium", "High"]
    cells = [f"{row['Infl']}-{row['Type']}-{row['Cont']}" for row in rows]
    profiles = {cell: [levels[key].index(row[key]) for key in levels] for cell, row in zip(cells, rows, strict=True)}
    given = [
        (f"p{number}-{n}", cell, answers.index(row["Sat"]))
        for number, (cell, row) in enumerate(zip(cells, rows, strict=True))
        for n in range(int(row["Freq"]))
    ]
    return make_panel(make_study(levels, answers), list(profiles), list(profiles.values()), given)


def make_study(levels: dict[str, list[str]], answers: list[str], **more: Any) -> Study:
    """Return a study with these criteria and answers; the upper half of the answers is positive."""
    half = len(answers) / 2
    return Study.model_validate(
        {
            "key": "reference",
            "title": "Reference",
            "statement": "Yes.",
            "answers": [{"key": key, "text": key, "positive": j >= half} for j, key in enumerate(answers)],
            "criteria": [
                {"key": key, "text": key, "levels": [{"key": level, "text": level} for level in keys]}
                for key, keys in levels.items()
            ],
        }
        | more
    )


def make_panel(
    study: Study, scenarios: list[str], profiles: list[list[int]], answers: list[tuple[str, str, int]]
) -> Panel:
    """Return a panel of one version from (participant, scenario, answer index) triples."""
    design = Design(
        scenarios=tuple(scenarios),
        profiles=np.array(profiles, dtype=np.int64),
        versions=("1",),
        shows=(tuple(range(len(scenarios))),),
    )
    people = list(dict.fromkeys(who for who, _, _ in answers))
    columns = {"participant": people} | {item.key: [""] * len(people) for item in study.characteristics}
    return Panel(
        study=study,
        design=design,
        people=pl.DataFrame(columns).with_columns(pl.lit("true").alias("included"), pl.lit("1").alias("version")),
        participant=np.array([people.index(who) for who, _, _ in answers], dtype=np.int32),
        scenario=np.array([scenarios.index(what) for _, what, _ in answers], dtype=np.int32),
        answer=np.array([answer for _, _, answer in answers], dtype=np.int8),
    )


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
