"""The normal distribution function from a table: some five times as fast as ``erfc``, which shares need by millions."""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from scipy.special import ndtr

_END, _PER_UNIT = 8.0, 64
_PLACES = np.linspace(-_END, _END, int(2 * _END * _PER_UNIT) + 1)


def _cubics() -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Return the coefficients of the Hermite cubic in each interval: right in value and slope at both its ends."""
    value = ndtr(_PLACES)
    slope = np.exp(-0.5 * _PLACES**2) / math.sqrt(2.0 * math.pi) / _PER_UNIT
    rise = np.diff(value)
    left, right = slope[:-1], slope[1:]
    return np.column_stack([value[:-1], left, 3.0 * rise - 2.0 * left - right, left + right - 2.0 * rise])


_TABLE = _cubics()


@njit(cache=True, nogil=True, inline="always")
def normal_cdf(x: float) -> float:
    """Return P(N(0, 1) <= x), at most 3e-10 off: h^4 / 384 times the largest fourth derivative, h = 1/64."""
    at = (x + _END) * _PER_UNIT
    if at <= 0.0:
        return 0.0
    if at >= len(_TABLE):
        return 1.0
    number = int(at)
    t = at - number
    result: float = _TABLE[number, 0] + t * (_TABLE[number, 1] + t * (_TABLE[number, 2] + t * _TABLE[number, 3]))
    return result
