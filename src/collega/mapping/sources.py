"""Table files from elsewhere: read as the mapping says, with a word about how."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from collega.mapping.grammar import ColumnMapping, Part
from collega.messages import Message
from collega.tables import DEFAULT, Limits, Reading, Table, read_table

_IMPORT_ID = r'^\{"ImportId":'


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file that was read.

    Attributes
    ----------
    reading : Reading
        Its sheet, encoding and separator.
    rows : int
        Rows of the table.
    notes : tuple of str
        Sentences about what was left out, and what was read as something that it does not look like.
    """

    reading: Reading
    rows: int
    notes: tuple[str, ...] = ()

    def sentences(self) -> tuple[str, ...]:
        """Return all of it as sentences."""
        return (*self.reading.sentences(), *self.notes)

    def as_json(self) -> dict[str, Any]:
        """Return all of it as JSON has it."""
        return {**self.reading.as_json(), "rows": self.rows, "notes": list(self.notes)}


def read_source(
    path: Path, rules: ColumnMapping, part: Part, *, main: bool, limits: Limits = DEFAULT
) -> tuple[Table, Source]:
    """Read a file; DataError where it cannot be read.

    Parameters
    ----------
    part : "answers", "scenarios" or "participants"
        What is in it.
    main : bool
        Whether this is the file that the mapping means where it names no part.
    limits : Limits
        How much is read at most.
    """
    rows = rules.rows_of(part, main=main)
    sheet = rules.sheet_of(part, main=main)
    table = read_table(path, sheet=sheet, header=rows.header, skip=rows.skip, encoding=rules.encoding, limits=limits)
    table, notes = _without_import_ids(table)
    return table, Source(reading=table.reading, rows=table.frame.height, notes=notes)


def _without_import_ids(table: Table) -> tuple[Table, tuple[str, ...]]:
    """Leave out what Qualtrics writes between the names and the answers: the questions, and ``{"ImportId":"QID1"}``."""
    for row in range(min(2, table.frame.height)):
        cells = pl.Series(table.frame.row(row), dtype=pl.String)
        if cells.str.contains(_IMPORT_ID).all():
            lines = [table.line(number) for number in range(row + 1)]
            note = Message("mapping-qualtrics-rows", lines=lines)
            return drop_rows(table, np.arange(table.frame.height) <= row), (note,)
    return table, ()


def drop_rows(table: Table, dropped: pl.Series | NDArray[np.bool_]) -> Table:
    """Return a table without these rows; the others remember where they stand."""
    return pick_rows(table, np.flatnonzero(~np.asarray(dropped, dtype=np.bool_)))


def pick_rows(table: Table, rows: NDArray[np.integer[Any]]) -> Table:
    """Return these rows of a table, which remember where they stand."""
    places = {
        name: place if isinstance(place, str) else [place[int(row)] for row in rows]
        for name, place in table.places.items()
    }
    return replace(table, frame=table.frame[rows], lines=_lines(table, rows), places=places)


def _lines(table: Table, rows: Iterable[int]) -> NDArray[np.int64]:
    return np.array([table.line(int(row)) for row in rows], dtype=np.int64)
