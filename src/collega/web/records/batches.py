"""Whose answers the team sees: those who finished come into view together, never one by one.

An owner who invited two people and looks after each of them would otherwise see whose answers came in.
"""

from __future__ import annotations

from django.db.models import Q

from collega.web.records.interview import Interview, Kind
from collega.web.records.study import Study

IN_VIEW = Q(in_view=True) | ~Q(kind=Kind.REAL)


def open_batch(study: Study) -> int:
    """Bring those who finished since the last batch into view, if they are enough; return how many came."""
    waiting = study.interviews.filter(kind=Kind.REAL, in_view=False, completed_at__isnull=False)
    if waiting.count() < study.as_defined.minimum_group:
        return 0
    count_again(study.pk)
    return waiting.update(in_view=True)


def count_again(study_pk: int) -> None:
    """Have it counted anew how the collection goes: who is in view, or counts, has changed."""
    Study.objects.filter(pk=study_pk).update(watched_late=True)


def open_all(study: Study) -> None:
    """Bring everybody into view, unfinished interviews too: after the closing nobody comes in any more."""
    Interview.objects.filter(study=study, kind=Kind.REAL).update(in_view=True)
    count_again(study.pk)


def missing(study: Study) -> int:
    """Return how many more must finish before the next ones come into view."""
    waiting = study.interviews.filter(kind=Kind.REAL, in_view=False, completed_at__isnull=False).count()
    return max(0, study.as_defined.minimum_group - waiting)


def waits(study: Study, kind: str = Kind.REAL) -> bool:
    """Whether somebody who started is not in view yet."""
    return kind == Kind.REAL and study.interviews.filter(kind=Kind.REAL, in_view=False).exists()
