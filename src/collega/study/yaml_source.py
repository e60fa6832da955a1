"""YAML read as plain text values that remember the line they stand on."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any

import yaml

from collega.errors import Problem
from collega.messages import Message
from collega.study.yaml_faults import yaml_fault

Path = tuple[str | int, ...]
_HALVES = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_NO_TEXT = re.compile("[\0\ud800-\udfff]")  # neither UTF-8 nor every database can hold these

MOST_SIGNS = 300_000  # of a file: more than any study, and read in seconds
MOST_VALUES = 50_000  # once every alias is written out: aliases of aliases make a gigabyte of a few lines
DEEPEST = 30  # lists within lists


@dataclass(slots=True)
class YamlSource:
    """A YAML document as dicts, lists and strings ("no" and 1 stay text), with the line of every place.

    Attributes
    ----------
    data : object
        Nested dicts, lists and strings; an empty value is an empty string.
    lines : dict of path to int
        Line from 1 of every place, by its path of keys and list positions.
    problems : list of Problem
        What is wrong with the YAML itself: syntax, a key that is used twice.
    nulls : set of path
        Places where nothing is written.
    """

    file: str
    data: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    nulls: set[Path] = field(default_factory=set)

    def is_null(self, path: Path) -> bool:
        """Whether nothing is written at a place, not even quotes."""
        return path in self.nulls

    def line(self, path: Path) -> int | None:
        """Return the line of a place, or of the nearest place around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path)


def read_yaml_file(path: FilePath) -> YamlSource:
    """Read a YAML file; one that is not there, or is no text, has that as its only problem."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return YamlSource(file=str(path), problems=[Problem(file=str(path), found=Message("common-no-such-file"))])
    return read_yaml_bytes(raw, path.name)


def read_yaml_bytes(raw: bytes, file: str) -> YamlSource:
    """Parse the bytes of a YAML file; those that are no UTF-8 are a problem with their line."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        hint = Message("study-save-as-utf8")
        problem = Problem(file=file, line=line, found=Message("study-line-not-utf8"), hint=hint)
        return YamlSource(file=file, problems=[problem])
    return read_yaml(text, file)


def read_yaml(text: str, file: str) -> YamlSource:
    """Parse YAML without guessing types; syntax errors and files that are too large become problems."""
    source = YamlSource(file=file)
    try:
        if len(text) > MOST_SIGNS:
            raise _TooLargeError(
                1, Message("study-file-too-long"), Message("study-at-most-characters", number=MOST_SIGNS)
            )
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        if node is not None:
            source.data = _plain(node, (), source)
    except yaml.YAMLError as error:
        source.problems.append(_syntax_problem(error, file, text))
    except _TooLargeError as error:
        source.problems.append(error.problem(file))
    except RecursionError:
        source.problems.append(_too_deep(1).problem(file))
    return source


class _TooLargeError(Exception):
    """The file, or what its aliases make of it, is larger than any study."""

    def __init__(self, line: int, found: str, allowed: str) -> None:
        super().__init__(found)
        self.line, self.found, self.allowed = line, found, allowed

    def problem(self, file: str) -> Problem:
        return Problem(file=file, line=self.line, found=self.found, allowed=self.allowed)


def _too_deep(line: int) -> _TooLargeError:
    return _TooLargeError(line, Message("study-lists-too-deep"), Message("common-at-most", bound=DEEPEST))


def _syntax_problem(error: yaml.YAMLError, file: str, text: str) -> Problem:
    mark = getattr(error, "problem_mark", None)
    lines = text.splitlines()
    question = mark is not None and mark.line < len(lines) and re.search(r"[{,].*\?\s*[,}]", lines[mark.line])
    reason = getattr(error, "problem", None) or str(error).splitlines()[0]
    if mark is not None and mark.line < len(lines) and re.match(r" *\t", lines[mark.line]):
        return Problem(
            file=file,
            line=mark.line + 1,
            found=Message("study-tab"),
            hint=Message("study-indent-with-spaces"),
        )
    return Problem(
        file=file,
        line=None if mark is None else mark.line + 1,
        found=Message("study-not-yaml", what=yaml_fault(reason)),
        hint=Message("study-quote-questions") if question else Message("study-look-around"),
    )


def _plain(node: yaml.Node, path: Path, source: YamlSource) -> Any:
    line = node.start_mark.line + 1
    if len(path) > DEEPEST:
        raise _too_deep(line)
    if len(source.lines) >= MOST_VALUES:
        problem = Message("study-aliases-too-large")
        raise _TooLargeError(line, problem, Message("common-at-most", bound=MOST_VALUES))
    source.lines[path] = line
    if isinstance(node, yaml.MappingNode):
        return _plain_mapping(node, path, source)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*path, number), source) for number, item in enumerate(node.value)]
    if isinstance(node, yaml.ScalarNode) and not node.value and node.style is None:
        source.nulls.add(path)
    text = _joined(node.value)
    for sign in sorted(set(_NO_TEXT.findall(text))):
        source.problems.append(
            Problem(
                file=source.file,
                line=source.lines[path],
                where=next((step for step in reversed(path) if isinstance(step, str)), ""),
                found=Message("study-sign-not-allowed", code=f"{ord(sign):04X}"),
                hint=Message("study-retype-sign"),
            )
        )
    return text


def _joined(text: str) -> str:
    """Join the two halves in which JSON writes a sign such as an emoji."""
    return _HALVES.sub(lambda halves: halves[0].encode("utf-16", "surrogatepass").decode("utf-16"), text)


def _plain_mapping(node: yaml.MappingNode, path: Path, source: YamlSource) -> dict[str, Any]:
    mapping: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = _joined(str(key_node.value))
        line = key_node.start_mark.line + 1
        if key in mapping:
            first = source.lines[(*path, key)]
            source.problems.append(
                Problem(
                    file=source.file,
                    line=line,
                    where=key,
                    found=Message("study-key-twice-in-file", key=key, line=first),
                    hint=Message("common-keep-one"),
                )
            )
            continue
        mapping[key] = _plain(value_node, (*path, key), source)
        source.lines[(*path, key)] = line
    return mapping
