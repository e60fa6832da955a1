"""The design of a study: which scenarios exist, and which version shows which of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from collega.errors import DataError, Problem, did_you_mean
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
        sizes = sorted({len(shown) for shown in self.shows})
        per_version = "-".join(map(str, sizes[:: max(len(sizes) - 1, 1)]))
        return f"Design({len(self.versions)} versions of {per_version}, {len(self.scenarios)} scenarios)"

    def runs(self) -> NDArray[np.int64]:
        """Return (n, C) profiles of all versions together, repeats included."""
        return self.profiles[[scenario for shown in self.shows for scenario in shown]]

    def frame(self, study: Study) -> pl.DataFrame:
        """Return the design as ``scenarios.csv`` has it: version, scenario and a level key per criterion."""
        rows = [(version, s) for version, shown in zip(self.versions, self.shows, strict=True) for s in shown]
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
    problems = _column_problems(study, table)
    profiles, wrong = _profiles(study, table)
    n, there = table.frame.height, table.frame.columns
    names = table.frame["scenario"].to_list() if "scenario" in there else ["1"] * n
    versions = table.frame["version"].to_list() if "version" in there else ["1"] * n
    problems += [*wrong, *_empty_cells(table, {"scenario": names, "version": versions})]
    if "scenario" in there:
        problems += _double_meaning(table, names, profiles)
    if not n:
        problems.append(Problem(file=table.file, found="there is no scenario", hint="Make them: 'collega design'"))
    if problems:
        raise DataError(sorted(problems, key=lambda problem: problem.line or 0))
    return _assemble(names, versions, profiles)


def forbidden_rows(study: Study, table: Table) -> list[Problem]:
    """Return a problem for each row of a table of scenarios that a rule of the study forbids."""
    problems = []
    for row, levels in enumerate(table.frame.select(study.criterion_keys).iter_rows(named=True)):
        for number, rule in enumerate(study.never, start=1):
            if all(levels[criterion] == level for criterion, level in rule.items()):
                shown = ", ".join(f"{criterion}={level}" for criterion, level in rule.items())
                problems.append(
                    Problem(
                        file=table.file,
                        line=table.line(row),
                        where=f"never[{number}]",
                        found=f"the study forbids this scenario: {shown}",
                        hint="Take the scenario out, or the rule",
                    )
                )
                break
    return problems


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
        shows=tuple(tuple(shown) for shown in shows.values()),
    )


def _column_problems(study: Study, table: Table) -> list[Problem]:
    allowed = ("version", "scenario", *study.criterion_keys)
    found = table.frame.columns
    problems = [
        Problem(file=table.file, line=1, found=f"the column '{name}' is missing", allowed=", ".join(allowed))
        for name in allowed[1:]
        if name not in found
    ]
    return problems + [
        Problem(
            file=table.file,
            line=1,
            found=f"the column '{name}' is not known",
            allowed=", ".join(allowed),
            hint=did_you_mean(name, allowed),
        )
        for name in found
        if name not in allowed
    ]


def _profiles(study: Study, table: Table) -> tuple[NDArray[np.int64], list[Problem]]:
    profiles = np.zeros((table.frame.height, len(study.criteria)), dtype=np.int64)
    problems: list[Problem] = []
    for c, criterion in enumerate(study.criteria):
        if criterion.key not in table.frame.columns:
            continue
        index = {key: level for level, key in enumerate(criterion.level_keys)}
        for row, cell in enumerate(table.frame[criterion.key].to_list()):
            profiles[row, c] = index.get(cell, -1)
            if cell not in index:
                problems.append(_unknown_level(table, row, criterion.key, cell, index))
    return profiles, problems


def _unknown_level(table: Table, row: int, criterion: str, cell: str, index: Mapping[str, int]) -> Problem:
    return Problem(
        file=table.file,
        line=table.line(row),
        where=criterion,
        found=f"'{cell}' is not a level" if cell else "the level is missing",
        allowed=", ".join(index),
        hint=did_you_mean(cell, index),
    )


def _empty_cells(table: Table, columns: Mapping[str, Sequence[str]]) -> list[Problem]:
    return [
        Problem(file=table.file, line=table.line(row), where=name, found=f"the {name} is missing")
        for name, cells in columns.items()
        for row, cell in enumerate(cells)
        if not cell
    ]


def _double_meaning(table: Table, names: Sequence[str], profiles: NDArray[np.int64]) -> list[Problem]:
    first: dict[str, int] = {}
    problems = []
    for row, name in enumerate(names):
        start = first.setdefault(name, row)
        if (profiles[start] != profiles[row]).any():
            problems.append(
                Problem(
                    file=table.file,
                    line=table.line(row),
                    where="scenario",
                    found=f"scenario '{name}' has other levels here than on line {table.line(start)}",
                    hint="A scenario id means the same levels in every version: give one of them another id",
                )
            )
    return problems
