"""Whoever is signed out in the middle of a form gets the text back, and sends it again after signing in."""

from __future__ import annotations

import html
import re
import time
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session as BrowserSession
from django.test import Client
from django.utils import timezone

from collega.web.deeds.session import go_on, make_session, open_session
from collega.web.limits import UNSENT
from collega.web.records.models import Argument, Case, Learner, Step, current_design
from collega.web.unsent import MINUTES, MOST
from tests.web.conftest import make_member
from tests.web.training.conftest import Walker, make_training

pytestmark = pytest.mark.django_db
WORDS = 'What I typed with care, "quoted" & all.'
EN = {"headers": {"accept-language": "en"}}


@pytest.fixture
def training(db):
    return make_training(link=False)


@pytest.fixture
def study(training):
    row = training.study
    row.launched_at = row.created_at
    row.save()
    return row


@pytest.fixture
def person(study):
    return make_member(study, "professional")


@pytest.fixture
def walker(training, person):
    """A professional in the middle of a training."""
    client = Client()
    client.force_login(person)
    walker = Walker(training, client)
    walker.client.post(f"{walker.base}start/")
    return walker


def end_sessions():
    BrowserSession.objects.update(expire_date=timezone.now() - timedelta(seconds=1))


def form_in(page, action):
    """The fields that a form of a page sends, as a browser would."""
    found = re.search(rf'<form method="post" action="{re.escape(action)}">(.*?)</form>', page, re.DOTALL)
    assert found is not None, page
    pairs = re.findall(r'name="([^"]+)" value="([^"]*)"', found[1])
    sent: dict[str, list[str]] = {}
    for name, value in pairs:
        sent.setdefault(name, []).append(html.unescape(value))
    return sent


def send_after_signing_in(client, person, path, fields):
    """Send a form in an ended session, sign in, and press the button; the last answer."""
    end_sessions()
    answer = client.post(path, fields, **EN)
    page = answer.content.decode()
    assert answer.status_code == 403, page
    assert f"readonly>{html.escape(WORDS)}</textarea>" in page
    assert 'href="/accounts/login/?next=/unsent/"' in page
    client.force_login(person)
    again = client.get("/unsent/", **EN).content.decode()
    assert f"readonly>{html.escape(WORDS)}</textarea>" in again
    answer = client.post(path, form_in(again, path), **EN)
    assert client.get("/unsent/").headers["Location"] == "/mine/"  # sent, so no longer kept
    return answer


def test_in_the_middle_of_a_training(walker, person):
    fields = {"step": walker.step(1), "answer": "yes", "named": ["who"], "reason": WORDS}
    answer = send_after_signing_in(walker.client, person, f"{walker.base}1/", fields)
    assert answer.headers["Location"] == f"{walker.base}1/they/"
    step = Step.objects.exclude(answer="").get()
    assert (step.answer, step.reason, step.named) == ("yes", WORDS, ["who"])
    assert Learner.objects.get().user == person


def test_a_new_case(client, study, person):
    client.force_login(person)
    fields = {"title": "A case", "text": WORDS, "who": "a", "visibility": "private", "question": ""}
    answer = send_after_signing_in(client, person, f"/cases/{study.key}/new/", fields)
    assert answer.status_code == 302, answer.content.decode()
    assert Case.objects.get().text == WORDS


def test_an_argument_of_a_session(client, study):
    owner = make_member(study, "owner", "owner@example.org")
    client.force_login(owner)
    session = make_session(study, owner, title="A session",
                           scenarios=[(current_design(study).layout["scenarios"][0], "chosen")])  # fmt: skip
    open_session(session, owner)
    session.refresh_from_db()
    go_on(session, owner, session.version)
    fields = {"scenario": session.scenarios.get().pk, "answer": "", "text": WORDS, "request_key": "key-of-this-form"}
    send_after_signing_in(client, owner, f"/sessions/{session.pk}/argue/", fields)
    assert Argument.objects.get().text == WORDS


def test_the_own_advice_with_a_case(client, study, person):
    study.publication = "team"
    study.save()
    client.force_login(person)
    path = f"/results/{study.key}/colleague/"
    fields = {"who": "a", "what": "b", "how": "c", "own": "yes", "motivation": WORDS}
    assert send_after_signing_in(client, person, path, fields).status_code in (200, 302)


def test_somebody_else_on_the_device_does_not_get_it(walker, study):
    end_sessions()
    fields = {"step": "1", "answer": "yes", "reason": WORDS}
    assert walker.client.post(f"{walker.base}1/", fields).status_code == 403
    walker.client.force_login(make_member(study, "professional", "another@example.org"))
    assert walker.client.get("/unsent/").headers["Location"] == "/mine/"


def test_it_is_kept_for_half_an_hour(walker, person, monkeypatch):
    end_sessions()
    walker.client.post(f"{walker.base}1/", {"reason": WORDS})
    late = time.time() + 60 * MINUTES + 1
    monkeypatch.setattr("collega.web.unsent.time.time", lambda: late)
    walker.client.force_login(person)
    assert walker.client.get("/unsent/").headers["Location"] == "/mine/"


def test_throwing_it_away(client, person, study):
    client.post(f"/cases/{study.key}/new/", {"text": WORDS})
    assert WORDS in html.unescape(client.get("/unsent/").content.decode())  # before signing in, too
    assert client.post("/unsent/").headers["Location"] == "/mine/"
    client.force_login(person)
    assert client.get("/unsent/").headers["Location"] == "/mine/"


@pytest.mark.parametrize("hindrance", ["long", "often"])
def test_what_is_not_kept_is_shown_all_the_same(client, study, hindrance, monkeypatch):
    text = WORDS if hindrance == "often" else "word " * (MOST // 5) + WORDS
    if hindrance == "often":
        monkeypatch.setattr(type(UNSENT), "until", lambda self, _request: timezone.now() if self is UNSENT else None)
    answer = client.post(f"/cases/{study.key}/new/", {"text": text}, **EN)
    assert answer.status_code == 403
    assert WORDS in html.unescape(answer.content.decode())
    assert f'href="/accounts/login/?next=/cases/{study.key}/new/"' in answer.content.decode()
    assert client.get("/unsent/").headers["Location"] == "/mine/"


def test_a_part_of_a_page_leads_to_the_whole_page(client, study):
    answer = client.post(f"/cases/{study.key}/new/", {"text": WORDS}, headers={"hx-request": "true"})
    assert answer.headers["HX-Redirect"] == "/unsent/"
    assert client.get("/unsent/").status_code == 200


def test_passwords_are_never_kept(client, db):
    client.post("/accounts/password/change/", {"oldpassword": "a long password indeed", "password1": WORDS})
    assert client.get("/unsent/").headers["Location"] == "/mine/"


def test_a_stale_token_shows_the_text_and_offers_no_button(study, person):
    """Signed in again in another window: the form has the token of before; sending it blindly would be unsafe."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(person)
    answer = client.post(f"/cases/{study.key}/new/", {"text": WORDS}, **EN)
    assert answer.status_code == 403
    assert f"readonly>{html.escape(WORDS)}</textarea>" in answer.content.decode()
    assert "/unsent/" not in answer.content.decode()


def test_who_reads_without_a_session_is_shown_where_to_sign_in(client, study):
    answer = client.get(f"/training/{study.key}/", **EN)
    assert answer.status_code == 404
    assert f'href="/accounts/login/?next=/training/{study.key}/"' in answer.content.decode()
