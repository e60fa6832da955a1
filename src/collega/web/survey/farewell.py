"""Where somebody goes who has finished on this device: away, or, by their own choice, to the page for professionals."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from collega.web.accounts.join_link import address_of
from collega.web.records.models import JoinLink, Study
from collega.web.survey.visit import Visit

JOIN = "join"


def farewell(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Return the way on; ``then=join`` leads to the study's link for professionals, where it is offered.

    That is the same address for everybody, and nothing goes along: the caller clears the device, and the browser is
    told not to say where it came from.
    """
    wants = request.POST.get("then") == JOIN and visit.interview is not None and visit.interview.finished
    link = offered_link(visit.study) if wants else None
    if link is None:
        return redirect("survey:stopped", visit.study.key)
    response = redirect(address_of(link))
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def offered_link(study: Study) -> JoinLink | None:
    """Return the link for professionals where participants are offered it after their last answer."""
    return JoinLink.objects.filter(study=study, offered=True).first()
