"""The queue: no job waits for ever, whenever its worker dies."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from collega.web.jobs import queue
from collega.web.jobs.queue import enqueue, perform, take_up_orphans
from collega.web.records.models import Job

pytestmark = pytest.mark.django_db


@pytest.fixture
def job(study, monkeypatch):
    monkeypatch.setitem(queue._works, "small", lambda *_: {"done": True})
    return enqueue("small", study)


def later(job):
    Job.objects.filter(pk=job.pk).update(made_at=timezone.now() - 2 * queue.LEASE)


def tasks(status=TaskResultStatus.READY):
    return DBTaskResult.objects.filter(status=status).count()


def taken_from_the_queue():
    """What a worker does before it calls ``perform``."""
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING)


def test_a_worker_that_died_before_it_claimed_the_job(job):
    taken_from_the_queue()
    assert take_up_orphans() == 0  # it may just be about to
    later(job)
    assert take_up_orphans() == 1
    assert tasks() == 1
    assert take_up_orphans() == 0
    perform.call(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (Job.State.DONE, 1)


def test_a_long_queue_is_no_dead_worker(job):
    later(job)
    assert take_up_orphans() == 0
    assert tasks() == 1


def test_the_same_work_is_not_held_up_by_what_waits_for_nothing(job, study):
    taken_from_the_queue()
    later(job)
    assert enqueue("small", study) == job  # still one job, which the next minute takes up
    assert take_up_orphans() == 1


def test_an_orphan_and_its_task_go_together(job, monkeypatch):
    class DiedError(Exception):
        pass

    def die(_pk):
        raise DiedError

    past = timezone.now() - timedelta(seconds=1)
    Job.objects.filter(pk=job.pk).update(state=Job.State.RUNNING, lease_until=past)
    monkeypatch.setattr(queue, "perform", type("Task", (), {"enqueue": staticmethod(die), "module_path": "x"}))
    with pytest.raises(DiedError):
        take_up_orphans()
    job.refresh_from_db()
    assert job.state == Job.State.RUNNING
    monkeypatch.undo()
    assert take_up_orphans() == 1


def test_two_rounds_at_once_queue_an_orphan_once(job):
    past = timezone.now() - timedelta(seconds=1)
    Job.objects.filter(pk=job.pk).update(state=Job.State.RUNNING, lease_until=past)
    found = Job.objects.get(pk=job.pk)
    assert queue._queue_again(found)
    assert not queue._queue_again(found)
    assert tasks() == 2


class PanicException(BaseException):
    """As libraries written in Rust raise: no Exception."""


@pytest.mark.parametrize(
    "error", [TypeError("'NoneType' object is not iterable"), PanicException("index out of bounds")]
)
def test_a_fault_of_ours_is_told_in_our_words_and_its_cause_stands_in_the_log(job, monkeypatch, caplog, error):
    def fail(*_):
        raise error

    monkeypatch.setitem(queue._works, "small", fail)
    with pytest.raises(type(error)):
        perform.call(job.pk)
    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    assert job.message == (
        f"This is a fault in Collega, not in your study. Whoever runs the site finds more in its log, at job {job.pk}."
    )
    assert str(error) in caplog.text
