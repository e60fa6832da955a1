"""XLSB, Excel's workbook in binary records: MS-XLSB tells what each of them holds."""

from __future__ import annotations

import posixpath
import struct
from collections.abc import Iterator

from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH
from xlrd import error_text_from_code

from collega.tables.book import LAST_COLUMN, LAST_LINE, Leaf, Line
from collega.tables.cells import Unreadable, cell_text
from collega.tables.office import Formats, relations
from collega.tables.packed import BrokenError, Package

BOOK = "xl/workbook.bin"
_ROW, _BLANK, _RK, _ERROR, _BOOL, _REAL, _TEXT, _SHARED = range(8)
_FORMULA = {8: _TEXT, 9: _REAL, 10: _BOOL, 11: _ERROR}
_STRING, _FORMAT, _STYLE, _COLUMNS, _PROPERTIES, _SHEET, _STYLES, _STYLES_END = 19, 44, 47, 60, 153, 156, 617, 618
_HIDDEN, _HIDDEN_COLUMNS = 0x10, 0x01  # a bit in the twelfth byte of a row, in the seventeenth of columns
_Value = str | Unreadable


class Xlsb:
    """An XLSB file.

    Attributes
    ----------
    leaves : tuple of Leaf
        Its sheets in order.
    """

    kind = "XLSB"

    def __init__(self, package: Package) -> None:
        self._package = package
        folder, name = posixpath.split(BOOK)
        self._parts = relations(package, folder, f"{folder}/_rels/{name}.rels")
        self._epoch = WINDOWS_EPOCH
        self._places: dict[str, str] = {}
        self.leaves = tuple(self._sheets())
        self._strings = [_text(body, 1)[0] for kind, body in self._records("sharedStrings") if kind == _STRING]
        self._formats = self._read_formats()

    def lines(self, leaf: Leaf) -> Iterator[Line]:
        """Return the rows that stand in the file."""
        if leaf.chart:
            return
        number, hidden, cells, columns = 0, False, list[_Value](), list[range]()
        for kind, body in _records(self._package, self._places[leaf.name]):
            if kind == _ROW:
                if number:
                    yield Line(number=number, cells=cells, hidden=hidden, hidden_columns=columns)
                number, hidden, cells = struct.unpack_from("<I", body)[0] + 1, bool(body[11] & _HIDDEN), []
                if number > LAST_LINE:
                    raise BrokenError
            elif _BLANK <= kind <= max(_FORMULA):
                column, style = struct.unpack_from("<II", body)
                if not len(cells) <= column < LAST_COLUMN:
                    raise BrokenError
                cells.extend([""] * (column - len(cells)))
                cells.append(self._value(_FORMULA.get(kind, kind), body[8:], style & 0xFFFFFF))
            elif kind == _COLUMNS and body[16] & _HIDDEN_COLUMNS:
                first, last = struct.unpack_from("<II", body)
                columns.append(range(first, last + 1))
        if number:
            yield Line(number=number, cells=cells, hidden=hidden, hidden_columns=columns)

    def _value(self, kind: int, body: bytes, style: int) -> _Value:
        if kind == _ERROR:
            error: str = error_text_from_code.get(body[0], "#ERROR")
            return Unreadable(error, "error")
        if kind == _BOOL:
            return cell_text(bool(body[0]))
        if kind == _TEXT:
            return _text(body, 0)[0]
        if kind == _SHARED:
            place: int = struct.unpack_from("<I", body)[0]
            return self._strings[place]
        if kind == _BLANK:
            return ""
        number: float = _rk(body) if kind == _RK else struct.unpack_from("<d", body)[0]
        return self._formats.text(repr(number), style, self._epoch)

    def _records(self, part: str) -> Iterator[tuple[int, bytes]]:
        name = next((target for kind, target in self._parts.values() if kind == part), None)
        return iter(()) if name is None else _records(self._package, name)

    def _sheets(self) -> Iterator[Leaf]:
        for kind, body in _records(self._package, BOOK):
            if kind == _PROPERTIES and body[0] & 1:
                self._epoch = MAC_EPOCH
            elif kind == _SHEET:
                reference, end = _text(body, 8)
                name, _ = _text(body, end)
                part, self._places[name] = self._parts[reference]
                yield Leaf(name=name, hidden=bool(struct.unpack_from("<I", body)[0]), chart=part != "worksheet")

    def _read_formats(self) -> Formats:
        codes: dict[int, str] = {}
        styles: list[int] = []
        within = False
        for kind, body in self._records("styles"):
            if kind in (_STYLES, _STYLES_END):
                within = kind == _STYLES
            elif kind == _FORMAT:
                codes[struct.unpack_from("<H", body)[0]] = _text(body, 2)[0]
            elif kind == _STYLE and within:
                styles.append(struct.unpack_from("<H", body, 2)[0])
        return Formats.of(styles, codes)


def _records(package: Package, name: str) -> Iterator[tuple[int, bytes]]:
    """Return kind and content of each record of a part."""
    raw = package.read(name)
    place = count = 0
    while place < len(raw):
        kind, place = _varied(raw, place, 2)
        size, place = _varied(raw, place, 4)
        count += 1
        package.require_events(count)
        yield kind, raw[place : place + size]
        place += size


def _varied(raw: bytes, place: int, length: int) -> tuple[int, int]:
    """Return a number of at most so many bytes, seven bits each, and where it ends."""
    number = 0
    for step in range(length):
        byte = raw[place + step]
        number |= (byte & 0x7F) << (7 * step)
        if not byte & 0x80:
            break
    return number, place + step + 1


def _text(body: bytes, place: int) -> tuple[str, int]:
    """Return a text that stands behind its length, and where it ends."""
    size = struct.unpack_from("<I", body, place)[0]
    end = place + 4 + 2 * size
    return body[place + 4 : end].decode("utf-16-le"), end


def _rk(body: bytes) -> float:
    """Return a number that is packed in 30 bits: a whole one, or half of a fraction, perhaps in hundredths."""
    packed = struct.unpack_from("<I", body)[0]
    number = (
        struct.unpack("<i", body[:4])[0] >> 2
        if packed & 2
        else struct.unpack("<d", struct.pack("<Q", (packed & ~3) << 32))[0]
    )
    return number / 100 if packed & 1 else float(number)
