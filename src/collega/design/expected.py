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

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from collega.design.candidates import rule_table
from collega.design.exchange import duplicated, forbidden
from collega.design.limit import Limit
from collega.design.prior import Prior
from collega.design.restarts import SEARCH, padded_contrasts
from collega.study.coding import orthonormal_contrasts
from collega.study.definition import Study

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
DRAWS = 100
_WORK = 3_000_000_000  # operations: some seconds
_CHUNK = 20_000_000  # operations between two looks at the clock
_KICKS, _PATIENCE = 400, 100
_KICKED_CELLS = 6
_RIDGE = 1e-6
_GAIN = 1e-9  # more than rounding can make of nothing


class Expectation(NamedTuple):
    """What scenarios can be, and draws of what is expected of the answers to them.

    Attributes
    ----------
    contrasts : (C, L, L-1) float64
        Orthonormal, padded to the widest criterion.
    versions : (V, V-1) float64
        Columns of each version.
    starts : (C+1,) int64
        First column of each criterion after those of the thresholds.
    worths : (D, C, L) float64
    thresholds : (D, J-1) float64
    n_levels : (C,) int64
    rules : (R, C) int64
        The forbidden level of each criterion, -1 for any level.
    size : int
        Scenarios of each version.
    """

    contrasts: Floats
    versions: Floats
    starts: Ints
    worths: Floats
    thresholds: Floats
    n_levels: Ints
    rules: Ints
    size: int


def improve_expected(
    rng: np.random.Generator,
    study: Study,
    profiles: Ints,
    version: Ints,
    prior: Prior,
    limit: Limit,
    share: float,
    report: Callable[[float], None],
) -> Ints:
    """Exchange coordinates from a good linear design until the expected information no longer grows.

    Parameters
    ----------
    profiles : (n, C) int64
        Where to start.
    version : (n,) int64
    limit, share
        The search is cut short after this share of the time.

    Returns
    -------
    (n, C) int64
    """
    problem = _prepare(study, version, prior)
    visit = _operations(study, problem)
    left, chunk = _WORK // visit, max(1, _CHUNK // visit)
    best, value, latest = profiles, -np.inf, 0
    for kick in range(_KICKS + 1):
        trial = best.copy()
        if kick:
            _kick(rng, trial, problem)
        total, place, over = information(trial, version, problem), np.zeros(3, dtype=np.int64), False
        while place[1] < len(trial) and place[2] < left and not over:
            climb_expected(trial, version, problem, total, place, chunk)
            over = limit.cuts(SEARCH, share)
        left -= int(place[2])
        reached = float(np.linalg.slogdet(total)[1])
        if reached > value + _GAIN:
            best, value, latest = trial, reached, kick
        if left <= 0 or over or kick - latest >= _PATIENCE:
            break
        report(max(kick / _KICKS, 1.0 - left * visit / _WORK, limit.fraction(share)))
    return best


def expected_log_det(study: Study, profiles: Ints, version: Ints, prior: Prior, *, seed: int = 0) -> float:
    """Return log |expected information| of a design: thresholds, version effects, orthonormal coefficients.

    ``seed`` is that of the draws from the prior; 0 are those of the search.
    """
    total = information(profiles, version, _prepare(study, version, prior, seed))
    return float(np.linalg.slogdet(total)[1])


def _prepare(study: Study, version: Ints, prior: Prior, seed: int = 0) -> Expectation:
    n_levels = np.array(study.n_levels, dtype=np.int64)
    n_versions = int(version.max()) + 1
    worths, thresholds = prior.draws(study.n_levels, DRAWS, seed=seed)
    padded = np.zeros((DRAWS, len(n_levels), int(n_levels.max())))
    start = 0
    for c, levels in enumerate(study.n_levels):
        padded[:, c, :levels] = worths[:, start : start + levels]
        start += levels
    return Expectation(
        contrasts=padded_contrasts(study.n_levels),
        versions=orthonormal_contrasts(n_versions) if n_versions > 1 else np.zeros((1, 0)),
        starts=(n_versions - 1) + np.concatenate([[0], np.cumsum(n_levels - 1)]),
        worths=padded,
        thresholds=thresholds,
        n_levels=n_levels,
        rules=rule_table(study.n_levels, study.never_rules),
        size=len(version) // n_versions,
    )


def _operations(study: Study, problem: Expectation) -> int:
    """Return about how many operations a visit of one scenario takes."""
    size = problem.thresholds.shape[1] + int(problem.starts[-1])
    each_draw = len(study.n_levels) + 10 * len(study.answers)
    return int(sum(study.n_levels) * (DRAWS * each_draw + size**2 + size**3 // 3))


@njit(cache=True, nogil=True)
def _kick(rng: np.random.Generator, profiles: Ints, problem: Expectation) -> None:
    n_levels = problem.n_levels
    for _ in range(_KICKED_CELLS):
        i, c = int(rng.random() * len(profiles)), int(rng.random() * len(n_levels))
        old = profiles[i, c]
        profiles[i, c] = int(rng.random() * n_levels[c])
        if forbidden(profiles[i], problem.rules) or duplicated(profiles, i, problem.size):
            profiles[i, c] = old


@njit(cache=True, nogil=True)
def information(profiles: Ints, version: Ints, problem: Expectation) -> Floats:
    """Return the expected information of a design, with a small ridge."""
    size = problem.thresholds.shape[1] + problem.starts[-1]
    total = np.zeros((size, size))
    for a in range(size):
        total[a, a] = _RIDGE
    for i in range(len(profiles)):
        _add(total, profiles[i], version[i], problem, 1.0)
    return total


@njit(cache=True, nogil=True)
def _add(total: Floats, profile: Ints, version: int, problem: Expectation, sign: float) -> None:
    """Add the expected information of one scenario, times ``sign``."""
    contrasts, block, starts = problem.contrasts, problem.versions[version], problem.starts
    worths, thresholds = problem.worths, problem.thresholds
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
    """Return log |matrix| by Cholesky in ``room``; -inf where it is not positive definite."""
    size = len(matrix)
    total = 0.0
    for a in range(size):
        for b in range(a + 1):
            value = matrix[a, b]
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
    profiles: Ints, version: Ints, problem: Expectation, total: Floats, place: Ints, visits: int
) -> None:
    """Exchange coordinates until none helps or that many scenarios were visited; changes what it is given.

    ``total`` is the information of ``profiles``; ``place`` the row to visit next, the visits without an exchange, and
    the visits made.
    """
    trial, room = np.empty_like(total), np.empty_like(total)
    best = _log_det(total, room)
    for _ in range(visits):
        i = place[0]
        _add(total, profiles[i], version[i], problem, -1.0)
        improved = False
        for c in range(len(problem.n_levels)):
            chosen = profiles[i, c]
            for level in range(problem.n_levels[c]):
                if level == chosen:
                    continue
                old = profiles[i, c]
                profiles[i, c] = level
                if not forbidden(profiles[i], problem.rules) and not duplicated(profiles, i, problem.size):
                    trial[:] = total
                    _add(trial, profiles[i], version[i], problem, 1.0)
                    value = _log_det(trial, room)
                    if value > best + _GAIN:
                        best, chosen, improved = value, level, True
                profiles[i, c] = old
            profiles[i, c] = chosen
        _add(total, profiles[i], version[i], problem, 1.0)
        place[0] = (i + 1) % len(profiles)
        place[2] += 1
        place[1] = 0 if improved else place[1] + 1
        if place[1] >= len(profiles):
            break
