"""How a table file was read: what its name, its content or a guess decided, so that everybody can check it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from collega.messages import Message

_SIGNS = {"\t": "tab", " ": "space"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a table file was read.

    Attributes
    ----------
    file : str
        Name of the file.
    kind : str
        Kind of file: "CSV", "XLSX", "SPSS".
    sheet : str
        Sheet that was read; empty where the kind has none.
    hidden : bool
        Whether that sheet is hidden: then no other has cells, or it was asked for.
    other_sheets : tuple of (str, str)
        Sheets that were not read and why: "hidden", "without cells", "a chart", or "not asked for".
    hidden_rows : int
        Rows that a spreadsheet program does not show, and that were read all the same.
    hidden_columns : tuple of str
        Columns with something in them that it does not show, and that were read all the same.
    encoding : str
        Encoding of a text file.
    separator : str
        Sign between the cells of a text file.
    header : int or None
        Line with the column names; None where the kind has no such line.
    skipped : tuple of int
        Lines that were left out because the caller said that they are no rows.
    """

    file: str = ""
    kind: str = ""
    sheet: str = ""
    hidden: bool = False
    other_sheets: tuple[tuple[str, str], ...] = ()
    hidden_rows: int = 0
    hidden_columns: tuple[str, ...] = ()
    encoding: str = ""
    separator: str = ""
    header: int | None = None
    skipped: tuple[int, ...] = ()

    def sentences(self) -> tuple[str, ...]:
        """Return what was read as English sentences, each of a form that the catalogue knows."""
        return tuple(self._sentences())

    def text(self) -> str:
        """Return the sentences as one text, for stderr."""
        return " ".join(f"{sentence}." for sentence in self.sentences())

    def as_json(self) -> dict[str, Any]:
        """Return the facts as JSON has them; what this kind of file does not have is null."""
        return {
            "file": self.file,
            "kind": self.kind,
            "sheet": self.sheet or None,
            "hidden": self.hidden,
            "other_sheets": [{"sheet": name, "reason": reason} for name, reason in self.other_sheets],
            "hidden_rows": self.hidden_rows,
            "hidden_columns": list(self.hidden_columns),
            "encoding": self.encoding or None,
            "separator": self.separator or None,
            "header": self.header,
            "skipped": list(self.skipped),
        }

    def _sentences(self) -> Iterator[str]:
        if self.sheet and self.hidden:
            yield Message("tables-read-sheet-hidden", file=self.file, kind=self.kind, sheet=self.sheet)
        elif self.sheet:
            yield Message("tables-read-sheet", file=self.file, kind=self.kind, sheet=self.sheet)
        elif self.separator:
            sign = _SIGNS.get(self.separator, f"'{self.separator}'")
            yield Message(
                "tables-read-encoding-separator", file=self.file, kind=self.kind, encoding=self.encoding, sign=sign
            )
        elif self.encoding:
            yield Message("tables-read-encoding", file=self.file, kind=self.kind, encoding=self.encoding)
        else:
            yield Message("tables-read-as", file=self.file, kind=self.kind)
        if self.other_sheets:
            names = [Message("tables-sheet-not-read", sheet=name, reason=reason) for name, reason in self.other_sheets]
            yield Message("tables-sheets-not-read", sheets=names)
        if self.hidden_rows:
            yield Message("tables-hidden-rows", number=self.hidden_rows)
        if self.hidden_columns:
            yield Message("tables-hidden-columns", names=self.hidden_columns)
        if self.header is not None and self.header > 1:
            yield Message("tables-header-line", line=self.header)
        if self.skipped:
            yield Message("tables-lines-left-out", lines=self.skipped)
