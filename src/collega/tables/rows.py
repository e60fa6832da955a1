"""Rows of cells become a table: where it begins, which lines are no rows, and which rows do not fit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import polars as pl

from collega.errors import DataError, Problem
from collega.messages import Message
from collega.tables.causes import on_lines
from collega.tables.characters import normal_text
from collega.tables.headings import counts, headings, row_names
from collega.tables.layout import Layout
from collega.tables.reading import Reading
from collega.tables.table import Table, empty_file

Row = tuple[int, Sequence[str]]
Lines = list[tuple[int, list[str]]]


def place_number(place: int) -> str:
    """Return what a text file calls a column without a name."""
    return str(place + 1)


def table_of(
    rows: Iterable[Row],
    reading: Reading,
    layout: Layout,
    *,
    numbered: Callable[[int], str] = place_number,
    even: bool = True,
) -> Table:
    """Build a table from (line, cells).

    Parameters
    ----------
    rows : iterable of (int, sequence of str)
        In the order of the file, blank lines too.
    reading : Reading
        How the file was read.
    layout : Layout
        Without a header in it the first row with a cell has the names. Rows of which all cells are empty are left out,
        unless they count.
    numbered : function
        What the program of this kind of file calls a column without a name.
    even : bool
        Whether a row with more or fewer cells than the header is a mistake. Otherwise it ends in empty cells, or its
        last cells stand in columns without a name.

    Raises
    ------
    DataError
        With every row that does not fit, and every line that was named and is not there.
    """
    file = reading.file
    body = _Body(layout=layout)
    filled = list(body.rows(rows, file))
    problems = body.problems(file)
    if problems:
        raise DataError(problems)
    if not filled:
        raise empty_file(file)
    (line, header), *lines = filled
    names, lines = _in_width(header, lines, even=even)
    layout.limits.require(file, columns=len(names))
    uneven = _uneven(file, line, len(names), lines) if even else []
    if uneven:
        raise DataError(uneven)
    titles = headings(file, line, names, numbered)
    columns = list(zip(*(cells[: len(names)] for _, cells in lines), strict=True)) or [()] * len(names)
    series = zip(titles.names, columns, strict=True)
    frame = pl.DataFrame([pl.Series(name, cells, dtype=pl.String) for name, cells in series])
    return Table(
        file=file,
        frame=frame,
        lines=np.array([number for number, _ in lines], dtype=np.int64),
        header_line=line,
        places=titles.places,
        faults=titles.faults,
        row_names=row_names(names, frame),
        reading=replace(reading, header=line, skipped=tuple(sorted(set(layout.skip)))),
    )


@dataclass(slots=True, kw_only=True)
class _Body:
    """The rows from the header on, without what the caller left out."""

    layout: Layout
    header: int | None = None
    unseen: set[int] = field(default_factory=set)

    def rows(self, rows: Iterable[Row], file: str) -> Iterator[tuple[int, list[str]]]:
        self.unseen = set(self.layout.skip)
        count = size = 0
        for line, cells in rows:
            if line in self.unseen:
                self.unseen.discard(line)
                continue
            tidy = [normal_text(cell).strip() for cell in cells]
            if self._counts(line, tidy):
                count, size = count + 1, size + len(tidy)
                self.layout.limits.require(file, rows=count - 1, cells=size)  # the header is no row
                yield line, tidy

    def _counts(self, line: int, cells: list[str]) -> bool:
        filled = any(cells)
        if self.header is None:
            begins = filled if self.layout.header is None else line == self.layout.header and filled
            self.header = line if begins else None
            return begins
        return filled or (self.layout.blank_rows and len(cells) > 1)

    def problems(self, file: str) -> list[Problem]:
        """Return the lines that were named and are not there."""
        hint = Message("tables-how-lines-count")
        problems = [
            Problem(file=file, line=line, found=Message("tables-no-row-to-skip"), hint=hint)
            for line in sorted(self.unseen)
        ]
        if self.layout.header is not None and self.header is None:
            problem = Message("tables-no-row-for-header")
            problems.append(Problem(file=file, line=self.layout.header, found=problem, hint=hint))
        return problems


def _in_width(header: list[str], lines: Lines, *, even: bool) -> tuple[list[str], Lines]:
    """Bring header and rows to one width; what has neither a name nor a cell is no column."""
    longest = max((_filled(cells) for _, cells in lines), default=0)
    if not even:
        width = max(_filled(header), longest)
        return _padded(header, width), [(line, _padded(cells, width)) for line, cells in lines]
    if _names_rows(header, lines):
        return ["", *header], lines
    return header[: max(_filled(header), min(len(header), longest))], lines


def _names_rows(header: Sequence[str], lines: Lines) -> bool:
    """Whether R wrote row names, and no name above them."""
    if not lines or not all(header) or any(len(cells) != len(header) + 1 for _, cells in lines):
        return False
    return counts(pl.Series([cells[0] for _, cells in lines], dtype=pl.String))


def _filled(cells: Sequence[str]) -> int:
    """Return how many cells there are up to the last one with something in it."""
    return next((place for place in range(len(cells), 0, -1) if cells[place - 1]), 0)


def _padded(cells: list[str], width: int) -> list[str]:
    return cells[:width] + [""] * (width - len(cells))


def _uneven(file: str, header_line: int, width: int, lines: Lines) -> list[Problem]:
    """Return a problem for every wrong number of cells."""
    uneven: dict[int, list[int]] = {}
    for line, cells in lines:
        if len(cells) < width or any(cells[width:]):
            uneven.setdefault(len(cells), []).append(line)
    problems = []
    for number, places in uneven.items():
        hint = Message("tables-quote-cell") if number > width else ""
        cause = on_lines(Message("tables-line-of-cells", number=number), places)
        allowed = Message("tables-as-line", width=width, line=header_line)
        problems.append(Problem(file=file, line=places[0], found=cause, allowed=allowed, hint=hint))
    return problems
