"""Reading a study definition: every problem at once, with its line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path as FilePath
from typing import Any

from pydantic import ValidationError

from collega.errors import Problem, StudyError
from collega.messages import Message
from collega.study.definition import Study
from collega.study.explain import explain
from collega.study.rules import BrokenRule, broken_rules
from collega.study.yaml_source import Path, YamlSource, read_yaml, read_yaml_bytes

_TRUTHS = {"true": True, "false": False}


def load_study(path: FilePath) -> Study:
    """Read ``study.yaml``.

    Raises
    ------
    StudyError
        With every problem found: line, what was found, what is allowed.
    FileNotFoundError
        Where there is no such file.
    """
    return read_study(path.read_bytes(), file=path.name)


def read_study(raw: bytes, *, file: str) -> Study:
    """Read a study definition from the bytes of a file; raises StudyError with every problem found."""
    return _study_of(read_yaml_bytes(raw, file))


def parse_study(text: str, *, file: str = "study.yaml") -> Study:
    """Read a study definition from YAML text; raises StudyError with every problem found."""
    return _study_of(read_yaml(text, file))


def _study_of(source: YamlSource) -> Study:
    file = source.file
    if source.data is None and not source.problems:
        raise StudyError(
            [Problem(file=file, found=Message("common-file-empty"), hint=Message("study-start-from-template"))]
        )
    if source.data is not None and not isinstance(source.data, dict):
        problem = Message("study-not-a-study")
        raise StudyError([*source.problems, Problem(file=file, line=1, found=problem)])
    if source.data is None:
        raise StudyError(source.problems)
    data = _typed(source.data)
    problems = [*source.problems, *(_rule_problem(rule, source) for rule in broken_rules(data))]
    try:
        study = Study.model_validate(data)
    except ValidationError as error:
        raise _study_error([*problems, *_model_problems(error, source)]) from None
    if problems:
        raise _study_error(problems)
    return study


def _study_error(problems: list[Problem]) -> StudyError:
    return StudyError(sorted(problems, key=lambda problem: problem.line or 0))


def _typed(node: Any) -> Any:
    """Turn the two words for truth into booleans where the definition asks for them."""
    if isinstance(node, dict):
        flags = ("positive", "ordered", "other", "self_image")
        return {
            key: _TRUTHS.get(value.lower(), value) if key in flags and isinstance(value, str) else _typed(value)
            for key, value in node.items()
        }
    return [_typed(item) for item in node] if isinstance(node, list) else node


def _rule_problem(rule: BrokenRule, source: YamlSource) -> Problem:
    return Problem(
        file=source.file,
        line=source.line(rule.path),
        where=rule.where,
        found=rule.found,
        allowed=rule.allowed,
        hint=rule.hint,
    )


def _model_problems(error: ValidationError, source: YamlSource) -> Iterator[Problem]:
    for item in error.errors():
        path = _real_path(tuple(item["loc"]), source.data)
        if _follows_from_another(item, path, source):
            continue
        problem, allowed, hint = explain(item, path)
        yield Problem(
            file=source.file,
            line=source.line(path),
            where=BrokenRule(path=path, found="").where,
            found=problem,
            allowed=allowed,
            hint=hint,
        )


def _follows_from_another(item: Any, path: Path, source: YamlSource) -> bool:
    """Broken rules are told apart, and a list that only lost its wrong items is not too short."""
    if item["type"] == "value_error":
        return not path
    children = sum(len(place) == len(path) + 1 and place[:-1] == path for place in source.lines)
    return bool(item["type"] == "too_short" and children >= item["ctx"]["min_length"])


def _real_path(location: Path, data: Any) -> Path:
    """Keep the steps that exist in the file (and a last one that is missing), not those of the checker."""
    path: list[str | int] = []
    for step in location:
        exists = isinstance(data, Mapping) or (isinstance(data, list) and isinstance(step, int))
        if not exists:
            break
        path.append(step)
        data = data.get(step) if isinstance(data, Mapping) else data[int(step)] if int(step) < len(data) else None
    return tuple(path)
