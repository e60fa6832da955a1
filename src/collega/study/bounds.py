"""The smallest and largest value of every number that somebody fills in, for files, forms and commands alike."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bounds:
    """A whole number from ``least`` to ``most``, both allowed."""

    least: int
    most: int

    def nearest(self, number: int) -> int:
        """Return the number itself, or the bound that it lies beyond."""
        return min(max(number, self.least), self.most)


ANSWERS = Bounds(2, 11)
CRITERIA = Bounds(1, 60)
LEVELS = Bounds(2, 30)
VALUES = Bounds(1, 60)
SCENARIOS = Bounds(1, 1000)
MINIMUM_GROUP = Bounds(2, 1000)  # 1 would show what single people answered

VERSIONS = Bounds(1, 50)
REPEATS = Bounds(0, 10)
SEARCH_SECONDS = Bounds(1, 600)
SIMULATED = Bounds(10, 1000)

PARTICIPANTS = Bounds(1, 100_000)
SILENT_HOURS = Bounds(1, 365 * 24)
