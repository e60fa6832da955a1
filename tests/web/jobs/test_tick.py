"""What happens by itself: closing, and the end of personal data."""

from datetime import timedelta

import numpy as np
import pytest
from django.core import mail
from django.utils import timezone

from collega.model.estimate import estimate
from collega.panel.simulate import simulate
from collega.web import bridge
from collega.web.jobs.queue import perform
from collega.web.jobs.retention import AHEAD, announce_due, erase, erase_due
from collega.web.jobs.tick import close_due, enqueue_tick
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
    current_design,
)
from tests.web.conftest import make_member

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAY = timedelta(days=1)


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
    assert close_due(TODAY) == 0
    assert close_due(TODAY + DAY) == 1
    assert close_due(TODAY + DAY) == 0
    open_study.refresh_from_db()
    assert open_study.collection == Collection.CLOSED
    assert not Link.objects.exists()
    assert Event.objects.filter(what="study closed", user=None).count() == 1


def test_the_end_is_announced_once_to_every_owner(open_study):
    make_member(open_study)
    make_member(open_study, email="second@example.org")
    make_member(open_study, "reader")
    open_study.keep_until = TODAY + AHEAD + DAY
    open_study.save()
    assert announce_due(TODAY) == 0
    assert announce_due(TODAY + DAY) == 1
    assert announce_due(TODAY + DAY) == 0
    assert sorted(each.to[0] for each in mail.outbox) == ["owner@example.org", "second@example.org"]
    assert "Klein onderzoek" in mail.outbox[0].subject


def test_individual_data_really_go_and_the_population_stays(fitted):
    before = bridge.fit_of(fitted.fits.get())
    assert erase_due(TODAY) == 1
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
    event = Event.objects.get(what="individual data deleted")
    assert event.facts == {"interviews": 20, "invitations": 1}


def test_deleting_twice_is_deleting_once(fitted):
    assert erase(fitted)
    assert not erase(fitted)
    assert erase_due(TODAY) == 0
    assert Event.objects.filter(what="individual data deleted").count() == 1


def test_nothing_goes_before_its_day(fitted):
    fitted.keep_until = TODAY
    fitted.save()
    assert erase_due(TODAY) == 0
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
    perform.call(job.pk)
    assert enqueue_tick(now) is None
    assert enqueue_tick(now + timedelta(hours=1)) is not None
    job.refresh_from_db()
    assert job.state == Job.State.DONE, job.message
    assert job.result["erased"] == 1


def test_the_virtual_colleague_goes_on_from_the_population(open_study):
    from collega.web.jobs.fitting import fit_panel
    from collega.web.results.advising import advice, case_of, prepared

    ask(open_study)
    row = fit_panel(open_study, Kind.REAL, lambda _: None)
    case = case_of(open_study.as_defined, {"who": "a"})
    before, _groups = advice(row, case)
    erase(open_study)
    row.refresh_from_db()
    after, groups = advice(row, case)
    assert prepared(row.pk, True).from_population
    assert abs(after.share - before.share) < 0.1
    assert groups
