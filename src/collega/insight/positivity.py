"""How positive everyone answers, whatever they judged: what remains after a model of the levels.

y_in = mu + x_in'b + a_i + e_in, the answers counted from 0. The weights b of the levels are common, and estimated by
generalised least squares: within people as far as people differ, so that neither who judged what nor one's own answers
pass for the work of the levels. The variances of a_i and e_in come from moments. A prior on b (all levels together
explain as much as all answers vary) matters only where there are more levels than answers to learn them from. The score
of somebody is their average answer less what their levels explain, in standard deviations of such an average: people
with few answers scatter more.

References
----------
Wallace & Hussain (1969), The use of error components models in combining cross section with time series data,
Econometrica 37. Winkler, Ridgway, Webster, Smith & Nichols (2014), Permutation inference for the general linear model,
NeuroImage 92: residuals of what is of no interest, permuted.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from collega.panel.counts import merge_profiles
from collega.panel.judged_levels import judged_levels
from collega.panel.panel import Panel
from collega.study.coding import Coding

Floats = NDArray[np.float64]
_DIGITS = 9  # equal answers to the same levels must tie, whatever the order of the sums
_LEAST = 1e-9  # of the variance of all answers


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Averages:
    """Averages of everyone's answers and of the levels that they judged, less those of all answers.

    Attributes
    ----------
    n : (I,) float64
        Answers of each participant.
    answer : (I,) float64
    levels : (I, K) float64
        Of the coded levels.
    total, between : (K+1, K+1) float64
        Sums of squares and products of the coded levels and, last, the answers: of all, and of the averages.
    """

    n: Floats
    answer: Floats
    levels: Floats
    total: Floats
    between: Floats


def positivity(panel: Panel) -> Floats:
    """Return (I,) how much more positive everyone answers than others would on the same levels, in standard deviations.

    Everybody in the panel must have answered.
    """
    averages = average_answers(panel)
    spread, error = _variances(averages)
    if spread + error == 0.0:
        return np.zeros(len(averages.n))
    personal = averages.n * spread / (averages.n * spread + error)  # how much of an average is the person's
    weighed = averages.levels * (averages.n * personal)[:, None]
    products = weighed.T @ np.column_stack([averages.levels, averages.answer])
    weights = _weights(averages, averages.total[:-1] - products, error)
    score = (averages.answer - averages.levels @ weights) / np.sqrt(spread + error / averages.n)
    rounded: Floats = np.round(score, _DIGITS) + 0.0
    return rounded


def average_answers(panel: Panel) -> Averages:
    """Return everyone's averages, and the sums of squares and products within the panel."""
    first, row = merge_profiles(panel.design.profiles)
    occurring = np.bincount(row[panel.scenario], minlength=len(first)) > 0
    judged = judged_levels(panel)
    coding = Coding(n_levels=judged.coding.n_levels, kind="orthonormal")
    coded = np.zeros((len(first), coding.n_columns))
    coded[occurring] = judged.matrix(panel.design.profiles[first][occurring], kind="orthonormal")
    of_answer, size = row[panel.scenario], panel.n_participants
    n = np.bincount(panel.participant, minlength=size).astype(np.float64)
    rows = np.bincount(of_answer, minlength=len(first)).astype(np.float64)
    coded -= rows @ coded / rows.sum()
    answer = panel.answer - panel.answer.mean()
    sums = [np.bincount(panel.participant, weights=column[of_answer], minlength=size) for column in coded.T]
    means = np.column_stack([*sums, np.bincount(panel.participant, weights=answer, minlength=size)]) / n[:, None]
    products = np.column_stack([coded, np.zeros(len(first))])
    products[:, -1] = np.bincount(of_answer, weights=answer, minlength=len(first)) / np.maximum(rows, 1)
    total = (products * rows[:, None]).T @ products
    total[-1, -1] = answer @ answer
    return Averages(n=n, answer=means[:, -1], levels=means[:, :-1], total=total, between=(means * n[:, None]).T @ means)


def _variances(averages: Averages) -> tuple[float, float]:
    """Return the variance between people and of one answer, given the levels; all of it of one answer where unknown."""
    n, size = averages.n.sum(), len(averages.n)
    variance = averages.total[-1, -1] / n
    within = averages.total - averages.between
    if n == size or variance == 0.0:
        return 0.0, float(variance)
    weights = _weights(averages, within[:-1], variance)
    explained = 2 * weights @ within[:-1, -1] - weights @ within[:-1, :-1] @ weights
    error = max(within[-1, -1] - explained, 0.0) / max(n - size - _degrees(averages, within, variance), 1.0)
    pooled = averages.answer - averages.levels @ _weights(averages, averages.total[:-1], variance)
    spread = float(np.mean(np.square(pooled)) - error * np.mean(1.0 / averages.n))
    floor = _LEAST * variance
    return max(spread, 0.0 if error > floor else floor), float(error if error > floor else 0.0)


def _weights(averages: Averages, products: Floats, error: float) -> Floats:
    """Return (K,) weights of the levels by ridge regression, from (K, K+1) sums of squares and products."""
    return np.asarray(np.linalg.solve(products[:, :-1] + _ridge(averages, error), products[:, -1]))


def _ridge(averages: Averages, error: float) -> Floats:
    variance, width = averages.total[-1, -1] / averages.n.sum(), averages.levels.shape[1]
    return np.asarray(np.eye(width) * width * max(error / variance, _LEAST))


def _degrees(averages: Averages, within: Floats, variance: float) -> float:
    """Return how many of the weights the answers within people determine."""
    values = np.linalg.eigvalsh(within[:-1, :-1])
    return float((values / (values + np.diag(_ridge(averages, variance)))).sum())
