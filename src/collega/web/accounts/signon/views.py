"""Going to the organisation's provider and coming back, and being told by it that somebody has signed out."""

from __future__ import annotations

import requests
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from collega.web.accounts.models import SignOn
from collega.web.accounts.signon import discovery
from collega.web.accounts.signon.provider import NAME, OrganisationFlow, OrganisationProvider
from collega.web.accounts.signon.tokens import signed_out


@require_safe
def enter(request: HttpRequest) -> HttpResponse:
    """Send somebody to the provider."""
    provider = _provider(request)
    if request.user.is_authenticated:
        return redirect("accounts:account")
    try:
        response: HttpResponse = provider.redirect_from_request(request)
    except (OAuth2Error, requests.RequestException, ValueError) as error:
        return _refused(request, provider, error)
    return response


@require_safe
def callback(request: HttpRequest) -> HttpResponse:
    """Sign in whom the provider sent back."""
    provider = _provider(request)
    issuer = request.GET.get("iss")
    try:
        if issuer is not None and issuer != discovery.provider().issuer:  # RFC 9207
            raise OAuth2Error(f"The answer came from {issuer}.")
        response: HttpResponse = OAuth2CallbackView.adapter_view(OrganisationFlow(request))(request)
    except (OAuth2Error, requests.RequestException, ValueError) as error:
        return _refused(request, provider, error)
    return response


@csrf_exempt
@require_POST
def logged_out(request: HttpRequest) -> HttpResponse:
    """End the sessions that the provider says are over (OpenID Connect Back-Channel Logout 1.0)."""
    _provider(request)
    try:
        claims = signed_out(request.POST.get("logout_token", ""), discovery.provider())
    except (OAuth2Error, requests.RequestException, ValueError):
        return HttpResponse(status=400)
    mine = SignOn.objects.filter(subject=claims["sub"]) if claims.get("sub") else SignOn.objects.all()
    if claims.get("sid"):
        mine = mine.filter(sid__in=(str(claims["sid"]), ""))
    mine.delete()
    return HttpResponse()


def _provider(request: HttpRequest) -> OrganisationProvider:
    if not discovery.configured():
        raise Http404
    provider: OrganisationProvider = get_adapter(request).get_provider(request, NAME)
    return provider


def _refused(request: HttpRequest, provider: OrganisationProvider, error: Exception) -> HttpResponse:
    try:
        response: HttpResponse = render_authentication_error(request, provider, exception=error)
    except ImmediateHttpResponse as ready:
        response = ready.response
    return response
