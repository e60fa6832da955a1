"""Launching, pausing, opening again and closing: conditions, what is kept, and the line in the trail."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from collega.web.deeds.collection import close, launch, launch_mark, pause, reopen
from collega.web.deeds.refused import ChangedMeanwhileError, RefusedError
from collega.web.deeds.rules import change_rules
from collega.web.records.models import Collection, Deed, Event, Interview, Kind, Link, locked
from tests.web.conftest import make_member

pytestmark = pytest.mark.django_db


def trail():
    return [(Deed(event.what), event.user) for event in Event.objects.order_by("pk")]


def test_a_launch_freezes_the_study_and_drops_its_previews(study):
    owner = make_member(study)
    Interview.objects.create(study=study, kind=Kind.PREVIEW, pseudonym="p-try")
    assert launch(study, owner, version=launch_mark(study))
    assert (study.collection, study.launched) == (Collection.OPEN, True)
    assert study.keep_until is not None
    assert not Interview.objects.exists()
    assert trail() == [(Deed.STUDY_LAUNCHED, owner)]
    assert Event.objects.get().facts == {"hash": study.hash}


def test_a_second_launch_does_nothing(study):
    launch(study, None)
    first = study.launched_at
    assert not launch(study, None)
    assert study.launched_at == first
    assert len(trail()) == 1


def test_what_is_not_complete_is_not_launched(study):
    study.notice = {}
    study.save()
    with pytest.raises(RefusedError, match="kan nog niet"):
        launch(study, None)
    study.refresh_from_db()
    assert (study.launched, trail()) == (False, [])


def test_other_rules_than_were_shown_are_not_launched(study):
    seen = launch_mark(study)
    study.release_after += 1
    study.save()
    with pytest.raises(ChangedMeanwhileError):
        launch(study, None, version=seen)
    assert not trail()


def test_pausing_and_opening_again(study):
    with pytest.raises(RefusedError):
        pause(study, None)
    launch(study, None)
    with pytest.raises(RefusedError):
        reopen(study, None)
    pause(study, None)
    assert study.collection == Collection.PAUSED
    reopen(study, None)
    assert study.collection == Collection.OPEN
    assert [deed for deed, _ in trail()] == [Deed.STUDY_LAUNCHED, Deed.COLLECTION_PAUSED, Deed.COLLECTION_OPENED]


def test_closing_destroys_the_links_once_and_for_good(open_study):
    person = open_study.invitations.create(email="a@example.org", nonce="n", token_hash="h")
    interview = Interview.objects.create(study=open_study, pseudonym="p-one")
    Link.objects.create(invitation=person, interview=interview)
    close(open_study, None)
    assert (open_study.collection, open_study.open_token, open_study.open_code) == (Collection.CLOSED, "", "")
    assert not Link.objects.exists()
    interview.refresh_from_db()
    assert interview.in_view
    with pytest.raises(RefusedError):
        close(open_study, None)
    assert trail() == [(Deed.STUDY_CLOSED, None)]


def test_a_draft_cannot_be_closed(study):
    with pytest.raises(RefusedError):
        close(study, None)


@pytest.mark.parametrize("changed", [
    {"weights_before_closing": True}, {"withdraw_until": timezone.localdate()},
    {"keep_until": timezone.localdate() + timedelta(days=9999)}, {"keep_until": None}])  # fmt: skip
def test_what_participants_were_promised_cannot_be_changed_whoever_asks(study, changed):
    launch(study, None)
    with pytest.raises(RefusedError):
        change_rules(locked(study.pk), None, changed)


def test_shortening_the_retention_has_its_own_line(study):
    launch(study, None)
    day = study.keep_until - timedelta(days=1)
    change_rules(locked(study.pk), None, {"keep_until": day, "most_participants": 9})
    assert Event.objects.get(what=Deed.RETENTION_SHORTENED).facts == {"until": day.isoformat()}
    assert Event.objects.get(what=Deed.RULES_CHANGED).facts == {"most_participants": "9"}
