"""The professionals of a study: who they are, what organisation is confirmed, and the link by which they join."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from collega.web.access import OWNER, study_for
from collega.web.accounts.join_link import address_of
from collega.web.deeds.joining import close_join_link, offer_join_link, open_join_link
from collega.web.deeds.refused import RefusedError
from collega.web.deeds.team import confirm_organisations
from collega.web.records.models import JoinLink, Role
from collega.web.workbench.rooms import room

PER_PAGE = 50


@login_required
@require_safe
def page(request: HttpRequest, key: str) -> HttpResponse:
    """Show the link, and who has joined."""
    study = study_for(request, key, OWNER)
    people = study.roles.filter(kind=Role.Kind.PROFESSIONAL).select_related("user__organisation", "organisation")
    current = Paginator(people.order_by("user__name", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    link = JoinLink.objects.filter(study=study).first()
    address = "" if link is None else settings.SITE_URL + address_of(link)
    return room(request, study, "professionals", "workbench/team/professionals.html", page=current, link=link,
                address=address)  # fmt: skip


@login_required
@require_POST
def change_link(request: HttpRequest, key: str) -> HttpResponse:
    """Open, renew or close the link, or offer it to participants."""
    study, verb = study_for(request, key, OWNER), request.POST.get("link", "")
    try:
        if verb == "open":
            open_join_link(study, request.user)
            messages.success(request, _("There is a link now. Whoever has it can join as a professional."))
        elif verb == "renew":
            open_join_link(study, request.user)
            messages.success(request, _("There is a new link. The old one does not work any more."))
        elif verb == "close":
            close_join_link(study, request.user)
            messages.success(request, _("The link was closed. Who has joined stays."))
        elif verb in ("offer", "offer-no-more"):
            offer_join_link(study, request.user, offered=verb == "offer")
            messages.success(request, _("Saved."))
        else:
            raise Http404
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    return redirect("workbench:professionals", key=key)


@login_required
@require_POST
def confirm(request: HttpRequest, key: str) -> HttpResponse:
    """Confirm the organisations that were ticked, and take the others of the page back."""
    study = study_for(request, key, OWNER)
    boxes, ticked = request.POST.getlist("asked"), set(request.POST.getlist("confirmed"))
    pairs = [box.partition("-") for box in boxes]
    if not all(role.isdecimal() and place.isdecimal() for role, _sign, place in pairs):
        raise Http404
    choices = {(int(role), int(place)): f"{role}-{place}" in ticked for role, _sign, place in pairs}
    if stale := confirm_organisations(study, request.user, choices):
        messages.error(request, _("Not confirmed, since they changed their organisation meanwhile: %(people)s.")
                       % {"people": ", ".join(stale)})  # fmt: skip
    else:
        messages.success(request, _("Saved."))
    return redirect("workbench:professionals", key=key)
