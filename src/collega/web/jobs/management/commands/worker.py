"""The worker: does jobs, also those that dead workers left, and what is due each hour."""

from __future__ import annotations

import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from collega.web.jobs.tick import heartbeat
from collega.web.jobs.worker import Worker
from collega.web.operations.refusals import refusals_told
from collega.web.operations.unfinished import refuse_unfinished


class Command(BaseCommand):
    """Run a worker."""

    help = "Do jobs, also those that dead workers left, and what is due each hour"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the time between two looks."""
        parser.add_argument("--interval", type=float, default=1.0, help="seconds between two looks for a job")

    def handle(self, *_: Any, interval: float, **_options: Any) -> None:
        """Start the heartbeat beside the worker's own loop."""
        with refusals_told():
            refuse_unfinished()
        over = threading.Event()
        threading.Thread(target=heartbeat, args=(over,), daemon=True, name="heartbeat").start()
        worker = Worker(interval)
        worker.listen()
        try:
            worker.work()
        finally:
            over.set()
