"""People in a text as others write it down: lines of a mail program, lists behind commas, columns of a spreadsheet."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from collega.web.workbench.collect.columns import Header, cells_of, header_of, language_in, plain_text, separator_of

_ADDRESS = re.compile(r"[^\s<>()\[\]{},;:\"'@][^\s<>()\[\]{},;:\"@]*@[^\s<>()\[\]{},;:\"'?]+")
_BESIDE = re.compile(r"(?i)mailto:|\?(?:subject|body|cc)=\S*|^\s*(?:to|aan|b?cc)\s*:|[<>()\[\]]")
_LOOKS_LIKE_LANGUAGE = re.compile(r"[a-z]{2}")
_EMPTY = ' \t;,"'
Line = tuple[int, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Somebody in a list; ``line`` is where, ``file`` in which file, ``found`` how to give it back.

    ``reason`` says why it cannot be understood; ``joined``: the name was put together from columns without a heading.
    """

    line: int
    email: str
    name: str = ""
    language: str = ""
    found: str = ""
    reason: str = ""
    file: str = ""
    joined: bool = False


def from_text(text: str) -> list[Row]:
    """Return everybody in a text, line by line; a first line with the names of columns is recognised."""
    every = enumerate(plain_text(text).split("\n"), start=1)
    lines = [(number, line) for number, line in every if line.strip(_EMPTY)]
    if not lines:
        return []
    first = lines[0][1]
    header = header_of(cells_of(first, separator_of(first)))
    if header is None:
        return [row for number, line in lines for row in _people(number, line)]
    between = separator_of(first)
    return list(_below(header, ((number, cells_of(line, between)) for number, line in lines[1:]), between))


def from_cells(rows: Iterable[Line]) -> list[Row]:
    """Return everybody in the rows of a spreadsheet, with or without names of columns in the first one."""
    tidy = [(number, [plain_text(cell) for cell in cells]) for number, cells in rows]
    tidy = [(number, cells) for number, cells in tidy if any(cells)]
    header = header_of(tidy[0][1]) if tidy else None
    if header is None:
        return [row for number, cells in tidy for row in _people(number, _as_line(cells))]
    return list(_below(header, tidy[1:], "\t"))


def _below(header: Header, rows: Iterable[Line], between: str) -> Iterator[Row]:
    for number, cells in rows:
        if len(cells) > header.size:  # a separator too many: not known which column is which
            yield from _people(number, between.join(cells))
            continue
        cell = header.email(cells)
        addresses = list(_in_cell(cell)) if cell else []
        if len(addresses) > 1:
            yield from (_row(number, address, [], "") for address in addresses)
            continue
        email, beside = addresses[0] if addresses else (cell, "")
        name, language = header.name(cells) or beside, header.language(cells)
        row = Row(line=number, email=email, name=name, language=language)
        yield replace(row, found="; ".join(filter(None, (email, name, language))))


def _as_line(cells: Sequence[str]) -> str:
    return "\t".join(cells)


def _people(number: int, line: str) -> Iterator[Row]:
    """Yield everybody on a line without names of columns; one row with a reason where nobody is on it."""
    between = separator_of(line)
    cells = [cell for cell in cells_of(line, between) if cell]
    people: list[tuple[tuple[str, str], list[str]]] = []
    waiting: list[str] = []
    names_first = bool(cells) and "@" not in cells[0]
    for cell in cells:
        addresses = list(_in_cell(cell))
        people += [(address, []) for address in addresses]
        if not addresses and people and not names_first:
            people[-1][1].append(cell)
        elif not addresses:
            waiting.append(cell)
        elif waiting:
            people[-len(addresses)][1].extend(waiting)
            waiting = []
    if people:
        people[-1][1].extend(waiting)
    if not people:
        yield Row(line=number, email="", found=line.strip(), reason=_("there is no mail address"))
    yield from (_row(number, addresses, texts, between) for addresses, texts in people)


def _in_cell(cell: str) -> Iterator[tuple[str, str]]:
    """Yield (address, name beside it) of everybody in one cell."""
    if "@" not in cell:
        return
    inner = separator_of(cell)
    if cell.count("@") > 1 and inner and len(parts := [part for part in cells_of(cell, inner) if "@" in part]) > 1:
        for part in parts:
            yield from _in_cell(part)
        return
    places = list(_ADDRESS.finditer(cell))
    if len({place[0].lower() for place in places}) < 2:
        address = places[0][0] if places else cell
        yield _tidy(address), _name(cell.replace(address, " "))
        return
    end = 0
    for place in places:
        yield _tidy(place[0]), _name(cell[end : place.start()])
        end = place.end()


def _row(number: int, address: tuple[str, str], texts: list[str], between: str) -> Row:
    email, beside = address
    language = next((text for text in texts if language_in(text)), "")
    names = [_name(text) for text in texts if text is not language and any(sign.isalpha() for sign in text)]
    if beside and between == "," and len(names) == 1:  # Bos, Els <els@example.org>
        beside, names = f"{names[0]}, {beside}", []
    names = list(dict.fromkeys(name for name in (*names, beside) if name))
    given_back = "; ".join(filter(None, (email, *names, language)))
    row = Row(line=number, email=email, language=language, found=given_back)
    if len(names) == 2 and not language and _LOOKS_LIKE_LANGUAGE.fullmatch(names[1]):
        return replace(row, name=names[0], language=names[1])
    if len(names) < 2 or _first_and_last(names):
        return replace(row, name=" ".join(names), joined=len(names) > 1)
    names_text = ", ".join(f"'{name}'" for name in names)
    return replace(row, reason=_(
        "it is not clear which is the name: %(names)s. Put a first line above the list with the names of the columns, "
        "such as email, first name, last name, language"
    ) % {"names": names_text})  # fmt: skip


def _first_and_last(names: list[str]) -> bool:
    """Whether cells are the parts of one name: Jan, de Vries or Jan, de, Vries."""
    if len(names) > 3 or " " in names[0]:
        return False
    return len(names) == 2 or names[1].islower()


def _tidy(address: str) -> str:
    return unicodedata.normalize("NFC", address.strip().strip(".,")).lower()


def _name(text: str) -> str:
    return " ".join(_BESIDE.sub(" ", text).split()).strip(" \"'`,;:")
