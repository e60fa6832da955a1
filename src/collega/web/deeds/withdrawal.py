"""Withdrawal: answers, history and characteristics go, and the fits that stand on them count no more."""

from __future__ import annotations

from django.db import transaction

from collega.web import memory
from collega.web.deeds.retention import empty_the_log, erase_fit
from collega.web.ledger import INTERVIEW, note_deletion
from collega.web.queue import enqueue
from collega.web.records.batches import count_again
from collega.web.records.models import Deed, Deletion, Interview, Invitation, Kind, StoredFit, locked, log


def withdraw(interview: Interview) -> int:
    """Remove an interview with all that was told in it; return how many fits stood on it.

    The invitation stays, without a link to anything, and gets no mail any more; nobody is shown that. The audit trail
    says that somebody withdrew, not who. Every fit that stood on the interview loses the draws, members and groups of
    all its participants: readers may not see it any more, and a new one is on its way.
    """
    kind, pseudonym = interview.kind, interview.pseudonym
    with transaction.atomic():
        study = locked(interview.study_id)
        Invitation.objects.filter(link__interview=interview).update(silenced=True)
        known = StoredFit.objects.filter(study=study, kind=kind).values_list("pk", "members")
        fits = [pk for pk, members in known if pseudonym in members]
        StoredFit.objects.filter(pk__in=fits).update(withdrawn=True)
        for row in StoredFit.objects.filter(pk__in=fits):
            erase_fit(row)
        interview.delete()
        count_again(study.pk)
        if kind == Kind.REAL:
            log(study, None, Deed.PARTICIPANT_WITHDREW)
            if fits:
                enqueue("fit", study)
        Deletion.objects.create()
        note_deletion(INTERVIEW, study.key, pseudonym)
    memory.forget()
    empty_the_log()
    return len(fits)
