"""The home page, and the way in by a link."""

from __future__ import annotations

import secrets

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from collega.web.access import READER, role_in
from collega.web.editions.shown import shown_fit
from collega.web.limits import LINKS, wrong_ones
from collega.web.protection import protection
from collega.web.records.models import NOTICE_PARTS, Publication, Role, StoredFit, Study
from collega.web.results.visit import open_by_link


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Say what this is, and which studies can be seen."""
    studies = [
        {"study": study, "fit": fit}
        for study in Study.objects.filter(publication=Publication.PUBLIC).order_by("key")
        if (fit := shown_fit(study)) is not None
    ]
    roles = Role.objects.filter(user=request.user).select_related("study") if request.user.is_authenticated else []
    context = {"own": [role.study for role in roles], "team": any(role.kind in READER for role in roles)}
    return render(request, "results/home.html", context | {"studies": studies})


@require_safe
@wrong_ones(LINKS)
def enter(request: HttpRequest, key: str, token: str) -> HttpResponse:
    """Take the token of a link into the session, and go on to the clean address."""
    study = get_object_or_404(Study, key=key)
    allowed = study.publication in (Publication.LINK, Publication.PUBLIC)
    if not allowed or not secrets.compare_digest(token.encode(), study.results_token.encode()):
        raise Http404
    open_by_link(request, study)
    return redirect("results:dashboard", key=key)


@require_safe
def privacy(request: HttpRequest, key: str) -> HttpResponse:
    """What happens with the data of participants: what they were told, for everybody to read."""
    study = get_object_or_404(Study, key=key)
    role = None if study.launched else role_in(request, key)
    if not study.launched and (role is None or role.kind not in READER):
        raise Http404
    return render(
        request,
        "results/privacy.html",
        {
            "study": study,
            "definition": study.as_shown,
            "parts": [(part, study.notice[part]) for part in NOTICE_PARTS if study.notice.get(part)],
            "protection": protection(study.as_defined.minimum_group),
            "synthetic": study.synthetic,
            "shown": StoredFit.objects.filter(study=study, published=True).exists(),
        },
    )
