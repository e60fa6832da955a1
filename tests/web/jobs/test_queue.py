"""The queue: no job waits for ever, whenever its worker dies, and none is done by two workers."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from collega.errors import NotComputedError
from collega.web import queue
from collega.web.jobs import kinds, worker
from collega.web.jobs.kinds import perform
from collega.web.jobs.titles import TITLES
from collega.web.jobs.worker import Worker
from collega.web.queue import claim, enqueue, run, take
from collega.web.records.models import Job

pytestmark = pytest.mark.django_db


@pytest.fixture
def job(study, monkeypatch):
    monkeypatch.setitem(kinds.WORKS, "small", lambda *_: {"done": True})
    return enqueue("small", study)


def let_the_lease_run_out(job):
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def test_every_kind_of_job_has_a_title_and_no_title_is_of_nothing():
    assert kinds.WORKS.keys() == TITLES.keys()


def test_what_is_taken_is_taken_by_one(job):
    assert take().pk == job.pk
    assert take() is None
    assert claim(job.pk) is None


def test_the_oldest_job_comes_first(job, study):
    newer = enqueue("small", study, more=1)
    assert [take().pk, take().pk] == [job.pk, newer.pk]


def test_the_same_work_is_queued_once_while_it_waits(job, study):
    assert enqueue("small", study) == job
    take()
    assert enqueue("small", study) != job


def test_a_job_and_the_change_that_asked_for_it_are_kept_together_or_not_at_all(study):
    with transaction.atomic():
        enqueue("small", study)
        transaction.set_rollback(True)  # as if the request failed before its end
    assert take() is None


def test_a_dead_workers_job_is_taken_again_and_ends_once(job):
    first = take()
    assert take() is None  # its worker may be alive
    let_the_lease_run_out(job)
    second = take()
    assert (second.pk, second.attempts) == (first.pk, 2)
    run(second, kinds.WORKS)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.lease_until) == (Job.State.DONE, 2, None)


def test_a_worker_that_was_only_slow_does_not_overwrite_what_the_next_one_made(job, caplog):
    slow = take()

    def taken_over(mine, progress):
        let_the_lease_run_out(mine)
        next_one = take()
        progress(0.9)
        run(next_one, {"small": lambda *_: {"by": "the next"}})
        return {"by": "the slow"}

    run(slow, {"small": taken_over})
    job.refresh_from_db()
    assert (job.state, job.result, job.progress) == (Job.State.DONE, {"by": "the next"}, 1.0)
    assert "taken over by another worker" in caplog.text


def test_a_job_that_kills_its_workers_fails_in_the_end(job):
    for _ in range(queue.MOST_ATTEMPTS):
        assert take() is not None
        let_the_lease_run_out(job)
    assert take() is None
    job.refresh_from_db()
    assert (job.state, job.message) == (Job.State.FAILED, "stopped 3 times in the middle")


@pytest.mark.parametrize("stop", [SystemExit, KeyboardInterrupt])
def test_a_worker_that_is_stopped_gives_its_job_back(job, stop):
    def stopped(*_):
        raise stop

    with pytest.raises(stop):
        run(take(), {"small": stopped})
    assert take().pk == job.pk


def test_what_a_user_can_mend_fails_with_its_message(job):
    def refuse(*_):
        raise NotComputedError("There is no design yet.")

    run(take(), {"small": refuse})
    job.refresh_from_db()
    assert (job.state, job.message) == (Job.State.FAILED, "There is no design yet.")


class PanicException(BaseException):
    """As libraries written in Rust raise: no Exception."""


@pytest.mark.parametrize(
    "error", [TypeError("'NoneType' object is not iterable"), PanicException("index out of bounds")]
)
def test_a_fault_of_ours_is_told_in_our_words_and_its_cause_stands_in_the_log(job, monkeypatch, caplog, error):
    def fail(*_):
        raise error

    monkeypatch.setitem(kinds.WORKS, "small", fail)
    with pytest.raises(type(error)):
        perform(job.pk)
    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    assert job.message == (
        f"This is a fault in Collega, not in your study. Whoever runs the site finds more in its log, at job {job.pk}."
    )
    assert str(error) in caplog.text


def test_a_worker_goes_on_after_a_fault(job, study, monkeypatch):
    def fail(*_):
        raise PanicException

    monkeypatch.setitem(kinds.WORKS, "bad", fail)
    Job.objects.filter(pk=job.pk).update(made_at=timezone.now() + timedelta(seconds=1))
    enqueue("bad", study)
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)  # the test's own transaction
    one = Worker(interval=0)
    assert one.next()
    assert one.next()
    assert not one.next()
    assert dict(Job.objects.values_list("kind", "state")) == {"bad": "failed", "small": "done"}


def test_a_signal_lets_the_worker_finish_a_second_one_stops_it():
    one = Worker(interval=0)
    one.stop()
    one.work()  # returns: there is nothing it finishes
    with pytest.raises(SystemExit):
        one.stop()
