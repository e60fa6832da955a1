"""Who works on a study, and as what. Inviting and joining are in :mod:`collega.web.accounts.invite`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from collega.web.deeds.leaving import take_along
from collega.web.deeds.refused import RefusedError
from collega.web.records.models import Deed, Role, Study, locked, log

REMOVE = "remove"


@transaction.atomic
def change_roles(study: Study, user: Any, changes: Mapping[int, tuple[str, str]]) -> list[tuple[Role, str]]:
    """Give people another role, or take it away; return each role with why it was not changed, empty where it was.

    Parameters
    ----------
    changes : mapping of int to (str, str)
        By the number of a role: what it was when this was decided, empty where that does not matter, and what it is to
        be, a kind of role or ``REMOVE``.

    Raises
    ------
    RefusedError
        For a role that is not of this study.
    """
    locked(study.pk)
    roles = {role.pk: role for role in study.roles.select_related("user")}
    if not changes.keys() <= roles.keys():
        raise RefusedError(_("This person is not in the team."))
    new_owner_first = sorted(changes, key=lambda pk: changes[pk][1] != Role.Kind.OWNER)
    return [(roles[pk], _changed(study, user, roles[pk], *changes[pk])) for pk in new_owner_first]


def _changed(study: Study, user: Any, role: Role, was: str, kind: str) -> str:
    """Change one role; return why not, where it is not."""
    last = not study.roles.filter(kind=Role.Kind.OWNER).exclude(pk=role.pk).exists()
    if was not in ("", role.kind):
        return _("%(who)s was given another role meanwhile: nothing was changed.") % {"who": role.user}
    if role.kind == Role.Kind.OWNER and last and kind != Role.Kind.OWNER:
        return _("This is the last owner. Make somebody else owner first.")
    if kind == REMOVE:
        log(study, user, Deed.COLLEAGUE_REMOVED, email=role.user.email)
        take_along(study, role.user)
        role.delete()
    elif kind != role.kind:
        log(study, user, Deed.ROLE_CHANGED, email=role.user.email, role=kind)
        role.kind = kind
        role.save(update_fields=["kind"])
    return ""


@transaction.atomic
def withdraw_invitation(study: Study, user: Any, pk: int) -> bool:
    """Take an invitation of a colleague back; False where there is none that is still open."""
    removed, _kinds = study.account_invitations.filter(pk=pk, used_at=None).delete()
    if removed:
        log(study, user, Deed.COLLEAGUE_INVITATION_WITHDRAWN)
    return bool(removed)


@transaction.atomic
def confirm_organisations(study: Study, user: Any, choices: Mapping[tuple[int, int], bool]) -> list[str]:
    """Confirm that professionals belong to the organisation they say, or take that back.

    Parameters
    ----------
    choices : mapping of (int, int) to bool
        By the number of a role and that of the organisation that stood beside it when this was decided.

    Returns
    -------
    list of str
        Who was not confirmed, since they say another organisation by now.
    """
    locked(study.pk)
    stale = []
    people = study.roles.filter(pk__in=[role for role, _place in choices]).select_related("user", "organisation")
    roles = {role.pk: role for role in people}
    for (number, place), yes in choices.items():
        role = roles.get(number)
        if role is None or (role.organisation_id == place) == yes:
            continue
        if yes and role.user.organisation_id != place:
            stale.append(str(role.user))
            continue
        role.organisation_id = place if yes else None
        role.save(update_fields=["organisation"])
        log(study, user, Deed.ORGANISATION_CONFIRMED if yes else Deed.ORGANISATION_UNCONFIRMED, email=role.user.email)
    return stale
