"""The people who are invited: adding them, and taking somebody off the list."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

from django.db import transaction
from django.utils.translation import gettext as _

from collega.web.deeds.refused import RefusedError
from collega.web.deeds.returned_mail import returned
from collega.web.records.invitation import new_nonce
from collega.web.records.models import Collection, Deed, Invitation, Study, locked, log
from collega.web.tokens import hashed, personal_token


class Person(Protocol):
    """Somebody to invite."""

    @property
    def email(self) -> str:
        """Their mail address."""

    @property
    def name(self) -> str:
        """What mails call them; may be empty."""

    @property
    def language(self) -> str:
        """``nl`` or ``en``."""


def closed_to_new_people(study: Study) -> str:
    """Return why nobody can be invited any more; empty where people can."""
    closed = study.collection == Collection.CLOSED or study.erased_at is not None
    return _("The study is closed: nobody can be invited any more.") if closed else ""


@transaction.atomic
def add_people(study: Study, user: Any, people: Iterable[Person]) -> int:
    """Put people on the list, each with a personal link of their own; return how many are new.

    Raises
    ------
    RefusedError
        Where the study is closed.
    """
    row = locked(study.pk)
    if refusal := closed_to_new_people(row):
        raise RefusedError(refusal)
    invitations = []
    for person in people:
        nonce = new_nonce()
        invitations.append(
            Invitation(
                study=row,
                email=person.email,
                name=person.name,
                language=person.language,
                nonce=nonce,
                token_hash=hashed(personal_token(nonce)),
            )
        )
    if not invitations:
        return 0
    stored = Invitation.objects.bulk_create(invitations, ignore_conflicts=True)
    log(row, user, Deed.PEOPLE_ADDED, people=len(stored))
    return len(stored)


@transaction.atomic
def remove_person(study: Study, user: Any, pk: int) -> bool:
    """Take somebody off the list; answers that were given stay, linked to nobody. False where nobody was there."""
    removed, _kinds = study.invitations.filter(pk=pk).delete()
    if removed:
        log(study, user, Deed.PERSON_REMOVED)
    return bool(removed)


@transaction.atomic
def take_in_returned_mail(study: Study, user: Any, content: bytes) -> int:
    """Mark whose mail came back for good, so that nobody writes to them any more; return how many are new."""
    new = 0
    for address, reason in returned(content):
        new += study.invitations.filter(email=address.lower(), bounced="").update(bounced=reason[:300])
    if new:
        log(study, user, Deed.RETURNED_MAIL_TAKEN_IN, people=new)
    return new
