"""A design that suits what is expected of the answers: the determinant of the expected information; compiled.

An answer that is nearly certain tells little. For the ordered logit model the information of a scenario x on
(thresholds, version effects, coefficients) depends on the answer probabilities p_j at its utility; averaged over draws
from the prior it is a matrix of a few averages: of A (thresholds), b (thresholds by slope) and c (slope).

References
----------
Yang, Tong & Mandal (2017), D-optimal designs with ordered categorical data, Statistica Sinica 27: information matrix,
and EW optimality as a surrogate of the Bayesian criterion.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
from numba import njit
from numpy.typing import NDArray

from collega.design.candidates import rule_table
from collega.design.exchange import duplicated, forbidden
from collega.design.prior import Prior
from collega.study.coding import orthonormal_contrasts
from collega.study.definition import Study

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
DRAWS = 100
_KICKS = 400
_KICKED_CELLS = 6
_RIDGE = 1e-6


def improve_expected(
    rng: np.random.Generator,
    study: Study,
    profiles: Ints,
    version: Ints,
    prior: Prior,
    deadline: float,
    report: Callable[[float], None],
) -> Ints:
    """Exchange coordinates from a good linear design until the expected information no longer grows.

    Parameters
    ----------
    profiles : (n, C) int64
        Where to start.
    version : (n,) int64
    deadline : float
        On the clock of ``time.perf_counter``.

    Returns
    -------
    (n, C) int64
    """
    problem = _prepare(study, version, prior)
    best = profiles.copy()
    value = climb_expected(best, version, *problem)
    began = time.perf_counter()
    for _ in range(_KICKS):
        now = time.perf_counter()
        if now >= deadline:
            break
        report(min(1.0, (now - began) / max(deadline - began, 1e-9)))
        trial = best.copy()
        _kick(rng, trial, version, problem[-2], problem[-1])
        reached = climb_expected(trial, version, *problem)
        if reached > value + 1e-9:
            best, value = trial, reached
    return best


def expected_log_det(study: Study, profiles: Ints, version: Ints, prior: Prior, *, seed: int = 0) -> float:
    """Return log |expected information| of a design: thresholds, version effects, orthonormal coefficients.

    ``seed`` is that of the draws from the prior; 0 are those of the search.
    """
    contrasts, versions, starts, worths, thresholds, _, _ = _prepare(study, version, prior, seed)
    size = thresholds.shape[1] + int(starts[-1])
    total = np.zeros((size, size))
    for i in range(len(profiles)):
        _add(total, profiles[i], versions[version[i]], contrasts, starts, worths, thresholds, 1.0)
    return float(np.linalg.slogdet(total + _RIDGE * np.eye(size))[1])


def _prepare(
    study: Study, version: Ints, prior: Prior, seed: int = 0
) -> tuple[Floats, Floats, Ints, Floats, Floats, Ints, Ints]:
    n_levels = np.array(study.n_levels, dtype=np.int64)
    widest, n_versions = int(n_levels.max()), int(version.max()) + 1
    contrasts = np.zeros((len(n_levels), widest, widest - 1))
    worths, thresholds = prior.draws(study.n_levels, DRAWS, seed=seed)
    padded = np.zeros((DRAWS, len(n_levels), widest))
    start = 0
    for c, levels in enumerate(study.n_levels):
        contrasts[c, :levels, : levels - 1] = orthonormal_contrasts(levels)
        padded[:, c, :levels] = worths[:, start : start + levels]
        start += levels
    versions = orthonormal_contrasts(n_versions) if n_versions > 1 else np.zeros((1, 0))
    starts = (n_versions - 1) + np.concatenate([[0], np.cumsum(n_levels - 1)])
    rules = rule_table(study.n_levels, study.never_rules)
    return contrasts, np.ascontiguousarray(versions), starts, padded, thresholds, n_levels, rules


@njit(cache=True, nogil=True)
def _kick(rng: np.random.Generator, profiles: Ints, version: Ints, n_levels: Ints, rules: Ints) -> None:
    for _ in range(_KICKED_CELLS):
        i, c = int(rng.random() * len(profiles)), int(rng.random() * len(n_levels))
        old = profiles[i, c]
        profiles[i, c] = int(rng.random() * n_levels[c])
        if forbidden(profiles[i], rules) or duplicated(profiles, version, i):
            profiles[i, c] = old


@njit(cache=True, nogil=True)
def _add(
    total: Floats, profile: Ints, block: Floats, contrasts: Floats, starts: Ints, worths: Floats, thresholds: Floats,
    sign: float,
) -> None:  # fmt: skip
    """Add the expected information of one scenario, times ``sign``."""
    n_draws, inner = thresholds.shape
    a_diagonal, a_beside, b = np.zeros(inner), np.zeros(inner), np.zeros(inner)
    c = 0.0
    reach, density = np.empty(inner + 2), np.empty(inner + 2)
    reach[0], reach[inner + 1], density[0], density[inner + 1] = 0.0, 1.0, 0.0, 0.0
    for d in range(n_draws):
        utility = 0.0
        for k in range(len(profile)):
            utility += worths[d, k, profile[k]]
        for j in range(inner):
            reach[j + 1] = 1.0 / (1.0 + np.exp(utility - thresholds[d, j]))
            density[j + 1] = reach[j + 1] * (1.0 - reach[j + 1])
        for j in range(inner + 1):
            p = max(reach[j + 1] - reach[j], 1e-12)
            change = density[j + 1] - density[j]
            c += change * change / p
            if j < inner:
                a_diagonal[j] += density[j + 1] * density[j + 1] / p
                b[j] -= density[j + 1] * change / p
            if j > 0:
                a_diagonal[j - 1] += density[j] * density[j] / p
                b[j - 1] += density[j] * change / p
            if 0 < j < inner:
                a_beside[j] -= density[j] * density[j + 1] / p
    weight = sign / n_draws
    row = np.zeros(starts[-1])
    row[: len(block)] = block
    for k in range(len(profile)):
        for m in range(starts[k + 1] - starts[k]):
            row[starts[k] + m] = contrasts[k, profile[k], m]
    for j in range(inner):
        total[j, j] += weight * a_diagonal[j]
        if j > 0:
            total[j, j - 1] += weight * a_beside[j]
            total[j - 1, j] += weight * a_beside[j]
        for k in range(len(row)):
            total[inner + k, j] += weight * b[j] * row[k]
            total[j, inner + k] += weight * b[j] * row[k]
    for k in range(len(row)):
        for m in range(len(row)):
            total[inner + k, inner + m] += weight * c * row[k] * row[m]


@njit(cache=True, nogil=True)
def _log_det(matrix: Floats, room: Floats) -> float:
    """Return log |matrix + ridge| by Cholesky in ``room``; -inf where it is not positive definite."""
    size = len(matrix)
    total = 0.0
    for a in range(size):
        for b in range(a + 1):
            value = matrix[a, b] + (_RIDGE if a == b else 0.0)
            for k in range(b):
                value -= room[a, k] * room[b, k]
            if a == b:
                if value <= 0.0:
                    return -np.inf
                room[a, a] = np.sqrt(value)
                total += 2.0 * np.log(room[a, a])
            else:
                room[a, b] = value / room[b, b]
    return total


@njit(cache=True, nogil=True)
def climb_expected(
    profiles: Ints, version: Ints, contrasts: Floats, versions: Floats, starts: Ints, worths: Floats,
    thresholds: Floats, n_levels: Ints, rules: Ints,
) -> float:  # fmt: skip
    """Exchange coordinates until none helps; changes ``profiles`` in place, returns log |expected information|."""
    size = thresholds.shape[1] + starts[-1]
    total, trial, room = np.zeros((size, size)), np.zeros((size, size)), np.zeros((size, size))
    for i in range(len(profiles)):
        _add(total, profiles[i], versions[version[i]], contrasts, starts, worths, thresholds, 1.0)
    best = _log_det(total, room)
    quiet, i = 0, 0
    while quiet < len(profiles):
        block = versions[version[i]]
        _add(total, profiles[i], block, contrasts, starts, worths, thresholds, -1.0)
        improved = False
        for c in range(len(n_levels)):
            chosen = profiles[i, c]
            for level in range(n_levels[c]):
                if level == chosen:
                    continue
                old = profiles[i, c]
                profiles[i, c] = level
                if not forbidden(profiles[i], rules) and not duplicated(profiles, version, i):
                    trial[:] = total
                    _add(trial, profiles[i], block, contrasts, starts, worths, thresholds, 1.0)
                    value = _log_det(trial, room)
                    if value > best + 1e-9:
                        best, chosen, improved = value, level, True
                profiles[i, c] = old
            profiles[i, c] = chosen
        _add(total, profiles[i], block, contrasts, starts, worths, thresholds, 1.0)
        quiet = 0 if improved else quiet + 1
        i = (i + 1) % len(profiles)
    return best
