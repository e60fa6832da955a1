"""Lines of a list taken apart into cells, and which cell holds what."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_HEADINGS = {
    "email": ("email", "mail", "emailadres", "mailadres", "emailaddress", "mailaddress", "adres", "address"),
    "name": ("name", "naam", "fullname", "volledigenaam", "displayname", "weergavenaam", "aanhef", "greeting"),
    "first": ("firstname", "voornaam", "givenname", "roepnaam", "first"),
    "middle": ("tussenvoegsel", "tussenvoegsels", "middlename", "infix"),
    "last": ("lastname", "achternaam", "surname", "familyname", "familienaam", "last"),
    "language": ("language", "taal", "lang", "voorkeurstaal"),
}
_LANGUAGES = {
    "nl": ("nl", "nld", "dut", "nederlands", "dutch", "nl-nl", "hollands"),
    "en": ("en", "eng", "engels", "english", "en-gb", "en-us"),
}
_INVISIBLE = dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u200d\u2060\u200e\u200f\xad"))
_SAME = str.maketrans("“”„«»\xa0\u202f；，", '"""""  ;,')
_SPANS, _BRACKETS = re.compile(r'"[^"]*"|<[^<>"]*>'), re.compile(r"<[^<>]*>")
_EXCEL = re.compile(r"\Asep=.\n")  # Excel's own first line that names the separator


def plain_text(text: str) -> str:
    """Return a text with one kind of line end, space and quote, and without signs that nobody sees."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_INVISIBLE).translate(_SAME)
    return _EXCEL.sub("\n", unicodedata.normalize("NFC", text))


def language_in(text: str) -> str | None:
    """Return the language that a word names: nl or en."""
    word = text.strip().lower()
    return next((code for code, names in _LANGUAGES.items() if word in names), None)


def separator_of(line: str) -> str:
    """Return what stands between the cells of a line: a tab, else a semicolon, else a comma; '' where nothing does."""
    outside = _outside(line)
    return next((sign for sign in "\t;," if sign in outside), "")


def cells_of(line: str, separator: str) -> list[str]:
    """Return the cells of a line, without the quotes around a whole one."""
    if not separator:
        return [_unquoted(line)]
    cells, start = [], 0
    for part in _outside(line).split(separator):
        cells.append(_unquoted(line[start : start + len(part)]))
        start += len(part) + 1
    return cells


def _outside(line: str) -> str:
    """Return a line with blanks for what stands in quotes or angle brackets; a quote left open means nothing."""
    spans = _SPANS if line.count('"') % 2 == 0 else _BRACKETS
    return spans.sub(lambda span: " " * len(span[0]), line)


def _unquoted(cell: str) -> str:
    cell = cell.strip()
    if len(cell) > 1 and cell[0] == cell[-1] == '"' and '"' not in cell[1:-1].replace('""', ""):
        return cell[1:-1].replace('""', '"').strip()
    return cell


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """Which column holds what; ``size`` is the number of columns."""

    places: dict[str, int]
    size: int

    def email(self, cells: Sequence[str]) -> str:
        """Return the cell with the address; of a table that does not name it, the first one with an @."""
        if "email" in self.places:
            return self._cell(cells, "email")
        return next((cell for cell in cells if "@" in cell), "")

    def name(self, cells: Sequence[str]) -> str:
        """Return the whole name, from one column or from several."""
        parts = (self._cell(cells, part) for part in ("first", "middle", "last"))
        return self._cell(cells, "name") or " ".join(part for part in parts if part)

    def language(self, cells: Sequence[str]) -> str:
        """Return the language as it is written."""
        return self._cell(cells, "language")

    def _cell(self, cells: Sequence[str], part: str) -> str:
        place = self.places.get(part, len(cells))
        return cells[place] if place < len(cells) else ""


def header_of(cells: Sequence[str]) -> Header | None:
    """Return what the first line says of the columns; None where it names none that is known."""
    if any("@" in cell for cell in cells):
        return None
    words = [re.sub(r"[^a-z]", "", cell.lower()) for cell in cells]
    places = {part: words.index(name) for part, names in _HEADINGS.items() for name in reversed(names) if name in words}
    mail = next((n for n, word in enumerate(words) if "mail" in word), None)
    if mail is not None and "email" not in places:
        places["email"] = mail
    return Header(places=places, size=len(cells)) if places else None
