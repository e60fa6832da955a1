"""Spreadsheet files: which kind it is, which sheet is read, and which cells cannot be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from xml.parsers.expat import ExpatError

from collega.errors import DataError, Problem, did_you_mean
from collega.messages import Message
from collega.tables.book import Book, Leaf, Line, column_letter
from collega.tables.causes import in_cells
from collega.tables.cells import Cause, Unreadable
from collega.tables.layout import Layout
from collega.tables.ods import Ods
from collega.tables.packed import NO_PACKAGE, Package
from collega.tables.reading import Reading
from collega.tables.rows import Row, table_of
from collega.tables.table import Table, empty_file
from collega.tables.xls import Xls
from collega.tables.xlsb import BOOK, Xlsb
from collega.tables.xlsx import Xlsx

SPREADSHEETS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
_PACKED, _COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_BROKEN = (*NO_PACKAGE, ExpatError, KeyError, IndexError, ValueError, StopIteration, AssertionError)


def read_spreadsheet(file: str, raw: bytes, layout: Layout) -> Table:
    """Read one sheet: the values that formulas gave, dates as ISO text, whole numbers without a decimal point.

    The content tells which kind of file it is, not its name.

    Raises
    ------
    DataError
        Where the file is broken, too large, or has no such sheet.
    """
    try:
        book = _opened(file, raw, layout)
        leaf = _chosen(file, book, layout.sheet)
        sheet = _Sheet(book=book, leaf=leaf, blank_rows=layout.blank_rows)
        others = tuple(_others(book, leaf, layout.sheet))
        reading = Reading(file=file, kind=book.kind, sheet=leaf.name, hidden=leaf.hidden, other_sheets=others)
        table = table_of(sheet.rows(), reading, layout, numbered=column_letter, even=False)
    except _BROKEN:
        raise DataError([_broken(file)]) from None
    return _with_faults(table, sheet)


def _opened(file: str, raw: bytes, layout: Layout) -> Book:
    if raw.startswith(_COMPOUND):
        return Xls(raw)
    package = Package(file, raw, layout.limits)
    if "content.xml" in package.names:
        return Ods(package)
    return Xlsb(package) if BOOK in package.names else Xlsx(package)


def _broken(file: str) -> Problem:
    kind = file.rpartition(".")[2].upper()
    hint = Message("tables-save-as-xlsx" if kind == "XLS" else "tables-save-without-password")
    return Problem(file=file, found=Message("tables-not-readable", kind=kind), hint=hint)


def _chosen(file: str, book: Book, name: str | None) -> Leaf:
    """Return the sheet that was asked for; otherwise the first with cells, a hidden one only where no other has any."""
    if name is None:
        leaves = sorted(book.leaves, key=lambda leaf: leaf.hidden)
        leaf = next((leaf for leaf in leaves if _has_cells(book, leaf)), None)
        if leaf is None:
            raise empty_file(file)
        return leaf
    names = [leaf.name for leaf in book.leaves]
    if name not in names:
        guess = did_you_mean(name, names)
        raise DataError(
            [Problem(file=file, found=Message("tables-no-sheet", sheet=name), allowed=", ".join(names), hint=guess)]
        )
    return book.leaves[names.index(name)]


def _has_cells(book: Book, leaf: Leaf) -> bool:
    return any(line.filled for line in book.lines(leaf))


def _others(book: Book, chosen: Leaf, name: str | None) -> Iterator[tuple[str, str]]:
    past = False
    for leaf in book.leaves:
        past |= leaf is chosen
        if leaf is chosen:
            continue
        if leaf.chart:
            reason = Message("tables-a-chart")
        elif leaf.hidden:
            reason = Message("tables-hidden")
        elif name is not None:
            reason = Message("tables-not-asked-for")
        else:
            reason = Message("tables-not-first") if past and not chosen.hidden else Message("tables-without-cells")
        yield leaf.name, reason


@dataclass(slots=True, kw_only=True)
class _Sheet:
    """One sheet while it is read: what in it cannot be, and which of its rows and columns are hidden."""

    book: Book
    leaf: Leaf
    blank_rows: bool
    unreadable: list[tuple[int, int, Unreadable]] = field(default_factory=list)
    hidden: list[int] = field(default_factory=list)
    hidden_columns: Sequence[range] = ()

    def rows(self) -> Iterator[Row]:
        """Return every row up to the last one with something in it; where they count, the rows in between too."""
        previous = 0
        for line in self.book.lines(self.leaf):
            if not line.filled:
                continue
            for number in range(previous + 1, line.number) if self.blank_rows else ():
                yield number, ("", "")
            previous, self.hidden_columns = line.number, line.hidden_columns
            if line.hidden:
                self.hidden.append(line.number)
            yield line.number, list(self._texts(line))

    def _texts(self, line: Line) -> Iterator[str]:
        for place, cell in enumerate(line.cells):
            if isinstance(cell, Unreadable):
                self.unreadable.append((place, line.number, cell))
                yield cell.text
            else:
                yield cell


def _with_faults(table: Table, sheet: _Sheet) -> Table:
    """Add the cells that cannot be read to what is wrong with their columns."""
    rows = {table.header_line, *(table.lines.tolist() if table.lines is not None else ())}
    faults = dict(table.faults)
    cells: dict[tuple[int, Cause, str], list[int]] = {}
    for place, line, cell in sheet.unreadable:
        if line in rows:
            error_text = cell.text if cell.cause == "error" else ""
            cells.setdefault((place, cell.cause, error_text), []).append(line)
    for (place, cause, error_text), lines in cells.items():
        column = table.frame.columns[place]
        faults[column] = (*faults.get(column, ()), _fault(table, place, cause, error_text, lines))
    columns = [
        name
        for place, name in enumerate(table.frame.columns)
        if any(place in places for places in sheet.hidden_columns) and (table.frame[name] != "").any()
    ]
    hidden = sum(line in rows for line in sheet.hidden)
    reading = replace(table.reading, hidden_rows=hidden, hidden_columns=tuple(columns))
    return replace(table, faults=faults, reading=reading)


def _fault(table: Table, place: int, cause: Cause, error_text: str, lines: Sequence[int]) -> Problem:
    """Tell the cells of one column that cannot be read for one cause."""
    cells = [f"{column_letter(place)}{line}" for line in lines]
    if cause == "error":
        problem = Message("tables-error-in-cell", what=error_text, cell=cells[0])
        hint = Message("tables-mend-formula")
    elif cause == "formula":
        problem = Message("tables-formula-without-value", cell=cells[0])
        hint = Message("tables-compute-formulas")
    else:
        problem, hint = Message("tables-number-no-date", cell=cells[0]), Message("tables-write-date-out")
    column = table.place(table.frame.columns[place])
    return Problem(file=table.file, line=lines[0], where=column, found=in_cells(problem, cells), hint=hint)
