"""Print what somebody who starts the site must know: its addresses, and how the first owner gets in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from collega.web.accounts.models import User
from collega.web.records.models import Study


class Command(BaseCommand):
    """Print the addresses."""

    help = __doc__

    def handle(self, *_: Any, **_options: Any) -> None:
        """Print."""
        say = self.stdout.write
        site = settings.SITE_URL
        say(f"The site starts at {site}/")
        if settings.DEMO:
            for line in _demonstration(site):
                say(line)
        elif not User.objects.exists():
            from collega.web.accounts.first import make_first_link

            say("There is nobody yet. Make the first owner's account here, once, within a day:")
            say(f"  {make_first_link()}")


def _demonstration(site: str) -> list[str]:
    from collega.web.jobs.management.commands.demo_site import OPEN, SHOWN

    lines = []
    if Study.objects.filter(key=SHOWN).exists():
        lines += [
            "Everything in the demonstration is synthetic.",
            f"  Dashboard:          {site}/results/{SHOWN}/",
            f"  Virtual colleague:  {site}/results/{SHOWN}/colleague/",
        ]
    study = Study.objects.filter(key=OPEN).exclude(open_token="").first()  # a filter  # nosec B106
    if study is not None:
        lines.append(f"  Take part yourself: {site}/take/o/{OPEN}/{study.open_token}/")
        lines.append(f"     or with a code:  {study.open_code} at {site}/take/")
    lines += [f"  Workbench:          {site}/accounts/demo/", "Stop with Ctrl+C."]
    return lines
