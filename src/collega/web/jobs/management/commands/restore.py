"""Restore: ``collega restore`` calls this."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from collega.web.operations.refusals import refusals_told
from collega.web.operations.restore import restore


class Command(BaseCommand):
    """Restore a back-up."""

    help = "Put a back-up in the place of what is there; the site must not run"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the back-up, the key of an encrypted one, whether the secret goes along, and lists of other machines."""
        parser.add_argument("--from", dest="folder", type=Path, required=True)
        parser.add_argument("--identity", type=Path, default=None)
        parser.add_argument("--with-secret", action="store_true")
        parser.add_argument("--deletions", type=Path, action="append", default=[])

    def handle(
        self, *_: Any, folder: Path, identity: Path | None, with_secret: bool, deletions: list[Path], **_options: Any
    ) -> None:
        """Restore it, and say of when it is and what was deleted again."""
        with refusals_told():
            restored = restore(folder, identity=identity, secret=with_secret, deletions=deletions)
        manifest = restored.manifest
        self.stdout.write(f"Restored: the site as it was at {manifest.made_at}, made by Collega {manifest.version}.")
        deleted = restored.deleted_again
        self.stdout.write(
            f"Deleted since then, and deleted again: {deleted}." if deleted else "Nothing was deleted since then."
        )
        self.stdout.write("Nobody is signed in any more.")
        for key in restored.without_owner:
            self.stdout.write(f"The study {key} has no owner: the account of its last one was deleted since then.")
