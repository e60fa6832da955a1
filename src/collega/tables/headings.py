"""Column names as the file has them become names that are unique, with what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import polars as pl

from collega.errors import Problem
from collega.messages import Message


@dataclass(slots=True, kw_only=True)
class Headings:
    """The names of the columns of one table.

    Attributes
    ----------
    names : list of str
        A name for every column, each other than all others.
    places : dict of str to str
        The name in the file, where ours is another.
    faults : dict of str to tuple of Problem
        Columns without a name, and columns of which the name stands there twice.
    """

    names: list[str] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)
    faults: dict[str, tuple[Problem, ...]] = field(default_factory=dict)


def headings(
    file: str, line: int | None, header: Sequence[str], numbered: Callable[[int], str] = lambda place: str(place + 1)
) -> Headings:
    """Name the columns of a table.

    Parameters
    ----------
    file : str
    line : int or None
        Where the names stand.
    header : sequence of str
        The names as they stand there; empty where there is none.
    numbered : function
        What the program of this kind of file calls a column without a name: 5, or E in a spreadsheet.
    """
    result = Headings()
    given_names = {name for name in header if name}
    assigned: set[str] = set()
    for place, name in enumerate(header):
        number = numbered(place)
        if not name:
            unique = _unique(f"column {number}", given_names)
            hint = Message("tables-name-or-remove")
            fault = Problem(file=file, line=line, found=Message("tables-column-without-name", number=number), hint=hint)
            result.faults[unique] = (fault,)
        elif name in assigned:
            unique = _unique(f"{name} (column {number})", given_names)
            hint = Message("tables-give-another-name")
            fault = Problem(file=file, line=line, found=Message("tables-column-twice", name=name), hint=hint)
            result.faults[name] = result.faults[unique] = (fault,)
            result.places[unique] = name
        else:
            unique = name
        given_names.add(unique)
        assigned.add(unique)
        result.names.append(unique)
    return result


def _unique(name: str, names: set[str]) -> str:
    while name in names:
        name += "'"
    return name


def row_names(header: Sequence[str], frame: pl.DataFrame) -> str | None:
    """Return the first column where it has no name and only counts the rows, as R and pandas write it."""
    if not frame.width or header[0]:
        return None
    return frame.columns[0] if counts(frame[frame.columns[0]]) else None


def counts(cells: pl.Series) -> bool:
    """Whether these are whole numbers that rise from row to row, and nothing else."""
    numbers = cells.cast(pl.Int64, strict=False)
    return bool(len(cells) and not numbers.null_count() and (numbers >= 0).all() and (numbers.diff(1)[1:] > 0).all())
