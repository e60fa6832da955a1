"""One participant's interview, and everything answered in it. Holds no name, no mail address, no IP address."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.utils import timezone

from collega.web.records.design import StoredDesign
from collega.web.records.study import Study


class Kind(models.TextChoices):
    """Panels that are never mixed."""

    REAL = "real"
    PREVIEW = "preview"
    SIMULATED = "simulated"


class Interview(models.Model):
    """What one participant was shown and has told.

    ``order`` is the scenario shown at each position (indices in the design's scenarios), drawn once, at the first
    scenario. ``values`` are value keys by characteristic (``prefer_not_to_say`` = declined, absent = unanswered),
    ``others`` the texts with ``other``. ``code_hash`` is of the personal code for resuming and withdrawing;
    ``start_hash``, until the consent, of the showing of the page that it was started from. ``in_view`` tells whether
    the team sees it, and models may rest on it: see :mod:`collega.web.records.batches`. ``looked`` is what was seen in
    the answers of those in view: how many, ``minutes``, ``signs`` of careless answering, and these in words.
    """

    study = models.ForeignKey(Study, models.CASCADE, related_name="interviews")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.REAL)
    pseudonym = models.CharField(max_length=24)
    code_hash = models.CharField(max_length=64, blank=True, db_index=True)
    start_hash = models.CharField(max_length=64, blank=True)
    language = models.CharField(max_length=2, default="nl")
    consent_text = models.TextField(blank=True)
    consented_at = models.DateTimeField(null=True, blank=True)
    values = models.JSONField(default=dict, blank=True)
    others = models.JSONField(default=dict, blank=True)
    told_about_self = models.BooleanField(default=False)
    design = models.ForeignKey(StoredDesign, models.PROTECT, null=True, blank=True, related_name="interviews")
    version = models.CharField(max_length=64, blank=True)
    order = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(default=timezone.now)
    completed_at = models.DateTimeField(null=True, blank=True)
    released = models.BooleanField(default=False)
    included = models.BooleanField(default=True)
    excluded_reason = models.CharField(max_length=200, blank=True)
    in_view = models.BooleanField(default=False)
    looked = models.JSONField(default=dict, blank=True)
    has_sign = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["study", "kind", "pseudonym"], name="one_pseudonym"),
            models.UniqueConstraint(
                fields=["code_hash"], condition=~models.Q(code_hash=""), name="one_interview_per_code"
            ),
            models.UniqueConstraint(
                fields=["start_hash"], condition=~models.Q(start_hash=""), name="one_interview_per_start"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["study", "kind", "version"]),
            models.Index(fields=["study", "kind"], condition=models.Q(in_view=False), name="who_waits"),
            models.Index(
                fields=["study", "kind", "pseudonym"],
                condition=models.Q(has_sign=True) | models.Q(included=False),
                name="who_to_look_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.study}/{self.pseudonym}"

    @property
    def finished(self) -> bool:
        """Whether it was sent in."""
        return self.completed_at is not None

    def away(self, now: datetime) -> bool:
        """Whether the place of this interview counts no more: silent for longer than the study waits."""
        if self.kind != Kind.REAL or self.finished or not self.version:
            return False
        return self.released or self.seen_at < self.study.silent_since(now)


class Answer(models.Model):
    """The current answer at one position of an interview. ``shown`` is what stood on the page."""

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="answers")
    position = models.PositiveIntegerField()
    scenario = models.CharField(max_length=64)
    answer = models.CharField(max_length=64)
    seconds = models.FloatField(null=True, blank=True)
    answered_at = models.DateTimeField(default=timezone.now)
    shown = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["interview", "position"], name="one_answer_per_position")
        ]
        ordering: ClassVar = ["interview_id", "position"]

    def __str__(self) -> str:
        return f"{self.interview}, {self.position}: {self.answer}"


class AnswerSent(models.Model):
    """The full history: every answer that was sent, once. ``request_key`` makes a repeated request harmless."""

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="history")
    position = models.PositiveIntegerField()
    scenario = models.CharField(max_length=64)
    answer = models.CharField(max_length=64)
    seconds = models.FloatField(null=True, blank=True)
    sent_at = models.DateTimeField(default=timezone.now)
    request_key = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["interview", "request_key"], name="one_answer_per_request")
        ]
        ordering: ClassVar = ["interview_id", "sent_at", "id"]

    def __str__(self) -> str:
        return f"{self.interview}, {self.position}: {self.answer} ({self.sent_at:%H:%M:%S})"
