"""Compiled Metropolis steps for the standard deviations between people, with their deviations integrated out."""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from collega.model.hierarchical.linear import FAST, cholesky, solve_lower

Floats = NDArray[np.float64]
MANY_PATTERNS = 200


@njit(cache=True, nogil=True, fastmath=FAST)
def factorise(gram: Floats, w: Floats, factor: Floats) -> float:
    """Write the Cholesky factor of I + W G W into ``factor`` (P, P); return half its log-determinant."""
    total = 0.0
    for k in range(len(w)):
        for j in range(k + 1):
            factor[k, j] = w[k] * gram[k, j] * w[j]
        factor[k, k] += 1.0
    cholesky(factor, len(w))
    for k in range(len(w)):
        total += math.log(factor[k, k])
    return total


@njit(cache=True, nogil=True, fastmath=FAST)
def marginal(gram: Floats, sizes: Floats, pattern: NDArray[np.int32], left: Floats, w: Floats, factor: Floats) -> float:
    """Return log p(y* | m, G, w) up to a constant, u integrated out; ``left`` (I, P) is X'(y* - X mu_i)."""
    total = 0.0
    for v in range(len(gram)):
        total -= sizes[v] * factorise(gram[v], w, factor[v])
    column = np.empty(len(w))
    for i in range(len(pattern)):
        for k in range(len(w)):
            column[k] = w[k] * left[i, k]
        solve_lower(factor[pattern[i]], column, len(w))
        for k in range(len(w)):
            total += 0.5 * column[k] * column[k]
    return total


@njit(cache=True, nogil=True)
def move_spreads(
    rng: np.random.Generator,
    gram: Floats,
    sizes: Floats,
    pattern: NDArray[np.int32],
    left: Floats,
    block: NDArray[np.int32],
    prior: Floats,
    spread: Floats,
    factor: Floats,
) -> None:
    """Random walk, reflected at zero, on each standard deviation; ``factor`` is left at the new ones.

    ``prior`` (B,) are the half-normal scales. Where nearly everyone saw other scenarios a step costs I Cholesky
    factors, so then only three of them are moved.
    """
    step = 0.6 * prior
    current = marginal(gram, sizes, pattern, left, spread[block], factor)
    order = rng.permutation(len(spread))
    for c in order if len(gram) <= MANY_PATTERNS else order[:3]:
        old = spread[c]
        new = abs(old + step[c] * rng.standard_normal())  # reflected at zero: still symmetric
        spread[c] = new
        proposed = marginal(gram, sizes, pattern, left, spread[block], factor)
        gain = proposed - current + 0.5 * (old * old - new * new) / (prior[c] * prior[c])
        if math.log(1.0 - rng.random()) < gain:
            current = proposed
        else:
            spread[c] = old
    for v in range(len(gram)):
        factorise(gram[v], spread[block], factor[v])


@njit(cache=True, nogil=True)
def move_together(
    rng: np.random.Generator,
    gram: Floats,
    sizes: Floats,
    pattern: NDArray[np.int32],
    left: Floats,
    block: NDArray[np.int32],
    scale: float,
    prior: float,
    spread: Floats,
    factor: Floats,
) -> float:
    """Stretch all standard deviations but the intercept's with their learned overall scale, which is returned.

    Without it the chain lingers where all are near zero: given small deviations the scale is drawn small, and given
    a small scale the deviations stay small. The scale has a half-normal prior with this scale ``prior``. One step is
    a random walk on its logarithm, one an independent draw from the prior, so that it can jump out.
    """
    current = marginal(gram, sizes, pattern, left, spread[block], factor)
    stretched = spread.copy()
    for move in range(4):
        walk = move < 3
        new = scale * math.exp(0.5 * rng.standard_normal()) if walk else abs(prior * rng.standard_normal())
        for c in range(1, len(spread)):
            stretched[c] = spread[c] * new / scale
        stretched[0] = spread[0]
        proposed = marginal(gram, sizes, pattern, left, stretched[block], factor)
        gain = proposed - current
        if walk:
            gain += math.log(new / scale) + 0.5 * (scale * scale - new * new) / (prior * prior)
        if math.log(1.0 - rng.random()) < gain:
            current, scale = proposed, new
            spread[:] = stretched
    return scale
