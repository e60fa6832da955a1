"""What happens by itself: every hour what is due is done.

Every step is apart, and in it every study: what is broken in one stops nothing of the others. A failure is logged with
its traceback for whoever runs the site, stands in the study's audit trail once a day, and makes the hour's job fail.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from collega.errors import NotComputedError
from collega.web.accounts.signon.membership import forget_signed_on
from collega.web.deeds import casebook_mail
from collega.web.deeds.collection import close
from collega.web.deeds.mailing import send_planned
from collega.web.deeds.refused import RefusedError
from collega.web.deeds.retention import announce, empty_the_log, erase, to_announce, to_erase
from collega.web.deeds.session import end_forgotten, to_end
from collega.web.deeds.training import expire, to_expire
from collega.web.deeds.unused import forget_what_is_over, retire_unused_accounts
from collega.web.limits import forget_past
from collega.web.memory import forget_what_is_gone
from collega.web.operations.trail import head_of_trail
from collega.web.queue import Progress, enqueue
from collega.web.records.models import Collection, Deed, Job, PlannedMail, Study, log

EVERY = 60.0  # seconds
_KEPT = timedelta(days=7)
_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One kind of work: what is ``due`` on a day (studies, or what belongs to one), and how one of it is done."""

    name: str
    due: Callable[[date], Iterable[Any]]
    do: Callable[[Any], object]

    def take(self, today: date) -> tuple[int, list[str]]:
        """Do all that is due; return of how much something was done, and the keys of the studies where it failed."""
        count, failed = 0, []
        for item in self.due(today):
            study = getattr(item, "study", item)
            try:
                count += bool(self.do(item))
            except Exception:
                _logger.exception("Hourly work, %s of the study %s failed.", self.name, study.key)
                failed.append(study.key)
                self._tell(study)
        return count, failed

    def _tell(self, study: Study) -> None:
        deed = Deed(f"{self.name}_failed")
        with suppress(DatabaseError), transaction.atomic():
            if not study.events.filter(what=deed, at__date=timezone.localdate()).exists():
                log(study, None, deed)


def to_close(today: date) -> Iterable[Study]:
    """Return the studies whose last day is past."""
    return Study.objects.filter(collection__in=(Collection.OPEN, Collection.PAUSED), closes_on__lt=today)


def close_by_itself(study: Study) -> bool:
    """Close a study; False where that was done meanwhile."""
    try:
        close(study, None)
    except RefusedError:
        return False
    return True


def to_remind(today: date) -> Iterable[PlannedMail]:
    """Return the reminders planned for today or before."""
    due = PlannedMail.objects.filter(done_at=None, on__lte=today, study__collection=Collection.OPEN)
    return due.select_related("study")


# What was promised to participants comes first: a mail server that is slow must not hold it up.
STEPS = (
    Step(name="deletion", due=to_erase, do=erase),
    Step(name="session", due=to_end, do=end_forgotten),
    Step(name="training", due=to_expire, do=expire),
    Step(name="closing", due=to_close, do=close_by_itself),
    Step(name="reminder", due=to_remind, do=send_planned),
    Step(name="announcement", due=to_announce, do=announce),
    Step(name="week", due=casebook_mail.to_send_week, do=casebook_mail.send_week),
    Step(name="open_cases", due=casebook_mail.to_remind, do=casebook_mail.remind),
)


def tick(job: Job, progress: Progress) -> dict[str, Any]:  # noqa: ARG001
    """Do what is due; harmless to do twice.

    Raises
    ------
    NotComputedError
        After everything else was done, where something failed.
    """
    today = timezone.localdate()
    counts: dict[str, int] = {}
    failed: list[str] = []
    for step in STEPS:
        with _apart(step.name, failed):
            counts[step.name], of_studies = step.take(today)
            failed += [f"{step.name} of the study {key}" for key in of_studies]
    for tidy in (_forget_limits, retire_unused_accounts, forget_what_is_over, empty_the_log, _forget_ticks, _tell_head):
        with _apart(tidy.__name__.strip("_"), failed):
            tidy()
    if failed:
        raise NotComputedError(f"Failed: {', '.join(failed)}. The worker's log says why; everything else was done.")
    return counts


@contextmanager
def _apart(name: str, failed: list[str]) -> Iterator[None]:
    """Log what goes wrong, and let the next one begin."""
    try:
        yield
    except Exception:
        _logger.exception("Hourly work, %s, failed.", name)
        failed.append(name)


def _forget_limits() -> None:
    forget_past(timezone.now())
    forget_signed_on()


def _tell_head() -> None:
    """Write the head of the audit trail in the log: kept where the database's keepers cannot write, it is a witness."""
    logging.getLogger("collega.trail").info("Head of the audit trail: %s", head_of_trail())


def _forget_ticks() -> None:
    Job.objects.filter(kind="tick", made_at__lt=timezone.now() - _KEPT).delete()


def enqueue_tick(moment: datetime) -> Job | None:
    """Queue this hour's tick, unless another worker did."""
    hour = moment.strftime("%Y-%m-%dT%H")
    with transaction.atomic():
        if Job.objects.filter(kind="tick", arguments={"hour": hour}).exists():
            return None
        return enqueue("tick", hour=hour)


def heartbeat(over: threading.Event) -> None:
    """Queue ticks, and forget what was deleted, until told to stop; for a thread of its own."""
    while True:
        for do in (lambda: enqueue_tick(timezone.now()), forget_what_is_gone):
            try:
                do()
            except Exception:
                _logger.exception("A part of the minute's round failed; the next one is in a minute.")
        connection.close()
        if over.wait(EVERY):
            return
