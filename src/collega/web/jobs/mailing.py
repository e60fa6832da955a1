"""Mail to invitees, as a job: whatever happens in the middle, nobody gets the same mail twice.

A mail is marked as being sent, and that is kept, before the mail server is spoken to. What a worker leaves in that
state when it dies may have gone out or not: it is not sent again, but shown to the owner, who can choose to.
"""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import QuerySet
from django.utils import timezone

from collega.errors import NotComputedError
from collega.messages import Message
from collega.web.deeds.mailing import FINISHED, LIVE, TELLING, UNCERTAIN, counted
from collega.web.jobs.mail_texts import filled, language_of, opt_out_link, text_of
from collega.web.letters import letter, study_replies, study_sender
from collega.web.queue import Progress
from collega.web.records.models import Invitation, Job, Mail, Study


def send_mails(job: Job, progress: Progress) -> dict[str, Any]:
    """Send what waits of a round (arguments ``mail``, the kind, and ``wave``)."""
    study = job.study
    assert study is not None
    kind, wave = job.arguments["mail"], job.arguments["wave"]
    of_round = Mail.objects.filter(invitation__study=study, kind=kind, wave=wave)
    of_round.filter(state=Mail.State.SENDING).update(state=Mail.State.FAILED, error=UNCERTAIN)
    waiting = of_round.filter(state=Mail.State.WAITING)
    total = waiting.count()
    for number, post in enumerate(_in_turn(waiting), start=1):
        _Letter(study=study, mail=post).send()
        if kind not in TELLING:
            progress(number / total)
    counts = {state: of_round.filter(state=state).count() for state in ("sent", "failed")}
    return {**counted(kind, **counts), "kind": kind, "wave": wave}


def _in_turn(waiting: QuerySet[Mail]) -> Iterator[Mail]:
    for pk in list(waiting.order_by("pk").values_list("pk", flat=True)):
        yield Mail.objects.select_related("invitation__study").get(pk=pk)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Letter:
    study: Study
    mail: Mail

    def send(self) -> None:
        """Send this mail unless it is not wanted any more, and keep what came of it."""
        mail = self.mail
        if not self._wanted_mails():
            mail.delete()
            return
        connection = get_connection()
        try:
            connection.open()
        except (OSError, smtplib.SMTPException) as error:
            raise NotComputedError(Message("web-mail-server-unreachable", error=str(error))) from None
        if not Mail.objects.filter(pk=mail.pk, state=Mail.State.WAITING).update(state=Mail.State.SENDING):
            return
        try:
            connection.send_messages([self._message(connection)])
        except smtplib.SMTPRecipientsRefused as error:
            code, text = next(iter(error.recipients.values()))
            (self._bounced if code >= 500 else self._failed)(_reply_text(code, text))
        except smtplib.SMTPResponseException as error:
            self._failed(_reply_text(error.smtp_code, error.smtp_error))
        except (OSError, smtplib.SMTPException):
            self._failed(UNCERTAIN)
        else:
            Mail.objects.filter(pk=mail.pk).update(state=Mail.State.SENT, sent_at=timezone.now(), error="")
        finally:
            _closed(connection)

    def _wanted_mails(self) -> bool:
        """Whether they still should get it: they may have finished, or stopped the mail, since the round was made."""
        mail, study = self.mail, Study.objects.get(pk=self.study.pk)
        if mail.kind != "thanks" and not study.is_open:
            return False
        live = study.invitations.filter(LIVE, pk=mail.invitation_id)
        return (live.exclude(FINISHED) if mail.kind == "reminder" else live).exists()

    def _message(self, connection: Any) -> EmailMessage:
        invitation = self.mail.invitation
        language = language_of(invitation)
        text = filled(text_of(self.study, self.mail.kind, language), self.study, name=invitation.name,
                      nonce=invitation.nonce, language=language)  # fmt: skip
        host = urlsplit(settings.SITE_URL).hostname or "localhost"
        headers = {
            "Message-ID": f"<{self.mail.pk}.{invitation.nonce[:12]}@{host}>",
            "List-Unsubscribe": f"<{opt_out_link(invitation.nonce)}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        }
        return letter(text.subject, text.body, invitation.email, name=study_sender(self.study, language),
                      reply_to=study_replies(self.study, language), headers=headers, connection=connection)  # fmt: skip

    def _failed(self, error: str) -> None:
        Mail.objects.filter(pk=self.mail.pk).update(state=Mail.State.FAILED, error=error[:300])

    def _bounced(self, error: str) -> None:
        self._failed(error)
        Invitation.objects.filter(pk=self.mail.invitation_id).update(bounced=error[:300])


def _reply_text(code: int, text: bytes | str) -> str:
    return f"{code} {text.decode(errors='replace') if isinstance(text, bytes) else text}"


def _closed(connection: Any) -> None:
    """Close the connection; what the server says to that is of no interest."""
    try:
        connection.close()
    except (OSError, smtplib.SMTPException):
        return
