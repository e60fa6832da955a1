"""How long interviews took from the first page to the last answer; read by who is told how long one takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from django.db.models import Count, F, Q, QuerySet, Sum

from collega.web.records.models import Interview, Kind, Study

CLICKED = 5  # seconds a scenario; a preview that went faster was clicked through, not judged


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """The median of some interviews in seconds, and how many they are."""

    seconds: float
    people: int

    @classmethod
    def middle(cls, seconds: Sequence[float]) -> Taken | None:
        """Return their median; None of nobody."""
        return cls(seconds=median(seconds), people=len(seconds)) if seconds else None


def preview_seconds(study: Study) -> list[float]:
    """Return the seconds of the previews that were judged to the end."""
    rows = _timed(study.interviews.filter(kind=Kind.PREVIEW))
    return [reading + judging for reading, judging, n in rows if judging >= CLICKED * n]


def finished_seconds(study: Study) -> list[float]:
    """Return the seconds of those who finished, in batches of ``minimum_group``: no single one changes what is told."""
    people = study.interviews.filter(kind=Kind.REAL, included=True)
    rows = [reading + judging for reading, judging, _n in _timed(people)]
    batch = study.as_defined.minimum_group
    return rows[: len(rows) // batch * batch]


def _timed(interviews: QuerySet[Interview]) -> list[tuple[float, float, int]]:
    """Return (seconds before the scenarios, seconds at them, scenarios) of who finished, the first ones first.

    What a study folder brought was made here after it began: nobody knows how long its people read.
    """
    rows = (
        interviews.filter(completed_at__isnull=False, created_at__lte=F("started_at"))
        .annotate(n=Count("answers"), untimed=Count("answers", filter=Q(answers__seconds=None)),
                  judging=Sum("answers__seconds"))
        .filter(n__gt=0, untimed=0)
        .order_by("completed_at", "pk")
        .values_list("created_at", "started_at", "judging", "n")
    )  # fmt: skip
    return [((started - created).total_seconds(), judging, n) for created, started, judging, n in rows if started]
