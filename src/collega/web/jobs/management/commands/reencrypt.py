"""Put everything that is encrypted in the database under the newest key."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from collega.web.operations.encryption import reencrypt
from collega.web.operations.refusals import refusals_told


class Command(BaseCommand):
    """``python -m django reencrypt``."""

    help = "Encrypt anew, with the first of COLLEGA_ENCRYPTION_KEYS, what another key made. The site may run meanwhile."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Do it all or nothing, and tell how much there was."""
        with refusals_told():
            for place, count in reencrypt().items():
                self.stdout.write(f"{place}: {count}")
