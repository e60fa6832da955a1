"""The worker's loop: take a job, do it, look again; until it is told to stop."""

from __future__ import annotations

import logging
import signal
import sys
import time
from types import FrameType

from django.db import OperationalError, close_old_connections

from collega.web.jobs.kinds import WORKS
from collega.web.queue import run, take

_logger = logging.getLogger(__name__)


class Worker:
    """Does jobs one after another; a signal lets it finish what it does, a second one stops it there.

    Attributes
    ----------
    interval : float
        Seconds between two looks while nothing waits.
    """

    def __init__(self, interval: float) -> None:
        self.interval = interval
        self.stopping = False

    def listen(self) -> None:
        """Stop at the signals by which servers and terminals stop a process."""
        for name in ("SIGINT", "SIGTERM", "SIGQUIT"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), self.stop)

    def stop(self, _number: int = 0, _frame: FrameType | None = None) -> None:
        """Stop after the job at hand; told twice, at once, and the job is given back."""
        if self.stopping:
            sys.exit(1)
        self.stopping = True

    def work(self) -> None:
        """Do jobs until told to stop."""
        while not self.stopping:
            if not self.next() and not self.stopping:
                time.sleep(self.interval)

    def next(self) -> bool:
        """Do one job, whatever comes of it; False where none waits."""
        close_old_connections()
        try:
            job = take()
        except OperationalError:  # a database that is locked or restarts: there will be another look
            _logger.exception("No job could be taken; the next look is in %s seconds.", self.interval)
            return False
        if job is None:
            return False
        try:
            run(job, WORKS)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException:  # it stands in the log and at the job; the next job may go well
            close_old_connections()
        return True
