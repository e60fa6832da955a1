"""What a caller says of a table file: which sheet, where its names stand, which lines are no rows, how much at most."""

from __future__ import annotations

from dataclasses import dataclass

from collega.tables.limits import DEFAULT, Limits


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What a caller says of a table file.

    Attributes
    ----------
    sheet : str or None
        Sheet of a spreadsheet; None for the first one that is visible and has cells.
    header : int or None
        Line with the column names; None for the first line that has a cell.
    skip : tuple of int
        Lines that are no rows.
    encoding : str or None
        Encoding of a text file, one of ``ENCODINGS``; None for a guess.
    blank_rows : bool
        Whether a row of which all cells are empty is a row too.
    limits : Limits
        How much is read at most.
    """

    sheet: str | None = None
    header: int | None = None
    skip: tuple[int, ...] = ()
    encoding: str | None = None
    blank_rows: bool = False
    limits: Limits = DEFAULT

    @property
    def has_lines(self) -> bool:
        """Whether something is said of lines."""
        return self.header is not None or bool(self.skip)
