"""The casebook: real cases that professionals share, what they advise, and what was decided.

A judgement is blind by its rows: it is made under the lock of its case, and only where no :class:`Sight` says that its
author had seen anything of what others or the model thought of it. What somebody thinks afterwards is a row of another
kind, :class:`SecondThought`, which nothing that computes reads.
"""

from __future__ import annotations

import secrets
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from collega.web.records.fit import StoredFit
from collega.web.records.organisation import Organisation
from collega.web.records.study import Study

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def new_code() -> str:
    """Return a name for addresses that tells nothing, not even how many cases there are."""
    return "".join(secrets.choice(_LETTERS) for _ in range(12))


def mark(criterion: str, level: str) -> str:
    """Return a level as it stands in the marks of a case; no key has these signs."""
    return f"|{criterion}={level}|"


def _private_goes(collector: Any, field: Any, objects: Any, using: str) -> None:
    """Whoever goes takes their private cases and drafts along; what they shared stays without their name."""
    private = Q(visibility=Visibility.PRIVATE) | Q(advised_at=None)
    models.CASCADE(collector, field, objects.filter(private), using)
    models.SET_NULL(collector, field, objects.exclude(private), using)


class Visibility(models.TextChoices):
    """Who may read a case."""

    PRIVATE = "private"
    ORGANISATION = "organisation"
    ALL = "all"


class CaseQuerySet(models.QuerySet["Case"]):
    """Cases, and which of them somebody may read."""

    def readable_by(self, user: Any, organisation: int | None) -> CaseQuerySet:
        """Keep what this person may read: their own, and what is shared with them and was not hidden."""
        shared = Q(visibility=Visibility.ALL)
        if organisation is not None:
            shared |= Q(visibility=Visibility.ORGANISATION, organisation=organisation)
        return self.filter(Q(author=user) | shared & Q(advised_at__isnull=False, hidden_at=None))

    def shared(self) -> CaseQuerySet:
        """Keep what others than the author can read."""
        return self.filter(advised_at__isnull=False, hidden_at=None).exclude(visibility=Visibility.PRIVATE)

    def shared_with_all(self) -> CaseQuerySet:
        """Keep what every professional of the study may read."""
        return self.filter(visibility=Visibility.ALL, advised_at__isnull=False, hidden_at=None)


class Case(models.Model):
    """A real case. ``levels`` by criterion, what is not in it is blank; ``marks`` are the same for finding.

    ``organisation`` is the author's when the case was made; only its people see ``file_number``. Until ``advised_at``
    the case is a draft that its author alone sees. Then their own advice is frozen (``answer``, ``motivation``, and up
    to three ``deciding`` criteria), with the virtual colleague's of that moment in ``advice`` (share, interval, groups,
    and the model's identity; empty where there was no model), and so are levels and question. ``unseen`` tells whether
    the own advice came before the model's.
    """

    study = models.ForeignKey(Study, models.CASCADE, related_name="cases")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, _private_goes, null=True, blank=True, related_name="cases")
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="cases")
    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    title = models.CharField(max_length=150)
    text = models.TextField()
    question = models.CharField(max_length=300, blank=True)
    levels = models.JSONField(default=dict, blank=True)
    marks = models.TextField(blank=True, editable=False)
    file_number = models.CharField(max_length=80, blank=True)
    visibility = models.CharField(max_length=12, choices=Visibility, default=Visibility.PRIVATE)
    made_at = models.DateTimeField(default=timezone.now)
    shared_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=64, blank=True)
    motivation = models.TextField(blank=True)
    deciding = models.JSONField(default=list, blank=True)
    advised_at = models.DateTimeField(null=True, blank=True)
    unseen = models.BooleanField(default=True)
    fit = models.ForeignKey(StoredFit, models.SET_NULL, null=True, blank=True, related_name="+")
    advice = models.JSONField(default=dict, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_reason = models.CharField(max_length=300, blank=True)
    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-shared_at", "-made_at", "-id"]
        indexes: ClassVar = [
            models.Index(fields=["study", "visibility", "-shared_at"], name="cases_by_visibility"),
            models.Index(fields=["study", "author", "-made_at"], name="cases_by_author"),
        ]

    def __str__(self) -> str:
        return f"case {self.code} of {self.study}"

    @property
    def advised(self) -> bool:
        """Whether its author has advised, so that it can be shared."""
        return self.advised_at is not None

    @property
    def shared(self) -> bool:
        """Whether others can read it."""
        return self.advised and self.visibility != Visibility.PRIVATE and self.hidden_at is None


class Outcome(models.Model):
    """What was decided in a case, and why: told by its author, later."""

    class Side(models.TextChoices):
        """The decision beside the statement that was judged."""

        POSITIVE = "positive"
        NEGATIVE = "negative"
        OTHERWISE = "otherwise"

    case = models.OneToOneField(Case, models.CASCADE, related_name="outcome")
    side = models.CharField(max_length=10, choices=Side)
    decided = models.TextField()
    why = models.TextField()
    on = models.DateField(default=timezone.localdate)
    told_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"outcome of {self.case}"


class Release(models.Model):
    """Batches of several cases that are compared with the model together: so many that no case's own count follows."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="releases")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"release {self.pk} of {self.study}"


class Batch(models.Model):
    """Blind judgements of one case that came into view together: what is shown of it never changes.

    ``apart``: it was in a release from which a batch was taken back, and is in none any more.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="batches")
    release = models.ForeignKey(Release, models.SET_NULL, null=True, blank=True, related_name="batches")
    apart = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["id"]
        verbose_name_plural = "batches"

    def __str__(self) -> str:
        return f"batch {self.pk} of {self.case}"


class Judgement(models.Model):
    """What a colleague thinks of a shared case, given once, with a reason.

    ``blind`` is whether it was given before anything of others or the model was seen. ``batch`` is the one in which it
    came into view; ``apart`` that its batch was broken by a deletion, so that it is in no count any more. ``share`` is
    what the model of that moment, ``fit``, expected.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="judgements")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="judgements")
    at = models.DateTimeField(default=timezone.now)
    answer = models.CharField(max_length=64)
    reason = models.TextField()
    blind = models.BooleanField()
    batch = models.ForeignKey(Batch, models.SET_NULL, null=True, blank=True, related_name="judgements")
    apart = models.BooleanField(default=False)
    share = models.FloatField(null=True, blank=True)
    fit = models.ForeignKey(StoredFit, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "user"], name="one_judgement_of_a_case"),
            models.CheckConstraint(condition=Q(blind=True) | Q(batch=None), name="batches_are_blind"),
        ]
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"judgement {self.pk}"


class SecondThought(models.Model):
    """What somebody came to think of a case after they had seen the others: never blind, in no count and no model."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="second_thoughts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="second_thoughts")
    at = models.DateTimeField(default=timezone.now)
    answer = models.CharField(max_length=64)
    reason = models.TextField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "user"], name="one_second_thought")]

    def __str__(self) -> str:
        return f"second thought {self.pk}"


class Sight(models.Model):
    """When somebody first saw something of what others or the model think of a case, and how."""

    class Way(models.TextChoices):
        """How they came to see it."""

        JUDGED = "judged"
        ASKED = "asked"  # the virtual colleague, about the same levels or one change away

    case = models.ForeignKey(Case, models.CASCADE, related_name="sights")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    way = models.CharField(max_length=10, choices=Way)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "user"], name="one_first_sight")]

    def __str__(self) -> str:
        return f"sight {self.pk}"


class Asked(models.Model):
    """Somebody saw the virtual colleague's advice on some levels. ``token`` is a keyed hash of who and which.

    Whether a given person asked about given levels can be looked up; who asked, or what was asked, cannot be read.
    """

    study = models.ForeignKey(Study, models.CASCADE, related_name="+")
    token = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name_plural = "asked"

    def __str__(self) -> str:
        return f"asked in {self.study}"


class Remark(models.Model):
    """One contribution to the discussion of a case."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="remarks")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="remarks")
    at = models.DateTimeField(default=timezone.now)
    text = models.TextField()
    changed_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["at", "id"]

    def __str__(self) -> str:
        return f"remark {self.pk}"


class Report(models.Model):
    """Somebody asks a moderator to look at a remark, or at the case itself where ``remark`` is empty."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="reports")
    remark = models.ForeignKey(Remark, models.CASCADE, null=True, blank=True, related_name="reports")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    why = models.CharField(max_length=300)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["remark", "user"], name="one_report_of_a_remark")]
        ordering: ClassVar = ["-at", "-id"]

    def __str__(self) -> str:
        return f"report {self.pk}"
