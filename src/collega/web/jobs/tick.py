"""What happens by itself: every minute orphaned jobs are taken up, every hour what is due is done."""

from __future__ import annotations

import logging
import threading
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from collega.web.jobs.mailing import send_planned
from collega.web.jobs.queue import Progress, enqueue, take_up_orphans, work
from collega.web.jobs.retention import announce_due, empty_the_log, erase_due
from collega.web.limits import forget_past
from collega.web.records.lifecycle import close
from collega.web.records.models import Collection, Job, PlannedMail, Study

EVERY = 60.0  # seconds
_KEPT = timedelta(days=7)


@work("tick")
def tick(job: Job, progress: Progress) -> dict[str, Any]:  # noqa: ARG001
    """Do what is due; harmless to do twice."""
    today = timezone.localdate()
    done = {  # what was promised to participants first: a mail server that is down must not stop it
        "erased": erase_due(today),
        "closed": close_due(today),
        "reminders": reminders_due(today),
        "announced": announce_due(today),
    }
    forget_past(timezone.now())
    empty_the_log()
    Job.objects.filter(kind="tick", made_at__lt=timezone.now() - _KEPT).delete()
    return done


def close_due(today: Any) -> int:
    """Close the studies whose last day is past; return how many."""
    due = Study.objects.filter(collection__in=(Collection.OPEN, Collection.PAUSED), closes_on__lt=today)
    for study in due:
        with transaction.atomic():
            row = Study.objects.select_for_update().get(pk=study.pk)
            if row.collection != Collection.CLOSED:
                close(row, None)
    return len(due)


def reminders_due(today: Any) -> int:
    """Send the reminders planned for today or before; return how many rounds."""
    due = PlannedMail.objects.filter(done_at=None, on__lte=today, study__collection=Collection.OPEN)
    return sum(send_planned(each) is not None for each in due.select_related("study"))


def enqueue_tick(now: datetime) -> Job | None:
    """Queue this hour's tick, unless another worker did."""
    hour = now.strftime("%Y-%m-%dT%H")
    with transaction.atomic():
        if Job.objects.filter(kind="tick", arguments={"hour": hour}).exists():
            return None
        return enqueue("tick", hour=hour)


def heartbeat(over: threading.Event) -> None:
    """Take up orphans and queue ticks until told to stop; for a thread of its own."""
    while True:
        try:
            take_up_orphans()
            enqueue_tick(timezone.now())
        except Exception:
            logging.getLogger(__name__).exception("The minute's round failed; the next one is in a minute.")
        finally:
            connection.close()
        if over.wait(EVERY):
            return
