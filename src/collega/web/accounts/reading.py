"""The language in which somebody of a research team reads: the one they chose last, or first signed in with."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

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
