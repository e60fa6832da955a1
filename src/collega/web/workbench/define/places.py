"""Where in the browser a place of a definition is filled in, in the words of the page and as an address.

The engine writes places as ``criteria[2].levels[1].text``, counted from 1; corrections as ``criteria.1.levels.0.text``,
counted from 0.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, gettext_lazy

from collega.errors import Problem
from collega.web.records.languages import say
from collega.web.sentences import message_words

Steps = tuple[str | int, ...]
_STEP = re.compile(r"\[(\d+)\]|([^.\[\]]+)")

FIELDS = {
    "title": gettext_lazy("Title"),
    "introduction": gettext_lazy("Introduction"),
    "context": gettext_lazy("What holds in every scenario"),
    "statement": gettext_lazy("Statement"),
    "languages": gettext_lazy("Languages of the questionnaire"),
    "scenarios_per_participant": gettext_lazy("Scenarios for each participant"),
    "minimum_group": gettext_lazy("Smallest group that is shown"),
    "retention": gettext_lazy("Personal data are deleted after"),
}
_LISTS = {
    "answers": gettext_lazy("Answers"),
    "criteria": gettext_lazy("Criteria"),
    "characteristics": gettext_lazy("Characteristics of participants"),
}
_PARTS = {
    "answers": gettext_lazy("answer %(n)d"),
    "criteria": gettext_lazy("criterion %(n)d"),
    "levels": gettext_lazy("value %(n)d"),
    "characteristics": gettext_lazy("characteristic %(n)d"),
    "values": gettext_lazy("choice %(n)d"),
    "never": gettext_lazy("forbidden combination %(n)d"),
}
_OF_PARTS = {
    "key": gettext_lazy("key"),
    "text": gettext_lazy("text"),
    "short": gettext_lazy("short name"),
    "help": gettext_lazy("explanation"),
    "source": gettext_lazy("source"),
    "ordered": gettext_lazy("order of the values"),
    "other": gettext_lazy("other answers"),
    "self_image": gettext_lazy("self-image"),
}
_NAMED = _PARTS.keys() - {"never"}
_LINE = gettext_lazy("line %(n)d")
_QUESTION = gettext_lazy("question")
_LANGUAGES = {"nl": gettext_lazy("in Dutch"), "en": gettext_lazy("in English")}
_QUOTED = gettext_lazy("('%(text)s')")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place in words, and the address of the page on which it is filled in; no address where there is none."""

    words: str
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """The form that is being saved: which part of the definition it holds, and which line of it holds which part.

    Attributes
    ----------
    kind : str
        ``basics``, ``answers``, ``criteria`` or ``characteristics``.
    number : int
        Which criterion or characteristic, from 0.
    lines : tuple of str
        The prefixes of its lines, in the order in which they stand in the definition.
    """

    kind: str
    number: int = 0
    lines: tuple[str, ...] = ()


def steps_of(place: str) -> Steps:
    """Return a place of the engine's as steps; items are counted from 0."""
    return tuple(int(number) - 1 if number else name for number, name in _STEP.findall(place))


def steps_of_correction(place: str) -> Steps:
    """Return a place of a correction as steps."""
    return tuple(int(step) if step.isdigit() else step for step in place.split("."))


def place_of(steps: Steps, data: Mapping[str, Any], study: str, form: Form | None = None) -> Place:
    """Return a place of a definition for a page.

    Parameters
    ----------
    data : dict
        The definition as plain data, wrong as it may be.
    study : str
        Short name of the study, for the address.
    form : Form, optional
        The form that stands on the page already.
    """
    return Place(words=_words(steps, data), address=_address(steps, data, f"/workbench/{study}/definition/", form))


def in_words(problem: Problem, data: Mapping[str, Any], study: str, form: Form | None = None) -> dict[str, str]:
    """Return a problem of a definition for a page: where it is mended, what was found, what is allowed, what to do."""
    place = place_of(steps_of(problem.where), data, study, form)
    return {"place": place.words, "address": place.address, "found": message_words(problem.found),
            "allowed": message_words(problem.allowed), "hint": message_words(problem.hint)}  # fmt: skip


def _words(steps: Steps, data: Mapping[str, Any]) -> str:
    first, second = (*steps, "", "")[:2]
    if first in FIELDS:
        line = [str(_LINE) % {"n": second + 1}] if first == "context" and isinstance(second, int) else []
        missing = _missing_language(data.get(str(first)))
        return ", ".join([str(FIELDS[str(first)]), *line, *([str(_LANGUAGES[missing])] if missing else [])])
    if first in _LISTS and second == "":
        return str(_LISTS[str(first)])
    words: list[str] = []
    item: Any = data
    for n, step in enumerate(steps):
        item = _inside(item, step)
        if isinstance(step, int):
            words.append(_numbered(str(steps[n - 1]), step, item))
        elif step in _OF_PARTS:
            words.append(str(_QUESTION if step == "text" and n == 2 and steps[0] != "answers" else _OF_PARTS[step]))
    missing = "" if "short" in steps else _missing_language(item)
    words += [str(_LANGUAGES[missing])] if missing else []
    return _capital(", ".join(words) or ".".join(map(str, steps)))


def _numbered(name: str, number: int, item: Any) -> str:
    words = str(_PARTS.get(name, name)) % {"n": number + 1}
    text = say(item.get("text") or "", get_language() or "nl") if name in _NAMED and isinstance(item, Mapping) else ""
    return f"{words} {_QUOTED % {'text': _short(text)}}" if text else words


def _address(steps: Steps, data: Mapping[str, Any], base: str, form: Form | None) -> str:
    first = steps[0] if steps else ""
    number = steps[1] if len(steps) > 1 and isinstance(steps[1], int) else 0
    if first == "never":
        return f"{base}#never"
    if first in FIELDS:
        return _page(base, "basics", form) + f"#id_{first}" + _language_of(steps, data)
    if first in _LISTS and len(steps) == 1 and first != "answers":
        return f"{base}#{first}"
    if first == "answers":
        current = form if form is not None and form.kind == "answers" else None
        return _page(base, "answers", form) + "#" + _line(steps[1:], steps, data, current)
    if first in _LISTS:
        return _address_of_part(str(first), number, steps, data, base, form)
    return f"{base}file/"


def _address_of_part(
    kind: str, number: int, steps: Steps, data: Mapping[str, Any], base: str, form: Form | None
) -> str:
    """The address of a criterion or characteristic, or of a line in it."""
    key = _inside(_inside(_inside(data, kind), number), "key")
    current = form is not None and (form.kind, form.number) == (kind, number)
    if not current and not key:
        return f"{base}#{kind}"
    inside = len(steps) > 3 and isinstance(steps[3], int)
    anchor = _line(steps[3:], steps, data, form if current else None) if inside else _field(steps, data)
    return f"#{anchor}" if current else f"{base}{kind}/{key}/#{anchor}"


def _page(base: str, kind: str, form: Form | None) -> str:
    return "" if form is not None and form.kind == kind else f"{base}{kind}/"


def _line(tail: Steps, steps: Steps, data: Mapping[str, Any], form: Form | None) -> str:
    """The anchor of a line of a list; ``tail`` is its number and perhaps a field."""
    number = tail[0] if tail and isinstance(tail[0], int) else 0
    prefix = form.lines[number] if form is not None and number < len(form.lines) else f"parts-{number}"
    name = str(tail[1]) if len(tail) > 1 and tail[1] in ("key", "text", "short", "positive") else "key"
    return f"id_{prefix}-{name}" + (_language_of(steps, data) if name in ("text", "short") else "")


def _field(steps: Steps, data: Mapping[str, Any]) -> str:
    name = str(steps[2]) if len(steps) > 2 and steps[2] in _OF_PARTS else "key"
    return f"id_{name}" + (_language_of(steps, data) if name in ("text", "short", "help") else "")


def _language_of(steps: Steps, data: Mapping[str, Any]) -> str:
    """The part of a field's name for the language in which something is missing, else for Dutch."""
    if steps[0] in ("languages", "scenarios_per_participant", "minimum_group", "retention"):
        return "_0" if steps[0] == "languages" else ""
    text: Any = data
    for step in steps if steps[0] != "context" else ():
        text = _inside(text, step)
    return f"_{_missing_language(text) or 'nl'}"


def _missing_language(text: Any) -> str:
    """The language in which a text is not there, though it is in the other."""
    if not isinstance(text, Mapping) or not text or not set(text) <= {"nl", "en"}:
        return ""
    return next((language for language in ("nl", "en") if not text.get(language)), "")


def _inside(item: Any, step: str | int) -> Any:
    if isinstance(item, Mapping):
        return item.get(step)
    if isinstance(item, Sequence) and not isinstance(item, str) and isinstance(step, int) and step < len(item):
        return item[step]
    return None


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
