"""How somebody is shown to others: never more than they chose."""

from __future__ import annotations

from collections.abc import Container

from django.utils.translation import gettext as _

from collega.web.accounts.models import User
from collega.web.demo_english import in_readers_language
from collega.web.records.models import Role, Study


def byline(user: User | None, members: Container[int] | None = None) -> str:
    """Return the words for somebody: their name if they chose so, else their function and type of organisation.

    Parameters
    ----------
    user : User or None
        With ``organisation`` selected along; None for an account that is gone.
    members : container of int, optional
        The people of the study where this is shown, as :func:`members_of` gives them: who is not among them has left.
        Without it whoever has an account counts as present.
    """
    if user is None or _is_gone(user, members):
        return _("a former colleague")
    if user.shows_name and user.name:
        return user.name
    kind = user.organisation.type_in_words if user.organisation else ""
    function = in_readers_language(user.function)
    if function and kind:
        return _("%(function)s, %(organisation)s") % {"function": function, "organisation": kind}
    if kind:
        return _("a colleague, %(organisation)s") % {"organisation": kind}
    return function or _("a colleague")


def _is_gone(user: User, members: Container[int] | None) -> bool:
    return not user.is_active or (members is not None and user.pk not in members)


def type_shown(user: User | None, members: Container[int]) -> str:
    """Return the type of organisation that stands beside what somebody said; "" where their words do not tell it."""
    if user is None or _is_gone(user, members) or (user.shows_name and user.name) or user.organisation is None:
        return ""
    return user.organisation.type_in_words


def members_of(study: Study) -> frozenset[int]:
    """Return the keys of the accounts that have a role in a study now; one query, for a whole page."""
    return frozenset(Role.objects.filter(study=study).values_list("user_id", flat=True))
