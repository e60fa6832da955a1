"""Compiled steps on the covariance between people, S = dd' + diag(w^2), for large panels.

Given everyone's place f and deviation u, both d and w move by steps of one over the root of the number of people: in
large panels they hardly move at all, least of all along w_c^2 + |d_c|^2 = constant, which the answers cannot tell apart
where people differ in little else. Here both f and u are integrated out. With rho_i = X'V^-1 (y*_i - X (m + G z_i)) and
B = X'V^-1 X, V = I + X W^2 X', the answers of a pattern of scenarios count through n, B and the sum of rho rho' alone.
So a step costs the same for any number of people with the same scenarios.

All steps are random walks on a logarithm or along d, accepted by Metropolis and Hastings' rule.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from collega.model.hierarchical import people
from collega.model.hierarchical.linear import FAST
from collega.model.hierarchical.state import Data, Prior, State, Work

Floats = NDArray[np.float64]
KINDS = 5
_NONE: Any = np.int64(0)  # plain numbers are literals here, for each of which a kernel is compiled anew
_FIRST: Any = np.int64(1)


@njit(cache=True, nogil=True)
def move_covariance(rng: np.random.Generator, data: Data, prior: Prior, state: State, work: Work) -> None:
    """Update w and d with everyone's place and deviation integrated out, then draw the places.

    Needs ``work.weight`` and ``work.pull`` of the present w, and leaves those of the new one.
    """
    work.members[:, -1] = 0.0
    work.grouped[:] = work.members @ state.effects.T
    spread_out(work.weight, work.pull, data.pattern, work.grouped, state.mean, work.residual)
    total = np.zeros(work.weight.shape)
    add_squares(work.residual, data.pattern, total)
    information = work.weight.copy()
    toward = state.effects[:, -1].copy()
    now = log_gain(information, total, data.sizes, _NONE, np.empty(0), toward)
    for _ in range(data.rounds):
        for c in range(len(state.spread)):
            for kind in range(KINDS if c > 0 else KINDS + 1):
                now = _step(rng, data, prior, state, information, total, toward, now, c, kind)
        for _ in range(3):
            now = _stretch_direction(rng, data, prior, state, information, total, toward, now)
            now = _stretch_spreads(rng, data, prior, state, information, total, toward, now)
    state.effects[:, -1] = toward
    columns = state.spread[data.block]
    people.collapse(data.gram, work.cross, data.pattern, columns, work.factor, work.weight, work.pull)
    spread_out(work.weight, work.pull, data.pattern, work.grouped, state.mean, work.residual)
    draw_places(rng, work.weight, data.pattern, work.residual, toward, state.place)


@njit(cache=True, nogil=True)
def _step(
    rng: np.random.Generator,
    data: Data,
    prior: Prior,
    state: State,
    information: Floats,
    total: Floats,
    toward: Floats,
    now: float,
    c: int,
    kind: int,
) -> float:
    """Propose another w and d of criterion c; return the log likelihood of what holds afterwards.

    0: d by a factor, w so that their squares keep their sum. 1: the same, with the scale of d. 2: d by a factor, with
    its scale. 3: w by a factor. 4: d along a random line. 5, of the intercept: as 1, and the d and scales of all
    criteria by the inverse, so that the covariances with the intercept stay.
    """
    first, last = int(np.searchsorted(data.block, c)), int(np.searchsorted(data.block, c + 1))
    width, n_blocks = last - first, len(state.spread)
    x = _size(rng)
    g = math.exp(x)
    w, s, overall = state.spread[c], state.scale[c, -1], state.overall[-1]
    at_w = prior.intercept if c == 0 else state.overall[1] * state.local[c]
    at_s = prior.group_intercept if c == 0 else overall * state.local[c]
    degrees = 1.0 if c == 0 else prior.degrees
    square = 0.0
    for k in range(first, last):
        square += toward[k] ** 2
    new, new_w, new_s, new_overall, jacobian = toward.copy(), w, s, overall, 0.0
    if kind == 4:
        for k in range(first, last):
            new[k] += x * s * rng.standard_normal()
    elif kind == 3:
        new_w, jacobian = w * g, x
    else:
        new[first:last] *= g
        jacobian = width * x
        if kind != 0:
            new_s, jacobian = s * g, jacobian + x
        if kind != 2:
            left = w * w + square * (1.0 - g * g) / width
            if not left > 1e-24:
                return now
            new_w = math.sqrt(left)
            jacobian += math.log(w / new_w)
        if kind == 5:
            new[last:] /= g
            new_overall = overall / g
            # d and their scales by 1/g: their densities given the scales above them gain what the Jacobian takes
            jacobian -= x
    if not (new_w > 1e-12 and 1e-12 < new_s < 1e6 and 1e-12 < new_overall < 1e6):
        return now
    new_square = 0.0
    for k in range(first, last):
        new_square += new[k] ** 2
    change = _chi(new_w, at_w, degrees) - _chi(w, at_w, degrees) + _chi(new_s, at_s, degrees) - _chi(s, at_s, degrees)
    change += 0.5 * square / (s * s) - 0.5 * new_square / (new_s * new_s) - width * math.log(new_s / s)
    change += 0.5 * (overall * overall - new_overall * new_overall) / (prior.group * prior.group)
    delta = np.full(width if new_w != w else 0, new_w * new_w - w * w)
    there = log_gain(information, total, data.sizes, first, delta, new)
    if not math.log(1.0 - rng.random()) < there - now + change + jacobian:
        return now
    toward[:] = new
    state.spread[c], state.scale[c, -1], state.overall[-1] = new_w, new_s, new_overall
    if kind == 5:
        for other in range(1, n_blocks):
            state.scale[other, -1] /= g
    if len(delta) > 0:
        add_variance(information, total, first, delta)
        return log_gain(information, total, data.sizes, _NONE, np.empty(0), toward)
    return there


@njit(cache=True, nogil=True)
def _stretch_direction(
    rng: np.random.Generator,
    data: Data,
    prior: Prior,
    state: State,
    information: Floats,
    total: Floats,
    toward: Floats,
    now: float,
) -> float:
    """Propose d and its scales of all criteria, and their overall scale, by one factor; return the log likelihood."""
    x = _size(rng)
    g, overall = math.exp(x), state.overall[-1]
    if not 1e-12 < overall * g < 1e6:
        return now
    new = toward.copy()
    new[1:] *= g
    there = log_gain(information, total, data.sizes, _NONE, np.empty(0), new)
    change = x + 0.5 * overall * overall * (1.0 - g * g) / (prior.group * prior.group)
    if not math.log(1.0 - rng.random()) < there - now + change:
        return now
    toward[:] = new
    state.scale[1:, -1] *= g
    state.overall[-1] *= g
    return there


@njit(cache=True, nogil=True)
def _stretch_spreads(
    rng: np.random.Generator,
    data: Data,
    prior: Prior,
    state: State,
    information: Floats,
    total: Floats,
    toward: Floats,
    now: float,
) -> float:
    """Propose w of all criteria, and their overall scale, by one factor; return the log likelihood."""
    x = _size(rng)
    g, overall = math.exp(x), state.overall[1]
    if not 1e-12 < overall * g < 1e6:
        return now
    delta = np.empty(len(toward) - 1)
    for k in range(len(delta)):
        delta[k] = state.spread[data.block[1 + k]] ** 2 * (g * g - 1.0)
    there = log_gain(information, total, data.sizes, _FIRST, delta, toward)
    change = x + 0.5 * overall * overall * (1.0 - g * g) / (prior.spread * prior.spread)
    if not math.log(1.0 - rng.random()) < there - now + change:
        return now
    state.spread[1:] *= g
    state.overall[1] *= g
    add_variance(information, total, _FIRST, delta)
    return log_gain(information, total, data.sizes, _NONE, np.empty(0), toward)


@njit(cache=True, nogil=True)
def _size(rng: np.random.Generator) -> float:
    """Return the size of a step: normal, of a scale between 0.006 and 2."""
    return float(10.0 ** (-2.5 * rng.random()) * 2.0 * rng.standard_normal())


@njit(cache=True, nogil=True)
def _chi(s: float, at: float, degrees: float) -> float:
    """Log density of s, ``at`` times chi with these degrees of freedom, but for a constant."""
    return (degrees - 1.0) * math.log(s) - 0.5 * (s / at) ** 2


@njit(cache=True, nogil=True, fastmath=FAST)
def spread_out(
    weight: Floats, pull: Floats, pattern: NDArray[np.int32], grouped: Floats, mean: Floats, residual: Floats
) -> None:
    """Write rho_i = X'V^-1 (y* - X (m + grouped_i)) of everyone into ``residual`` (I, P)."""
    fitted = np.empty(len(mean))
    for i in range(len(pattern)):
        people.times(weight[pattern[i]], grouped[i] + mean, fitted)
        for k in range(len(mean)):
            residual[i, k] = pull[i, k] - fitted[k]


@njit(cache=True, nogil=True, fastmath=FAST)
def add_squares(residual: Floats, pattern: NDArray[np.int32], total: Floats) -> None:
    """Add rho rho' of everyone to (V, P, P) totals by pattern."""
    width = residual.shape[1]
    for i in range(len(pattern)):
        own, rho = total[pattern[i]], residual[i]
        for k in range(width):
            each = rho[k]
            for j in range(width):
                own[k, j] += each * rho[j]


@njit(cache=True, nogil=True, fastmath=FAST)
def log_gain(information: Floats, total: Floats, sizes: Floats, first: int, delta: Floats, toward: Floats) -> float:
    """Return log p(y*) with w^2 of the columns from ``first`` on larger by ``delta`` (n,), and d = ``toward``.

    Less that with d = 0 and no ``delta``. ``information`` (V, P, P) is B of each pattern, ``total`` the sums of
    rho rho', ``sizes`` (V,) how many people have it.
    """
    wide = len(delta)
    size, width = wide + 1, len(toward)
    matrix, right = np.empty((size, size)), np.empty((size, size))
    ahead, behind = np.empty(width), np.empty(width)
    result = 0.0
    for v in range(len(sizes)):
        b, t = information[v], total[v]
        for k in range(width):
            one, other = 0.0, 0.0
            for j in range(width):
                one += b[k, j] * toward[j]
                other += t[k, j] * toward[j]
            ahead[k], behind[k] = one, other
        for a in range(wide):
            for e in range(wide):
                matrix[a, e] = delta[a] * b[first + a, first + e]
                right[a, e] = delta[a] * t[first + a, first + e]
            matrix[a, a] += 1.0
            matrix[a, wide], right[a, wide] = delta[a] * ahead[first + a], delta[a] * behind[first + a]
            matrix[wide, a], right[wide, a] = ahead[first + a], behind[first + a]
        one, other = 1.0, 0.0
        for k in range(width):
            one += toward[k] * ahead[k]
            other += toward[k] * behind[k]
        matrix[wide, wide], right[wide, wide] = one, other
        determinant = eliminate(matrix, right)
        if not determinant > 0.0:
            return -np.inf
        trace = 0.0
        for a in range(size):
            trace += right[a, a]
        result += 0.5 * (trace - sizes[v] * math.log(determinant))
    return result


@njit(cache=True, nogil=True)
def eliminate(matrix: Floats, right: Floats) -> float:
    """Overwrite ``right`` by matrix^-1 right and return the determinant; ``matrix`` is destroyed.

    Without exchanging rows: of I + D M, M positive definite, leading minors are positive where the determinant of the
    covariance is.
    """
    n, determinant = len(matrix), 1.0
    for i in range(n):
        pivot = matrix[i, i]
        if not pivot > 1e-12:
            return 0.0
        determinant *= pivot
        for row in range(n):
            if row != i:
                factor = matrix[row, i] / pivot
                for j in range(i, n):
                    matrix[row, j] -= factor * matrix[i, j]
                for j in range(n):
                    right[row, j] -= factor * right[i, j]
        for j in range(i, n):
            matrix[i, j] /= pivot
        for j in range(n):
            right[i, j] /= pivot
    return determinant


@njit(cache=True, nogil=True)
def add_variance(information: Floats, total: Floats, first: int, delta: Floats) -> None:
    """Turn B and the sums of rho rho' into those with w^2 of the columns from ``first`` on larger by ``delta``."""
    wide = len(delta)
    for v in range(len(information)):
        b, t = information[v], total[v]
        small, inverse = np.empty((wide, wide)), np.empty((wide, wide))
        for a in range(wide):
            for e in range(wide):
                small[a, e] = delta[a] * b[first + a, first + e] + (1.0 if a == e else 0.0)
                inverse[a, e] = delta[a] if a == e else 0.0
        eliminate(small, inverse)
        turn = np.eye(len(b))
        turn[:, first : first + wide] -= np.ascontiguousarray(b[:, first : first + wide]) @ inverse
        b[:] = turn @ b
        t[:] = turn @ t @ turn.T


@njit(cache=True, nogil=True, fastmath=FAST)
def draw_places(
    rng: np.random.Generator,
    weight: Floats,
    pattern: NDArray[np.int32],
    residual: Floats,
    toward: Floats,
    place: Floats,
) -> None:
    """Draw f_i of everyone given d, with u integrated out: N(d'rho / (1 + d'B d), 1 / (1 + d'B d))."""
    precision, ahead = np.empty(len(weight)), np.empty(len(toward))
    for v in range(len(weight)):
        people.times(weight[v], toward, ahead)
        precision[v] = 1.0
        for k in range(len(toward)):
            precision[v] += toward[k] * ahead[k]
    for i in range(len(pattern)):
        total = 0.0
        for k in range(len(toward)):
            total += toward[k] * residual[i, k]
        own = precision[pattern[i]]
        place[i] = total / own + rng.standard_normal() / math.sqrt(own)
