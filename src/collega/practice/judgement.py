"""Judgements of real cases, and which of them may be compared with the model: the blind ones.

What somebody thinks after they saw what the model or others think says how far they followed. Were it compared with
the model, the model would look better than it is; were it fitted to, the model would learn from itself. So whatever
compares practice with the model takes :class:`BlindJudgement`, and one can only be made of a judgement that came
before anything was seen. Nothing makes a panel of either, so neither can reach a fit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import InitVar, dataclass
from datetime import datetime

MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_BLIND = object()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What somebody thinks of a case.

    Attributes
    ----------
    case, judge : str
        Which case, and whose judgement; an empty judge is somebody who is not known any more.
    answer : int
        Index of the answer, from the most negative one.
    given : datetime
    seen : datetime or None
        When the judge first saw what the model or others think of this case; None for never.
    """

    case: str
    judge: str
    answer: int
    given: datetime
    seen: datetime | None

    @property
    def blind(self) -> bool:
        """Whether it came before anything was seen; of the same moment it did not."""
        return self.seen is None or self.given < self.seen


@dataclass(frozen=True, slots=True, kw_only=True)
class BlindJudgement:
    """A judgement that came before anything of the model or of others was seen; see :func:`blind_judgement`.

    Attributes
    ----------
    case, judge : str
        Which case, and whose judgement; an empty judge is somebody who is not known any more.
    answer : int
        Index of the answer, from the most negative one.
    month : str
        Year and month in which it was given, ``2026-03``; empty where not known.
    """

    case: str
    judge: str
    answer: int
    month: str = ""
    proof: InitVar[object] = None

    def __post_init__(self, proof: object) -> None:
        """Refuse what no function of this module vouches for."""
        if proof is not _BLIND:
            raise TypeError("a blind judgement is made of a judgement, by blind_judgement()")


def blind_judgement(judgement: Judgement) -> BlindJudgement:
    """Return the judgement as one that may be compared with the model; ValueError where something was seen before."""
    if not judgement.blind:
        raise ValueError(f"the judgement of case {judgement.case} came after something was seen")
    month = f"{judgement.given:%Y-%m}"
    return BlindJudgement(
        case=judgement.case, judge=judgement.judge, answer=judgement.answer, month=month, proof=_BLIND
    )


def blind_judgements(judgements: Iterable[Judgement]) -> tuple[BlindJudgement, ...]:
    """Return the blind ones of these judgements, in the order in which they were given."""
    blind = sorted((judgement for judgement in judgements if judgement.blind), key=lambda each: each.given)
    return tuple(map(blind_judgement, blind))


def exported_judgement(*, case: str, judge: str, answer: int, month: str) -> BlindJudgement:
    """Return a judgement of ``cases.csv``, a file that has no others: see :mod:`collega.practice.casebook_file`."""
    return BlindJudgement(case=case, judge=judge, answer=answer, month=month, proof=_BLIND)


def require_blind(judgements: Sequence[BlindJudgement]) -> None:
    """Raise TypeError where anything else than a blind judgement is among these."""
    if not all(isinstance(judgement, BlindJudgement) for judgement in judgements):
        raise TypeError("only blind judgements can be compared with the model")
