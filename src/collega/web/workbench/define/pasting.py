"""What a form of parts was sent with, completed: lines that were pasted as a column, and keys that were left empty."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from collega.web.records.models import Study
from collega.web.workbench.define.keys import key_from

Fields = dict[str, str]
PREFIX = "parts"
MOST_PASTED, _MOST_SIGNS = 200, 100_000  # lines and characters at once, far more than any list has
_FIELDS = ("text_nl", "text_en", "key")
_HEADINGS = {
    "text_nl": ("nl", "nederlands", "dutch", "tekst", "text"),
    "text_en": ("en", "engels", "english"),
    "key": ("key", "sleutel", "code"),
}
_BULLET = re.compile(r"[•·▪◦*o–-]|\(?\d{1,3}[.)]")  # as a word processor copies its lists
_NUMBERED = re.compile(r"([0-9]{1,3})[.)]\s+(?=\S)")
_ONES = {"answers": "answer", "criteria": "level", "characteristics": "value"}
_WHOLES = {"criteria": "criterion", "characteristics": "characteristic"}


def completed(request: HttpRequest, study: Study, kind: str, others: Iterable[str] = ()) -> QueryDict | None:
    """Return what was sent for a list of answers, levels or values, with every line in a form of its own.

    ``kind`` is ``answers``, ``criteria`` or ``characteristics``; ``others`` are the keys that the part itself must not
    have. None where nothing was sent.
    """
    if request.method != "POST":
        return None
    data, languages = request.POST.copy(), study.as_defined.languages
    if f"{PREFIX}-TOTAL_FORMS" in data and not study.launched and _unfold(data, languages, _ONES[kind]):
        messages.info(request, _("What you pasted stands in both languages now: translate it where that is needed."))
    if kind in _WHOLES and not data.get("key", "").strip() and (text := _text(data, languages)):
        data["key"] = key_from(text, set(others), _WHOLES[kind])
    return data


def _unfold(data: Any, languages: Sequence[str], fallback: str) -> bool:
    """Put pasted lines behind those that are filled in, without the empty ones between, and make the keys.

    Return whether texts of one column were put into more languages.
    """
    lines = [_line(data, n) for n in range(_number(data, "TOTAL_FORMS"))]
    first = _number(data, "INITIAL_FORMS")
    lines = [line for n, line in enumerate(lines) if n < first or any(line.get(name) for name in _FIELDS)]
    text = data.get("pasted", "")
    if text.count("\n") >= MOST_PASTED or len(text) > _MOST_SIGNS:
        return False  # it stays in its box, and the lines of the form say why
    pasted = list(_pasted(text, languages, second=data.get("pasted_second", "")))
    start = len(lines)
    if pasted:  # in the place of lines without a text
        lines = [line if _text(line, languages) else line | {"DELETE": "on"} for line in lines]
    lines = _replaced(lines, pasted, languages) if pasted and data.get("pasted_replace") else lines + pasted
    alone = all(len([name for name in line if name.startswith("text_")]) == 1 for line in pasted)
    for line in lines[start:] if alone else ():
        line.update({f"text_{language}": _text(line, languages) for language in languages})
    keys = {line.get("key", "") for line in lines if "DELETE" not in line}
    for n, line in enumerate(lines, start=1):
        text = _text(line, languages)
        if text and not line.get("key"):
            line["key"] = key_from(text, keys, f"{fallback}_{n}")
            keys.add(line["key"])
    _keep(data, lines)
    return alone and len(languages) > 1 and len(lines) > start


def _replaced(old: list[Fields], pasted: list[Fields], languages: Sequence[str]) -> list[Fields]:
    """Return the old lines marked to go, but for those that were pasted again, and the others in the order pasted."""
    lines: list[Fields] = [line | {"DELETE": "on"} for line in old]
    places = {_text(line, languages): n for n, line in reversed(list(enumerate(old)))}
    for order, line in enumerate(pasted, start=1):
        n = places.pop(_text(line, languages), None)
        if n is None:
            lines.append(line | {"ORDER": str(order)})
        else:
            lines[n] = old[n] | line | {"ORDER": str(order)}
    return lines


def _pasted(text: str, languages: Sequence[str], *, second: str) -> Iterator[Fields]:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufeff", "")
    lines = io.StringIO(text)
    read = (csv.reader(lines, delimiter="\t") if _has_quoted_cells(text)
            else csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))  # fmt: skip
    rows = [_cells(row) for row in read]
    rows = [row for row in rows if any(row)]
    columns = _column_names(rows[0]) if rows else None
    if columns is not None:
        rows = rows[1:]
    else:
        texts = [f"text_{language}" for language in languages]
        columns = [texts[0], "key"] if second == "key" or len(texts) == 1 else [*texts, "key"]
    for row in _without_numbers(rows):
        yield {name: cell for name, cell in zip(columns, row, strict=False) if cell}


def _has_quoted_cells(text: str) -> bool:
    """Whether quotes are those of a spreadsheet, which puts them around a cell with a line end or quotes in it."""
    if text.count('"') % 2:
        return False
    cells = (cell for line in text.split("\n") for cell in line.split("\t"))
    return '""' in text or any(cell.startswith('"') and cell.count('"') % 2 for cell in cells)


def _cells(row: Sequence[str]) -> list[str]:
    """Return the cells of a row on one line each, without the bullet or number of a word processor before them."""
    cells = [" ".join(cell.split()) for cell in row]
    if len(cells) > 1 and _BULLET.fullmatch(cells[0]):
        return cells[1:]
    return [re.sub(r"^[•·▪◦]\s*", "", cell) for cell in cells]


def _without_numbers(rows: Sequence[list[str]]) -> list[list[str]]:
    """Take the numbers of a list off where they count every row from 1: "1. Yes", "2. No"."""
    numbers = [_NUMBERED.match(row[0]) for row in rows]
    counted = [number is not None and int(number[1]) == n for n, number in enumerate(numbers, start=1)]
    if len(rows) < 2 or not all(counted):
        return list(rows)
    return [[_NUMBERED.sub("", first), *rest] for first, *rest in rows]


def _column_names(row: Sequence[str]) -> list[str] | None:
    """Return what the columns are where the first row names them all, each once; a single column has no name."""
    names = [next((name for name, words in _HEADINGS.items() if cell.lower() in words), "") for cell in row]
    return names if len(names) > 1 and all(names) and len(set(names)) == len(names) else None


def _line(data: Any, n: int) -> Fields:
    start = f"{PREFIX}-{n}-"
    return {name.removeprefix(start): data[name].strip() for name in data if name.startswith(start)}


def _keep(data: Any, lines: Sequence[Fields]) -> None:
    for name in [name for name in data if re.match(rf"{PREFIX}-\d+-", name)]:
        del data[name]
    for n, line in enumerate(lines):
        for name, value in line.items():
            data[f"{PREFIX}-{n}-{name}"] = value
    data[f"{PREFIX}-TOTAL_FORMS"] = str(len(lines))
    data["pasted"] = ""


def _text(fields: Any, languages: Sequence[str]) -> str:
    return next((text for language in languages if (text := fields.get(f"text_{language}", "").strip())), "")


def _number(data: Any, name: str) -> int:
    value = data.get(f"{PREFIX}-{name}", "")
    return min(int(value), 1000) if value.isascii() and value.isdigit() else 0
