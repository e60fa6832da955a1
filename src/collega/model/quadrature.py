"""The likelihood of answers with a participant intercept, integrated over a grid; compiled.

Participant i adds log sum_q w_q exp(sum_n log P(y_n | x_n'b + sd z_q)). The grid is even and fixed for all, fine enough
for the narrowest posterior; an even grid converges exponentially for smooth integrands. The Hessian is exact (Louis).
Participants go in chunks: what depends on scenario, answer and node alone is computed once per chunk.

References
----------
Louis (1982), Finding the observed information matrix when using the EM algorithm, JRSS B 44.
Trefethen & Weideman (2014), The exponentially convergent trapezoidal rule, SIAM Review 56.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from collega.model.ordered import bounds, logit_cell

_FAST = {"reassoc", "contract", "nsz", "arcp"}
_NEGLIGIBLE = 1e-13
_LANES = 8  # doubles in the widest vectors
Floats = NDArray[np.float64]


class Sums(NamedTuple):
    """Sums over participants: log-likelihood, gradient (P,), Hessian (P, P), score products (P, P), weights (Q,)."""

    value: float
    gradient: Floats
    hessian: Floats
    products: Floats
    weights: Floats


def grid(n_nodes: int, reach: float) -> tuple[Floats, Floats]:
    """Return (Q,) standard-normal nodes and (Q,) log weights of the trapezoidal rule on [-reach, reach]."""
    nodes = np.linspace(-reach, reach, n_nodes)
    log_weights = -0.5 * nodes * nodes
    return nodes, log_weights - np.log(np.exp(log_weights).sum())


@njit(cache=True, nogil=True, fastmath=_FAST)
def integrate(
    theta: Floats,
    matrix: Floats,
    n_answers: int,
    cells: NDArray[np.int32],
    local: NDArray[np.int32],
    start: NDArray[np.int64],
    nodes: Floats,
    log_weights: Floats,
) -> Sums:
    """Integrate a chunk of participants.

    Parameters
    ----------
    theta : (P,) float64
        Thresholds, coefficients, standard deviation of the intercepts.
    matrix : (R, K) float64
    n_answers : int
        J.
    cells : (M,) int32
        Distinct cells (row times J plus answer) of this chunk.
    local : (n,) int32
        For every answer of the chunk its place in ``cells``.
    start : (I+1,) int64
        Participant i owns ``local[start[i]:start[i + 1]]``.
    nodes, log_weights : (Q,) float64
    """
    inner, n_columns, n_nodes = n_answers - 1, matrix.shape[1], len(nodes)
    size = inner + n_columns + 1
    spread = theta[size - 1]
    edges = bounds(theta[:inner])
    log_p, up, low = np.empty((len(cells), n_nodes)), np.empty((len(cells), n_nodes)), np.empty((len(cells), n_nodes))
    curve = np.empty((len(cells), n_nodes, 3))
    for m in range(len(cells)):
        r, j = cells[m] // n_answers, cells[m] % n_answers
        utility = 0.0
        for k in range(n_columns):
            utility += matrix[r, k] * theta[inner + k]
        for q in range(n_nodes):
            at = utility + spread * nodes[q]
            value, du, dl, duu, dul, dll = logit_cell(edges[j + 1] - at, edges[j] - at)
            log_p[m, q], up[m, q], low[m, q] = value, du, dl
            curve[m, q, 0], curve[m, q, 1], curve[m, q, 2] = duu, dul, dll
    total = 0.0
    wide = _padded(cells, matrix, n_answers)
    score = np.zeros((n_nodes, wide.shape[1]))
    gradient, mean = np.zeros(wide.shape[1]), np.empty(wide.shape[1])
    hessian, products = np.zeros((len(mean), len(mean))), np.zeros((len(mean), len(mean)))
    weights, share = np.zeros(n_nodes), np.zeros((len(cells), n_nodes))
    w = np.empty(n_nodes)
    for i in range(len(start) - 1):
        own = local[start[i] : start[i + 1]]
        total += _posterior(own, log_p, log_weights, w)
        weights += w
        for n in range(len(own)):
            share[own[n]] += w
        first, last = _support(w)
        _scores(own, cells, wide, n_answers, up, low, nodes, first, last, size - 1, score)
        mean[:] = 0.0
        for q in range(first, last):
            for a in range(len(mean)):
                mean[a] += w[q] * score[q, a]
            _add_outer(w[q], score[q], size, hessian)
        gradient += mean
        _add_outer(1.0, mean, size, products)
    hessian -= products
    hessian, products = hessian[:size, :size].copy(), products[:size, :size].copy()
    _complete(hessian, matrix, n_answers, cells, nodes, share, curve)
    for a in range(size):
        for b in range(a):
            hessian[b, a], products[b, a] = hessian[a, b], products[a, b]
    return Sums(total, gradient[:size].copy(), hessian, products, weights)


@njit(cache=True, nogil=True, fastmath=_FAST)
def _padded(cells: NDArray[np.int32], matrix: Floats, n_answers: int) -> Floats:
    """Return (M, W): what a unit of utility changes per parameter in each cell; W suits the processor's vectors."""
    inner, n_columns = n_answers - 1, matrix.shape[1]
    wide = np.zeros((len(cells), -(-(inner + n_columns + 1) // _LANES) * _LANES))
    for m in range(len(cells)):
        wide[m, inner : inner + n_columns] = matrix[cells[m] // n_answers]
        wide[m, inner + n_columns] = 1.0
    return wide


@njit(cache=True, nogil=True)
def _support(w: Floats) -> tuple[int, int]:
    """Return the first node with a weight that counts, and the one after the last."""
    first, last = 0, len(w)
    while w[first] < _NEGLIGIBLE:
        first += 1
    while w[last - 1] < _NEGLIGIBLE:
        last -= 1
    return first, last


@njit(cache=True, nogil=True, fastmath=_FAST)
def _add_outer(weight: float, line: Floats, size: int, total: Floats) -> None:
    """Add the lower triangle of w l l' to ``total`` (W, W), in whole vectors, so a little more than the triangle."""
    for a in range(size):
        factor = weight * line[a]
        for b in range((a // _LANES + 1) * _LANES):
            total[a, b] += factor * line[b]


@njit(cache=True, nogil=True, fastmath=_FAST)
def _posterior(own: NDArray[np.int32], log_p: Floats, log_weights: Floats, w: Floats) -> float:
    """Write a participant's posterior weight of every node; return the log-likelihood."""
    w[:] = log_weights
    for n in range(len(own)):
        for q in range(len(w)):
            w[q] += log_p[own[n], q]
    highest = w.max()
    norm = 0.0
    for q in range(len(w)):
        w[q] = np.exp(w[q] - highest)
        norm += w[q]
    for q in range(len(w)):
        w[q] /= norm
    return float(highest + np.log(norm))


@njit(cache=True, nogil=True, fastmath=_FAST)
def _scores(
    own: NDArray[np.int32],
    cells: NDArray[np.int32],
    wide: Floats,
    n_answers: int,
    up: Floats,
    low: Floats,
    nodes: Floats,
    first: int,
    last: int,
    spread: int,
    score: Floats,
) -> None:
    """Write the derivatives of a participant's complete-data log-likelihood at nodes ``first`` to ``last``."""
    score[first:last] = 0.0
    for n in range(len(own)):
        m = own[n]
        j = cells[m] % n_answers
        for q in range(first, last):
            slope = -(up[m, q] + low[m, q])
            for a in range(wide.shape[1]):
                score[q, a] += slope * wide[m, a]
            if j < n_answers - 1:
                score[q, j] += up[m, q]
            if j > 0:
                score[q, j - 1] += low[m, q]
    for q in range(first, last):
        score[q, spread] *= nodes[q]


@njit(cache=True, nogil=True, fastmath=_FAST)
def _complete(
    hessian: Floats,
    matrix: Floats,
    n_answers: int,
    cells: NDArray[np.int32],
    nodes: Floats,
    share: Floats,
    curve: Floats,
) -> None:
    """Add the expected Hessian of the complete data, lower triangle."""
    inner, n_columns = n_answers - 1, matrix.shape[1]
    last = len(hessian) - 1
    sums = np.empty((3, 3))
    for m in range(len(cells)):
        r, j = cells[m] // n_answers, cells[m] % n_answers
        sums[:] = 0.0
        for q in range(len(nodes)):
            weight = share[m, q]
            for power in range(3):
                for kind in range(3):
                    sums[power, kind] += weight * curve[m, q, kind]
                weight *= nodes[q]
        whole = sums[:, 0] + 2.0 * sums[:, 1] + sums[:, 2]
        upper, lower = sums[:, 0] + sums[:, 1], sums[:, 1] + sums[:, 2]
        if j < inner:
            hessian[j, j] += sums[0, 0]
            hessian[last, j] -= upper[1]
        if j > 0:
            hessian[j - 1, j - 1] += sums[0, 2]
            hessian[last, j - 1] -= lower[1]
        if 0 < j < inner:
            hessian[j, j - 1] += sums[0, 1]
        hessian[last, last] += whole[2]
        for k in range(n_columns):
            x = matrix[r, k]
            if x == 0.0:
                continue
            if j < inner:
                hessian[inner + k, j] -= x * upper[0]
            if j > 0:
                hessian[inner + k, j - 1] -= x * lower[0]
            hessian[last, inner + k] += x * whole[1]
            for b in range(k + 1):
                hessian[inner + k, inner + b] += x * matrix[r, b] * whole[0]
