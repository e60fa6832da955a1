"""Compiled draws of standard deviations, and the two moves that change everything at once."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]

MOST = math.exp(10.0)


class LogScale(NamedTuple):
    """Log density of x = log s: power x - squares / (2 s^2) + slope s - curve s^2 / 2 - cauchy log(1 + s^2)."""

    power: float
    squares: float
    slope: float
    curve: float
    cauchy: float


@njit(cache=True, nogil=True)
def log_density(x: float, of: LogScale) -> float:
    """Return the log density of x = log s."""
    s = math.exp(x)
    result = of.power * x - 0.5 * of.squares / (s * s) + of.slope * s - 0.5 * of.curve * s * s
    return result if of.cauchy == 0.0 else result - of.cauchy * math.log1p(s * s)


@njit(cache=True, nogil=True)
def slice_scale(rng: np.random.Generator, scale: float, of: LogScale, most: float) -> float:
    """Slice-sample s from its log density, from 0 to ``most``.

    Neal (2003), Slice sampling: stepping out on log s, then shrinking.
    """
    width = 1.0
    x, top = math.log(max(abs(scale), 1e-12)), math.log(most)
    level = log_density(x, of) + math.log(1.0 - rng.random())
    left = x - width * rng.random()
    right = left + width
    for _ in range(50):
        if left < -25.0 or log_density(left, of) < level:
            break
        left -= width
    for _ in range(50):
        if right > top or log_density(right, of) < level:
            break
        right += width
    right = min(right, top)
    for _ in range(100):
        new = left + rng.random() * (right - left)
        if log_density(new, of) >= level:
            return math.exp(new)
        if new < x:
            left = new
        else:
            right = new
    return math.exp(x)


@njit(cache=True, nogil=True)
def draw_scale(
    rng: np.random.Generator, scale: float, count: float, squares: float, prior: float, degrees: float
) -> float:
    """Draw s given ``count`` effects ~ N(0, s^2) with this sum of squares.

    The prior of s / ``prior`` is chi with these degrees of freedom: with one, half-normal.
    """
    return slice_scale(rng, scale, LogScale(degrees - count, squares, 0.0, 1.0 / (prior * prior), 0.0), MOST)


@njit(cache=True, nogil=True)
def draw_factors(
    rng: np.random.Generator, precision: Floats, linear: Floats, prior: Floats, degrees: Floats, scale: Floats
) -> None:
    """Draw scales s (n,) one after another, as ``draw_scale`` does, given the shapes of what they multiply.

    The data say exp(-s'A s / 2 + l's), A the lower triangle of ``precision`` and l ``linear``.
    """
    for c in range(len(scale)):
        slope = linear[c]
        for other in range(len(scale)):
            if other != c:
                slope -= precision[max(c, other), min(c, other)] * scale[other]
        curve = precision[c, c] + 1.0 / (prior[c] * prior[c])
        scale[c] = slice_scale(rng, scale[c], LogScale(degrees[c], 0.0, slope, curve, 0.0), MOST)


@njit(cache=True, nogil=True)
def draw_local(rng: np.random.Generator, local: float, count: float, squares: float, most: float) -> float:
    """Draw a local scale, prior half-Cauchy(1) up to ``most``, given scales: local times chi, whose degrees add up to
    ``count`` and which have this sum of ``squares``.
    """
    return slice_scale(rng, local, LogScale(1.0 - count, squares, 0.0, 0.0, 1.0), most)


@njit(cache=True, nogil=True)
def stretch_local(rng: np.random.Generator, local: float, slope: float, curve: float, most: float) -> float:
    """Draw a local scale with all that it multiplies: log p(y*) gains slope (f - 1) - curve (f - 1)^2 / 2 at f times.

    The prior is half-Cauchy(1) up to ``most``; what it multiplies keeps its prior, relative to it.
    """
    of = LogScale(1.0, 0.0, (slope + curve) / local, curve / (local * local), 1.0)
    return slice_scale(rng, local, of, most)


@njit(cache=True, nogil=True)
def rescaling(
    rng: np.random.Generator, edges: NDArray[np.float64], residual: float, n_free: float, squares: float, spread: float
) -> float:
    """Draw the common factor of everything on the latent scale: g^2 ~ Gamma (Liu and Sabatti 2000).

    ``residual`` is the sum of squares of y* - x'b, ``n_free`` the number of latent utilities and the degrees
    of freedom of the standard deviations, ``squares`` the sum of the standard deviations' squares over their prior
    variances.
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
