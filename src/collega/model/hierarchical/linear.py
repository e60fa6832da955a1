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
def draw_normal(rng: np.random.Generator, precision: NDArray[np.float64], linear: NDArray[np.float64], n: int) -> None:
    """Overwrite ``linear`` with a draw from N(Q^-1 l, Q^-1); ``precision`` is destroyed."""
    cholesky(precision, n)
    solve_lower(precision, linear, n)
    for i in range(n):
        linear[i] += rng.standard_normal()
    solve_upper(precision, linear, n)
