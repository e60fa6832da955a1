"""What is refused on the command line is told in a sentence, without a traceback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management.base import CommandError

from collega.errors import CollegaError


@contextmanager
def refusals_told() -> Iterator[None]:
    """Turn a refusal of ours into one of Django's."""
    try:
        yield
    except CollegaError as refusal:
        raise CommandError(str(refusal), returncode=2) from refusal
