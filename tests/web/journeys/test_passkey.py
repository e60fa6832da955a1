"""Passkeys, with the authenticator that chromium puts on for tests (WebAuthn over the DevTools protocol)."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache

from tests.web.conftest import make_member, make_study

pytestmark = pytest.mark.slow
EMAIL, PASSWORD = "owner@example.org", "a long password indeed"


@pytest.fixture
def owner(transactional_db):
    cache.clear()
    return make_member(make_study(), email=EMAIL)


def with_authenticator(page, *, verifies=True):
    """Give this page's browser a fingerprint reader; return what speaks to it, and its number."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    kind = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
            "isUserVerified": verifies, "automaticPresenceSimulation": True}  # fmt: skip
    return devtools, devtools.send("WebAuthn.addVirtualAuthenticator", {"options": kind})["authenticatorId"]


def sign_in(page):
    page.goto("/accounts/login/")
    page.fill("[name=login]", EMAIL)
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def register(page, *, passwordless):
    """Add a key; the password is asked once more before."""
    page.goto("/accounts/2fa/webauthn/add/")
    page.fill("[name=password]", PASSWORD)
    page.locator("main form button").first.click()
    page.wait_for_url("**/webauthn/add/")
    page.fill("[name=name]", "My laptop")
    page.set_checked("[name=passwordless]", passwordless)
    page.get_by_role("button", name="Add", exact=True).click()
    page.wait_for_url("**/recovery-codes/")


def sign_out(page):
    page.goto("/accounts/logout/")
    page.locator("main form button").first.click()
    page.goto("/workbench/")
    page.wait_for_url("**/accounts/login/?**")


def test_registering_a_passkey_and_signing_in_with_it_alone(site, owner, settings):
    settings.MFA_MANDATORY = True
    page = site.somebody()
    devtools, number = with_authenticator(page)
    sign_in(page)
    page.wait_for_url("**/accounts/2fa/")  # an owner gets no further without a second step
    register(page, passwordless=True)
    [kept] = devtools.send("WebAuthn.getCredentials", {"authenticatorId": number})["credentials"]
    assert kept["isResidentCredential"]
    assert kept["rpId"] == "localhost"
    assert Authenticator.objects.filter(user=owner, type="webauthn").count() == 1
    page.goto("/accounts/2fa/webauthn/")
    assert page.get_by_text("My laptop").first.is_visible()
    sign_out(page)
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/workbench/")
    assert page.get_by_role("link", name="Small study").first.is_visible()


def test_a_key_as_second_step_after_the_password(site, owner):
    page = site.somebody()
    with_authenticator(page)
    sign_in(page)
    page.wait_for_url("**/workbench/")
    register(page, passwordless=False)
    sign_out(page)
    sign_in(page)
    page.wait_for_url("**/2fa/authenticate/")
    page.goto("/workbench/")
    page.wait_for_url("**/2fa/authenticate/**")  # the password alone opens nothing
    page.get_by_role("button", name="Use a passkey or security key").click()
    page.wait_for_url("**/workbench/")


def test_somebody_elses_key_opens_nothing(site, owner):
    page = site.somebody()
    with_authenticator(page)
    sign_in(page)
    page.wait_for_url("**/workbench/")
    register(page, passwordless=True)
    sign_out(page)
    Authenticator.objects.filter(user=owner, type="webauthn").delete()  # taken off the account meanwhile
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.locator(".message").wait_for()
    page.goto("/workbench/")
    page.wait_for_url("**/accounts/login/?**")


@pytest.mark.parametrize(("language", "said"), [("en", "No passkey was used"), ("nl", "Er is geen passkey gebruikt")])
def test_without_a_key_the_page_says_so(site, owner, language, said):
    page = site.somebody(language=language)
    with_authenticator(page, verifies=False)  # the finger is not recognised
    page.goto("/accounts/login/")
    assert not page.locator("#no-passkey").is_visible()
    page.click("#passkey_login")
    page.get_by_role("alert").wait_for()
    assert said in page.get_by_role("alert").inner_text()
    assert page.evaluate("document.activeElement.id") == "no-passkey"
    page.goto("/workbench/")
    page.wait_for_url("**/accounts/login/?**")
