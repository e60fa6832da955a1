"""Encrypted in the database, plain on the page; under another key, with a key missing, and from before there were keys."""

from __future__ import annotations

from importlib import import_module

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, hotp_value, yield_hotp_counters_from_time
from django.apps import apps
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import FieldError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection
from django.utils.translation import override

from collega.errors import NotComputedError
from collega.web import encryption
from collega.web.accounts.models import AccountInvitation, SignOn, User
from collega.web.operations.encryption import look_at_encryption
from collega.web.records import sealed
from collega.web.records.models import Invitation

pytestmark = pytest.mark.django_db
OLD, NEW = "an old key, of at least thirty-two signs", "a new key, of at least thirty-two signs"
ADDRESS = "anna@example.org"


@pytest.fixture
def people(study, settings):
    settings.ENCRYPTION_KEYS = [OLD]
    user = User.objects.create_user(ADDRESS, "a long password indeed", name="Anna")
    AccountInvitation.objects.create(email="bram@example.org", token_hash="x", study=study)
    for number, name in enumerate(("Chris Jansen", "Dora Étienne", "")):
        Invitation.objects.create(study=study, email=f"invitee{number}@example.org", name=name, token_hash=str(number))
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)
    return user


def stored():
    """Everything that the tables say, as a thief reads it."""
    tables = ("accounts_user", "accounts_accountinvitation", "records_invitation", "mfa_authenticator",
              "account_emailaddress")  # fmt: skip
    with connection.cursor() as cursor:
        rows = []
        for table in tables:
            cursor.execute(f"SELECT * FROM {table}")
            rows += cursor.fetchall()
    return str(rows)


def looks():
    with override("en"):
        return {look.verdict.value: f"{look.found} {look.do}" for look in look_at_encryption()}


def test_a_thief_of_the_database_reads_no_address_and_no_secret(people):
    codes = RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).get_unused_codes()
    seed = Authenticator.objects.get(type="recovery_codes").wrap()
    text = stored()
    for plain in (
        "@example.org",
        "Jansen",
        "tienne",
        *codes,
        encryption.decrypt(seed.instance.data["seed"], "second-step"),
    ):
        assert plain not in text


def test_the_same_address_in_two_tables_cannot_be_seen_to_be_the_same(study, people):
    Invitation.objects.create(study=study, email=ADDRESS, token_hash="same")
    with connection.cursor() as cursor:
        cursor.execute("SELECT email FROM accounts_user UNION ALL SELECT email FROM records_invitation")
        kept = [row[0] for row in cursor.fetchall()]
    assert len(set(kept)) == len(kept)


def test_an_address_is_found_by_all_of_it_alone(people):
    assert User.objects.get(email=ADDRESS).email == ADDRESS
    assert User.objects.get(email__iexact="Anna@Example.org") == people
    assert User.objects.filter(email__in=[ADDRESS, "nobody@example.org"]).count() == 1
    assert list(Invitation.objects.exclude(name="").order_by("pk").values_list("name", flat=True)) == [
        "Chris Jansen", "Dora Étienne"]  # fmt: skip
    assert Invitation.objects.filter(name="").count() == 1
    with pytest.raises(FieldError):
        User.objects.filter(email__icontains="anna").exists()


def test_a_changed_value_is_not_read(people):
    with connection.cursor() as cursor:
        cursor.execute("SELECT email FROM accounts_user")
        (kept,) = cursor.fetchone()
        cursor.execute("UPDATE accounts_user SET email = %s", [kept[:-4] + ("AAAA" if kept[-4:] != "AAAA" else "BBBB")])
    with pytest.raises(NotComputedError):
        User.objects.get()


def test_rotation_loses_nothing_at_any_moment(client, people, settings):
    before = stored()
    settings.ENCRYPTION_KEYS = [NEW, OLD]
    assert User.objects.get(email=ADDRESS) == people
    with pytest.raises(IntegrityError):
        User.objects.create_user(ADDRESS)  # under the new key it is another text
    assert "older key" in looks()["warning"]
    call_command("reencrypt")
    assert stored() != before
    settings.ENCRYPTION_KEYS = [NEW]
    assert set(looks()) == {"good"}
    assert User.objects.get(email=ADDRESS) == people
    assert [each.email for each in Invitation.objects.order_by("pk")] == [f"invitee{n}@example.org" for n in range(3)]
    cache.clear()
    client.post("/accounts/login/", {"login": ADDRESS, "password": "a long password indeed"})
    secret = encryption.decrypt(Authenticator.objects.get(type="totp").data["secret"], "second-step")
    code = f"{hotp_value(secret, next(iter(yield_hotp_counters_from_time()))):06}"
    assert client.post("/accounts/2fa/authenticate/", {"code": code}).status_code == 302
    after = stored()
    call_command("reencrypt")
    assert stored() == after or "last_used" in after


@pytest.mark.parametrize("kept", ["second step", "refresh token"])
def test_the_doctor_looks_at_secrets_and_tokens_too(people, settings, kept):
    settings.ENCRYPTION_KEYS = [NEW, OLD]
    call_command("reencrypt")
    assert set(looks()) == {"good"}
    settings.ENCRYPTION_KEYS = [OLD]
    if kept == "second step":
        row = Authenticator.objects.get(type="totp")
        row.data["secret"] = encryption.encrypt("a secret", "second-step")
        row.save()
    else:
        SignOn.objects.create(key="x", user=people, subject="x", refresh=encryption.encrypt("a token", "refresh-token"))
    settings.ENCRYPTION_KEYS = [NEW, OLD]
    assert "1 values are under an older key" in looks()["warning"]
    settings.ENCRYPTION_KEYS = [NEW]
    assert "COLLEGA_ENCRYPTION_KEYS" in looks()["wrong"]


def test_what_changes_while_all_is_put_under_another_key_stays_changed(people, settings, monkeypatch):
    settings.ENCRYPTION_KEYS = [NEW, OLD]
    again = sealed.encrypt_searchable

    def changed_meanwhile(text, purpose):
        if text == ADDRESS:
            User.objects.filter(pk=people.pk).update(email="moved@example.org")
        return again(text, purpose)

    monkeypatch.setattr(sealed, "encrypt_searchable", changed_meanwhile)
    sealed.reseal(connection, User, User._meta.get_field("email"))
    people.refresh_from_db()
    assert people.email == "moved@example.org"


def test_a_missing_key_is_told_and_changes_nothing(people, settings):
    settings.ENCRYPTION_KEYS = [NEW]
    before = stored()
    assert "COLLEGA_ENCRYPTION_KEYS" in looks()["wrong"]
    with pytest.raises(CommandError, match="none of the keys"):
        call_command("reencrypt")
    assert stored() == before


def test_without_a_key_the_sites_secret_makes_one(study, settings):
    settings.ENCRYPTION_KEYS = []
    user = User.objects.create_user(ADDRESS)
    assert ADDRESS not in stored()
    assert "is not set" in looks()["warning"]
    settings.ENCRYPTION_KEYS = [NEW]
    assert User.objects.get(email=ADDRESS) == user
    call_command("reencrypt")
    settings.SECRET_KEY = "another secret of the site, as long as it must be"
    assert User.objects.get(email=ADDRESS) == user


class Editor:
    connection = connection


@pytest.mark.parametrize("room", ["accounts", "records"])
def test_what_was_plain_is_encrypted_by_the_migration_and_written_out_by_its_reverse(people, room):
    names = {"accounts": "accounts.migrations.0008_encrypted_addresses",
             "records": "records.migrations.0027_encrypted_invitations"}  # fmt: skip
    migration = import_module(f"collega.web.{names[room]}")
    secret = encryption.decrypt(Authenticator.objects.get(type="totp").data["secret"], "second-step")
    migration.write_out(apps, Editor)
    assert {"accounts": ADDRESS, "records": "Chris Jansen"}[room] in stored()
    assert (secret in stored()) == (room == "accounts")
    migration.encrypt(apps, Editor)
    assert secret not in stored()
    assert User.objects.get(email=ADDRESS) == people
    assert Invitation.objects.get(email="invitee0@example.org").name == "Chris Jansen"
    assert TOTP(Authenticator.objects.get(type="totp")).instance.data["secret"] != secret


def test_a_new_password_by_mail_and_the_notice_of_it_still_come(client, people):
    client.post("/accounts/password/reset/", {"email": ADDRESS})
    key = next(word for word in mail.outbox[0].body.split() if "/password/reset/key/" in word)
    form = client.get("/" + key.split("/", 3)[3], follow=True)
    client.post(form.request["PATH_INFO"], {"password1": "another long password", "password2": "another long password"})
    assert [letter.to for letter in mail.outbox] == [[ADDRESS], [ADDRESS]]
    people.refresh_from_db()
    assert people.check_password("another long password")
