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

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

# (last node, reach of the noise): probability beyond them is below 1e-6
_LOGIT, _PROBIT = (5.0, 14.0), (4.6, 5.0)
_MOST_NODES = 512
_TILE = 64  # people who are computed together, at the same nodes
_ROOM = 1 << 22  # numbers in the largest table
_SUMS = {"reassoc", "contract", "nsz"}


@njit(cache=True, nogil=True)
def _tile(n_people: int, n_sets: int) -> int:
    """Return how many people to take together, so that tables of everyone's nodes stay within bounds."""
    return max(1, min(_TILE, n_people, _ROOM // (_MOST_NODES * max(n_sets, 1))))


@njit(cache=True, nogil=True)
def _utilities(own: NDArray[np.float32], n_levels: Integers, utility: Floats, low: Floats, high: Floats) -> None:
    """Fill in everyone's utility of every level, (L, T), and their lowest and highest sum over the criteria, (T,)."""
    for i in range(own.shape[0]):
        level, column = 0, 1
        low[i], high[i] = 0.0, 0.0
        for c in range(len(n_levels)):
            last, least, most = 0.0, math.inf, -math.inf
            for k in range(n_levels[c]):
                if k < n_levels[c] - 1:
                    value = float(own[i, column])
                    column += 1
                    last -= value
                else:
                    value = last
                utility[level, i] = value
                level += 1
                least, most = min(least, value), max(most, value)
            low[i] += least
            high[i] += most


@njit(cache=True, nogil=True)
def _grid(probit: bool, furthest: float) -> tuple[float, int]:
    """Return step and number of nodes for utilities up to ``furthest`` from the threshold."""
    last, reach = _PROBIT if probit else _LOGIT
    step = 2.0 * math.pi / (furthest + reach)
    nodes = math.ceil(last / step)
    return (step, nodes) if nodes <= _MOST_NODES else (last / _MOST_NODES, _MOST_NODES)


@njit(cache=True, nogil=True)
def _noise(probit: bool, step: float, nodes: int, weight: Floats) -> Floats:
    """Return h psi(t) / (pi t) at the nodes times everyone's weight (T,): node after node, in each person after person.

    So are all tables below: a number for each node and person stands at node * T + person.
    """
    noise = np.empty(nodes * len(weight))
    for k in range(nodes):
        t = (k + 0.5) * step
        psi = math.exp(-0.5 * t * t) if probit else math.pi * t / math.sinh(math.pi * t)
        noise[k * len(weight) : (k + 1) * len(weight)] = step * psi / (math.pi * t) * weight
    return noise


@njit(cache=True, nogil=True)
def _turning(angle: Floats, nodes: int, re: Floats, im: Floats) -> None:
    """Fill in e^(i (k + 1/2) angle) at node k for everyone's ``angle`` (T,)."""
    people = len(angle)
    x, y = np.cos(0.5 * angle), np.sin(0.5 * angle)
    turn_x, turn_y = 1.0 - 2.0 * y * y, 2.0 * x * y
    for k in range(nodes):
        first = k * people
        for i in range(people):
            re[first + i], im[first + i] = x[i], y[i]
            x[i], y[i] = x[i] * turn_x[i] - y[i] * turn_y[i], x[i] * turn_y[i] + y[i] * turn_x[i]


@njit(cache=True, nogil=True)
def _atoms(utility: Floats, n_levels: Integers, step: float, nodes: int) -> tuple[Floats, Floats]:
    """Return e^(itu) of every level and, after them, its mean over the levels of each criterion."""
    total, level = len(utility), 0
    re = np.zeros((total + len(n_levels), nodes * utility.shape[1]))
    im = np.zeros(re.shape)
    for c in range(len(n_levels)):
        for _ in range(n_levels[c]):
            _turning(step * utility[level], nodes, re[level], im[level])
            for n in range(re.shape[1]):
                re[total + c, n] += re[level, n] / n_levels[c]
                im[total + c, n] += im[level, n] / n_levels[c]
            level += 1
    return re, im


@njit(cache=True, nogil=True)
def _averages(
    first_term: Integers, term_weight: Floats, first_atom: Integers, atom: Integers, atom_re: Floats, atom_im: Floats
) -> tuple[Floats, Floats]:
    """Return the characteristic function of every set."""
    size = atom_re.shape[1]
    re, im = np.zeros((len(first_term) - 1, size)), np.zeros((len(first_term) - 1, size))
    x, y = np.empty(size), np.empty(size)
    for s in range(len(re)):
        for t in range(first_term[s], first_term[s + 1]):
            x[:] = term_weight[t]
            y[:] = 0.0
            for a in range(first_atom[t], first_atom[t + 1]):
                _multiply(x, y, atom_re[atom[a]], atom_im[atom[a]])
            re[s] += x
            im[s] += y
    return re, im


@njit(cache=True, nogil=True)
def _multiply(x: Floats, y: Floats, re: Floats, im: Floats) -> None:
    for n in range(len(x)):
        product = x[n] * re[n] - y[n] * im[n]
        y[n] = x[n] * im[n] + y[n] * re[n]
        x[n] = product


@njit(cache=True, nogil=True, fastmath=_SUMS)
def _dot(left: Floats, right: Floats) -> float:
    total = 0.0
    for n in range(len(left)):
        total += left[n] * right[n]
    return total


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
    tile = _tile(own.shape[1], len(first_term) - 1)
    out[:] = 0.0
    for d in range(own.shape[0]):
        lowest, highest = threshold[d].min(), threshold[d].max()
        for first in range(0, own.shape[1], tile):
            some, shares = own[d, first : first + tile], weight[first : first + tile]
            people = len(shares)
            utility, low, high = np.empty((n_levels.sum(), people)), np.empty(people), np.empty(people)
            _utilities(some, n_levels, utility, low, high)
            base = some[:, 0].astype(np.float64)
            furthest = max(np.abs(base + low - highest).max(), np.abs(base + high - lowest).max())
            step, nodes = _grid(probit, furthest)
            noise = _noise(probit, step, nodes, shares)
            atom_re, atom_im = _atoms(utility, n_levels, step, nodes)
            re, im = _averages(first_term, term_weight, first_atom, atom, atom_re, atom_im)
            start_x, start_y = np.empty(len(noise)), np.empty(len(noise))
            x, y = np.empty(len(noise)), np.empty(len(noise))
            for g in range(threshold.shape[1]):
                _turning(step * (base - threshold[d, g]), nodes, start_x, start_y)
                for m in range(len(choice)):
                    x[:] = start_x
                    y[:] = start_y
                    for b in range(choice.shape[1]):
                        _multiply(x, y, re[choice[m, b]], im[choice[m, b]])
                    out[d, m, g] += 0.5 * shares.sum() + _dot(y, noise)


@njit(cache=True, nogil=True)
def average_chances(
    probit: bool, own: NDArray[np.float32], threshold: Floats, n_levels: Integers,
    first_term: Integers, term_weight: Floats, first_atom: Integers, atom: Integers, choice: Integers,
    out: Floats,
) -> None:  # fmt: skip
    """Average P(y above the threshold) over blanks, for everyone by themselves.

    Parameters
    ----------
    threshold : (D,) float64
        Finite; the others as of :func:`average_shares`.
    out : (M, D, I) float64
        Filled in.
    """
    tile = _tile(own.shape[1], len(first_term) - 1)
    for d in range(own.shape[0]):
        for first in range(0, own.shape[1], tile):
            some = own[d, first : first + tile]
            people = len(some)
            utility, low, high = np.empty((n_levels.sum(), people)), np.empty(people), np.empty(people)
            _utilities(some, n_levels, utility, low, high)
            above = some[:, 0] - threshold[d]
            step, nodes = _grid(probit, max(np.abs(above + low).max(), np.abs(above + high).max()))
            noise = _noise(probit, step, nodes, np.ones(people))
            atom_re, atom_im = _atoms(utility, n_levels, step, nodes)
            re, im = _averages(first_term, term_weight, first_atom, atom, atom_re, atom_im)
            start_x, start_y = np.empty(len(noise)), np.empty(len(noise))
            x, y = np.empty(len(noise)), np.empty(len(noise))
            _turning(step * above, nodes, start_x, start_y)
            for m in range(len(choice)):
                x[:] = start_x
                y[:] = start_y
                for b in range(choice.shape[1]):
                    _multiply(x, y, re[choice[m, b]], im[choice[m, b]])
                for i in range(people):
                    chance = 0.5
                    for k in range(nodes):
                        chance += y[k * people + i] * noise[k * people + i]
                    out[m, d, first + i] = chance


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
    n_blocks = len(first_set)
    tile = _tile(own.shape[1], len(first_term) - 1)
    out[:] = 0.0
    for d in range(own.shape[0]):
        for first in range(0, own.shape[1], tile):
            some, shares = own[d, first : first + tile], weight[first : first + tile]
            people = len(shares)
            utility, low, high = np.empty((n_levels.sum(), people)), np.empty(people), np.empty(people)
            _utilities(some, n_levels, utility, low, high)
            above = some[:, 0] - threshold[d]
            step, nodes = _grid(probit, max(np.abs(above + low).max(), np.abs(above + high).max()))
            noise = _noise(probit, step, nodes, shares)
            atom_re, atom_im = _atoms(utility, n_levels, step, nodes)
            re, im = _averages(first_term, term_weight, first_atom, atom, atom_re, atom_im)
            block_re, block_im = np.empty((n_blocks, len(noise))), np.empty((n_blocks, len(noise)))
            after_re, after_im = np.empty((n_blocks + 1, len(noise))), np.empty((n_blocks + 1, len(noise)))
            x, y = np.empty(len(noise)), np.empty(len(noise))
            for q in range(len(node)):
                _expected(first_set, players, node[q], re, im, block_re, block_im)
                _products_after(block_re, block_im, after_re, after_im)
                _turning(step * above, nodes, x, y)
                player = 0
                for b in range(n_blocks):
                    for own_bit in range(players[b]):
                        added = _added(
                            first_set[b], players[b], own_bit, node[q], re, im, x, y, after_re[b + 1],
                            after_im[b + 1], noise,
                        )  # fmt: skip
                        out[player] += node_weight[q] * added
                        player += 1
                    _multiply(x, y, block_re[b], block_im[b])


@njit(cache=True, nogil=True)
def _expected(
    first_set: Integers, players: Integers, p: float, re: Floats, im: Floats, block_re: Floats, block_im: Floats
) -> None:
    for b in range(len(first_set)):
        block_re[b] = 0.0
        block_im[b] = 0.0
        for mask in range(1 << players[b]):
            chance = _chance(mask, players[b], players[b], p)
            for n in range(re.shape[1]):
                block_re[b, n] += chance * re[first_set[b] + mask, n]
                block_im[b, n] += chance * im[first_set[b] + mask, n]


@njit(cache=True, nogil=True)
def _chance(mask: int, players: int, skip: int, p: float) -> float:
    """Return the chance that those of ``mask`` join; player ``skip`` is left out, nobody where that is ``players``."""
    chance = 1.0
    for bit in range(players):
        if bit != skip:
            chance *= p if mask >> bit & 1 else 1.0 - p
    return chance


@njit(cache=True, nogil=True)
def _products_after(block_re: Floats, block_im: Floats, after_re: Floats, after_im: Floats) -> None:
    last = len(block_re)
    after_re[last] = 1.0
    after_im[last] = 0.0
    for b in range(last - 1, -1, -1):
        after_re[b] = after_re[b + 1]
        after_im[b] = after_im[b + 1]
        _multiply(after_re[b], after_im[b], block_re[b], block_im[b])


@njit(cache=True, nogil=True, fastmath=_SUMS)
def _added(
    first: int, players: int, own_bit: int, p: float, re: Floats, im: Floats, x: Floats, y: Floats,
    after_re: Floats, after_im: Floats, noise: Floats,
) -> float:  # fmt: skip
    """Return what a player adds to the share when everyone else joins with chance p."""
    total = 0.0
    for mask in range(1 << players):
        if mask >> own_bit & 1:
            continue
        chance = _chance(mask, players, own_bit, p)
        without, joined = first + mask, first + (mask | 1 << own_bit)
        for n in range(len(noise)):
            gain_re, gain_im = re[joined, n] - re[without, n], im[joined, n] - im[without, n]
            others_re = x[n] * after_re[n] - y[n] * after_im[n]
            others_im = x[n] * after_im[n] + y[n] * after_re[n]
            total += chance * noise[n] * (others_re * gain_im + others_im * gain_re)
    return total
