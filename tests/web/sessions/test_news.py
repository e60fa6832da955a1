"""What a professional reads on the home page about sessions: finished, shown, and new; one query."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from collega.web.deeds.session import finish, show_session
from collega.web.records.models import Role
from collega.web.sessions.news import news
from tests.web.conftest import make_member, make_study
from tests.web.sessions.room import opened

pytestmark = pytest.mark.django_db


def test_only_what_is_finished_shown_and_new_is_told(open_study, django_assert_num_queries) -> None:
    person = make_member(open_study, Role.Kind.PROFESSIONAL)
    session = opened(open_study)
    since = timezone.now() - timedelta(days=1)
    assert news(person, [open_study], since) == []
    finish(session, None)
    assert news(person, [open_study], since) == []
    show_session(session, None, shown=True)
    with django_assert_num_queries(1):
        (told,) = news(person, [open_study], since)
    assert told.href == f"/sessions/{session.pk}/"
    assert told.text.startswith("Er is een sessie gehouden: Een sessie")
    assert (told.study, told.when) == (open_study.pk, type(session).objects.get().shown_at)
    assert news(person, [open_study], None) == [told]
    assert news(person, [open_study], timezone.now()) == []
    assert news(person, [make_study("other")], since) == []
