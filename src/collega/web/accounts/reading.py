"""The language in which somebody of a research team reads: the one they chose last, or first signed in with."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from collega.web.accounts.models import User


def learn_language(user: User, **_signal: Any) -> None:
    """Take the language of the page for somebody of whom none is known."""
    if not user.language:
        keep_language(user, get_language() or "")


def choose_language(request: HttpRequest, code: str) -> None:
    """Remember the language that somebody who is signed in has switched to."""
    if request.user.is_authenticated:
        keep_language(request.user, code)


def keep_language(user: Any, code: str) -> None:
    """Write a language down, where the site speaks it."""
    short = code[:2]
    if short in dict(settings.LANGUAGES) and short != user.language:
        user.language = short
        user.save(update_fields=["language"])


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Remember the language, and go back to the page."""
    code, back = request.POST.get("language", ""), request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    response = HttpResponseRedirect(back)
    if code in dict(settings.LANGUAGES):
        choose_language(request, code)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, code, max_age=365 * 24 * 3600, secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=True, samesite="Lax",
        )  # fmt: skip
    return response
