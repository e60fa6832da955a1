"""A table as it was found: text cells that remember where they stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

import numpy as np
import polars as pl
from numpy.typing import NDArray

from collega.errors import DataError, Problem
from collega.messages import Message
from collega.tables.reading import Reading


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Table:
    """A table as it was found: every cell text, an empty cell an empty string.

    Attributes
    ----------
    file : str
        Name of the file, for messages.
    frame : polars.DataFrame
        All columns of type String, no nulls. A column that cannot be used as it is (see ``faults``) is here too: one
        without a name as "column 5", the second of a name as "answer (column 7)"; a cell that cannot be read holds
        what stands there instead of a value, such as "#N/A".
    first_line : int
        Line in the file of the first row; the number of the row itself in Parquet and SPSS files.
    lines : (rows,) int64 or None
        Line in the file of each row; None where they follow each other from ``first_line``.
    header_line : int or None
        Line with the column names; None where the kind of file has no such line.
    places : dict of str to str or sequence of str
        What a column is called in the file, where that is otherwise; one name per row where rows differ.
    labels : dict of str to dict of str to str
        Value labels of a statistics file: column, cell, label.
    titles : dict of str to str
        Variable labels of a statistics file.
    declared : dict of str to dict of str to int
        Values that a statistics file declares missing, which are empty in ``frame``: column, value, number of cells.
    faults : dict of str to tuple of Problem
        Columns that nobody can use as they are, and why: no name, a name that two columns have, cells that cannot be
        read. Whoever leaves such a column out need not tell it.
    row_names : str or None
        The first column, where it has no name and only numbers the rows, as R and pandas write it.
    reading : Reading
        How the file was read.
    """

    file: str
    frame: pl.DataFrame
    first_line: int = 2
    lines: NDArray[np.int64] | None = None
    header_line: int | None = 1
    places: Mapping[str, str | Sequence[str]] = field(default_factory=dict)
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    declared: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    faults: Mapping[str, tuple[Problem, ...]] = field(default_factory=dict)
    row_names: str | None = None
    reading: Reading = field(default_factory=Reading)

    def line(self, row: int) -> int:
        """Return the line in the file of row ``row``, counted from 0."""
        return self.first_line + row if self.lines is None else int(self.lines[row])

    def place(self, column: str, row: int | None = None) -> str:
        """Return what the file calls the column of this cell."""
        place = self.places.get(column, column)
        if isinstance(place, str):
            return place
        return column if row is None else place[row]

    def problems(self, columns: Iterable[str]) -> list[Problem]:
        """Return what is wrong with these columns, each problem once."""
        return list(dict.fromkeys(chain.from_iterable(self.faults.get(name, ()) for name in columns)))

    def sound(self) -> Table:
        """Return the table without row names; DataError where any other column has a fault.

        For callers that use every column; whoever knows which columns to leave out asks :meth:`problems`.
        """
        names = [name for name in self.frame.columns if name != self.row_names]
        problems = self.problems(names)
        if problems:
            raise DataError(problems)
        return replace(self, frame=self.frame.select(names), row_names=None, faults={})


def empty_file(file: str) -> DataError:
    """Return the refusal of a file without anything in it."""
    return DataError([Problem(file=file, found=Message("common-file-empty"), allowed=Message("tables-a-header"))])
