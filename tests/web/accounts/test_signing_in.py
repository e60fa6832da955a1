"""Signing in: password, second step, lock-out, the demonstration's door."""

import re

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.core.cache import cache
from django.test import Client

from collega.web.accounts.models import User
from collega.web.records.models import Role
from tests.web.conftest import make_member

pytestmark = pytest.mark.django_db
PASSWORD = "a long password indeed"


@pytest.fixture(autouse=True)
def _no_earlier_failures(db):
    cache.clear()


def code(secret):
    return f"{hotp_value(secret, next(iter(yield_hotp_counters_from_time()))):06}"


def test_a_password(client, owner):
    answer = client.post("/accounts/login/", {"login": "owner@example.org", "password": PASSWORD})
    assert answer.url == "/workbench/"


def test_a_wrong_password_says_nothing_about_who_exists(client, owner):
    one = client.post("/accounts/login/", {"login": "owner@example.org", "password": "wrong"})
    two = client.post("/accounts/login/", {"login": "nobody@example.org", "password": "wrong"})
    assert one.context["form"].errors == two.context["form"].errors


def test_locked_out_after_repeated_failures(client, owner):
    for _ in range(6):
        answer = client.post("/accounts/login/", {"login": "owner@example.org", "password": "wrong"})
    answer = client.post("/accounts/login/", {"login": "owner@example.org", "password": PASSWORD})
    assert answer.status_code == 200
    assert "over vijf minuten opnieuw" in answer.content.decode()
    assert client.get("/workbench/").status_code == 302
    cache.clear()
    assert client.post("/accounts/login/", {"login": "owner@example.org", "password": PASSWORD}).status_code == 302


@pytest.mark.parametrize("kind", ["owner", "analyst"])
def test_the_second_step_comes_before_any_page_of_a_study(client, study, settings, kind):
    settings.MFA_MANDATORY = True
    client.force_login(make_member(study, Role.Kind(kind)))
    for address in ("/workbench/", "/workbench/small/", "/workbench/small/trail/", "/results/small/"):
        assert client.get(address).url == "/accounts/2fa/", address
    assert client.post("/workbench/small/launch/move/", {"verb": "launch"}).url == "/accounts/2fa/"
    assert client.get("/accounts/").status_code == 200


def test_readers_may_do_without_and_founders_may_not(client, study, settings):
    settings.MFA_MANDATORY = True
    client.force_login(make_member(study, Role.Kind.READER))
    assert client.get("/workbench/small/").status_code == 200
    client.force_login(User.objects.create_user("founder@example.org", founder=True))
    assert client.get("/workbench/").url == "/accounts/2fa/"


def test_setting_up_the_app_and_signing_in_with_it(client, owner, settings):
    settings.MFA_MANDATORY = True
    client.post("/accounts/login/", {"login": owner.email, "password": PASSWORD})
    asked = client.get("/accounts/2fa/totp/activate/")
    assert asked.url.startswith("/accounts/reauthenticate/")
    assert client.get(asked.url).status_code == 200
    client.post(asked.url, {"password": PASSWORD})
    page = client.get("/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret
    answer = client.post("/accounts/2fa/totp/activate/", {"code": code(secret)})
    assert answer.status_code == 302
    assert client.get("/workbench/").status_code == 200
    assert client.get("/accounts/2fa/recovery-codes/").status_code == 200
    other = Client()
    step = other.post("/accounts/login/", {"login": owner.email, "password": PASSWORD})
    assert step.url.startswith("/accounts/2fa/authenticate/")
    assert other.get("/workbench/").status_code == 302
    assert other.get("/accounts/2fa/authenticate/").status_code == 200
    assert other.post("/accounts/2fa/authenticate/", {"code": "000000"}).status_code == 200
    cache.clear()
    assert other.post("/accounts/2fa/authenticate/", {"code": code(secret)}).status_code == 302
    assert other.get("/workbench/").status_code == 200


def test_every_page_of_accounts_opens(client, owner):
    for address in ("login/", "password/reset/", "password/reset/done/", "signup/"):
        assert client.get(f"/accounts/{address}").status_code == 200, address
    client.post("/accounts/login/", {"login": owner.email, "password": PASSWORD})
    TOTP.activate(owner, generate_totp_secret())
    for address in ("", "logout/", "password/change/", "2fa/", "2fa/totp/deactivate/", "2fa/webauthn/",
                    "2fa/webauthn/add/", "2fa/recovery-codes/generate/", "reauthenticate/"):  # fmt: skip
        assert client.get(f"/accounts/{address}", follow=True).status_code == 200, address


def test_signing_out_is_never_by_get(client, owner):
    client.force_login(owner)
    client.get("/accounts/logout/")
    assert client.get("/workbench/").status_code == 200
    client.post("/accounts/logout/")
    assert client.get("/workbench/").status_code == 302


def test_signing_out_everywhere_else(client, owner):
    other = Client()
    client.force_login(owner)
    other.force_login(owner)
    stranger = Client()
    stranger.force_login(User.objects.create_user("stranger@example.org"))
    assert client.get("/accounts/sessions/end/").status_code == 405
    client.post("/accounts/sessions/end/")
    assert client.get("/workbench/").status_code == 200
    assert other.get("/workbench/").status_code == 302
    assert stranger.get("/workbench/").status_code == 200


def test_a_new_password_by_mail(client, owner):
    client.post("/accounts/password/reset/", {"email": owner.email})
    assert "/accounts/password/reset/key/" in mail.outbox[0].body


def test_nobody_has_the_site_write_to_an_address_without_an_account(client, owner):
    known = client.post("/accounts/password/reset/", {"email": owner.email})
    unknown = Client().post("/accounts/password/reset/", {"email": "nobody@example.org"})
    assert (unknown.status_code, unknown.url) == (known.status_code, known.url)
    assert [letter.to for letter in mail.outbox] == [[owner.email]]


def test_wrong_passwords_of_others_leave_the_passkey_and_the_organisation_open(client, owner):
    for _ in range(6):
        Client().post("/accounts/login/", {"login": owner.email, "password": "wrong"})
    answer = client.post("/accounts/login/", {"login": owner.email, "password": PASSWORD})
    assert answer.status_code == 200  # the password is locked for five minutes
    ajax = {"X-Requested-With": "XMLHttpRequest"}
    assert "request_options" in client.get("/accounts/2fa/webauthn/login/", headers=ajax).json()


def test_addresses_do_not_change_by_themselves(client, owner):
    client.force_login(owner)
    assert client.get("/accounts/email/").status_code == 404
    assert client.post("/accounts/email/", {"action_add": "", "email": "x@example.org"}).status_code == 404


def test_passkeys_are_offered(client):
    page = client.get("/accounts/login/").content.decode()
    assert "passkey_login" in page
    assert "<script>" not in page


def test_ones_own_name(client, owner):
    client.force_login(owner)
    client.post("/accounts/", {"name": "Anna"})
    owner.refresh_from_db()
    assert owner.name == "Anna"


def test_the_demonstrations_door_is_closed_elsewhere(client):
    assert client.get("/accounts/demo/").status_code == 404
    assert client.post("/accounts/demo/").status_code == 404


@pytest.mark.urls("tests.web.accounts.demo_urls")
def test_the_demonstrations_door(client, settings):
    settings.DEMO = True
    assert client.get("/accounts/demo/").status_code == 200
    assert not User.objects.exists()
    assert client.get("/workbench/").status_code == 302
    assert client.post("/accounts/demo/").url == "/workbench/"
    assert client.get("/workbench/").status_code == 200
    client.logout()
    client.post("/accounts/demo/")
    assert User.objects.count() == 1
    settings.DEMO = False
    assert client.get("/accounts/demo/").status_code == 404


@pytest.mark.parametrize("path", ["inactive/", "confirm-email/", "confirm-email/abc/", "password/reset/key/1-abc/"])
def test_pages_of_the_library_address_readers_formally_too(client, path):
    text = client.get(f"/accounts/{path}", headers={"accept-language": "nl"}).content.decode()
    assert '<html lang="nl"' in text
    assert not re.search(r"\b(je|jij|jouw|verifieer|verificatie)\b", text, re.IGNORECASE)


@pytest.mark.parametrize(("language", "label"), [("nl", "Naam van deze sleutel"), ("en", "Name of this key")])
def test_the_name_of_a_key_is_asked_in_the_readers_language(owner, language, label):
    client = Client(headers={"accept-language": language})
    client.post("/accounts/login/", {"login": "owner@example.org", "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert label in client.get("/accounts/2fa/webauthn/add/").content.decode()
