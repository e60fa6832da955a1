"""Any table file as one frame of text cells that remembers its lines."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl


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
        Line in the file of the first row.
    """

    file: str
    frame: pl.DataFrame
    first_line: int = 2

    def line(self, row: int) -> int:
        """Return the line in the file of row ``row``, counted from 0."""
        return self.first_line + row


def read_table(path: Path) -> Table:
    """Read a CSV file (`;` or `,`) as text cells."""
    text = path.read_text(encoding="utf-8-sig")
    header = text.split("\n", 1)[0]
    separator = ";" if header.count(";") > header.count(",") else ","
    frame = pl.read_csv(text.encode(), separator=separator, infer_schema=False)
    return Table(file=path.name, frame=frame.fill_null(""))
