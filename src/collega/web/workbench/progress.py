"""How far participants are: counts and times, from the rows."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import Any

from django.db.models import Count, Sum

from collega.web.records.models import Answer, Interview, Kind, Mail, Study


def answered_counts(study: Study) -> dict[str, int]:
    """Return how many included participants of each kind answered at least once."""
    rows = Interview.objects.filter(study=study, included=True, answers__isnull=False).values_list("kind")
    found = dict(rows.annotate(n=Count("pk", distinct=True)))
    return {kind: found.get(kind, 0) for kind in Kind.values}


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Numbers of one kind of participants.

    Attributes
    ----------
    started, consented, judging, finished : int
        Each is part of the one before.
    stops : tuple of (int, int)
        How many stopped after this number of answers, unfinished ones only.
    minutes : float or None
        Median minutes over the scenarios, of those who finished.
    seconds : tuple of (int, float)
        Median seconds at each position.
    """

    started: int
    consented: int
    judging: int
    finished: int
    stops: tuple[tuple[int, int], ...]
    minutes: float | None
    seconds: tuple[tuple[int, float], ...]


def progress_of(study: Study, kind: str = Kind.REAL) -> Progress:
    """Count how far participants are."""
    people = list(
        Interview.objects.filter(study=study, kind=kind)
        .annotate(n=Count("answers"), time=Sum("answers__seconds"))
        .values_list("consented_at", "version", "completed_at", "n", "time")
    )
    unfinished = [n for _c, version, completed, n, _t in people if version and completed is None]
    times = [time / 60 for _c, _v, completed, _n, time in people if completed is not None and time]
    return Progress(
        started=len(people),
        consented=sum(bool(consented or version) for consented, version, _d, _n, _t in people),
        judging=sum(bool(version) for _c, version, _d, _n, _t in people),
        finished=sum(completed is not None for _c, _v, completed, _n, _t in people),
        stops=tuple(sorted((n, unfinished.count(n)) for n in set(unfinished))),
        minutes=median(times) if times else None,
        seconds=_seconds(study, kind),
    )


def _seconds(study: Study, kind: str) -> tuple[tuple[int, float], ...]:
    at: dict[int, list[float]] = {}
    cells: Any = Answer.objects.filter(interview__study=study, interview__kind=kind, seconds__isnull=False)
    for position, seconds in cells.values_list("position", "seconds"):
        at.setdefault(position, []).append(seconds)
    return tuple((position, median(values)) for position, values in sorted(at.items()))


def invited_counts(study: Study) -> dict[str, int]:
    """Return how many are on the list, were sent an invitation, bounced, and want no mail."""
    people = study.invitations
    sent = people.filter(mails__kind="invitation", mails__state=Mail.State.SENT).distinct()
    return {
        "listed": people.count(),
        "invited": sent.count(),
        "bounced": people.exclude(bounced="").count(),
        "opted_out": people.filter(opted_out=True).count(),
    }
