"""The audit trail: whatever is done to it behind the site's back is found, and told where."""

from __future__ import annotations

import threading
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection, connections
from django.db.models import F

from collega.web.deeds.leaving import end_account
from collega.web.operations import trail
from collega.web.operations.trail import breaks, head_of_trail, look_at_trail
from collega.web.records.models import Deed, Event, Study, TrailLink, log
from tests.web.conftest import make_member, make_study


@pytest.fixture
def lines(study, owner):
    """Four lines of two studies and the site, all by one owner."""
    other = make_study("other")
    wrote = [log(study, owner, Deed.STUDY_MADE), log(study, owner, Deed.RULES_CHANGED, before=(1, 2), after=1.5),
             log(other, owner, Deed.STUDY_MADE), log(None, owner, Deed.COLLEAGUE_INVITED, email="a@example.org"),
             log(study, None, Deed.STUDY_CLOSED)]  # fmt: skip
    assert not list(breaks())
    return wrote


def told():
    return [each.found.split(" of ")[0] for each in breaks()]


@pytest.mark.django_db
def test_a_line_that_is_written_while_the_doctor_reads_is_no_alarm(lines, monkeypatch):
    links, written = trail._links, []

    def written_meanwhile():
        found = list(links())
        if not written:
            written.append(log(lines[0].study, None, Deed.STUDY_CLOSED))
        return SimpleNamespace(iterator=lambda _size: iter(found))

    monkeypatch.setattr(trail, "_links", written_meanwhile)
    assert "was put in" in next(breaks()).found
    written.clear()
    found = trail._found_twice()
    assert len(written) == 1
    assert found == []
    Event.objects.filter(pk=lines[1].pk).update(what="study_closed")
    assert [each.found.rsplit(" ", 1)[1] for each in trail._found_twice()] == ["changed"]


@pytest.mark.django_db
def test_a_whole_trail_tells_its_head(lines):
    [look] = look_at_trail()
    assert look.verdict == "good"
    assert head_of_trail() in look.found
    before = head_of_trail()
    log(lines[0].study, None, Deed.STUDY_CLOSED)
    assert head_of_trail() != before


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        {"what": "study_closed"}, {"facts": {}}, {"user": None}, {"at": F("at") + timedelta(seconds=1)}, {"salt": "x"},
        {"study": None},
    ],
)  # fmt: skip
def test_a_line_that_was_changed(lines, change):
    Event.objects.filter(pk=lines[1].pk).update(**change)
    found = told()
    assert f"line {lines[1].pk}" in found[0] + found[-1]
    assert len(list(look_at_trail())) == len(found)


@pytest.mark.django_db
@pytest.mark.parametrize("number", [0, 1, 3, 4])
def test_a_line_that_was_taken_away(lines, number):
    Event.objects.filter(pk=lines[number].pk)._raw_delete("default")
    assert told() == [f"line {lines[number].pk} was taken away"]


@pytest.mark.django_db
def test_a_line_that_was_put_in(lines):
    made = Event.objects.create(study=lines[0].study, what="study_made")
    alone = Event.objects.create(study=make_study("third"), what="study_made")
    assert told() == [f"line {made.pk}", f"line {alone.pk}"]


@pytest.mark.django_db
def test_lines_that_changed_places(lines):
    first, second = lines[0], lines[1]
    for row, other in ((first.pk, second), (second.pk, first)):
        Event.objects.filter(pk=row).update(what=other.what, facts=other.facts, at=other.at, salt=other.salt)
    assert told() == [f"line {first.pk}", f"line {second.pk}"]


@pytest.mark.django_db
def test_links_that_were_changed_taken_away_or_changed_places(lines):
    links = list(TrailLink.objects.filter(study=lines[0].study_id))
    TrailLink.objects.filter(pk=links[1].pk).update(digest="0" * 64)
    assert told() == ["link 2 was changed, or the one before it", f"line {lines[1].pk}"]
    TrailLink.objects.filter(pk=links[1].pk).update(digest=links[1].digest)
    TrailLink.objects.filter(pk=links[1].pk).delete()
    assert "links 2 to 2 are missing" in told()
    links[1].save(force_insert=True)
    assert not told()
    for pk, number in ((links[0].pk, 99), (links[1].pk, 1), (links[0].pk, 2)):
        TrailLink.objects.filter(pk=pk).update(number=number)
    assert "link 1 was changed, or the one before it" in told()


@pytest.mark.django_db
def test_a_line_and_its_link_together_leave_a_hole(lines):
    Event.objects.filter(pk=lines[1].pk)._raw_delete("default")
    TrailLink.objects.filter(event=lines[1].pk).delete()
    assert "links 2 to 2 are missing" in told()


@pytest.mark.django_db
def test_the_end_of_a_chain_is_missed_by_its_head_alone(lines):
    """What the chain cannot tell by itself: docs/reference/audit-trail.md says so."""
    before = head_of_trail()
    Event.objects.filter(pk=lines[4].pk)._raw_delete("default")
    TrailLink.objects.filter(event=lines[4].pk).delete()
    assert not told()
    assert head_of_trail() != before


@pytest.mark.django_db
def test_a_colleague_who_left_is_forgotten_and_the_chain_holds(lines, owner):
    make_member(lines[0].study, email="second@example.org")
    end_account(owner)
    assert not list(breaks())
    assert not Event.objects.exclude(user=None).exists()
    assert TrailLink.objects.filter(why="forgot").count() == Event.objects.filter(facts__former=True).count() >= 4
    Event.objects.filter(pk=lines[0].pk).update(facts={})
    assert len(told()) == 1


@pytest.mark.django_db
def test_what_the_site_deletes_leaves_its_links(lines):
    study = lines[2].study
    before = TrailLink.objects.count()
    Study.objects.get(pk=study.pk).delete()
    assert not list(breaks())
    assert TrailLink.objects.count() == before + 1
    assert TrailLink.objects.filter(study=study.pk, why="gone", digest="").count() == 1


@pytest.mark.django_db(transaction=True)
def test_many_at_once_make_one_chain():
    study = make_study()
    failed = []

    def write():
        try:
            for _ in range(5):
                log(study, None, Deed.RULES_CHANGED)
                log(None, None, Deed.COLLEAGUE_INVITED)
        except Exception as error:
            failed.append(error)
        finally:
            connections["default"].close()

    threads = [threading.Thread(target=write) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    assert connection.vendor in ("sqlite", "postgresql")
    assert not list(breaks())
    assert TrailLink.objects.filter(study=study.pk).count() == TrailLink.objects.filter(study=0).count() == 30
