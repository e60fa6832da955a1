"""Forms of workbench and casebook sent after the session has ended: what was typed is shown, not thrown away."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url

View = Callable[[HttpRequest], HttpResponse]
_PLACES = ("/workbench/", "/cases/")
_LONGEST_WORD = 20  # shorter single words are choices and numbers, soon made again


def unsent_forms(get_response: View) -> View:
    """Show what was typed where signing in is asked instead."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        to_sign_in = response.status_code == 302 and response["Location"].startswith(resolve_url(settings.LOGIN_URL))
        if request.method != "POST" or not to_sign_in or not request.path.startswith(_PLACES):
            return response
        typed = [
            text
            for name, text in ((name, str(sent)) for name, sent in request.POST.items())
            if name != "csrfmiddlewaretoken" and (len(text.split()) > 1 or len(text) > _LONGEST_WORD)
        ]
        if not typed:
            return response
        return render(request, "pages/signed_out.html", {"typed": typed, "sign_in": response["Location"]}, status=403)

    return middleware
