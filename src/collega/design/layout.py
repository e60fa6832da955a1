"""The design of a study: which scenarios exist, and which version shows which of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import polars as pl
from numpy.typing import NDArray

from collega.errors import DataError, Problem, quoted
from collega.mapping.cells import in_order, key_index, missing_columns, same_cause, wrong_cells
from collega.messages import Message
from collega.study.columns import design_columns
from collega.study.definition import Study
from collega.tables import Table


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Design:
    """Scenarios in versions.

    Attributes
    ----------
    scenarios : tuple of str
        Ids of the S distinct scenarios.
    profiles : (S, C) int64
        Level index of each criterion in each scenario.
    versions : tuple of str
        Names of the V versions.
    shows : tuple of tuple of int
        For each version the scenarios it shows, as indices, in order; a repeated scenario stands there twice.
    """

    scenarios: tuple[str, ...]
    profiles: NDArray[np.int64]
    versions: tuple[str, ...]
    shows: tuple[tuple[int, ...], ...]

    def __repr__(self) -> str:
        sizes = sorted({len(numbers) for numbers in self.shows})
        per_version = "-".join(map(str, sizes[:: max(len(sizes) - 1, 1)]))
        return f"Design({len(self.versions)} versions of {per_version}, {len(self.scenarios)} scenarios)"

    def runs(self) -> NDArray[np.int64]:
        """Return (n, C) profiles of all versions together, repeats included."""
        return self.profiles[[scenario for numbers in self.shows for scenario in numbers]]

    def frame(self, study: Study) -> pl.DataFrame:
        """Return the design as ``scenarios.csv`` has it: version, scenario and a level key per criterion."""
        rows = [(version, s) for version, numbers in zip(self.versions, self.shows, strict=True) for s in numbers]
        index = [s for _, s in rows]
        columns = {
            criterion.key: [criterion.level_keys[level] for level in self.profiles[index, c]]
            for c, criterion in enumerate(study.criteria)
        }
        return pl.DataFrame(
            {
                "version": [version for version, _ in rows],
                "scenario": [self.scenarios[s] for s in index],
            }
            | columns
        )


def read_design(study: Study, table: Table) -> Design:
    """Read a design from a table of level keys.

    Parameters
    ----------
    study : Study
    table : Table
        Columns: ``scenario``, one per criterion, and ``version`` (without it there is one version, "1").

    Raises
    ------
    DataError
        With every problem: a missing column, an unknown level, a scenario id with two meanings.
    """
    columns = design_columns(study)
    problems = missing_columns(table, columns[1:], columns)
    profiles, wrong = _profiles(study, table)
    n, there = table.frame.height, table.frame.columns
    names = table.frame["scenario"].to_list() if "scenario" in there else ["1"] * n
    versions = table.frame["version"].to_list() if "version" in there else ["1"] * n
    problems += wrong
    for column in [name for name in columns[:2] if name in there]:
        problems += wrong_cells(table, column, table.frame[column] == "", quoted)
    if "scenario" in there:
        problems += _double_meaning(table, names, profiles)
    if not n:
        problems.append(
            Problem(file=table.file, found=Message("design-no-scenario"), hint=Message("design-make-scenarios"))
        )
    if problems:
        raise DataError(in_order(problems))
    return _assemble(names, versions, profiles)


def _assemble(names: Sequence[str], versions: Sequence[str], profiles: NDArray[np.int64]) -> Design:
    scenarios = {name: number for number, name in enumerate(dict.fromkeys(names))}
    first = {name: row for row, name in reversed(list(enumerate(names)))}
    shows: dict[str, list[int]] = {version: [] for version in versions}
    for name, version in zip(names, versions, strict=True):
        shows[version].append(scenarios[name])
    return Design(
        scenarios=tuple(scenarios),
        profiles=profiles[[first[name] for name in scenarios]],
        versions=tuple(shows),
        shows=tuple(tuple(numbers) for numbers in shows.values()),
    )


def _profiles(study: Study, table: Table) -> tuple[NDArray[np.int64], list[Problem]]:
    profiles = np.zeros((table.frame.height, len(study.criteria)), dtype=np.int64)
    problems: list[Problem] = []
    for c, criterion in enumerate(study.criteria):
        if criterion.key in table.frame.columns:
            profiles[:, c], wrong = key_index(
                table, criterion.key, criterion.level_keys, partial(Message, "common-not-a-level")
            )
            problems += wrong
    return profiles, problems


def _double_meaning(table: Table, names: Sequence[str], profiles: NDArray[np.int64]) -> list[Problem]:
    first: dict[str, int] = {}
    others: dict[str, list[int]] = {}
    for row, name in enumerate(names):
        if (profiles[first.setdefault(name, row)] != profiles[row]).any():
            others.setdefault(name, []).append(row)
    hint = Message("design-one-scenario-one-id")
    return [
        same_cause(
            table,
            "scenario",
            rows,
            Message("design-other-levels", name=name, line=table.line(first[name])),
            hint=hint,
        )
        for name, rows in others.items()
    ]
