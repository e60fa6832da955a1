"""Who comes to the casebook, and which case they may read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from collega.web.access import ANALYST, PROFESSIONAL, role_in
from collega.web.accounts.models import User
from collega.web.records.casebook import CaseQuerySet
from collega.web.records.models import Case, Role, Study


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Somebody in the casebook of a study.

    Attributes
    ----------
    study : Study
    user : User
    organisation : int or None
        The one that an owner confirmed: it opens what is shared within it.
    moderator : bool
        Whether they own the study.
    team : bool
        Whether they own or analyse it.
    """

    study: Study
    user: User
    organisation: int | None
    moderator: bool
    team: bool = False

    @property
    def cases(self) -> CaseQuerySet:
        """Every case of the study that they may read."""
        return Case.objects.filter(study=self.study).readable_by(self.user, self.organisation)


def reader_of(request: HttpRequest, key: str) -> Reader:
    """Return who comes to a casebook; 404 for strangers."""
    role, user = role_in(request, key), request.user
    if role is None or not isinstance(user, User):
        raise Http404
    if role.kind not in PROFESSIONAL:
        raise PermissionDenied
    return Reader(
        study=role.study, user=user, organisation=role.organisation_id, moderator=role.kind == Role.Kind.OWNER,
        team=role.kind in ANALYST,
    )  # fmt: skip


def case_of(request: HttpRequest, key: str, code: str) -> tuple[Case, Reader]:
    """Return a case and who reads it; 404 where this person may not, as where there is none."""
    reader = reader_of(request, key)
    cases = reader.cases.filter(code=code)
    case = cases.select_related("study", "author__organisation", "organisation", "fit", "outcome").first()
    if case is None:
        raise Http404
    return case, reader


def case_of_author(request: HttpRequest, key: str, code: str) -> tuple[Case, Reader]:
    """Return one's own case; 404 for everybody else."""
    case, reader = case_of(request, key, code)
    if case.author_id != reader.user.pk:
        raise Http404
    return case, reader


def common(reader: Reader, room: str) -> dict[str, Any]:
    """Return what every page of the casebook needs."""
    return {
        "reader": reader, "study": reader.study, "definition": reader.study.as_shown, "room": room,
        "synthetic": reader.study.synthetic, "minimum": reader.study.as_defined.minimum_group,
    }  # fmt: skip
