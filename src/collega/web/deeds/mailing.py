"""Mail to the people on the list: their texts, rounds of mail, and reminders planned for a day.

A round writes down who gets a mail; the worker sends them (:mod:`collega.web.jobs.mailing`).
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from collega.web.deeds.refused import RefusedError
from collega.web.queue import enqueue
from collega.web.records.models import (
    Collection,
    Deed,
    Invitation,
    Job,
    Mail,
    MailText,
    PlannedMail,
    Study,
    locked,
    log,
)  # fmt: skip

UNCERTAIN = "uncertain"
TELLING = ("reminder", "thanks")  # who, and so how many, get these tells who has finished
_REACHED = Q(opted_out=False, bounced="") & ~Q(email="")
LIVE = _REACHED & Q(silenced=False)
FINISHED = Q(link__interview__completed_at__isnull=False)
_INVITED = Q(mails__kind="invitation", mails__state=Mail.State.SENT)


def recipients(study: Study, kind: str) -> QuerySet[Invitation]:
    """Return who would get a mail of this kind now."""
    live = study.invitations.filter(LIVE)
    if kind == "invitation":
        return live.exclude(pk__in=study.invitations.filter(mails__kind="invitation"))
    if kind == "reminder":
        return live.filter(_INVITED).exclude(FINISHED).distinct()
    return live.filter(FINISHED).exclude(pk__in=study.invitations.filter(mails__kind="thanks"))


def may_be_sent(study: Study, kind: str) -> bool:
    """Whether a round may be sent now; of those who have finished nothing is known any more after closing.

    For reminders and thanks it does not depend on who has finished or withdrawn: the page must not tell that.
    """
    if study.collection == Collection.CLOSED or (kind != "thanks" and not study.is_open):
        return False
    if kind in TELLING:
        return study.invitations.filter(_REACHED & _INVITED).exists()
    return recipients(study, kind).exists()


def rounds(study: Study, kind: str) -> dict[int, list[Job]]:
    """Return the jobs of every round by its number, oldest first; there is one even where nobody was left."""
    by_wave: dict[int, list[Job]] = {}
    for job in study.jobs.filter(kind="mail", arguments__mail=kind).order_by("made_at", "id"):
        by_wave.setdefault(job.arguments["wave"], []).append(job)
    return by_wave


def next_wave(study: Study, kind: str) -> int:
    """Return the number of the next round; only reminders have more than one."""
    return 1 + max(rounds(study, kind), default=0) if kind == "reminder" else 1


def send_round(study: Study, kind: str, wave: int, user: Any) -> Job | None:
    """Write down who gets a mail, once, and hand the sending over; None where it may not be, or was done.

    A round of reminders or thanks is one too where nobody is left, and how many got it stands nowhere.
    """
    with transaction.atomic():
        row = locked(study.pk)
        if wave != next_wave(row, kind) or not may_be_sent(row, kind):
            return None
        mails = [Mail(invitation=invitation, kind=kind, wave=wave) for invitation in recipients(row, kind)]
        Mail.objects.bulk_create(mails)
        log(row, user, Deed(f"{kind}_sent"), wave=wave, **counted(kind, mails=len(mails)))
        return enqueue("mail", row, user=user, mail=kind, wave=wave)


def send_rest(study: Study, kind: str, wave: int, user: Any, *, doubtful: bool = False) -> Job:
    """Try again what failed for a passing reason; with ``doubtful`` also what perhaps went out already."""
    failed = Mail.objects.filter(invitation__study=study, invitation__bounced="", kind=kind, wave=wave, state="failed")
    to_send = failed if doubtful else failed.exclude(error=UNCERTAIN)
    with transaction.atomic():
        n = to_send.update(state=Mail.State.WAITING, error="")
        log(study, user, Deed(f"{kind}_sent_again"), wave=wave, **counted(kind, mails=n))
        return enqueue("mail", study, user=user, mail=kind, wave=wave)


def counted(kind: str, **counts: int) -> dict[str, int]:
    """Return what may be told of how many got a mail."""
    return {} if kind in TELLING else counts


def send_planned(planned: PlannedMail) -> Job | None:
    """Send a planned round, once."""
    with transaction.atomic():
        mine = PlannedMail.objects.filter(pk=planned.pk, done_at=None).update(done_at=timezone.now())
        if not mine:
            return None
        study = planned.study
        return send_round(study, planned.kind, next_wave(study, planned.kind), None)


@transaction.atomic
def change_mail_text(study: Study, user: Any, kind: str, language: str, *, subject: str, body: str) -> None:
    """Keep the text of a kind of mail in a language."""
    MailText.objects.update_or_create(
        study=study, kind=kind, language=language, defaults={"subject": subject, "body": body}
    )
    log(study, user, Deed.MAIL_TEXT_CHANGED, kind=kind, language=language)


@transaction.atomic
def plan_reminder(study: Study, user: Any, day: date) -> bool:
    """Plan a reminder for a day; False where there is one already.

    Raises
    ------
    RefusedError
        For a day that is not after today, or after the closing day, and for a closed study.
    """
    row = locked(study.pk)
    if day <= timezone.localdate() or (row.closes_on and day > row.closes_on):
        raise RefusedError(_("Choose a day after today, and before the study closes."))
    if row.collection == Collection.CLOSED:
        raise RefusedError(_("The study is closed."))
    _planned, new = PlannedMail.objects.get_or_create(study=row, kind="reminder", on=day)
    if new:
        log(row, user, Deed.REMINDER_PLANNED, on=day.isoformat())
    return new


@transaction.atomic
def drop_reminder(study: Study, user: Any, pk: int) -> bool:
    """Drop a planned reminder; False where there is none that was not sent yet."""
    removed, _kinds = study.planned_mails.filter(pk=pk, done_at=None).delete()
    if removed:
        log(study, user, Deed.PLANNED_REMINDER_DROPPED)
    return bool(removed)
