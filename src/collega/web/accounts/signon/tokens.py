"""Checking what the provider signed: identity tokens, and tokens that tell that somebody has signed out.

allauth leaves out the signature of a token that it fetched itself, and asks for no nonce; here every check of OpenID
Connect Core 1.0, section 3.1.3.7, is made for every token.
"""

from __future__ import annotations

import hmac
from typing import Any

import jwt
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.conf import settings
from django.core.cache import cache
from django.utils.crypto import salted_hmac

from collega.web.accounts.signon.discovery import Provider, signing_key

ALGORITHMS = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"})
"""Signatures by a key that the provider alone has; ``none`` and keys that are shared are refused."""
LEEWAY = 30
"""Seconds that two clocks may differ."""
_SIGNED_OUT = "http://schemas.openid.net/event/backchannel-logout"
_LOGOUT_SECONDS = 600
_OF_IDENTITY = ("exp", "iat", "sub")


def nonce_of(state: str) -> str:
    """Return the nonce of one attempt to sign in: whoever has a token of another attempt has another nonce."""
    return salted_hmac("collega.oidc-nonce", state, algorithm="sha256").hexdigest()


def identity(token: str, provider: Provider, nonce: str) -> dict[str, Any]:
    """Return the claims of the identity token of one attempt to sign in.

    Raises
    ------
    OAuth2Error
        Where it is not signed by the provider, is for another client or attempt, is over, or lacks the assurance
        (``acr``) that the settings ask.
    """
    claims = _signed(token, provider, required=_OF_IDENTITY)
    _given_to_this_site(claims)
    if not hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
        raise OAuth2Error("The identity token belongs to another attempt to sign in.")
    if settings.OIDC_ACR and claims.get("acr") not in settings.OIDC_ACR.split():
        raise OAuth2Error("The provider does not tell that the asked step-up was made.")
    return claims


def renewed(token: str, provider: Provider, subject: str) -> dict[str, Any]:
    """Return the claims of the identity token that came with a refresh (OpenID Connect Core 1.0, section 12.2).

    Raises
    ------
    OAuth2Error
        Where it is not signed by the provider, is for another client, is over, or is about somebody else.
    """
    claims = _signed(token, provider, required=_OF_IDENTITY)
    _given_to_this_site(claims)
    if claims["sub"] != subject:
        raise OAuth2Error("The identity token is about somebody else.")
    return claims


def signed_out(token: str, provider: Provider) -> dict[str, Any]:
    """Return the claims of a logout token (OpenID Connect Back-Channel Logout 1.0, section 2.6), once.

    Raises
    ------
    OAuth2Error
        Where it is not one of the provider's, or was shown before.
    """
    claims = _signed(token, provider, required=("iat", "jti"))
    if "nonce" in claims or _SIGNED_OUT not in (claims.get("events") or {}):
        raise OAuth2Error("This is no logout token.")
    if not claims.get("sub") and not claims.get("sid"):
        raise OAuth2Error("The logout token tells of nobody.")
    if not cache.add(f"oidc-logout/{claims['jti']}", "seen", timeout=_LOGOUT_SECONDS + LEEWAY):
        raise OAuth2Error("The logout token was shown before.")
    return claims


def _given_to_this_site(claims: dict[str, Any]) -> None:
    party = claims.get("azp")
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if (several or party) and party != settings.OIDC_CLIENT_ID:
        raise OAuth2Error("The identity token was given to another client.")


def _signed(token: str, provider: Provider, required: tuple[str, ...]) -> dict[str, Any]:
    try:
        header = jwt.get_unverified_header(token)
        algorithm = header.get("alg")
        if algorithm not in ALGORITHMS:
            raise OAuth2Error(f"Tokens signed with {algorithm} are not taken.")
        claims: dict[str, Any] = jwt.decode(
            token, signing_key(provider.jwks_uri, header.get("kid"), algorithm), algorithms=[algorithm],
            issuer=provider.issuer, audience=settings.OIDC_CLIENT_ID, leeway=LEEWAY,
            options={"require": ["iss", "aud", *required]},
        )  # fmt: skip
    except jwt.PyJWTError as error:
        raise OAuth2Error(f"{type(error).__name__}: {error}") from error
    return claims
