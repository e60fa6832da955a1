"""Balanced sampling: chance as always, but the totals of groups do not stray as far as chance alone would take them.

All answers are drawn together, with log probability sum_i log p_i(y_i) - sum_k s_k T_k^2 / (2 V_k), up to a constant:
T_k are the totals, over a group of participants, of the scores and of the answers beyond expectation, V_k their
variances, s_k the strength. A total's standard deviation becomes about 1 / sqrt(1 + s_k) of what it was.

This alone would favour likely answers, which add least to any total. Were the totals independent and normal, an answer
with contributions m_k would lose sum_k m_k^2 / (2 V_k (1 + 1 / s_k)) of its log probability: its lift. Totals overlap,
so a share of the lifts is given back: the share with which answers are as surprising, -log p, as they must be on
average. Then single answers keep their probability, nearly. Gibbs sampling; the share is sought meanwhile.

References
----------
Hajek (1964), Asymptotic theory of rejective sampling, Annals of Mathematical Statistics 35. Chen, Dempster & Liu
(1994), Weighted finite population sampling to maximize entropy, Biometrika 81: weights that keep the probabilities.
Robbins & Monro (1951), A stochastic approximation method, Annals of Mathematical Statistics 22.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
STRENGTH = 8.0
STRENGTH_OVERALL = 35.0
_ANSWERS_PER_TOTAL = 3  # with fewer, balance would dictate the answers
_WORK = 200_000  # answers drawn while balancing, in as many sweeps as that takes
_FEWEST_SWEEPS, _MOST_SWEEPS = 30, 400
_LARGEST_SHARE = 1.5
_LEAST = 1e-9


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
        Who belongs to which group; the first column is everybody. Groups with few answers are left to chance.
    participant, scenario : (N,) int64
    balanced : bool
        False: by chance alone.

    Returns
    -------
    (N,) int64
    """
    past = np.cumsum(chances, axis=1) < rng.random((len(chances), 1))
    answers: Ints = np.minimum(past.sum(axis=1), chances.shape[1] - 1).astype(np.int64)
    per_group = groups.T @ np.bincount(participant, minlength=len(groups))
    enough = per_group >= _ANSWERS_PER_TOTAL * (rows.shape[1] + chances.shape[1])
    if balanced and enough.any():
        groups = np.ascontiguousarray(groups[:, enough])
        strength = np.full((groups.shape[1], 1), STRENGTH)
        strength[0] = STRENGTH_OVERALL
        total, variance = _totals(answers, chances, scores, rows[scenario], groups[participant])
        pull = strength / variance
        lift = _lifts(chances, scores, rows[scenario], groups[participant] @ (pull / (1.0 + strength)))
        _balance(rng, answers, chances, lift, scores, rows, groups, participant, scenario, total, pull)
    return answers


def _totals(answers: Ints, chances: Floats, scores: Floats, rows: Floats, groups: Floats) -> tuple[Floats, Floats]:
    """Return (Z, K+J) totals of the answers drawn, beyond expectation, and their variances."""
    drawn = np.arange(chances.shape[1]) == answers[:, None]
    score = np.take_along_axis(scores, answers[:, None], axis=1)
    information = (chances * scores**2).sum(axis=1, keepdims=True)
    total: Floats = groups.T @ np.hstack([score * rows, drawn - chances])
    variance: Floats = groups.T @ np.hstack([information * rows**2, chances * (1.0 - chances)])
    return total, np.maximum(variance, _LEAST)


def _lifts(chances: Floats, scores: Floats, rows: Floats, ease: Floats) -> Floats:
    """Return (N, J) lifts; ``ease`` is what a squared contribution to each kind of total counts for, (N, K+J)."""
    n_columns = rows.shape[1]
    part = np.eye(chances.shape[1]) - chances[:, None, :]
    by_score = scores**2 * (rows**2 * ease[:, :n_columns]).sum(axis=1, keepdims=True)
    lift: Floats = 0.5 * (by_score + (part**2 * ease[:, None, n_columns:]).sum(axis=2))
    return lift


@njit(cache=True, nogil=True)
def _balance(
    rng: np.random.Generator,
    answers: Ints,
    chances: Floats,
    lift: Floats,
    scores: Floats,
    rows: Floats,
    groups: Floats,
    participant: Ints,
    scenario: Ints,
    total: Floats,
    pull: Floats,
) -> None:
    """Draw every answer anew, given all others, sweep after sweep; ``pull`` is strength over variance, (Z, K+J)."""
    surprise = -np.log(chances)
    weights = np.empty(chances.shape[1])
    due, gain = _expected(chances, surprise, lift)
    share = 0.5
    for sweep in range(min(max(_WORK // len(answers), _FEWEST_SWEEPS), _MOST_SWEEPS)):
        seen = 0.0
        for i in range(len(answers)):
            row, mine = rows[scenario[i]], np.flatnonzero(groups[participant[i]])
            _count(total, mine, row, scores[i], answers[i], -1.0)
            _weigh(weights, share * lift[i] - surprise[i], scores[i], row, mine, total, pull)
            answers[i] = _draw_one_design(rng, weights)
            _count(total, mine, row, scores[i], answers[i], 1.0)
            seen += (weights * surprise[i]).sum()
        share += (due - seen) / gain / (2.0 + 0.2 * sweep)
        share = min(max(share, 0.0), _LARGEST_SHARE)


@njit(cache=True, nogil=True)
def _expected(chances: Floats, surprise: Floats, lift: Floats) -> tuple[float, float]:
    """Return the surprise expected of all answers, and its derivative to the share of the lifts."""
    due, gain = 0.0, _LEAST
    for i in range(len(chances)):
        due += (chances[i] * surprise[i]).sum()
        gain += (chances[i] * surprise[i] * (lift[i] - (chances[i] * lift[i]).sum())).sum()
    return due, max(gain, _LEAST)


@njit(cache=True, nogil=True)
def _count(total: Floats, mine: Ints, row: Floats, scores: Floats, answer: int, sign: float) -> None:
    """Add an answer to the totals of the groups it belongs to, or take it out."""
    for z in mine:
        for k in range(len(row)):
            total[z, k] += sign * scores[answer] * row[k]
        total[z, len(row) + answer] += sign


@njit(cache=True, nogil=True)
def _weigh(
    weights: Floats, working: Floats, scores: Floats, row: Floats, mine: Ints, others: Floats, pull: Floats
) -> None:
    """Fill in the probabilities of an answer's categories, given the totals of all other answers."""
    n_columns = len(row)
    slope, curve = 0.0, 0.0
    weights[:] = working
    for z in mine:
        for k in range(n_columns):
            slope += pull[z, k] * others[z, k] * row[k]
            curve += pull[z, k] * row[k] ** 2
        for j in range(len(weights)):
            weights[j] -= pull[z, n_columns + j] * (others[z, n_columns + j] + 0.5)
    for j in range(len(weights)):
        weights[j] -= scores[j] * (slope + 0.5 * scores[j] * curve)
    weights[:] = np.exp(weights - weights.max())
    weights /= weights.sum()


@njit(cache=True, nogil=True)
def _draw_one_design(rng: np.random.Generator, chances: Floats) -> int:
    u = rng.random()
    for j in range(len(chances) - 1):
        u -= chances[j]
        if u < 0.0:
            return j
    return len(chances) - 1
