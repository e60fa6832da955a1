"""Launching a study, pausing it, opening it again, and closing it for good."""

from __future__ import annotations

import hashlib
import json
from statistics import median
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collega.web.deeds.empty import to_write
from collega.web.deeds.notice import missing_notice
from collega.web.deeds.refused import ChangedMeanwhileError, RefusedError
from collega.web.deeds.rules import RULES, data_until
from collega.web.ledger import LINKS, note_deletion
from collega.web.progress.times import preview_seconds
from collega.web.records.batches import open_all
from collega.web.records.models import Collection, Deed, Interview, Kind, Link, Study, current_design, locked, log


def obstacles(study: Study) -> list[str]:
    """Return what must be done before this study can be launched."""
    reasons, design = [], current_design(study)
    if design is None or design.out_of_date:
        reasons.append(_("Compose the scenarios first."))
    elif design.verdict == "unusable":
        reasons.append(_("The design cannot be used: it does not measure all criteria."))
    if parts := to_write(study):
        reasons.append(_("Questions: still to be written: %(parts)s.") % {"parts": ", ".join(parts)})
    if study.closes_on is not None and not timezone.localdate() <= study.closes_on <= data_until(study):
        reasons.append(_("The closing day is past, or comes after the day on which personal data are deleted."))
    return reasons + missing_notice(study)


def launch_mark(study: Study) -> str:
    """Return what tells whether anything that a launch freezes has changed since it was shown."""
    design = current_design(study)
    rules = [str(getattr(study, name)) for name in RULES]
    facts = [study.definition, study.notice, rules, None if design is None else (design.pk, design.layout)]
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()[:16]


@transaction.atomic
def launch(study: Study, user: Any, *, version: str | None = None) -> bool:
    """Open a study and freeze its questions; False where that was done already.

    Parameters
    ----------
    version : str, optional
        The mark of what was shown to whoever launches it.

    Raises
    ------
    ChangedMeanwhileError
        Where something else would be frozen than was shown.
    RefusedError
        While there are obstacles.
    """
    row = locked(study.pk)
    if row.launched:
        return False
    if version is not None and version != launch_mark(row):
        raise ChangedMeanwhileError
    if obstacles(row):
        raise RefusedError(_("The study cannot be launched yet."))
    row.launched_at, row.collection = timezone.now(), Collection.OPEN
    row.keep_until = data_until(row)
    tried = preview_seconds(row)
    row.seconds_tried = round(median(tried)) if tried else None
    row.save(update_fields=["launched_at", "collection", "keep_until", "seconds_tried"])
    Interview.objects.filter(study=row, kind=Kind.PREVIEW).delete()
    log(row, user, Deed.STUDY_LAUNCHED, hash=row.hash)
    study.refresh_from_db()
    return True


def pause(study: Study, user: Any) -> None:
    """Let nobody answer for a while; RefusedError where the study is not open."""
    _turn(study, user, Collection.OPEN, Collection.PAUSED, Deed.COLLECTION_PAUSED)


def reopen(study: Study, user: Any) -> None:
    """Let people answer again; RefusedError where the study is not paused."""
    _turn(study, user, Collection.PAUSED, Collection.OPEN, Deed.COLLECTION_OPENED)


@transaction.atomic
def _turn(study: Study, user: Any, old: Collection, new: Collection, deed: Deed) -> None:
    row = locked(study.pk)
    if row.collection != old:
        raise RefusedError(_("The state of the study was changed meanwhile."))
    row.collection = new
    row.save(update_fields=["collection"])
    log(row, user, deed)
    study.refresh_from_db()


@transaction.atomic
def close(study: Study, user: Any) -> None:
    """Close a study for good: the link between invitations and interviews is destroyed.

    Raises
    ------
    RefusedError
        Where it was never launched, or is closed.
    """
    row = locked(study.pk)
    if not row.launched or row.collection == Collection.CLOSED:
        raise RefusedError(_("The state of the study was changed meanwhile."))
    row.collection = Collection.CLOSED
    row.let_anybody_in(opened=False)
    row.save(update_fields=["collection", "open_token", "open_code"])
    Link.objects.filter(invitation__study=row).delete()
    note_deletion(LINKS, row.key)
    open_all(row)
    log(row, user, Deed.STUDY_CLOSED)
    study.refresh_from_db()
