"""Rules that hold between the parts of a definition, checked on plain data.

They work on data that may be wrong in other ways too, so that one reading of a file tells everything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from collega.errors import did_you_mean
from collega.messages import Message
from collega.study.added import ADDED, DECLINED, OTHER
from collega.study.text import LANGUAGES, as_seen

Path = tuple[str | int, ...]

PARTICIPANT_COLUMNS = ("participant", "version", "started_at", "completed_at", "included", "excluded_reason")
SCENARIO_COLUMNS = ("version", "scenario")
# of the answers, and of the long table that an export writes
TAKEN = (*PARTICIPANT_COLUMNS, *SCENARIO_COLUMNS, "answer", "position", "seconds", "synthetic")
_LANGUAGE_NAMES = {"nl": "study-language-nl", "en": "study-language-en"}


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenRule:
    """A rule that does not hold: the place in the definition, what was found, what is allowed."""

    path: Path
    found: str
    allowed: str = ""
    hint: str = ""

    @property
    def where(self) -> str:
        """The place as ``criteria[2].levels[0].key``; items are counted from 1."""
        steps = [f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in self.path]
        return "".join(steps).removeprefix(".")


def broken_rules(raw: object) -> tuple[BrokenRule, ...]:
    """Return every broken rule between the parts of a definition given as plain dicts, lists and strings."""
    study = _mapping(raw)
    checks = (_duplicates, _alike, _named_alike, _reserved, _scale, _never, _self_image, _languages)
    return tuple(chain.from_iterable(check(study) for check in checks))


def _duplicates(study: Mapping[str, Any]) -> Iterator[BrokenRule]:
    for path, items in _keyed_lists(study):
        places: dict[str, int] = {}
        for number, item in enumerate(items):
            key = _mapping(item).get("key")
            if isinstance(key, str) and key in places:
                hint = Message("study-other-has-key", number=places[key] + 1)
                yield BrokenRule(path=(*path, number, "key"), found=Message("study-key-used-twice", key=key), hint=hint)
            elif isinstance(key, str):
                places[key] = number


def _alike(study: Mapping[str, Any]) -> Iterator[BrokenRule]:
    """Find the items of one list that read the same in a language of the study, so that people cannot choose."""
    for path, number, twin, words in _twins(study, ("text",)):
        problem = Message("study-same-text", number=twin + 1, text=words)
        hint = Message("study-give-another-text")
        yield BrokenRule(path=(*path, number, "text"), found=problem, hint=hint)


def _named_alike(study: Mapping[str, Any]) -> Iterator[BrokenRule]:
    """Find the items of one list that readers of results see under one name."""
    for path, number, twin, words in _twins(study, ("short", "text")):
        items = _sequence(_node(study, path))
        if "short" in _mapping(items[number]) or "short" in _mapping(items[twin]):
            place = "short" if "short" in _mapping(items[number]) else "text"
            problem = Message("study-same-short", number=twin + 1, text=words)
            hint = Message("study-give-another-short")
            yield BrokenRule(path=(*path, number, place), found=problem, hint=hint)


def _twins(study: Mapping[str, Any], fields: Sequence[str]) -> Iterator[tuple[Path, int, int, str]]:
    """Yield list, number and earlier number of items with the same words in a language: the first of ``fields``."""
    languages = [name for name in _sequence(study.get("languages")) if name in LANGUAGES] or list(LANGUAGES)
    for path, items in _keyed_lists(study):
        places: dict[tuple[str, str], int] = {}
        for number, item in enumerate(items):
            read = [(name, _words(_mapping(item), fields, name)) for name in languages]
            twin = next((words for words in read if words[1] and words in places), None)
            if twin is not None:
                yield path, number, places[twin], twin[1]
            for words in read:
                places.setdefault(words, number)


def _words(item: Mapping[str, Any], fields: Sequence[str], language: str) -> str:
    texts = [item.get(field) for field in fields]
    texts_in = [text if isinstance(text, str) else _mapping(text).get(language) for text in texts]
    return next((as_seen(str(text)) for text in texts_in if text), "")


def _node(study: Mapping[str, Any], path: Path) -> Any:
    node: Any = study
    for step in path:
        node = node[step]
    return node


def _keyed_lists(study: Mapping[str, Any]) -> Iterator[tuple[Path, Sequence[Any]]]:
    for name, inner in (("answers", None), ("criteria", "levels"), ("characteristics", "values")):
        items = _sequence(study.get(name))
        yield (name,), items
        for number, item in enumerate(items):
            if inner:
                yield (name, number, inner), _sequence(_mapping(item).get(inner))


def _reserved(study: Mapping[str, Any]) -> Iterator[BrokenRule]:
    characteristics = [_mapping(item) for item in _sequence(study.get("characteristics"))]
    others = {f"{item.get('key')}_other": item for item in characteristics if item.get("other") in (True, "true")}
    criteria = {_mapping(item).get("key") for item in _sequence(study.get("criteria"))}
    for name in ("criteria", "characteristics"):
        for number, item in enumerate(_sequence(study.get(name))):
            key = _mapping(item).get("key")
            if not isinstance(key, str):
                continue
            if key in TAKEN:
                problem = Message("study-key-of-every-study", key=key)
            elif key in others:
                problem = Message("study-key-of-other-answers", key=key, question=str(others[key].get("key")))
            elif name == "characteristics" and key in criteria:
                problem = Message("study-key-of-criterion", key=key)
            else:
                continue
            yield BrokenRule(path=(name, number, "key"), found=problem, hint=Message("study-choose-key"))
    yield from _reserved_values(characteristics)


def _reserved_values(characteristics: Sequence[Mapping[str, Any]]) -> Iterator[BrokenRule]:
    """Find values with the key or the text of one that every characteristic has."""
    for number, item in enumerate(characteristics):
        keys = (DECLINED, OTHER) if item.get("other") in (True, "true") else (DECLINED,)
        texts = {as_seen(getattr(ADDED[key], name)).casefold() for key in keys for name in LANGUAGES}
        for position, value in enumerate(map(_mapping, _sequence(item.get("values")))):
            words = [_words(value, ("text",), name) for name in LANGUAGES]
            reserved = next((text for text in words if text.casefold() in texts), None)
            culprit, field = (value.get("key"), "key") if value.get("key") in keys else (reserved, "text")
            if culprit is not None:
                path = ("characteristics", number, "values", position, field)
                yield BrokenRule(
                    path=path,
                    found=Message("study-value-added-by-itself", key=culprit),
                    hint=Message("study-leave-value-out"),
                )


def _scale(study: Mapping[str, Any]) -> Iterator[BrokenRule]:
    answers = [_mapping(item) for item in _sequence(study.get("answers"))]
    positive = [answer.get("positive") in (True, "true") for answer in answers]
    allowed = Message("study-top-answers-positive")
    if len(answers) < 2:
        return
    if not any(positive) or all(positive):
        problem = Message("study-every-answer-positive") if any(positive) else Message("study-no-answer-positive")
        yield BrokenRule(path=("answers",), found=problem, allowed=allowed)
    elif positive != sorted(positive):
        lower = max(number for number, is_positive in enumerate(positive) if not is_positive)
        problem = Message("study-positive-below", answer=str(answers[lower].get("key")))
        yield BrokenRule(
            path=("answers", lower),
            found=problem,
            allowed=Message("study-answers-in-order", allowed=allowed),
        )


def _never(study: Mapping[str, Any]) -> Iterator[BrokenRule]:
    criteria = {
        str(_mapping(item).get("key")): [
            str(_mapping(level).get("key")) for level in _sequence(_mapping(item).get("levels"))
        ]
        for item in _sequence(study.get("criteria"))
    }
    for number, rule in enumerate(_sequence(study.get("never"))):
        pairs = _mapping(rule)
        if len(pairs) < 2 and isinstance(rule, Mapping):
            problem = Message("study-rule-of-one")
            yield BrokenRule(path=("never", number), found=problem, hint=Message("study-remove-level"))
        for criterion, level in pairs.items():
            path = ("never", number, criterion)
            if criterion not in criteria:
                problem = Message("study-not-a-criterion", found=criterion)
                yield _unknown(path, criterion, problem, list(criteria))
            elif isinstance(level, str) and level not in criteria[criterion]:
                problem = Message("study-not-a-level", found=level, criterion=criterion)
                yield _unknown(path, level, problem, criteria[criterion])


def _unknown(path: Path, word: str, problem: Message, allowed: Sequence[str]) -> BrokenRule:
    return BrokenRule(
        path=path,
        found=problem,
        allowed=", ".join(allowed),
        hint=did_you_mean(word, allowed),
    )


def _self_image(study: Mapping[str, Any]) -> Iterator[BrokenRule]:
    marked = [
        number
        for number, item in enumerate(_sequence(study.get("characteristics")))
        if _mapping(item).get("self_image") in (True, "true")
    ]
    for number in marked[1:]:
        problem = Message("study-second-self-image")
        yield BrokenRule(
            path=("characteristics", number, "self_image"), found=problem, allowed=Message("study-at-most-one")
        )


def _languages(study: Mapping[str, Any]) -> Iterator[BrokenRule]:
    languages = [name for name in _sequence(study.get("languages")) if isinstance(name, str)] or ["nl", "en"]
    for language in sorted({name for name in languages if languages.count(name) > 1}):
        yield BrokenRule(path=("languages",), found=Message("study-language-twice", language=language))
    for path, text in _plain_texts(study, ()):
        if not as_seen(text):
            yield BrokenRule(path=path, found=Message("study-text-empty"), hint=Message("study-write-text"))
    for path, texts in _texts(study, ()):
        for language in languages if path[-1] != "short" else ():
            if language in _LANGUAGE_NAMES and not as_seen(str(texts.get(language) or "")):
                yield BrokenRule(
                    path=path,
                    found=Message("study-text-missing", language=Message(_LANGUAGE_NAMES[language])),
                    hint=Message("study-add-text-or-language", language=language),
                )


def _plain_texts(node: object, path: Path) -> Iterator[tuple[Path, str]]:
    """Yield every text that must be there and is written once for all languages."""
    if isinstance(node, Mapping):
        for key, value in node.items():
            if key in ("title", "statement", "text") and isinstance(value, str):
                yield (*path, str(key)), value
            elif path[:1] != ("never",):
                yield from _plain_texts(value, (*path, str(key)))
    elif isinstance(node, Sequence) and not isinstance(node, str):
        for number, item in enumerate(node):
            yield from _plain_texts(item, (*path, number))


def _texts(node: object, path: Path) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """Yield every text that is written per language."""
    if isinstance(node, Mapping):
        if node and path and set(node) <= set(_LANGUAGE_NAMES) and path[0] != "never":
            yield path, node
            return
        for key, value in node.items():
            yield from _texts(value, (*path, str(key)))
    elif isinstance(node, Sequence) and not isinstance(node, str):
        for number, item in enumerate(node):
            yield from _texts(item, (*path, number))


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _sequence(value: object) -> Sequence[Any]:
    return value if isinstance(value, Sequence) and not isinstance(value, str) else ()
