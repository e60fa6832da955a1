"""What happens by itself: closing, and the end of personal data."""

from datetime import timedelta

import numpy as np
import pytest
from django.core import mail
from django.utils import timezone

from collega.model.estimate import estimate
from collega.panel.simulate import simulate
from collega.web import bridge
from collega.web.deeds import retention
from collega.web.deeds.collection import close
from collega.web.deeds.retention import AHEAD, erase
from collega.web.jobs import tick
from collega.web.jobs.kinds import perform
from collega.web.jobs.tick import STEPS, Step, enqueue_tick
from collega.web.records.models import (
    Answer,
    AnswerSent,
    Collection,
    Event,
    Interview,
    Invitation,
    Job,
    Kind,
    Link,
    ShownState,
    StoredFit,
    Study,
    current_design,
)
from tests.web.conftest import make_member, make_study

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAY = timedelta(days=1)


def taken(name, today):
    """Of how much one kind of hourly work was done; nothing of it failed."""
    done, failed = next(step for step in STEPS if step.name == name).take(today)
    assert failed == []
    return done


def ask(study, participants=20):
    row = current_design(study)
    panel, _ = simulate(study.as_defined, bridge.design_of(row), participants=participants, seed=1)
    bridge.keep_panel(study, panel, Kind.REAL, design=row)
    return bridge.panel_of(study, Kind.REAL)


@pytest.fixture
def fitted(open_study):
    panel = ask(open_study)
    fit = estimate(panel, "hierarchical", seed=1)
    bridge.keep_fit(open_study, fit, panel, Kind.REAL, groups={"post": {"x": [0, 1]}})
    invitation = Invitation.objects.create(study=open_study, email="anna@example.org", token_hash="x")
    Link.objects.create(invitation=invitation, interview=open_study.interviews.first())
    AnswerSent.objects.create(
        interview=open_study.interviews.first(), position=1, scenario="s", answer="a", request_key="k"
    )
    ShownState.objects.create(study=open_study, blocks={"": ["a"]})
    open_study.keep_until = TODAY - DAY
    open_study.save()
    return open_study


def test_a_study_closes_after_its_last_day(open_study):
    invitation = Invitation.objects.create(study=open_study, email="anna@example.org", token_hash="x")
    Link.objects.create(invitation=invitation, interview=Interview.objects.create(study=open_study, pseudonym="p"))
    open_study.closes_on = TODAY
    open_study.save()
    assert taken("closing", TODAY) == 0
    assert taken("closing", TODAY + DAY) == 1
    assert taken("closing", TODAY + DAY) == 0
    open_study.refresh_from_db()
    assert open_study.collection == Collection.CLOSED
    assert not Link.objects.exists()
    assert Event.objects.filter(what="study_closed", user=None).count() == 1


def test_the_end_is_announced_once_to_every_owner(open_study):
    make_member(open_study)
    make_member(open_study, email="second@example.org")
    make_member(open_study, "reader")
    open_study.keep_until = TODAY + AHEAD + DAY
    open_study.save()
    assert taken("announcement", TODAY) == 0
    assert taken("announcement", TODAY + DAY) == 1
    assert taken("announcement", TODAY + DAY) == 0
    assert sorted(each.to[0] for each in mail.outbox) == ["owner@example.org", "second@example.org"]
    assert "Klein onderzoek" in mail.outbox[0].subject


def test_individual_data_really_go_and_the_population_stays(fitted):
    before = bridge.fit_of(fitted.fits.get())
    assert taken("deletion", TODAY) == 1
    for table in (Interview, Answer, AnswerSent, Invitation, Link, ShownState):
        assert not table.objects.exists(), table
    row = fitted.fits.get()
    assert row.erased
    assert row.members == []
    assert row.groups == {}
    after = bridge.fit_of(row)
    assert after.draws.individual.shape[1] == 0
    for name in ("mean", "group_effects", "covariance_factor", "thresholds"):
        assert np.array_equal(getattr(after.draws, name), getattr(before.draws, name)), name
    assert np.array_equal(after.part_worths, before.part_worths)
    kept = bytes(row.arrays).hex() + str(row.values)
    assert not any(pseudonym in kept for pseudonym in before.participants)
    fitted.refresh_from_db()
    assert fitted.erased_at is not None
    assert fitted.collection == Collection.CLOSED
    event = Event.objects.get(what="data_deleted")
    assert event.facts == {"interviews": 20, "invitations": 1}


def test_deleting_twice_is_deleting_once(fitted):
    assert erase(fitted)
    assert not erase(fitted)
    assert taken("deletion", TODAY) == 0
    assert Event.objects.filter(what="data_deleted").count() == 1


def test_nothing_goes_before_its_day(fitted):
    fitted.keep_until = TODAY
    fitted.save()
    assert taken("deletion", TODAY) == 0
    assert Interview.objects.count() == 20
    assert not StoredFit.objects.get().erased


def test_after_the_deletion_no_new_model_can_be_asked_for(fitted, client):
    erase(fitted)
    client.force_login(make_member(fitted))
    client.post("/workbench/small/fits/fit/", {"kind": "real"})
    assert not Job.objects.exists()
    for room in ("", "fits/", "monitor/", "participants/", "people/", "publish/", "data/", "present/", "notes/"):
        assert client.get(f"/workbench/small/{room}").status_code == 200, room


def test_one_tick_an_hour_whoever_asks(fitted):
    now = timezone.now()
    job = enqueue_tick(now)
    assert enqueue_tick(now) is None
    perform(job.pk)
    assert enqueue_tick(now) is None
    assert enqueue_tick(now + timedelta(hours=1)) is not None
    job.refresh_from_db()
    assert job.state == Job.State.DONE, job.message
    assert job.result["deletion"] == 1


def test_the_virtual_colleague_goes_on_from_the_population(open_study):
    from collega.web.advising import advice, case_of, virtual_colleague
    from collega.web.jobs.fitting import fit_panel

    ask(open_study)
    row = fit_panel(open_study, Kind.REAL, lambda _: None)
    case = case_of(open_study.as_defined, {"who": "a"})
    before, _groups = advice(row, case)
    erase(open_study)
    row.refresh_from_db()
    after, groups = advice(row, case)
    assert virtual_colleague(row.pk, True).from_population
    assert abs(after.share - before.share) < 0.1
    assert groups


class BrokenError(Exception):
    """What only a fault of ours raises."""


def run_tick():
    job = enqueue_tick(timezone.now())
    perform(job.pk)
    job.refresh_from_db()
    return job


def test_a_broken_study_stops_neither_the_deletion_nor_the_closing_of_others(db, monkeypatch, caplog):
    for key in ("a", "broken", "c"):
        make_study(key, is_open=True, keep_until=TODAY - DAY)
        make_study(f"{key}-closing", is_open=True, closes_on=TODAY - DAY)

    def refuse_one(study, user):
        if study.key.startswith("broken"):
            raise BrokenError("as if a row were damaged")
        close(study, user)

    for module in (retention, tick):
        monkeypatch.setattr(module, "close", refuse_one)
    for _ in range(2):
        job = run_tick()
        Job.objects.filter(pk=job.pk).delete()
    assert set(Study.objects.exclude(erased_at=None).values_list("key", flat=True)) == {"a", "c"}
    closed = Study.objects.filter(collection=Collection.CLOSED).values_list("key", flat=True)
    assert set(closed) == {"a", "c", "a-closing", "c-closing"}
    assert job.state == Job.State.FAILED
    assert "deletion of the study broken, closing of the study broken-closing" in job.message
    assert "deletion of the study broken failed" in caplog.text
    assert "as if a row were damaged" in caplog.text
    told = Event.objects.filter(what__endswith="_failed").values_list("study__key", "what")
    assert sorted(told) == [("broken", "deletion_failed"), ("broken-closing", "closing_failed")]  # once a day


def test_a_broken_step_stops_no_other(fitted, monkeypatch):
    def broken(_today):
        raise BrokenError("as if a query were wrong")

    monkeypatch.setattr(tick, "STEPS", (Step(name="first", due=broken, do=broken), *STEPS))
    monkeypatch.setattr(tick, "empty_the_log", broken)
    assert run_tick().state == Job.State.FAILED
    fitted.refresh_from_db()
    assert fitted.erased_at is not None


def test_an_owner_whose_mail_fails_stops_no_other_owner(open_study, monkeypatch, caplog):
    for email in ("first@example.org", "second@example.org", "third@example.org"):
        make_member(open_study, email=email)
    open_study.keep_until = TODAY + AHEAD
    open_study.save()
    broken = {"first@example.org", "third@example.org"}
    writing = retention.letter

    def refuse(subject, body, to):
        if to in broken:
            raise BrokenError("as if the address could not be written")
        return writing(subject, body, to)

    monkeypatch.setattr(retention, "letter", refuse)
    assert "announcement of the study small" in run_tick().message
    assert [each.to for each in mail.outbox] == [["second@example.org"]]
    assert "as if the address could not be written" in caplog.text
    broken.clear()
    assert taken("announcement", TODAY) == 1  # those who were missed, and nobody twice
    assert sorted(each.to[0] for each in mail.outbox) == [f"{n}@example.org" for n in ("first", "second", "third")]
    assert taken("announcement", TODAY) == 0
