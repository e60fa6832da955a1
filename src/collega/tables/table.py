"""A table as it was found: text cells that remember where they stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from collega.errors import DataError, Problem

SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Table:
    """A table as it was found: every cell text, an empty cell an empty string.

    Attributes
    ----------
    file : str
        Name of the file, for messages.
    frame : polars.DataFrame
        All columns of type String, no nulls.
    first_line : int
        Line in the file of the first row; the number of the row itself in Parquet and SPSS files.
    lines : (rows,) int64 or None
        Line in the file of each row; None where they follow each other from ``first_line``.
    places : dict of str to str or sequence of str
        What a column is called in the file, where that is otherwise; one name per row where rows differ.
    labels : dict of str to dict of str to str
        Value labels of an SPSS file: column, cell, label.
    titles : dict of str to str
        Variable labels of an SPSS file.
    """

    file: str
    frame: pl.DataFrame
    first_line: int = 2
    lines: NDArray[np.int64] | None = None
    places: Mapping[str, str | Sequence[str]] = field(default_factory=dict)
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)

    def line(self, row: int) -> int:
        """Return the line in the file of row ``row``, counted from 0."""
        return self.first_line + row if self.lines is None else int(self.lines[row])

    def place(self, column: str, row: int | None = None) -> str:
        """Return what the file calls the column of this cell."""
        place = self.places.get(column, column)
        if isinstance(place, str):
            return place
        return column if row is None else place[row]


def from_rows(file: str, rows: Iterable[tuple[int, Sequence[str]]], *, blank_rows: bool = False) -> Table:
    """Build a table from (line, cells): the first row with a cell in it is the header, empty rows are left out.

    With ``blank_rows`` the rows stay that have cells, all of them empty.

    Raises
    ------
    DataError
        With every row that has more or fewer cells than the header, and every wrong column name.
    """
    filled = [(line, [cell.strip() for cell in cells]) for line, cells in rows]
    empty = filled if blank_rows else []
    filled = [(line, cells) for line, cells in filled if any(cells)]
    if not filled:
        raise empty_file(file)
    header_line, header = filled[0]
    if empty:
        filled = [(line, cells) for line, cells in empty if line >= header_line and (any(cells) or len(cells) > 1)]
    while not header[-1] and all(len(cells) < len(header) or not cells[len(header) - 1] for _, cells in filled):
        header = header[:-1]
    width, body = len(header), filled[1:]
    uneven = [(line, cells) for line, cells in body if len(cells) < width or any(cells[width:])]
    problems = name_problems(file, header_line, header) + [_uneven(file, line, cells, width) for line, cells in uneven]
    if problems:
        raise DataError(_first_ones(file, problems))
    columns = list(zip(*(cells[:width] for _, cells in body), strict=True)) or [()] * width
    frame = pl.DataFrame({name: pl.Series(cells, dtype=pl.String) for name, cells in zip(header, columns, strict=True)})
    return Table(file=file, frame=frame, lines=np.array([line for line, _ in body], dtype=np.int64))


def empty_file(file: str) -> DataError:
    """Return the refusal of a file without anything in it."""
    return DataError([Problem(file=file, found="the file is empty", allowed="a first line with the column names")])


def name_problems(file: str, line: int, header: Sequence[str]) -> list[Problem]:
    """Return a problem for every column without a name, and for every name that is used twice."""
    problems = []
    for number, name in enumerate(header):
        if not name:
            found, hint = f"column {number + 1} has no name", "Give it a name, or remove it"
            problems.append(Problem(file=file, line=line, found=found, hint=hint))
        elif name in header[:number]:
            found, hint = f"the column '{name}' stands here twice", "Give one of them another name"
            problems.append(Problem(file=file, line=line, found=found, hint=hint))
    return problems


def _uneven(file: str, line: int, cells: Sequence[str], width: int) -> Problem:
    found = f"this line has {len(cells)} cell{'s' * (len(cells) != 1)}"
    hint = "Put double quotes around a cell that has the separator in it" if len(cells) > width else ""
    return Problem(file=file, line=line, found=found, allowed=f"{width}, as the first line has", hint=hint)


def _first_ones(file: str, problems: Sequence[Problem]) -> list[Problem]:
    more = len(problems) - SHOWN
    return [*problems[:SHOWN], *([Problem(file=file, found=f"{more} more lines like these")] if more > 0 else [])]
