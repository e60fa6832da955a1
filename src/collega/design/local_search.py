"""Iterated local search over coordinate exchange: kick a few cells, climb again, keep what is better; compiled.

References
----------
Lourenço, Martin & Stützle (2003), Iterated local search, Handbook of Metaheuristics.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from collega.design.exchange import RIDGE, climb, code_row, duplicated, forbidden, replace_row

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_TRIES = 200
_REFRESH = 50


@njit(cache=True, nogil=True)
def random_start(
    rng: np.random.Generator, profiles: Ints, version: Ints, n_levels: Ints, rules: Ints, fixed: int
) -> bool:
    """Fill the rows from ``fixed`` on with allowed scenarios, none twice in a version; False where that failed."""
    for i in range(fixed, len(profiles)):
        profiles[i] = -1
    for i in range(fixed, len(profiles)):
        found = False
        for _ in range(50 * _TRIES):
            for c in range(len(n_levels)):
                profiles[i, c] = int(rng.random() * n_levels[c])
            if not forbidden(profiles[i], rules) and not duplicated(profiles, version, i):
                found = True
                break
        if not found:
            return False
    return True


@njit(cache=True, nogil=True)
def information_inverse(coded: Floats) -> Floats:
    """Return the inverse of X'X + RIDGE I."""
    size = coded.shape[1]
    return np.linalg.inv(coded.T @ coded + RIDGE * np.eye(size)).astype(np.float64)


@njit(cache=True, nogil=True)
def search(
    rng: np.random.Generator,
    profiles: Ints,
    coded: Floats,
    version: Ints,
    contrasts: Floats,
    starts: Ints,
    n_levels: Ints,
    rules: Ints,
    kicks: int,
    size: int,
) -> float:
    """Improve a design by ``kicks`` kicks of ``size`` cells; changes ``profiles`` and ``coded`` in place.

    Returns
    -------
    float
        log |M| gained over the start.
    """
    n, columns = coded.shape
    left, right, new = np.empty(columns), np.empty(columns), np.empty(columns)
    for i in range(n):
        code_row(profiles[i], contrasts, starts, coded[i])
    inverse = information_inverse(coded)
    total = climb(profiles, coded, inverse, version, contrasts, starts, n_levels, rules)
    kept_profiles, kept_coded, kept_inverse = profiles.copy(), coded.copy(), inverse.copy()
    for kick in range(kicks):
        change = 0.0
        for _ in range(size):
            i, c = int(rng.random() * n), int(rng.random() * len(n_levels))
            old = profiles[i, c]
            profiles[i, c] = int(rng.random() * n_levels[c])
            if profiles[i, c] == old or forbidden(profiles[i], rules) or duplicated(profiles, version, i):
                profiles[i, c] = old
                continue
            new[:] = coded[i]
            code_row(profiles[i], contrasts, starts, new)
            change += replace_row(inverse, coded[i], new, left, right)
            coded[i] = new
        change += climb(profiles, coded, inverse, version, contrasts, starts, n_levels, rules)
        if change > 1e-9:
            total += change
            kept_profiles[:], kept_coded[:], kept_inverse[:] = profiles, coded, inverse
        else:
            profiles[:], coded[:], inverse[:] = kept_profiles, kept_coded, kept_inverse
        if kick % _REFRESH == _REFRESH - 1:
            inverse[:] = information_inverse(coded)
            kept_inverse[:] = inverse
    return total
