"""The one queue of the site: rows of jobs that a worker takes, holds on a lease, and ends.

A job waits until a worker takes it. While the worker lives it renews its lease; when it dies the lease runs out, and
the next worker that looks takes the job again. There is no second list of what waits: a job and the change that asked
for it are kept together, in one transaction, or not at all.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from collega.errors import CollegaError, InputError
from collega.messages import Message, kept
from collega.web.memory import forget_what_is_gone, up_to_date
from collega.web.records.models import Job, Study

LEASE = timedelta(seconds=60)
MOST_ATTEMPTS = 3

Progress = Callable[[float], None]
Work = Callable[[Job, Progress], dict[str, Any]]
_logger = logging.getLogger(__name__)


def enqueue(kind: str, study: Study | None = None, /, *, user: Any = None, **arguments: Any) -> Job:
    """Hand work over to a worker; the same work that still waits is returned instead of queued twice."""
    with transaction.atomic():
        waiting = Job.objects.filter(kind=kind, study=study, arguments=arguments, state=Job.State.WAITING).first()
        return waiting or Job.objects.create(kind=kind, study=study, user=user, arguments=arguments)


def take() -> Job | None:
    """Take the oldest job that waits or whose worker died; None where there is none."""
    for pk in list(_free().order_by("made_at", "pk").values_list("pk", flat=True)):
        job = claim(pk)
        if job is not None:
            return job
    return None


def claim(pk: int) -> Job | None:
    """Take one job on a lease; None where another worker holds it, or it has ended.

    A job that stopped its worker too often is not tried again: it fails.
    """
    moment, mine, stopped = timezone.now(), _free().filter(pk=pk), Message("web-stopped-midway", number=MOST_ATTEMPTS)
    if mine.filter(attempts__gte=MOST_ATTEMPTS).update(
        state=Job.State.FAILED, message=str(stopped), result={"message": kept(stopped)}, ended_at=moment
    ):
        return None
    rows = mine.update(
        state=Job.State.RUNNING, started_at=moment, lease_until=moment + LEASE, attempts=F("attempts") + 1
    )
    return Job.objects.select_related("study", "user").get(pk=pk) if rows else None


def run(job: Job, works: Mapping[str, Work]) -> None:
    """Do a job that was taken, and keep what came of it.

    What a user can mend fails with its message. A fault of ours is logged and raised. A worker that is stopped gives
    the job back.
    """
    forget_what_is_gone()
    with _lease(job), up_to_date():
        try:
            result = works[job.kind](job, lambda fraction: _keep_progress(job, fraction))
        except CollegaError as error:
            _end(job, Job.State.FAILED, message=str(error), result=_refusal(error))
        except (SystemExit, KeyboardInterrupt):
            _leased_row(job).update(state=Job.State.WAITING, lease_until=None)
            raise
        except BaseException:  # also what libraries in Rust raise, which is no Exception
            _logger.exception("Job %s (%s) failed.", job.pk, job.kind)
            message = fault(job.pk)
            _end(job, Job.State.FAILED, message=str(message), result={"message": kept(message)})
            raise
        else:
            _end(job, Job.State.DONE, result=result, progress=1.0)


def fault(pk: int) -> Message:
    """Return what people are told of a fault of ours; its cause is for whoever reads the log."""
    return Message("web-fault", number=pk)


def _free() -> QuerySet[Job]:
    return Job.objects.filter(
        Q(state=Job.State.WAITING) | Q(state=Job.State.RUNNING, lease_until__lt=timezone.now())
    )  # fmt: skip


def _leased_row(job: Job) -> QuerySet[Job]:
    """The job's row as long as this attempt holds it: after a lease that ran out another one may."""
    return Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, attempts=job.attempts)


def _refusal(error: CollegaError) -> dict[str, Any]:
    """Keep what was refused: whoever reads it may read another language than this worker's."""
    if isinstance(error, InputError):
        return {"problems": [problem.as_json() for problem in error.problems]}
    return {"message": kept(error.message)}


@contextmanager
def _lease(job: Job) -> Iterator[None]:
    """Renew the lease from a thread of its own: a computation may keep the main one busy for minutes."""
    over = threading.Event()

    def renew() -> None:
        while not over.wait(LEASE.total_seconds() / 4):
            _leased_row(job).update(lease_until=timezone.now() + LEASE)
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


def _keep_progress(job: Job, fraction: float) -> None:
    _leased_row(job).update(progress=min(max(fraction, 0.0), 1.0))


def _end(job: Job, state: str, **fields: Any) -> None:
    if not _leased_row(job).update(state=state, ended_at=timezone.now(), lease_until=None, **fields):
        _log_taken_over(job)


def _log_taken_over(job: Job) -> None:
    _logger.warning("Job %s (%s) was taken over by another worker; what this one made of it counts no more.",
                    job.pk, job.kind)  # fmt: skip
