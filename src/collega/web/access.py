"""Who may do what: one authorised fetch for every page of a study."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from collega.web.accounts.models import User
from collega.web.records.models import Role, Study

OWNER, ANALYST = (Role.Kind.OWNER,), (Role.Kind.OWNER, Role.Kind.ANALYST)
READER, PROFESSIONAL = (*ANALYST, Role.Kind.READER), (*ANALYST, Role.Kind.READER, Role.Kind.PROFESSIONAL)


def person_of(request: HttpRequest) -> User:
    """Return who is signed in, on pages that are shown to nobody else."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def study_for(request: HttpRequest, key: str, kinds: tuple[Role.Kind, ...] = READER) -> Study:
    """Return the study if this person has one of these roles in it.

    Raises
    ------
    Http404
        For strangers: that a study exists is no business of theirs.
    PermissionDenied
        For members with another role.
    """
    role = role_in(request, key)
    if role is None:
        raise Http404
    if role.kind not in kinds:
        raise PermissionDenied
    return role.study


def role_in(request: HttpRequest, key: str) -> Role | None:
    """Return this person's role in a study, if they have one."""
    if not request.user.is_authenticated:
        return None
    return Role.objects.select_related("study").filter(user=request.user, study__key=key).first()


def organisation_in(user: User, study: Study) -> int | None:
    """Return the key of the organisation that an owner of this study has confirmed for somebody; None without one.

    What is shared within an organisation opens to this one alone, not to ``user.organisation``, which anybody can say.
    """
    names = Role.objects.filter(user=user, study=study).values_list("organisation", flat=True)
    return names.first()
