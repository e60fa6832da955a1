"""A restore that broke off: until one is done, what somebody deleted may be back, and nobody may look."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from collega.errors import NotComputedError
from collega.messages import Message


def mark() -> Path:
    """Return the file that is there while a restore is not done."""
    return Path(settings.DATA) / "restore-unfinished"


@contextmanager
def loading() -> Iterator[None]:
    """Leave a mark from here on, but for a load that says that it changed nothing."""
    before = mark().exists()
    mark().touch(mode=0o600)
    try:
        yield
    except NotComputedError:
        if not before:
            mark().unlink()
        raise


def refuse_unfinished() -> None:
    """Refuse to start while a restore is not done.

    Raises
    ------
    NotComputedError
        Where one broke off.
    """
    if mark().exists():
        raise NotComputedError(Message("web-restore-unfinished", file=str(mark())))
