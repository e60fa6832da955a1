"""How fast this machine is at this hour: a fixed piece of interpreted and one of compiled work.

The same code took 51 ms one day and 137 ms another on one machine. A bar in units of this work holds on both days.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

REFERENCE = 10.0
"""Milliseconds that each piece takes on a quiet core of the machine that bars in milliseconds were set for."""
_WORDS, _SIZE, _TIMES = 60_000, 165_000, 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """Milliseconds of the processor that each piece takes now; medians."""

    interpreted: float
    compiled: float

    def units(self, milliseconds: float) -> float:
        """Return a time in units: how many times the interpreted piece could have been done meanwhile."""
        return milliseconds / self.interpreted

    def __str__(self) -> str:
        return f"Calibration: interpreted work {self.interpreted:.2f} ms, compiled work {self.compiled:.2f} ms"


def bar_in_units(milliseconds: float) -> float:
    """Return a bar that was set in milliseconds in units."""
    return milliseconds / REFERENCE


def calibrate() -> Calibration:
    """Do each piece some times; medians, so that a moment's other work changes little."""
    return Calibration(interpreted=_median(_interpreted), compiled=_median(_compiled))


def _median(piece: Callable[[], object]) -> float:
    taken = []
    for _ in range(_TIMES):
        began = time.process_time()
        piece()
        taken.append(1e3 * (time.process_time() - began))
    return statistics.median(taken)


def _interpreted() -> int:
    """Words, dictionaries, sorting: what pages are made of."""
    seen: dict[str, int] = {}
    for n in range(_WORDS):
        word = f"word {n % 997}"
        seen[word] = seen.get(word, 0) + len(word)
    return len(" ".join(sorted(seen)))


def _compiled() -> float:
    """Random numbers, a sort, exponentials: what fits are made of; on one core."""
    numbers = np.random.default_rng(1).random(_SIZE)
    return float(np.exp(np.sort(numbers)).cumsum()[-1])
