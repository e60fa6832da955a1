"""Compiled draws of standard deviations, and the two moves that change everything at once."""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray


@njit(cache=True, nogil=True)
def _log_density(log_scale: float, count: float, squares: float, prior: float) -> float:
    precision = math.exp(-2.0 * log_scale)
    return (1.0 - count) * log_scale - 0.5 * squares * precision - 0.5 / (precision * prior * prior)


@njit(cache=True, nogil=True)
def draw_scale(rng: np.random.Generator, scale: float, count: float, squares: float, prior: float) -> float:
    """Slice-sample s given ``count`` effects ~ N(0, s^2) with this sum of squares, prior half-normal(``prior``).

    Neal (2003), Slice sampling: stepping out on log s, then shrinking.
    """
    width = 1.0
    x = math.log(max(abs(scale), 1e-12))
    level = _log_density(x, count, squares, prior) + math.log(1.0 - rng.random())
    left = x - width * rng.random()
    right = left + width
    for _ in range(50):
        if left < -25.0 or _log_density(left, count, squares, prior) < level:
            break
        left -= width
    for _ in range(50):
        if right > 10.0 or _log_density(right, count, squares, prior) < level:
            break
        right += width
    for _ in range(100):
        new = left + rng.random() * (right - left)
        if _log_density(new, count, squares, prior) >= level:
            return math.exp(new)
        if new < x:
            left = new
        else:
            right = new
    return math.exp(x)


@njit(cache=True, nogil=True)
def draw_gamma_above(rng: np.random.Generator, least: float) -> float:
    """Draw from Gamma(3/2, 1) above ``least``: by rejection, far out from an exponential tail.

    There sqrt(x) <= sqrt(least) exp((x - least) / (2 least)), so an exponential that falls more slowly lies above.
    """
    while least < 1.0:
        x = rng.standard_gamma(1.5)
        if x >= least:
            return x
    slower = 0.5 / least
    while True:
        beyond = rng.standard_exponential() / (1.0 - slower)
        if rng.random() < math.sqrt(1.0 + beyond / least) * math.exp(-slower * beyond):
            return least + beyond


@njit(cache=True, nogil=True)
def rescaling(
    rng: np.random.Generator, edges: NDArray[np.float64], residual: float, n_free: float, squares: float, spread: float
) -> float:
    """Draw the common factor of everything on the latent scale: g^2 ~ Gamma (Liu and Sabatti 2000).

    ``residual`` is the sum of squares of y* - x'b, ``n_free`` the number of latent utilities and standard
    deviations, ``squares`` the sum of the standard deviations' squares over their prior variances.
    """
    thresholds = 0.0
    for j in range(1, len(edges) - 1):
        thresholds += edges[j] * edges[j] / (spread * spread)
    shape = 0.5 * (n_free + len(edges) - 2)
    return math.sqrt(rng.gamma(shape, 2.0 / (residual + squares + thresholds)))


@njit(cache=True, nogil=True)
def translation(
    rng: np.random.Generator, edges: NDArray[np.float64], intercept: NDArray[np.float64], scale: float, spread: float
) -> float:
    """Draw the common shift of thresholds, latent utilities and intercepts (I,) standardised deviations."""
    precision, linear = 0.0, 0.0
    for j in range(1, len(edges) - 1):
        precision += 1.0 / (spread * spread)
        linear -= edges[j] / (spread * spread)
    for i in range(len(intercept)):
        precision += 1.0 / (scale * scale)
        linear -= intercept[i] / scale
    return linear / precision + rng.standard_normal() / math.sqrt(precision)
