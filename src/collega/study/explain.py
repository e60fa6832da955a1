"""What the checker of the definition finds, in words for a researcher."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import BaseModel

from collega.errors import did_you_mean
from collega.study import bounds
from collega.study.definition import ShareOf, Study
from collega.study.period import LONGEST, SHORTEST, too_short
from collega.study.text import LANGUAGES, SHORT

Words = tuple[str, str, str]
_TEXTS = ("title", "introduction", "context", "statement", "text", "short", "help", "source", "contact")
_NUMBERS = {"scenarios_per_participant": bounds.SCENARIOS, "minimum_group": bounds.MINIMUM_GROUP}
_KINDS: dict[type, str] = {dict: "a group of 'key: value' lines", list: "a list"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Finding:
    kind: str
    name: str
    shown: str
    value: Any
    path: tuple[str | int, ...]
    context: Mapping[str, Any]
    message: str


def explain(error: Mapping[str, Any], path: tuple[str | int, ...]) -> Words:
    """Return (found, allowed, hint) for one error of pydantic at a place in the definition."""
    value = error["input"]
    finding = _Finding(
        kind=error["type"],
        name=next((str(step) for step in reversed(path) if isinstance(step, str)), "study"),
        shown=f"'{value}'" if isinstance(value, str) else _KINDS.get(type(value), type(value).__name__),
        value=value,
        path=path,
        context=error.get("ctx", {}),
        message=error["msg"],
    )
    return _WORDS.get(finding.kind, _anything)(finding)


def _missing(finding: _Finding) -> Words:
    return f"'{finding.name}' is missing", "", f"Add a line '{finding.name}: ...'"


def _unknown(finding: _Finding) -> Words:
    allowed = _fields_at(finding.path[:-1])
    return f"'{finding.name}' is not known here", ", ".join(allowed), did_you_mean(finding.name, allowed)


def _pattern(finding: _Finding) -> Words:
    if finding.name == "retention":
        return f"{finding.shown} is not a period", "years, months, weeks or days such as P24M or P2Y", ""
    allowed = "1 to 64 letters a-z, digits, '-' and '_', starting with a letter or a digit"
    return f"{finding.shown} is not a key", allowed, ""


def _length(finding: _Finding) -> Words:
    short = finding.kind == "too_short"
    bound = finding.context["min_length" if short else "max_length"]
    number = finding.context["actual_length"]
    found = f"'{finding.name}' has {number} {'item' if number == 1 else 'items'}"
    return found, f"at least {bound}" if short else f"at most {bound}", ""


def _word(finding: _Finding) -> Words:
    if finding.path[:1] == ("share_of",):
        allowed, word = get_args(ShareOf), finding.shown.strip("'")
        return f"{finding.shown} is not whose share can come first", ", ".join(allowed), did_you_mean(word, allowed)
    return f"{finding.shown} is not a language", ", ".join(LANGUAGES), "Texts can be in nl and en"


def _truth(finding: _Finding) -> Words:
    return f"{finding.shown} is not true or false", "true, false", ""


def _number(finding: _Finding) -> Words:
    single = finding.name == "minimum_group" and finding.kind == "greater_than_equal"
    hint = "A smaller group would show what single people answered" if single else ""
    allowed = _NUMBERS[finding.name]
    found = f"{finding.shown} is not a whole number in range"
    return found, f"a whole number from {allowed.least} to {allowed.most}", hint


def _value(finding: _Finding) -> Words:
    return _short(finding) if "short" in finding.path else _period(finding)


def _short(finding: _Finding) -> Words:
    texts = finding.value.values() if isinstance(finding.value, dict) else [finding.value]
    longest = max(map(str, texts), key=len)
    return f"'{longest}' has {len(longest)} characters", f"a short name of at most {SHORT} characters", ""


def _period(finding: _Finding) -> Words:
    short = too_short(finding.shown.strip("'"))
    found = f"{finding.shown} is too short a period" if short else f"{finding.shown} is too long a period"
    return found, f"a period from {SHORTEST} to {LONGEST}", ""


def _string(finding: _Finding) -> Words:
    many = finding.path[:1] == ("never",) and finding.shown == _KINDS[list]
    hint = "Write a rule for each of these levels" if many else "Put the text between quotes"
    return f"found {finding.shown} where a text belongs", "a text", hint


def _list(finding: _Finding) -> Words:
    return f"'{finding.name}' is {finding.shown}", "a list: lines that start with '- '", ""


def _group(finding: _Finding) -> Words:
    if finding.path[:1] == ("never",):
        return f"'never' has {finding.shown}", "lines 'criterion: level' with at least two criteria", ""
    if finding.name in _TEXTS:
        return f"'{finding.name}' is {finding.shown}", "a text, or lines 'nl: ...' and 'en: ...'", ""
    return (
        f"'{finding.name}' is {finding.shown}",
        f"lines 'name: value' with {', '.join(_fields_at(finding.path))}",
        "",
    )


def _anything(finding: _Finding) -> Words:
    return f"{finding.message} (found {finding.shown})", "", ""


_WORDS: dict[str, Callable[[_Finding], Words]] = {
    "missing": _missing,
    "extra_forbidden": _unknown,
    "string_pattern_mismatch": _pattern,
    "too_short": _length,
    "too_long": _length,
    "literal_error": _word,
    "bool_parsing": _truth,
    "bool_type": _truth,
    "value_error": _value,
    "int_parsing": _number,
    "int_parsing_size": _number,
    "int_type": _number,
    "int_from_float": _number,
    "greater_than_equal": _number,
    "less_than_equal": _number,
    "string_type": _string,
    "tuple_type": _list,
    "model_type": _group,
    "model_attributes_type": _group,
    "mapping_type": _group,
    "dict_type": _group,
}


def _fields_at(path: tuple[str | int, ...]) -> list[str]:
    """Names of the fields that the definition allows at a place."""
    model: type[BaseModel] = Study
    for step in path:
        if isinstance(step, str) and step in model.model_fields:
            model = _inner_model(model.model_fields[step].annotation) or model
    return list(model.model_fields)


def _inner_model(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inner: tuple[Any, ...] = get_args(annotation)
    return next((model for part in inner if (model := _inner_model(part)) is not None), None)
