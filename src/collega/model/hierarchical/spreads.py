"""Compiled Metropolis steps for the standard deviations between people, with their deviations integrated out."""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from collega.model.hierarchical.linear import FAST, cholesky, solve_lower, solve_upper
from collega.model.hierarchical.scales import LogScale, log_density

Floats = NDArray[np.float64]


@njit(cache=True, nogil=True, fastmath=FAST)
def factorise(gram: Floats, w: Floats, factor: Floats) -> float:
    """Write the Cholesky factor of I + W G W into ``factor`` (P, P); return half its log-determinant."""
    total = 0.0
    for k in range(len(w)):
        for j in range(k + 1):
            factor[k, j] = w[k] * gram[k, j] * w[j]
        factor[k, k] += 1.0
    cholesky(factor, len(w))
    for k in range(len(w)):
        total += math.log(factor[k, k])
    return total


@njit(cache=True, nogil=True, fastmath=FAST)
def marginal(gram: Floats, sizes: Floats, pattern: NDArray[np.int32], left: Floats, w: Floats, factor: Floats) -> float:
    """Return log p(y* | m, G, w) up to a constant, u integrated out; ``left`` (I, P) is X'(y* - X mu_i)."""
    total = 0.0
    for v in range(len(gram)):
        total -= sizes[v] * factorise(gram[v], w, factor[v])
    column = np.empty(len(w))
    for i in range(len(pattern)):
        for k in range(len(w)):
            column[k] = w[k] * left[i, k]
        solve_lower(factor[pattern[i]], column, len(w))
        for k in range(len(w)):
            total += 0.5 * column[k] * column[k]
    return total


@njit(cache=True, nogil=True)
def move_spreads(
    rng: np.random.Generator,
    weight: Floats,
    sizes: Floats,
    pattern: NDArray[np.int32],
    residual: Floats,
    block: NDArray[np.int32],
    prior: Floats,
    degrees: float,
    others: Floats,
    n_others: int,
    most: float,
    local: Floats,
    spread: Floats,
) -> None:
    """Random walks on each standard deviation given the others: by itself, reflected at zero, and with its local scale.

    With V_i the covariance of y*_i, another standard deviation of block c adds d X_c X_c' to it, d = w'^2 - w^2. So
    log p(y*) changes by -log|I + d T| / 2 + d t'(I + d T)^-1 t / 2, with T = X_c'V^-1 X_c and t = X_c'V^-1 (y* - X mu).

    Parameters
    ----------
    weight, residual : (V, P, P), (I, P)
        X'V^-1 X and X'V^-1 (y* - X mu); kept up to date.
    sizes : (V,)
        Participants of each pattern.
    prior, degrees, spread : (B,), float, (B,)
        The standard deviations are ``prior`` times chi with ``degrees`` degrees of freedom, the intercept's with one.
    others, n_others, most, local : (B,), int, float, (B,)
        Local scales, in proportion to which ``prior`` is. They multiply so many other standard deviations of a
        criterion, which have the same degrees of freedom and, over their overall scales, these sums of squares; see
        ``scales.draw_local``.
    """
    for c in rng.permutation(len(spread)):
        first, last = int(np.searchsorted(block, c)), int(np.searchsorted(block, c + 1))
        own = np.ascontiguousarray(weight[:, first:last, first:last])
        squares = np.zeros(own.shape)
        for i in range(len(pattern)):
            square, left = squares[pattern[i]], residual[i, first:last]
            for a in range(last - first):
                for b in range(last - first):
                    square[a, b] += left[a] * left[b]
        old, now, current = spread[c], spread[c], 0.0
        power = 0.0 if c == 0 else degrees - 1.0
        for move in range(4):
            new = abs(now + (0.6 if move % 2 == 0 else 0.2) * prior[c] * rng.standard_normal())
            proposed = _gain(own, sizes, squares, new * new - old * old)
            gain = proposed - current + 0.5 * (now * now - new * new) / (prior[c] * prior[c])
            if math.log(1.0 - rng.random()) < gain + power * math.log(new / now):
                now, current = new, proposed
        of = LogScale(1.0 - degrees * n_others, others[c], 0.0, 0.0, 1.0)
        for _ in range(0 if c == 0 else 2):
            x, step = math.log(local[c]), 0.5 * rng.standard_normal()
            factor = math.exp(step)
            proposed = _gain(own, sizes, squares, (now * factor) ** 2 - old * old)
            gain = proposed - current + log_density(x + step, of) - log_density(x, of)
            if local[c] * factor < most and math.log(1.0 - rng.random()) < gain:
                now, current = now * factor, proposed
                local[c] *= factor
                prior[c] *= factor
        if now != old:
            _widen(weight, pattern, residual, own, first, now * now - old * old)
            spread[c] = now


@njit(cache=True, nogil=True, fastmath=FAST)
def _gain(own: Floats, sizes: Floats, squares: Floats, more: float) -> float:
    """Return how much log p(y*) changes where the variance of a block with T = ``own`` (V, n, n) gets ``more``."""
    n = own.shape[1]
    factor, column = np.empty((n, n)), np.empty(n)
    total = 0.0
    for v in range(len(own)):
        _factorise_wider(own[v], more, factor)
        for a in range(n):
            total -= sizes[v] * math.log(factor[a, a])
            column[:] = squares[v, a]
            solve_lower(factor, column, n)
            solve_upper(factor, column, n)
            total += 0.5 * more * column[a]
    return total


@njit(cache=True, nogil=True, fastmath=FAST)
def _factorise_wider(own: Floats, more: float, factor: Floats) -> None:
    """Write the Cholesky factor of I + d T into ``factor`` (n, n)."""
    for a in range(len(own)):
        for b in range(a + 1):
            factor[a, b] = more * own[a, b]
        factor[a, a] += 1.0
    cholesky(factor, len(own))


@njit(cache=True, nogil=True, fastmath=FAST)
def _widen(weight: Floats, pattern: NDArray[np.int32], residual: Floats, own: Floats, first: int, more: float) -> None:
    """Bring ``weight`` and ``residual`` up to date: the variance of a block with T = ``own`` (V, n, n) got ``more``."""
    n, width = own.shape[1], residual.shape[1]
    factor, column = np.empty((n, n)), np.empty(n)
    moves = np.empty((len(own), n, width))  # d (I + d T)^-1 X_c'V^-1 X
    for v in range(len(own)):
        _factorise_wider(own[v], more, factor)
        across = weight[v, first : first + n].copy()
        for k in range(width):
            column[:] = more * across[:, k]
            solve_lower(factor, column, n)
            solve_upper(factor, column, n)
            moves[v, :, k] = column
        for k in range(width):
            row = weight[v, k]
            for a in range(n):
                share = across[a, k]
                for j in range(width):
                    row[j] -= share * moves[v, a, j]
    for i in range(len(pattern)):
        left, toward = residual[i], moves[pattern[i]]
        column[:] = left[first : first + n]
        for a in range(n):
            share = column[a]
            for k in range(width):
                left[k] -= share * toward[a, k]


@njit(cache=True, nogil=True)
def move_together(
    rng: np.random.Generator,
    gram: Floats,
    sizes: Floats,
    pattern: NDArray[np.int32],
    left: Floats,
    block: NDArray[np.int32],
    scale: float,
    prior: float,
    spread: Floats,
    factor: Floats,
) -> float:
    """Stretch all standard deviations but the intercept's with their learned overall scale, which is returned.

    Without it the chain lingers where all are near zero: given small deviations the scale is drawn small, and given
    a small scale the deviations stay small. The scale has a half-normal prior with this scale ``prior``. One step is
    a random walk on its logarithm, one an independent draw from the prior, so that it can jump out. ``factor`` is left
    at the new standard deviations.
    """
    current = marginal(gram, sizes, pattern, left, spread[block], factor)
    stretched = spread.copy()
    for move in range(2):
        walk = move < 1
        new = scale * math.exp(0.5 * rng.standard_normal()) if walk else abs(prior * rng.standard_normal())
        for c in range(1, len(spread)):
            stretched[c] = spread[c] * new / scale
        stretched[0] = spread[0]
        proposed = marginal(gram, sizes, pattern, left, stretched[block], factor)
        gain = proposed - current
        if walk:
            gain += math.log(new / scale) + 0.5 * (scale * scale - new * new) / (prior * prior)
        if math.log(1.0 - rng.random()) < gain:
            current, scale = proposed, new
            spread[:] = stretched
    for v in range(len(gram)):
        factorise(gram[v], spread[block], factor[v])
    return scale
