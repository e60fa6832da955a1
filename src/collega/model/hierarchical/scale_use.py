"""Compiled draws of how everyone uses the scale: stretch a_i ~ N(0, s_a^2), and bend d_il ~ N(0, s_d^2).

As in ``person_edges`` the latent utilities are integrated out. Where a step asks how probable the answers are, it works
like this: near the present point their log probability is about a quadratic, with the slope that it has there and the
curvature ``Answers.information``; with a normal prior that gives a normal distribution, from which the step proposes.
The slopes at the new point give the way back, so that Metropolis and Hastings' rule accepts exactly.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from collega.model.hierarchical.person_edges import (
    Answers,
    Scales,
    arrange,
    make_scales,
    move_common,
    place,
    weigh,
    weigh_all,
)
from collega.model.hierarchical.scales import draw_scale
from collega.model.hierarchical.state import Data, Prior, State, Work

Floats = NDArray[np.float64]


@njit(cache=True, nogil=True)
def draw_scale_use(rng: np.random.Generator, data: Data, prior: Prior, state: State, work: Work) -> None:
    """Update the common thresholds and everyone's use of the scale once; write everyone's edges into ``work``."""
    answers = arrange(data.answer, data.start, work.eta, len(state.edges) - 1, data.anchor)
    people, bends = len(state.stretch), state.bend.shape[1] > 0
    sd, at = np.zeros(2), np.array([prior.stretch, prior.bend])
    sd[: len(state.scale_use)] = state.scale_use
    now, new = make_scales(state.edges, sd, answers), make_scales(state.edges, sd, answers)
    for i in range(people):
        now.log_factor[i] = state.stretch[i]
        if bends:
            now.log_factor[i] += state.bend[i]
    weigh_all(answers, now)
    move_people(rng, answers, now, new)
    split(rng, now, state.stretch, state.bend)
    which = 1 if bends and rng.random() < 0.5 else 0
    multiply(rng, answers, now, new, at, which, state.stretch if which == 1 else np.zeros(people))
    for _ in range(2):  # cheap
        split(rng, now, state.stretch, state.bend)
        now.sd[0] = draw_scale(rng, now.sd[0], float(people), np.sum(state.stretch**2), prior.stretch, 1.0)
        if bends:
            now.sd[1] = draw_scale(rng, now.sd[1], float(state.bend.size), np.sum(state.bend**2), prior.bend, 1.0)
    move_common(rng, answers, now, new, state.step, state.accepted, prior.thresholds)
    shift(rng, now.edges, data.anchor, prior.thresholds, state.stretch, state.bend, now.sd)
    state.edges[:], work.person_edges[:] = now.edges, now.person_edges
    state.scale_use[:] = now.sd[: len(state.scale_use)]


@njit(cache=True, nogil=True)
def move_people(rng: np.random.Generator, answers: Answers, now: Scales, new: Scales) -> None:
    """Draw all log factors of one participant after another; ``now`` is brought up to date."""
    increments = now.log_factor.shape[1]
    s_a, s_d = now.sd[0], now.sd[1]
    shrink, pull, pull_back = np.empty(increments), np.empty(increments), np.empty(increments)
    for i in range(len(now.log_p)):
        information, old, moved = answers.information[i], now.log_factor[i], new.log_factor[i]
        known = 0.0
        for k in range(increments):
            shrink[k] = 1.0 / (1.0 + information[k] * s_d * s_d)
            known += information[k] * shrink[k]
        spread = s_a / math.sqrt(1.0 + s_a * s_a * known)
        there = _pull(information, old, now.slope[i], shrink, s_d, spread, pull)
        a = spread * (spread * np.sum(shrink * pull) + rng.standard_normal())
        for k in range(increments):
            d = s_d * (s_d * shrink[k] * pull[k] + math.sqrt(shrink[k]) * rng.standard_normal())
            moved[k] = shrink[k] * a + d
        place(now.edges, answers.anchor, moved, new.person_edges[i])
        weigh(answers.utility, answers.begin[i], answers.anchor, new.person_edges[i], new.log_p[i], new.slope[i])
        back = _pull(information, moved, new.slope[i], shrink, s_d, spread, pull_back)
        gain = new.log_p[i, 0] + new.log_p[i, 1] - now.log_p[i, 0] - now.log_p[i, 1] + there - back
        for k in range(increments):
            gain += pull_back[k] * old[k] - pull[k] * moved[k]
            gain += 0.5 * information[k] * (moved[k] * moved[k] - old[k] * old[k])
        if math.log(1.0 - rng.random()) < gain:
            old[:], now.person_edges[i] = moved, new.person_edges[i]
            now.log_p[i], now.slope[i] = new.log_p[i], new.slope[i]


@njit(cache=True, nogil=True)
def _pull(
    information: Floats, log_factor: Floats, slope: Floats, shrink: Floats, s_d: float, spread: float, pull: Floats
) -> float:
    """Write h of the quadratic h'x - x'Dx / 2, D the information; return the log of its average over the prior.

    Without what does not depend on h: the average is exp(h'V h / 2), V = s_d^2 diag(shrink) + spread^2 shrink shrink'
    the covariance of x once the quadratic is known.
    """
    total, squares = 0.0, 0.0
    for k in range(len(pull)):
        pull[k] = slope[k] + information[k] * log_factor[k]
        total += shrink[k] * pull[k]
        squares += shrink[k] * pull[k] * pull[k]
    return 0.5 * (s_d * s_d * squares + spread * spread * total * total)


@njit(cache=True, nogil=True)
def multiply(
    rng: np.random.Generator, answers: Answers, now: Scales, new: Scales, prior: Floats, which: int, base: Floats
) -> None:
    """Draw c, and make standard deviations from ``which`` on |c| times as large and everyone's factors along.

    What a log factor has beyond ``base`` (I,) becomes c times as much. A negative c turns it round, as probable
    beforehand. ``prior`` (2,): half-normal scales.
    """
    beyond = now.log_factor - base.reshape(-1, 1)
    precision = np.sum((now.sd[which:] / prior[which:]) ** 2)
    width = 1.0 / math.sqrt(np.sum(answers.information * beyond * beyond) + precision)
    mean = 1.0 + width * width * (np.sum(now.slope * beyond) - precision)
    c = mean + width * rng.standard_normal()
    new.log_factor[:] = base.reshape(-1, 1) + c * beyond
    gain = weigh_all(answers, new) - np.sum(now.log_p)
    back = c + width * width * (np.sum(new.slope * beyond) - precision * c)
    gain += 0.5 * precision * (1.0 - c * c) + 0.5 * ((c - mean) ** 2 - (1.0 - back) ** 2) / (width * width)
    if which == 0 and now.sd[1] > 0.0:
        gain += math.log(abs(c))
    if math.log(1.0 - rng.random()) < gain:
        now.sd[which:] *= abs(c)
        now.log_factor[:], now.person_edges[:] = new.log_factor, new.person_edges
        now.log_p[:], now.slope[:] = new.log_p, new.slope


@njit(cache=True, nogil=True)
def split(rng: np.random.Generator, now: Scales, stretch: Floats, bend: Floats) -> None:
    """Draw what of everyone's log factors is stretch, and what bend: one normal draw for each participant."""
    s_a, s_d, log_factor = now.sd[0] ** 2, now.sd[1] ** 2, now.log_factor
    increments = log_factor.shape[1]
    weight, spread = s_a / (s_d + increments * s_a), math.sqrt(s_a * s_d / (s_d + increments * s_a))
    for i in range(len(stretch)):
        total = 0.0
        for k in range(increments):
            total += log_factor[i, k]
        stretch[i] = weight * total + spread * rng.standard_normal()
        for k in range(bend.shape[1]):
            bend[i, k] = log_factor[i, k] - stretch[i]


@njit(cache=True, nogil=True)
def move_one(
    rng: np.random.Generator,
    edges: Floats,
    anchor: int,
    answer: NDArray[np.int32],
    eta: Floats,
    sd: Floats,
    use: Floats,
    person_edges: Floats,
) -> None:
    """Update the use of the scale of one person outside the sample, standard deviations given.

    ``use`` (J-1,) holds stretch and bends, each over its standard deviation in ``sd`` (2,), the second zero where there
    is only stretch; ``person_edges`` (J+1,) is brought up to date.
    """
    answers = arrange(answer, np.array([0, len(answer)]), eta, len(edges) - 1, anchor)
    now, new = make_scales(edges, sd, answers), make_scales(edges, sd, answers)
    now.log_factor[0] = sd[0] * use[0] + sd[1] * use[1:]
    weigh_all(answers, now)
    move_people(rng, answers, now, new)
    stretch, bend = np.empty(1), np.empty((1, len(use) - 1))
    split(rng, now, stretch, bend)
    use[0] = stretch[0] / sd[0]
    if sd[1] > 0.0:
        use[1:] = bend[0] / sd[1]
    person_edges[:] = now.person_edges[0]


@njit(cache=True, nogil=True)
def shift(
    rng: np.random.Generator,
    edges: Floats,
    anchor: int,
    spread: float,
    stretch: Floats,
    bend: Floats,
    sd: Floats,
) -> None:
    """Stretch the common increments and everyone's factors against one another: nobody's edges move.

    All increments by exp(c) against everyone's stretch, then each against everyone's bend of it. c is drawn as the
    deviations alone would have it, so the thresholds' prior decides, times exp(c) for each increment.
    """
    n_people = len(stretch)
    deviation = np.empty(n_people)
    for k in range(-1, bend.shape[1]):
        deviation[:] = stretch if k < 0 else bend[:, k]
        width = sd[0] if k < 0 else sd[1]
        c = deviation.mean() + width / math.sqrt(n_people) * rng.standard_normal()
        if _fits(rng, edges, anchor, spread, c, k):
            if k < 0:
                stretch -= c
            else:
                bend[:, k] -= c


@njit(cache=True, nogil=True)
def _fits(rng: np.random.Generator, edges: Floats, anchor: int, spread: float, c: float, k: int) -> bool:
    """Whether increment ``k``, or all where that is -1, becomes exp(c) times as large; ``edges`` follow."""
    by, new = np.zeros(len(edges) - 3), np.empty(len(edges))
    if k < 0:
        by[:] = c
    else:
        by[k] = c
    place(edges, anchor, by, new)
    gain = c * (len(by) if k < 0 else 1)
    for j in range(1, len(edges) - 1):
        gain += 0.5 * (edges[j] * edges[j] - new[j] * new[j]) / (spread * spread)
    if math.log(1.0 - rng.random()) < gain:
        edges[:] = new
        return True
    return False
