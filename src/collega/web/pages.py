"""Pages that belong to no slice: errors, language, accessibility, security.txt."""

from __future__ import annotations

import logging
import math
from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import resolve
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from collega.web.form_texts import fields_of, texts_of


@require_safe
def security_txt(_request: HttpRequest) -> HttpResponse:
    """RFC 9116: whom to tell about a leak."""
    contact = settings.SECURITY_CONTACT or f"{settings.SITE_URL}/accessibility/"
    expires = (timezone.now() + timedelta(days=180)).strftime("%Y-%m-%dT00:00:00Z")
    lines = (f"Contact: {contact}", f"Expires: {expires}", "Preferred-Languages: nl, en",
             f"Canonical: {settings.SITE_URL}/.well-known/security.txt")  # fmt: skip
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return render(request, "pages/accessibility.html")


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """A form whose page is too old to be trusted: say what to do; nothing was changed.

    A view that can do better, such as showing what was filled in once more, has an attribute ``form_expired``.
    """
    match = resolve(request.path_info)
    better = getattr(match.func, "form_expired", None)
    if better is not None:
        answer: HttpResponse = better(request, **match.kwargs)
        return answer
    return render(request, "pages/form_expired.html", {"texts": texts_of(fields_of(request))}, status=403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """Answer a request that makes no sense."""
    return render(request, "pages/bad_request.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer somebody who may not do this."""
    return render(request, "pages/forbidden.html", {"why": str(exception or "")}, status=403)


def not_allowed(request: HttpRequest, empty: HttpResponse) -> HttpResponse:
    """Tell a person why an address that only takes what a form sends shows nothing."""
    with translation.override(translation.get_language_from_request(request)):
        response = render(request, "pages/not_allowed.html", status=empty.status_code)
    response.headers["Allow"] = empty.headers["Allow"]
    return response


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """Answer an address that leads nowhere, or nowhere for this person."""
    return render(request, "pages/not_found.html", status=404)


def too_many(request: HttpRequest, until: datetime | None = None) -> HttpResponse:
    """Answer an address from which too much came; ``until`` is when it may go on, where that is known."""
    wait = None if until is None else max(1, math.ceil((until - timezone.now()).total_seconds()))
    context = {"until": until and until + timedelta(seconds=59), "minutes": wait and math.ceil(wait / 60)}
    response = render(request, "pages/too_many.html", context, status=429)
    if wait is not None:
        response.headers["Retry-After"] = str(wait)
    return response


def too_large(request: HttpRequest, megabytes: int) -> HttpResponse:
    """Answer a request that sends more than the site takes in at once."""
    return render(request, "pages/too_large.html", {"megabytes": megabytes}, status=413)


def fault(request: HttpRequest) -> HttpResponse:
    """Answer when something of ours broke: no database, no session, so a page that needs nothing.

    A view that can do better, such as giving back what was filled in, has an attribute ``fault``.
    """
    with translation.override(translation.get_language_from_request(request)):
        return _better_fault(request) or render(request, "pages/fault.html", status=500)


def _better_fault(request: HttpRequest) -> HttpResponse | None:
    try:
        match = resolve(request.path_info)
        better = getattr(match.func, "fault", None)
        return None if better is None else better(request, **match.kwargs)
    except Exception:
        logging.getLogger(__name__).exception("The page about a fault broke too; a plain one was shown.")
        return None
