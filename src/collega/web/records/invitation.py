"""Invitations and mail: who was asked. What they answered is elsewhere, and the link between both goes at closing."""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.db import models
from django.utils import timezone

from collega.web.records.interview import Interview
from collega.web.records.sealed import SealedField
from collega.web.records.study import Study


def new_nonce() -> str:
    """Return what the personal link is derived from, together with the site's secret."""
    return secrets.token_hex(16)


class Invitation(models.Model):
    """One invitee. ``token_hash`` is of the personal link, which itself is only in the mail.

    The link is derived from ``nonce`` and the site's secret (``tokens.personal_token``), so that every mail to
    somebody holds the same one, and nothing in the database opens it.
    """

    study = models.ForeignKey(Study, models.CASCADE, related_name="invitations")
    email = SealedField(blank=True, purpose="invitation")
    name = SealedField(blank=True, purpose="invitee-name")
    language = models.CharField(max_length=2, default="nl")
    nonce = models.CharField(max_length=32, default=new_nonce, editable=False)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    opted_out = models.BooleanField(default=False)
    silenced = models.BooleanField(default=False)  # withdrew: gets no mail, and nothing that is shown or counted tells
    bounced = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["study", "email"], condition=~models.Q(email=""), name="one_invitation_per_address"
            )
        ]
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"invitation {self.pk} to {self.study}"


class Link(models.Model):
    """Which interview an invitee resumes. Serves resuming and reminders alone; destroyed at closing."""

    invitation = models.OneToOneField(Invitation, models.CASCADE, related_name="link")
    interview = models.OneToOneField(Interview, models.CASCADE, related_name="link")

    def __str__(self) -> str:
        return "link"


class Mail(models.Model):
    """One mail to one invitee: at most one per (invitation, kind, wave)."""

    class State(models.TextChoices):
        """What became of it."""

        WAITING = "waiting"
        SENDING = "sending"
        SENT = "sent"
        FAILED = "failed"

    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="mails")
    kind = models.CharField(max_length=20)
    wave = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    made_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["invitation", "kind", "wave"], name="one_mail_per_wave")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.wave}: {self.state}"


class MailText(models.Model):
    """The text of a kind of mail in one language."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="mail_texts")
    kind = models.CharField(max_length=20)
    language = models.CharField(max_length=2)
    subject = models.CharField(max_length=200)
    body = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["study", "kind", "language"], name="one_text_per_mail")
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.language}) of {self.study}"


class PlannedMail(models.Model):
    """A reminder that goes out by itself on a day."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="planned_mails")
    kind = models.CharField(max_length=20, default="reminder")
    on = models.DateField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["study", "kind", "on"], name="one_planned_mail_per_day")
        ]
        ordering: ClassVar = ["on"]

    def __str__(self) -> str:
        return f"{self.kind} on {self.on:%Y-%m-%d}"
