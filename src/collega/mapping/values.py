"""Numbers, times and cells that mean nothing, in the form that Collega keeps; column by column of the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

import polars as pl

from collega.errors import Problem, quoted
from collega.mapping.cells import wrong_cells
from collega.mapping.grammar import ColumnMapping
from collega.mapping.times import in_seconds, read_times
from collega.messages import Message
from collega.tables import Table

TIMES = ("started_at", "completed_at")
A_TIME = "mapping-a-time"
NOT_A_TIME = partial(Message, "common-not-a-time")
_COMMA_NUMBER = r"^(\d+),(\d+)$"
_POINT_NUMBER = r"^\d*\.\d+$"


@dataclass(frozen=True, slots=True, kw_only=True)
class Values:
    """A table with its values in our form.

    Attributes
    ----------
    table : Table
    problems : tuple of Problem
    notes : tuple of str
        Sentences about what was read as something that it does not look like.
    """

    table: Table
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()


def normalise(table: Table, rules: ColumnMapping, columns: Mapping[str, str]) -> Values:
    """Bring the values of a table into our form.

    Parameters
    ----------
    table : Table
    rules : ColumnMapping
    columns : dict of str to str
        Column of the table, and the column of ours that it feeds: what holds for a column is applied before its cells
        stand beside those of others.
    """
    result = Values(table=table)
    for name, ours in columns.items():
        if name in table.frame.columns:
            result = _without_missing(result, rules, name, ours)
            if ours in TIMES:
                result = _with_times(result, rules, name)
            if ours in ("seconds", "position"):
                result = _with_points(result, name)
            if ours == "seconds":
                result = _with_durations(result, name)
    return result


def missing_cells(table: Table, column: str, words: tuple[str, ...]) -> list[str]:
    """Return the cells that mean nothing: these words, and the codes that they are the label of."""
    labels = table.labels.get(column, {})
    return [*words, *(cell for cell, label in labels.items() if label in words)]


def _without_missing(values: Values, rules: ColumnMapping, name: str, ours: str) -> Values:
    cells = values.table.frame[name]
    missing = [cell for cell in missing_cells(values.table, name, rules.missing_in(ours)) if cell]
    empty = cells.is_in(missing) if missing else None
    if empty is None or not empty.any():
        return values
    words = tuple(map(quoted, cells.filter(empty).unique(maintain_order=True).to_list()))
    sentence = Message(
        "mapping-cells-mean-nothing", column=values.table.place(name), number=int(empty.sum()), words=words
    )
    emptied = pl.select(pl.when(empty).then(pl.lit("")).otherwise(cells).alias(name)).to_series()
    return _changed(values, emptied, sentence)


def _with_points(values: Values, name: str) -> Values:
    cells = values.table.frame[name]
    if cells.str.contains(_POINT_NUMBER).any():
        return values  # beside 12.5 nobody knows whether 1,234 is more than a thousand
    return _changed(values, cells.str.replace(_COMMA_NUMBER, "$1.$2"))


def _with_durations(values: Values, name: str) -> Values:
    cells = values.table.frame[name]
    by_cell = in_seconds(cells.unique(maintain_order=True).to_list())
    if not by_cell:
        return values
    first, seconds = next(iter(by_cell.items()))
    return _changed(
        values,
        cells.replace(by_cell),
        Message("mapping-durations-as-seconds", column=values.table.place(name), first=first, seconds=seconds),
    )


def _with_times(values: Values, rules: ColumnMapping, name: str) -> Values:
    table, cells = values.table, values.table.frame[name]
    times = read_times(cells.unique(maintain_order=True).to_list(), rules.dates)
    forms = times.iso | dict.fromkeys((*times.wrong, *times.unclear, *times.contrary), "")
    if not forms:
        return values
    problems = wrong_cells(table, name, cells.is_in(list(times.wrong)), NOT_A_TIME, Message(A_TIME), form=True)
    hint = Message("mapping-say-dates")
    refusal = partial(Message, "mapping-day-or-month")
    problems += wrong_cells(table, name, cells.is_in(list(times.unclear)), refusal, Message(A_TIME), hint, form=True)
    refusal = partial(Message, "mapping-other-order")
    order_refusal = Message("mapping-one-order")
    hint = Message("mapping-says-dates", dates=rules.dates) if rules.dates else order_refusal
    problems += wrong_cells(table, name, cells.is_in(list(times.contrary)), refusal, "", hint, form=True)
    order = times.order
    sentence = Message("mapping-times-in-order", column=table.place(name), order=order) if order else ""
    changed = _changed(values, cells.replace(forms), sentence)
    return replace(changed, problems=(*values.problems, *problems))


def _changed(values: Values, cells: pl.Series, sentence: str = "") -> Values:
    table = replace(values.table, frame=values.table.frame.with_columns(cells))
    return replace(values, table=table, notes=(*values.notes, sentence) if sentence else values.notes)
