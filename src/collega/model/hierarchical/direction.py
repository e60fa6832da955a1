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

from collega.model.hierarchical.linear import FAST, dot, draw_effects
from collega.model.hierarchical.people import times
from collega.model.hierarchical.scales import draw_scale

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]


@njit(cache=True, nogil=True, fastmath=FAST)
def without_places(weight: Floats, sizes: Floats, pattern: Ints, left: Floats, g: Floats) -> float:
    """Return log p(y*) up to a constant, places integrated out; ``left`` (I, P) holds r of everyone."""
    total = 0.0
    precision, pulled = np.empty(len(weight)), np.empty(len(g))
    for v in range(len(weight)):
        times(weight[v], g, pulled)
        precision[v] = 1.0 + dot(g, pulled)
        total -= 0.5 * sizes[v] * math.log(precision[v])
    for i in range(len(pattern)):
        along = dot(g, left[i])
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

    As ``groups.stretch_family`` does: two steps walk on the logarithm, one is drawn from the half-normal ``prior``.
    """
    current = without_places(weight, sizes, pattern, left, g)
    stretched = g.copy()
    for move in range(3):
        walk = move < 2
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
def turn(
    rng: np.random.Generator, weight: Floats, pattern: Ints, left: Floats, prior: Floats, place: Floats, g: Floats
) -> None:
    """Draw the direction g (P,) given everyone's place (I,); ``prior`` (P,) holds its standard deviations."""
    width = len(g)
    squares, linear, precision = np.zeros(len(weight)), np.zeros(width), np.zeros((width, width))
    for i in range(len(pattern)):
        here = place[i]
        squares[pattern[i]] += here * here
        for k in range(width):
            linear[k] += here * left[i, k]
    for v in range(len(weight)):
        square = squares[v]
        for k in range(width):
            for j in range(k + 1):
                precision[k, j] += square * weight[v, k, j]
    draw_effects(rng, precision, linear, prior)
    g[:] = linear


@njit(cache=True, nogil=True)
def rescale(
    rng: np.random.Generator,
    g: Floats,
    block: Ints,
    intercept: float,
    overall: float,
    local: Floats,
    degrees: float,
    scale: Floats,
) -> None:
    """Draw the direction's scale on every criterion (B,) given g.

    Its prior is overall * local times chi with ``degrees`` degrees of freedom; ``intercept`` times half-normal.
    """
    squares, counts = np.zeros(len(scale)), np.zeros(len(scale))
    for k in range(len(g)):
        squares[block[k]] += g[k] * g[k]
        counts[block[k]] += 1.0
    for c in range(len(scale)):
        at, freedom = (intercept, 1.0) if c == 0 else (overall * local[c], degrees)
        scale[c] = draw_scale(rng, scale[c], counts[c], squares[c], at, freedom)


@njit(cache=True, nogil=True, fastmath=FAST)
def draw_places(
    rng: np.random.Generator, weight: Floats, pattern: Ints, left: Floats, g: Floats, place: Floats
) -> None:
    """Draw everyone's place along the direction."""
    pulled, precision = np.empty(len(g)), np.empty(len(weight))
    for v in range(len(weight)):
        times(weight[v], g, pulled)
        precision[v] = 1.0 + dot(g, pulled)
    for i in range(len(pattern)):
        along = dot(g, left[i]) / precision[pattern[i]]
        place[i] = along + rng.standard_normal() / math.sqrt(precision[pattern[i]])


@njit(cache=True, nogil=True, fastmath=FAST)
def give_places(
    weight: Floats, pattern: Ints, g: Floats, place: Floats, sign: float, residual: Floats, grouped: Floats
) -> None:
    """Take what the direction explains of everyone out of ``residual`` into ``grouped``; the reverse with sign -1."""
    pulled = np.empty((len(weight), len(g)))
    for v in range(len(weight)):
        times(weight[v], g, pulled[v])
    for i in range(len(pattern)):
        explained, left, toward = grouped[i], residual[i], pulled[pattern[i]]
        here = sign * place[i]
        for k in range(len(g)):
            explained[k] += here * g[k]
            left[k] -= here * toward[k]


@njit(cache=True, nogil=True)
def draw_direction(
    rng: np.random.Generator,
    weight: Floats,
    sizes: Floats,
    pattern: Ints,
    prior: float,
    intercept: float,
    degrees: float,
    local: Floats,
    block: Ints,
    residual: Floats,
    grouped: Floats,
    g: Floats,
    scale: Floats,
    overall: float,
    place: Floats,
) -> float:
    """Turn and stretch the direction, and draw everyone's place, six times; return the direction's overall scale.

    These rounds cost little beside the rest of a sweep, and the direction is what moves most slowly.

    Parameters
    ----------
    weight, sizes : (V, P, P), (V,)
        A of each pattern, and its participants.
    prior, intercept, degrees : float
        Half-normal scale of the overall scale, and of the scale on the intercept; see ``Prior.degrees``.
    local, block : (B,), (P,)
        Local scale of every criterion, and the criterion of every column.
    residual, grouped : (I, P)
        X'V^-1 (y* - X (m + G z)) and G z; kept up to date.
    g, scale, place : (P,), (B,), (I,)
        Direction, its scale on every criterion, places along it; overwritten.
    """
    give_places(weight, pattern, g, place, -1.0, residual, grouped)
    for _ in range(6):
        turn(rng, weight, pattern, residual, scale[block], place, g)
        rescale(rng, g, block, intercept, overall, local, degrees, scale)
        if rng.random() < 0.5:  # the direction backwards is as likely, with everyone's place mirrored
            g[:] = -g
        overall = stretch(rng, weight, sizes, pattern, residual, prior, g, scale, overall)
        draw_places(rng, weight, pattern, residual, g, place)
    give_places(weight, pattern, g, place, 1.0, residual, grouped)
    return overall
