"""The cumulative link model of one answer, and its likelihood, gradient and Hessian on counted rows.

P(y <= j) = F(tau_j - x'b): an answer lies between a lower and an upper bound on the latent scale. Parameters are
always in the order (thresholds, coefficients).

References
----------
McCullagh (1980), Regression models for ordinal data, JRSS B 42.
Pratt (1981), Concavity of the log likelihood, JASA 76: the maximum, where it exists, is the only one.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy.special import expit, logit, ndtr, ndtri

from collega.model.fit import Link

LINK_NUMBER: dict[Link, int] = {"logit": 0, "probit": 1}
_ROOT_HALF = math.sqrt(0.5)
_LOG_ROOT_TAU = 0.5 * math.log(2 * math.pi)
_ERFC_REACHES = -36.0  # below this erfc underflows and its asymptotic series is exact to double precision


def distribution(link: Link, value: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return F(value)."""
    result: NDArray[np.float64] = expit(value) if link == "logit" else ndtr(value)
    return result


def start_thresholds(link: Link, totals: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the (J-1,) maximum-likelihood thresholds of a model without criteria, from (J,) counts, all positive."""
    below = np.cumsum(totals)[:-1] / totals.sum()
    start: NDArray[np.float64] = logit(below) if link == "logit" else ndtri(below)
    return start


def probabilities(link: Link, thresholds: NDArray[np.float64], utility: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return (S, J) probabilities of every answer at (S,) utilities."""
    reach = distribution(link, thresholds[None, :] - utility[:, None])
    edge = np.ones((len(utility), 1))
    result: NDArray[np.float64] = np.diff(np.hstack([0 * edge, reach, edge]), axis=1)
    return result


@njit(cache=True, nogil=True, inline="always")
def _softplus(x: float) -> float:
    return math.log1p(math.exp(-abs(x))) + max(x, 0.0)


@njit(cache=True, nogil=True, inline="always")
def _expit(x: float) -> float:
    e = math.exp(-abs(x))
    return 1.0 / (1.0 + e) if x >= 0 else e / (1.0 + e)


@njit(cache=True, nogil=True)
def logit_cell(upper: float, lower: float) -> tuple[float, float, float, float, float, float]:
    """As :func:`cell`, of the logistic distribution."""
    # log(F(u) - F(l)) = log(1 - e^-(u-l)) - softplus(-u) - softplus(l): no cancellation anywhere
    gap = -math.expm1(lower - upper)
    if not gap > 0.0:
        return -math.inf, 0.0, 0.0, 0.0, 0.0, 0.0
    ratio = math.exp(lower - upper) / gap
    above, below = _expit(-upper), _expit(lower)
    both = ratio / gap
    return (
        math.log(gap) - _softplus(-upper) - _softplus(lower),
        ratio + above,
        -ratio - below,
        -both - above * (1.0 - above),
        both,
        -both - below * (1.0 - below),
    )


@njit(cache=True, nogil=True)
def _log_ndtr(x: float) -> float:
    if x > _ERFC_REACHES:
        return math.log(0.5 * math.erfc(-x * _ROOT_HALF))
    inverse = 1.0 / (x * x)
    return -0.5 * x * x - _LOG_ROOT_TAU - math.log(-x) + math.log1p(-inverse * (1.0 - 3.0 * inverse))


@njit(cache=True, nogil=True)
def _probit_cell(upper: float, lower: float) -> tuple[float, float, float, float, float, float]:
    if not upper > lower:
        return -math.inf, 0.0, 0.0, 0.0, 0.0, 0.0
    near, far = (-lower, -upper) if upper + lower > 0 else (upper, lower)  # work in the left tail
    log_near = _log_ndtr(near)
    log_p = log_near if far == -math.inf else log_near + math.log(-math.expm1(_log_ndtr(far) - log_near))
    du, duu, dl, dll = 0.0, 0.0, 0.0, 0.0
    if upper < math.inf:
        du = math.exp(-0.5 * upper * upper - _LOG_ROOT_TAU - log_p)
        duu = -du * (upper + du)
    if lower > -math.inf:
        dl = -math.exp(-0.5 * lower * lower - _LOG_ROOT_TAU - log_p)
        dll = -dl * (lower + dl)
    return log_p, du, dl, duu, -du * dl, dll


@njit(cache=True, nogil=True)
def cell(link: int, upper: float, lower: float) -> tuple[float, float, float, float, float, float]:
    """Return log(F(upper) - F(lower)) and its derivatives: u, l, uu, ul, ll; -inf where upper <= lower."""
    if link == 0:
        return logit_cell(upper, lower)
    return _probit_cell(upper, lower)


@njit(cache=True, nogil=True)
def bounds(thresholds: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the (J+1,) bounds: minus infinity, thresholds, infinity."""
    edges = np.empty(len(thresholds) + 2)
    edges[0], edges[-1] = -math.inf, math.inf
    edges[1:-1] = thresholds
    return edges


@njit(cache=True, nogil=True)
def likelihood(
    link: int, theta: NDArray[np.float64], matrix: NDArray[np.float64], counts: NDArray[np.int64]
) -> tuple[float, NDArray[np.float64], NDArray[np.float64]]:
    """Log-likelihood, gradient and Hessian of counted answers.

    Parameters
    ----------
    link : int
        See ``LINK_NUMBER``.
    theta : (P,) float64
        Thresholds and coefficients.
    matrix : (R, K) float64
    counts : (R, J) int

    Returns
    -------
    float, (P,) float64, (P, P) float64
        -inf where the thresholds are not increasing.
    """
    n_rows, n_answers = counts.shape
    inner, n_columns = n_answers - 1, matrix.shape[1]
    edges = bounds(theta[:inner])
    gradient = np.zeros(len(theta))
    hessian = np.zeros((len(theta), len(theta)))
    mixed = np.empty(n_answers + 1)
    total = 0.0
    for r in range(n_rows):
        utility = 0.0
        for k in range(n_columns):
            utility += matrix[r, k] * theta[inner + k]
        slope, curvature = 0.0, 0.0
        mixed[:] = 0.0
        for j in range(n_answers):
            n = counts[r, j]
            if n == 0:
                continue
            log_p, du, dl, duu, dul, dll = cell(link, edges[j + 1] - utility, edges[j] - utility)
            if log_p == -math.inf:
                return -math.inf, gradient, hessian
            total += n * log_p
            slope += n * (du + dl)
            curvature += n * (duu + 2 * dul + dll)
            mixed[j + 1] += n * (duu + dul)
            mixed[j] += n * (dll + dul)
            if j < inner:
                gradient[j] += n * du
                hessian[j, j] += n * duu
            if j > 0:
                gradient[j - 1] += n * dl
                hessian[j - 1, j - 1] += n * dll
            if 0 < j < inner:
                hessian[j, j - 1] += n * dul
        for k in range(n_columns):
            x = matrix[r, k]
            gradient[inner + k] -= slope * x
            if x != 0.0:
                for j in range(inner):
                    hessian[inner + k, j] -= x * mixed[j + 1]
                for m in range(k + 1):
                    hessian[inner + k, inner + m] += curvature * x * matrix[r, m]
    for p in range(len(theta)):
        for q in range(p):
            hessian[q, p] = hessian[p, q]
    return total, gradient, hessian


@njit(cache=True, nogil=True)
def cell_scores(
    link: int, theta: NDArray[np.float64], matrix: NDArray[np.float64], n_answers: int
) -> NDArray[np.float64]:
    """Return (R*J, P) derivatives of the log-probability of every answer to every distinct scenario."""
    n_rows, n_columns = matrix.shape
    inner = n_answers - 1
    edges = bounds(theta[:inner])
    scores = np.zeros((n_rows * n_answers, len(theta)))
    for r in range(n_rows):
        utility = np.dot(matrix[r], theta[inner:])
        for j in range(n_answers):
            _, du, dl, _, _, _ = cell(link, edges[j + 1] - utility, edges[j] - utility)
            line = scores[r * n_answers + j]
            if j < inner:
                line[j] = du
            if j > 0:
                line[j - 1] = dl
            for k in range(n_columns):
                line[inner + k] = -(du + dl) * matrix[r, k]
    return scores
