"""Mail of the casebook, as a job: as with mail to invitees, nobody gets the same letter twice, whatever happens."""

from __future__ import annotations

import smtplib
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from collega.errors import NotComputedError
from collega.messages import Message
from collega.web.deeds.mailing import UNCERTAIN
from collega.web.jobs.casebook_letters import letter_text, stop_link
from collega.web.letters import letter, study_sender
from collega.web.queue import Progress
from collega.web.records.models import Job, Letter, Mail, Role


def send_letters(job: Job, progress: Progress) -> dict[str, Any]:
    """Send every letter of a study that waits.

    Raises
    ------
    NotComputedError
        Where the mail server cannot be reached: what was not handed over waits for the next time.
    """
    mine = Letter.objects.filter(wish__study=job.study)
    mine.filter(state=Mail.State.SENDING).update(state=Mail.State.FAILED, error=UNCERTAIN)
    waiting = list(mine.filter(state=Mail.State.WAITING).order_by("pk").values_list("pk", flat=True))
    letters = 0
    for number, pk in enumerate(waiting, start=1):
        letters += _send(Letter.objects.select_related("wish__study", "wish__user", "case__study").get(pk=pk))
        progress(number / len(waiting))
    return {"sent": letters}


def _send(row: Letter) -> bool:
    """Send one letter unless it is not wanted any more; whether it went out."""
    if not _wanted_letters(row):
        row.delete()
        return False
    connection = get_connection()
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        raise NotComputedError(Message("web-mail-server-unreachable", error=str(error))) from None
    mine = Letter.objects.filter(pk=row.pk)
    if not mine.filter(state=Mail.State.WAITING).update(state=Mail.State.SENDING):
        return False
    try:
        connection.send_messages([_message(row, connection)])
    except (OSError, smtplib.SMTPException):
        mine.update(state=Mail.State.FAILED, error=UNCERTAIN)
        return False
    finally:
        with suppress(OSError, smtplib.SMTPException):
            connection.close()
    mine.update(state=Mail.State.SENT, error="")
    return True


def _wanted_letters(row: Letter) -> bool:
    """Whether they still should get it: they may have stopped it or left, and the case may be gone or decided."""
    wish, case = row.wish, row.case
    if not wish.user.is_active or not case.shared or not Role.objects.filter(study=wish.study, user=wish.user).exists():
        return False
    if row.kind == Letter.Kind.WEEK:
        return wish.week
    return wish.reminders and case.author_id == wish.user_id and not hasattr(case, "outcome")


def _message(row: Letter, connection: Any) -> EmailMessage:
    text, user = letter_text(row), row.wish.user
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    headers = {
        "Message-ID": f"<casebook.{row.pk}.{row.wish.nonce[:12]}@{host}>",
        "List-Unsubscribe": f"<{stop_link(row)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }
    return letter(text.subject, text.body, user.email, name=study_sender(row.wish.study, user.language or "nl"),
                  headers=headers, connection=connection)  # fmt: skip
