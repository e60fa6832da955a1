"""Small dense linear algebra for compiled code, faster than a library call at these sizes (P below 100)."""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

# Sums may be reordered, so that they are vectorised; infinities and NaN keep their meaning. For the same reason inner
# loops that write take what they need of other arrays into variables first: to the compiler all arrays may overlap.
FAST = {"reassoc", "contract", "nsz", "arcp"}


@njit(cache=True, nogil=True, fastmath=FAST)
def cholesky(matrix: NDArray[np.float64], n: int) -> None:
    """Overwrite the lower triangle of the leading (n, n) block with its Cholesky factor.

    Column by column; four rows share what is read of row j, which takes half the time of one row after another.
    """
    for j in range(n):
        total = matrix[j, j]
        for k in range(j):
            total -= matrix[j, k] * matrix[j, k]
        matrix[j, j] = math.sqrt(max(total, 1e-300))
        per_unit = 1.0 / matrix[j, j]
        left = (n - j - 1) % 4
        for i in range(j + 1, n - left, 4):
            a, b, c, d = matrix[i, j], matrix[i + 1, j], matrix[i + 2, j], matrix[i + 3, j]
            for k in range(j):
                above = matrix[j, k]
                a -= matrix[i, k] * above
                b -= matrix[i + 1, k] * above
                c -= matrix[i + 2, k] * above
                d -= matrix[i + 3, k] * above
            matrix[i, j], matrix[i + 1, j] = a * per_unit, b * per_unit
            matrix[i + 2, j], matrix[i + 3, j] = c * per_unit, d * per_unit
        for i in range(n - left, n):
            total = matrix[i, j]
            for k in range(j):
                total -= matrix[i, k] * matrix[j, k]
            matrix[i, j] = total * per_unit


@njit(cache=True, nogil=True, fastmath=FAST)
def solve_lower(factor: NDArray[np.float64], vector: NDArray[np.float64], n: int) -> None:
    """Overwrite the vector with L^-1 v."""
    for i in range(n):
        total = vector[i]
        for k in range(i):
            total -= factor[i, k] * vector[k]
        vector[i] = total / factor[i, i]


@njit(cache=True, nogil=True, fastmath=FAST)
def solve_upper(factor: NDArray[np.float64], vector: NDArray[np.float64], n: int) -> None:
    """Overwrite the vector with L'^-1 v."""
    for i in range(n - 1, -1, -1):
        total = vector[i] / factor[i, i]
        vector[i] = total
        for k in range(i):
            vector[k] -= factor[i, k] * total


@njit(cache=True, nogil=True, fastmath=FAST)
def solve_columns(factor: NDArray[np.float64], matrix: NDArray[np.float64]) -> None:
    """Overwrite a matrix with L^-1 M, a row at a time."""
    for i in range(len(matrix)):
        row = matrix[i]
        for k in range(i):
            share = factor[i, k]
            for j in range(len(row)):
                row[j] -= share * matrix[k, j]
        per_unit = 1.0 / factor[i, i]
        for j in range(len(row)):
            row[j] *= per_unit


@njit(cache=True, nogil=True, fastmath=FAST)
def dot(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """Return the inner product of two vectors."""
    total = 0.0
    for k in range(len(one)):
        total += one[k] * other[k]
    return total


@njit(cache=True, nogil=True, fastmath=FAST)
def draw_effects(
    rng: np.random.Generator, precision: NDArray[np.float64], linear: NDArray[np.float64], prior: NDArray[np.float64]
) -> None:
    """Overwrite ``linear`` with a draw of effects whose prior is N(0, diag(``prior``^2)), zeros in it allowed.

    The data say exp(-x'A x / 2 + l'x), A the lower triangle of ``precision``, which is destroyed, and l ``linear``.
    """
    n = len(prior)
    for i in range(n):
        for j in range(i + 1):
            precision[i, j] *= prior[i] * prior[j]
        precision[i, i] += 1.0
        linear[i] *= prior[i]
    cholesky(precision, n)
    solve_lower(precision, linear, n)
    for i in range(n):
        linear[i] += rng.standard_normal()
    solve_upper(precision, linear, n)
    for i in range(n):
        linear[i] *= prior[i]
