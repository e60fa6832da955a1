"""Coordinate exchange: change one level of one scenario at a time for as long as the determinant grows; compiled.

Row x of the model is (1, version columns, criteria columns), M = X'X + RIDGE I. Replacing x by y multiplies |M| by
(1 + y'Ay)(1 - x'Ax) + (x'Ay)^2 with A the inverse of M, and y differs from x in one block of columns only.

References
----------
Meyer & Nachtsheim (1995), Technometrics 37, 60-69: coordinate exchange.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

FAST = {"reassoc", "contract", "nsz", "arcp"}
RIDGE = 1e-4
_GAIN = 1.0 + 1e-9


@njit(cache=True, nogil=True)
def code_row(profile: Ints, contrasts: Floats, starts: Ints, row: Floats) -> None:
    """Write the columns of one scenario into its row; intercept and version columns stay."""
    for c in range(len(profile)):
        for k in range(starts[c + 1] - starts[c]):
            row[starts[c] + k] = contrasts[c, profile[c], k]


@njit(cache=True, nogil=True)
def forbidden(profile: Ints, rules: Ints) -> bool:
    """Whether a rule forbids this scenario; a rule holds a level per criterion, -1 for any."""
    for r in range(len(rules)):
        hit = True
        for c in range(len(profile)):
            if rules[r, c] >= 0 and rules[r, c] != profile[c]:
                hit = False
                break
        if hit:
            return True
    return False


@njit(cache=True, nogil=True)
def duplicated(profiles: Ints, version: Ints, at: int) -> bool:
    """Whether another row of the same version holds the same scenario."""
    for i in range(len(profiles)):
        if i != at and version[i] == version[at]:
            same = True
            for c in range(profiles.shape[1]):
                if profiles[i, c] != profiles[at, c]:
                    same = False
                    break
            if same:
                return True
    return False


@njit(cache=True, nogil=True, fastmath=FAST)
def replace_row(inverse: Floats, old: Floats, new: Floats, left: Floats, right: Floats) -> float:
    """Update the inverse for old -> new; return the logarithm of the ratio of determinants. (P,) work arrays."""
    size = len(old)
    total = 0.0
    for sign, row in ((1.0, new), (-1.0, old)):
        length = 0.0
        for a in range(size):
            left[a] = 0.0
            for b in range(size):
                left[a] += inverse[a, b] * row[b]
            length += left[a] * row[a]
        ratio = 1.0 + sign * length
        total += np.log(ratio)
        for a in range(size):
            right[a] = sign * left[a] / ratio
        for a in range(size):
            for b in range(size):
                inverse[a, b] -= right[a] * left[b]
    return total


@njit(cache=True, nogil=True)
def climb(
    profiles: Ints,
    coded: Floats,
    inverse: Floats,
    version: Ints,
    contrasts: Floats,
    starts: Ints,
    n_levels: Ints,
    rules: Ints,
) -> float:
    """Exchange coordinates until none helps; changes the first three in place.

    Parameters
    ----------
    profiles : (n, C) int64
    coded : (n, P) float64
    inverse : (P, P) float64
    version : (n,) int64
    contrasts : (C, L, L-1) float64, padded
    starts : (C+1,) int64, first column of each criterion in a row
    n_levels : (C,) int64
    rules : (R, C) int64

    Returns
    -------
    float
        Growth of log |M|.
    """
    n, size = coded.shape
    new, left, right = np.empty(size), np.empty(size), np.empty(size)
    gained = 0.0
    quiet = 0
    i = 0
    while quiet < n:
        better = _climb_row(profiles, coded, inverse, version, contrasts, starts, n_levels, rules, i, new, left, right)
        gained += better
        quiet = quiet + 1 if better == 0.0 else 0
        i = (i + 1) % n
    return gained


@njit(cache=True, nogil=True, fastmath=FAST)
def _climb_row(
    profiles: Ints,
    coded: Floats,
    inverse: Floats,
    version: Ints,
    contrasts: Floats,
    starts: Ints,
    n_levels: Ints,
    rules: Ints,
    i: int,
    new: Floats,
    left: Floats,
    right: Floats,
) -> float:
    size = coded.shape[1]
    gained = 0.0
    row = coded[i]
    stale = True
    length = 0.0
    for c in range(len(n_levels)):
        if stale:
            length = 0.0
            for a in range(size):
                left[a] = 0.0
                for b in range(size):
                    left[a] += inverse[a, b] * row[b]
                length += left[a] * row[a]
            stale = False
        first, width = starts[c], starts[c + 1] - starts[c]
        now = profiles[i, c]
        best, chosen = _GAIN, -1
        for level in range(n_levels[c]):
            if level == now:
                continue
            across, square = 0.0, 0.0
            for a in range(width):
                change = contrasts[c, level, a] - contrasts[c, now, a]
                across += change * left[first + a]
                inner = 0.0
                for b in range(width):
                    inner += inverse[first + a, first + b] * (contrasts[c, level, b] - contrasts[c, now, b])
                square += change * inner
            mixed = length + across
            ratio = (1.0 + length + 2.0 * across + square) * (1.0 - length) + mixed * mixed
            if ratio > best:
                profiles[i, c] = level
                if not forbidden(profiles[i], rules) and not duplicated(profiles, version, i):
                    best, chosen = ratio, level
                profiles[i, c] = now
        if chosen >= 0:
            new[:] = row
            for a in range(width):
                new[first + a] = contrasts[c, chosen, a]
            gained += replace_row(inverse, row, new, left, right)
            row[:] = new
            profiles[i, c] = chosen
            stale = True
    return gained
