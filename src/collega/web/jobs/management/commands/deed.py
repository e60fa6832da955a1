"""Do to a study what a page does, from a terminal: ``django deed close my-study``.

The same functions as behind the pages, with the same conditions; the trail says that a command did it. Whoever may run
commands on the server decides about all studies, so nobody's role is asked.
"""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable, Mapping
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from collega.errors import CollegaError
from collega.web.accounts.models import User
from collega.web.deeds.analysis import ask_for_fit
from collega.web.deeds.collection import close, launch, obstacles, pause, reopen
from collega.web.deeds.publication import publish, unpublish
from collega.web.deeds.refused import RefusedError
from collega.web.deeds.retention import erase
from collega.web.records.models import Kind, StoredFit, Study
from collega.web.records.trail import by_command

FOR_GOOD = ("launch", "close", "erase")


class Command(BaseCommand):
    """Do one deed to one study."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the deed, the study, and what the deed needs."""
        parser.add_argument("deed", choices=DEEDS)
        parser.add_argument("study", help="key of the study, as in its address")
        parser.add_argument("--fit", type=int, help="publish: number of the fit; the newest of real answers by default")
        parser.add_argument("--as", dest="email", default="", metavar="EMAIL", help="who stands in the trail for it")
        parser.add_argument("--yes", action="store_true", help=f"for what cannot be undone: {', '.join(FOR_GOOD)}")

    def handle(self, *_: Any, deed: str, study: str, email: str, **options: Any) -> None:
        """Do it; CommandError, with exit code 1, where that may not be done now."""
        row = Study.objects.filter(key=study).first()
        if row is None:
            raise CommandError(f"There is no study '{study}'.")
        user = User.objects.filter(email__iexact=email).first() if email else None
        if email and user is None:
            raise CommandError(f"There is no account of {email}.")
        if deed in FOR_GOOD and not options["yes"]:
            raise CommandError(f"This cannot be undone: {deed} {study}. Add --yes to do it.")
        try:
            with by_command():
                message = DEEDS[deed](row, user, options["fit"])
        except (RefusedError, CollegaError) as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"{deed} {study}: {message}")


def _launch(study: Study, user: User | None, _fit: int | None) -> str:
    missing = obstacles(study)
    if missing:
        raise CommandError(" ".join(missing))
    return "done" if launch(study, user) else "was launched already"


def _close(study: Study, user: User | None, _fit: int | None) -> str:
    close(study, user)
    return "done"


def _pause(study: Study, user: User | None, _fit: int | None) -> str:
    pause(study, user)
    return "done"


def _reopen(study: Study, user: User | None, _fit: int | None) -> str:
    reopen(study, user)
    return "done"


def _fit(study: Study, user: User | None, _fit: int | None) -> str:
    return f"job {ask_for_fit(study, user, Kind.REAL).pk} waits for a worker"


def _publish(study: Study, user: User | None, fit: int | None) -> str:
    rows = study.fits.filter(edition_of=None)
    row: StoredFit | None = (rows.filter(kind=Kind.REAL).order_by("-made_at", "-pk") if fit is None else
                             rows.filter(pk=fit)).first()  # fmt: skip
    if row is None:
        numbers = ", ".join(str(number) for number in rows.order_by("pk").values_list("pk", flat=True)) or "none"
        raise CommandError(f"There is no such fit to publish. Fits of this study: {numbers}.")
    edition = publish(row, user)
    return f"fit {row.pk} is shown" + ("" if edition.pk == row.pk else ", without what must wait")


def _unpublish(study: Study, user: User | None, _fit: int | None) -> str:
    unpublish(study, user)
    return "done"


def _erase(study: Study, _user: User | None, _fit: int | None) -> str:
    return "all individual answers are deleted" if erase(study) else "was done already"


DEEDS: Mapping[str, Callable[[Study, User | None, int | None], str]] = {
    "launch": _launch, "pause": _pause, "reopen": _reopen, "close": _close, "fit": _fit, "publish": _publish,
    "unpublish": _unpublish, "erase": _erase,
}  # fmt: skip
