"""Compiled steps on thresholds that everyone places for themselves.

The positive boundary is common. From there increment l, between thresholds l and l + 1, is for participant i
exp(a_i + d_il) times the common one: a_i stretches the whole scale, d_il an answer of it. In what follows the latent
utilities are integrated out, and ``chance`` (N,) holds the probability of every answer given.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from collega.model.hierarchical.latent import between

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]


@njit(cache=True, nogil=True)
def factors(stretch: float, bend: Floats, factor: Floats) -> None:
    """Write exp(a + d_l) of one participant into ``factor`` (J-2,); ``bend`` is empty where there is no d."""
    for k in range(len(factor)):
        factor[k] = math.exp(stretch + bend[k]) if len(bend) > 0 else math.exp(stretch)


@njit(cache=True, nogil=True)
def place(edges: Floats, anchor: int, factor: Floats, own: Floats) -> None:
    """Write the edges of one participant into ``own`` (J+1,); the threshold ``anchor`` is the common one."""
    last = len(edges) - 1
    own[0], own[last], own[anchor] = edges[0], edges[last], edges[anchor]
    for j in range(anchor + 1, last):
        own[j] = own[j - 1] + (edges[j] - edges[j - 1]) * factor[j - 2]
    for j in range(anchor - 1, 0, -1):
        own[j] = own[j + 1] - (edges[j + 1] - edges[j]) * factor[j - 1]


@njit(cache=True, nogil=True)
def place_all(edges: Floats, anchor: int, stretch: Floats, bend: Floats, factor: Floats, own: Floats) -> None:
    """Write everyone's factors (I, J-2) and edges (I, J+1)."""
    for i in range(len(own)):
        factors(stretch[i], bend[i], factor[i])
        place(edges, anchor, factor[i], own[i])


@njit(cache=True, nogil=True)
def gain_of(
    first: int,
    last: int,
    low: int,
    high: int,
    answer: Ints,
    eta: Floats,
    own: Floats,
    chance: Floats,
    new: Floats,
) -> float:
    """Return how much log p of answers ``first`` up to ``last`` changes where one participant's edges become ``own``.

    Only answers from ``low`` to ``high`` have another edge. Their probabilities are written into ``new`` (N,).
    """
    gain, odds = 0.0, 1.0
    for n in range(first, last):
        j = answer[n]
        if j < low or j > high:
            new[n] = chance[n]
            continue
        new[n] = between(own[j] - eta[n], own[j + 1] - eta[n])
        odds *= new[n] / chance[n]
        if not 1e-5 < odds < 1e5:  # one logarithm for many answers
            gain += math.log(odds) if 0.0 < odds < np.inf else (-700.0 if odds <= 0.0 else 700.0)
            odds = 1.0
    return gain + math.log(odds)


@njit(cache=True, nogil=True)
def reached(j: int, anchor: int, last: int) -> tuple[int, int]:
    """Return the lowest and highest answer that has another edge where threshold ``j`` moves."""
    if j == anchor:
        return 0, last - 1
    return (j - 1, last - 1) if j > anchor else (0, j)


@njit(cache=True, nogil=True)
def move_common(
    rng: np.random.Generator,
    edges: Floats,
    anchor: int,
    answer: Ints,
    start: NDArray[np.int64],
    eta: Floats,
    step: Floats,
    accepted: Floats,
    spread: float,
    factor: Floats,
    own: Floats,
    chance: Floats,
    new_own: Floats,
    new: Floats,
) -> None:
    """Metropolis step for each common threshold, as ``latent.move_thresholds``, with everyone's factors given."""
    last = len(edges) - 1
    for j in range(1, last):
        old = edges[j]
        edges[j] = old + step[j] * rng.standard_normal()
        accepted[j] = 0.0
        if edges[j] > edges[j - 1] and edges[j] < edges[j + 1]:
            gain = 0.5 * (old * old - edges[j] * edges[j]) / (spread * spread)
            low, high = reached(j, anchor, last)
            for i in range(len(own)):
                place(edges, anchor, factor[i], new_own[i])
                gain += gain_of(start[i], start[i + 1], low, high, answer, eta, new_own[i], chance, new)
            accepted[j] = math.exp(min(gain, 0.0))
        if rng.random() < accepted[j]:
            own[:] = new_own
            chance[:] = new
        else:
            edges[j] = old
