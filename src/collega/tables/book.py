"""What every kind of spreadsheet file has in common: sheets, of which one is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from openpyxl.utils import get_column_letter

from collega.tables.cells import Unreadable

LAST_LINE, LAST_COLUMN = 1_048_576, 16_384  # of any spreadsheet program


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """A sheet as its file announces it.

    Attributes
    ----------
    name : str
    hidden : bool
        Whether the program does not show it.
    chart : bool
        Whether it is a picture, or something else that has no cells by nature.
    """

    name: str
    hidden: bool = False
    chart: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row of a sheet: its number, its cells up to the last one in the file, and what the program hides.

    That is the row itself, and columns of the sheet, as stretches of places counted from 0.
    """

    number: int
    cells: Sequence[str | Unreadable]
    hidden: bool = False
    hidden_columns: Sequence[range] = ()

    @property
    def filled(self) -> bool:
        """Whether anything stands in it."""
        return any(self.cells)


class Book(Protocol):
    """An open spreadsheet file."""

    @property
    def kind(self) -> str:
        """Name of the kind of file."""
        ...

    @property
    def leaves(self) -> Sequence[Leaf]:
        """Its sheets in order."""
        ...

    def lines(self, leaf: Leaf) -> Iterator[Line]:
        """Return the rows that stand in the file, in order; those in between are empty."""
        ...


def column_letter(place: int) -> str:
    """Return what a spreadsheet program calls a column, counted from 0."""
    letter: str = get_column_letter(place + 1)
    return letter
