"""Whoever comes back after long silence: the place may have gone to somebody else, and the maximum holds."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from collega.web.records.models import Collection, Interview, Invitation, Kind, Link
from collega.web.survey import codes
from collega.web.survey.getting_in import begin
from collega.web.tokens import hashed
from tests.web.survey.conftest import hidden

pytestmark = pytest.mark.django_db
GONE = "Uw plaats is naar iemand anders gegaan"


@pytest.fixture
def returned(walker, another, open_study):
    """Somebody who answered two scenarios and was away, and whose place another has in a study for one."""
    open_study.most_participants = 1
    open_study.save()
    walker.to_scenarios()
    for n in (1, 2):
        walker.answer(n)
    walker.mine = walker.interview
    walker.form = {name: hidden(walker.get("scenario/3/"), name) for name in ("request_key", "shown")}
    silent(walker.mine)
    another.to_scenarios()
    assert another.interview.version
    return walker


def silent(interview):
    Interview.objects.filter(pk=interview.pk).update(seen_at=timezone.now() - timedelta(hours=25))


def active(study):
    return [each.pk for each in study.interviews.all() if each.version and not each.away(timezone.now())]


@pytest.mark.parametrize("path", ["go/", "scenario/3/", "scenario/1/", "check/", "about-you/", "instruction/", ""])
def test_no_page_lets_them_on(returned, another, open_study, path):
    answer = returned.get(path)
    assert answer.status_code == 200
    assert GONE in answer.content.decode()
    assert "24 uur" in answer.content.decode()
    assert codes.shown_code(returned.mine) in answer.content.decode()
    assert active(open_study) == [another.interview.pk]


def test_neither_by_code_nor_by_button(returned, another, open_study):
    client = Client()
    answer = client.post("/take/small/code/", {"code": codes.shown_code(returned.mine)}, follow=True)
    assert GONE in answer.content.decode()
    assert returned.post("instruction/").status_code == 409
    assert returned.post("check/").status_code == 409
    assert active(open_study) == [another.interview.pk]


def test_nor_by_a_personal_link(returned, open_study):
    invitation = Invitation.objects.create(study=open_study, email="a@example.org", token_hash=hashed("a-token"))
    Link.objects.create(invitation=invitation, interview=returned.mine)
    client = Client()
    assert GONE in client.get("/take/i/a-token/", follow=True).content.decode()
    assert client.post("/take/small/").status_code == 409
    assert len(active(open_study)) == 1


def test_an_answer_that_was_under_way_is_kept_and_said_so(returned, open_study):
    answer = returned.client.post("/take/small/scenario/3/", returned.form | {"answer": "no"}, follow=True)
    assert returned.mine.answers.get(position=3).answer == "no"
    text = answer.content.decode()
    assert GONE in text
    assert "is bewaard en telt mee" in text
    assert len(active(open_study)) == 1


def test_a_free_place_is_theirs_again(returned, another, open_study):
    silent(another.interview)
    assert returned.get("scenario/3/").status_code == 200
    assert active(open_study) == []  # looking takes no place
    assert returned.answer(3).url == "/take/small/scenario/4/"
    assert active(open_study) == [returned.mine.pk]
    assert GONE in another.get("scenario/1/").content.decode()


def test_without_a_maximum_everybody_may_come_back(returned, open_study):
    open_study.most_participants = None
    open_study.save()
    assert "label" in returned.get("scenario/3/").content.decode()
    assert returned.answer(3).url == "/take/small/scenario/4/"
    assert len(active(open_study)) == 2


def test_they_can_still_withdraw(returned):
    returned.post("withdraw/", code=codes.shown_code(returned.mine), sure="on")
    assert not Interview.objects.filter(pk=returned.mine.pk).exists()


def test_who_finished_never_loses_the_place(walker, another, open_study):
    open_study.most_participants = 1
    open_study.save()
    walker.finish()
    silent(walker.interview)
    mine = walker.interview
    assert "label" not in another.start().content.decode()
    assert walker.get("thanks/").status_code == 200
    assert not mine.away(timezone.now())


def test_a_preview_is_never_away(open_study):
    row = begin(open_study, Kind.PREVIEW, "nl")
    row.version, row.seen_at = "1", timezone.now() - timedelta(days=99)
    assert not row.away(timezone.now())


def test_a_pause_is_said_first(returned, open_study):
    open_study.collection = Collection.PAUSED
    open_study.save()
    assert GONE not in returned.get("scenario/3/").content.decode()
