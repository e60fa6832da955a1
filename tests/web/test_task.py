"""What participants are told: the scenarios they really get, and about how long it takes, counted by hand."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from collega.design import Design
from collega.web import bridge
from collega.web.jobs.mail_texts import DEFAULTS, filled
from collega.web.progress import kept
from collega.web.records.models import Answer, Interview, Kind
from collega.web.task import Task, rounded, task_of
from tests.web.conftest import make_member, make_study
from tests.web.survey.conftest import Walker

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def add_interview(study, seconds, *, before=60, kind=Kind.REAL, minute=0, finished=True, **fields):
    """Somebody who took ``before`` seconds up to the first scenario, and so many for each answer."""
    created = NOW + timedelta(minutes=minute)
    made = Interview.objects.create(
        study=study, kind=kind, pseudonym=f"{kind}-{minute}-{Interview.objects.count()}", created_at=created,
        started_at=created + timedelta(seconds=before), completed_at=created + timedelta(days=1) if finished else None,
        version="1", order=list(range(len(seconds))), **fields,
    )  # fmt: skip
    Answer.objects.bulk_create(Answer(interview=made, position=n, scenario="s01", answer="yes", seconds=each)
                               for n, each in enumerate(seconds, start=1))  # fmt: skip
    return made


@pytest.mark.parametrize(("seconds", "minutes"), [
    (1, 1), (60, 1), (61, 2), (600, 10), (601, 15), (899, 15), (900, 15), (901, 20), (3599, 60)])  # fmt: skip
def test_minutes_are_rounded_up(seconds, minutes):
    assert rounded(seconds) == minutes


def test_before_anybody_tried_it_a_rule_of_thumb(study):
    # 3 minutes, one characteristic of 15 seconds, 6 scenarios of 30 seconds: 375 seconds
    assert task_of(study) == Task(fewest=6, most=6, minutes=7, source="rule", people=0)


def test_previews_that_were_judged(study):
    for seconds in ([50] * 6, [80] * 6, [20] * 6):  # with 60 before: 360, 540 and 180 seconds
        add_interview(study, seconds, kind=Kind.PREVIEW)
    add_interview(study, [1] * 6, kind=Kind.PREVIEW)  # clicked through
    add_interview(study, [500] * 3, kind=Kind.PREVIEW, finished=False)
    add_interview(study, [500, None], kind=Kind.PREVIEW)  # not timed throughout
    assert task_of(study) == Task(fewest=6, most=6, minutes=6, source="previews", people=3)


def test_the_launch_keeps_what_previews_told(client, study):
    client.force_login(make_member(study))
    add_interview(study, [50] * 6, kind=Kind.PREVIEW)
    client.post("/workbench/small/launch/move/", {"verb": "launch"})
    study.refresh_from_db()
    assert not study.interviews.exists()
    assert study.seconds_tried == 360
    assert task_of(study) == Task(fewest=6, most=6, minutes=6, source="previews", people=0)


def test_who_came_with_a_folder_did_not_read_here(study):
    """Their start, of a day long ago, is before the moment their rows were made: no time of reading."""
    for minute in range(5):
        add_interview(study, [100] * 6, minute=minute, before=-86400)
    assert task_of(study) == Task(fewest=6, most=6, minutes=7, source="rule", people=0)


def test_those_who_finished_in_whole_batches(study):
    add_interview(study, [50] * 6, kind=Kind.PREVIEW)
    for minute, each in enumerate([100, 40, 20, 30]):
        add_interview(study, [each] * 6, minute=minute)
    add_interview(study, [900] * 6, minute=9, included=False)
    add_interview(study, [900] * 6, minute=9, finished=False)
    assert task_of(study).source == "previews"  # four of five
    add_interview(study, [10] * 6, minute=5)  # the five: 660, 300, 180, 240, 120; the median is 240
    assert task_of(study) == Task(fewest=6, most=6, minutes=4, source="finished", people=5)
    for minute in range(6, 10):
        add_interview(study, [200] * 6, minute=minute)
        assert task_of(study).minutes == 4  # no single one changes it
    add_interview(study, [200] * 6, minute=10)  # of ten: 120, 180, 240, 300, 660, and five of 1260
    assert task_of(study) == Task(fewest=6, most=6, minutes=20, source="finished", people=10)  # (660 + 1260) / 2


def test_a_large_study_tells_what_was_counted_last(study, monkeypatch):
    for minute in range(5):
        add_interview(study, [100] * 6, minute=minute)
    small = task_of(study)
    assert small == Task(fewest=6, most=6, minutes=15, source="finished", people=5)
    monkeypatch.setattr(kept, "FEW", 3)
    assert task_of(study).source == "rule"  # until it was counted
    kept.count_anew(study, timezone.now())
    assert task_of(study) == small
    with CaptureQueriesContext(connection) as seen:
        task_of(study)
    assert not [
        each for each in seen.captured_queries if 'SUM("records_answer"' in each["sql"] and "real" in each["sql"]
    ]


def test_repeats_are_counted_and_versions_may_differ(study):
    profiles = np.array([[0, 0], [0, 1], [1, 2], [1, 0]], dtype=np.int64)
    design = Design(scenarios=("a", "b", "c", "d"), profiles=profiles, versions=("1", "2"),
                    shows=((0, 1, 2, 3, 0, 1, 2, 3), (0, 1, 2, 3, 0, 1, 2)))  # fmt: skip
    bridge.keep_design(study, design)
    task = task_of(study)
    assert (task.fewest, task.most) == (7, 8)
    assert task.minutes == rounded(180 + 15 + 8 * 30)
    mine = add_interview(study, [10] * 7, finished=False)
    assert (task_of(study, mine).fewest, task_of(study, mine).most) == (7, 7)


def test_pages_and_mail_tell_the_same(client):
    study = make_study(is_open=True)
    bridge.keep_design(study, Design(
        scenarios=("a", "b", "c", "d"), versions=("1",), shows=((0, 1, 2, 3, 0, 1, 2, 3),),
        profiles=np.array([[0, 0], [0, 1], [1, 2], [1, 0]], dtype=np.int64)))  # fmt: skip
    walker = Walker(client)
    client.get("/take/o/small/open-token/")
    welcome = walker.get().content.decode()
    assert "U beoordeelt 8 verzonnen scenario’s" in welcome
    assert "Dat duurt ongeveer 8 minuten." in welcome  # 180 + 15 + 8 * 30 = 435 seconds
    walker.start()
    walker.post("consent/", agree="on")
    walker.post("about-you/", **{"q-post": "x"})
    instruction = walker.get("instruction/").content.decode()
    assert "U krijgt 8 verzonnen scenario’s te zien" in instruction
    assert "Alles bij elkaar duurt het ongeveer 8 minuten." in instruction
    for language, words in (("nl", "U beoordeelt 8 verzonnen situaties. Dat duurt ongeveer 8 minuten."),
                            ("en", "You judge 8 fictional situations, which takes about 8 minutes.")):  # fmt: skip
        assert words in filled(DEFAULTS["invitation", language], study, name="", nonce="0" * 32, language=language).body
    client.force_login(make_member(study))
    for page in ("people/", "preview/"):
        assert "8 scenario’s, ongeveer 8 minuten" in client.get(f"/workbench/small/{page}").content.decode()


def test_versions_of_different_sizes_are_told_as_such(client):
    study = make_study(is_open=True)
    profiles = np.array([[0, 0], [0, 1], [1, 2], [1, 0]], dtype=np.int64)
    bridge.keep_design(study, Design(scenarios=("a", "b", "c", "d"), profiles=profiles, versions=("1", "2"),
                                     shows=((0, 1, 2, 3, 0, 1), (0, 1, 2, 3))))  # fmt: skip
    walker = Walker(client)
    client.get("/take/o/small/open-token/")
    assert "U beoordeelt 4 tot 6 verzonnen scenario’s" in walker.get().content.decode()
    body = filled(DEFAULTS["invitation", "en"], study, name="", nonce="0" * 32, language="en").body
    assert "You judge 4 to 6 fictional situations" in body
