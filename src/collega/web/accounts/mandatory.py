"""A second step at sign-in is mandatory for whoever can change a study or see individual answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from collega.web.accounts.signon.membership import signed_on
from collega.web.records.models import Role

ROOMS = ("/workbench/", "/results/")
_KINDS = (Role.Kind.OWNER, Role.Kind.ANALYST)


def must_have_authenticator(user: Any) -> bool:
    """Whether this person may not do without: founders, owners and analysts."""
    if not settings.MFA_MANDATORY or not user.is_authenticated:
        return False
    return bool(user.founder) or Role.objects.filter(user=user, kind__in=_KINDS).exists()


def _protected(request: HttpRequest) -> bool:
    """Whether there was a second step, or the organisation's provider decides about it."""
    return signed_on(request) or is_mfa_enabled(request.user)


def authenticator_first(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Send who must have a second step and has none to where it is set up, before any page of a study."""

    def middleware(request: HttpRequest) -> HttpResponse:
        rooms = request.path_info.startswith(ROOMS)
        if rooms and must_have_authenticator(request.user) and not _protected(request):
            messages.info(request, _("Protect your account with a second step first. Then you can go on."))
            return redirect("mfa_index")
        return get_response(request)

    return middleware
