"""Compiled steps on thresholds that everyone places for themselves.

The positive boundary is common. From there increment l, between thresholds l and l + 1, is for participant i
exp(a_i + d_il) times the common one: a_i stretches the whole scale, d_il an answer of it. In what follows the latent
utilities are integrated out, and ``chance`` (N,) holds the probability of every answer given. The answers of each
participant are in order, see ``arrange``, so that a step looks only at answers whose edges it moves.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from collega.model.hierarchical.normal import quick_between

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
def arrange(answer: Ints, start: NDArray[np.int64], eta: Floats, categories: int) -> tuple[Ints, Floats, Ints]:
    """Put every participant's answers and utilities in order of the answer.

    Returns
    -------
    answer, eta : (N,)
    begin : (I, J+1)
        Answers j of participant i are those from ``begin[i, j]`` up to ``begin[i, j + 1]``.
    """
    begin = np.zeros((len(start) - 1, categories + 1), dtype=np.int32)
    ordered, utility, at = np.empty_like(answer), np.empty_like(eta), np.empty(categories, dtype=np.int32)
    for i in range(len(begin)):
        for n in range(start[i], start[i + 1]):
            begin[i, answer[n] + 1] += 1
        begin[i, 0] = start[i]
        for j in range(categories):
            at[j] = begin[i, j]
            begin[i, j + 1] += begin[i, j]
        for n in range(start[i], start[i + 1]):
            j = answer[n]
            ordered[at[j]], utility[at[j]] = j, eta[n]
            at[j] += 1
    return ordered, utility, begin


@njit(cache=True, nogil=True)
def gain_of(
    i: int, first: int, last: int, answer: Ints, eta: Floats, own: Floats, chance: Floats, new: Floats
) -> float:
    """Return how much log p of answers ``first`` up to ``last`` changes where their edges become ``own[i]``.

    ``own`` is (I, J+1). Their probabilities are written into ``new`` (N,).
    """
    gain, odds = 0.0, 1.0
    for n in range(first, last):
        j = answer[n]
        new[n] = quick_between(own[i, j] - eta[n], own[i, j + 1] - eta[n])
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
def _shift_edges(i: int, j: int, anchor: int, by: float, factor: Floats, own: Floats) -> None:
    """Bring participant i's edges up to date where the common threshold ``j`` moves ``by`` so much."""
    last = own.shape[1] - 1
    inner = by
    if j >= anchor:
        inner = by if j == anchor else by * factor[i, j - 2]
        up = inner - by * factor[i, j - 1] if j < last - 1 else 0.0
        for m in range(j + 1, last):
            own[i, m] += up
    if j <= anchor:
        inner = by if j == anchor else by * factor[i, j - 1]
        down = inner - by * factor[i, j - 2] if j > 1 else 0.0
        for m in range(1, j):
            own[i, m] += down
    own[i, j] += inner


@njit(cache=True, nogil=True)
def move_common(
    rng: np.random.Generator,
    edges: Floats,
    anchor: int,
    answer: Ints,
    begin: Ints,
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
    """Metropolis step for half the common thresholds, as ``latent.move_thresholds``, with everyone's factors given.

    Chance says which: these steps are dear, since all answers beyond a threshold move along, and ``shift`` moves the
    same thresholds for nothing. Where there was none, ``accepted`` is what leaves ``step`` as it is.
    """
    last = len(edges) - 1
    for j in range(1, last):
        accepted[j] = 0.44
        if rng.random() < 0.5:
            continue
        old = edges[j]
        edges[j] = old + step[j] * rng.standard_normal()
        accepted[j] = 0.0
        low, high = reached(j, anchor, last)
        if edges[j] > edges[j - 1] and edges[j] < edges[j + 1]:
            gain = 0.5 * (old * old - edges[j] * edges[j]) / (spread * spread)
            new_own[:] = own
            for i in range(len(own)):
                _shift_edges(i, j, anchor, edges[j] - old, factor, new_own)
                gain += gain_of(i, begin[i, low], begin[i, high + 1], answer, eta, new_own, chance, new)
            accepted[j] = math.exp(min(gain, 0.0))
        if rng.random() < accepted[j]:
            own[:] = new_own
            for i in range(len(own)):
                for n in range(begin[i, low], begin[i, high + 1]):
                    chance[n] = new[n]
        else:
            edges[j] = old
