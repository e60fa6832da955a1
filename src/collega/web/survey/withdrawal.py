"""Withdrawal: answers, history and characteristics go, and the fits that stand on them count no more."""

from __future__ import annotations

from django.db import transaction

from collega.web.jobs.queue import enqueue
from collega.web.records.models import Interview, Invitation, Kind, StoredFit
from collega.web.records.study import log
from collega.web.survey.assignment import locked


def withdraw(interview: Interview) -> int:
    """Remove an interview with all that was told in it; return how many fits stood on it.

    The invitation stays, without a link to anything, and gets no mail any more. The audit trail says that somebody
    withdrew, not who.
    """
    kind, pseudonym = interview.kind, interview.pseudonym
    with transaction.atomic():
        study = locked(interview.study_id)
        Invitation.objects.filter(link__interview=interview).update(opted_out=True)
        fits = [
            pk
            for pk, members in StoredFit.objects.filter(study=study, kind=kind).values_list("pk", "members")
            if pseudonym in members
        ]
        StoredFit.objects.filter(pk__in=fits).update(withdrawn=True)
        interview.delete()
        if kind == Kind.REAL:
            log(study, None, "participant_withdrew")
            if fits:
                enqueue("fit", study)
    return len(fits)
