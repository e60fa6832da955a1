"""Iterative proportional fitting: cells that add up to given margins, and otherwise stay in proportion.

References
----------
Deming & Stephan (1940), Annals of Mathematical Statistics 11. Fienberg (1970), Annals of Mathematical Statistics 41:
when it converges.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from collega.errors import NotComputedError
from collega.messages import Message

_ROUNDS, _TOLERANCE = 2000, 1e-9


def rake(
    cells: NDArray[np.integer], seed: NDArray[np.float64], margins: Sequence[NDArray[np.float64]]
) -> NDArray[np.float64]:
    """Return (C,) weights of cells that sum to one and have these margins.

    Parameters
    ----------
    cells : (C, H) int
        Value of each of H characteristics in each cell.
    seed : (C,) float64
        Positive; what the weights are in proportion to where margins leave a choice.
    margins : H arrays of float64
        The wanted share of every value, 0..1; each sums to one.

    Raises
    ------
    NotComputedError
        Where no weights of these cells have these margins, since combinations are missing.
    """
    weights: NDArray[np.float64] = seed / seed.sum()
    for _ in range(_ROUNDS):
        for h, wanted in enumerate(margins):
            now = np.bincount(cells[:, h], weights, minlength=len(wanted))
            weights = weights * np.divide(wanted, now, out=np.zeros_like(wanted), where=now > 0)[cells[:, h]]
        if _furthest(cells, weights, margins) <= _TOLERANCE:
            return weights
    raise NotComputedError(Message("model-margins-unreachable"))


def _furthest(
    cells: NDArray[np.integer], weights: NDArray[np.float64], margins: Sequence[NDArray[np.float64]]
) -> float:
    """Return the largest distance between a margin of the weights and the wanted one."""
    gaps = [
        np.abs(np.bincount(cells[:, h], weights, minlength=len(wanted)) - wanted).max()
        for h, wanted in enumerate(margins)
    ]
    return float(max(gaps))
