"""The chain behind the audit trail: for each line a link with its hash, which holds the hash of the link before.

Every study has a chain of its own, and what belongs to no study has one (study 0). Links are only ever added. A line
that is made to forget a person gets a link with what it says now; one that is deleted gets a last link that says so.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from datetime import UTC
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import connection, models, transaction

from collega.web.records.study import Study

if TYPE_CHECKING:
    from collega.web.records.trail import Event

NO_STUDY = 0
_LOCK = 0x7261696C  # of the chain without a study, on PostgreSQL


def new_salt() -> str:
    """Return what makes a digest tell nothing once its line is gone."""
    return secrets.token_hex(16)


class TrailLink(models.Model):
    """One link: ``digest`` is of the line ``event`` as it was then, ``hash`` of this link and the one before."""

    class Why(models.TextChoices):
        """What happened to the line."""

        WRITTEN = "written"
        FORGOT = "forgot"
        GONE = "gone"

    study = models.BigIntegerField()  # no foreign key: the chain outlives what it tells of
    number = models.PositiveBigIntegerField()
    event = models.BigIntegerField()
    why = models.CharField(max_length=8, choices=Why, default=Why.WRITTEN)
    digest = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["study", "number"], name="one_link_per_number")]
        ordering: ClassVar = ["study", "number"]

    def __str__(self) -> str:
        return f"link {self.number} of study {self.study}"


def digest_of(event: Event) -> str:
    """Return the SHA-256 of everything that a line says, and of its salt."""
    content = [
        event.salt, event.pk, event.study_id, event.user_id, event.at.astimezone(UTC).isoformat(), event.what,
        event.facts,
    ]  # fmt: skip
    return _sha256(content)


def hash_of(link: TrailLink, before: str) -> str:
    """Return the SHA-256 of a link; ``before`` is the hash of the one before, '' for the first."""
    return _sha256([before, link.study, link.number, link.event, link.why, link.digest])


@transaction.atomic
def add_link(event: Event, why: TrailLink.Why = TrailLink.Why.WRITTEN) -> TrailLink:
    """Add a link for a line, after the last one of its study; others who add to that chain wait."""
    study = event.study_id or NO_STUDY
    _hold(study)
    last = TrailLink.objects.filter(study=study).order_by("-number").first()
    link = TrailLink(study=study, number=1 if last is None else last.number + 1, event=event.pk, why=why)
    link.digest = "" if why == TrailLink.Why.GONE else digest_of(event)
    link.hash = hash_of(link, "" if last is None else last.hash)
    link.save(force_insert=True)
    return link


def _hold(study: int) -> None:
    """Hold one chain until the transaction ends; on SQLite every transaction of ours holds the database already.

    The study's row comes first, as in every deed, so that no two of them wait for each other; answers go on.
    """
    if connection.vendor != "postgresql":
        return
    if study:
        Study.objects.select_for_update(no_key=True).filter(pk=study).values_list("pk").first()
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _sha256(content: list[Any]) -> str:
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
