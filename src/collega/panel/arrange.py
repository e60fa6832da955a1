"""One row per participant becomes one row per answer."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from collega.errors import Problem, did_you_mean
from collega.mapping.cells import SHOWN
from collega.mapping.grammar import PLACEHOLDER, ColumnMapping, Wide, names_in, wide_columns
from collega.messages import Message
from collega.tables import Table

_ROW, _COLUMN = "\0row", "\0column"  # no column of a file can be called these


def wide_roles(wide: Wide | None, scenarios: Sequence[str]) -> dict[str, str]:
    """Return every column that a wide table may have for answers, times and places, and what is in it."""
    wide = wide or Wide()
    parts = (("answer", wide.scenarios), ("seconds", wide.seconds), ("position", wide.positions))
    return {name: role for role, part in parts for name in names_in(wide_columns(part, scenarios))}


def long_form(table: Table, wide: Wide | None, scenarios: Sequence[str]) -> Table:
    """Turn a table with one row per participant into one with a row per answer.

    What holds for one column alone (value labels, words that mean nothing, the form of its numbers) must have been
    applied before: here the cells of many columns come to stand in one.

    Returns
    -------
    Table
        Columns ``participant``, ``scenario``, ``answer``, and ``seconds`` and ``position`` where the mapping tells
        where they are; every cell remembers its line and column.
    """
    wide = wide or Wide()
    present = [
        (scenario, name, number)
        for scenario, names in wide_columns(wide.scenarios, scenarios).items()
        for number, name in enumerate(names)
        if name in table.frame.columns
    ]
    if wide.in_order:
        order = {name: place for place, name in enumerate(table.frame.columns)}
        present.sort(key=lambda item: order[item[1]])
    parts = [_part(table, wide, scenarios, item, place) for place, item in enumerate(present, start=1)]
    frame = pl.concat(parts).sort(_ROW, maintain_order=True)
    rows = frame[_ROW].to_numpy()
    return Table(
        file=table.file,
        frame=frame.drop(_ROW, _COLUMN),
        lines=np.array([table.line(row) for row in range(table.frame.height)], dtype=np.int64)[rows],
        header_line=table.header_line,
        places={
            "answer": [table.place(name) for name in frame[_COLUMN].to_list()],
            "participant": table.place("participant"),
        },
    )


def _part(table: Table, wide: Wide, scenarios: Sequence[str], item: tuple[str, str, int], place: int) -> pl.DataFrame:
    """Return the answers in one column."""
    scenario, name, number = item
    height = table.frame.height
    columns = {
        _ROW: pl.Series(np.arange(height)),
        "participant": table.frame["participant"],
        "scenario": pl.repeat(scenario, height, eager=True, dtype=pl.String),
        "answer": table.frame[name],
        _COLUMN: pl.repeat(name, height, eager=True, dtype=pl.String),
    }
    for ours, part in (("seconds", wide.seconds), ("position", wide.positions)):
        if part is not None:
            names = wide_columns(part, scenarios).get(scenario, ())
            here = names[number] if number < len(names) and names[number] in table.frame.columns else None
            empty = pl.repeat("", height, eager=True, dtype=pl.String)
            columns[ours] = table.frame[here] if here else empty
    if wide.in_order:
        columns["position"] = pl.repeat(str(place), height, eager=True, dtype=pl.String)
    return pl.DataFrame(columns)


def wide_problems(table: Table, rules: ColumnMapping, scenarios: Sequence[str]) -> list[Problem]:
    """Return what the mapping says of a wide table that is not so."""
    problems: list[Problem] = []
    for part in ("scenarios", "seconds", "positions"):
        columns = getattr(rules.wide, part, None)
        if isinstance(columns, str) and part != "scenarios":
            problems += _no_name(table, rules, ("wide", part), columns, scenarios)
        elif columns is not None and not isinstance(columns, str):
            for scenario, names in columns.items():
                problems += _wrong_names(table, rules, ("wide", part, scenario), names, scenarios)
    names = names_in(wide_columns(rules.wide.scenarios if rules.wide else PLACEHOLDER, scenarios))
    if not problems and not any(name in table.frame.columns for name in names):
        found = Message("panel-no-answer-column")
        allowed = ", ".join(names[:SHOWN])
        problems.append(Problem(file=table.file, line=table.header_line, found=found, allowed=allowed))
    return problems


def _no_name(
    table: Table, rules: ColumnMapping, place: tuple[str, str], pattern: str, scenarios: Sequence[str]
) -> list[Problem]:
    names = names_in(wide_columns(pattern, scenarios))
    if any(name in table.frame.columns for name in names):
        return []
    return [
        rules.problem(
            place, Message("panel-no-column-like", file=table.file, name=names[0]), ", ".join(table.frame.columns)
        )
    ]


def _wrong_names(
    table: Table, rules: ColumnMapping, place: tuple[str, str, str], names: Sequence[str], scenarios: Sequence[str]
) -> list[Problem]:
    scenario, found, problems = place[2], table.frame.columns, []
    if scenario not in scenarios:
        what, near = Message("panel-unknown-scenario", cell=scenario), did_you_mean(scenario, scenarios)
        problems.append(rules.problem(place, what, ", ".join(scenarios[:SHOWN]), near))
    for name in names:
        if name not in found:
            what = Message("panel-no-column", file=table.file, name=name)
            problems.append(rules.problem(place, what, ", ".join(found), did_you_mean(name, found)))
    return problems
