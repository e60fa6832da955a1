"""Compiled: thresholds that everyone places for themselves, and what the answers say of them.

The positive boundary is common. From there increment l, between thresholds l and l + 1, is for participant i
exp(a_i + d_il) times the common one: a_i stretches the whole scale, d_il an answer of it. In what follows the latent
utilities are integrated out. An increment moves the thresholds beyond it, as seen from the boundary, so answers below
the boundary and answers above it depend on increments of their own: the two sides.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from collega.model.hierarchical.normal import quick_between, quick_slopes

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
_INFORMATION = 0.4  # about what an answer says of the logarithm of an increment: the precision it adds
_SMALL = 1e-100


class Answers(NamedTuple):
    """What does not change while the thresholds move.

    utility (N,): x'b of every answer, a participant's answers in order; begin (I, J+1): answers j of participant i are
    those from ``begin[i, j]`` up to ``begin[i, j + 1]``; information (I, J-2): about how precisely the answers tell
    everyone's log factors; anchor: the positive boundary, a place in ``edges``.
    """

    utility: Floats
    begin: Ints
    information: Floats
    anchor: int


class Scales(NamedTuple):
    """How everyone uses the scale, and how probable their answers are: once as it is, once as it is proposed.

    edges (J+1,): the common thresholds between infinities; sd (2,): standard deviations of a and d, the second zero
    with one increment; log_factor (I, J-2): a_i + d_il; person_edges (I, J+1); log_p (I, 2): log probability of
    everyone's answers below the boundary and above; slope (I, J-2): its derivatives by ``log_factor``.
    """

    edges: Floats
    sd: Floats
    log_factor: Floats
    person_edges: Floats
    log_p: Floats
    slope: Floats


@njit(cache=True, nogil=True)
def make_scales(edges: Floats, sd: Floats, answers: Answers) -> Scales:
    """Return room for everybody who answered, with copies of ``edges`` and ``sd``."""
    people, increments = answers.information.shape
    log_factor, slope = np.zeros((people, increments)), np.zeros((people, increments))
    return Scales(edges.copy(), sd.copy(), log_factor, np.zeros((people, len(edges))), np.zeros((people, 2)), slope)


@njit(cache=True, nogil=True)
def place(edges: Floats, anchor: int, log_factor: Floats, person: Floats) -> None:
    """Write the edges of one participant into ``person`` (J+1,); the threshold ``anchor`` is the common one."""
    last = len(edges) - 1
    person[0], person[last], person[anchor] = edges[0], edges[last], edges[anchor]
    for j in range(anchor + 1, last):
        person[j] = person[j - 1] + (edges[j] - edges[j - 1]) * math.exp(log_factor[j - 2])
    for j in range(anchor - 1, 0, -1):
        person[j] = person[j + 1] - (edges[j + 1] - edges[j]) * math.exp(log_factor[j - 1])


@njit(cache=True, nogil=True)
def arrange(answer: Ints, start: NDArray[np.int64], eta: Floats, categories: int, anchor: int) -> Answers:
    """Put every participant's utilities in order of the answer."""
    begin = np.zeros((len(start) - 1, categories + 1), dtype=np.int32)
    information = np.empty((len(begin), categories - 2))
    utility, at = np.empty_like(eta), np.empty(categories, dtype=np.int32)
    for i in range(len(begin)):
        for n in range(start[i], start[i + 1]):
            begin[i, answer[n] + 1] += 1
        begin[i, 0] = start[i]
        for j in range(categories):
            at[j] = begin[i, j]
            begin[i, j + 1] += begin[i, j]
        for n in range(start[i], start[i + 1]):
            utility[at[answer[n]]] = eta[n]
            at[answer[n]] += 1
        for k in range(categories - 2):
            moved = begin[i, categories] - begin[i, k + 1] if k + 1 >= anchor else begin[i, k + 2] - begin[i, 0]
            information[i, k] = _INFORMATION * moved
    return Answers(utility, begin, information, anchor)


@njit(cache=True, nogil=True)
def side_log_p(utility: Floats, begin: Ints, edges: Floats) -> float:
    """Return log p of a participant's answers on one side: ``begin`` and ``edges`` are the parts that bound these."""
    total, product = 0.0, 1.0
    for j in range(len(edges) - 1):
        low, high = edges[j], edges[j + 1]
        for n in range(begin[j], begin[j + 1]):
            product *= quick_between(low - utility[n], high - utility[n])
            if product < _SMALL:  # one logarithm for many answers
                total += math.log(max(product, 1e-300))
                product = 1.0
    return total + math.log(product)


@njit(cache=True, nogil=True)
def weigh(utility: Floats, begin: Ints, anchor: int, edges: Floats, log_p: Floats, slope: Floats) -> None:
    """Write ``log_p`` (2,) of both sides of a participant with these ``edges``, and ``slope`` (J-2,).

    From the outermost answer towards the boundary: an increment moves all thresholds beyond it alike.
    """
    last = len(edges) - 2
    for side in range(2):
        total, product, beyond = 0.0, 1.0, 0.0
        for count in range(last + 1 - anchor if side == 1 else anchor):
            j = last - count if side == 1 else count
            low, high = edges[j], edges[j + 1]
            at_low, at_high = 0.0, 0.0
            for n in range(begin[j], begin[j + 1]):
                p, d_low, d_high = quick_slopes(low - utility[n], high - utility[n])
                at_low += d_low / p
                at_high += d_high / p
                product *= p
                if product < _SMALL:
                    total += math.log(max(product, 1e-300))
                    product = 1.0
            beyond += at_high if side == 1 else at_low
            if count > 0:
                slope[j - 1] = beyond * (high - low)
            beyond -= at_low if side == 1 else at_high
        log_p[side] = total + math.log(product)


@njit(cache=True, nogil=True)
def weigh_all(answers: Answers, scales: Scales) -> float:
    """Bring everything up to date with ``edges`` and ``log_factor``; return log p of all answers."""
    for i in range(len(scales.log_p)):
        place(scales.edges, answers.anchor, scales.log_factor[i], scales.person_edges[i])
        weigh(
            answers.utility,
            answers.begin[i],
            answers.anchor,
            scales.person_edges[i],
            scales.log_p[i],
            scales.slope[i],
        )
    return float(np.sum(scales.log_p))


@njit(cache=True, nogil=True)
def move_common(
    rng: np.random.Generator,
    answers: Answers,
    now: Scales,
    new: Scales,
    step: Floats,
    accepted: Floats,
    spread: float,
) -> None:
    """Metropolis step for half the common thresholds, as ``latent.move_thresholds``, with everyone's factors given.

    Chance says which: these steps are dear, since all answers beyond a threshold move along, and ``shift`` moves the
    same thresholds for nothing. Where there was none, ``accepted`` is what leaves ``step`` as it is. ``now.slope`` is
    not brought up to date.
    """
    anchor, last = answers.anchor, len(now.edges) - 1
    for j in range(1, last):
        accepted[j] = 0.44
        if rng.random() < 0.5:
            continue
        old = now.edges[j]
        new.edges[:] = now.edges
        new.edges[j] = old + step[j] * rng.standard_normal()
        accepted[j] = 0.0
        if new.edges[j] <= now.edges[j - 1] or new.edges[j] >= now.edges[j + 1]:
            continue
        gain = 0.5 * (old * old - new.edges[j] * new.edges[j]) / (spread * spread)
        new.log_p[:] = now.log_p
        for i in range(len(now.log_p)):
            place(new.edges, anchor, now.log_factor[i], new.person_edges[i])
            begin, person = answers.begin[i], new.person_edges[i]
            if j <= anchor:
                new.log_p[i, 0] = side_log_p(answers.utility, begin[: anchor + 1], person[: anchor + 1])
            if j >= anchor:
                new.log_p[i, 1] = side_log_p(answers.utility, begin[anchor:], person[anchor:])
            gain += new.log_p[i, 0] + new.log_p[i, 1] - now.log_p[i, 0] - now.log_p[i, 1]
        accepted[j] = math.exp(min(gain, 0.0))
        if rng.random() < accepted[j]:
            now.edges[:], now.person_edges[:], now.log_p[:] = new.edges, new.person_edges, new.log_p
