"""The list of deletions, beside the database: a restored back-up must not bring back what somebody deleted.

Every deletion of something that is somebody's is a line in ``deletions.log`` in the data folder: when, what kind, and a
keyed hash of whose. It names nobody, and says nothing without the site's secret and the row itself. It is written once
the deletion is certain, and to the disk before the page answers.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

INTERVIEW, STUDY, LINKS, SEAT, SEATS = "interview", "study", "links", "seat", "seats"
OPTED_OUT, CONSENT, WEEK, REMINDERS = "opted_out", "consent", "week", "reminders"
REVERSIBLE = frozenset({CONSENT, WEEK, REMINDERS})
"""What somebody may take up again: only what they said after a back-up counts when it is restored."""
_NAME = "deletions.log"
_SALT = "collega.ledger"
_AS_ONE: ContextVar[bool] = ContextVar("as_one", default=False)


@dataclass(frozen=True, slots=True)
class Deleted:
    """One line: what kind, the mark of whose, and when (ISO 8601, with its offset)."""

    kind: str
    mark: str
    at: str = ""


def mark_of(kind: str, *names: str) -> str:
    """Return the keyed hash that stands for something: for an interview of the key of its study and its pseudonym."""
    return salted_hmac(_SALT, json.dumps([kind, *names]), algorithm="sha256").hexdigest()


def note_deletion(kind: str, *names: str) -> None:
    """Have a deletion written down as soon as it is certain: at the end of the transaction that it is part of."""
    if _AS_ONE.get():
        return
    line = _line(Deleted(kind, mark_of(kind, *names), timezone.now().isoformat(timespec="seconds")))
    transaction.on_commit(lambda: _append(line))


@contextmanager
def noted_as_one(kind: str, *names: str) -> Iterator[None]:
    """Write one line for everything that is deleted inside."""
    note_deletion(kind, *names)
    with noted_already():
        yield


@contextmanager
def noted_already() -> Iterator[None]:
    """Write nothing about what is deleted inside: it stands in the list."""
    token = _AS_ONE.set(True)
    try:
        yield
    finally:
        _AS_ONE.reset(token)


def ledger_file() -> Path:
    """Return where the list stands."""
    return Path(settings.DATA) / _NAME


def take_in(lines: Iterable[Deleted]) -> None:
    """Add to the list what another one holds and this one does not."""
    noted = set(deletions_in(ledger_file()))
    new = [_line(line) for line in dict.fromkeys(lines) if line not in noted]
    if new:
        _append("\n".join(new))


def _line(deleted: Deleted) -> str:
    return json.dumps({"at": deleted.at, "kind": deleted.kind, "mark": deleted.mark})


def _append(line: str) -> None:
    file = ledger_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    number = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(number, f"\n{line}\n".encode())  # on a line of its own, also behind one that was cut short
        os.fsync(number)
    finally:
        os.close(number)


def deletions_in(file: Path) -> Iterator[Deleted]:
    """Yield what a list holds; a line that was cut short by a power failure is nothing."""
    if not file.exists():
        return
    for line in file.read_text(encoding="utf-8").splitlines():
        try:
            row = json.loads(line)
            yield Deleted(row["kind"], row["mark"], str(row.get("at", "")))
        except (ValueError, KeyError, TypeError, AttributeError):
            continue
