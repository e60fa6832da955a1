"""Make all ready for web server and worker: ``django prepare``; with ``--demo FOLDER`` for the demonstration.

One process for what could be four commands: starting Django takes longer than most of them.
"""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from collega.web.operations.refusals import refusals_told
from collega.web.operations.unfinished import refuse_unfinished


class Command(BaseCommand):
    """Bring the database up to date, collect the style sheets, and say where the site is."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the folder that ``collega demo`` made."""
        parser.add_argument("--demo", default="")

    def handle(self, *_: Any, demo: str, **_options: Any) -> None:
        """Do it."""
        with refusals_told():
            refuse_unfinished()
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        if demo:
            call_command("demo_site", demo)
        call_command("welcome", stdout=self.stdout)
