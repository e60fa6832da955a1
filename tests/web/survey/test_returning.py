"""Whoever comes back after long silence: the place may have gone to somebody else, and the maximum holds."""

from __future__ import annotations

import re
import time
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


@pytest.fixture
def paused(walker, open_study):
    """Somebody who answered two scenarios, and is at the third when the study is paused."""
    walker.to_scenarios()
    for n in (1, 2):
        walker.answer(n)
    page = walker.get("scenario/3/")
    walker.form = {name: hidden(page, name) for name in ("request_key", "shown")}
    turn(open_study, Collection.PAUSED)
    return walker


def kept_here(walker):
    cookie = walker.client.cookies.get("interview-pending")
    return cookie.value if cookie else ""


def turn(study, state):
    study.collection = state
    study.save()


def test_an_answer_sent_in_a_pause_is_kept_and_offered_again(paused, open_study):
    answer = paused.post("scenario/3/", answer="perhaps", **paused.form)
    assert answer.status_code == 409
    assert "scenario 3, ‘Misschien’, kon tijdens de pauze niet worden opgeslagen" in answer.content.decode()
    assert paused.interview.answers.count() == 2
    assert "‘Misschien’" in paused.get("scenario/3/").content.decode()  # also when the page is asked for again
    turn(open_study, Collection.OPEN)
    assert paused.get("go/").url == "/take/small/scenario/3/"
    page = paused.get("scenario/3/")
    text = page.content.decode()
    assert "Uw antwoord op dit scenario is nog niet opgeslagen" in text
    assert re.search(r'value="perhaps" required checked', text)
    form = {name: hidden(page, name) for name in ("request_key", "shown")}
    assert paused.post("scenario/3/", answer="perhaps", **form).url == "/take/small/scenario/4/"
    assert paused.interview.answers.get(position=3).answer == "perhaps"
    assert paused.client.cookies["interview-pending"].value == ""
    assert "nog niet opgeslagen" not in paused.get("scenario/3/").content.decode()


def test_a_pause_names_whom_to_ask_as_it_is_now(paused, open_study):
    open_study.notice = open_study.notice | {"contact": {"nl": "bel 070 123", "en": "call 070 123"}}
    open_study.save()
    assert "bel 070 123" in paused.get("scenario/3/").content.decode()


def test_who_stops_in_a_pause_is_told_what_is_on_this_device_only(paused):
    assert "Alles wat u hebt geantwoord, is opgeslagen" in paused.get("stop/").content.decode()
    paused.post("scenario/3/", answer="perhaps", **paused.form)
    text = paused.get("stop/").content.decode()
    assert "Uw antwoord op scenario 3 is nog niet opgeslagen en staat alleen op dit apparaat" in text
    assert "Alles wat u hebt geantwoord, is opgeslagen" not in text


def test_an_earlier_answer_changed_in_a_pause_is_not_forgotten_at_the_end(paused, open_study):
    turn(open_study, Collection.OPEN)
    for n in range(3, 7):
        paused.answer(n)
    page = paused.get("scenario/2/")
    form = {name: hidden(page, name) for name in ("request_key", "shown")}
    turn(open_study, Collection.PAUSED)
    paused.post("scenario/2/", answer="no", **form)
    turn(open_study, Collection.OPEN)
    for answer in (paused.get("check/"), paused.post("check/")):
        assert answer.url == "/take/small/scenario/2/"
    assert not paused.interview.finished
    paused.answer(2, "no", check="yes")
    assert paused.post("check/").url == "/take/small/thanks/"
    assert paused.interview.answers.get(position=2).answer == "no"


def test_who_signs_in_again_in_the_pause_keeps_it_too(paused, open_study):
    paused.post("scenario/3/", answer="no", **paused.form)
    del paused.client.cookies["interview"]  # the session is over
    code = codes.shown_code(paused.interview)
    paused.post("code/", code=code)
    assert paused.interview.answers.count() == 2
    turn(open_study, Collection.OPEN)
    del paused.client.cookies["interview"]
    answer = paused.client.post("/take/small/code/", {"code": code}, follow=True)
    assert paused.interview.answers.get(position=3).answer == "no"
    assert "U bent er weer" in answer.content.decode()


def test_the_time_of_the_pause_is_no_time_of_judging(paused, open_study, monkeypatch):
    paused.post("scenario/3/", answer="no", **paused.form)
    turn(open_study, Collection.OPEN)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 5000)
    paused.post("code/", code=codes.shown_code(paused.interview))
    assert paused.interview.answers.get(position=3).seconds < 60


def test_what_was_kept_in_a_pause_is_nobody_elses(paused, another, open_study):
    paused.post("scenario/3/", answer="no", **paused.form)
    turn(open_study, Collection.OPEN)
    another.to_scenarios()
    another.client.cookies["interview-pending"] = paused.client.cookies["interview-pending"].value
    assert another.get("go/").url == "/take/small/scenario/1/"
    assert "checked" not in another.get("scenario/1/").content.decode()


def test_after_closing_nothing_is_kept_and_the_page_says_so(paused, open_study):
    turn(open_study, Collection.CLOSED)
    answer = paused.post("scenario/3/", answer="no", **paused.form)
    assert answer.status_code == 409
    assert "scenario 3, ‘Nee’, kwam na het sluiten en is niet opgeslagen" in answer.content.decode()
    assert kept_here(paused) == ""


def test_nonsense_is_not_kept_in_a_pause(paused):
    for answer in ("", "nonsense"):
        assert paused.post("scenario/3/", answer=answer, **paused.form).status_code == 409
    paused.post("scenario/99/", answer="no", **paused.form)
    assert kept_here(paused) == ""
