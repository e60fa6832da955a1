"""The numbers of an exhibit: one table, written for people, for their spreadsheets, and for programs.

Shares are kept as fractions and written as percentages, everywhere: a column of shares and one of weights have one
unit. People get at most three useful digits; programs get every digit.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from collega import formats
from collega.figures.wording import number, signed
from collega.prose import Prose, thousands
from collega.study.text import Language

Kind = Literal["text", "count", "share", "percent", "points", "logits", "p", "index"]
Layout = Literal["spreadsheet", "program"]

# Decimals for people, the sign behind a number on a page, and the end of a column's name for programs
_DECIMALS: dict[str, int] = {"share": 1, "percent": 1, "points": 1, "logits": 2, "p": 3, "index": 2}
_SUFFIX: dict[str, str] = {"share": "_percent", "percent": "_percent", "points": "_points", "logits": "_logits"}
_SMALLEST_P = 0.001
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class Named(NamedTuple):
    """A cell of text: its key for programs, its words for people."""

    key: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a table.

    Attributes
    ----------
    name : str
        For programs; the same in every language.
    text : str
        For people.
    kind : str
        ``text``, ``count``, ``share`` (0..1), ``percent`` (0..100), ``points`` (percentage points), ``logits``,
        ``p`` (p-value) or ``index`` (0..1).
    on_page : bool
        False: in the files for spreadsheets and programs only.
    """

    name: str
    text: str
    kind: Kind
    on_page: bool = True

    @property
    def header(self) -> str:
        """Text with the unit, for where no unit stands behind the numbers."""
        return f"{self.text} (%)" if self.kind in ("share", "percent") and "%" not in self.text else self.text

    @property
    def plain_name(self) -> str:
        """Name with the unit, for programs."""
        return self.name + _SUFFIX.get(self.kind, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Columns and rows; a cell is a text, a raw number, or None where there is none to show."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]

    def as_json(self) -> dict[str, Any]:
        """Return for storing: ``header``, ``kinds`` and ``rows`` for people; ``names`` and ``keys`` for programs."""
        return {
            "header": [column.text for column in self.columns],
            "kinds": [column.kind for column in self.columns],
            "rows": [[cell.text if isinstance(cell, Named) else cell for cell in row] for row in self.rows],
            "names": [column.name for column in self.columns],
            "on_page": [column.on_page for column in self.columns],
            "keys": [[cell.key if isinstance(cell, Named) else cell for cell in row] for row in self.rows],
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Table:
        """Return what was stored; of a table from before there were names, texts stand in for them."""
        names = stored.get("names", stored["header"])
        pages = stored.get("on_page", [True] * len(names))
        keys = stored.get("keys", stored["rows"])
        columns = zip(names, stored["header"], stored["kinds"], pages, strict=True)
        rows = [
            tuple(
                Named(key, text) if kind == "text" and text is not None else text
                for key, text, kind in zip(restored, row, stored["kinds"], strict=True)
            )
            for restored, row in zip(keys, stored["rows"], strict=True)
        ]
        return cls(
            columns=tuple(Column(name=name, text=text, kind=kind, on_page=page) for name, text, kind, page in columns),
            rows=tuple(rows),
        )

    def for_page(self) -> Table:
        """Return the table without the columns that are in files only."""
        places = [place for place, column in enumerate(self.columns) if column.on_page]
        return Table(
            columns=tuple(self.columns[place] for place in places),
            rows=tuple(tuple(row[place] for place in places) for row in self.rows),
        )

    def with_first(self, column: Column, cell: Any) -> Table:
        """Return the table with a column in front that has one value throughout."""
        return Table(columns=(column, *self.columns), rows=tuple((cell, *row) for row in self.rows))

    def written(self, language: Language) -> list[list[str]]:
        """Return the rows as people read them, with units."""
        return [
            [written(cell, column.kind, language) for cell, column in zip(row, self.columns, strict=True)]
            for row in self.rows
        ]

    def csv(self, layout: Layout, language: Language, *, synthetic: bool) -> str:
        """Return as CSV; where the answers were simulated, every row says so.

        ``spreadsheet``: words, semicolons, at most three useful digits behind the decimal sign of the language.
        ``program``: keys, commas, a dot, every digit; the same in every language.
        """
        for_people = layout == "spreadsheet"
        prose = Prose(language)
        header = [column.header if for_people else column.plain_name for column in self.columns]
        rows = [
            [_in_spreadsheet(cell, column.kind, language) if for_people else _for_programs(cell, column.kind)
             for cell, column in zip(row, self.columns, strict=True)]
            for row in self.rows
        ]  # fmt: skip
        if synthetic:
            header = [*header, prose("exhibits.synthetic") if for_people else "synthetic"]
            rows = [[*row, prose("origin.yes") if for_people else "true"] for row in rows]
        buffer = io.StringIO()
        writer = csv.writer(buffer, delimiter=";" if for_people else ",")
        writer.writerows([map(harmless, header), *rows])
        return buffer.getvalue()


def written(value: Any, kind: str, language: Language) -> str:
    """Write a cell as people read it, by the kind of its column; a dash where there is no number."""
    if value is None:
        return Prose(language)("not_shown") if kind in ("text", "count", "share", "index") else "–"
    writers: dict[str, Callable[[], str]] = {
        "text": lambda: value.text if isinstance(value, Named) else str(value),
        "count": lambda: thousands(int(value), language),
        "p": lambda: Prose(language).p_value(value).removeprefix("=\u00a0"),
        "share": lambda: number(100 * value, language) + "%",
        "percent": lambda: number(value, language) + "%",
        "logits": lambda: signed(value, language, _DECIMALS["logits"]),
    }
    return writers.get(kind, lambda: number(value, language, _DECIMALS.get(kind, 2)))()


def _in_spreadsheet(cell: Any, kind: Kind, language: Language) -> str:
    if cell is None or kind in ("text", "count"):
        return "" if cell is None else harmless(cell.text if isinstance(cell, Named) else str(cell))
    if kind == "p" and cell < _SMALLEST_P:
        return f"<{formats.number(_SMALLEST_P, language, 3)}"
    value = 100 * cell if kind == "share" else cell
    return (
        "100"
        if f"{value:.1f}" == "100.0" and _DECIMALS[kind] == 1
        else formats.number(value, language, _DECIMALS[kind])
    )


def _for_programs(cell: Any, kind: Kind) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float):
        return repr(100 * cell if kind == "share" else cell)
    return harmless(cell.key if isinstance(cell, Named) else str(cell)) if kind == "text" else str(cell)


def harmless(text: str) -> str:
    """Return a text that a spreadsheet takes as text, not as a formula."""
    return "'" + text if text.startswith(_FORMULA) else text


def interval_columns(prose: Prose, kind: Kind, *, name: str = "") -> tuple[Column, Column]:
    """Return the columns of the ends of a 90% interval; ``name`` the number before it where a table has several."""
    start = f"{name}_" if name else ""
    return (
        Column(name=f"{start}low", text=prose("web.low"), kind=kind),
        Column(name=f"{start}high", text=prose("web.high"), kind=kind),
    )
