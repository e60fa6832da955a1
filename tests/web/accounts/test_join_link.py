"""Joining by a study's link for professionals, and the wrong ways in."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client

from collega.web import tokens
from collega.web.accounts.join_link import address_of
from collega.web.accounts.models import User
from collega.web.deeds.joining import close_join_link, open_join_link
from collega.web.limits import LINKS, MAILS, MAILS_TO
from collega.web.records.models import Event, JoinLink, Role
from tests.web.conftest import make_member, make_study

pytestmark = pytest.mark.django_db
PASSWORD = "a quiet sentence about tea"
FORM = {"name": "", "password": PASSWORD, "again": PASSWORD}
ASK, MAKE = "/accounts/with/", "/accounts/with/account/"


@pytest.fixture
def link(open_study):
    return open_join_link(open_study, None)


def opened(client, link):
    """Somebody who has opened the link."""
    assert client.get(address_of(link)).url == ASK
    return client


def asked(client, link, email="New@Example.org"):
    """Somebody who has asked for the mail; the address in it."""
    assert opened(client, link).post(ASK, {"email": email}).status_code == 200
    return re.search(r"https?://[^/\s]+(/accounts/with/mail/\S+)", mail.outbox[-1].body)[1]


def test_the_whole_way(client, link, open_study):
    address = asked(client, link)
    assert mail.outbox[0].to == ["new@example.org"]
    assert "Klein onderzoek" in mail.outbox[0].subject
    assert not User.objects.exists()
    elsewhere = Client()  # the mail is read on a telephone
    assert elsewhere.get(address).url == MAKE
    assert "new@example.org" in elsewhere.get(MAKE).content.decode()
    assert elsewhere.post(MAKE, FORM).url == "/accounts/login/"
    role = Role.objects.get()
    assert (role.kind, role.study, role.user.email) == ("professional", open_study, "new@example.org")
    assert not role.user.founder
    elsewhere.post("/accounts/login/", {"login": "new@example.org", "password": PASSWORD})
    assert elsewhere.get("/mine/").status_code == 200
    assert elsewhere.get("/workbench/small/").status_code == 403


def test_opening_links_makes_nothing(client, link):
    address = asked(client, link)
    for _ in range(2):
        Client().get(address_of(link))
        Client().get(address)
    assert not User.objects.exists()
    assert not Role.objects.exists()


def test_the_address_is_in_no_row_and_no_session(client, link):
    address = asked(client, link)
    Client().get(address)
    kept = " ".join(session.session_data + str(session.get_decoded()) for session in Session.objects.all())
    assert "example.org" not in kept
    assert "example.org" not in address


def test_with_an_account_that_is_there(client, link):
    there = User.objects.create_user("there@example.org", PASSWORD)
    address = asked(client, link, there.email)
    known = client.get(client.get(address).url)
    assert "/accounts/login/?next=/accounts/with/account/" in known.content.decode()
    client.force_login(there)
    client.get(address)
    assert client.get(MAKE).status_code == 200
    assert not Role.objects.exists()
    assert client.post(MAKE).url == "/mine/"
    assert Role.objects.get(user=there).kind == "professional"
    assert client.post(MAKE).status_code == 404


def test_the_page_does_not_tell_whether_there_is_an_account(client, link):
    User.objects.create_user("there@example.org", PASSWORD)
    pages = []
    for email in ("there@example.org", "none@example.org"):
        fresh = opened(Client(), link)
        page = fresh.post(ASK, {"email": email}).content.decode().replace(email, "")
        pages.append(re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page))
    assert pages[0] == pages[1]
    assert len(mail.outbox) == 2


def test_signed_in_one_button_joins(client, link):
    there = User.objects.create_user("there@example.org", PASSWORD)
    client.force_login(there)
    opened(client, link)
    assert client.get(ASK).status_code == 200
    assert not Role.objects.exists()
    assert client.post(ASK).url == "/mine/"
    assert client.post(ASK).status_code == 404
    assert Role.objects.get(user=there).kind == "professional"


def test_the_link_never_makes_a_role_smaller(client, link, open_study):
    reader = make_member(open_study, "reader")
    client.force_login(reader)
    opened(client, link).post(ASK)
    assert Role.objects.get(user=reader).kind == "reader"


@pytest.mark.parametrize("over", [lambda study: close_join_link(study, None), lambda study: open_join_link(study, None)],
                         ids=["closed", "renewed"])  # fmt: skip
def test_a_link_that_is_over_works_at_no_step(link, open_study, over):
    asking, reading, making = Client(), Client(), Client()
    opened(asking, link)
    address = asked(making, link)
    making.get(address)
    over(open_study)
    assert Client().get(address_of(link)).status_code == 404
    assert asking.post(ASK, {"email": "a@example.org"}).status_code == 404
    assert reading.get(address).status_code == 404
    assert making.post(MAKE, FORM).status_code == 404
    assert not User.objects.exists()
    assert len(mail.outbox) == 1


def test_a_mail_that_is_too_old(client, link, monkeypatch):
    address = asked(client, link)
    token = address.split("/")[-2]
    assert tokens.unsealed(token, "join", timedelta(days=3))["email"] == "new@example.org"
    assert tokens.unsealed(token, "join", timedelta(seconds=-1)) is None
    monkeypatch.setattr("collega.web.accounts.join_link.VALID", timedelta(seconds=-1))
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("token", ["nonsense", "gAAAAA==", tokens.sealed({"email": "a@example.org", "link": "x"}, "join"),
                                   tokens.sealed({"email": "a@example.org", "link": "x"}, "other")])  # fmt: skip
def test_what_nobody_sent(client, link, token):
    assert client.get(f"/accounts/with/mail/{token}/").status_code == 404
    assert client.get(f"/accounts/with/link/{token}/").status_code == 404
    assert client.get(ASK).status_code == client.post(MAKE, FORM).status_code == 404


def test_two_windows_make_one_account(client, link):
    address, other = asked(client, link), Client()
    for each in (client, other):
        each.get(address)
    assert client.post(MAKE, FORM).status_code == 302
    second = other.post(MAKE, FORM)
    assert "/accounts/login/" in second.content.decode()
    assert (User.objects.count(), Role.objects.count()) == (1, 1)


def test_the_mail_works_once(client, link):
    address = asked(client, link)
    client.get(address)
    client.post(MAKE, FORM)
    again = Client()
    again.get(address)
    assert again.post(MAKE, FORM | {"password": "another sentence of mine"}).status_code == 200
    assert User.objects.get().check_password(PASSWORD)


def test_the_other_links_do_not_open_it(client, open_study, link):
    for token in (open_study.open_token, open_study.results_token, link.nonce, link.token_hash):
        assert client.get(f"/accounts/with/link/{token}/").status_code == 404


def test_a_link_of_one_study_opens_no_other(client, link):
    other = make_study("other", is_open=True)
    client.get(asked(client, link))
    client.post(MAKE, FORM)
    assert not other.roles.exists()


def test_guessing_is_limited(client, link):
    for n in range(LINKS.most):
        assert client.get(f"/accounts/with/link/guess-{n}/").status_code == 404
    assert client.get("/accounts/with/link/one-more/").status_code == 429
    assert client.get(address_of(link)).status_code == 429


def test_nobody_is_mailed_endlessly(client, link):
    for _ in range(MAILS_TO.most):
        asked(client, link)
    assert opened(client, link).post(ASK, {"email": "new@example.org"}).status_code == 429
    assert opened(client, link).post(ASK, {"email": "NEW@example.org"}).status_code == 429
    assert len(mail.outbox) == MAILS_TO.most
    for _ in range(MAILS.most - MAILS_TO.most):
        MAILS.count_for("127.0.0.1")
    assert opened(client, link).post(ASK, {"email": "other@example.org"}).status_code == 429


@pytest.mark.parametrize("email", ["", "nonsense", "a@b@c.org"])
def test_what_is_no_address(client, link, email):
    assert opened(client, link).post(ASK, {"email": email}).status_code == 422
    assert not mail.outbox


def test_mail_that_fails_is_told(client, link, settings):
    settings.EMAIL_BACKEND, settings.EMAIL_PORT = "django.core.mail.backends.smtp.EmailBackend", 1
    assert opened(client, link).post(ASK, {"email": "a@example.org"}).status_code == 422


@pytest.mark.parametrize("change", [{"again": "another"}, {"password": "short", "again": "short"}])
def test_what_making_refuses(client, link, change):
    client.get(asked(client, link))
    assert client.post(MAKE, FORM | change).status_code == 422
    assert not User.objects.exists()


def test_the_trail_tells_of_the_link_and_of_nobody_who_came_by_it(client, link, open_study):
    client.get(asked(client, link))
    client.post(MAKE, FORM)
    close_join_link(open_study, None)
    assert list(Event.objects.order_by("id").values_list("what", flat=True)) == ["join_link_opened", "join_link_closed"]
    assert not JoinLink.objects.exists()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_mail_is_in_the_language_of_its_reader(client, link, language):
    User.objects.create_user("there@example.org", PASSWORD, language=language)
    asked(client, link, "there@example.org")
    words = {"nl": "U wilt als professional meedoen", "en": "You asked to join"}
    assert words[language] in mail.outbox[0].body
