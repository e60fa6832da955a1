"""How much of a file is read at most: nothing takes time or memory because of what a file says of its own size."""

from __future__ import annotations

from dataclasses import dataclass

from collega.errors import DataError, Problem
from collega.messages import Message

MEGABYTE = 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much of a table file is read at most, and of which kinds.

    Attributes
    ----------
    rows, cells, columns : int
        Rows, rows times columns, and columns alone: each one costs far more than its cells.
    unpacked : int
        Bytes of a packed file (a spreadsheet is a zip) once it is unpacked.
    kinds : tuple of str or None
        Extensions of the files that are read; None for all.
    """

    rows: int
    cells: int
    unpacked: int
    columns: int = 20_000
    kinds: tuple[str, ...] | None = None

    def require(self, file: str, *, rows: int = 0, cells: int = 0, columns: int = 0, unpacked: int = 0) -> None:
        """Raise DataError where there is more of something than is read."""
        if rows > self.rows:
            problem, allowed = Message("tables-too-many-rows"), Message("common-at-most", bound=self.rows)
        elif cells > self.cells:
            problem, allowed = Message("tables-too-many-cells"), Message("common-at-most", bound=self.cells)
        elif columns > self.columns:
            problem, allowed = Message("tables-too-many-columns"), Message("common-at-most", bound=self.columns)
        elif unpacked > self.unpacked:
            problem, allowed = (
                Message("tables-too-large-unpacked"),
                Message("tables-at-most-megabytes", number=self.unpacked // MEGABYTE),
            )
        else:
            return
        raise DataError([Problem(file=file, found=problem, allowed=allowed)])


DEFAULT = Limits(rows=20_000_000, cells=200_000_000, unpacked=2048 * MEGABYTE)
# what a stranger may send to a website; a Parquet file does not tell how large its cells are before it is read
UPLOAD = Limits(
    rows=50_000,
    cells=300_000,
    columns=2_000,
    unpacked=32 * MEGABYTE,
    kinds=(
        ".csv",
        ".tsv",
        ".txt",
        ".xlsx",
        ".xlsm",
        ".xlsb",
        ".xls",
        ".ods",
        ".sav",
        ".zsav",
        ".por",
        ".dta",
        ".jsonl",
        ".json",
    ),
)
