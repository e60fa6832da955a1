"""What more workers than this machine has would take: the measured pieces of work, handed out one by one.

A fit is a row of phases, and between them work that one process does. In a phase every piece goes to the worker that is
free first, in their order, as Dask's scheduler does; a phase ends with its last piece. Handing out a piece takes a
fixed time, in one place.

References
----------
Graham (1969), Bounds on multiprocessing timing anomalies, SIAM Journal on Applied Mathematics 17: list scheduling.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredFit:
    """A fit that worked on one piece after the other.

    Attributes
    ----------
    seconds : float
        Of the whole fit.
    phases : tuple of tuple of float
        Seconds of every piece, phase by phase.
    """

    seconds: float
    phases: tuple[tuple[float, ...], ...]

    @property
    def alone(self) -> float:
        """Seconds that no worker can take over."""
        return self.seconds - sum(map(sum, self.phases))

    @property
    def pieces(self) -> int:
        """Pieces handed out, over all phases."""
        return sum(map(len, self.phases))

    def overhead(self, seconds: float) -> float:
        """Return what handing out one piece costs, from what one worker of a cluster took for the same fit."""
        return max(seconds - self.seconds, 0.0) / self.pieces

    def with_workers(self, workers: int, overhead: float) -> float:
        """Return the seconds of the fit with so many workers."""
        return self.alone + overhead * self.pieces + sum(makespan(phase, workers) for phase in self.phases)


def makespan(pieces: Sequence[float], workers: int) -> float:
    """Return when the last of these pieces is done, each taken by the worker that is free first."""
    free = [0.0] * workers
    for seconds in pieces:
        heapq.heapreplace(free, free[0] + seconds)
    return max(free)
