"""Which version somebody gets, and in which order: one transaction on the study's row."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from collections.abc import Hashable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from collega.web import bridge
from collega.web.records.models import Interview, Kind, Study, current_design, locked

_TRIES = 500
_chance = random.SystemRandom()


class FullError(Exception):
    """The study has as many participants as it takes."""


class NoDesignError(Exception):
    """There are no scenarios yet."""


def assign(interview: Interview, now: datetime) -> Interview:
    """Give an interview the version with the fewest finished and active participants, and an order, once.

    Raises
    ------
    FullError
        Where the maximum has been reached.
    NoDesignError
        Where the study has no design.
    """
    with transaction.atomic():
        study = locked(interview.study_id)
        interview = Interview.objects.select_related("design").get(pk=interview.pk)
        interview.study = study
        if interview.version:
            return take_back(interview, now)
        row = current_design(study)
        if row is None:
            raise NoDesignError
        if interview.kind == Kind.REAL:
            release_inactive(study, now)
            if is_full(study, now):
                raise FullError
        design = bridge.design_of(row)
        v = _lightest(design.versions, interview, row.pk)
        interview.design, interview.version = row, design.versions[v]
        interview.order = draw_order(design.shows[v], [design.profiles[s].tobytes() for s in design.shows[v]])
        interview.started_at = interview.seen_at = now
        interview.save(update_fields=["design", "version", "order", "started_at", "seen_at"])
        return interview


def take_back(interview: Interview, now: datetime) -> Interview:
    """Let somebody who was away go on, if there is still a place: it counts again.

    Raises
    ------
    FullError
        Where the place was given to somebody else meanwhile, and none is free.
    """
    if interview.away(now):
        with transaction.atomic():
            study = locked(interview.study_id)
            row = Interview.objects.get(pk=interview.pk)
            row.study = study
            if row.away(now) and is_full(study, now):
                raise FullError
            interview.released, interview.seen_at = False, now
            interview.save(update_fields=["released", "seen_at"])
    return interview


def has_place(interview: Interview, now: datetime, *, take: bool) -> bool:
    """Whether this participant may go on; with ``take``, because something was sent, the place counts again."""
    if not take:
        return not (interview.away(now) and is_full(interview.study, now))
    try:
        take_back(interview, now)
    except FullError:
        return False
    return True


def release_inactive(study: Study, now: datetime) -> int:
    """Stop counting who has not been here for ``study.release_after`` hours; they may come back while there is room."""
    return (
        study.interviews.filter(kind=Kind.REAL, completed_at=None, released=False, seen_at__lt=study.silent_since(now))
        .exclude(version="")
        .update(released=True)
    )


def is_full(study: Study, now: datetime) -> bool:
    """Whether as many participants finished or are active as the study takes."""
    if study.most_participants is None:
        return False
    active = Q(completed_at__isnull=False) | Q(seen_at__gte=study.silent_since(now))
    return _counted(study).filter(active).exclude(version="").count() >= study.most_participants


def _counted(study: Study) -> QuerySet[Interview]:
    return study.interviews.filter(Q(completed_at__isnull=False) | Q(released=False), kind=Kind.REAL)


def _lightest(versions: Sequence[str], interview: Interview, design_pk: int) -> int:
    """Index of a version with the fewest participants, by chance among equals; any one for a preview."""
    if interview.kind != Kind.REAL:
        return _chance.randrange(len(versions))
    rows = _counted(interview.study).filter(design_id=design_pk).values_list("version").annotate(n=Count("pk"))
    sizes = dict(rows)
    fewest = min(sizes.get(version, 0) for version in versions)
    return _chance.choice([v for v, version in enumerate(versions) if sizes.get(version, 0) == fewest])


def draw_order(shows: Sequence[int], looks: Sequence[Hashable], chance: random.Random = _chance) -> list[int]:
    """Return the scenarios of a version in random order, equal ones never one after the other.

    Every allowed order is equally likely. Where almost none is allowed, one is built instead: the scenario with the
    most copies left goes next.

    Parameters
    ----------
    shows : sequence of int
        Scenarios, the repeated ones as often as they are shown.
    looks : sequence
        What each looks like: equal ones are repeats, whatever they are called.
    """
    places = list(range(len(shows)))
    for _ in range(_TRIES):
        chance.shuffle(places)
        if all(looks[a] != looks[b] for a, b in itertools.pairwise(places)):
            return [int(shows[place]) for place in places]
    return [int(shows[place]) for place in _built(places, looks, chance)]


def _built(places: list[int], looks: Sequence[Hashable], chance: random.Random) -> list[int]:
    left = list(places)
    order: list[int] = []
    while left:
        counts = Counter(looks[place] for place in left)
        before = looks[order[-1]] if order else None
        allowed = [place for place in left if looks[place] != before] or left
        most = max(counts[looks[place]] for place in allowed)
        chosen = chance.choice([place for place in allowed if counts[looks[place]] == most])
        left.remove(chosen)
        order.append(chosen)
    return order
