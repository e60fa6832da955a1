"""Compiled draws of how everyone uses the scale: stretch a_i ~ N(0, s_a^2), and bend d_il ~ N(0, s_d^2).

As in ``own_edges`` the latent utilities are integrated out. What holds for everybody moves along one of three ways:
with everyone's deviations given, with their shapes given (not centred), or against the common thresholds.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from collega.model.hierarchical.own_edges import arrange, factors, gain_of, move_common, place, place_all
from collega.model.hierarchical.scales import draw_scale

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
_TOLD = 0.4  # about what one answer tells of its person's stretch


@njit(cache=True, nogil=True)
def draw_scale_use(
    rng: np.random.Generator,
    edges: Floats,
    anchor: int,
    answer: Ints,
    start: NDArray[np.int64],
    eta: Floats,
    step: Floats,
    accepted: Floats,
    spread: float,
    prior: Floats,
    stretch: Floats,
    bend: Floats,
    sd: Floats,
    own: Floats,
) -> None:
    """Update the common thresholds and everyone's use of the scale once.

    Parameters
    ----------
    anchor : int
        The positive boundary, a place in ``edges`` (J+1,).
    spread, prior : float, (2,)
        Prior standard deviation of the thresholds; half-normal scales of ``sd``.
    stretch, bend, sd : (I,), (I, J-2), (2,)
        a, d, and their standard deviations; (I, 0) and (1,) the last two where only the stretch is own.
    own : (I, J+1)
        Everyone's edges, written.
    """
    ordered, utility, begin = arrange(answer, start, eta, len(edges) - 1)
    factor = np.empty((len(own), len(edges) - 3))
    chance, new, new_own = np.ones(len(answer)), np.empty(len(answer)), np.empty(own.shape)
    place_all(edges, anchor, stretch, bend, factor, own)
    _all_gain(ordered, begin, utility, own, chance, new)
    chance[:] = new
    move_common(rng, edges, anchor, ordered, begin, utility, step, accepted, spread, factor, own, chance, new_own, new)
    _move_stretch(rng, edges, anchor, ordered, begin, utility, stretch, bend, sd[0], factor, own, chance, new_own, new)
    if bend.shape[1] > 0:
        _move_bend(rng, edges, anchor, ordered, begin, utility, stretch, bend, sd[1], factor, own, chance, new_own, new)
    for which in range(len(sd)):
        at = -which  # the steps of the outermost edges, which do not move
        accepted[at] = _stretch_all(
            rng,
            which,
            edges,
            anchor,
            ordered,
            begin,
            utility,
            step[at],
            prior,
            stretch,
            bend,
            sd,
            factor,
            own,
            chance,
            new_own,
            new,
        )
    if bend.shape[1] > 0:
        split(rng, stretch, bend, sd)
    sd[0] = draw_scale(rng, sd[0], len(stretch), np.sum(stretch**2), prior[0])
    if bend.shape[1] > 0:
        sd[1] = draw_scale(rng, sd[1], bend.size, np.sum(bend**2), prior[1])
    shift(rng, edges, anchor, spread, stretch, bend, sd)
    place_all(edges, anchor, stretch, bend, factor, own)


@njit(cache=True, nogil=True)
def _all_gain(answer: Ints, begin: Ints, eta: Floats, own: Floats, chance: Floats, new: Floats) -> float:
    """Return the change of log p of all answers where everyone's edges become ``own``."""
    total = 0.0
    for i in range(len(own)):
        total += gain_of(i, begin[i, 0], begin[i, -1], answer, eta, own, chance, new)
    return total


@njit(cache=True, nogil=True)
def _move_stretch(
    rng: np.random.Generator,
    edges: Floats,
    anchor: int,
    answer: Ints,
    begin: Ints,
    eta: Floats,
    stretch: Floats,
    bend: Floats,
    sd: float,
    factor: Floats,
    own: Floats,
    chance: Floats,
    new_own: Floats,
    new: Floats,
) -> None:
    """Metropolis step for everyone's stretch given their bends."""
    for i in range(len(stretch)):
        old, first, last = stretch[i], begin[i, 0], begin[i, -1]
        step = 2.4 / math.sqrt(1.0 / (sd * sd) + _TOLD * (last - first))
        stretch[i] = old + step * rng.standard_normal()
        times = math.exp(stretch[i] - old)
        for k in range(factor.shape[1]):
            factor[i, k] *= times
        place(edges, anchor, factor[i], new_own[i])
        gain = 0.5 * (old * old - stretch[i] * stretch[i]) / (sd * sd)
        gain += gain_of(i, first, last, answer, eta, new_own, chance, new)
        if math.log(1.0 - rng.random()) < gain:
            own[i] = new_own[i]
            chance[first:last] = new[first:last]
        else:
            stretch[i] = old
            factors(old, bend[i], factor[i])


@njit(cache=True, nogil=True)
def _move_bend(
    rng: np.random.Generator,
    edges: Floats,
    anchor: int,
    answer: Ints,
    begin: Ints,
    eta: Floats,
    stretch: Floats,
    bend: Floats,
    sd: float,
    factor: Floats,
    own: Floats,
    chance: Floats,
    new_own: Floats,
    new: Floats,
) -> None:
    """Metropolis step for all bends of everyone at once, with a proposal that leaves their prior as it is."""
    across = bend.shape[1]
    moved, new_factor = np.empty(across), np.empty(across)
    for i in range(len(stretch)):
        first, last = begin[i, 0], begin[i, -1]
        fresh = min(2.4 / math.sqrt(across + _TOLD * (last - first) * sd * sd), 1.0)
        kept = math.sqrt(1.0 - fresh * fresh)
        for k in range(across):
            moved[k] = kept * bend[i, k] + fresh * sd * rng.standard_normal()
        factors(stretch[i], moved, new_factor)
        place(edges, anchor, new_factor, new_own[i])
        if math.log(1.0 - rng.random()) < gain_of(i, first, last, answer, eta, new_own, chance, new):
            bend[i], factor[i], own[i] = moved, new_factor, new_own[i]
            chance[first:last] = new[first:last]


@njit(cache=True, nogil=True)
def _stretch_all(
    rng: np.random.Generator,
    which: int,
    edges: Floats,
    anchor: int,
    answer: Ints,
    begin: Ints,
    eta: Floats,
    step: float,
    prior: Floats,
    stretch: Floats,
    bend: Floats,
    sd: Floats,
    factor: Floats,
    own: Floats,
    chance: Floats,
    new_own: Floats,
    new: Floats,
) -> float:
    """One step for the standard deviations from ``which`` on, everyone's deviations along with them.

    A walk on their logarithm, three times in four of size ``step``, otherwise of size one. Return the probability that
    the first is accepted; after the second, the probability that leaves ``step`` as it is.
    """
    usual = rng.random() < 0.75
    times = math.exp((step if usual else 1.0) * rng.standard_normal())
    new_stretch, new_bend, new_factor = stretch.copy(), bend.copy(), np.empty(factor.shape)
    if which == 0:
        new_stretch *= times
    new_bend *= times
    place_all(edges, anchor, new_stretch, new_bend, new_factor, new_own)
    gain = _all_gain(answer, begin, eta, new_own, chance, new)
    for k in range(which, len(sd)):
        gain += math.log(times) + 0.5 * sd[k] * sd[k] * (1.0 - times * times) / (prior[k] * prior[k])
    if math.log(1.0 - rng.random()) < gain:
        sd[which:] *= times
        stretch[:], bend[:], factor[:], own[:], chance[:] = new_stretch, new_bend, new_factor, new_own, new
    return math.exp(min(gain, 0.0)) if usual else 0.44


@njit(cache=True, nogil=True)
def move_one(
    rng: np.random.Generator,
    edges: Floats,
    anchor: int,
    answer: Ints,
    eta: Floats,
    sd: Floats,
    use: Floats,
    own: Floats,
    chance: Floats,
) -> None:
    """Metropolis steps for the use of the scale of one person outside the sample, standard deviations given.

    ``use`` (J-1,) holds stretch and bends, each over its standard deviation in ``sd`` (2,); ``own`` (J+1,) is brought
    up to date. ``chance`` (n,) is room to work in.
    """
    increments = len(use) - 1
    n, new, moved = len(answer), np.empty(len(answer)), use.copy()
    factor, edge = np.empty(increments), np.empty((1, len(own)))
    factors(sd[0] * use[0], sd[1] * use[1:], factor)
    place(edges, anchor, factor, own)
    chance[:], edge[0] = 1.0, own
    gain_of(0, 0, n, answer, eta, edge, chance, new)
    chance[:] = new
    for k in range(len(use) if sd[1] > 0.0 else 1):
        width = sd[0] if k == 0 else sd[1]
        told = _TOLD * n * width * width / (1 if k == 0 else increments)
        moved[k] = use[k] + 2.4 / math.sqrt(1.0 + told) * rng.standard_normal()
        factors(sd[0] * moved[0], sd[1] * moved[1:], factor)
        place(edges, anchor, factor, edge[0])
        gain = 0.5 * (use[k] * use[k] - moved[k] * moved[k])
        gain += gain_of(0, 0, n, answer, eta, edge, chance, new)
        if math.log(1.0 - rng.random()) < gain:
            use[k], own[:], chance[:] = moved[k], edge[0], new
        else:
            moved[k] = use[k]


@njit(cache=True, nogil=True)
def split(rng: np.random.Generator, stretch: Floats, bend: Floats, sd: Floats) -> None:
    """Draw what of everyone's a_i + d_il is stretch, and what bend: one normal draw for each participant."""
    across = bend.shape[1]
    precision = 1.0 / (sd[0] * sd[0]) + across / (sd[1] * sd[1])
    for i in range(len(stretch)):
        total = 0.0
        for k in range(across):
            total += stretch[i] + bend[i, k]
        new = total / (sd[1] * sd[1]) / precision + rng.standard_normal() / math.sqrt(precision)
        bend[i] += stretch[i] - new
        stretch[i] = new


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
    """Stretch the common increments and everyone's own factors against one another: no own edge moves.

    All increments by exp(c) against everyone's stretch, then each against everyone's bend of it. c is drawn as the
    deviations alone would have it, so the thresholds' prior decides, times exp(c) for each increment.
    """
    n_people = len(stretch)
    own = np.empty(n_people)
    for k in range(-1, bend.shape[1]):
        own[:] = stretch if k < 0 else bend[:, k]
        width = sd[0] if k < 0 else sd[1]
        c = own.mean() + width / math.sqrt(n_people) * rng.standard_normal()
        if _fits(rng, edges, anchor, spread, c, k):
            if k < 0:
                stretch -= c
            else:
                bend[:, k] -= c


@njit(cache=True, nogil=True)
def _fits(rng: np.random.Generator, edges: Floats, anchor: int, spread: float, c: float, k: int) -> bool:
    """Whether increment ``k``, or all where that is -1, becomes exp(c) times as large; ``edges`` follow."""
    by, new = np.ones(len(edges) - 3), np.empty(len(edges))
    if k < 0:
        by[:] = math.exp(c)
    else:
        by[k] = math.exp(c)
    place(edges, anchor, by, new)
    gain = c * (len(by) if k < 0 else 1)
    for j in range(1, len(edges) - 1):
        gain += 0.5 * (edges[j] * edges[j] - new[j] * new[j]) / (spread * spread)
    if math.log(1.0 - rng.random()) < gain:
        edges[:] = new
        return True
    return False
