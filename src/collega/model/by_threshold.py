"""The cumulative logit in which some columns have other coefficients at every threshold, on counted rows.

P(y <= j) = F(tau_j - x'b - z'g_j): x the columns with common coefficients, z those with their own at every threshold
(partial proportional odds). Parameters are always in the order (thresholds, common coefficients, g_1, ..., g_J-1).
Nothing keeps thresholds with effects of their own in order, where no answer was given between two of them. Where the
likelihood alone would let one pass the next at a scenario that was judged, the maximum under the condition that none
does is found instead, by a barrier: a weight that goes to nothing for every answer that a scenario never got.

References
----------
Peterson & Harrell (1990), Partial proportional odds models for ordinal response variables, Applied Statistics 39.
Boyd & Vandenberghe (2004), Convex Optimization, section 11.3: the barrier method.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from collega.model.newton import Maximum, maximise
from collega.model.ordered import logit_cell
from collega.model.pooled import LEAST_INFORMATION, PooledMaximum

Floats = NDArray[np.float64]

_BARRIER = (1e-2, 1e-4, 1e-6, 1e-8)
_FURTHEST = 15.0  # logits: a threshold further off has run away, to a probability of nothing
_STEPS = 60


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ThresholdRows:
    """Distinct scenarios, their columns divided over common coefficients and coefficients by threshold.

    Attributes
    ----------
    common : (R, U) float64
    varying : (R, V) float64
    inner : int
        J-1, the number of thresholds; every answer is used.
    """

    common: Floats
    varying: Floats
    inner: int

    @property
    def n_parameters(self) -> int:
        """P: thresholds, common coefficients, and V coefficients for every threshold."""
        return self.inner + int(self.common.shape[1]) + self.inner * int(self.varying.shape[1])

    def places(self, j: int) -> NDArray[np.int64]:
        """Return (1+V,) the places of threshold j and its coefficients."""
        first = self.inner + self.common.shape[1] + j * self.varying.shape[1]
        return np.array([j, *range(first, first + self.varying.shape[1])])

    def reach(self, theta: Floats) -> Floats:
        """Return (R, J-1): each threshold less the utility at it, F of which is P(y <= j)."""
        shared = slice(self.inner, self.inner + self.common.shape[1])
        effects = theta[shared.stop :].reshape(self.inner, -1)
        reach: Floats = theta[: self.inner] - (self.common @ theta[shared])[:, None] - self.varying @ effects.T
        return reach

    def likelihood(self, theta: Floats, weights: Floats) -> tuple[float, Floats, Floats]:
        """Return log-likelihood, (P,) gradient and (P, P) Hessian.

        Parameters
        ----------
        theta : (P,) float64
        weights : (R, J) float64
            How often each row got each answer.

        Returns
        -------
        float, (P,) float64, (P, P) float64
            -inf where an answer that was given has no probability.
        """
        value, slope, diagonal, beside = reach_derivatives(self.reach(theta), weights)
        gradient, hessian = np.zeros(len(theta)), np.zeros((len(theta),) * 2)
        if value == -math.inf:
            return value, gradient, hessian
        shared = slice(self.inner, self.inner + self.common.shape[1])
        block = np.hstack([np.ones((len(self.varying), 1)), -self.varying])
        total = diagonal + beside[:, :-1] + beside[:, 1:]
        gradient[shared] = -self.common.T @ slope.sum(axis=1)
        hessian[shared, shared] = self.common.T @ (total.sum(axis=1)[:, None] * self.common)
        for j in range(self.inner):
            at = self.places(j)
            gradient[at] = block.T @ slope[:, j]
            hessian[np.ix_(at, at)] = block.T @ (diagonal[:, j, None] * block)
            cross = -block.T @ (total[:, j, None] * self.common)
            hessian[at, shared] = cross
            hessian[shared, at] = cross.T
            if j > 0:
                product = block.T @ (beside[:, j, None] * block)
                hessian[np.ix_(at, self.places(j - 1))] = product
                hessian[np.ix_(self.places(j - 1), at)] = product.T
        return value, gradient, hessian

    def scores(self, theta: Floats) -> Floats:
        """Return (R*J, P) derivatives of the log-probability of every answer to every distinct scenario.

        Zero for an answer that has no probability there.
        """
        upper, lower = answer_derivatives(self.reach(theta))
        n_rows, n_answers = upper.shape
        scores = np.zeros((n_rows, n_answers, len(theta)))
        block = np.hstack([np.ones((n_rows, 1)), -self.varying])
        shared = slice(self.inner, self.inner + self.common.shape[1])
        scores[:, :, shared] = -(upper + lower)[:, :, None] * self.common[:, None, :]
        for j in range(self.inner):
            scores[:, j, self.places(j)] += upper[:, j, None] * block
            scores[:, j + 1, self.places(j)] += lower[:, j + 1, None] * block
        return scores.reshape(n_rows * n_answers, len(theta))


def divide(matrix: Floats, varying: NDArray[np.bool_], inner: int) -> ThresholdRows:
    """Return the rows of (R, K) coded scenarios, the columns in (K,) ``varying`` by threshold."""
    return ThresholdRows(
        common=np.ascontiguousarray(matrix[:, ~varying]), varying=np.ascontiguousarray(matrix[:, varying]), inner=inner
    )


def proportional(theta: Floats, varying: NDArray[np.bool_], inner: int) -> Floats:
    """Return the (P,) parameters with the same effects at every threshold, from (thresholds, K coefficients)."""
    coefficients = theta[inner:]
    return np.concatenate([theta[:inner], coefficients[~varying], np.tile(coefficients[varying], inner)])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OrderedMaximum:
    """The maximum of the likelihood with the thresholds in order at every scenario that was judged.

    Attributes
    ----------
    maximum : PooledMaximum
        Its parameters in the order of :class:`ThresholdRows`.
    held : bool
        Whether the order had to be held: without, one threshold passes another.
    """

    maximum: PooledMaximum
    held: bool


def maximise_by_threshold(
    rows: ThresholdRows, counts: NDArray[np.int64], penalty: Floats, start: Floats
) -> OrderedMaximum:
    """Find the maximum by Newton's method; with order held, with a penalty, or with both, where it must be.

    Parameters
    ----------
    rows : ThresholdRows
    counts : (R, J) int64
    penalty : (P, P) float64
        Information of the penalty that is used only where it is needed.
    start : (P,) float64
        With the thresholds in order.
    """
    none = np.zeros_like(penalty)
    least = LEAST_INFORMATION * np.linalg.norm(rows.likelihood(start, counts.astype(np.float64))[2], 2)
    for weight, held in ((none, False), (none, True), (penalty, False)):
        found = _climb(rows, counts, weight, start, _BARRIER if held else (0.0,))
        if _acceptable(rows, found, 0.0 if weight.any() else float(least)):
            return _packed(rows, counts, weight, found, held=held)
    return _packed(rows, counts, penalty, _climb(rows, counts, penalty, start, _BARRIER), held=True)


def spread_penalty(rows: ThresholdRows, penalty: Floats, varying: NDArray[np.bool_]) -> Floats:
    """Return the (P, P) information of the penalty on the effects at each threshold, from the (K, K) on one."""
    full = np.zeros((rows.n_parameters,) * 2)
    shared = slice(rows.inner, rows.inner + rows.common.shape[1])
    full[shared, shared] = penalty[np.ix_(~varying, ~varying)]
    for j in range(rows.inner):
        effects = rows.places(j)[1:]
        full[np.ix_(effects, effects)] = penalty[np.ix_(varying, varying)]
    return full


def _climb(
    rows: ThresholdRows, counts: NDArray[np.int64], penalty: Floats, start: Floats, barriers: tuple[float, ...]
) -> Maximum:
    """Climb from start to the maximum with each weight of the answers that were never given, one after another."""

    def objective(theta: Floats) -> tuple[float, Floats, Floats]:
        value, gradient, hessian = rows.likelihood(theta, weights)
        pull = penalty @ theta
        return value - 0.5 * float(theta @ pull), gradient - pull, hessian - penalty

    for barrier in barriers:
        weights = np.where(counts == 0, barrier, counts.astype(np.float64))
        found = maximise(objective, start, _STEPS)
        start = found.theta
    return found


def _acceptable(rows: ThresholdRows, found: Maximum, least: float) -> bool:
    """Whether a maximum was reached, the thresholds in order; with a least information also whether it is finite."""
    reach = rows.reach(found.theta)
    if not (found.converged and (np.diff(reach, axis=1) > 0.0).all()):
        return False
    return least == 0.0 or bool(np.abs(reach).max() < _FURTHEST and np.linalg.eigvalsh(-found.hessian)[0] > least)


def _packed(
    rows: ThresholdRows, counts: NDArray[np.int64], penalty: Floats, found: Maximum, *, held: bool
) -> OrderedMaximum:
    maximum = PooledMaximum(
        theta=found.theta,
        log_likelihood=rows.likelihood(found.theta, counts.astype(np.float64))[0],
        bread=np.linalg.inv(-found.hessian).astype(np.float64),
        penalty=penalty,
        penalised=bool(penalty.any()),
        converged=found.converged,
    )
    return OrderedMaximum(maximum=maximum, held=held)


@njit(cache=True, nogil=True)
def reach_derivatives(reach: Floats, weights: Floats) -> tuple[float, Floats, Floats, Floats]:
    """Log-likelihood of weighted answers, and its derivatives to what reaches each threshold.

    Parameters
    ----------
    reach : (R, J-1) float64
    weights : (R, J) float64

    Returns
    -------
    float, (R, J-1) float64, (R, J-1) float64, (R, J) float64
        Value, slope, second derivative, and mixed second derivative to the reach before (``[:, j]``: j-1 and j; zero at
        both ends). -inf where an answer with weight has no probability.
    """
    n_rows, inner = reach.shape
    slope, diagonal, beside = np.zeros((n_rows, inner)), np.zeros((n_rows, inner)), np.zeros((n_rows, inner + 1))
    total = 0.0
    for r in range(n_rows):
        for j in range(inner + 1):
            weight = weights[r, j]
            if weight == 0.0:
                continue
            upper = reach[r, j] if j < inner else math.inf
            lower = reach[r, j - 1] if j > 0 else -math.inf
            log_p, du, dl, duu, dul, dll = logit_cell(upper, lower)
            if log_p == -math.inf:
                return -math.inf, slope, diagonal, beside
            total += weight * log_p
            if j < inner:
                slope[r, j] += weight * du
                diagonal[r, j] += weight * duu
            if j > 0:
                slope[r, j - 1] += weight * dl
                diagonal[r, j - 1] += weight * dll
            if 0 < j < inner:
                beside[r, j] += weight * dul
    return total, slope, diagonal, beside


@njit(cache=True, nogil=True)
def answer_derivatives(reach: Floats) -> tuple[Floats, Floats]:
    """Return (R, J) derivatives of each answer's log-probability to the reach above and below it."""
    n_rows, inner = reach.shape
    above, below = np.zeros((n_rows, inner + 1)), np.zeros((n_rows, inner + 1))
    for r in range(n_rows):
        for j in range(inner + 1):
            upper = reach[r, j] if j < inner else math.inf
            lower = reach[r, j - 1] if j > 0 else -math.inf
            _, du, dl, _, _, _ = logit_cell(upper, lower)
            above[r, j], below[r, j] = du, dl
    return above, below
