"""Who gets an account by signing in with the organisation, and what is kept of it."""

from __future__ import annotations

import logging
from typing import Any

from allauth.account.signals import user_logged_in
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.stages import AuthenticateStage
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from allauth.socialaccount.providers.base.constants import AuthError
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.signals import social_account_added
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models.signals import post_save, pre_save
from django.dispatch import receiver
from django.http import HttpRequest
from django.shortcuts import redirect

from collega.web.accounts import join_link
from collega.web.accounts.invite import invited
from collega.web.accounts.making import new_account
from collega.web.accounts.models import User, this_month
from collega.web.accounts.signon.discovery import configured
from collega.web.accounts.signon.groups import given_by
from collega.web.accounts.signon.membership import remember
from collega.web.accounts.signon.provider import NAME
from collega.web.records.study import random_key


class OrganisationAccounts(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Accounts of people of the organisation: by group, or by invitation as for anybody else."""

    def list_apps(self, request: HttpRequest, provider: Any = None, client_id: Any = None) -> list[SocialApp]:  # noqa: ARG002
        """Return the one provider that the settings name; none of a table."""
        if not configured() or provider not in (None, NAME, "openid_connect"):
            return []
        options = {"server_url": settings.OIDC_ISSUER, "email_authentication": True, "oauth_pkce_enabled": True}
        app = SocialApp(
            provider="openid_connect", provider_id=NAME, name=settings.OIDC_NAME, client_id=settings.OIDC_CLIENT_ID,
            secret=settings.OIDC_CLIENT_SECRET, settings=options,
        )  # fmt: skip
        return [app] if client_id in (None, app.client_id) else []

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Whether somebody new may come in: a group of theirs has a rule, or their own address was invited."""
        email = _proven_address(sociallogin)
        if not email:
            return False
        grants = given_by(_claims(sociallogin))
        return (grants is not None and grants.known) or invited(email) or join_link.address_in(request) == email

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> User:  # noqa: ARG002
        """Make the account, and tie the provider's name of this person to it."""
        try:
            with transaction.atomic():
                user = new_account(_proven_address(sociallogin), None, str(_claims(sociallogin).get("name", ""))[:200])
                sociallogin.user = sociallogin.account.user = user
                sociallogin.account.save()
        except IntegrityError as error:
            raise OAuth2Error("There is an account with this mail address already.") from error
        return user

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None,  # noqa: ARG002
        extra_context: Any = None,  # noqa: ARG002
    ) -> None:  # fmt: skip
        """Go back to where it began after "cancel"; say in the log why anything else was refused."""
        if error == AuthError.CANCELLED:
            raise ImmediateHttpResponse(redirect("account_login"))
        logging.getLogger(__name__).warning("Signing in with the organisation was refused: %s", exception or error)


class SecondStep(AuthenticateStage):  # type: ignore[misc]
    """The second step of accounts here: left to the provider where somebody came from there."""

    def _should_handle(self, request: HttpRequest) -> bool:
        return "sociallogin" not in (self.login.signal_kwargs or {}) and super()._should_handle(request)


def belongs_to_organisation(user: User) -> bool:
    """Whether somebody signs in with the organisation, and so in no other way: else whoever was removed came back."""
    return configured() and SocialAccount.objects.filter(user=user, provider=NAME).exists()


@receiver(user_logged_in, dispatch_uid="signed on")
def _begin(request: HttpRequest, user: User, sociallogin: SocialLogin | None = None, **_signal: Any) -> None:
    if sociallogin is not None:
        token = sociallogin.token
        remember(request, user, _claims(sociallogin), token.token_secret if token else "")


@receiver(social_account_added, dispatch_uid="account that was there")
def _end_earlier_sessions(sociallogin: SocialLogin, **_signal: Any) -> None:
    """End what an account that was there had open, and its password: from now on the organisation decides."""
    user = sociallogin.user
    user.set_unusable_password()
    user.save(update_fields=["password"])


@receiver(pre_save, sender=SocialAccount, dispatch_uid="key of a sign-on")
def _give_key(instance: SocialAccount, **_signal: Any) -> None:
    """Let no key tell when somebody came, and keep nothing of what the provider tells but its name of them."""
    if instance.pk is None:
        instance.pk = random_key(bits=31)


@receiver(post_save, sender=SocialAccount, dispatch_uid="moment of a sign-on")
def _keep_no_moment(instance: SocialAccount, **_signal: Any) -> None:
    month = this_month()
    SocialAccount.objects.filter(pk=instance.pk).update(extra_data={}, date_joined=month, last_login=month)


def _claims(sociallogin: SocialLogin) -> dict[str, Any]:
    claims: dict[str, Any] = sociallogin.account.extra_data.get("userinfo", {})
    return claims


def _proven_address(sociallogin: SocialLogin) -> str:
    """Return the mail address that the provider vouches for; '' without one."""
    return next((str(address.email).lower() for address in sociallogin.email_addresses if address.verified), "")
