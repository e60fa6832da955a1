"""Mail of the casebook: who wants it, which case is the week's, and every letter at most once."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from collega.web.records.casebook import Case
from collega.web.records.invitation import Mail, new_nonce
from collega.web.records.study import Study


class Wish(models.Model):
    """Which mail somebody wants from the casebook of a study. Without a row: reminders of their own open cases only."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="casebook_wishes")
    week = models.BooleanField(default=False)
    reminders = models.BooleanField(default=True)
    nonce = models.CharField(max_length=32, default=new_nonce, editable=False, unique=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["study", "user"], name="one_wish_per_study")]
        verbose_name_plural = "wishes"

    def __str__(self) -> str:
        return f"wishes of {self.user}"


class WeekCase(models.Model):
    """The case that all who want it are asked to judge this week; ``monday`` is the week's first day."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="week_cases")
    case = models.ForeignKey(Case, models.CASCADE, related_name="weeks")
    monday = models.DateField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["study", "monday"], name="one_case_a_week")]
        ordering: ClassVar = ["-monday"]

    def __str__(self) -> str:
        return f"{self.monday:%Y-%m-%d}: {self.case}"


class Letter(models.Model):
    """One mail of the casebook to one person: at most one per (wish, kind, case, wave)."""

    class Kind(models.TextChoices):
        """What it is about."""

        WEEK = "week"
        OPEN_CASE = "open_case"

    wish = models.ForeignKey(Wish, models.CASCADE, related_name="letters")
    kind = models.CharField(max_length=10, choices=Kind)
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    wave = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=10, choices=Mail.State, default=Mail.State.WAITING)
    made_at = models.DateTimeField(default=timezone.now)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["wish", "kind", "case", "wave"], name="one_letter")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.state}"
