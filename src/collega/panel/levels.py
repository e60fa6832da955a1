"""Levels that stand beside the answers: checked against the design, or the design made from them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from collega.design.layout import Design, read_design
from collega.errors import Problem
from collega.mapping.cells import SHOWN, more_like_these, same_cause, wrong_cells
from collega.messages import Message
from collega.study.definition import Study
from collega.tables import Table


def levels_agree(study: Study, design: Design, answers: Table) -> list[Problem]:
    """Return a problem for every level beside an answer that its scenario does not have."""
    names = [key for key in study.criterion_keys if key in answers.frame.columns]
    expected = _levels(study, design)
    beside = answers.frame.select("scenario").join(expected, on="scenario", how="left", maintain_order="left")
    problems: list[Problem] = []
    for name in names:
        pairs = beside.select("scenario", pl.col(name).alias("expected")).with_columns(
            answers.frame[name].alias("cell")
        )
        wrong = pairs.with_row_index("row").filter(pl.col("cell") != pl.col("expected"))
        causes = wrong.group_by("cell", "scenario", "expected", maintain_order=True).agg(pl.col("row"))
        for cell, scenario, expected, rows in causes.head(SHOWN).iter_rows():
            found = Message("panel-other-level-in-design", level=cell, scenario=scenario)
            problems.append(same_cause(answers, name, rows, found, str(expected)))
        if more := sum(map(len, causes["row"][SHOWN:])):
            problems.append(more_like_these(answers, name, more))
    return problems


def identified(study: Study, design: Design | None, answers: Table) -> tuple[Table, list[Problem]]:
    """Give every answer its scenario where only the levels stand beside it."""
    if "scenario" in answers.frame.columns:
        return answers, []
    keys = list(study.criterion_keys)
    if design is None:
        known = answers.frame.select(keys).unique(maintain_order=True)
        known = known.with_columns(
            pl.Series("scenario", [f"S{number}" for number in range(1, known.height + 1)], dtype=pl.String)
        )
    else:
        known = _levels(study, design).unique(keys, keep="first", maintain_order=True)
    found = answers.frame.join(known, on=keys, how="left", maintain_order="left")
    problems = wrong_cells(
        answers,
        keys[0],
        found["scenario"].is_null(),
        Message("panel-no-scenario-with-levels"),
        hint=Message("panel-correct-levels"),
    )
    return replace(answers, frame=found.with_columns(pl.col("scenario").fill_null(known["scenario"][0]))), problems


def derived_design(study: Study, answers: Table) -> Design:
    """Make the design from the versions, scenarios and levels beside the answers; DataError where they contradict."""
    names: list[str] = [name for name in ("version", "scenario") if name in answers.frame.columns]
    names += list(study.criterion_keys)
    rows = answers.frame.with_row_index("\0row")
    first = rows.unique(names, keep="first", maintain_order=True)
    if "version" in names and (answers.frame["version"] == "").any():
        first = first.with_columns(pl.col("version").replace("", "unknown"))
    lines = np.array([answers.line(row) for row in first["\0row"].to_list()], dtype=np.int64)
    return read_design(study, replace(answers, frame=first.select(names), lines=lines))


def _levels(study: Study, design: Design) -> pl.DataFrame:
    columns = {
        item.key: pl.Series(item.level_keys).gather(design.profiles[:, c]) for c, item in enumerate(study.criteria)
    }
    return pl.DataFrame({"scenario": list(design.scenarios)} | columns)
