"""The end of personal data: announced, and then really gone."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from collega.errors import NotComputedError
from collega.model.fit import Fit
from collega.model.population import erased
from collega.model.store import pack_fit
from collega.web import bridge, memory
from collega.web.accounts.models import User
from collega.web.deeds.collection import close
from collega.web.ledger import STUDY, noted_as_one
from collega.web.letters import letter
from collega.web.records.models import Collection, Deed, Deletion, Learner, Role, Session, StoredFit, Study, log

AHEAD = timedelta(days=30)
_PATIENCE = 1000  # milliseconds


def to_announce(today: date) -> Iterable[Study]:
    """Return the studies whose individual data go within a month."""
    return Study.objects.filter(erased_at=None, keep_until__lte=today + AHEAD, keep_until__gte=today)


def announce(study: Study) -> bool:
    """Tell the owners that individual data will be deleted, each once; False where all of them know.

    Raises
    ------
    NotComputedError
        After all others were told, where a mail could not be sent: the next hour tries again.
    """
    owners = [role.user for role in study.roles.filter(kind=Role.Kind.OWNER).select_related("user").order_by("pk")]
    announced = study.events.filter(what=Deed.DELETION_ANNOUNCED)
    untold = [owner for owner in owners if not announced.filter(facts__email=owner.email).exists()]
    missed = [owner for owner in untold if not _tell(study, owner)]
    if missed:
        raise NotComputedError(f"The mail could not be sent to {len(missed)} of {len(untold)} owners.")
    return bool(untold)


def _tell(study: Study, owner: User) -> bool:
    """Write to one owner; False where that failed, which is logged."""
    subject, body = _announcement(study, owner.language or study.as_defined.languages[0])
    try:
        letter(subject, body, owner.email).send()
    except Exception:
        logging.getLogger(__name__).exception("The deletion of %s could not be announced to an owner.", study.key)
        return False
    log(study, None, Deed.DELETION_ANNOUNCED, until=str(study.keep_until), email=owner.email)
    return True


def _announcement(study: Study, language: str) -> tuple[str, str]:
    assert study.keep_until is not None  # only then there is something to announce
    with override(language):
        day = date_format(study.keep_until, "j F Y")
        subject = _("On %(day)s individual answers are deleted: %(title)s") % {
            "day": day, "title": study.title(language)}  # fmt: skip
        body = _(
            "After %(day)s all individual answers of the study '%(title)s' are deleted, as participants were "
            "promised. The results stay, and the virtual colleague then answers from what was learned about the group "
            "as a whole.\n\nDo you want to fit the choice model again, or change something in the analysis? Do it "
            "before that day:\n%(link)s\n"
        ) % {"day": day, "title": study.title(language),
             "link": settings.SITE_URL + reverse("workbench:study", args=[study.key])}  # fmt: skip
    return subject, body


def to_erase(today: date) -> Iterable[Study]:
    """Return the studies whose individual data were promised to be gone by now."""
    return Study.objects.filter(erased_at=None, keep_until__lt=today)


def erase(study: Study) -> bool:
    """Delete every individual row of a study; False where that was done already."""
    with transaction.atomic():
        row = Study.objects.select_for_update().get(pk=study.pk)
        if row.erased_at is not None:
            return False
        if row.collection in (Collection.OPEN, Collection.PAUSED):
            close(row, None)
        counts = {"interviews": row.interviews.count(), "invitations": row.invitations.count()}
        for fit in row.fits.filter(erased=False):
            erase_fit(fit)
        row.shown_states.all().delete()
        with noted_as_one(STUDY, row.key):
            row.sessions.exclude(state=Session.State.FINISHED).delete()
            row.interviews.all().delete()
            row.invitations.all().delete()
            Learner.objects.filter(training__study=row).delete()
        row.erased_at, row.watched, row.watched_late = timezone.now(), {}, True
        row.save(update_fields=["erased_at", "watched", "watched_late"])
        log(row, None, Deed.DATA_DELETED, **counts)
        Deletion.objects.create()
    memory.forget()
    empty_the_log()
    return True


def erase_fit(row: StoredFit) -> None:
    """Take everything about single participants out of a fit; what was learned about the population stays."""
    values, arrays = pack_fit(_without_persons(bridge.unpacked(row)))
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, **arrays)
    row.values, row.arrays = json.loads(json.dumps(values, allow_nan=False)), buffer.getvalue()
    row.members, row.groups, row.erased = [], {}, True
    row.save(update_fields=["values", "arrays", "members", "groups", "erased"])


def _without_persons(fit: Fit) -> Fit:
    if fit.draws is not None:
        return erased(fit)
    return replace(fit, participants=tuple(str(i + 1) for i in range(len(fit.participants))))


def empty_the_log() -> None:
    """Write SQLite's log back into the file and empty it: deleted rows may still stand in it.

    Waits no longer than a moment for whoever reads; the hourly round does it again. PostgreSQL's vacuum does its own.
    """
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            timeout = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
            cursor.execute(f"PRAGMA busy_timeout = {_PATIENCE}")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            cursor.execute(f"PRAGMA busy_timeout = {timeout}")
