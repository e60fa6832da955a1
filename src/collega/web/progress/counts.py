"""How far participants are: counts and times, from the rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import Any, NamedTuple

from django.db.models import Count, Q, Sum

from collega.web.records.batches import IN_VIEW
from collega.web.records.models import Answer, Collection, Interview, Kind, Mail, Study, current_design


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Numbers of one kind of participants.

    Attributes
    ----------
    started, consented, judging, finished : int
        Each is part of the one before.
    busy : int
        Unfinished ones who were here within the hours that the study keeps a place.
    left_before_consent, left_before_judging : int
        How many left before they consented, and between the consent and the scenarios.
    stops : tuple of (int, int)
        How many left after this number of answers.
    minutes : float or None
        Median minutes over the scenarios, of those who finished and are in view.
    seconds : tuple of (int, float)
        Median seconds at each position.
    """

    started: int
    consented: int
    judging: int
    finished: int
    busy: int
    left_before_consent: int
    left_before_judging: int
    stops: tuple[tuple[int, int], ...]
    minutes: float | None
    seconds: tuple[tuple[int, float], ...]


def progress_of(study: Study, now: datetime, kind: str = Kind.REAL) -> Progress:
    """Count how far participants are; whoever is still busy has not stopped anywhere."""
    people = [
        _Person(*row)
        for row in Interview.objects.filter(study=study, kind=kind)
        .annotate(n=Count("answers"), time=Sum("answers__seconds"))
        .values_list("consented_at", "version", "completed_at", "released", "seen_at", "in_view", "n", "time")
    ]
    unfinished = [each for each in people if each.completed_at is None]
    left = [each for each in unfinished if _has_left(each, study, now)]
    stopped = [each.n for each in left if each.version]
    there = [each for each in people if each.completed_at is not None and (each.in_view or kind != Kind.REAL)]
    times = [each.time / 60 for each in there if each.time]
    return Progress(
        started=len(people),
        consented=sum(each.consented for each in people),
        judging=sum(bool(each.version) for each in people),
        finished=len(people) - len(unfinished),
        busy=len(unfinished) - len(left),
        left_before_consent=sum(not each.consented for each in left),
        left_before_judging=sum(each.consented and not each.version for each in left),
        stops=tuple(sorted((n, stopped.count(n)) for n in set(stopped))),
        minutes=median(times) if times else None,
        seconds=_seconds(study, kind),
    )


class _Person(NamedTuple):
    consented_at: datetime | None
    version: str
    completed_at: datetime | None
    released: bool
    seen_at: datetime
    in_view: bool
    n: int
    time: float | None

    @property
    def consented(self) -> bool:
        return bool(self.consented_at or self.version)


def _has_left(person: _Person, study: Study, now: datetime) -> bool:
    ended = study.collection == Collection.CLOSED
    return ended or person.released or person.seen_at < study.silent_since(now)


def _seconds(study: Study, kind: str) -> tuple[tuple[int, float], ...]:
    at: dict[int, list[float]] = {}
    people = Interview.objects.filter(IN_VIEW, study=study, kind=kind)
    cells: Any = Answer.objects.filter(interview__in=people, seconds__isnull=False)
    for position, seconds in cells.values_list("position", "seconds"):
        at.setdefault(position, []).append(seconds)
    return tuple((position, median(values)) for position, values in sorted(at.items()))


def version_counts(study: Study) -> list[tuple[str, int, int]]:
    """Return every version of the design, and of those that anybody got: how many started and finished it."""
    design = current_design(study)
    names = [] if design is None else list(design.layout["versions"])
    real = study.interviews.filter(kind=Kind.REAL).exclude(version="")
    counted = {
        name: (started, finished)
        for name, started, finished in real.values_list("version").annotate(
            started=Count("pk"), done=Count("pk", filter=Q(in_view=True, completed_at__isnull=False))
        )
    }
    return [(name, *counted.get(name, (0, 0))) for name in [*names, *sorted(counted.keys() - set(names))]]


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
