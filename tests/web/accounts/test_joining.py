"""Joining: by the first link, by invitation; and the wrong ways in."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from collega.web.accounts.first import make_first_link
from collega.web.accounts.invite import invite
from collega.web.accounts.models import AccountInvitation, User
from collega.web.records.models import Event, Role
from tests.web.conftest import make_member

pytestmark = pytest.mark.django_db
PASSWORD = "a quiet sentence about tea"
FORM = {"name": "Anna de Vries", "password": PASSWORD, "again": PASSWORD}


def path(link):
    return re.sub(r"^https?://[^/]+", "", link)


def link_in(message):
    return path(re.search(r"https?://\S+/accounts/join/\S+", message.body)[0])


def test_the_first_owner(client):
    address = path(make_first_link())
    assert client.get(address).url == "/accounts/join/"
    assert client.get("/accounts/join/").status_code == 200
    answer = client.post("/accounts/join/", FORM | {"email": "Anna@Example.org"})
    assert answer.url == "/workbench/"
    user = User.objects.get()
    assert user.founder
    assert user.email == "anna@example.org"
    assert client.get("/workbench/").status_code == 200
    assert client.get("/accounts/2fa/totp/activate/").status_code == 200
    assert make_first_link() is None


def test_the_first_link_is_replaced_and_used_once(client):
    old, new = path(make_first_link()), path(make_first_link())
    assert client.get(old).status_code == 404
    client.get(new)
    client.post("/accounts/join/", FORM | {"email": "anna@example.org"})
    client.logout()
    assert client.get(new).status_code == 404


def test_the_first_link_is_over_after_a_day(client, db):
    address = path(make_first_link())
    AccountInvitation.objects.update(made_at=timezone.now() - timedelta(hours=25))
    assert client.get(address).status_code == 404


def test_two_windows_with_the_first_link(client):
    address = path(make_first_link())
    client.get(address)
    User.objects.create_user("quicker@example.org", PASSWORD)
    answer = client.post("/accounts/join/", FORM | {"email": "anna@example.org"})
    assert answer.status_code == 404
    assert User.objects.count() == 1


def test_opening_the_link_makes_nothing(client, study, owner):
    invite("new@example.org", inviter=owner, language="nl", study=study, kind="analyst")
    client.get(link_in(mail.outbox[0]))
    assert not User.objects.filter(email="new@example.org").exists()
    assert AccountInvitation.objects.get().used_at is None


def test_joining_a_study_by_mail(client, study, owner):
    invite("New@example.org", inviter=owner, language="en", study=study, kind="analyst")
    assert "Small study" in mail.outbox[0].subject
    client.get(link_in(mail.outbox[0]))
    page = client.get("/accounts/join/").content.decode()
    assert "new@example.org" in page
    answer = client.post("/accounts/join/", FORM)
    assert answer.url == "/workbench/small/"
    assert Role.objects.get(user__email="new@example.org").kind == "analyst"
    assert not User.objects.get(email="new@example.org").founder
    assert set(Event.objects.values_list("what", flat=True)) >= {"colleague_invited", "colleague_joined"}
    assert "token" not in str(list(Event.objects.values_list("facts", flat=True)))


def test_joining_with_an_account_that_is_there(client, study, owner):
    there = User.objects.create_user("there@example.org", PASSWORD)
    invite("there@example.org", inviter=owner, language="nl", study=study, kind="reader")
    client.get(link_in(mail.outbox[0]))
    assert "/accounts/login/?next=/accounts/join/" in client.get("/accounts/join/").content.decode()
    answer = client.post("/accounts/login/?next=/accounts/join/", {"login": there.email, "password": PASSWORD})
    assert answer.url == "/accounts/join/"
    assert client.get("/accounts/join/").status_code == 200
    assert not Role.objects.filter(user=there).exists()
    client.post("/accounts/join/")
    assert Role.objects.get(user=there).kind == "reader"
    assert client.post("/accounts/join/").status_code == 404


def test_an_invitation_never_makes_a_role_smaller(client, study, owner):
    invite(owner.email, inviter=owner, language="nl", study=study, kind="reader")
    client.force_login(owner)
    client.get(link_in(mail.outbox[0]))
    client.post("/accounts/join/")
    assert Role.objects.get(user=owner).kind == "owner"


def test_the_invitation_of_somebody_else(client, study, owner):
    invite("new@example.org", inviter=owner, language="nl", study=study, kind="owner")
    stranger = User.objects.create_user("stranger@example.org", PASSWORD)
    client.force_login(stranger)
    client.get(link_in(mail.outbox[0]))
    assert client.post("/accounts/join/").status_code == 200
    assert not Role.objects.filter(user=stranger).exists()


def test_an_old_or_unknown_link(client, study, owner):
    invite("new@example.org", inviter=owner, language="nl", study=study, kind="owner")
    AccountInvitation.objects.update(made_at=timezone.now() - timedelta(days=15))
    assert client.get(link_in(mail.outbox[0])).status_code == 404
    assert client.get("/accounts/join/nonsense/").status_code == 404
    assert client.get("/accounts/join/").status_code == 404


@pytest.mark.parametrize(
    ("change", "field"),
    [({"again": "another"}, "again"), ({"password": "short", "again": "short"}, "password"),
     ({"password": "new@example.org", "again": "new@example.org"}, "password"), ({"name": ""}, "name")],
)  # fmt: skip
def test_what_joining_refuses(client, study, owner, change, field):
    invite("new@example.org", inviter=owner, language="nl", study=study, kind="reader")
    client.get(link_in(mail.outbox[0]))
    answer = client.post("/accounts/join/", FORM | change)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not User.objects.filter(email="new@example.org").exists()


def test_mail_that_fails_invites_nobody(study, owner, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 1
    with pytest.raises(ConnectionRefusedError):
        invite("new@example.org", inviter=owner, language="nl", study=study, kind="reader")
    assert not AccountInvitation.objects.exists()


def test_there_is_no_open_sign_up(client):
    assert (
        client.post(
            "/accounts/signup/", {"email": "x@example.org", "password1": PASSWORD, "password2": PASSWORD}
        ).status_code
        == 200
    )
    assert not User.objects.exists()


def test_who_may_invite_founders(client, study):
    client.force_login(make_member(study))
    assert client.post("/accounts/invite/", {"email": "x@example.org"}).status_code == 403
    client.force_login(User.objects.create_user("founder@example.org", founder=True))
    assert client.get("/accounts/invite/").status_code == 405
    client.post("/accounts/invite/", {"email": "no address"})
    assert not mail.outbox
    client.post("/accounts/invite/", {"email": "x@example.org"})
    assert len(mail.outbox) == 1
    client.logout()
    client.get(link_in(mail.outbox[0]))
    client.post("/accounts/join/", FORM)
    assert User.objects.get(email="x@example.org").founder
