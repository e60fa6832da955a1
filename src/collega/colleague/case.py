"""A case: the levels of a real situation, blanks allowed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from collega.errors import DataError, Problem, did_you_mean
from collega.mapping.wording import Vocabulary
from collega.messages import Message
from collega.study.coding import BLANK
from collega.study.definition import Study

BLANKS = ("", "-")
NEVER_JUDGED = "colleague-leave-blank"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A case to ask about.

    Attributes
    ----------
    levels : tuple of (str, str)
        Criterion and level keys of what is filled in, in the order of the study.
    blank : tuple of str
        Criteria that are left open.
    """

    levels: tuple[tuple[str, str], ...]
    blank: tuple[str, ...]

    def profile(self, study: Study) -> NDArray[np.int64]:
        """Return (C,) level indices, ``BLANK`` for what is open."""
        profile = np.full(len(study.criteria), BLANK, dtype=np.int64)
        for criterion, level in self.levels:
            c, number = study.level_index(criterion, level)
            profile[c] = number
        return profile


def make_case(study: Study, levels: Mapping[str, str | None], *, file: str = "case", line: int | None = None) -> Case:
    """Check a case.

    Parameters
    ----------
    levels : mapping
        Criterion key to level key, or to the text of a level; empty, ``-`` or None is blank, and so is what is not
        there.
    file, line : str, int
        Where it stands, for messages.

    Raises
    ------
    DataError
        With every problem: an unknown criterion or level, a combination that the study forbids.
    """
    problems = []
    filled: dict[str, str] = {}
    for key, word in levels.items():
        if key not in study.criterion_keys:
            hint = did_you_mean(key, study.criterion_keys)
            allowed = ", ".join(study.criterion_keys)
            problems.append(
                Problem(
                    file=file,
                    line=line,
                    where=key,
                    found=Message("colleague-no-such-criterion"),
                    allowed=allowed,
                    hint=hint,
                )
            )
        elif word is not None and word not in BLANKS:
            meaning = find_level(study, key, word)
            if meaning.level is not None:
                filled[key] = meaning.level
            else:
                wrong = {"found": meaning.found, "allowed": meaning.allowed, "hint": meaning.hint}
                problems.append(Problem(file=file, line=line, where=key, **wrong))
    broken = [rule for rule in study.never if all(filled.get(key) == level for key, level in rule.items())]
    problems += [
        Problem(file=file, line=line, found=never_sentence(rule), hint=Message(NEVER_JUDGED)) for rule in broken
    ]
    if problems:
        raise DataError(problems)
    return build_case(study, filled)


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """The level that a word means; without one, what is wrong with the word."""

    level: str | None = None
    found: str = ""
    allowed: str = ""
    hint: str = ""


def find_level(study: Study, criterion: str, word: str) -> Meaning:
    """Return the level of a criterion that a word means: its key, or a text that no other level has."""
    item = study.criterion(criterion)
    if word in item.level_keys:
        return Meaning(level=word)
    vocabulary = Vocabulary.of({level.key: level.text for level in item.levels})
    keys = vocabulary.meanings(word)
    if len(keys) == 1:
        return Meaning(level=keys[0])
    if keys:
        return Meaning(
            found=Message("common-ambiguous-word", word=word, keys=keys), hint=Message("colleague-write-key")
        )
    hint = did_you_mean(word, [*item.level_keys, *vocabulary.texts])
    return Meaning(found=Message("common-not-a-level", cell=word), allowed=", ".join(item.level_keys), hint=hint)


def never_sentence(rule: Mapping[str, str]) -> str:
    """Say that a case has levels that the study forbids together."""
    return Message("common-forbidden-levels", levels=[f"{key}={level}" for key, level in rule.items()])


def build_case(study: Study, levels: Mapping[str, str]) -> Case:
    """Return the case with these levels, which are known to be right."""
    return Case(
        levels=tuple((key, levels[key]) for key in study.criterion_keys if key in levels),
        blank=tuple(key for key in study.criterion_keys if key not in levels),
    )


def parse_case(study: Study, words: Sequence[str]) -> Case:
    """Read ``KEY=LEVEL`` words."""
    problems = []
    levels: dict[str, str] = {}
    for word in words:
        key, sign, level = word.partition("=")
        if not sign:
            hint = Message("colleague-write-pairs")
            problems.append(Problem(file="case", found=Message("colleague-not-a-pair", word=word), hint=hint))
        elif key in levels and levels[key] != level:
            problems.append(
                Problem(file="case", where=key, found=Message("colleague-given-twice", first=levels[key], second=level))
            )
        levels[key] = level
    if problems:
        raise DataError(problems)
    return make_case(study, levels)


def case_from_json(study: Study, text: str, *, file: str = "case") -> Case:
    """Read one case as a JSON object of criterion keys to levels (a key or the text), or null."""
    allowed = Message("colleague-case-object")
    try:
        parsed: Any = json.loads(text, object_pairs_hook=_Pairs)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        deep = isinstance(error, RecursionError)
        reason = Message("common-lists-too-deep") if deep else str(getattr(error, "msg", error))
        problem = Message("colleague-not-json", why=reason)
        raise DataError([Problem(file=file, line=line, found=problem, allowed=allowed)]) from error
    if not isinstance(parsed, _Pairs):
        raise DataError(
            [Problem(file=file, found=Message("colleague-not-a-case", found=_outline(parsed)), allowed=allowed)]
        )
    problems = []
    levels: dict[str, str | None] = {}
    for key, value in parsed:
        if key in levels:
            problems.append(
                Problem(file=file, where=key, found=Message("colleague-twice"), hint=Message("common-keep-one"))
            )
        levels[key] = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
        if value is not None and not isinstance(levels[key], str):
            problem = Message("common-found", what=_outline(value))
            level_keys = study.criterion(key).level_keys if key in study.criterion_keys else ()
            keys = Message("colleague-levels-or-null", names=level_keys) if level_keys else Message("colleague-null")
            problems.append(
                Problem(file=file, where=key, found=problem, allowed=keys, hint=Message("colleague-quote-level"))
            )
            levels[key] = None
    try:
        case = make_case(study, levels, file=file)
    except DataError as error:
        raise DataError([*problems, *error.problems]) from error
    if problems:
        raise DataError(problems)
    return case


class _Pairs(list[tuple[str, Any]]):
    """An object of JSON with every key that stands in it, also twice."""


def _outline(value: Any) -> str:
    """Write a value as JSON does, without what is inside of it."""
    if isinstance(value, _Pairs):
        return "{...}"
    return "[...]" if isinstance(value, list) else json.dumps(value, ensure_ascii=False)
