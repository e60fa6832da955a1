"""Deeds from a terminal: the same conditions as on the pages, and a trail that says so."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from collega.web.jobs.management.commands.deed import DEEDS, FOR_GOOD
from collega.web.records.models import Collection, Deed, Event, Interview, Job, Kind
from tests.web.conftest import make_member, make_study

pytestmark = pytest.mark.django_db


def do(*arguments: str, **options: object) -> str:
    out = StringIO()
    call_command("deed", *arguments, stdout=out, **options)
    return out.getvalue()


def test_a_study_from_launch_to_deletion(study):
    assert do("launch", "small", "--yes") == "launch small: done\n"
    for deed, state in (("pause", Collection.PAUSED), ("reopen", Collection.OPEN)):
        do(deed, "small")
        study.refresh_from_db()
        assert study.collection == state
    Interview.objects.create(study=study, kind=Kind.REAL, pseudonym="p-1")
    do("close", "small", "--yes")
    do("erase", "small", "--yes")
    assert not Interview.objects.exists()
    assert do("erase", "small", "--yes") == "erase small: was done already\n"
    told = [Deed(event.what) for event in Event.objects.order_by("pk")]
    assert told == [Deed.STUDY_LAUNCHED, Deed.COLLECTION_PAUSED, Deed.COLLECTION_OPENED, Deed.STUDY_CLOSED,
                    Deed.DATA_DELETED]  # fmt: skip
    assert all(event.facts["by"] == "command" and event.user is None for event in Event.objects.all())


def test_who_is_named_stands_in_the_trail_and_its_page_says_how(owner_client, study):
    owner = make_member(study, email="named@example.org")
    do("launch", "small", "--yes", "--as", "Named@example.org")
    event = Event.objects.get()
    assert (event.user, event.facts["by"]) == (owner, "command")
    do("pause", "small")
    page = owner_client.get("/workbench/small/trail/").content.decode()
    assert "door: een opdracht op de server" in page
    assert "de beheerder van de server" in page


def test_what_a_page_does_afterwards_is_no_command(study):
    from collega.web.deeds.collection import pause

    do("launch", "small", "--yes")
    pause(study, None)
    assert "by" not in Event.objects.get(what=Deed.COLLECTION_PAUSED).facts


@pytest.mark.parametrize("deed", FOR_GOOD)
def test_what_cannot_be_undone_asks_for_yes(deed, study):
    with pytest.raises(CommandError, match="cannot be undone"):
        do(deed, "small")
    assert not Event.objects.exists()


@pytest.mark.parametrize(("arguments", "told"), [
    (("pause", "nothing"), "There is no study 'nothing'"),
    (("pause", "small", "--as", "nobody@example.org"), "There is no account of nobody@example.org"),
    (("pause", "small"), "state of the study was changed"),
    (("publish", "small"), "no such fit to publish. Fits of this study: none"),
    (("publish", "small", "--fit", "7"), "no such fit"),
])  # fmt: skip
def test_what_is_refused_says_why_and_keeps_nothing(arguments, told, study):
    with override("en"), pytest.raises(CommandError, match=told):
        do(*arguments)
    assert not Event.objects.exists()


def test_obstacles_of_a_launch_are_all_named(study):
    study.notice = {}
    study.save()
    with override("en"), pytest.raises(CommandError, match=r"(?i)text for participants|notice"):
        do("launch", "small", "--yes")


def test_a_fit_is_asked_of_the_worker(study):
    assert "waits for a worker" in do("fit", "small")
    assert Job.objects.filter(study=study, kind="fit").exists()
    assert Event.objects.get().what == Deed.FIT_ASKED_FOR


def test_every_deed_is_documented():
    from pathlib import Path

    text = Path("docs/how-to/run-the-site.md").read_text()
    section = text.split("## Deeds from a terminal")[1].split("\n## ")[0]
    assert all(f"`{deed}`" in section for deed in DEEDS)


def test_two_studies_are_told_apart(study):
    other = make_study("other", is_open=True)
    do("pause", "other")
    other.refresh_from_db()
    study.refresh_from_db()
    assert (other.collection, study.collection) == (Collection.PAUSED, Collection.DRAFT)
