"""Training: what an owner set up, and what learners judged. Holds no name of whoever learns without an account."""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from collega.web.records.study import Study


def _nonce() -> str:
    return secrets.token_hex(12)


class Training(models.Model):
    """The training of a study: from whom is learned, and who may come in.

    ``characteristic`` and ``value`` name the reference group; empty for all participants. ``beside`` are the
    characteristics whose groups are shown beside it. ``link_token`` is that of the open link; empty where it is closed.
    """

    study = models.OneToOneField(Study, models.CASCADE, related_name="training")
    characteristic = models.CharField(max_length=64, blank=True)
    value = models.CharField(max_length=64, blank=True)
    beside = models.JSONField(default=list, blank=True)
    is_open = models.BooleanField(default=True)
    link_token = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"training of {self.study}"

    @property
    def reference(self) -> tuple[str, str] | None:
        """The reference group as (characteristic, value); None for all participants."""
        return (self.characteristic, self.value) if self.characteristic else None


class Learner(models.Model):
    """Somebody who trains: with an account, or known by the device and a code alone.

    ``nonce`` is what the device keeps, signed; the code for coming back is made from it. ``pseudonym`` stands in the
    exports of whoever consented.
    """

    training = models.ForeignKey(Training, models.CASCADE, related_name="learners")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="learning")
    nonce = models.CharField(max_length=24, default=_nonce, unique=True, editable=False)
    code_hash = models.CharField(max_length=64, unique=True)
    pseudonym = models.CharField(max_length=24, unique=True)
    consented_on = models.DateField(null=True, blank=True)
    seen_on = models.DateField(default=timezone.localdate)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["training", "user"], condition=models.Q(user__isnull=False), name="one_learner_per_account"
            )
        ]

    def __str__(self) -> str:
        return self.pseudonym


class Round(models.Model):
    """The scenarios that a learner judges one after another: ten, or ``length`` where fewer are left.

    The rounds of a learner are numbered from 1.
    """

    learner = models.ForeignKey(Learner, models.CASCADE, related_name="rounds")
    number = models.PositiveIntegerField()
    length = models.PositiveIntegerField()
    started_on = models.DateField(default=timezone.localdate)
    finished_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["learner", "number"], name="one_round_per_number")]
        ordering: ClassVar = ["learner_id", "number"]

    def __str__(self) -> str:
        return f"{self.learner}, round {self.number}"


class Step(models.Model):
    """One scenario of a round: chosen when the one before it was answered, and answered once.

    ``levels`` are level keys by criterion, ``answer`` an answer key (empty until it is given), ``named`` the keys of at
    most two criteria that decided, ``reason`` a few words.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="steps")
    number = models.PositiveIntegerField()
    levels = models.JSONField()
    answer = models.CharField(max_length=64, blank=True)
    named = models.JSONField(default=list, blank=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["round", "number"], name="one_step_per_number")]
        ordering: ClassVar = ["round_id", "number"]

    def __str__(self) -> str:
        return f"{self.round}, scenario {self.number}"
