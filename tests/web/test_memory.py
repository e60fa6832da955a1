"""What a process remembers goes when another process deletes."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from collega.web import advising, memory
from collega.web.deeds import publication, retention, withdrawal
from collega.web.jobs.kinds import perform
from collega.web.queue import enqueue
from collega.web.records.models import Collection, Deletion, Interview, Kind, Publication
from tests.web.results.conftest import make_fitted
from tests.web.survey.conftest import Walker

pytestmark = pytest.mark.django_db
CASE = {"who": "a", "what": "b"}


@pytest.fixture(autouse=True)
def _from_nothing():
    memory.forget()


@pytest.fixture
def remembering(client):
    """A study of which this process remembers the fit, an advice and a profile."""
    study, row = make_fitted(kind=Kind.REAL, publication=Publication.PUBLIC, advice_first=False)
    publication.publish(row)
    client.get("/results/small/colleague/", CASE)
    study.collection, study.open_token, study.launched_at = Collection.OPEN, "open-token", timezone.now()
    study.save()
    walker = Walker(Client())
    walker.finish()
    walker.get("profile/")
    assert remembered() >= {"_fit", "virtual_colleague", "_advice", "_drawn"}
    return study


def remembered():
    return {each.__name__ for each in memory._memories if each.cache_info().currsize}


def elsewhere(monkeypatch, do, *rest):
    with monkeypatch.context() as patch:
        patch.setattr(memory, "forget", lambda: None)
        do(*rest)


def test_the_deletion_by_the_worker(client, remembering, monkeypatch):
    elsewhere(monkeypatch, retention.erase, remembering)
    assert remembered()
    client.get("/results/small/colleague/", CASE)  # the first page that asks the memory for anything
    assert "_drawn" not in remembered()


def test_a_page_that_recalls_nothing_does_not_look_and_the_clock_does(client, remembering, monkeypatch):
    elsewhere(monkeypatch, retention.erase, remembering)
    client.get("/accessibility/")
    assert remembered()
    memory.forget_what_is_gone()  # what watch() does every minute
    assert not remembered()


def test_a_withdrawal_in_another_web_process(client, remembering, monkeypatch):
    elsewhere(monkeypatch, withdrawal.withdraw, Interview.objects.filter(study=remembering).first())
    client.get("/results/small/colleague/", CASE)
    memory.forget_what_is_gone()
    assert not remembered()


def test_the_process_that_deletes_forgets_at_once(remembering):
    retention.erase(remembering)
    assert not remembered()


def test_what_is_deleted_while_a_page_is_made_is_not_remembered_after_it(client, remembering, monkeypatch):
    advice = advising.advice

    def slowly(fit, case):
        answered = advice(fit, case)
        elsewhere(monkeypatch, retention.erase, remembering)
        memory.forget_what_is_gone()  # another page of this process saw it first
        advising.virtual_colleague(fit.pk, True)
        return answered

    monkeypatch.setattr("collega.web.results.colleague.advice", slowly)
    assert client.get("/results/small/colleague/", CASE).status_code == 200
    assert not remembered()


def test_a_worker_forgets_too(remembering, monkeypatch):
    elsewhere(monkeypatch, retention.erase, remembering)
    perform(enqueue("tick", hour="now").pk)
    assert not remembered()


def test_nothing_is_forgotten_without_a_reason(client, remembering):
    client.get("/accessibility/")
    assert "virtual_colleague" in remembered()
    assert not Deletion.objects.exists()
    assert "_drawn" in remembered()
