"""A first answer in one statement: all of it or nothing, and what is not plain goes the way that holds the row."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from collega.web.records.models import AnswerSent
from collega.web.survey import judging
from collega.web.survey.answering import Sent
from collega.web.survey.first_answers import record_first
from tests.web.conftest import make_study
from tests.web.survey.conftest import Walker, hidden

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="one statement writes one table on SQLite"),
]


@pytest.fixture
def interview(walker):
    walker.to_scenarios()
    return walker.interview


def sent(number=1, answer="yes", key="a-showing"):
    return Sent(number, answer, key, "")


def rows_of(interview):
    history = list(interview.history.values_list("position", "answer", "scenario", "request_key"))
    return list(interview.answers.values_list("position", "answer", "scenario")), history


def test_the_answer_and_its_history_are_written_together(interview):
    assert record_first(interview, sent())
    scenario = interview.answers.get().scenario
    assert rows_of(interview) == ([(1, "yes", scenario)], [(1, "yes", scenario, "a-showing")])
    assert interview.answers.get().shown["statement"]


def test_an_answer_that_is_there_is_left_to_the_careful_way(interview):
    record_first(interview, sent())
    before = rows_of(interview)
    assert not record_first(interview, sent(answer="no", key="another-showing"))
    assert rows_of(interview) == before


def test_nothing_is_written_once_it_was_sent_in(interview):
    type(interview).objects.filter(pk=interview.pk).update(completed_at=timezone.now())
    assert not record_first(interview, sent())
    assert rows_of(interview) == ([], [])


def test_what_changed_since_the_answers_were_read_is_noticed(walker, interview, monkeypatch):
    """Another tab answers between reading and writing: the later answer counts, and both are in the history."""
    page = walker.get("scenario/1/")
    form = {name: hidden(page, name) for name in ("request_key", "shown")}

    def late(interview, sent_here):
        assert record_first(interview, sent(key="other-tab"))
        return record_first(interview, sent_here)

    monkeypatch.setattr(judging, "record_first", late)
    walker.post("scenario/1/", answer="no", **form)
    answers, history = rows_of(interview)
    assert [answer for _, answer, _ in answers] == ["no"]
    assert [answer for _, answer, _, _ in history] == ["yes", "no"]
    assert "misschien in een ander tabblad" in walker.get("scenario/2/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_the_same_request_eight_times_at_once_is_one_answer():
    make_study(is_open=True)
    walker = Walker(Client())
    walker.to_scenarios()
    page = walker.get("scenario/1/")
    form = {name: hidden(page, name) for name in ("request_key", "shown")} | {"answer": "perhaps"}

    def send(_):
        client = Client()
        client.cookies["interview"] = walker.client.cookies["interview"].value
        try:
            return client.post("/take/small/scenario/1/", form).url
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(send, range(8))) == {"/take/small/scenario/2/"}
    assert walker.interview.answers.count() == AnswerSent.objects.count() == 1
