"""The casebook without names: shared cases with their levels and outcomes, and the blind judgements of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from collega.colleague.case import Case
from collega.practice.judgement import BlindJudgement, exported_judgement, require_blind
from collega.practice.practice import Practice, practice_of_cases
from collega.study.definition import Study

Outcome = Literal["positive", "negative", "otherwise"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedCase:
    """A real case.

    Attributes
    ----------
    number : str
        Tells cases apart, and nothing else.
    case : Case
        Its levels, and what is left open.
    outcome : str or None
        What was decided, beside the statement: ``positive``, ``negative`` or ``otherwise``; None where not known.
    month : str
        Year and month in which it was shared, ``2026-03``; empty where not known.
    """

    number: str
    case: Case
    outcome: Outcome | None = None
    month: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Casebook:
    """Shared cases, and the blind judgements of them in the order in which they were given.

    Raises
    ------
    ValueError
        For two cases of the same number, and for a judgement of a case that is not there.
    TypeError
        For a judgement of which it is not certain that it was blind.
    """

    cases: tuple[SharedCase, ...]
    judgements: tuple[BlindJudgement, ...] = ()

    def __post_init__(self) -> None:
        """Check that judgements and cases belong together."""
        require_blind(self.judgements)
        numbers = {each.number for each in self.cases}
        if len(numbers) < len(self.cases):
            raise ValueError("two cases have the same number")
        if not {judgement.case for judgement in self.judgements} <= numbers:
            raise ValueError("a judgement is about a case that is not in the casebook")

    def profiles(self, study: Study) -> NDArray[np.int64]:
        """Return (M, C) level indices of the cases, ``BLANK`` for what is open."""
        rows = [each.case.profile(study) for each in self.cases]
        return np.array(rows, dtype=np.int64).reshape(len(rows), len(study.criteria))

    def rows(self, judgements: Sequence[BlindJudgement] | None = None) -> NDArray[np.int64]:
        """Return the row in ``cases`` of every judgement, (N,) int64."""
        place = {each.number: row for row, each in enumerate(self.cases)}
        some = self.judgements if judgements is None else judgements
        return np.array([place[each.case] for each in some], dtype=np.int64)

    def practice(self, study: Study) -> Practice:
        """Return how often it meets what: every case counts once, blanks as everywhere."""
        return practice_of_cases(study, self.profiles(study), np.ones(len(self.cases)))

    def anonymous(self) -> Casebook:
        """Return it with new numbers for cases and judges, in the order in which they come."""
        cases = {each.number: str(number) for number, each in enumerate(self.cases, start=1)}
        known = [judgement.judge for judgement in self.judgements if judgement.judge]
        judges = {judge: str(number) for number, judge in enumerate(dict.fromkeys(known), start=1)} | {"": ""}
        return Casebook(
            cases=tuple(replace(each, number=cases[each.number]) for each in self.cases),
            judgements=tuple(
                exported_judgement(
                    case=cases[judgement.case],
                    judge=judges[judgement.judge],
                    answer=judgement.answer,
                    month=judgement.month,
                )
                for judgement in self.judgements
            ),
        )
