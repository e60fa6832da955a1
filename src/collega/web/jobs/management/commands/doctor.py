"""Whether all is well: ``collega doctor`` calls this."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import gettext, override

from collega.web.operations.doctor import examine
from collega.web.operations.looks import Verdict

_SIGNS = {Verdict.GOOD: "  good", Verdict.WARNING: "! look", Verdict.WRONG: "x wrong"}


class Command(BaseCommand):
    """Look at everything, and end with 1 where something is wrong."""

    help = "Look whether all is well with this site, and say what to do where it is not"
    requires_system_checks = ()  # it tells of them itself

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the folder for back-ups, and whether a program reads along."""
        parser.add_argument("--json-output", action="store_true")
        parser.add_argument("--language", choices=["nl", "en"], default="en")
        parser.add_argument("--backups", type=Path, default=Path(settings.BACKUPS) if settings.BACKUPS else None)

    def handle(self, *_: Any, json_output: bool, backups: Path | None, language: str, **_options: Any) -> None:
        """Look and tell."""
        with override(language):
            looks = examine(backups)
            signs = {verdict: gettext(sign) for verdict, sign in _SIGNS.items()}
            abouts = {look.about: gettext(look.about) for look in looks}
        if json_output:
            self.stdout.write(json.dumps({"looks": [asdict(look) for look in looks]}, ensure_ascii=False, indent=2))
        else:
            for look in looks:
                self.stdout.write(f"{signs[look.verdict]:<7}  {abouts[look.about]:<12} {look.found}")
                if look.do and look.verdict != Verdict.GOOD:
                    self.stdout.write(f"{'':>22}{look.do}")
        if any(look.verdict == Verdict.WRONG for look in looks):
            sys.exit(1)
