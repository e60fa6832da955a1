"""A case: the levels of a real situation, blanks allowed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from collega.errors import DataError, Problem, did_you_mean
from collega.study.coding import BLANK
from collega.study.definition import Study
from collega.tables import Table

_BLANKS = ("", "-")


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
        Criterion key to level key; empty, ``-`` or None is blank, and so is what is not there.
    file, line : str, int
        Where it stands, for messages.

    Raises
    ------
    DataError
        With every problem: an unknown criterion or level, a combination that the study forbids.
    """
    problems = []
    filled: dict[str, str] = {}
    for key, level in levels.items():
        if key not in study.criterion_keys:
            hint = did_you_mean(key, study.criterion_keys)
            allowed = ", ".join(study.criterion_keys)
            problems.append(
                Problem(file=file, line=line, where=key, found="there is no such criterion", allowed=allowed, hint=hint)
            )
        elif level is not None and level not in _BLANKS:
            known = study.criterion(key).level_keys
            if level in known:
                filled[key] = level
            else:
                hint = did_you_mean(level, known)
                found = f"'{level}' is not a level"
                problems.append(
                    Problem(file=file, line=line, where=key, found=found, allowed=", ".join(known), hint=hint)
                )
    for rule in study.never:
        if all(filled.get(key) == level for key, level in rule.items()):
            said = " with ".join(f"{key}={level}" for key, level in rule.items())
            hint = "Leave one of them blank: nobody judged such a scenario"
            problems.append(Problem(file=file, line=line, found=f"the study never combines {said}", hint=hint))
    if problems:
        raise DataError(problems)
    return Case(
        levels=tuple((key, filled[key]) for key in study.criterion_keys if key in filled),
        blank=tuple(key for key in study.criterion_keys if key not in filled),
    )


def parse_case(study: Study, words: Sequence[str]) -> Case:
    """Read ``KEY=LEVEL`` words."""
    problems = []
    levels: dict[str, str] = {}
    for word in words:
        key, sign, level = word.partition("=")
        if not sign:
            hint = "Write criterion=level, such as purpose=same"
            problems.append(Problem(file="case", found=f"'{word}' is not of the form KEY=LEVEL", hint=hint))
        elif key in levels and levels[key] != level:
            problems.append(Problem(file="case", where=key, found=f"given twice: {levels[key]} and {level}"))
        levels[key] = level
    if problems:
        raise DataError(problems)
    return make_case(study, levels)


def case_from_json(study: Study, text: str, *, file: str = "--case") -> Case:
    """Read one case as a JSON object of criterion keys to level keys, or null."""
    allowed = 'an object of criterion keys to level keys, such as {"purpose": "same"}'
    try:
        found: Any = json.loads(text, object_pairs_hook=_Pairs)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        deep = isinstance(error, RecursionError)
        what = f"this is not JSON: {'too many lists within lists' if deep else getattr(error, 'msg', error)}"
        raise DataError([Problem(file=file, line=line, found=what, allowed=allowed)]) from error
    if not isinstance(found, _Pairs):
        raise DataError([Problem(file=file, found=f"this is {_shown(found)} and not a case", allowed=allowed)])
    problems = []
    levels: dict[str, str | None] = {}
    for key, value in found:
        if key in levels:
            problems.append(Problem(file=file, where=key, found="stands here twice", hint="Keep one of them"))
        levels[key] = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
        if value is not None and not isinstance(levels[key], str):
            what = f"found {_shown(value)}"
            known = study.criterion(key).level_keys if key in study.criterion_keys else ()
            keys = ", ".join([*known, "null for blank"])
            problems.append(Problem(file=file, where=key, found=what, allowed=keys, hint="Write the level in quotes"))
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


def _shown(value: Any) -> str:
    """Write a value as JSON does, without what is inside of it."""
    if isinstance(value, _Pairs):
        return "{...}"
    return "[...]" if isinstance(value, list) else json.dumps(value, ensure_ascii=False)


def cases_from_table(study: Study, table: Table) -> list[Case]:
    """Read a case a row: a column per criterion, an empty cell for blank, no column for blank throughout."""
    problems = [
        Problem(file=table.file, line=1, where=name, found="there is no such criterion",
                allowed=", ".join(study.criterion_keys), hint=did_you_mean(name, study.criterion_keys))
        for name in table.frame.columns if name not in study.criterion_keys
    ]  # fmt: skip
    if not problems and table.frame.height == 0:
        problems = [Problem(file=table.file, found="there is no case in this table")]
    cases = []
    for row, levels in enumerate(table.frame.iter_rows(named=True) if not problems else ()):
        try:
            cases.append(make_case(study, levels, file=table.file, line=table.line(row)))
        except DataError as error:
            problems += error.problems
    if problems:
        raise DataError(problems)
    return cases
