"""What the organisation's provider tells of itself: its addresses and its keys, asked again every ten minutes."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import jwt
import requests
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.conf import settings

SECONDS = 5.0
"""How long the provider may take to answer."""
_FRESH = 600
_PLACE = "/.well-known/openid-configuration"
_NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")
_HERE = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """The provider's own description (OpenID Connect Discovery 1.0, section 3).

    ``facts`` is all of it, as it came.
    """

    issuer: str
    token_endpoint: str
    userinfo_endpoint: str
    jwks_uri: str
    basic_auth: bool
    facts: dict[str, Any]

    @property
    def scopes(self) -> list[str]:
        """What is asked for: the setting's scopes, and one for refresh tokens where the provider knows it."""
        scopes = str(settings.OIDC_SCOPES).split()
        offline = "offline_access" in self.facts.get("scopes_supported", ())
        return [*scopes, *(["offline_access"] if offline and "offline_access" not in scopes else [])]


def configured() -> bool:
    """Whether people sign in with their organisation here."""
    return bool(settings.OIDC_ISSUER and settings.OIDC_CLIENT_ID and settings.OIDC_CLIENT_SECRET)


def provider() -> Provider:
    """Return what the provider tells of itself.

    Raises
    ------
    OAuth2Error
        Where it is another issuer than the setting names, leaves something out, or would be asked without TLS.
    requests.RequestException
        Where it cannot be reached.
    """
    return _provider(settings.OIDC_ISSUER, int(time.monotonic() // _FRESH))


def signing_key(uri: str, key: str | None, algorithm: str) -> Any:
    """Return the provider's public key of this name, of a kind that belongs to the algorithm.

    Keys change: one that is not known is looked for once more, at most every ten seconds.
    """
    for age in (_FRESH, 10):
        for candidate in _keys(uri, age, int(time.monotonic() // age)):
            mine = key in (None, candidate.get("kid")) and candidate.get("use", "sig") == "sig"
            if mine and candidate.get("alg", algorithm) == algorithm:
                try:
                    return jwt.PyJWK.from_dict(candidate, algorithm=algorithm).key
                except jwt.PyJWTError:
                    continue
    raise OAuth2Error("No key of the provider belongs to this token.")


def forget() -> None:
    """Ask everything again: for tests, and for ``collega doctor``."""
    _provider.cache_clear()
    _keys.cache_clear()


def ask(method: str, url: str, **options: Any) -> requests.Response:
    """Ask the provider, over TLS, without following it elsewhere."""
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in _HERE:
        raise OAuth2Error(f"{url} is not reached over TLS.")
    return requests.request(method, url, timeout=SECONDS, allow_redirects=False, **options)


@lru_cache(maxsize=4)
def _provider(issuer: str, _age: int) -> Provider:
    answer = ask("GET", issuer.rstrip("/") + _PLACE)
    answer.raise_for_status()
    facts = _object(answer)
    if facts.get("issuer") != issuer:
        raise OAuth2Error(f"The provider calls itself {facts.get('issuer')}, the setting {issuer}.")
    missing = [name for name in _NEEDED if not facts.get(name)]
    if missing:
        raise OAuth2Error(f"The provider does not tell its {', '.join(missing)}.")
    return Provider(
        issuer=issuer, token_endpoint=facts["token_endpoint"], userinfo_endpoint=facts.get("userinfo_endpoint", ""),
        jwks_uri=facts["jwks_uri"], basic_auth=_basic(facts), facts=facts,
    )  # fmt: skip


def _basic(facts: dict[str, Any]) -> bool:
    """Whether the secret goes in a header: as allauth decides when it exchanges the code, so that both work or none."""
    methods = facts.get("token_endpoint_auth_methods_supported", ())
    return "client_secret_post" not in methods and "client_secret_basic" in methods


@lru_cache(maxsize=8)
def _keys(uri: str, _seconds: int, _age: int) -> tuple[dict[str, Any], ...]:
    answer = ask("GET", uri)
    answer.raise_for_status()
    return tuple(_object(answer).get("keys", ()))


def _object(answer: requests.Response) -> dict[str, Any]:
    content = answer.json()
    if not isinstance(content, dict):
        raise OAuth2Error("The provider's answer is no JSON object.")
    return content
