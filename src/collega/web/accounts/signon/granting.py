"""Giving somebody what their groups give, and taking back what these gave before."""

from __future__ import annotations

from django.db import transaction

from collega.web.accounts.models import Granted, User
from collega.web.accounts.signon.groups import Given
from collega.web.records.models import Deed, Organisation, Role, Study, log

_MOST_FIRST = tuple(Role.Kind)


@transaction.atomic
def grant(user: User, grants: Given) -> None:
    """Make somebody's roles what their groups say; what people gave by hand stays.

    The trail tells of roles in a team. It does not tell of professionals: one of them may be a participant who came
    here after the last answer (docs/reference/people.md).
    """
    row, _new = Granted.objects.select_for_update().get_or_create(user=user)
    if grants.founder and not user.founder:
        _set_founder(user, row, founder=True)
    elif row.founder and not grants.founder:
        _set_founder(user, row, founder=False)
    organisation = _organisation(grants)
    if organisation is not None and user.organisation_id != organisation.pk:
        user.organisation = organisation
        user.save(update_fields=["organisation"])
    earlier: dict[str, str] = row.roles
    row.roles = {}
    for study in Study.objects.filter(key__in={*earlier, *grants.studies}):
        kind, had = grants.studies.get(study.key), earlier.get(study.key)
        if kind is None:
            _take_back(study, user, had)
        elif _give(study, user, kind, had, organisation):
            row.roles[study.key] = kind.value
    row.save()


def _set_founder(user: User, row: Granted, *, founder: bool) -> None:
    user.founder = row.founder = founder
    user.save(update_fields=["founder"])


def _give(study: Study, user: User, kind: Role.Kind, had: str | None, organisation: Organisation | None) -> bool:
    """Give a role, and return whether the groups give it: not where somebody has as much by hand."""
    role = Role.objects.filter(study=study, user=user).first()
    by_groups = role is not None and role.kind == had
    if role is not None and not by_groups and _MOST_FIRST.index(Role.Kind(role.kind)) <= _MOST_FIRST.index(kind):
        return False
    previous = None if role is None else role.kind
    role = role or Role(study=study, user=user)
    if previous != kind or (organisation and role.organisation_id != organisation.pk):
        role.kind, role.organisation = kind, organisation or role.organisation
        role.save()
    if previous != kind:
        _tell(study, user, Deed.COLLEAGUE_JOINED if previous is None else Deed.ROLE_CHANGED, kind)
    return True


def _take_back(study: Study, user: User, had: str | None) -> None:
    removed, _ = Role.objects.filter(study=study, user=user, kind=had).delete()
    if removed:
        _tell(study, user, Deed.COLLEAGUE_REMOVED, had or "")


def _tell(study: Study, user: User, deed: Deed, kind: str) -> None:
    if kind != Role.Kind.PROFESSIONAL:
        log(study, user, deed, role=str(kind), by="group")


def _organisation(grants: Given) -> Organisation | None:
    if grants.organisation is None:
        return None
    name, kind = grants.organisation
    organisation = Organisation.objects.filter(name__iexact=name).first()
    return organisation or Organisation.objects.get_or_create(name=name, defaults={"type": kind})[0]
