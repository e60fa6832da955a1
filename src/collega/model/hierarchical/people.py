"""Compiled draws of what participants have in common and in what they differ.

Throughout, b_i = m + G z_i + w * u_i with u_i ~ N(0, I). Steps named ``collapsed`` have u integrated out: with
V_i = I + X_i W^2 X_i', they need only X_i' V_i^-1 X_i (one for each pattern of scenarios) and X_i' V_i^-1 y*_i.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from collega.model.hierarchical.linear import FAST, cholesky, draw_effects, solve_columns, solve_lower, solve_upper
from collega.model.hierarchical.scales import draw_factors

Floats = NDArray[np.float64]


@njit(cache=True, nogil=True, fastmath=FAST)
def collapse(
    gram: Floats, cross: Floats, pattern: NDArray[np.int32], w: Floats, factor: Floats, weight: Floats, pull: Floats
) -> None:
    """Integrate u out: Cholesky factors of I + W X'X W, X'V^-1 X for each pattern, X'V^-1 y* for each participant."""
    width = len(w)
    half = np.empty((len(gram), width, width))
    column = np.empty(width)
    for v in range(len(gram)):
        for k in range(width):
            for j in range(k + 1):
                factor[v, k, j] = w[k] * gram[v, k, j] * w[j]
            factor[v, k, k] += 1.0
        cholesky(factor[v], width)
        for k in range(width):
            half[v, k] = w[k] * gram[v, k]
        solve_columns(factor[v], half[v])
        weight[v] = gram[v] - half[v].T @ half[v]
    for i in range(len(pattern)):
        rows, own = half[pattern[i]], pull[i]
        for k in range(width):
            column[k] = w[k] * cross[i, k]
        solve_lower(factor[pattern[i]], column, width)
        own[:] = cross[i]
        for k in range(width):
            solved = column[k]
            for j in range(width):
                own[j] -= rows[k, j] * solved


@njit(cache=True, nogil=True, fastmath=FAST)
def times(matrix: Floats, vector: Floats, result: Floats) -> None:
    """Write A v into ``result``."""
    for k in range(len(result)):
        total = 0.0
        for j in range(len(vector)):
            total += matrix[k, j] * vector[j]
        result[k] = total


@njit(cache=True, nogil=True, fastmath=FAST)
def collapsed_mean(
    rng: np.random.Generator, information: Floats, unexplained: Floats, sigma: Floats, mean: Floats
) -> None:
    """Draw the population mean of all columns but the intercept, and put it into ``mean`` (P,).

    ``information`` (P, P) and ``unexplained`` (P,) are the sums over participants of X'V^-1 X and of
    X'V^-1 (y* - X G z); ``sigma`` (P,) prior deviations.
    """
    mean[1:] = unexplained[1:]
    draw_effects(rng, information[1:, 1:].copy(), mean[1:], sigma[1:])


@njit(cache=True, nogil=True, fastmath=FAST)
def stretch_mean(
    rng: np.random.Generator,
    information: Floats,
    unexplained: Floats,
    block: NDArray[np.int32],
    prior: Floats,
    degrees: float,
    mean: Floats,
    sigma: Floats,
) -> None:
    """Draw the scale of every criterion's means with the means, their shape given.

    ``sigma`` (B,) and ``mean`` (P,) are overwritten, but for the intercept's; a scale is its ``prior`` (B,) times chi
    with ``degrees`` of freedom. ``information`` and ``unexplained`` as in ``collapsed_mean``.
    """
    n_scales = len(sigma) - 1
    shape = mean / sigma[block]
    precision, linear = np.zeros((n_scales, n_scales)), np.zeros(n_scales)
    for k in range(1, len(mean)):
        own = block[k] - 1
        linear[own] += shape[k] * unexplained[k]
        for j in range(1, len(mean)):
            precision[own, block[j] - 1] += shape[k] * information[k, j] * shape[j]
    before = sigma.copy()
    draw_factors(rng, precision, linear, prior[1:], np.full(n_scales, degrees), sigma[1:])
    for k in range(1, len(mean)):
        mean[k] *= sigma[block[k]] / before[block[k]]


@njit(cache=True, nogil=True, fastmath=FAST)
def draw_deviations(
    rng: np.random.Generator,
    factor: Floats,
    gram: Floats,
    cross: Floats,
    pattern: NDArray[np.int32],
    centre: Floats,
    w: Floats,
    deviation: Floats,
) -> None:
    """Draw u_i of every participant given y*: N(Q^-1 W X'(y* - X mu_i), Q^-1), Q = I + W X'X W."""
    width = len(w)
    fitted = np.empty(width)
    for i in range(len(pattern)):
        v = pattern[i]
        times(gram[v], centre[i], fitted)
        for k in range(width):
            deviation[i, k] = w[k] * (cross[i, k] - fitted[k])
        solve_lower(factor[v], deviation[i], width)
        for k in range(width):
            deviation[i, k] += rng.standard_normal()
        solve_upper(factor[v], deviation[i], width)


@njit(cache=True, nogil=True, fastmath=FAST)
def mean_and_scales(
    rng: np.random.Generator,
    gram: Floats,
    total_gram: Floats,
    left: Floats,
    deviation: Floats,
    pattern: NDArray[np.int32],
    block: NDArray[np.int32],
    sigma: Floats,
    prior: Floats,
    degrees: Floats,
    mean: Floats,
    scale: Floats,
) -> None:
    """Draw population mean, then standard deviations, given u: y* - X G z = X m + sum_c w_c X_c u_c.

    ``left`` (I, P) is X'(y* - X G z); ``scale`` (B,) is ``prior`` (B,) times chi with ``degrees`` (B,) of freedom.
    """
    width, n_scales = len(mean), len(scale)
    across, own, pull = np.zeros((n_scales, width)), np.zeros((n_scales, n_scales)), np.zeros(n_scales)
    add_scale_products(gram, left, deviation, pattern, block, across, own, pull)
    mean[1:] = (left.sum(axis=0) - scale @ across)[1:]
    draw_effects(rng, total_gram[1:, 1:].copy(), mean[1:], sigma[1:])
    draw_factors(rng, own, pull - np.ascontiguousarray(across[:, 1:]) @ mean[1:], prior, degrees, scale)


@njit(cache=True, nogil=True, fastmath=FAST)
def add_scale_products(
    gram: Floats,
    left: Floats,
    deviation: Floats,
    pattern: NDArray[np.int32],
    block: NDArray[np.int32],
    across: Floats,
    own: Floats,
    pull: Floats,
) -> None:
    """Add up, over participants, the products of q_ic = X_c u_c, what a scale w_c multiplies.

    ``across`` (B, P): q_ic'X_i. ``own`` (B, B), the lower triangle: q_ic'q_id. ``pull`` (B,): u_c'left_ic. The first
    two come from sums of u and uu' per pattern of scenarios, which pays where people share patterns.
    """
    width = len(block)
    totals, squares = np.zeros((len(gram), width)), np.zeros((len(gram), width, width))
    for i in range(len(pattern)):
        total, square, own_u = totals[pattern[i]], squares[pattern[i]], deviation[i]
        for k in range(width):
            u = own_u[k]
            pull[block[k]] += u * left[i, k]
            total[k] += u
            for j in range(k + 1):
                square[k, j] += u * own_u[j]
    for v in range(len(gram)):
        for k in range(width):
            row, total_u = across[block[k]], totals[v, k]
            for j in range(width):
                row[j] += total_u * gram[v, k, j]
            for j in range(k + 1):
                both = 2.0 if j < k and block[j] == block[k] else 1.0
                own[block[k], block[j]] += both * gram[v, k, j] * squares[v, k, j]
