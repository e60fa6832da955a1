"""Handing work over, holding it on a lease, taking up what a dead worker left."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from collega.errors import CollegaError, InputError
from collega.messages import Message, kept
from collega.web.memory import up_to_date
from collega.web.records.models import Job, Study

LEASE = timedelta(seconds=60)
MOST_ATTEMPTS = 3

Progress = Callable[[float], None]
Work = Callable[[Job, Progress], dict[str, Any]]
_logger = logging.getLogger(__name__)
_works: dict[str, Work] = {}


def work(kind: str) -> Callable[[Work], Work]:
    """Register what does this kind of job, one of ``titles.TITLES``. It must be harmless to run it twice."""

    def register(function: Work) -> Work:
        _works[kind] = function
        return function

    return register


def enqueue(kind: str, study: Study | None = None, /, *, user: Any = None, **arguments: Any) -> Job:
    """Hand work over to a worker; the same work that still waits is returned instead of queued twice."""
    with transaction.atomic():
        same = Job.objects.filter(kind=kind, study=study, arguments=arguments, state=Job.State.WAITING).first()
        if same is not None:
            return same
        job = Job.objects.create(kind=kind, study=study, user=user, arguments=arguments)
        perform.enqueue(job.pk)
    return job


def take_up_orphans() -> int:
    """Queue the jobs again whose worker died, in the middle or just before it began; return how many."""
    return sum(map(_queue_again, [*_left_in_the_middle(), *_left_before_the_start()]))


def _left_in_the_middle() -> QuerySet[Job]:
    return Job.objects.filter(state=Job.State.RUNNING, lease_until__lt=timezone.now())


def _left_before_the_start() -> list[Job]:
    """Jobs that wait for nothing: their task was taken from the queue, and its worker died before claiming the job.

    Two claims of one job are harmless, so a worker that is only slow is no danger.
    """
    waiting = list(Job.objects.filter(state=Job.State.WAITING, made_at__lt=timezone.now() - LEASE))
    queued = _queued() if waiting else set()
    return [job for job in waiting if job.pk not in queued]


def _queued() -> set[int]:
    tasks = DBTaskResult.objects.filter(status=TaskResultStatus.READY, task_path=perform.module_path)
    return {arguments["args"][0] for arguments in tasks.values_list("args_kwargs", flat=True)}


def _queue_again(job: Job) -> bool:
    """Queue a job that is still as it was found; together or not at all, or it would wait for nothing."""
    with transaction.atomic():
        as_found = Job.objects.filter(pk=job.pk, state=job.state, lease_until=job.lease_until)
        if not as_found.update(state=Job.State.WAITING, lease_until=None):
            return False
        perform.enqueue(job.pk)
    return True


@task()
def perform(pk: int) -> None:
    """Run one job, if nobody else does."""
    import collega.web.jobs.kinds  # noqa: F401  -- registers the works

    if not _claim(pk):
        return
    job = Job.objects.get(pk=pk)
    with _lease(pk), up_to_date():
        try:
            result = _works[job.kind](job, lambda fraction: _tell(pk, fraction))
        except CollegaError as error:
            _end(pk, Job.State.FAILED, message=str(error), result=_refusal(error))
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException:  # also what libraries in Rust raise, which is no Exception
            _logger.exception("Job %s (%s) failed.", pk, job.kind)
            _fail(pk, fault(pk))
            raise
        else:
            _end(pk, Job.State.DONE, result=result, progress=1.0)


def _fail(pk: int, message: Message) -> None:
    _end(pk, Job.State.FAILED, message=str(message), result={"message": kept(message)})


def fault(pk: int) -> Message:
    """Return what people are told of a fault of ours; its cause is for whoever reads the log."""
    return Message("web-fault", number=pk)


def _refusal(error: CollegaError) -> dict[str, Any]:
    """Keep what was refused: whoever reads it may read another language than this worker's."""
    if isinstance(error, InputError):
        return {"problems": [each.as_json() for each in error.problems]}
    return {"message": kept(error.message)}


def _claim(pk: int) -> bool:
    now = timezone.now()
    free = Q(state=Job.State.WAITING) | Q(state=Job.State.RUNNING, lease_until__lt=now)
    mine, stopped = Job.objects.filter(free, pk=pk), Message("web-stopped-midway", number=MOST_ATTEMPTS)
    if mine.filter(attempts__gte=MOST_ATTEMPTS).update(
        state=Job.State.FAILED, message=str(stopped), result={"message": kept(stopped)}, ended_at=now
    ):
        return False
    return bool(
        mine.update(state=Job.State.RUNNING, started_at=now, lease_until=now + LEASE, attempts=F("attempts") + 1)
    )


@contextmanager
def _lease(pk: int) -> Iterator[None]:
    """Renew the lease from a thread of its own: a computation may keep the main one busy for minutes."""
    over = threading.Event()

    def renew() -> None:
        while not over.wait(LEASE.total_seconds() / 4):
            Job.objects.filter(pk=pk, state=Job.State.RUNNING).update(lease_until=timezone.now() + LEASE)
        connection.close()

    thread = threading.Thread(target=renew, daemon=True)
    if not connection.in_atomic_block:  # tests run jobs inside a transaction that no other thread can see into
        thread.start()
    try:
        yield
    finally:
        over.set()
        if thread.is_alive():
            thread.join()


def _tell(pk: int, fraction: float) -> None:
    Job.objects.filter(pk=pk).update(progress=min(max(fraction, 0.0), 1.0))


def _end(pk: int, state: str, **fields: Any) -> None:
    Job.objects.filter(pk=pk).update(state=state, ended_at=timezone.now(), lease_until=None, **fields)
