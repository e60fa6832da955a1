"""Compiled averages of P(positive answer) over people and over blanks, by characteristic functions.

A person answers positively where z + e >= 0: z the utility above the threshold, e the noise of the link. Then
P = 1/2 + 1/pi int_0^inf Im(phi_z(t)) psi(t) / t dt, psi the characteristic function of e. Blanks are independent from
block to block, so phi_z is a product, and averaging over a million combinations costs a multiplication per criterion.
The midpoint rule with step h replaces the step function behind P by a square wave of half period 2 pi / h: exact
but for noise that reaches over it. Both that and what lies beyond the last node stay below 1e-6.

References
----------
Gil-Pelaez (1951), Note on the inversion theorem, Biometrika 38. Davies (1973), Numerical inversion of a characteristic
function, Biometrika 60: the error of the midpoint rule.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from collega.model.normal_cdf import normal_cdf

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

# (last node, reach of the noise): probability beyond them is below 1e-6
_LOGIT, _PROBIT = (5.0, 14.0), (4.6, 5.0)
_MOST_NODES = 512


@njit(cache=True, nogil=True)
def _utilities(own: NDArray[np.float32], n_levels: Integers, utility: Floats) -> tuple[float, float]:
    """Fill in the utility of every level; return the lowest and highest sum over the criteria."""
    level, column = 0, 1
    low, high = 0.0, 0.0
    for c in range(len(n_levels)):
        last, least, most = 0.0, math.inf, -math.inf
        for k in range(n_levels[c]):
            if k < n_levels[c] - 1:
                value = float(own[column])
                column += 1
                last -= value
            else:
                value = last
            utility[level] = value
            level += 1
            least, most = min(least, value), max(most, value)
        low += least
        high += most
    return low, high


@njit(cache=True, nogil=True)
def _grid(probit: bool, furthest: float) -> tuple[float, int]:
    """Return step and number of nodes for utilities up to ``furthest`` from the threshold."""
    last, reach = _PROBIT if probit else _LOGIT
    step = 2.0 * math.pi / (furthest + reach)
    nodes = math.ceil(last / step)
    return (step, nodes) if nodes <= _MOST_NODES else (last / _MOST_NODES, _MOST_NODES)


@njit(cache=True, nogil=True)
def _noise(probit: bool, step: float, nodes: int, weight: Floats) -> None:
    """Fill in h psi(t) / (pi t) at the nodes."""
    for k in range(nodes):
        t = (k + 0.5) * step
        psi = math.exp(-0.5 * t * t) if probit else math.pi * t / math.sinh(math.pi * t)
        weight[k] = step * psi / (math.pi * t)


@njit(cache=True, nogil=True)
def _atoms(utility: Floats, n_levels: Integers, step: float, nodes: int, re: Floats, im: Floats) -> None:
    """Fill in e^(itu) of every level and, after them, its mean over the levels of each criterion."""
    total, level = len(utility), 0
    for c in range(len(n_levels)):
        re[total + c, :nodes] = 0.0
        im[total + c, :nodes] = 0.0
        share = 1.0 / n_levels[c]
        for _ in range(n_levels[c]):
            angle = step * utility[level]
            x, y = math.cos(0.5 * angle), math.sin(0.5 * angle)
            turn_x, turn_y = math.cos(angle), math.sin(angle)
            for k in range(nodes):
                re[level, k] = x
                im[level, k] = y
                re[total + c, k] += share * x
                im[total + c, k] += share * y
                x, y = x * turn_x - y * turn_y, x * turn_y + y * turn_x
            level += 1


@njit(cache=True, nogil=True)
def _averages(
    first_term: Integers, term_weight: Floats, first_atom: Integers, atom: Integers, nodes: int,
    atom_re: Floats, atom_im: Floats, re: Floats, im: Floats,
) -> None:  # fmt: skip
    """Fill in the characteristic function of every set."""
    x, y = np.empty(nodes), np.empty(nodes)
    for s in range(len(first_term) - 1):
        re[s, :nodes] = 0.0
        im[s, :nodes] = 0.0
        for t in range(first_term[s], first_term[s + 1]):
            x[:] = term_weight[t]
            y[:] = 0.0
            for a in range(first_atom[t], first_atom[t + 1]):
                _multiply(x, y, atom_re[atom[a]], atom_im[atom[a]], nodes)
            for k in range(nodes):
                re[s, k] += x[k]
                im[s, k] += y[k]


@njit(cache=True, nogil=True, inline="always")
def _multiply(x: Floats, y: Floats, re: Floats, im: Floats, nodes: int) -> None:
    for k in range(nodes):
        product = x[k] * re[k] - y[k] * im[k]
        y[k] = x[k] * im[k] + y[k] * re[k]
        x[k] = product


@njit(cache=True, nogil=True)
def _start(above: float, step: float, nodes: int, x: Floats, y: Floats) -> None:
    """Fill in e^(it above) at the nodes."""
    x[0], y[0] = math.cos(0.5 * step * above), math.sin(0.5 * step * above)
    turn_x, turn_y = math.cos(step * above), math.sin(step * above)
    for k in range(1, nodes):
        x[k] = x[k - 1] * turn_x - y[k - 1] * turn_y
        y[k] = x[k - 1] * turn_y + y[k - 1] * turn_x


@njit(cache=True, nogil=True)
def average_shares(
    probit: bool, own: NDArray[np.float32], weight: Floats, threshold: Floats, n_levels: Integers,
    first_term: Integers, term_weight: Floats, first_atom: Integers, atom: Integers, choice: Integers,
    out: Floats,
) -> None:  # fmt: skip
    """Average P(y above each threshold) over people and blanks.

    Parameters
    ----------
    own : (D, I, 1+K) float32
    weight : (I,) float64
    threshold : (D, G) float64
        Finite.
    n_levels : (C,) int64
    first_term, term_weight, first_atom, atom
        See :class:`collega.model.blanks.Sets`.
    choice : (M, B) int64
        Set of each block in each case.
    out : (D, M, G) float64
        Filled in.
    """
    n_levels_all, n_sets = n_levels.sum(), len(first_term) - 1
    utility, noise = np.empty(n_levels_all), np.empty(_MOST_NODES)
    atom_re, atom_im = (
        np.empty((n_levels_all + len(n_levels), _MOST_NODES)),
        np.empty((n_levels_all + len(n_levels), _MOST_NODES)),
    )
    re, im = np.empty((n_sets, _MOST_NODES)), np.empty((n_sets, _MOST_NODES))
    x, y, start_x, start_y = np.empty(_MOST_NODES), np.empty(_MOST_NODES), np.empty(_MOST_NODES), np.empty(_MOST_NODES)
    out[:] = 0.0
    for d in range(own.shape[0]):
        lowest, highest = threshold[d].min(), threshold[d].max()
        for i in range(own.shape[1]):
            low, high = _utilities(own[d, i], n_levels, utility)
            furthest = max(abs(own[d, i, 0] + low - highest), abs(own[d, i, 0] + high - lowest))
            step, nodes = _grid(probit, furthest)
            _noise(probit, step, nodes, noise)
            _atoms(utility, n_levels, step, nodes, atom_re, atom_im)
            _averages(first_term, term_weight, first_atom, atom, nodes, atom_re, atom_im, re, im)
            for g in range(threshold.shape[1]):
                _start(own[d, i, 0] - threshold[d, g], step, nodes, start_x, start_y)
                for m in range(len(choice)):
                    for k in range(nodes):
                        x[k], y[k] = start_x[k], start_y[k]
                    for b in range(choice.shape[1]):
                        _multiply(x, y, re[choice[m, b]], im[choice[m, b]], nodes)
                    total = 0.0
                    for k in range(nodes):
                        total += y[k] * noise[k]
                    out[d, m, g] += weight[i] * (0.5 + total)


@njit(cache=True, nogil=True)
def listed_shares(
    probit: bool, own: NDArray[np.float32], weight: Floats, threshold: Floats, n_levels: Integers,
    first_way: Integers, level: Integers, out: Floats,
) -> None:  # fmt: skip
    """Average P(y above each threshold) over people and over listed ways to fill in each case.

    Parameters
    ----------
    own, weight, threshold, n_levels, out
        As of :func:`average_shares`.
    first_way : (M+1,) int64
        Case m is columns ``first_way[m]`` up to ``first_way[m + 1]`` of ``level``.
    level : (C, N) int64
        Levels, counted over all criteria.
    """
    utility, total = np.empty(n_levels.sum()), np.empty(level.shape[1])
    out[:] = 0.0
    for d in range(own.shape[0]):
        for i in range(own.shape[1]):
            _utilities(own[d, i], n_levels, utility)
            total[:] = own[d, i, 0]
            for c in range(level.shape[0]):
                for n in range(len(total)):
                    total[n] += utility[level[c, n]]
            for g in range(threshold.shape[1]):
                for m in range(len(first_way) - 1):
                    some = 0.0
                    for n in range(first_way[m], first_way[m + 1]):
                        above = total[n] - threshold[d, g]
                        some += normal_cdf(above) if probit else _logistic(above)
                    out[d, m, g] += weight[i] * some / (first_way[m + 1] - first_way[m])


@njit(cache=True, nogil=True, inline="always")
def _logistic(x: float) -> float:
    if x >= 0.0:
        return 1.0 / (1.0 + math.exp(-x))
    power = math.exp(x)
    return power / (1.0 + power)


@njit(cache=True, nogil=True)
def shapley_sums(
    probit: bool, own: NDArray[np.float32], weight: Floats, threshold: Floats, n_levels: Integers,
    first_term: Integers, term_weight: Floats, first_atom: Integers, atom: Integers,
    first_set: Integers, players: Integers, node: Floats, node_weight: Floats, out: Floats,
) -> None:  # fmt: skip
    """Shapley values of the filled-in criteria, averaged over people and summed over draws.

    The value of a coalition is a product over blocks, so the expected value when everyone joins with chance p is one
    too; a player's Shapley value is the integral over p of what that player then adds: a polynomial, for which
    Gauss-Legendre nodes are exact.

    Parameters
    ----------
    threshold : (D,) float64
    first_set : (B,) int64
        Set of block b when players in the bit mask m have their level is ``first_set[b] + m``.
    players : (B,) int64
        Number of players of each block; they are numbered block after block.
    node, node_weight : (Q,) float64
        Gauss-Legendre on 0 to 1.
    out : (F,) float64
        Filled in.

    References
    ----------
    Owen (1972), Multilinear extensions of games, Management Science 18.
    """
    n_levels_all, n_sets, n_blocks = n_levels.sum(), len(first_term) - 1, len(first_set)
    utility, noise = np.empty(n_levels_all), np.empty(_MOST_NODES)
    atom_re = np.empty((n_levels_all + len(n_levels), _MOST_NODES))
    atom_im = np.empty((n_levels_all + len(n_levels), _MOST_NODES))
    re, im = np.empty((n_sets, _MOST_NODES)), np.empty((n_sets, _MOST_NODES))
    block_re, block_im = np.empty((n_blocks, _MOST_NODES)), np.empty((n_blocks, _MOST_NODES))
    after_re, after_im = np.empty((n_blocks + 1, _MOST_NODES)), np.empty((n_blocks + 1, _MOST_NODES))
    x, y = np.empty(_MOST_NODES), np.empty(_MOST_NODES)
    out[:] = 0.0
    for d in range(own.shape[0]):
        for i in range(own.shape[1]):
            low, high = _utilities(own[d, i], n_levels, utility)
            above = own[d, i, 0] - threshold[d]
            step, nodes = _grid(probit, max(abs(above + low), abs(above + high)))
            _noise(probit, step, nodes, noise)
            _atoms(utility, n_levels, step, nodes, atom_re, atom_im)
            _averages(first_term, term_weight, first_atom, atom, nodes, atom_re, atom_im, re, im)
            for q in range(len(node)):
                _expected(first_set, players, node[q], nodes, re, im, block_re, block_im)
                _products_after(block_re, block_im, nodes, after_re, after_im)
                _start(above, step, nodes, x, y)
                player = 0
                for b in range(n_blocks):
                    for own_bit in range(players[b]):
                        added = _added(
                            first_set[b], players[b], own_bit, node[q], nodes, re, im, x, y, after_re[b + 1],
                            after_im[b + 1], noise,
                        )  # fmt: skip
                        out[player] += weight[i] * node_weight[q] * added
                        player += 1
                    _multiply(x, y, block_re[b], block_im[b], nodes)


@njit(cache=True, nogil=True)
def _expected(
    first_set: Integers, players: Integers, p: float, nodes: int, re: Floats, im: Floats,
    block_re: Floats, block_im: Floats,
) -> None:  # fmt: skip
    for b in range(len(first_set)):
        block_re[b, :nodes] = 0.0
        block_im[b, :nodes] = 0.0
        for mask in range(1 << players[b]):
            chance = _chance(mask, players[b], -1, p)
            for k in range(nodes):
                block_re[b, k] += chance * re[first_set[b] + mask, k]
                block_im[b, k] += chance * im[first_set[b] + mask, k]


@njit(cache=True, nogil=True)
def _chance(mask: int, players: int, skip: int, p: float) -> float:
    chance = 1.0
    for bit in range(players):
        if bit != skip:
            chance *= p if mask >> bit & 1 else 1.0 - p
    return chance


@njit(cache=True, nogil=True)
def _products_after(block_re: Floats, block_im: Floats, nodes: int, after_re: Floats, after_im: Floats) -> None:
    last = len(block_re)
    after_re[last, :nodes] = 1.0
    after_im[last, :nodes] = 0.0
    for b in range(last - 1, -1, -1):
        for k in range(nodes):
            after_re[b, k], after_im[b, k] = after_re[b + 1, k], after_im[b + 1, k]
        _multiply(after_re[b], after_im[b], block_re[b], block_im[b], nodes)


@njit(cache=True, nogil=True)
def _added(
    first: int, players: int, own_bit: int, p: float, nodes: int, re: Floats, im: Floats, x: Floats, y: Floats,
    after_re: Floats, after_im: Floats, noise: Floats,
) -> float:  # fmt: skip
    """Return what a player adds to the share when everyone else joins with chance p."""
    total = 0.0
    for mask in range(1 << players):
        if mask >> own_bit & 1:
            continue
        chance = _chance(mask, players, own_bit, p)
        without, joined = first + mask, first + (mask | 1 << own_bit)
        for k in range(nodes):
            gain_re, gain_im = re[joined, k] - re[without, k], im[joined, k] - im[without, k]
            others_re = x[k] * after_re[k] - y[k] * after_im[k]
            others_im = x[k] * after_im[k] + y[k] * after_re[k]
            total += chance * noise[k] * (others_re * gain_im + others_im * gain_re)
    return total
