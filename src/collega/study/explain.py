"""What the checker of the definition finds, in words for a researcher."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import BaseModel

from collega.errors import did_you_mean, quoted
from collega.messages import Message
from collega.study import bounds
from collega.study.definition import ShareOf, Study
from collega.study.period import LONGEST, SHORTEST, too_short
from collega.study.text import LANGUAGES, SHORT

Words = tuple[str, str, str]
_TEXTS = ("title", "introduction", "context", "statement", "text", "short", "help", "source", "contact")
_NUMBERS = {"scenarios_per_participant": bounds.SCENARIOS, "minimum_group": bounds.MINIMUM_GROUP}
_KINDS: dict[type, str] = {dict: "common-group-of-lines", list: "common-a-list"}


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
        shown=_quoted_value(value),
        value=value,
        path=path,
        context=error.get("ctx", {}),
        message=error["msg"],
    )
    return _WORDS.get(finding.kind, _anything)(finding)


def _quoted_value(value: object) -> str:
    if isinstance(value, str):
        return quoted(value)
    return Message(_KINDS[type(value)]) if type(value) in _KINDS else type(value).__name__


def _missing(finding: _Finding) -> Words:
    return Message("study-field-missing", name=finding.name), "", Message("study-add-field", name=finding.name)


def _unknown(finding: _Finding) -> Words:
    allowed = _fields_at(finding.path[:-1])
    return Message("study-field-unknown", name=finding.name), ", ".join(allowed), did_you_mean(finding.name, allowed)


def _pattern(finding: _Finding) -> Words:
    if finding.name == "retention":
        return Message("study-not-a-period", found=finding.shown), Message("study-periods"), ""
    allowed = Message("study-keys")
    return Message("study-not-a-key", found=finding.shown), allowed, ""


def _length(finding: _Finding) -> Words:
    short = finding.kind == "too_short"
    bound = finding.context["min_length" if short else "max_length"]
    number = finding.context["actual_length"]
    problem = Message("study-items", name=finding.name, number=number)
    return problem, Message("common-at-least", bound=bound) if short else Message("common-at-most", bound=bound), ""


def _word(finding: _Finding) -> Words:
    if finding.path[:1] == ("share_of",):
        allowed, word = get_args(ShareOf), str(finding.value)
        return Message("study-not-a-share-of", found=finding.shown), ", ".join(allowed), did_you_mean(word, allowed)
    return Message("study-not-a-language", found=finding.shown), ", ".join(LANGUAGES), Message("study-languages")


def _truth(finding: _Finding) -> Words:
    return Message("study-not-true-false", found=finding.shown), Message("common-true-false"), ""


def _number(finding: _Finding) -> Words:
    single = finding.name == "minimum_group" and finding.kind == "greater_than_equal"
    hint = Message("study-smaller-group") if single else ""
    allowed = _NUMBERS[finding.name]
    problem = Message("study-not-in-range", found=finding.shown)
    return problem, Message("study-range", least=allowed.least, most=allowed.most), hint


def _value(finding: _Finding) -> Words:
    return _short(finding) if "short" in finding.path else _period(finding)


def _short(finding: _Finding) -> Words:
    texts = finding.value.values() if isinstance(finding.value, dict) else [finding.value]
    longest = max(map(str, texts), key=len)
    return (
        Message("study-short-too-long", text=longest, number=len(longest)),
        Message("study-short-names", number=SHORT),
        "",
    )


def _period(finding: _Finding) -> Words:
    short = too_short(str(finding.value))
    problem = (
        Message("study-period-too-short", found=finding.shown)
        if short
        else Message("study-period-too-long", found=finding.shown)
    )
    return problem, Message("study-period-range", shortest=SHORTEST, longest=LONGEST), ""


def _string(finding: _Finding) -> Words:
    in_rules = finding.path[:1] == ("never",) and isinstance(finding.value, list)
    hint = Message("study-rule-for-each-level") if in_rules else Message("study-quote-text")
    return Message("study-not-a-text", found=finding.shown), Message("common-a-text"), hint


def _list(finding: _Finding) -> Words:
    return Message("common-wrong-kind", name=finding.name, found=finding.shown), Message("study-a-list-of-lines"), ""


def _group(finding: _Finding) -> Words:
    if finding.path[:1] == ("never",):
        return Message("study-not-a-rule", found=finding.shown), Message("study-rule-lines"), ""
    if finding.name in _TEXTS:
        return (
            Message("common-wrong-kind", name=finding.name, found=finding.shown),
            Message("study-text-or-languages"),
            "",
        )
    return (
        Message("common-wrong-kind", name=finding.name, found=finding.shown),
        Message("study-lines-of-fields", names=_fields_at(finding.path)),
        "",
    )


def _anything(finding: _Finding) -> Words:
    return Message("study-other-fault", message=finding.message, found=finding.shown), "", ""


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
