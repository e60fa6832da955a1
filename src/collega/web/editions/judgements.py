"""What of the judgements of a case may be shown: whole batches, each as if it were a study of its own.

The batches of a case share nobody, their size is fixed beforehand, and what is told of one never changes. So whoever
compares a page before and after learns of the people in the new batch what it tells by itself, and nothing of others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from collega.insight.sides import FEWEST
from collega.study import Study as Definition
from collega.web.records.models import Case, Judgement


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """What is told of all batches of one case.

    Attributes
    ----------
    answers : mapping of str to int
        How many gave each answer, over the batches with at least three on each side; all 0 without one.
    n : int
        How many people that is.
    mostly_positive, mostly_negative : int
        How many people are in batches in which all but at most two are on this side.
    least_positive, least_negative : int
        How many of these are surely on it.
    """

    answers: Mapping[str, int]
    n: int
    mostly_positive: int
    mostly_negative: int
    least_positive: int
    least_negative: int

    @property
    def people(self) -> int:
        """How many judgements are in view, exact or not."""
        return self.n + self.mostly_positive + self.mostly_negative

    def positive(self, definition: Definition) -> int:
        """How many of ``n`` answered positively."""
        return sum(self.answers[answer.key] for answer in definition.answers if answer.positive)

    def side(self, definition: Definition) -> int:
        """1 where most are positive, -1 where negative, 0 where neither, as far as what is shown tells it."""
        positive = self.positive(definition) + self.mostly_positive
        return (2 * positive > self.people) - (2 * positive < self.people)


def batches_of(cases: Iterable[Case]) -> dict[int, list[list[Judgement]]]:
    """Return the judgements in view by case and batch; one query."""
    rows = Judgement.objects.filter(case__in=list(cases), batch__isnull=False).select_related("user__organisation")
    batches: dict[int, dict[int, list[Judgement]]] = {}
    for row in rows.order_by("case_id", "batch_id", "pk"):
        batches.setdefault(row.case_id, {}).setdefault(int(row.batch_id or 0), []).append(row)
    return {case: list(grouped.values()) for case, grouped in batches.items()}


def is_exact(definition: Definition, batch: list[Judgement]) -> bool:
    """Whether the answers of a batch may be counted out: at least three are on each side."""
    positive = _positive(definition, batch)
    return min(positive, len(batch) - positive) >= FEWEST


def spread_of(definition: Definition, batches: Iterable[list[Judgement]]) -> Spread:
    """Return what is told of these batches."""
    batches = list(batches)
    exact = [batch for batch in batches if is_exact(definition, batch)]
    others = [batch for batch in batches if not is_exact(definition, batch)]
    counts = Counter(row.answer for batch in exact for row in batch)
    positive = [len(batch) for batch in others if 2 * _positive(definition, batch) > len(batch)]
    negative = [len(batch) for batch in others if 2 * _positive(definition, batch) <= len(batch)]
    return Spread(
        answers={key: counts[key] for key in definition.answer_keys},
        n=sum(map(len, exact)),
        mostly_positive=sum(positive),
        mostly_negative=sum(negative),
        least_positive=sum(positive) - (FEWEST - 1) * len(positive),
        least_negative=sum(negative) - (FEWEST - 1) * len(negative),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupSpread:
    """How one group judged a case: of ``n`` people ``positive`` answered positively."""

    group: str
    n: int
    positive: int


def group_spreads(
    definition: Definition,
    batches: Iterable[list[Judgement]],
    group_of: Callable[[Judgement], str],
    smallest: int,
) -> list[GroupSpread]:
    """Return how groups judged, of the batches that may be counted out; largest group first.

    Every group that is told has at least ``smallest`` people with three on each side, and so have all others together:
    nothing of fewer follows from the difference with the total. In these batches each reason stands beside its answer
    and its author's group already, so a sum over a group adds nothing that its readers could not count.

    Parameters
    ----------
    group_of : callable
        The group that is told beside a reason; "" where none is.
    """
    rows = [row for batch in batches if is_exact(definition, batch) for row in batch]
    parts: dict[str, list[Judgement]] = {}
    for row in rows:
        parts.setdefault(group_of(row), []).append(row)
    names = [name for name in parts if name and _may_be_told(definition, parts[name], smallest)]
    names.sort(key=lambda name: (-len(parts[name]), name))
    while names:
        rest = [row for name, part in parts.items() if name not in names for row in part]
        if not rest or _may_be_told(definition, rest, smallest):
            break
        names.pop()
    return [GroupSpread(group=name, n=len(parts[name]), positive=_positive(definition, parts[name])) for name in names]


def _may_be_told(definition: Definition, rows: list[Judgement], smallest: int) -> bool:
    return len(rows) >= smallest and is_exact(definition, rows)


def _positive(definition: Definition, batch: list[Judgement]) -> int:
    good = {answer.key for answer in definition.answers if answer.positive}
    return sum(row.answer in good for row in batch)
