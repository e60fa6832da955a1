"""JSON Lines, as jsPsych and oTree write them, and a JSON file with one list: an object a row."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl

from collega.errors import DataError, Problem
from collega.messages import Message
from collega.tables.causes import more_lines
from collega.tables.cells import cell_text, number_text
from collega.tables.characters import normal_text
from collega.tables.encoding import decode
from collega.tables.headings import headings
from collega.tables.layout import Layout
from collega.tables.parquet import nested_cells
from collega.tables.reading import Reading
from collega.tables.table import Table, empty_file

JSON_LINES, JSON = (".jsonl", ".ndjson"), ".json"
_OBJECT = '{"participant": "p1", "answer": "yes"}'
_SHOWN = 20
_HALF = re.compile("[\ud800-\udfff]")  # JSON can write half a sign, and no text can hold it
_DEEPEST = 5  # objects within objects that become columns of their own


def read_json(file: str, raw: bytes, layout: Layout) -> Table:
    """Read an object a row; an object within it becomes columns, named ``outer.inner``.

    Raises
    ------
    DataError
        With every line that is no object, or has a name twice.
    """
    source = decode(file, raw, "tables-save-as-utf8")
    if not source.text.strip():
        raise empty_file(file)
    single_value = file.lower().endswith(JSON)
    work = _Objects(file=file, layout=layout)
    work.take_list(source.text) if single_value else work.take_lines(source.text)
    return work.table(Reading(file=file, kind="JSON" if single_value else "JSON Lines", encoding=source.encoding))


@dataclass(slots=True, kw_only=True)
class _Objects:
    """The objects of a file, gathering what is wrong."""

    file: str
    layout: Layout
    rows: list[dict[str, str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    names: dict[str, None] = field(default_factory=dict)
    nested: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def take_lines(self, text: str) -> None:
        for line, content in enumerate(text.split("\n"), start=1):
            if content.strip():
                self._take(line, self._parsed(line, content))

    def take_list(self, text: str) -> None:
        parsed = self._parsed(None, text)
        if isinstance(parsed, list) and not isinstance(parsed, _Pairs):
            for number, item in enumerate(parsed, start=1):
                self._take(number, item)
        elif parsed is not _NOTHING:
            problem, allowed = Message("tables-not-a-list-of-objects"), f"[{_OBJECT}, ...]"
            self.problems.append(Problem(file=self.file, found=problem, allowed=allowed))

    def table(self, reading: Reading) -> Table:
        """Return what was taken in; DataError where anything was wrong."""
        if self.problems:
            remainder = len(self.problems) - _SHOWN
            last = Problem(file=self.file, line=self.problems[-1].line, found=more_lines(remainder))
            raise DataError([*self.problems[:_SHOWN], *([last] if remainder > 0 else [])])
        header = list(self.names)
        names = headings(self.file, None, [normal_text(name).strip() for name in header])
        columns = [[row.get(name, "") for row in self.rows] for name in header]
        series = zip(names.names, columns, strict=True)
        ours = dict(zip(header, names.names, strict=True))
        nested = {ours[name]: (nested_cells(self.file, name, line),) for name, line in self.nested.items()}
        return Table(
            file=self.file,
            frame=pl.DataFrame([pl.Series(name, cells, dtype=pl.String) for name, cells in series]),
            lines=np.array(self.lines, dtype=np.int64),
            header_line=None,
            places=names.places,
            faults=names.faults | nested,
            reading=reading,
        )

    def _parsed(self, line: int | None, text: str) -> Any:
        try:
            return _DECODER.decode(text.strip())
        except json.JSONDecodeError as error:
            line_number = error.lineno if line is None else line
            problem = Message("tables-not-json", place=error.colno)
            self.problems.append(Problem(file=self.file, line=line_number, found=problem))
        except RecursionError:
            self.problems.append(Problem(file=self.file, line=line, found=Message("common-lists-too-deep")))
        return _NOTHING

    def _take(self, line: int, item: Any) -> None:
        if item is _NOTHING:
            return
        wrong = _wrong(item)
        if wrong:
            allowed = "" if isinstance(item, _Pairs) else _OBJECT
            self.problems.append(Problem(file=self.file, line=line, found=wrong, allowed=allowed))
            return
        row: dict[str, str] = {}
        for name, value in _flat(item, "", _DEEPEST):
            if name in row:
                problem, hint = Message("tables-name-twice", name=name), Message("common-keep-one")
                self.problems.append(Problem(file=self.file, line=line, found=problem, hint=hint))
            row[name] = self._cell(name, value, line)
            self.names.setdefault(name)
        self.rows.append(row)
        self.lines.append(line)
        columns = len(self.names)
        self.layout.limits.require(self.file, rows=len(self.rows), cells=len(self.rows) * columns, columns=columns)

    def _cell(self, name: str, value: Any, line: int) -> str:
        if not isinstance(value, list):
            return normal_text(cell_text(value)).strip()
        self.nested.setdefault(name, line)
        return json.dumps(value, ensure_ascii=False)


class _Pairs(list[tuple[str, Any]]):
    """An object of JSON with every name that stands in it, also twice."""


def _wrong(item: Any) -> str:
    """Return what is wrong with an object as a whole; empty where nothing is."""
    if not isinstance(item, _Pairs):
        return Message("tables-not-an-object")
    try:
        text = json.dumps(item, ensure_ascii=False)
    except RecursionError:
        return Message("common-lists-too-deep")
    return Message("tables-half-sign") if _HALF.search(text) else ""


def _flat(item: _Pairs, prefix: str, deepest: int) -> Iterator[tuple[str, Any]]:
    for name, value in item:
        if isinstance(value, _Pairs) and deepest:
            yield from _flat(value, f"{prefix}{name}.", deepest - 1)
        else:
            yield f"{prefix}{name}", value


def _constant(name: str) -> str | None:
    return None if name == "NaN" else name


_NOTHING = object()
_DECODER = json.JSONDecoder(object_pairs_hook=_Pairs, parse_float=number_text, parse_int=str, parse_constant=_constant)
