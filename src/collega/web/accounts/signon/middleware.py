"""On every page: who no longer belongs to the organisation is signed out."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from collega.web.accounts.signon.membership import leave_if_removed

_LOCAL = ("account_reset_password", "account_change_password", "account_set_password", "mfa_index")


def still_there(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Sign out who was removed; close what is about passwords and second steps where nobody has one here."""

    def middleware(request: HttpRequest) -> HttpResponse:
        leave_if_removed(request)
        if settings.OIDC_ONLY and request.path_info.startswith(tuple(reverse(name) for name in _LOCAL)):
            raise Http404
        return get_response(request)

    return middleware
