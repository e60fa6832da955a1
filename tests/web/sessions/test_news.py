"""What a professional reads on the home page about sessions: going on, or finished, shown and new; one query."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from collega.web.deeds.session import finish, open_session, show_session
from collega.web.records.models import Role
from collega.web.sessions.news import news
from tests.web.conftest import make_member, make_study
from tests.web.sessions.room import opened, some_session

pytestmark = pytest.mark.django_db


def test_only_what_is_finished_shown_and_new_is_told(open_study, django_assert_num_queries) -> None:
    person = make_member(open_study, Role.Kind.PROFESSIONAL)
    session = opened(open_study)
    since = timezone.now() - timedelta(days=1)
    finish(session, None)
    assert news(person, [open_study], since) == []
    show_session(session, None, visible=True)
    with django_assert_num_queries(1):
        (told,) = news(person, [open_study], since)
    assert told.href == f"/sessions/{session.pk}/"
    assert told.text.startswith("Er is een sessie gehouden: Een sessie")
    assert (told.study, told.when) == (open_study.pk, type(session).objects.get().shown_at)
    assert news(person, [open_study], None) == [told]
    assert news(person, [open_study], timezone.now()) == []
    assert news(person, [make_study("other")], since) == []


def test_a_session_that_is_going_on_leads_to_taking_part(client, open_study) -> None:
    person = make_member(open_study, Role.Kind.PROFESSIONAL)
    session = some_session(open_study)
    assert news(person, [open_study], timezone.now()) == []  # made, and not opened yet
    open_session(session, None)
    (line,) = news(person, [open_study], timezone.now())
    assert (line.href, line.when) == (f"/session/{session.word}/", None)
    client.force_login(person)
    page = client.get("/mine/", headers={"accept-language": "en"}).content.decode()
    assert "A session is going on now: Een sessie. Take part." in page
    assert client.post(line.href).status_code == 302  # a seat


def test_sessions_of_other_studies_are_nobodys_business(client, open_study) -> None:
    session = opened(open_study)
    stranger = make_member(make_study("other"), Role.Kind.PROFESSIONAL)
    assert news(stranger, [open_study], None) == []
    client.force_login(stranger)
    assert session.word not in client.get("/mine/").content.decode()
