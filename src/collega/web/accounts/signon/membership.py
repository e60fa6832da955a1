"""Whether somebody who signed in with their organisation still belongs to it: asked every three minutes."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import requests
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest
from django.utils import timezone

from collega.errors import NotComputedError
from collega.web.accounts.models import SignOn, User
from collega.web.accounts.signon import discovery
from collega.web.accounts.signon.granting import grant
from collega.web.accounts.signon.groups import given_by
from collega.web.accounts.signon.provider import userinfo
from collega.web.accounts.signon.tokens import renewed
from collega.web.encryption import decrypt, encrypt, is_newest
from collega.web.tokens import new_token

PLACE, REFRESH = "organisation", "refresh-token"
ASKED_AFTER, OUT_AFTER = timedelta(minutes=3), timedelta(minutes=5)
_PAUSE = timedelta(seconds=15)  # between two attempts, while the provider does not answer
_POLL = 0.1


def remember(request: HttpRequest, user: User, claims: dict[str, Any], refresh_token: str) -> None:
    """Begin to ask after somebody who has just signed in."""
    row = SignOn.objects.create(
        key=new_token(), user=user, subject=claims["sub"], sid=str(claims.get("sid", ""))[:255],
        refresh=encrypt(refresh_token, REFRESH) if refresh_token else "",
    )  # fmt: skip
    request.session[PLACE] = row.key
    _grant(user, claims)


def signed_on(request: HttpRequest) -> bool:
    """Whether this session began at the organisation."""
    return PLACE in request.session


def leave_if_removed(request: HttpRequest) -> None:
    """Sign out who no longer belongs to the organisation, or came in another way where that is closed."""
    if SESSION_KEY in request.session and not _may_stay(request):
        SignOn.objects.filter(key=request.session.get(PLACE, "")).delete()
        logout(request)


def forget_signed_on() -> None:
    """Delete what is kept of sessions that have ended."""
    oldest = timezone.now() - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    SignOn.objects.filter(checked_at__lt=oldest).delete()


def _may_stay(request: HttpRequest) -> bool:
    if not signed_on(request):
        return not (settings.OIDC_ONLY and discovery.configured())
    row = SignOn.objects.select_related("user").filter(key=request.session[PLACE]).first()
    if row is None or not discovery.configured() or str(row.user_id) != request.session[SESSION_KEY]:
        return False
    moment = timezone.now()
    if moment - row.checked_at >= ASKED_AFTER and row.refresh:
        try:
            if _mine_to_ask(row):
                _ask_after(row)
            elif moment - row.checked_at >= OUT_AFTER:
                _wait_for_the_other(row)
        except (OAuth2Error, NotComputedError):
            return False
        except (requests.RequestException, ValueError):  # it does not answer, or not as itself: asked again soon
            pass
    return moment - row.checked_at < OUT_AFTER


def _mine_to_ask(row: SignOn) -> bool:
    """Whether this request asks, and no other one at the same time: most refresh tokens work once."""
    moment = timezone.now()
    return bool(SignOn.objects.filter(key=row.key, asked_at__lte=moment - _PAUSE).update(asked_at=moment))


def _wait_for_the_other(row: SignOn) -> None:
    """Wait until the request that asks has its answer, as long as that may take.

    Raises
    ------
    OAuth2Error
        Where the provider told it that they are gone.
    """
    earlier, until = row.checked_at, time.monotonic() + 2 * discovery.SECONDS
    while row.checked_at == earlier and time.monotonic() < until:
        time.sleep(_POLL)
        checked = SignOn.objects.filter(key=row.key).values_list("checked_at", flat=True).first()
        if checked is None:
            raise OAuth2Error("The session has ended.")
        row.checked_at = checked


def _ask_after(row: SignOn) -> None:
    """Ask the provider for somebody's next token and their groups.

    Raises
    ------
    OAuth2Error
        Where it gives none: they were removed, blocked or signed out there; or where the session ended meanwhile.
    requests.RequestException
        Where it does not answer.
    """
    provider = discovery.provider()
    rows = SignOn.objects.filter(key=row.key)
    refresh = rows.values_list("refresh", flat=True).first()
    if refresh is None:
        raise OAuth2Error("The session has ended.")
    parameters = {"grant_type": "refresh_token", "refresh_token": decrypt(refresh, REFRESH)}
    client = (settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET)
    client_fields = {} if provider.basic_auth else {"client_id": client[0], "client_secret": client[1]}
    answer = discovery.ask("POST", provider.token_endpoint, data=parameters | client_fields,
                           auth=client if provider.basic_auth else None)  # fmt: skip
    if answer.status_code >= 500 or answer.status_code == 429:
        answer.raise_for_status()
    if answer.status_code != 200:
        raise OAuth2Error(f"The provider gives no new token: {answer.status_code}.")
    tokens = answer.json()
    if tokens.get("refresh_token"):  # kept at once: the former one may not work again
        rows.update(refresh=encrypt(tokens["refresh_token"], REFRESH))
    identity = tokens.get("id_token")
    claims = renewed(identity, provider, row.subject) if identity else {}
    claims |= userinfo(tokens["access_token"], provider, row.subject)
    if not rows.update(checked_at=timezone.now()):
        raise OAuth2Error("The session has ended.")
    if identity or str(settings.OIDC_GROUPS_CLAIM).partition(".")[0] in claims:
        _grant(row.user, claims)


def _grant(user: User, claims: dict[str, Any]) -> None:
    grants = given_by(claims)
    if grants is not None:
        grant(user, grants)


def resealed(row: SignOn) -> bool:
    """Put the refresh token of a session under the newest key; return whether it was not."""
    if is_newest(row.refresh):
        return False
    row.refresh = encrypt(decrypt(row.refresh, REFRESH), REFRESH)
    row.save(update_fields=["refresh"])
    return True
