"""The mapping file: what a table from elsewhere calls our columns, levels and answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

from collega.errors import DataError, Problem, did_you_mean
from collega.panel.read import ANSWER_COLUMNS, participant_columns
from collega.study.definition import DECLINED, Study
from collega.study.rules import SCENARIO_COLUMNS, BrokenRule
from collega.study.yaml_source import Path as Place
from collega.study.yaml_source import YamlSource, read_yaml

FIELDS = ("columns", "answers", "levels", "values", "missing", "ignore", "wide", "sheet")
WIDE_FIELDS = ("scenarios", "seconds", "positions")
IN_ORDER = "columns"
PLACEHOLDER = "{scenario}"

Columns = Mapping[str, tuple[str, ...]] | str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wide:
    """Where a table with one row per participant has its answers.

    Attributes
    ----------
    scenarios : dict of str to tuple of str, or str
        Scenario and its columns (more than one where it was repeated), or a pattern with ``{scenario}``.
    seconds, positions : the same, or None
        Columns with the times, and with the places in the interview.
    in_order : bool
        Whether everyone got the scenarios in the order of the columns.
    """

    scenarios: Columns = PLACEHOLDER
    seconds: Columns | None = None
    positions: Columns | None = None
    in_order: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMapping:
    """What a mapping file says.

    Attributes
    ----------
    columns : dict of str to str
        Our column and the name it has in the file.
    words : dict of str to dict of str to str
        Our column, a word in its cells, and the key it stands for.
    missing : tuple of str
        Words that mean that there is no answer.
    ignore : tuple of str
        Columns (or patterns such as ``Q*``) to leave out.
    wide : Wide or None
        None where nothing is said: then the columns tell whether the table is long or wide.
    sheet : str or None
        Sheet of an XLSX file.
    source : YamlSource
        The file itself, for lines in messages.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    wide: Wide | None = None
    sheet: str | None = None
    source: YamlSource = field(default_factory=lambda: YamlSource(file="mapping"))

    def problem(self, place: Place, found: str, allowed: str = "", hint: str = "") -> Problem:
        """Return a problem at a place in the mapping file."""
        return _problem(self.source, place, found, allowed, hint)


def read_mapping(study: Study, path: Path) -> ColumnMapping:
    """Read a mapping file; DataError with every problem in it."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise DataError([Problem(file=str(path), found="there is no such file")]) from None
    except UnicodeDecodeError:
        hint = "Save the file with encoding UTF-8"
        raise DataError([Problem(file=path.name, found="this is not UTF-8 text", hint=hint)]) from None
    return parse_mapping(study, text, file=path.name)


def parse_mapping(study: Study, text: str, *, file: str = "mapping.yaml") -> ColumnMapping:
    """Read a mapping from YAML text; DataError with every problem in it."""
    source = read_yaml(text, file)
    reading = _Reading(source, list(source.problems))
    data = reading.group((), source.data) if source.data is not None else {}
    reading.known((), data, FIELDS)
    mapping = ColumnMapping(
        columns=reading.columns(study, data.get("columns", {})),
        words=reading.words(study, data),
        missing=reading.texts(("missing",), data.get("missing", [])),
        ignore=reading.texts(("ignore",), data.get("ignore", [])),
        wide=reading.wide(data["wide"]) if "wide" in data else None,
        sheet=reading.text(("sheet",), data["sheet"]) if "sheet" in data else None,
        source=source,
    )
    reading.clashes(mapping)
    if reading.problems:
        raise DataError(sorted(reading.problems, key=lambda problem: problem.line or 0))
    return mapping


def our_columns(study: Study) -> tuple[str, ...]:
    """Return every column name that Collega knows for this study."""
    return tuple(
        dict.fromkeys((*ANSWER_COLUMNS, *SCENARIO_COLUMNS, *study.criterion_keys, *participant_columns(study)))
    )


def _problem(source: YamlSource, place: Place, found: str, allowed: str = "", hint: str = "") -> Problem:
    where = BrokenRule(path=place, found="").where
    return Problem(file=source.file, line=source.line(place), where=where, found=found, allowed=allowed, hint=hint)


@dataclass(slots=True)
class _Reading:
    """One reading of a mapping file, gathering what is wrong."""

    source: YamlSource
    problems: list[Problem]

    def tell(self, place: Place, found: str, allowed: str = "", hint: str = "") -> None:
        self.problems.append(_problem(self.source, place, found, allowed, hint))

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

    def texts(self, place: Place, node: Any) -> tuple[str, ...]:
        items = node if isinstance(node, list) else [node]
        if all(isinstance(item, str) for item in items):
            return tuple(item.strip() for item in items)
        self.tell(place, f"'{place[-1]}' is {_kind(node)}", "a text, or a list of texts")
        return ()

    def columns(self, study: Study, node: Any) -> dict[str, str]:
        pairs = self.group(("columns",), node)
        allowed = our_columns(study)
        self.known(("columns",), pairs, allowed, "a column of Collega")
        found = {ours: self.text(("columns", ours), theirs).strip() for ours, theirs in pairs.items()}
        self._twice(("columns",), found.items(), "column")
        return {ours: theirs for ours, theirs in found.items() if ours in allowed}

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
        said = [(key, word) for key, words in pairs.items() for word in self.texts((*place, key), words)]
        self._twice(place, said, "word")
        return {word: key for key, word in said if key in keys}

    def _twice(self, place: Place, pairs: Iterable[tuple[str, str]], noun: str) -> None:
        first: dict[str, str] = {}
        for ours, theirs in pairs:
            if theirs and first.setdefault(theirs, ours) != ours:
                self.tell((*place, ours), f"the {noun} '{theirs}' stands for '{first[theirs]}' already")

    def wide(self, node: Any) -> Wide:
        place: Place = ("wide",)
        parts = {} if node == "true" else self.group(place, node)
        self.known(place, parts, WIDE_FIELDS)
        in_order = parts.get("positions") == IN_ORDER
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
        for column, key in ((name, key) for name, words in mapping.words.items() for key in words):
            if key in mapping.missing:
                place: Place = ("answers",) if column == "answer" else (_part(self.source, column), column)
                self.tell((*place, mapping.words[column][key]), f"the word '{key}' stands under 'missing' too")


def _part(source: YamlSource, column: str) -> str:
    return next((name for name in ("levels", "values") if (name, column) in source.lines), "values")


def _kind(node: Any) -> str:
    if isinstance(node, dict):
        return "a group of 'key: value' lines"
    if isinstance(node, list):
        return "a list"
    return f"'{node}'" if node else "empty"


def wide_columns(columns: Columns | None, scenarios: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return the columns of every scenario; patterns filled in."""
    if columns is None:
        return {}
    if isinstance(columns, str):
        return {scenario: (columns.replace(PLACEHOLDER, scenario),) for scenario in scenarios}
    return dict(columns)


def all_columns(columns: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return all these columns in order."""
    return tuple(chain.from_iterable(columns.values()))
