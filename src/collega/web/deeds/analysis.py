"""The analysis: having a choice model fitted and a report written, who is left out, notes at figures, and looking."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from collega.study import Language
from collega.web.deeds.refused import RefusedError
from collega.web.queue import enqueue
from collega.web.records.batches import count_again
from collega.web.records.models import Deed, Interview, Job, Kind, Note, StoredFit, Study, log

LONGEST_NOTE = 4000  # characters


@transaction.atomic
def ask_for_fit(study: Study, user: Any, kind: Kind) -> Job:
    """Have the choice model fitted by the worker; RefusedError where the individual answers are gone."""
    if study.erased_at is not None and kind == Kind.REAL:
        raise RefusedError(_("The individual answers were deleted: no new model can be fitted."))
    log(study, user, Deed.FIT_ASKED_FOR, kind=kind.value)
    return enqueue("fit", study, user=user, kind=kind.value)


@transaction.atomic
def ask_for_report(fit: StoredFit, user: Any, language: Language) -> Job:
    """Have the report of a fit written by the worker."""
    log(fit.study, user, Deed.REPORT_ASKED_FOR, fit=fit.pk, language=language)
    return enqueue("report", fit.study, user=user, fit=fit.pk, language=language)


@transaction.atomic
def leave_out(person: Interview, user: Any, reason: str) -> None:
    """Leave a participant out of the analysis; RefusedError without a reason, which goes with the answers."""
    if not reason:
        raise RefusedError(_("Give a reason: it goes with the answers, so that others can judge the choice."))
    if person.included:
        _include(person, user, Deed.PARTICIPANT_LEFT_OUT, included=False, reason=reason[:200])


@transaction.atomic
def include_again(person: Interview, user: Any) -> None:
    """Let a participant count again."""
    if not person.included:
        _include(person, user, Deed.PARTICIPANT_INCLUDED, included=True, reason="")


def _include(person: Interview, user: Any, deed: Deed, *, included: bool, reason: str) -> None:
    person.included, person.excluded_reason = included, reason
    person.save(update_fields=["included", "excluded_reason"])
    count_again(person.study_id)
    out = person.study.interviews.filter(kind=person.kind, included=False).count()
    log(person.study, user, deed, left_out_now=out)


def log_look(study: Study, user: Any, *, participants: int) -> None:
    """Log that somebody saw the list of real participants."""
    log(study, user, Deed.PARTICIPANTS_LOOKED_AT, participants=participants)


def log_look_at_one(person: Interview, user: Any) -> None:
    """Log that somebody saw what one real participant answered; who it was stands nowhere."""
    if person.kind == Kind.REAL:
        log(person.study, user, Deed.PARTICIPANT_LOOKED_AT)


@transaction.atomic
def write_note(study: Study, user: Any, figure: str, text: dict[str, str]) -> None:
    """Keep the note at a figure, by language; an empty one goes. RefusedError where it is too long."""
    if any(len(words) > LONGEST_NOTE for words in text.values()):
        raise RefusedError(_("A note has at most %(n)d characters. Nothing was saved.") % {"n": LONGEST_NOTE})
    if any(text.values()):
        Note.objects.update_or_create(study=study, figure=figure, defaults={"text": text})
    else:
        study.notes.filter(figure=figure).delete()
    log(study, user, Deed.NOTE_CHANGED, figure=figure)
