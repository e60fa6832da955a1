"""Whom a combination of published totals would single out.

What is shown are totals over people: of everybody, of a group, of a group at one scenario. Whoever adds and subtracts
them, in any multiples, knows w = Z y: Z says who is in which total, y is free. A w that is zero for all but a few tells
about those few alone. The fewest people that a nonzero w leaves is the minimum distance of a linear code; finding it is
hard in general, but only small numbers matter here.

With H the projection on the columns of Z, H w = w. If w is left for at most b people, it is largest for somebody with
H_ii >= 1 / b, and for them the largest |H_ij| of b - 1 others add up to at least 1 - H_ii. Whoever cannot be that is
passed over. For the others: search with them left out (their w is free), then go on with their w zero. Both change the
inverse of Z'Z in rank one. Cells, people with the same totals, count as often as they have people.

References
----------
Chin & Ozsoyoglu (1982), Auditing and inference control in statistical databases, IEEE Transactions on Software
Engineering 8. Vardy (1997), The intractability of computing the minimum distance of a code, IEEE Transactions on
Information Theory 43.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_ALIKE = 1e-6  # of a leverage; sets of people are whole numbers, so real differences are far larger
_DEPENDENT = 1e-9
PATIENCE = 300_000_000  # visits to a cell: some seconds
_MOST_STEPS = 500  # to each cell, in large panels
_NONE, _FOUND, _TOO_MUCH = 0, 1, 2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cells:
    """People in the same totals, counted together.

    Attributes
    ----------
    totals : (n, q) int32
        The totals that each cell is part of; -1 fills up.
    people : (n,) int64
    """

    totals: NDArray[np.int32]
    people: Ints

    def of(self, people: Ints) -> Cells:
        """Return with other people in them, (n,) int64; the empty ones gone."""
        return Cells(totals=self.totals[people > 0], people=people[people > 0])

    def without(self, hidden: NDArray[np.bool_]) -> Cells:
        """Return without these totals, (K,) bool."""
        gone = np.append(hidden, False)[self.totals]
        return gathered(np.where(gone, np.int32(-1), self.totals), self.people)[0]

    def shared(self, n_totals: int) -> Floats:
        """Return (K, K) how many people any two totals share."""
        return _gram(self.totals, self.people.astype(np.float64), n_totals)


def gathered(totals: NDArray[np.int32], people: Ints | None = None) -> tuple[Cells, Ints]:
    """Return the cells of (n, q) totals, each of so many people or else one, and the cell of each of the n."""
    signs = np.random.default_rng(1).integers(1, 2**62, int(totals.max(initial=-1)) + 2, dtype=np.int64)
    signs[-1] = 0  # of -1; sums of random signs of 62 bits tell sets apart
    _, first, place = np.unique(signs[totals].sum(axis=1), return_index=True, return_inverse=True)
    counts = np.bincount(place.ravel(), weights=people, minlength=len(first)).astype(np.int64)
    return Cells(totals=totals[first], people=counts), place.ravel()


def isolating(cells: Cells, columns: Floats, minimum: int, patience: int = PATIENCE) -> Floats | None:
    """Return a combination of columns that is nonzero for some people, but fewer than the minimum.

    Parameters
    ----------
    cells : Cells
        In K totals; all different.
    columns : (K, R) float64
        Combinations of totals that are known; the first ones are preferred where the choice is free.
    minimum : int
    patience : int
        Visits to a cell after which to give up.

    Returns
    -------
    (R,) float64 or None
        None where there is no such combination. NaN where it was too much work to find out.
    """
    few = minimum - 1
    chosen, within = swept(_around(np.ascontiguousarray(columns.T), cells.shared(len(columns))))
    if few < 1 or len(chosen) == 0:
        return None
    base = np.ascontiguousarray(columns[:, chosen])
    small = cells.people <= few
    totals, people = np.ascontiguousarray(cells.totals[small]), cells.people[small]
    inverse = _zero_at(np.ascontiguousarray(cells.totals[~small]), cells.people[~small], _around(base, within))
    state, found = _search(totals, people, inverse, few, max(patience, _MOST_STEPS * len(people)))
    if state == _NONE:
        return None
    if state == _TOO_MUCH:
        return np.full(columns.shape[1], np.nan)
    result = np.zeros(columns.shape[1])
    inverse = swept(_around(np.ascontiguousarray(base.T), np.eye(len(base))))[1]
    result[chosen] = np.einsum("rs,ks,k->r", inverse, base, found)
    result[np.abs(result) < _ALIKE * np.abs(result).max()] = 0.0
    return result


def vanishing(gram: Floats) -> Floats:
    """Return (R, r) all combinations that are zero for everybody in this (R, R) gram matrix."""
    values, vectors = np.linalg.eigh(gram)
    zero: Floats = vectors[:, values <= _DEPENDENT * max(float(values.max(initial=0.0)), 1.0)]
    return zero


@njit(cache=True, nogil=True)
def _around(outer: Floats, inner: Floats) -> Floats:
    """Return outer @ inner @ outer.T; outer is mostly zeros, and BLAS would wait for its own threads."""
    half = np.zeros((len(outer), len(inner)))
    for r in range(len(outer)):
        for k in range(len(inner)):
            if outer[r, k] != 0.0:
                half[r] += outer[r, k] * inner[k]
    both = np.zeros((len(outer), len(outer)))
    for r in range(len(outer)):
        for k in range(len(inner)):
            if outer[r, k] != 0.0:
                both[:, r] += outer[r, k] * half[:, k]
    return both


@njit(cache=True, nogil=True)
def swept(gram: Floats) -> tuple[Ints, Floats]:
    """Return which columns are no combination of those before them, and the inverse of their (R, R) gram matrix."""
    table, done = gram.copy(), np.zeros(len(gram), dtype=np.bool_)
    for r in range(len(gram)):
        pivot = table[r, r]
        if pivot <= _DEPENDENT * max(gram[r, r], 1.0):
            continue
        done[r] = True
        table[r] /= pivot
        for k in range(len(gram)):
            factor = table[k, r]
            if k != r and factor != 0.0:
                for j in range(len(gram)):
                    table[k, j] -= factor * table[r, j]
                table[k, r] = -factor / pivot
        table[r, r] = 1.0 / pivot
    chosen = np.flatnonzero(done)
    return chosen, table[chosen][:, chosen]


@njit(cache=True, nogil=True)
def _zero_at(totals: NDArray[np.int32], people: Ints, inverse: Floats) -> Floats:
    """Return the inverse over the combinations that are zero in all these cells."""
    inverse, direction = inverse.copy(), np.zeros(len(inverse))
    for n in range(len(people)):
        for k in range(len(inverse)):
            direction[k] = _product(totals[n], inverse[k])
        own = _product(totals[n], direction)
        if people[n] * own > _DEPENDENT:
            for k in range(len(inverse)):
                for j in range(len(inverse)):
                    inverse[k, j] -= direction[k] * direction[j] / own
    return inverse


@njit(cache=True, nogil=True)
def _gram(totals: NDArray[np.int32], weights: Floats, n_totals: int) -> Floats:
    """Return (K, K) how many people any two totals share."""
    gram = np.zeros((n_totals, n_totals))
    for n in range(len(totals)):
        for a in totals[n]:
            if a >= 0:
                for b in totals[n]:
                    if b >= 0:
                        gram[a, b] += weights[n]
    return gram


@njit(cache=True, nogil=True)
def _product(totals: NDArray[np.int32], values: Floats) -> float:
    total = 0.0
    for k in totals:
        if k >= 0:
            total += values[k]
    return total


@njit(cache=True, nogil=True)
def _largest_number(shared: Floats, people: Ints, out: NDArray[np.bool_], places: int) -> float:
    """Return the largest sum that so many people can have, each adding the share of their cell."""
    best = np.zeros(places)
    for n in range(len(shared)):
        if not out[n] and people[n] <= places:
            size = abs(shared[n])
            for _ in range(people[n]):
                if size <= best[-1]:
                    break
                at = places - 1
                while at > 0 and best[at - 1] < size:
                    best[at] = best[at - 1]
                    at -= 1
                best[at] = size
    return float(best.sum())


@njit(cache=True, nogil=True)
def _search(  # noqa: PLR0912  -- compiled: one piece is faster
    totals: NDArray[np.int32], people: Ints, inverse: Floats, few: int, most_work: int
) -> tuple[int, Floats]:
    """Return what became of it, and the combination of totals that was found."""
    n_cells, n_totals = len(people), len(inverse)
    inverses = np.zeros((few + 1, n_totals, n_totals))
    leverage = np.zeros((few + 1, n_cells))
    out = np.zeros((few + 1, n_cells), dtype=np.bool_)  # free already
    passed = np.zeros((few + 1, n_cells), dtype=np.bool_)
    path, places = np.zeros(few + 1, dtype=np.int64), np.zeros(few + 1, dtype=np.int64)
    shared, direction = np.zeros(n_cells), np.zeros(n_totals)
    inverses[0], places[0] = inverse, few
    for n in range(n_cells):
        for a in totals[n]:
            if a >= 0:
                leverage[0, n] += _product(totals[n], inverse[a])
    depth, work, back = 0, n_cells, False
    while depth >= 0:
        leader = path[depth]
        if not back:
            leader, least = -1, 1.0 / max(places[depth], 1) - _ALIKE
            for n in range(n_cells):
                may = not out[depth, n] and not passed[depth, n] and people[n] <= places[depth]
                if may and leverage[depth, n] >= least:
                    leader, least = n, leverage[depth, n]
            if leader < 0:
                depth, back = depth - 1, True
                continue
        for k in range(n_totals):
            direction[k] = _product(totals[leader], inverses[depth, k])
        for n in range(n_cells):
            shared[n] = _product(totals[n], direction)
        work += 3 * n_cells
        if work > most_work:
            return _TOO_MUCH, direction
        own = leverage[depth, leader]
        if back:  # nothing with the leader free: from here on it is zero
            for k in range(n_totals):
                for j in range(n_totals):
                    inverses[depth, k, j] -= direction[k] * direction[j] / own
            for n in range(n_cells):
                leverage[depth, n] -= shared[n] * shared[n] / own
            back = False
            continue
        passed[depth, leader] = True
        rest = 1.0 - people[leader] * own
        if rest <= _ALIKE:
            return _FOUND, direction
        free = places[depth] - people[leader]
        out[depth, leader] = True
        enough = free > 0 and _largest_number(shared, people, out[depth], free) >= rest - _ALIKE
        out[depth, leader] = False
        if not enough:
            continue
        path[depth] = leader
        weight = people[leader] / rest
        for k in range(n_totals):
            for j in range(n_totals):
                inverses[depth + 1, k, j] = inverses[depth, k, j] + weight * direction[k] * direction[j]
        for n in range(n_cells):
            leverage[depth + 1, n] = leverage[depth, n] + weight * shared[n] * shared[n]
            out[depth + 1, n] = out[depth, n]
            passed[depth + 1, n] = False
        out[depth + 1, leader] = True
        depth += 1
        places[depth] = free
    return _NONE, direction
