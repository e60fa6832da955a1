"""Reading a mapping file: every problem in it at once, with its line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from collega.errors import DataError, Problem, did_you_mean
from collega.mapping.grammar import (
    EVERYWHERE,
    PLACEHOLDER,
    ColumnMapping,
    Columns,
    DateOrder,
    Keep,
    Part,
    Rows,
    Wide,
    problem_at,
)
from collega.study.added import DECLINED
from collega.study.columns import all_columns
from collega.study.definition import Study
from collega.study.yaml_source import Path as Place
from collega.study.yaml_source import YamlSource, read_yaml, read_yaml_file
from collega.tables import ENCODINGS, normal_text

FIELDS = (
    "columns", "version", "answers", "levels", "values", "missing", "ignore", "wide", "sheet", "encoding", "rows",
    "dates", "repeats", "participant_twice",
)  # fmt: skip
_WIDE_FIELDS = ("scenarios", "seconds", "positions")
_ROWS_FIELDS = ("header", "skip")
_PARTS = get_args(Part)
_IN_ORDER = "columns"


def read_mapping(study: Study, path: Path) -> ColumnMapping:
    """Read a mapping file; DataError with every problem in it."""
    return _mapping_of(study, read_yaml_file(path))


def parse_mapping(study: Study, text: str, *, file: str = "mapping.yaml") -> ColumnMapping:
    """Read a mapping from YAML text; DataError with every problem in it."""
    return _mapping_of(study, read_yaml(text, file))


def _mapping_of(study: Study, source: YamlSource) -> ColumnMapping:
    reading = _Reading(source, list(source.problems))
    data = reading.group((), source.data) if source.data is not None else {}
    reading.known((), data, FIELDS)
    mapping = ColumnMapping(
        columns=reading.columns(study, data),
        words=reading.words(study, data),
        missing=reading.missing(study, data.get("missing", [])),
        ignore=reading.texts(("ignore",), data.get("ignore", [])),
        wide=reading.wide(data["wide"]) if "wide" in data else None,
        sheets=reading.sheets(data["sheet"]) if "sheet" in data else {},
        rows=reading.rows(data["rows"]) if "rows" in data else {},
        encoding=reading.choice(data, "encoding", ENCODINGS),
        dates=reading.choice(data, "dates", get_args(DateOrder)),
        repeats=reading.choice(data, "repeats", ("true", "false")) == "true",
        participant_twice=reading.choice(data, "participant_twice", get_args(Keep)),
        source=source,
    )
    reading.clashes(mapping)
    if reading.problems:
        raise DataError(sorted(reading.problems, key=lambda problem: problem.line or 0))
    return mapping


@dataclass(slots=True)
class _Reading:
    """One reading of a mapping file, gathering what is wrong."""

    source: YamlSource
    problems: list[Problem]

    def tell(self, place: Place, found: str, allowed: str = "", hint: str = "") -> None:
        self.problems.append(problem_at(self.source, place, found, allowed, hint))

    def group(self, place: Place, node: Any) -> dict[str, Any]:
        if isinstance(node, dict):
            return node
        name = place[-1] if place else "a mapping file"
        self.tell(place, f"'{name}' is {_kind(node)}" if place else f"{name} is {_kind(node)}", "'key: value' lines")
        return {}

    def known(self, place: Place, node: Mapping[str, Any], allowed: Sequence[str], noun: str = "known here") -> None:
        for key in node:
            if key not in allowed:
                listed = ", ".join(allowed) or "nothing"
                self.tell((*place, key), f"'{key}' is not {noun}", listed, did_you_mean(key, allowed))

    def text(self, place: Place, node: Any) -> str:
        if isinstance(node, str) and node:
            return node
        self.tell(place, f"'{place[-1]}' is {_kind(node)}", "one text")
        return ""

    def column(self, place: Place, node: Any) -> str:
        """Return the name of a column as tables have it: without what nobody can see."""
        return normal_text(self.text(place, node)).strip()

    def texts(self, place: Place, node: Any) -> tuple[str, ...]:
        items = node if isinstance(node, list) else [node]
        if not all(isinstance(item, str) for item in items):
            self.tell(place, f"'{place[-1]}' is {_kind(node)}", "a text, or a list of texts")
            return ()
        for number, item in enumerate(items):
            if not item and self.source.is_null((*place, number) if isinstance(node, list) else place):
                self.tell(place, f"'{place[-1]}' is {_kind(item)}", hint='Write "" where you mean a cell that is empty')
                return ()
        return tuple(normal_text(item).strip() for item in items)

    def choice(self, data: Mapping[str, Any], name: str, allowed: Sequence[str]) -> Any:
        """Return one of the allowed words; None where nothing is said."""
        if name not in data or data[name] in allowed:
            return data.get(name)
        near = did_you_mean(data[name], allowed) if isinstance(data[name], str) else ""
        self.tell((name,), f"'{name}' is {_kind(data[name])}", ", ".join(allowed), near)
        return None

    def lines(self, place: Place, node: Any) -> tuple[int, ...]:
        items = node if isinstance(node, list) else [node]
        numbers = [int(item) for item in items if isinstance(item, str) and item.isascii() and item.isdigit()]
        if len(numbers) == len(items) and all(numbers):
            return tuple(numbers)
        self.tell(place, f"'{place[-1]}' is {_kind(node)}", "the number of a line, or a list of these")
        return ()

    def columns(self, study: Study, data: Mapping[str, Any]) -> dict[str, str]:
        pairs = dict(self.group(("columns",), data.get("columns", {})))
        allowed = all_columns(study)
        self.known(("columns",), pairs, allowed, "a column of Collega")
        names = {ours: self.column(("columns", ours), theirs) for ours, theirs in pairs.items()}
        if "version" in data:
            version = self.column(("version",), data["version"])
            if names.get("version", version) != version:
                self.tell(("version",), f"the version is in the column '{names['version']}' already")
            names["version"] = version
        self._twice(("columns",), names.items(), "column")
        return {ours: theirs for ours, theirs in names.items() if ours in allowed}

    def words(self, study: Study, data: Mapping[str, Any]) -> dict[str, dict[str, str]]:
        words = {}
        if "answers" in data:
            words["answer"] = self._word_list(("answers",), data["answers"], study.answer_keys, "an answer")
        criteria = {item.key: item.level_keys for item in study.criteria}
        values: dict[str, tuple[str, ...]] = {item.key: (*item.value_keys, DECLINED) for item in study.characteristics}
        for name, lists, noun in (
            ("levels", criteria, "criterion"),
            ("values", values | {"included": ("true", "false")}, "characteristic"),
        ):
            node = self.group((name,), data.get(name, {}))
            self.known((name,), node, tuple(lists), f"a {noun}")
            for key in node.keys() & lists.keys():
                what = f"a {'level' if name == 'levels' else 'value'} of '{key}'"
                words[key] = self._word_list((name, key), node[key], lists[key], what)
        return words

    def _word_list(self, place: Place, node: Any, keys: Sequence[str], noun: str) -> dict[str, str]:
        pairs = self.group(place, node)
        self.known(place, pairs, keys, noun)
        listed = [(key, word) for key, words in pairs.items() for word in self.texts((*place, key), words)]
        self._twice(place, listed, "word")
        return {word: key for key, word in listed if key in keys}

    def _twice(self, place: Place, pairs: Iterable[tuple[str, str]], noun: str) -> None:
        first: dict[str, str] = {}
        for ours, theirs in pairs:
            if theirs and first.setdefault(theirs, ours) != ours:
                self.tell((*place, ours), f"the {noun} '{theirs}' stands for '{first[theirs]}' already")

    def missing(self, study: Study, node: Any) -> dict[str, tuple[str, ...]]:
        if not isinstance(node, dict):
            words = self.texts(("missing",), node)
            return {EVERYWHERE: words} if words else {}
        self.known(("missing",), node, all_columns(study), "a column of Collega")
        return {column: self.texts(("missing", column), words) for column, words in node.items()}

    def sheets(self, node: Any) -> dict[str, str]:
        if not isinstance(node, dict):
            return {EVERYWHERE: self.text(("sheet",), node)}
        self.known(("sheet",), node, _PARTS)
        return {part: self.text(("sheet", part), name) for part, name in node.items()}

    def rows(self, node: Any) -> dict[str, Rows]:
        parts = self.group(("rows",), node)
        if not parts.keys() & set(_PARTS):
            return {EVERYWHERE: self._rows(("rows",), parts)}
        self.known(("rows",), parts, _PARTS)
        return {part: self._rows(("rows", part), self.group(("rows", part), place)) for part, place in parts.items()}

    def _rows(self, place: Place, parts: Mapping[str, Any]) -> Rows:
        self.known(place, parts, _ROWS_FIELDS)
        header = self.lines((*place, "header"), parts["header"]) if "header" in parts else ()
        if len(header) > 1:
            name = "header"
            self.tell((*place, name), f"'{name}' is {_kind(parts[name])}", "the number of one line")
        skip = self.lines((*place, "skip"), parts["skip"]) if "skip" in parts else ()
        if header and header[0] in skip:
            self.tell((*place, "skip"), f"line {header[0]} has the column names too", hint="Remove it from 'skip'")
        return Rows(header=header[0] if header else None, skip=skip)

    def wide(self, node: Any) -> Wide:
        place: Place = ("wide",)
        parts = {} if node == "true" else self.group(place, node)
        self.known(place, parts, _WIDE_FIELDS)
        in_order = parts.get("positions") == _IN_ORDER
        return Wide(
            scenarios=self._wide_columns("scenarios", parts.get("scenarios", PLACEHOLDER)),
            seconds=self._wide_columns("seconds", parts["seconds"]) if "seconds" in parts else None,
            positions=self._wide_columns("positions", parts["positions"])
            if "positions" in parts and not in_order
            else None,
            in_order=in_order,
        )

    def _wide_columns(self, name: str, node: Any) -> Columns:
        place = ("wide", name)
        if isinstance(node, str):
            if PLACEHOLDER not in node:
                allowed = f"a text with {PLACEHOLDER} in it, or 'scenario: column' lines"
                self.tell(place, f"'{node}' does not say which column belongs to which scenario", allowed)
            return node
        listed = {
            scenario: self.texts((*place, scenario), names) for scenario, names in self.group(place, node).items()
        }
        pairs = [(scenario, column) for scenario, names in listed.items() for column in names]
        self._twice(place, pairs, "column")
        return listed

    def clashes(self, mapping: ColumnMapping) -> None:
        for ours, theirs in mapping.columns.items():
            if theirs in mapping.ignore:
                self.tell(("columns", ours), f"the column '{theirs}' is ignored too", hint="Remove it from 'ignore'")
        for column, words in mapping.words.items():
            for word in set(words) & set(mapping.missing_in(column)):
                place: Place = ("answers",) if column == "answer" else (_part(self.source, column), column)
                self.tell((*place, words[word]), f"the word '{word}' stands under 'missing' too")
        if mapping.repeats and mapping.participant_twice:
            found = "'repeats' lets all rows of a participant count, and 'participant_twice' one of them"
            self.tell(("participant_twice",), found, hint="Keep one of them")


def _part(source: YamlSource, column: str) -> str:
    return next((name for name in ("levels", "values") if (name, column) in source.lines), "values")


def _kind(node: Any) -> str:
    if isinstance(node, dict):
        return "a group of 'key: value' lines"
    if isinstance(node, list):
        return "a list"
    return f"'{node}'" if node else "empty"
