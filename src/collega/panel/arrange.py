"""Tables from elsewhere in our columns: renamed, without what is to be ignored, one row per answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from itertools import chain

import numpy as np
import polars as pl

from collega.errors import Problem, did_you_mean
from collega.panel.columns import SHOWN
from collega.panel.mapping import ColumnMapping, all_columns, wide_columns
from collega.panel.wording import KEY_AT_THE_END
from collega.tables import Table, unescaped

ROW = "\0row"  # no column of a file can be called this


def renamed(
    table: Table, rules: ColumnMapping, known: Sequence[str], needed: Sequence[str]
) -> tuple[Table, list[Problem]]:
    """Give the columns our names; refuse those that nobody knows, and go on with the others.

    Parameters
    ----------
    table : Table
    rules : ColumnMapping
    known : sequence of str
        Columns that may stay, in our words.
    needed : sequence of str
        Columns that must be there.
    """
    names = {theirs: ours for ours, theirs in rules.columns.items() if theirs in table.frame.columns}
    names |= {name: key for name, key in _titled(table).items() if key in known and name not in (*names, *known)}
    double = _double(table, names)
    problems = double + _lacking(table, [name for name in needed if name not in names.values()])
    kept = [name for name in table.frame.columns if name not in rules.ignore and name != table.row_names]
    kept = [name for name in kept if name in (*names, *known) or not _ignored(table.place(name), rules)]
    problems += table.problems(kept)
    strange = [name for name in kept if name not in (*names, *known, *table.faults)]
    problems += _unknown(table, strange, known)
    kept = [] if double else [name for name in kept if name in (*names, *known)]
    plain = not table.file.lower().endswith((".csv", ".tsv", ".txt"))
    columns = {names.get(name, name): table.frame[name] for name in kept}
    frame = pl.DataFrame({name: cells if plain else unescaped(cells) for name, cells in columns.items()})
    return replace(
        table,
        frame=frame,
        places={ours: theirs for theirs, ours in names.items()},
        labels={names.get(name, name): labels for name, labels in table.labels.items()},
    ), problems


def _titled(table: Table) -> dict[str, str]:
    """Names that SPSS could not keep stand at the end of the variable label."""
    ends = {name: KEY_AT_THE_END.search(title) for name, title in table.titles.items()}
    return {name: end[1] for name, end in ends.items() if end}


def _ignored(name: str, rules: ColumnMapping) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in rules.ignore)


def _double(table: Table, names: Mapping[str, str]) -> list[Problem]:
    hint = "Name the one that you do not need under 'ignore' in the mapping file"
    return [
        Problem(file=table.file, line=1, found=f"'{theirs}' and '{ours}' are both the column '{ours}'", hint=hint)
        for theirs, ours in names.items()
        if ours != theirs and ours in table.frame.columns and ours not in names
    ]


def _lacking(table: Table, needed: Sequence[str]) -> list[Problem]:
    hint = "If it has another name, tell which one under 'columns' in a mapping file"
    return [
        Problem(file=table.file, line=1, found=f"the column '{name}' is missing", hint=hint)
        for name in needed
        if name not in table.frame.columns
    ]


def _unknown(table: Table, names: Sequence[str], known: Sequence[str]) -> list[Problem]:
    problems = []
    for name in names[:SHOWN]:
        near = did_you_mean(name, known)
        hint = f"{near} Otherwise name it".strip() if near else "Name it"
        problems.append(
            Problem(
                file=table.file,
                line=1,
                found=f"the column '{name}' is not known",
                allowed=", ".join(dict.fromkeys(known)),
                hint=f"{hint} under 'columns' or 'ignore' in a mapping file",
            )
        )
    more = len(names) - SHOWN
    return problems + ([Problem(file=table.file, line=1, found=f"{more} more columns like these")] if more > 0 else [])


def unknown_names(rules: ColumnMapping, tables: Sequence[Table]) -> list[Problem]:
    """Return a problem for every column that the mapping names and no file has."""
    found = list(dict.fromkeys(name for table in tables for name in table.frame.columns))
    named: list[tuple[tuple[str, ...], str]] = [(("columns", ours), theirs) for ours, theirs in rules.columns.items()]
    named += [(("ignore",), name) for name in rules.ignore if not any(mark in name for mark in "*?[")]
    return [
        rules.problem(place, f"no file has a column '{name}'", ", ".join(found), did_you_mean(name, found))
        for place, name in named
        if name and name not in found
    ]


def wide_names(rules: ColumnMapping, scenarios: Sequence[str]) -> tuple[str, ...]:
    """Return every column that a wide table may have for answers, times and places."""
    if rules.wide is None:
        return tuple(scenarios)
    parts = (rules.wide.scenarios, rules.wide.seconds, rules.wide.positions)
    return tuple(name for part in parts for name in all_columns(wide_columns(part, scenarios)))


def long_form(table: Table, rules: ColumnMapping, scenarios: Sequence[str]) -> tuple[Table, list[Problem]]:
    """Turn a table with one row per participant into one with a row per answer.

    Returns
    -------
    Table, list of Problem
        Columns ``participant``, ``scenario``, ``answer``, and ``seconds`` and ``position`` where the mapping tells
        where they are; every cell remembers its line and column.
    """
    problems = _wide_problems(table, rules, scenarios)
    if problems:
        return table, problems
    wide = rules.wide
    columns = wide_columns(wide.scenarios if wide else "{scenario}", scenarios)
    present = [
        (scenario, name, number)
        for scenario, names in columns.items()
        for number, name in enumerate(names)
        if name in table.frame.columns
    ]
    if wide and wide.in_order:
        order = {name: place for place, name in enumerate(table.frame.columns)}
        present.sort(key=lambda item: order[item[1]])
    parts = [_part(table, rules, scenarios, item, place) for place, item in enumerate(present, start=1)]
    frame = pl.concat(parts).sort(ROW, maintain_order=True)
    rows = frame[ROW].to_numpy()
    return Table(
        file=table.file,
        frame=frame.drop(ROW, "\0column"),
        lines=np.array([table.line(int(row)) for row in range(table.frame.height)], dtype=np.int64)[rows],
        places={"answer": frame["\0column"].to_list(), "participant": table.place("participant")},
        labels={"answer": dict(chain.from_iterable(table.labels.get(name, {}).items() for _, name, _ in present))},
    ), []


def _part(
    table: Table, rules: ColumnMapping, scenarios: Sequence[str], item: tuple[str, str, int], place: int
) -> pl.DataFrame:
    """Return the answers in one column."""
    scenario, name, number = item
    columns: dict[str, pl.Series | pl.Expr] = {
        ROW: pl.Series(np.arange(table.frame.height)),
        "participant": table.frame["participant"],
        "scenario": pl.Series([scenario] * table.frame.height, dtype=pl.String),
        "answer": table.frame[name],
        "\0column": pl.Series([name] * table.frame.height, dtype=pl.String),
    }
    wide = rules.wide
    for ours, part in (("seconds", wide and wide.seconds), ("position", wide and wide.positions)):
        names = wide_columns(part, scenarios).get(scenario, ()) if part else ()
        if part:
            here = names[number] if number < len(names) and names[number] in table.frame.columns else None
            columns[ours] = table.frame[here] if here else pl.Series([""] * table.frame.height, dtype=pl.String)
    if wide and wide.in_order:
        columns["position"] = pl.Series([str(place)] * table.frame.height, dtype=pl.String)
    return pl.DataFrame(columns)


def _wide_problems(table: Table, rules: ColumnMapping, scenarios: Sequence[str]) -> list[Problem]:
    found = table.frame.columns
    problems: list[Problem] = []
    for part in ("scenarios", "seconds", "positions"):
        columns = getattr(rules.wide, part, None)
        if columns is None or isinstance(columns, str):
            continue
        for scenario, names in columns.items():
            problems += _wrong_names(table, rules, ("wide", part, scenario), names, scenarios)
    columns = wide_columns(rules.wide.scenarios if rules.wide else "{scenario}", scenarios)
    if not problems and not any(name in found for name in all_columns(columns)):
        names = ", ".join(all_columns(columns)[:SHOWN])
        problems.append(
            Problem(file=table.file, line=1, found="no column has the answers to a scenario", allowed=names)
        )
    return problems


def _wrong_names(
    table: Table, rules: ColumnMapping, place: tuple[str, str, str], names: Sequence[str], scenarios: Sequence[str]
) -> list[Problem]:
    scenario, found, problems = place[2], table.frame.columns, []
    if scenario not in scenarios:
        what, near = f"'{scenario}' is not a scenario of the design", did_you_mean(scenario, scenarios)
        problems.append(rules.problem(place, what, ", ".join(scenarios[:SHOWN]), near))
    for name in names:
        if name not in found:
            what = f"{table.file} has no column '{name}'"
            problems.append(rules.problem(place, what, ", ".join(found), did_you_mean(name, found)))
    return problems
