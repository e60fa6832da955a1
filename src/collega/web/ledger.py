"""The list of withdrawals and deletions of answers, beside the database: a restored back-up must not bring these back.

Every participant who withdrew, and every study whose answers were deleted, is a line in ``deletions.log`` in the data
folder: when, what kind, and a keyed hash of whose. It names nobody, and says nothing without the site's secret and the
row itself. It is written once the deletion is certain, and to the disk before the page answers.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

INTERVIEW, STUDY = "interview", "study"
_NAME = "deletions.log"
_SALT = "collega.ledger"


@dataclass(frozen=True, slots=True)
class Deleted:
    """One line: what kind, and the mark of whose."""

    kind: str
    mark: str


def mark_of(kind: str, *names: str) -> str:
    """Return the keyed hash that stands for something: the key of a study, and for an interview its pseudonym too."""
    return salted_hmac(_SALT, json.dumps([kind, *names]), algorithm="sha256").hexdigest()


def note_deletion(kind: str, *names: str) -> None:
    """Have a deletion written down as soon as it is certain: at the end of the transaction that it is part of."""
    line = {"at": timezone.now().isoformat(timespec="seconds"), "kind": kind, "mark": mark_of(kind, *names)}
    transaction.on_commit(lambda: _append(json.dumps(line)))


def ledger_file() -> Path:
    """Return where the list stands."""
    return Path(settings.DATA) / _NAME


def _append(line: str) -> None:
    file = ledger_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    number = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(number, f"{line}\n".encode())
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
            yield Deleted(row["kind"], row["mark"])
        except (ValueError, KeyError, TypeError):
            continue
