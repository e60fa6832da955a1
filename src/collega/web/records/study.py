"""A study on the website: its definition, its state, and who may do what."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from collega.study import Study as Definition
from collega.study import parse_study, study_hash
from collega.web.records.languages import engine_language, say
from collega.web.records.organisation import Organisation
from collega.web.tokens import new_shared_code, new_token

parse = lru_cache(maxsize=64)(parse_study)


class Collection(models.TextChoices):
    """Whether answers are being collected."""

    DRAFT = "draft"
    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"


class Publication(models.TextChoices):
    """Who sees the results of the published fit."""

    TEAM = "team"
    LINK = "link"
    PUBLIC = "public"


class ShareOf(models.TextChoices):
    """Whose share comes first in an advice."""

    PARTICIPANTS = "participants"
    COLLEAGUES = "colleagues"
    PROFESSION = "profession"


class Study(models.Model):
    """One study. ``definition`` is the text of study.yaml: after the launch it never changes.

    ``watched`` holds how the collection goes as :mod:`collega.web.progress` counted it last, ``watched_late`` whether
    something has changed since, ``withdraw_until`` the
    last day on which participants can withdraw; without one it is that of ``keep_until``. ``profession`` holds the
    counts of the profession as the engine writes them; empty without any.
    """

    key = models.SlugField(max_length=80, unique=True)
    definition = models.TextField()
    collection = models.CharField(max_length=10, choices=Collection, default=Collection.DRAFT)
    publication = models.CharField(max_length=10, choices=Publication, default=Publication.TEAM)
    results_token = models.CharField(max_length=64, default=secrets.token_urlsafe, editable=False)
    open_token = models.CharField(max_length=64, blank=True)
    open_code = models.CharField(max_length=9, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    launched_at = models.DateTimeField(null=True, blank=True)
    closes_on = models.DateField(null=True, blank=True)
    keep_until = models.DateField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    most_participants = models.PositiveIntegerField(null=True, blank=True)
    release_after = models.PositiveIntegerField(default=24)
    advice_first = models.BooleanField(default=True)
    weights_before_closing = models.BooleanField(default=False)
    synthetic = models.BooleanField(default=False)
    seconds_tried = models.PositiveIntegerField(null=True, blank=True)  # how long previews took, kept at the launch
    notice = models.JSONField(default=dict, blank=True)
    corrections = models.JSONField(default=list, blank=True)
    watched = models.JSONField(default=dict, blank=True)
    watched_late = models.BooleanField(default=True)
    withdraw_until = models.DateField(null=True, blank=True)
    share_of = models.CharField(max_length=12, choices=ShareOf, default=ShareOf.PARTICIPANTS)
    profession = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name_plural = "studies"
        ordering: ClassVar = ["key"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["open_code"], condition=~models.Q(open_code=""), name="one_study_per_code")
        ]

    def __str__(self) -> str:
        return self.key

    def get_absolute_url(self) -> str:
        """Where the team works on it."""
        return reverse("workbench:study", args=[self.key])

    @property
    def as_defined(self) -> Definition:
        """The definition itself; what it is hashed by."""
        return parse(self.definition)

    @property
    def as_shown(self) -> Definition:
        """The definition with the logged corrections, and whose share comes first: what people read."""
        return _shown(self.definition, _frozen(self.corrections), self.share_of)

    @property
    def hash(self) -> str:
        """Of the definition, corrections left out."""
        return study_hash(self.as_defined)

    @property
    def launched(self) -> bool:
        """Whether the definition is frozen."""
        return self.launched_at is not None

    @property
    def is_open(self) -> bool:
        """Whether somebody can answer now."""
        return self.collection == Collection.OPEN

    @property
    def last_withdrawal(self) -> date | None:
        """The last day on which participants can withdraw."""
        days = [day for day in (self.withdraw_until, self.keep_until) if day is not None]
        return min(days, default=None)

    def silent_since(self, moment: datetime) -> datetime:
        """Since when somebody must have been silent to count as away."""
        return moment - timedelta(hours=self.release_after)

    def title(self, language: str) -> str:
        """The title in a language."""
        return self.as_shown.title.say("nl" if language == "nl" else "en")

    def let_anybody_in(self, *, opened: bool) -> None:
        """Give the study an open link, and a code for typing that leads there too; or take both away."""
        self.open_token = (self.open_token or new_token()) if opened else ""
        self.open_code = (self.open_code or new_shared_code()) if opened else ""

    def tell(self, notice: dict[str, Any]) -> None:
        """Take over what participants are told; after the launch they have read it, and only the contact changes."""
        self.notice = self.notice | {"contact": notice["contact"]} if self.launched else notice

    def told(self, part: str, language: str) -> str:
        """What participants are told under this heading of the notice."""
        return say(self.notice.get(part, ""), language)

    def told_contact(self, language: str) -> str:
        """Whom participants can ask: what they are told, which can change, or else what the definition says."""
        return self.told("contact", language) or self.as_shown.contact.say(engine_language(language))


def random_key(bits: int = 52) -> int:
    """Return a key for a row whose place among the others must not tell when it was made; 1 to ``2**bits - 1``."""
    return secrets.randbelow(2**bits - 1) + 1


def locked(study_pk: int) -> Study:
    """Return the study, with its row held: on SQLite every transaction of ours holds the database already."""
    return Study.objects.select_for_update().get(pk=study_pk)


# What an owner must tell participants before the launch (GDPR articles 13 and 14).
NOTICE_PARTS = ("purpose", "controller", "legal_basis", "recipients", "retention", "rights", "contact")


def _frozen(corrections: list[dict[str, Any]]) -> tuple[tuple[str, str, str], ...]:
    return tuple((correction["place"], correction["language"], correction["text"]) for correction in corrections)


@lru_cache(maxsize=64)
def _corrected(definition: str, corrections: tuple[tuple[str, str, str], ...]) -> Definition:
    return Definition.model_validate(corrected(definition, corrections)) if corrections else parse(definition)


def corrected(definition: str, corrections: Iterable[tuple[str, str, str]]) -> dict[str, Any]:
    """Return a definition as plain data with these (place, language, text) written over it, whatever that makes."""
    data: dict[str, Any] = parse(definition).model_dump(mode="json")
    for place, language, text in corrections:
        *path, last = place.split(".")
        node: Any = data
        key: Any = int(last) if last.isdecimal() else last
        try:
            for step in path:
                node = node[int(step)] if step.isdecimal() else node[step]
            old = node[key]
        except (KeyError, IndexError, TypeError):  # of something that is no longer in the study
            continue
        texts = {"nl": old, "en": old} if isinstance(old, str) else dict(old)
        node[key] = texts | {language: text}
    return data


@lru_cache(maxsize=64)
def _shown(definition: str, corrections: tuple[tuple[str, str, str], ...], share_of: ShareOf) -> Definition:
    corrected = _corrected(definition, corrections)
    return corrected if corrected.share_of == share_of else corrected.model_copy(update={"share_of": str(share_of)})


class Role(models.Model):
    """What somebody may do in a study.

    ``organisation``: the one they belong to, once an owner of this study has confirmed it. What is shared within an
    organisation opens to this one alone, never to what somebody says about themselves.
    """

    class Kind(models.TextChoices):
        """From most to least."""

        OWNER = "owner"
        ANALYST = "analyst"
        READER = "reader"
        PROFESSIONAL = "professional"

    study = models.ForeignKey(Study, models.CASCADE, related_name="roles")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="roles")
    kind = models.CharField(max_length=12, choices=Kind)
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="roles")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["study", "user"], name="one_role_per_study")]

    def __str__(self) -> str:
        return f"{self.user}: {self.kind} of {self.study}"

    def save(self, **options: Any) -> None:
        """Give a new role a key that does not tell when somebody joined."""
        if self.pk is None:
            self.pk = random_key()
            options["force_insert"] = True
        super().save(**options)
