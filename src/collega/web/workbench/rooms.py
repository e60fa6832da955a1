"""The rooms of a study in the workbench, and the one way to show a page in one of them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from collega.web.access import role_in
from collega.web.records.models import Role, Study

_OTHERS = {"training": "training:settings"}  # rooms that are pages of other slices
OWNER, ANALYST, READER = Role.Kind.OWNER, Role.Kind.ANALYST, Role.Kind.READER


def rooms_for(study: Study, kind: str) -> list[tuple[str, str, str]]:
    """Return (name, address, title) of the rooms that this role may enter, in the order of a study's life."""
    all_may, team, owner = (OWNER, ANALYST, READER), (OWNER, ANALYST), (OWNER,)
    rooms = (
        ("study", _("Overview"), all_may),
        ("definition", _("Questions"), team),
        ("design", _("Design"), team),
        ("preview", _("Preview"), team),
        ("launch", _("Launch and close"), owner),
        ("people", _("Invitations"), owner),
        ("monitor", _("Progress"), team),
        ("participants", _("Participants"), team),
        ("fits", _("Choice model"), team),
        ("notes", _("Notes at figures"), team),
        ("present", _("Present"), all_may),
        ("sessions", _("Sessions"), team),
        ("publish", _("Publish"), owner),
        ("training", _("Training"), owner),
        ("consultations", _("Questions asked"), owner),
        ("data", _("Data"), team),
        ("team", _("Team"), owner),
        ("professionals", _("Professionals"), owner),
        ("trail", _("Audit trail"), owner),
    )
    return [
        (name, _address(name, study), title) for name, title, kinds in rooms if kind in kinds and _address(name, study)
    ]


def room(request: HttpRequest, study: Study, here: str, template: str, /, **context: Any) -> HttpResponse:
    """Render a page in a room of a study."""
    role = role_in(request, study.key)
    kind = role.kind if role else ""
    status = context.pop("status", 200)
    shared = {"study": study, "room": here, "rooms": rooms_for(study, kind), "role": kind}
    return render(request, template, shared | context, status=status)


def _address(name: str, study: Study) -> str:
    try:
        return reverse(_OTHERS.get(name, f"workbench:{name}"), args=[study.key])
    except NoReverseMatch:
        return ""
