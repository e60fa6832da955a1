"""Thresholds of one's own: how far apart people place the answers, around the common positive boundary."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def personal_thresholds(thresholds: Floats, stretch: NDArray[np.floating], positive: int) -> Floats:
    """Return the thresholds of people who use the scale in their own way.

    Parameters
    ----------
    thresholds : (..., J-1) float64
        Common ones.
    stretch : (..., J-2)
        Logarithm of how many times as large everyone's increment between two thresholds is.
    positive : int
        The first positive answer; the threshold below it is the common one.

    Returns
    -------
    (..., J-1) float64
    """
    steps = np.diff(thresholds) * np.exp(np.asarray(stretch, dtype=np.float64))
    places = np.concatenate([np.zeros((*steps.shape[:-1], 1)), np.cumsum(steps, axis=-1)], axis=-1)
    anchor = slice(positive - 1, positive)
    own: Floats = places - places[..., anchor] + thresholds[..., anchor]
    return own
