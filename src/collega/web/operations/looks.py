"""One thing that was looked at, and how serious what was found is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """How serious it is."""

    GOOD = "good"
    WARNING = "warning"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Look:
    """One thing that was looked at: what was found, and what to do."""

    about: str
    verdict: Verdict
    found: str
    do: str = ""


def good(about: str, found: str) -> Look:
    """Return a look that finds nothing wrong."""
    return Look(about, Verdict.GOOD, found)


def warning(about: str, found: str, do: str = "") -> Look:
    """Return a look at what deserves attention."""
    return Look(about, Verdict.WARNING, found, do)


def wrong(about: str, found: str, do: str = "") -> Look:
    """Return a look at what must be mended."""
    return Look(about, Verdict.WRONG, found, do)
