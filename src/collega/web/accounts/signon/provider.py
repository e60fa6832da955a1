"""The organisation's provider as allauth wants it, with what allauth leaves out: nonce, signature, one subject."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.models import SocialLogin, SocialToken
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Client, OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from collega.web.accounts.signon import discovery
from collega.web.accounts.signon.tokens import identity, nonce_of

NAME = "organisation"
CALLBACK = "accounts:organisation-callback"


class NonceClient(OAuth2Client):  # type: ignore[misc]
    """Sends a nonce along, made from the state that only this session knows."""

    def get_redirect_url(self, authorization_url: str, scope: list[str], extra_params: dict[str, str]) -> str:
        """Return where the browser goes to sign in."""
        nonce = {"nonce": nonce_of(self.state)}
        return str(super().get_redirect_url(authorization_url, scope, extra_params | nonce))


class OrganisationFlow(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """One attempt to sign in."""

    client_class = NonceClient

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request, NAME)

    @property
    def openid_config(self) -> dict[str, Any]:
        """What the provider tells of itself; not asked again for every attempt."""
        return discovery.provider().facts

    def complete_login(self, request: HttpRequest, app: Any, token: SocialToken, **kwargs: Any) -> SocialLogin:  # noqa: ARG002
        """Return who signed in, once every check of the identity token was made."""
        provider = discovery.provider()
        identity_token = kwargs["response"].get("id_token")
        if not identity_token:
            raise OAuth2Error("The provider gave no identity token.")
        claims = identity(identity_token, provider, nonce_of(request.GET["state"]))
        claims |= userinfo(token.token, provider, claims["sub"])
        return self.get_provider().sociallogin_from_response(request, {"userinfo": tidied(claims)})

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:  # noqa: ARG002
        """Where the provider sends the browser back to: as the setting says, whatever host was asked."""
        return callback_address()


class OrganisationProvider(OpenIDConnectProvider):  # type: ignore[misc]
    """The provider that the settings name; the only one there is."""

    oauth2_adapter_class = OrganisationFlow
    pkce_enabled_default = True

    def get_redirect_from_request_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        """Ask for what the settings say: a link may change nothing but the page that comes after."""
        acr = {"acr_values": settings.OIDC_ACR} if settings.OIDC_ACR else {}
        target = get_next_redirect_url(request)
        return {
            "process": AuthProcess.LOGIN,
            "scope": discovery.provider().scopes,
            "auth_params": acr,
            **({"next_url": target} if target else {}),
        }

    def extract_uid(self, data: dict[str, Any]) -> str:
        """Return the name that an account is found by: a subject means somebody at one issuer alone."""
        subject = super().extract_uid(data)
        return sha256(f"{settings.OIDC_ISSUER} {subject}".encode()).hexdigest()

    def get_oauth2_adapter(self, request: HttpRequest) -> OrganisationFlow:
        """Return one attempt."""
        return OrganisationFlow(request)


def callback_address() -> str:
    """Return the redirect address that is registered at the provider."""
    return str(settings.SITE_URL) + reverse(CALLBACK)


def userinfo(access_token: str, provider: discovery.Provider, subject: str) -> dict[str, Any]:
    """Return what the provider tells of somebody now; nothing where it has no such address.

    Raises
    ------
    OAuth2Error
        Where it refuses, or tells of somebody else.
    """
    if not provider.userinfo_endpoint:
        return {}
    answer = discovery.ask("GET", provider.userinfo_endpoint, headers={"Authorization": f"Bearer {access_token}"})
    if answer.status_code >= 500:
        answer.raise_for_status()
    if answer.status_code != 200:
        raise OAuth2Error(f"The provider tells nothing of this person: {answer.status_code}.")
    claims: dict[str, Any] = answer.json()
    if claims.get("sub") != subject:
        raise OAuth2Error("The provider's answer is about somebody else.")
    return claims


def tidied(claims: dict[str, Any]) -> dict[str, Any]:
    """Return claims with ``email_verified`` as true or false: some providers write it as a text, some leave it out."""
    claim = claims.get("email_verified")
    verified = claim is True or claim == "true" or (claim is None and settings.OIDC_TRUST_ADDRESSES)
    return claims | {"email_verified": verified}
