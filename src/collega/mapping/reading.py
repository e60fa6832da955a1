"""Reading a mapping file: every problem in it at once, with its line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, get_args

from collega.errors import DataError, Problem, did_you_mean, quoted
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
from collega.messages import Message
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
_UNKNOWN = partial(Message, "study-field-unknown")
_NOT_A_COLUMN = partial(Message, "mapping-not-a-column")
_NOT_AN_ANSWER = partial(Message, "mapping-not-an-answer")


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
        kind = _kind(node)
        problem = Message("common-wrong-kind", name=place[-1], found=kind) if place else None
        self.tell(
            place, problem or Message("mapping-file-of-wrong-kind", found=kind), Message("common-key-value-lines")
        )
        return {}

    def known(
        self,
        place: Place,
        node: Mapping[str, Any],
        allowed: Sequence[str],
        what: Callable[..., Message] | None = None,
    ) -> None:
        for key in node:
            if key not in allowed:
                listed = ", ".join(allowed) or Message("mapping-nothing")
                self.tell((*place, key), (what or _UNKNOWN)(name=key), listed, did_you_mean(key, allowed))

    def text(self, place: Place, node: Any) -> str:
        if isinstance(node, str) and node:
            return node
        self.tell(place, Message("common-wrong-kind", name=place[-1], found=_kind(node)), Message("common-one-text"))
        return ""

    def column(self, place: Place, node: Any) -> str:
        """Return the name of a column as tables have it: without what nobody can see."""
        return normal_text(self.text(place, node)).strip()

    def texts(self, place: Place, node: Any) -> tuple[str, ...]:
        items = node if isinstance(node, list) else [node]
        if not all(isinstance(item, str) for item in items):
            self.tell(
                place, Message("common-wrong-kind", name=place[-1], found=_kind(node)), Message("mapping-text-or-texts")
            )
            return ()
        for number, item in enumerate(items):
            if not item and self.source.is_null((*place, number) if isinstance(node, list) else place):
                self.tell(
                    place,
                    Message("common-wrong-kind", name=place[-1], found=_kind(item)),
                    hint=Message("mapping-write-empty"),
                )
                return ()
        return tuple(normal_text(item).strip() for item in items)

    def choice(self, data: Mapping[str, Any], name: str, allowed: Sequence[str]) -> Any:
        """Return one of the allowed words; None where nothing is said."""
        if name not in data or data[name] in allowed:
            return data.get(name)
        near = did_you_mean(data[name], allowed) if isinstance(data[name], str) else ""
        self.tell((name,), Message("common-wrong-kind", name=name, found=_kind(data[name])), ", ".join(allowed), near)
        return None

    def lines(self, place: Place, node: Any) -> tuple[int, ...]:
        items = node if isinstance(node, list) else [node]
        numbers = [int(item) for item in items if isinstance(item, str) and item.isascii() and item.isdigit()]
        if len(numbers) == len(items) and all(numbers):
            return tuple(numbers)
        self.tell(
            place, Message("common-wrong-kind", name=place[-1], found=_kind(node)), Message("mapping-line-or-lines")
        )
        return ()

    def columns(self, study: Study, data: Mapping[str, Any]) -> dict[str, str]:
        pairs = dict(self.group(("columns",), data.get("columns", {})))
        allowed = all_columns(study)
        self.known(("columns",), pairs, allowed, _NOT_A_COLUMN)
        names = {ours: self.column(("columns", ours), theirs) for ours, theirs in pairs.items()}
        if "version" in data:
            version = self.column(("version",), data["version"])
            if names.get("version", version) != version:
                self.tell(("version",), Message("mapping-version-named-already", name=names["version"]))
            names["version"] = version
        self._twice(("columns",), names.items(), "mapping-column-stands-for-already")
        return {ours: theirs for ours, theirs in names.items() if ours in allowed}

    def words(self, study: Study, data: Mapping[str, Any]) -> dict[str, dict[str, str]]:
        words = {}
        if "answers" in data:
            words["answer"] = self._word_list(("answers",), data["answers"], study.answer_keys, _NOT_AN_ANSWER)
        criteria = {item.key: item.level_keys for item in study.criteria}
        values: dict[str, tuple[str, ...]] = {item.key: (*item.value_keys, DECLINED) for item in study.characteristics}
        for name, lists, code, inner in (
            ("levels", criteria, "mapping-not-a-criterion", "mapping-not-a-level-of"),
            (
                "values",
                values | {"included": ("true", "false")},
                "mapping-not-a-characteristic",
                "mapping-not-a-value-of",
            ),
        ):
            node = self.group((name,), data.get(name, {}))
            self.known((name,), node, tuple(lists), partial(Message, code))
            for key in node.keys() & lists.keys():
                refusal = partial(Message, inner, of=key)
                words[key] = self._word_list((name, key), node[key], lists[key], refusal)
        return words

    def _word_list(self, place: Place, node: Any, keys: Sequence[str], what: Callable[..., Message]) -> dict[str, str]:
        pairs = self.group(place, node)
        self.known(place, pairs, keys, what)
        listed = [(key, word) for key, words in pairs.items() for word in self.texts((*place, key), words)]
        self._twice(place, listed, "mapping-word-stands-for-already")
        return {word: key for key, word in listed if key in keys}

    def _twice(self, place: Place, pairs: Iterable[tuple[str, str]], code: str) -> None:
        first: dict[str, str] = {}
        for ours, theirs in pairs:
            if theirs and first.setdefault(theirs, ours) != ours:
                self.tell((*place, ours), Message(code, word=theirs, first=first[theirs]))

    def missing(self, study: Study, node: Any) -> dict[str, tuple[str, ...]]:
        if not isinstance(node, dict):
            words = self.texts(("missing",), node)
            return {EVERYWHERE: words} if words else {}
        self.known(("missing",), node, all_columns(study), _NOT_A_COLUMN)
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
            self.tell(
                (*place, name),
                Message("common-wrong-kind", name=name, found=_kind(parts[name])),
                Message("mapping-one-line"),
            )
        skip = self.lines((*place, "skip"), parts["skip"]) if "skip" in parts else ()
        if header and header[0] in skip:
            self.tell(
                (*place, "skip"),
                Message("mapping-skips-header", number=header[0]),
                hint=Message("mapping-remove-from-skip"),
            )
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
                allowed = Message("mapping-a-pattern", placeholder=PLACEHOLDER)
                self.tell(place, Message("mapping-no-scenario-in-name", text=node), allowed)
            return node
        listed = {
            scenario: self.texts((*place, scenario), names) for scenario, names in self.group(place, node).items()
        }
        pairs = [(scenario, column) for scenario, names in listed.items() for column in names]
        self._twice(place, pairs, "mapping-column-stands-for-already")
        return listed

    def clashes(self, mapping: ColumnMapping) -> None:
        for ours, theirs in mapping.columns.items():
            if theirs in mapping.ignore:
                self.tell(
                    ("columns", ours),
                    Message("mapping-column-ignored", name=theirs),
                    hint=Message("mapping-remove-from-ignore"),
                )
        for column, words in mapping.words.items():
            for word in set(words) & set(mapping.missing_in(column)):
                place: Place = ("answers",) if column == "answer" else (_part(self.source, column), column)
                self.tell((*place, words[word]), Message("mapping-word-is-missing-too", word=word))
        if mapping.repeats and mapping.participant_twice:
            problem = Message("mapping-repeats-and-twice")
            self.tell(("participant_twice",), problem, hint=Message("common-keep-one"))


def _part(source: YamlSource, column: str) -> str:
    return next((name for name in ("levels", "values") if (name, column) in source.lines), "values")


def _kind(node: Any) -> str:
    if isinstance(node, dict):
        return Message("common-group-of-lines")
    if isinstance(node, list):
        return Message("common-a-list")
    return quoted(node) if node else Message("mapping-empty")
