"""ODS, the spreadsheet of LibreOffice and of the European standard: one XML file with every sheet."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from collega.tables.book import LAST_COLUMN, LAST_LINE, Leaf, Line
from collega.tables.cells import Unreadable, number_text
from collega.tables.packed import END, START, TEXT, BrokenError, Event, Package

_CONTENT = "content.xml"
_ERROR = re.compile(r"#(N/A|NAME\?|REF!|VALUE!|NUM!|NULL!|DIV/0!)|Err:\d+")
_LENGTH = re.compile(r"(-?)PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,](\d+))?S)?")
_MOST_SPACES = 1000  # that stand in the file as a number
_BESIDE = ("annotation", "shapes")  # what stands at a cell and is not its content
_CELLS = ("table-cell", "covered-table-cell")
_Value = str | Unreadable


class Ods:
    """An ODS file.

    Attributes
    ----------
    leaves : tuple of Leaf
        Its sheets in order.
    """

    kind = "ODS"

    def __init__(self, package: Package) -> None:
        self._package = package
        self.leaves = tuple(self._sheets())

    def _sheets(self) -> Iterator[Leaf]:
        styles: set[str] = set()
        style = ""
        for event, tag, attributes in self._package.events(_CONTENT):
            if event != START:
                continue
            if tag == "style":
                style = attributes.get("style:name", "")
            elif tag == "table-properties" and attributes.get("table:display") == "false":
                styles.add(style)
            elif tag == "table" and "table:name" in attributes:
                hidden = attributes.get("table:style-name") in styles
                yield Leaf(name=attributes["table:name"], hidden=hidden)

    def lines(self, leaf: Leaf) -> Iterator[Line]:
        """Return the rows up to the last one with something in it."""
        rows, name = _Rows(), ""
        for event in self._package.events(_CONTENT):
            if event[:2] == (START, "table"):
                name = event[2].get("table:name", "")
            elif event[:2] == (END, "table"):
                name = ""
            elif name == leaf.name:
                yield from rows.take(event)


@dataclass(slots=True)
class _Rows:
    """Rows out of the events of a sheet."""

    number: int = 0
    columns: int = 0
    hidden_columns: list[range] = field(default_factory=list)
    row: Mapping[str, str] = field(default_factory=dict)
    cells: list[_Value] = field(default_factory=list)
    empty: int = 0  # cells that are left out until one with something in it follows
    cell: Mapping[str, str] = field(default_factory=dict)
    paragraphs: list[str] = field(default_factory=list)
    in_text: bool = False
    beside: int = 0

    def take(self, event: Event) -> Iterator[Line]:
        """Take an event in; return the rows that it ends."""
        moment, tag, attributes = event
        if moment == TEXT:
            if self.in_text and not self.beside:
                self.paragraphs[-1] += tag
        elif tag in _BESIDE:
            self.beside += 1 if moment == START else -1
        elif not self.beside and moment == START:
            self._start(tag, attributes)
        elif not self.beside and tag == "p":
            self.in_text = False
        elif not self.beside and tag in _CELLS:
            self._keep(self._value(), _repeats(self.cell, "table:number-columns-repeated"))
        elif not self.beside and tag == "table-row":
            yield from self._lines()

    def _start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "table-row":
            self.row, self.cells, self.empty = attributes, [], 0
        elif tag == "table-column":
            self._column(attributes)
        elif tag in _CELLS:
            self.cell, self.paragraphs = attributes, []
        elif tag == "p":
            self.in_text = True
            self.paragraphs.append("")
        elif self.in_text and tag in _SIGNS:
            self.paragraphs[-1] += _SIGNS[tag] * min(_repeats(attributes, "text:c"), _MOST_SPACES)

    def _column(self, attributes: Mapping[str, str]) -> None:
        first = self.columns
        self.columns += _repeats(attributes, "table:number-columns-repeated")
        if _is_hidden(attributes):
            self.hidden_columns.append(range(first, self.columns))

    def _keep(self, value: _Value, times: int) -> None:
        if not value:
            self.empty += times
            return
        if len(self.cells) + self.empty + times > LAST_COLUMN:
            raise BrokenError
        self.cells += [""] * self.empty + [value] * times
        self.empty = 0

    def _lines(self) -> Iterator[Line]:
        times = _repeats(self.row, "table:number-rows-repeated")
        if self.cells:
            if self.number + times > LAST_LINE:
                raise BrokenError
            for number in range(self.number + 1, self.number + times + 1):
                yield Line(
                    number=number, cells=self.cells, hidden=_is_hidden(self.row), hidden_columns=self.hidden_columns
                )
        self.number += times

    def _value(self) -> _Value:
        cell, text = self.cell, "\n".join(self.paragraphs)
        kind = cell.get("office:value-type", "")
        formula = cell.get("table:formula")
        if cell.get("calcext:value-type") == "error" or (formula is not None and _ERROR.fullmatch(text)):
            return Unreadable(text or "#ERROR", "error")
        if formula is not None and not kind and not text:
            return Unreadable(formula, "formula")
        if kind in _TYPED:
            attribute, read = _TYPED[kind]
            return read(cell[attribute])
        return cell.get("office:string-value", text) if kind == "string" else text


_SIGNS = {"s": " ", "tab": "\t", "line-break": "\n"}


def _is_hidden(attributes: Mapping[str, str]) -> bool:
    return attributes.get("table:visibility", "visible") != "visible"


def _repeats(attributes: Mapping[str, str], name: str) -> int:
    return max(1, int(attributes.get(name, 1)))


def _length(value: str) -> _Value:
    """Write a length of time, PT26H01M15.5S, as 26:01:15.5."""
    match = _LENGTH.fullmatch(value)
    if match is None:
        return Unreadable(value, "date")
    sign, hours, minutes, seconds, fraction = match.groups(default="0")
    fraction = fraction.rstrip("0")
    return f"{sign.strip('0')}{int(hours):02}:{int(minutes):02}:{int(seconds):02}{'.' * bool(fraction)}{fraction}"


_NUMBER = ("office:value", number_text)
_TYPED: dict[str, tuple[str, Callable[[str], _Value]]] = {
    "float": _NUMBER,
    "percentage": _NUMBER,
    "currency": _NUMBER,
    "date": ("office:date-value", lambda value: value.removesuffix("T00:00:00")),
    "time": ("office:time-value", _length),
    "boolean": ("office:boolean-value", str),
}
