"""Compiled draws of how much each criterion matters at all: of its local scale, with all that it multiplies.

Given the scales of a criterion its local scale is drawn small where they are, and the other way round, so a chain
lingers where a criterion matters to nobody. Here the places along the common direction and the standardised deviations
are given, and all coefficients of the criterion grow or shrink together: everyone's utilities move in proportion.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from collega.model.hierarchical.linear import FAST
from collega.model.hierarchical.scales import stretch_local

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]


@njit(cache=True, nogil=True, fastmath=FAST)
def stretch_criterion(
    rng: np.random.Generator,
    gram: Floats,
    pattern: Ints,
    first: int,
    last: int,
    local: float,
    most: float,
    individual: Floats,
    residual: Floats,
) -> float:
    """Draw the local scale of one criterion, and return how many times it became the old one.

    Parameters
    ----------
    gram, pattern : (V, P, P), (I,)
        X'X of each pattern of scenarios.
    first, last : int
        The columns of the criterion.
    local, most : float
        The scale, whose prior is half-Cauchy(1) up to ``most``.
    individual, residual : (I, P)
        Everyone's coefficients b and X'(y* - X b); brought up to date.
    """
    pulled = np.zeros((len(pattern), last - first))  # X_c'X_c b_c
    slope, curve = 0.0, 0.0
    for i in range(len(pattern)):
        square = gram[pattern[i]]
        for a in range(first, last):
            for b in range(first, last):
                pulled[i, a - first] += square[a, b] * individual[i, b]
            slope += individual[i, a] * residual[i, a]
            curve += individual[i, a] * pulled[i, a - first]
    factor = stretch_local(rng, local, slope, curve, most) / local
    for i in range(len(pattern)):
        square = gram[pattern[i]]
        own = residual[i]
        for a in range(first, last):
            change = (factor - 1.0) * individual[i, a]
            for k in range(len(own)):
                own[k] -= square[a, k] * change
            individual[i, a] += change
    return factor
