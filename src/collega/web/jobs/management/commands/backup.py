"""Back up: ``collega backup`` calls this."""

from __future__ import annotations

import signal
import sys
from argparse import ArgumentParser
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from collega.errors import NotComputedError
from collega.messages import Message
from collega.web.operations.backup import back_up
from collega.web.operations.refusals import refusals_told


class Command(BaseCommand):
    """Make a back-up."""

    help = "Back up the database, the secret, the look and the list of deletions"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the folder for back-ups, and for whom they are encrypted."""
        parser.add_argument("--to", type=Path, default=Path(settings.BACKUPS) if settings.BACKUPS else None)
        parser.add_argument("--recipient", default=settings.BACKUP_KEY)

    def handle(self, *_: Any, to: Path | None, recipient: str, **_options: Any) -> None:
        """Make it, and say where it is; asked to stop, leave nothing half made behind."""
        before = signal.signal(signal.SIGTERM, _stop)
        try:
            self._make(to, recipient)
        finally:
            signal.signal(signal.SIGTERM, before)

    def _make(self, to: Path | None, recipient: str) -> None:
        with refusals_told():
            if to is None:
                raise NotComputedError(Message("web-no-backups-folder"))
            folder = back_up(to, recipient=recipient)
        self.stdout.write(f"{folder}: backed up.")


def _stop(number: int, _frame: FrameType | None) -> None:
    sys.exit(128 + number)
