"""Compiled draws of how far the common direction reaches, and of everyone's place along it.

Given the places the direction grows and shrinks by small steps only: they are where its length has brought them. With g
the direction and places ~ N(0, 1), log p(y*) of a participant is, but for a constant,
-log(1 + g'Ag) / 2 + (g'r)^2 / (1 + g'Ag) / 2, where A = X'V^-1 X and r = X'V^-1 (y* - what the others explain).
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from collega.model.hierarchical.linear import FAST
from collega.model.hierarchical.people import times

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]


@njit(cache=True, nogil=True, fastmath=FAST)
def without_places(weight: Floats, sizes: Floats, pattern: Ints, left: Floats, g: Floats) -> float:
    """Return log p(y*) up to a constant, places integrated out; ``left`` (I, P) holds r of everyone."""
    total = 0.0
    precision, pulled = np.empty(len(weight)), np.empty(len(g))
    for v in range(len(weight)):
        times(weight[v], g, pulled)
        precision[v] = 1.0 + np.sum(g * pulled)
        total -= 0.5 * sizes[v] * math.log(precision[v])
    for i in range(len(pattern)):
        along = 0.0
        for k in range(len(g)):
            along += g[k] * left[i, k]
        total += 0.5 * along * along / precision[pattern[i]]
    return total


@njit(cache=True, nogil=True)
def stretch(
    rng: np.random.Generator,
    weight: Floats,
    sizes: Floats,
    pattern: Ints,
    left: Floats,
    prior: float,
    g: Floats,
    scale: Floats,
    overall: float,
) -> float:
    """Stretch the direction but for the intercept, its scales (B,) and its overall scale, which is returned.

    As ``groups.stretch_family`` does: four steps walk on the logarithm, two are drawn from the half-normal ``prior``.
    """
    current = without_places(weight, sizes, pattern, left, g)
    stretched = g.copy()
    for move in range(6):
        walk = move < 4
        new = overall * math.exp(rng.standard_normal()) if walk else abs(prior * rng.standard_normal())
        stretched[1:] = g[1:] * (new / overall)
        proposed = without_places(weight, sizes, pattern, left, stretched)
        gain = proposed - current
        if walk:
            gain += math.log(new / overall) + 0.5 * (overall * overall - new * new) / (prior * prior)
        if math.log(1.0 - rng.random()) < gain:
            scale[1:] *= new / overall
            overall, current = new, proposed
            g[:] = stretched
    return overall


@njit(cache=True, nogil=True, fastmath=FAST)
def draw_direction(
    rng: np.random.Generator,
    weight: Floats,
    sizes: Floats,
    pattern: Ints,
    prior: float,
    residual: Floats,
    grouped: Floats,
    g: Floats,
    scale: Floats,
    overall: float,
    place: Floats,
) -> float:
    """Turn round and stretch the direction, then draw everyone's place; return the direction's overall scale.

    Parameters
    ----------
    weight, sizes : (V, P, P), (V,)
        A of each pattern, and its participants.
    prior : float
        Half-normal scale of the overall scale.
    residual, grouped : (I, P)
        X'V^-1 (y* - X (m + G z)) and G z; kept up to date.
    g, scale, place : (P,), (B,), (I,)
        Direction, its scale on every criterion, places along it; overwritten.
    """
    pulled, precision = np.empty((len(weight), len(g))), np.empty(len(weight))
    for v in range(len(weight)):
        times(weight[v], g, pulled[v])
    for i in range(len(pattern)):
        for k in range(len(g)):
            grouped[i, k] -= g[k] * place[i]
            residual[i, k] += pulled[pattern[i], k] * place[i]
    if rng.random() < 0.5:  # the direction backwards is as likely, with everyone's place mirrored
        g[:] = -g
    overall = stretch(rng, weight, sizes, pattern, residual, prior, g, scale, overall)
    for v in range(len(weight)):
        times(weight[v], g, pulled[v])
        precision[v] = 1.0 + np.sum(g * pulled[v])
    for i in range(len(pattern)):
        v = pattern[i]
        place[i] = np.sum(g * residual[i]) / precision[v] + rng.standard_normal() / math.sqrt(precision[v])
        for k in range(len(g)):
            grouped[i, k] += g[k] * place[i]
            residual[i, k] -= pulled[v, k] * place[i]
    return overall
