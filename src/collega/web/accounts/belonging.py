"""Which organisation somebody says they belong to."""

from __future__ import annotations

from django.db import transaction

from collega.web.accounts.models import User
from collega.web.records.models import Organisation, Role


@transaction.atomic
def belong_to(user: User, name: str, kind: str) -> Organisation | None:
    """Return the organisation of a name, made where there is none yet; None for an empty name.

    Capitals make no other organisation. Its type changes with ``kind`` only where ``user`` is alone in it. What owners
    confirmed of another organisation is taken back: it opened what colleagues there shared.
    """
    organisation = None
    if name:
        organisation = Organisation.objects.filter(name__iexact=name).first()
        organisation = organisation or Organisation.objects.get_or_create(name=name, defaults={"type": kind})[0]
        if organisation.type != kind and not organisation.people.exclude(pk=user.pk).exists():
            organisation.type = kind
            organisation.save(update_fields=["type"])
    Role.objects.filter(user=user).exclude(organisation=None).exclude(organisation=organisation).update(
        organisation=None
    )
    return organisation
