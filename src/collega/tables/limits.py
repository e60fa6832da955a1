"""How much of a file is read at most: nothing takes time or memory because of what a file says of its own size."""

from __future__ import annotations

from dataclasses import dataclass

from collega.errors import DataError, Problem

MEGABYTE = 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much of a table file is read at most.

    Attributes
    ----------
    rows, cells : int
        Rows, and rows times columns.
    unpacked : int
        Bytes of a packed file (a spreadsheet is a zip) once it is unpacked.
    """

    rows: int
    cells: int
    unpacked: int

    def require(self, file: str, *, rows: int = 0, cells: int = 0, unpacked: int = 0) -> None:
        """Raise DataError where there is more of something than is read."""
        problems = []
        if rows > self.rows:
            problems.append(Problem(file=file, found="the file has too many rows", allowed=f"at most {self.rows}"))
        elif cells > self.cells:
            problems.append(Problem(file=file, found="the file has too many cells", allowed=f"at most {self.cells}"))
        if unpacked > self.unpacked:
            most = f"at most {self.unpacked // MEGABYTE} MB"
            problems.append(Problem(file=file, found="the file is too large once it is unpacked", allowed=most))
        if problems:
            raise DataError(problems)


DEFAULT = Limits(rows=20_000_000, cells=200_000_000, unpacked=2048 * MEGABYTE)
UPLOAD = Limits(rows=50_000, cells=1_000_000, unpacked=64 * MEGABYTE)
