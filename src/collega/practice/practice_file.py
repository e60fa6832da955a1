"""``practice.csv``: how often practice meets which levels, or which cases; read and written."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
import polars as pl
from numpy.typing import NDArray

from collega.colleague.case_table import forbidden_rows, level_cells
from collega.errors import DataError, NotComputedError, Problem, did_you_mean
from collega.mapping.cells import in_order, key_index, missing_columns, wrong_cells
from collega.mapping.sources import Source
from collega.messages import Message
from collega.panel.counts_file import number_cells, rows_twice
from collega.practice.practice import Practice, practice_of_cases, practice_of_margins
from collega.study.coding import BLANK
from collega.study.definition import Study
from collega.tables import Table

CRITERION, LEVEL, WEIGHT = "criterion", "level", "weight"


def read_practice(study: Study, table: Table) -> Practice:
    """Read how often practice meets what.

    Two forms, told apart by their columns: ``criterion``, ``level`` and ``weight``; or whole cases, a column for each
    criterion and ``weight``. An empty cell of a case is blank, and so is a criterion without a column; without the
    column ``weight`` every row counts once. In the first form a level that is not there, or has weight 0, is never
    met, and of a criterion that is not there nothing is known.

    Raises
    ------
    DataError
        With every problem: an unknown or missing column, an unknown criterion or level, something that is no weight,
        a level that stands there twice, a case that the study forbids, margins that no allowed cases have.
    """
    table = table.sound()
    source = Source(reading=table.reading, rows=table.frame.height)
    if not table.frame.height:
        raise DataError([Problem(file=table.file, found=Message("practice-no-row"))], [source])
    by_level = {CRITERION, LEVEL} & (set(table.frame.columns) - set(study.criterion_keys))
    return (_margins if by_level else _cases)(study, table, source)


def margins_frame(study: Study, practice: Practice) -> pl.DataFrame:
    """Return the levels that practice meets with their weights, as a file of the first form has them."""
    rows = [(key, level, share) for key, levels in practice.margins(study).items() for level, share in levels.items()]
    return _as_text(pl.DataFrame(rows, schema=[CRITERION, LEVEL, WEIGHT], orient="row"))


def practice_frame(study: Study, practice: Practice) -> pl.DataFrame:
    """Return whole cases with their weights, as a file of the second form has them: read back they are the same."""
    columns = [
        pl.Series(item.key, np.array(item.level_keys, dtype=object)[practice.profiles[:, c]].tolist(), dtype=pl.String)
        for c, item in enumerate(study.criteria)
    ]
    return _as_text(pl.DataFrame([*columns, pl.Series(weight_column(study), practice.weights)]))


def weight_column(study: Study) -> str:
    """Return the name of the column with weights beside criteria: no criterion has it, whatever their keys."""
    return beside(study, WEIGHT)


def beside(study: Study, name: str) -> str:
    """Return a column's name that is no criterion's: the name itself, or with ``_`` in front, which no key has."""
    return f"_{name}" if name in study.criterion_keys else name


def _as_text(frame: pl.DataFrame) -> pl.DataFrame:
    texts = [f"{weight:.15f}".rstrip("0").rstrip(".") for weight in frame[frame.columns[-1]].to_list()]
    return frame.with_columns(pl.Series(frame.columns[-1], texts, dtype=pl.String))


def _margins(study: Study, table: Table, source: Source) -> Practice:
    columns = [CRITERION, LEVEL, WEIGHT]
    problems = missing_columns(table, columns, columns)
    if problems:
        raise DataError(problems, sources=[source])
    frame, keys = table.frame, study.criterion_keys
    _, problems = key_index(table, CRITERION, keys, partial(Message, "practice-not-a-criterion"))
    for item in study.criteria:
        mine = (frame[CRITERION] == item.key) & ~frame[LEVEL].is_in(list(item.level_keys))
        problems += wrong_cells(
            table, LEVEL, mine, partial(Message, "common-not-a-level"), ", ".join(item.level_keys),
            partial(did_you_mean, allowed=item.level_keys),
        )  # fmt: skip
    numbers, wrong = number_cells(table, WEIGHT, "weight")
    problems += [*wrong, *rows_twice(table, (CRITERION, LEVEL), "practice-level-twice")]
    margins: dict[str, dict[str, float]] = {}
    for (key, level), weight in zip(frame.select(CRITERION, LEVEL).iter_rows(), numbers.tolist(), strict=True):
        margins.setdefault(key, {})[level] = weight
    never = [key for key, levels in margins.items() if not sum(levels.values())]
    if not problems and never:
        found, allowed = Message("practice-weights-all-zero", names=never), Message("panel-a-weight-above-zero")
        problems.append(Problem(file=table.file, where=WEIGHT, found=found, allowed=allowed))
    if problems:
        raise DataError(in_order(problems), sources=[source])
    try:
        return practice_of_margins(study, margins, source)
    except NotComputedError as error:
        raise DataError([Problem(file=table.file, found=error.message)], sources=[source]) from error


def _cases(study: Study, table: Table, source: Source) -> Practice:
    column = weight_column(study)
    criteria = [key for key in study.criterion_keys if key in table.frame.columns]
    problems = missing_columns(table, [], [*study.criterion_keys, column])
    if not criteria:
        found, allowed = Message("colleague-no-criterion-column"), ", ".join(study.criterion_keys)
        problems.append(Problem(file=table.file, line=table.header_line, found=found, allowed=allowed))
    frame, wrong = level_cells(study, table, criteria)
    problems += [*wrong, *forbidden_rows(study, table, frame)]
    weights, wrong = np.ones(frame.height), []
    if column in frame.columns:
        weights, wrong = number_cells(table, column, "weight")
    problems += wrong
    if problems:
        raise DataError(in_order(problems), sources=[source])
    return practice_of_cases(study, profiles_of(study, frame, criteria), weights, source)


def profiles_of(study: Study, frame: pl.DataFrame, criteria: Sequence[str]) -> NDArray[np.int64]:
    """Return (rows, C) level indices of the cells of these criteria, ``BLANK`` where empty or without a column."""
    profiles = np.full((frame.height, len(study.criteria)), BLANK, dtype=np.int64)
    for c, item in enumerate(study.criteria):
        if item.key in criteria:
            keys = ["", *item.level_keys]
            profiles[:, c] = frame[item.key].replace_strict(keys, range(-1, len(item.levels)), return_dtype=pl.Int64)
    return profiles
