"""Counts of a profession, as a team gives them: by cell, as margins, or as a weight for every participant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from collega.errors import DataError, Problem, did_you_mean
from collega.mapping.cells import in_order, key_index, missing_columns, same_cause, wrong_cells
from collega.mapping.sources import Source
from collega.messages import Message
from collega.study.added import DECLINED
from collega.study.definition import Study
from collega.tables import Table

CHARACTERISTIC, VALUE, COUNT, PARTICIPANT, WEIGHT = "characteristic", "value", "count", "participant", "weight"
_NUMBER = r"^\d{1,15}(\.\d{1,15})?$"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Counts:
    """How many people of the profession there are, in one of three forms.

    Attributes
    ----------
    file : str
        For messages.
    characteristics : tuple of str
        Counted; empty where participants have weights.
    cells : mapping of value keys, one for each of ``characteristics``, to count
        The combinations; empty for the other forms.
    margins : mapping of characteristic to value to count
        Each characteristic by itself; empty for the other forms.
    weights : mapping of participant to weight
        Empty for the other forms.
    source : Source or None
        How the file was read.
    """

    file: str
    characteristics: tuple[str, ...] = ()
    cells: Mapping[tuple[str, ...], float] = field(default_factory=dict)
    margins: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    weights: Mapping[str, float] = field(default_factory=dict)
    source: Source | None = None

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values, without how it was read."""
        return {
            "file": self.file,
            "characteristics": list(self.characteristics),
            "cells": [[list(cell), count] for cell, count in self.cells.items()],
            "margins": {key: dict(values) for key, values in self.margins.items()},
            "weights": dict(self.weights),
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Counts:
        """Return what :meth:`as_json` wrote."""
        return cls(
            file=stored["file"],
            characteristics=tuple(stored["characteristics"]),
            cells={tuple(cell): count for cell, count in stored["cells"]},
            margins=stored["margins"],
            weights=stored["weights"],
        )

    def rows(self) -> list[dict[str, str]]:
        """Return the rows of a file that :func:`read_counts` reads back as this."""
        if self.weights:
            return [{PARTICIPANT: name, WEIGHT: _plain(weight)} for name, weight in self.weights.items()]
        if self.margins:
            return [
                {CHARACTERISTIC: key, VALUE: value, COUNT: _plain(count)}
                for key, values in self.margins.items()
                for value, count in values.items()
            ]
        return [
            dict(zip(self.characteristics, cell, strict=True)) | {COUNT: _plain(count)}
            for cell, count in self.cells.items()
        ]


def read_counts(study: Study, table: Table) -> Counts:
    """Read the counts of a profession.

    Three forms, told apart by their columns: a column for each of some characteristics, and ``count`` (every row a
    cell); ``characteristic``, ``value`` and ``count`` (margins, which are raked); ``participant`` and ``weight``.

    Raises
    ------
    DataError
        With every problem: an unknown or missing column, an unknown value, something that is no count, a cell or a
        participant that stands there twice, nothing but zeros.
    """
    table = table.sound()
    source = Source(reading=table.reading, rows=table.frame.height)
    if not table.frame.height:
        raise DataError([Problem(file=table.file, found=Message("panel-no-count"))], [source])
    names = table.frame.columns
    keys = tuple(item.key for item in study.characteristics)
    if {PARTICIPANT, WEIGHT} & (set(names) - set(keys)):
        counts, problems = _weights(table, source)
    elif {CHARACTERISTIC, VALUE} & (set(names) - set(keys)):
        counts, problems = _margins(study, table, source)
    else:
        counts, problems = _cells(study, table, source)
    if problems:
        raise DataError(in_order(problems), sources=[source])
    return counts


def _plain(count: float) -> str:
    return f"{count:.0f}" if count == round(count) else repr(count)


def _cells(study: Study, table: Table, source: Source) -> tuple[Counts, list[Problem]]:
    keys = [item.key for item in study.characteristics]
    chosen = tuple(key for key in keys if key in table.frame.columns)
    problems = missing_columns(table, [COUNT], [*keys, COUNT])
    if not chosen:
        found = Message("panel-no-characteristic-column")
        problems.append(Problem(file=table.file, line=table.header_line, found=found,
                                allowed=", ".join(keys) or Message("panel-no-characteristics")))  # fmt: skip
    for key in chosen:
        problems += _values(study, table, key, slice(None))
    numbers, wrong = number_cells(table, COUNT, "count")
    problems += [*wrong, *rows_twice(table, chosen, "panel-cell-twice")]
    cells = {} if problems else dict(zip(table.frame.select(chosen).iter_rows(), numbers.tolist(), strict=True))
    return Counts(file=table.file, characteristics=chosen, cells=cells, source=source), problems


def _margins(study: Study, table: Table, source: Source) -> tuple[Counts, list[Problem]]:
    columns = [CHARACTERISTIC, VALUE, COUNT]
    problems = missing_columns(table, columns, columns)
    if problems:
        return Counts(file=table.file), problems
    keys = [item.key for item in study.characteristics]
    _, problems = key_index(table, CHARACTERISTIC, keys, partial(Message, "panel-unknown-characteristic"))
    for key in keys:
        problems += _values(study, table, key, (table.frame[CHARACTERISTIC] == key).to_numpy())
    numbers, wrong = number_cells(table, COUNT, "count")
    problems += [*wrong, *rows_twice(table, (CHARACTERISTIC, VALUE), "panel-value-twice")]
    margins: dict[str, dict[str, float]] = {}
    for (key, value), count in zip(
        table.frame.select(CHARACTERISTIC, VALUE).iter_rows(), numbers.tolist(), strict=True
    ):
        margins.setdefault(key, {})[value] = count
    empty = [key for key, values in margins.items() if not sum(values.values())]
    if not problems and empty:
        found = Message("panel-counts-all-zero", names=empty)
        problems = [Problem(file=table.file, where=COUNT, found=found, allowed=Message("panel-a-count-above-zero"))]
    chosen = tuple(key for key in keys if key in margins)
    return Counts(file=table.file, characteristics=chosen, margins=margins, source=source), problems


def _weights(table: Table, source: Source) -> tuple[Counts, list[Problem]]:
    columns = [PARTICIPANT, WEIGHT]
    problems = missing_columns(table, columns, columns)
    if problems:
        return Counts(file=table.file), problems
    numbers, problems = number_cells(table, WEIGHT, "weight")
    problems += rows_twice(table, (PARTICIPANT,), "panel-participant-twice")
    weights = dict(zip(table.frame[PARTICIPANT].to_list(), numbers.tolist(), strict=True))
    return Counts(file=table.file, weights=weights, source=source), problems


def _values(study: Study, table: Table, key: str, rows: slice | NDArray[np.bool_]) -> list[Problem]:
    """Return what is wrong with the values of a characteristic in these rows."""
    column = VALUE if not isinstance(rows, slice) else key
    known = study.characteristic(key).value_keys
    wrong = ~table.frame[column].is_in(list(known)).to_numpy()
    if not isinstance(rows, slice):
        wrong &= rows
    return wrong_cells(
        table, column, wrong, partial(Message, "panel-not-a-value", characteristic=key), ", ".join(known),
        lambda cell: Message("panel-count-of-declined") if cell == DECLINED else did_you_mean(cell, known),
    )  # fmt: skip


def number_cells(
    table: Table, column: str, kind: Literal["count", "weight"]
) -> tuple[NDArray[np.float64], list[Problem]]:
    """Return (rows,) counts or weights, and what is wrong with them: that a column is missing is told elsewhere."""
    if column not in table.frame.columns:
        return np.zeros(table.frame.height), []
    cells = table.frame[column].str.strip_chars()
    sound = cells.str.contains(_NUMBER)
    problems = wrong_cells(table, column, ~sound, partial(Message, f"panel-not-a-{kind}"), Message("panel-counts"))
    numbers = pl.select(pl.when(sound).then(cells).cast(pl.Float64, strict=False).fill_null(0.0)).to_series()
    if not problems and not numbers.sum() > 0:
        found, allowed = Message(f"panel-every-{kind}-zero"), Message(f"panel-a-{kind}-above-zero")
        problems = [Problem(file=table.file, where=column, found=found, allowed=allowed)]
    return numbers.to_numpy(), problems


def rows_twice(table: Table, columns: Sequence[str], code: str) -> list[Problem]:
    """Return a problem for every row of which the same cells stood in a row above."""
    if not columns:
        return []
    seen: dict[tuple[str, ...], int] = {}
    problems = []
    for row, cells in enumerate(table.frame.select(columns).iter_rows()):
        first = seen.setdefault(cells, row)
        if first != row:
            named = [f"{name}={cell}" for name, cell in zip(columns, cells, strict=True)]
            found = Message(code, line=table.line(first), cell=named)
            problems.append(same_cause(table, columns[0], [row], found, hint=Message("panel-count-once")))
    return problems
