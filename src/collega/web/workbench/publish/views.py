"""What readers and the public see: which fit, and who."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from collega.errors import DisclosureError, NotComputedError
from collega.web.access import OWNER, study_for
from collega.web.deeds.publication import publish, renew_link, show_to, unpublish
from collega.web.editions.shown import hidden_by_a_withdrawal, hindrances, way_out
from collega.web.records.models import Kind, Publication
from collega.web.results.page_facts import waiting_parts
from collega.web.workbench.publish.share_words import refusals, share_label
from collega.web.workbench.rooms import room

TO_WHOM = (
    (
        Publication.TEAM.value,
        gettext_lazy("The team alone"),
        gettext_lazy("Owners, analysts, readers and professionals."),
    ),
    (Publication.LINK.value, gettext_lazy("Whoever has the link"), gettext_lazy("Not on the home page.")),
    (Publication.PUBLIC.value, gettext_lazy("Everybody"), gettext_lazy("Also on the home page of this site.")),
)


@login_required
@require_safe
def page(request: HttpRequest, key: str) -> HttpResponse:
    """Show the fits that can be published, and to whom the results are shown."""
    study = study_for(request, key, OWNER)
    fits = [_choice(fit) for fit in study.fits.filter(edition_of=None).defer("arrays", "judged")[:12]]
    published = study.fits.filter(published=True).defer("arrays").first()
    link = settings.SITE_URL + reverse("results:enter", args=[key, study.results_token])
    address = settings.SITE_URL + reverse("results:dashboard", args=[key])
    return room(request, study, "publish", "workbench/publish/publish.html", comes_first=share_label(study.share_of),
                refusals=refusals(study), fits=fits, to_whom=TO_WHOM, link=link, address=address, published=published,
                waiting=[] if published is None else waiting_parts(published),
                minimum=study.as_defined.minimum_group,
                way_out=way_out(study) if hidden_by_a_withdrawal(study) else "")  # fmt: skip


@login_required
@require_POST
def choose(request: HttpRequest, key: str) -> HttpResponse:
    """Publish a fit in place of the one that is shown, or show none."""
    study = study_for(request, key, OWNER)
    pk = request.POST.get("fit", "")
    if pk == "none":
        unpublish(study, request.user)
        messages.success(request, _("No results are shown to others now."))
        return redirect("workbench:publish", key=key)
    row = study.fits.filter(edition_of=None, pk=int(pk) if pk.isdecimal() else 0).first()
    if row is None:
        raise Http404
    try:
        edition = publish(row, request.user)
    except (DisclosureError, NotComputedError) as error:
        messages.error(request, _("This fit cannot be published.") + f" {error}")
    else:
        partly = edition.pk != row.pk
        messages.success(request, _("Published; what must wait is named below.") if partly else _("Published."))
    return redirect("workbench:publish", key=key)


@login_required
@require_POST
def to_whom(request: HttpRequest, key: str) -> HttpResponse:
    """Choose who sees the results, or make a new link so that the old one stops working."""
    study = study_for(request, key, OWNER)
    audience = request.POST.get("publication", "")
    if request.POST.get("renew") == "yes":
        renew_link(study, request.user)
        messages.success(request, _("There is a new link. The old one does not work any more."))
    elif audience in Publication.values:
        show_to(study, request.user, Publication(audience))
        messages.success(request, _("Saved."))
    else:
        raise Http404
    return redirect("workbench:publish", key=key)


def _choice(fit: Any) -> dict[str, Any]:
    reasons = [] if fit.converged else [_("It has not converged.")]
    if fit.converged:
        reasons = _reasons(fit)
    return {"fit": fit, "participants": len(fit.values.get("participants", [])), "reasons": reasons,
            "simulated": fit.kind != Kind.REAL, "possible": not reasons}  # fmt: skip


def _reasons(fit: Any) -> list[str]:
    """Why readers and the public may not see it, in the reader's language."""
    problems = hindrances(fit)
    compared = problems and not fit.withdrawn and len(fit.members) >= fit.study.as_defined.minimum_group
    if not compared:
        return problems
    risk = _("Whoever laid both beside each other could learn something about those few.")
    return [*problems, risk, way_out(fit.study)]
