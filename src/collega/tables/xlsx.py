"""XLSX: what stands in the XML, and nothing that the file says of its own size."""

from __future__ import annotations

import datetime as dt
import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH

from collega.tables.book import LAST_COLUMN, LAST_LINE, Leaf, Line
from collega.tables.cells import Unreadable, cell_text
from collega.tables.office import Formats, relations
from collega.tables.packed import END, START, TEXT, BrokenError, Event, Package, local

_LINE_END_OF_EXCEL = "_x000D_"
_Value = str | Unreadable


class Xlsx:
    """An XLSX file.

    Attributes
    ----------
    leaves : tuple of Leaf
        Its sheets in order.
    """

    kind = "XLSX"

    def __init__(self, package: Package) -> None:
        self._package = package
        parts = relations(package, "", "_rels/.rels")
        self._book = next(target for kind, target in parts.values() if kind == "officeDocument")
        folder, name = posixpath.split(self._book)
        self._parts = relations(package, folder, f"{folder}/_rels/{name}.rels")
        self._places: dict[str, str] = {}
        self._epoch, self._outdated = WINDOWS_EPOCH, False
        self.leaves = tuple(self._sheets())
        self._formats = _formats(package, self._part("styles"))
        self._strings = list(_strings(package, self._part("sharedStrings")))

    def lines(self, leaf: Leaf) -> Iterator[Line]:
        """Return the rows that stand in the file."""
        if leaf.chart:
            return
        rows = _Rows(self._strings, self._formats, self._epoch, outdated=self._outdated)
        for event in self._package.events(self._places[leaf.name]):
            line = rows.take(event)
            if line is not None:
                yield line

    def _part(self, kind: str) -> str | None:
        return next((target for name, target in self._parts.values() if name == kind), None)

    def _sheets(self) -> Iterator[Leaf]:
        for event, tag, attributes in self._package.events(self._book):
            if event != START:
                continue
            if tag == "workbookPr" and attributes.get("date1904") in ("1", "true"):
                self._epoch = MAC_EPOCH
            elif tag == "calcPr":
                self._outdated = attributes.get("fullCalcOnLoad") in ("1", "true")
            elif tag == "sheet":
                kind, target = self._parts[next(attributes[name] for name in attributes if local(name) == "id")]
                self._places[attributes["name"]] = target
                hidden = attributes.get("state", "visible") != "visible"
                yield Leaf(name=attributes["name"], hidden=hidden, chart=kind != "worksheet")


def _strings(package: Package, name: str | None) -> Iterator[str]:
    """Return the texts that cells share, without what only tells how they sound."""
    parts: list[str] = []
    text, sound = False, False
    for event, tag, _ in package.events(name) if name else ():
        if event == TEXT:
            if text and not sound:
                parts.append(tag)
        elif tag == "t":
            text = event == START
        elif tag == "rPh":
            sound = event == START
        elif tag == "si" and event == END:
            yield "".join(parts).replace(_LINE_END_OF_EXCEL, "")
            parts.clear()


def _formats(package: Package, name: str | None) -> Formats:
    codes: dict[int, str] = {}
    styles: list[int] = []
    within = False
    for event, tag, attributes in package.events(name) if name else ():
        if tag == "cellXfs":
            within = event == START
        elif event == START and tag == "numFmt":
            codes[int(attributes["numFmtId"])] = attributes["formatCode"]
        elif event == START and tag == "xf" and within:
            styles.append(int(attributes.get("numFmtId", 0)))
    return Formats.of(styles, codes)


@dataclass(slots=True)
class _Cell:
    """A cell while it is being read."""

    kind: str = "n"
    style: int = 0
    value: str | None = None
    formula: str | None = None
    text: str = ""


@dataclass(slots=True)
class _Rows:
    """Rows out of the events of a sheet."""

    strings: list[str]
    formats: Formats
    epoch: dt.datetime
    outdated: bool
    number: int = 0
    hidden: bool = False
    hidden_columns: list[range] = field(default_factory=list)
    cells: list[_Value] = field(default_factory=list)
    cell: _Cell = field(default_factory=_Cell)
    inside: str = ""  # the element whose text counts
    sound: bool = False

    def take(self, event: Event) -> Line | None:
        """Take an event in; return the row that it ends."""
        moment, tag, attributes = event
        if moment == TEXT:
            self._text(tag)
        elif moment == START:
            self._start(tag, attributes)
        elif tag == "row":
            return Line(number=self.number, cells=self.cells, hidden=self.hidden, hidden_columns=self.hidden_columns)
        else:
            self._end(tag)
        return None

    def _start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "c":
            self._place(attributes.get("r"))
            self.cell = _Cell(attributes.get("t", "n"), int(attributes.get("s", 0)))
        elif tag == "row":
            self.number = int(attributes.get("r", self.number + 1))
            if self.number > LAST_LINE:
                raise BrokenError
            self.hidden = attributes.get("hidden") in ("1", "true")
            self.cells = []
        elif tag == "col":
            if attributes.get("hidden") in ("1", "true"):
                self.hidden_columns.append(range(int(attributes["min"]) - 1, int(attributes["max"])))
        elif tag in ("v", "f", "t"):
            self.inside = tag
            if tag == "f":
                self.cell.formula = ""
            elif tag == "v":
                self.cell.value = ""
        elif tag == "rPh":
            self.sound = True

    def _text(self, text: str) -> None:
        if self.inside == "v":
            self.cell.value = (self.cell.value or "") + text
        elif self.inside == "f":
            self.cell.formula = (self.cell.formula or "") + text
        elif self.inside == "t" and not self.sound:
            self.cell.text += text

    def _end(self, tag: str) -> None:
        if tag == "c":
            self.cells.append(self._value())
        elif tag == self.inside:
            self.inside = ""
        elif tag == "rPh":
            self.sound = False

    def _place(self, address: str | None) -> None:
        """Fill up to a cell: empty ones are not stored."""
        column = len(self.cells) + 1 if address is None else coordinate_to_tuple(address)[1]
        if not len(self.cells) < column <= LAST_COLUMN:
            raise BrokenError
        self.cells.extend([""] * (column - len(self.cells) - 1))

    def _value(self) -> _Value:
        cell = self.cell
        if cell.kind == "e":
            return Unreadable(cell.value or "#ERROR", "error")
        if cell.formula is not None and self._not_worked_out(cell):
            return Unreadable(f"={cell.formula}", "formula")
        if cell.kind == "inlineStr":
            return cell.text.replace(_LINE_END_OF_EXCEL, "")
        return self._stored(cell.kind, cell.value, cell.style) if cell.value else ""

    def _stored(self, kind: str, value: str, style: int) -> _Value:
        if kind == "s":
            return self.strings[int(value)]
        if kind == "b":
            return cell_text(value.strip() in ("1", "true"))
        if kind != "n":
            return value.replace(_LINE_END_OF_EXCEL, "")
        return self.formats.text(value, style, self.epoch)

    def _not_worked_out(self, cell: _Cell) -> bool:
        """Whether a program wrote the formula alone, or 0 for every formula until somebody opens the file."""
        if cell.kind == "str":
            return cell.value is None
        return not cell.value or (self.outdated and cell.kind == "n" and cell.value.strip() == "0")
