"""Small dense linear algebra for compiled code, faster than a library call at these sizes (P below 100)."""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

# Sums may be reordered, so that they are vectorised; infinities and NaN keep their meaning.
FAST = {"reassoc", "contract", "nsz", "arcp"}


@njit(cache=True, nogil=True, fastmath=FAST)
def cholesky(matrix: NDArray[np.float64], n: int) -> None:
    """Overwrite the lower triangle of the leading (n, n) block with its Cholesky factor."""
    for i in range(n):
        for j in range(i + 1):
            total = matrix[i, j]
            for k in range(j):
                total -= matrix[i, k] * matrix[j, k]
            matrix[i, j] = math.sqrt(max(total, 1e-300)) if i == j else total / matrix[j, j]


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
