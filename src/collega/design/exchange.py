"""Coordinate exchange: change one level of one scenario at a time for as long as the determinant grows; compiled.

Row x of the model is (1, version columns, criteria columns), M = X'X + RIDGE I. Replacing x by y multiplies |M| by
(1 + y'Ay)(1 - x'Ax) + (x'Ay)^2 with A the inverse of M, and y differs from x in one block of columns only.

The same seed gives the same design on every machine. So nothing here may depend on how a processor adds: no library for
linear algebra, no fused or reordered sums (hence no ``fastmath``; inner loops add vectors, which is as fast), and an
exchange must gain more than rounding can.

References
----------
Meyer & Nachtsheim (1995), Technometrics 37, 60-69: coordinate exchange.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

RIDGE = 1e-4
GAIN = 1.0 + 1e-9


class Space(NamedTuple):
    """What scenarios can be, and the columns they get.

    Attributes
    ----------
    contrasts : (C, L, L-1) float64
        Orthonormal contrasts of each criterion, padded to the widest.
    starts : (C+1,) int64
        First column of each criterion in a row of the model.
    n_levels : (C,) int64
    rules : (R, C) int64
        The forbidden level of each criterion, -1 for any level.
    size : int
        Scenarios of each version; none stands there twice.
    """

    contrasts: Floats
    starts: Ints
    n_levels: Ints
    rules: Ints
    size: int


class State(NamedTuple):
    """A design during the search: profiles (n, C), rows of the model (n, P), inverse of M (P, P)."""

    profiles: Ints
    coded: Floats
    inverse: Floats


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
def duplicated(profiles: Ints, row: int, size: int) -> bool:
    """Whether another row of the same version, of ``size`` rows, holds the same scenario."""
    first = row // size * size
    for i in range(first, first + size):
        if i != row:
            same = True
            for c in range(profiles.shape[1]):
                if profiles[i, c] != profiles[row, c]:
                    same = False
                    break
            if same:
                return True
    return False


@njit(cache=True, nogil=True)
def information_inverse(coded: Floats, inverse: Floats) -> float:
    """Write the inverse of M = X'X + RIDGE I; return log |M|."""
    size = len(inverse)
    inverse[:] = 0.0
    for i in range(len(coded)):
        for a in range(size):
            x = coded[i, a]
            for b in range(size):
                inverse[a, b] += x * coded[i, b]
    for a in range(size):
        inverse[a, a] += RIDGE
    log_det = 0.0
    for k in range(size):  # Gauss-Jordan in place: M is positive definite, so no pivot need be looked for
        pivot = inverse[k, k]
        log_det += np.log(pivot)
        inverse[k, k] = 1.0
        for b in range(size):
            inverse[k, b] /= pivot
        for a in range(size):
            if a != k:
                factor = inverse[a, k]
                inverse[a, k] = 0.0
                for b in range(size):
                    inverse[a, b] -= factor * inverse[k, b]
    return log_det


@njit(cache=True, nogil=True)
def multiply(inverse: Floats, row: Floats, product: Floats) -> float:
    """Write A x for the symmetric A, and return x'Ax."""
    size = len(row)
    product[:] = 0.0
    for b in range(size):
        x = row[b]
        for a in range(size):
            product[a] += x * inverse[b, a]
    length = 0.0
    for a in range(size):
        length += product[a] * row[a]
    return length


@njit(cache=True, nogil=True)
def exchange(state: State, space: Space, i: int, c: int, level: int, old: Floats, new: Floats) -> float:
    """Give scenario ``i`` another level of criterion ``c``; return the ratio of determinants.

    ``old``: (P,) A x, from :func:`multiply`; becomes A y with the new A. ``new``: (P,) to work in.
    """
    profiles, coded, inverse = state
    size = len(old)
    row, table, first = coded[i], space.contrasts[c], space.starts[c]
    before = after = mixed = 0.0
    for a in range(size):
        new[a] = old[a]
        before += old[a] * row[a]
    for k in range(space.starts[c + 1] - first):
        change = table[level, k] - table[profiles[i, c], k]
        for a in range(size):
            new[a] += change * inverse[first + k, a]
        row[first + k] = table[level, k]
    profiles[i, c] = level
    for a in range(size):
        after += new[a] * row[a]
        mixed += old[a] * row[a]
    ratio = (1.0 + after) * (1.0 - before) + mixed * mixed
    grown, shrunk, both = (1.0 - before) / ratio, (1.0 + after) / ratio, mixed / ratio
    for a in range(size):
        x = grown * new[a] + both * old[a]
        y = both * new[a] - shrunk * old[a]
        for b in range(size):
            inverse[a, b] -= x * new[b] + y * old[b]
    for a in range(size):
        old[a] = grown * new[a] + both * old[a]
    return ratio


@njit(cache=True, nogil=True)
def climb_row(state: State, space: Space, i: int, product: Floats, room: Floats) -> tuple[float, int]:
    """Exchange the levels of scenario ``i`` one after the other where that helps; the last two are (P,) to work in.

    Returns
    -------
    (float, int)
        By how much |M| was multiplied, and the number of exchanges.
    """
    profiles, coded, inverse = state
    growth, exchanges = 1.0, 0
    length = multiply(inverse, coded[i], product)
    for c in range(len(space.n_levels)):
        first, width = space.starts[c], space.starts[c + 1] - space.starts[c]
        table = space.contrasts[c]
        now = profiles[i, c]
        current, part = table[now], product[first : first + width]
        block = inverse[first : first + width, first : first + width]
        best, chosen = GAIN, now
        for level in range(space.n_levels[c]):
            if level == now:
                continue
            across, square = 0.0, 0.0
            for a in range(width):
                change = table[level, a] - current[a]
                across += change * part[a]
                inner = 0.0
                for b in range(width):
                    inner += block[a, b] * (table[level, b] - current[b])
                square += change * inner
            mixed = length + across
            ratio = (1.0 + length + 2.0 * across + square) * (1.0 - length) + mixed * mixed
            if ratio > best * GAIN:
                profiles[i, c] = level
                if not forbidden(profiles[i], space.rules) and not duplicated(profiles, i, space.size):
                    best, chosen = ratio, level
                profiles[i, c] = now
        if chosen != now:
            growth *= exchange(state, space, i, c, chosen, product, room)
            exchanges += 1
            length = 0.0
            for a in range(len(product)):
                length += product[a] * coded[i, a]
    return growth, exchanges
