"""The worker: does jobs, takes up what dead workers left, and does what is due each hour."""

from __future__ import annotations

import threading
from typing import Any

from django_tasks_db.management.commands import db_worker

from collega.web.jobs.tick import heartbeat


class Command(db_worker.Command):  # type: ignore[misc]
    """Run a worker."""

    help = "Do jobs, take up what dead workers left, and do what is due each hour"

    def handle(self, **options: Any) -> None:
        """Start the heartbeat beside the worker's own loop."""
        over = threading.Event()
        threading.Thread(target=heartbeat, args=(over,), daemon=True, name="heartbeat").start()
        try:
            super().handle(**options)
        finally:
            over.set()
