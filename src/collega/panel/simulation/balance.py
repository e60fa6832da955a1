"""Balanced sampling: chance as always, but the totals of groups do not stray as far as chance alone would take them.

Answers are drawn from their own distribution, tilted by exp(-strength / 2 sum_k T_k^2 / V_k): T_k are the totals, over
a group of participants, of the scores and of the answers beyond expectation, V_k their variances. A total's standard
deviation becomes 1 / sqrt(1 + strength) of what it was; the distribution of one answer hardly changes. Metropolis
steps.

References
----------
Hajek (1964), Asymptotic theory of rejective sampling, Annals of Mathematical Statistics 35. Deville & Tille (2004),
Efficient balanced sampling: the cube method, Biometrika 91. Fuller (2009), Some design properties of a rejective
sampling procedure, Biometrika 96.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
STRENGTH = 8.0
STRENGTH_OVERALL = 35.0
_SWEEPS = 30


def balance_people(deviations: Floats, groups: Floats) -> Floats:
    """Take the groups' means out of (I, K) deviations between people, and give them back their spread.

    Parameters
    ----------
    groups : (I, Z) float64
        Who belongs to which group.
    """
    n = len(deviations)
    design = np.hstack([np.ones((n, 1)), groups])
    rank = int(np.linalg.matrix_rank(design))
    if n - rank < max(5, n // 4):
        centred: Floats = deviations - deviations.mean(axis=0)
        return centred
    left: Floats = deviations - design @ np.linalg.lstsq(design, deviations, rcond=None)[0]
    left *= np.sqrt(n / (n - rank))
    return left


@njit(cache=True, nogil=True)
def draw_answers(
    rng: np.random.Generator,
    chances: Floats,
    scores: Floats,
    rows: Floats,
    groups: Floats,
    participant: Ints,
    scenario: Ints,
    balanced: bool,
) -> Ints:
    """Draw all answers.

    Parameters
    ----------
    chances, scores : (N, J) float64
        Probability of each answer, and the derivative of its logarithm to utility.
    rows : (S, K) float64
        Coded scenarios, the intercept included.
    groups : (I, Z) float64
        Who belongs to which group; the first column is everybody.
    participant, scenario : (N,) int64
    balanced : bool
        False: by chance alone.

    Returns
    -------
    (N,) int64
    """
    n = len(chances)
    answers = np.empty(n, dtype=np.int64)
    for i in range(n):
        answers[i] = _one(rng, chances[i])
    if not balanced:
        return answers
    total, variance = _totals(chances, scores, rows, groups, participant, scenario, answers)
    variance /= STRENGTH
    variance[:, 0] *= STRENGTH / STRENGTH_OVERALL
    n_columns, n_groups = rows.shape[1], groups.shape[1]
    for _ in range(_SWEEPS):
        for i in range(n):
            old, new = answers[i], _one(rng, chances[i])
            if old == new:
                continue
            step = scores[i, new] - scores[i, old]
            change = 0.0
            for z in range(n_groups):
                if groups[participant[i], z] == 0.0:
                    continue
                for k in range(n_columns):
                    move = step * rows[scenario[i], k]
                    change += move * (2.0 * total[k, z] + move) / variance[k, z]
                change += (2.0 * total[n_columns + new, z] + 1.0) / variance[n_columns + new, z]
                change -= (2.0 * total[n_columns + old, z] - 1.0) / variance[n_columns + old, z]
            if change <= 0.0 or rng.random() < np.exp(-0.5 * change):
                answers[i] = new
                for z in range(n_groups):
                    if groups[participant[i], z] == 0.0:
                        continue
                    for k in range(n_columns):
                        total[k, z] += step * rows[scenario[i], k]
                    total[n_columns + new, z] += 1.0
                    total[n_columns + old, z] -= 1.0
    return answers


@njit(cache=True, nogil=True)
def _totals(
    chances: Floats,
    scores: Floats,
    rows: Floats,
    groups: Floats,
    participant: Ints,
    scenario: Ints,
    answers: Ints,
) -> tuple[Floats, Floats]:
    """Return (K+J, Z) totals of the answers drawn, beyond expectation, and their variances."""
    n_columns, n_answers, n_groups = rows.shape[1], chances.shape[1], groups.shape[1]
    total = np.zeros((n_columns + n_answers, n_groups))
    variance = np.full((n_columns + n_answers, n_groups), 1e-9)
    for i in range(len(answers)):
        information = (chances[i] * scores[i] ** 2).sum()
        for z in range(n_groups):
            if groups[participant[i], z] == 0.0:
                continue
            for k in range(n_columns):
                x = rows[scenario[i], k]
                total[k, z] += scores[i, answers[i]] * x
                variance[k, z] += information * x * x
            for j in range(n_answers):
                total[n_columns + j, z] += (1.0 if j == answers[i] else 0.0) - chances[i, j]
                variance[n_columns + j, z] += chances[i, j] * (1.0 - chances[i, j])
    return total, variance


@njit(cache=True, nogil=True)
def _one(rng: np.random.Generator, chances: Floats) -> int:
    u = rng.random()
    for j in range(len(chances) - 1):
        u -= chances[j]
        if u < 0.0:
            return j
    return len(chances) - 1
