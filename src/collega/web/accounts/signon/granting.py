"""Giving somebody what their groups give, and taking back what these gave before."""

from __future__ import annotations

from django.db import transaction

from collega.web.accounts.models import Granted, User
from collega.web.accounts.signon.groups import Given
from collega.web.records.models import Deed, Organisation, Role, Study, log

_MOST_FIRST = tuple(Role.Kind)


@transaction.atomic
def grant(user: User, given: Given) -> None:
    """Make somebody's roles what their groups say; what people gave by hand stays.

    The trail tells of roles in a team. It does not tell of professionals: one of them may be a participant who came
    here after the last answer (docs/reference/people.md).
    """
    kept, _new = Granted.objects.select_for_update().get_or_create(user=user)
    if given.founder and not user.founder:
        _found_roles(user, kept, founder=True)
    elif kept.founder and not given.founder:
        _found_roles(user, kept, founder=False)
    organisation = _organisation(given)
    if organisation is not None and user.organisation_id != organisation.pk:
        user.organisation = organisation
        user.save(update_fields=["organisation"])
    before: dict[str, str] = kept.roles
    kept.roles = {}
    for study in Study.objects.filter(key__in={*before, *given.studies}):
        wanted, had = given.studies.get(study.key), before.get(study.key)
        if wanted is None:
            _take_back(study, user, had)
        elif _give(study, user, wanted, had, organisation):
            kept.roles[study.key] = wanted.value
    kept.save()


def _found_roles(user: User, kept: Granted, *, founder: bool) -> None:
    user.founder = kept.founder = founder
    user.save(update_fields=["founder"])


def _give(study: Study, user: User, wanted: Role.Kind, had: str | None, organisation: Organisation | None) -> bool:
    """Give a role, and return whether the groups give it: not where somebody has as much by hand."""
    role = Role.objects.filter(study=study, user=user).first()
    by_groups = role is not None and role.kind == had
    if role is not None and not by_groups and _MOST_FIRST.index(Role.Kind(role.kind)) <= _MOST_FIRST.index(wanted):
        return False
    before = None if role is None else role.kind
    role = role or Role(study=study, user=user)
    if before != wanted or (organisation and role.organisation_id != organisation.pk):
        role.kind, role.organisation = wanted, organisation or role.organisation
        role.save()
    if before != wanted:
        _tell(study, user, Deed.COLLEAGUE_JOINED if before is None else Deed.ROLE_CHANGED, wanted)
    return True


def _take_back(study: Study, user: User, had: str | None) -> None:
    taken, _ = Role.objects.filter(study=study, user=user, kind=had).delete()
    if taken:
        _tell(study, user, Deed.COLLEAGUE_REMOVED, had or "")


def _tell(study: Study, user: User, deed: Deed, kind: str) -> None:
    if kind != Role.Kind.PROFESSIONAL:
        log(study, user, deed, role=str(kind), by="group")


def _organisation(given: Given) -> Organisation | None:
    if given.organisation is None:
        return None
    name, kind = given.organisation
    found = Organisation.objects.filter(name__iexact=name).first()
    return found or Organisation.objects.get_or_create(name=name, defaults={"type": kind})[0]
