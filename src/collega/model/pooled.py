"""The pooled model: one set of weights for all, by maximum likelihood on counted answers.

References
----------
McCullagh (1980), Regression models for ordinal data, JRSS B 42. Standard errors clustered by participant: Liang &
Zeger (1986), Biometrika 73.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from collega.messages import Message
from collega.model.cluster import sandwich
from collega.model.counted import LOGIT, count, spread_covariance, spread_thresholds
from collega.model.fit import Estimates, Fit
from collega.model.newton import Maximum, maximise
from collega.model.ordered import likelihood, start_thresholds
from collega.model.packaging import pack_estimates
from collega.model.penalty import PENALISED, PENALTY_SD, penalty_matrix
from collega.panel.facts import facts_of
from collega.panel.panel import Panel
from collega.panel.parts import PanelParts, whole

LEAST_INFORMATION = 1e-9  # of the largest: less is none, but for rounding


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PooledMaximum:
    """The maximum of the pooled likelihood.

    Attributes
    ----------
    theta : (P,) float64
        Thresholds between the used answers, then coefficients in effects coding.
    log_likelihood : float
        Without the penalty.
    bread : (P, P) float64
        Inverse of the observed information, penalty included.
    penalty : (P, P) float64
        Information of the penalty; zero where none was needed.
    penalised : bool
    converged : bool
    """

    theta: NDArray[np.float64]
    log_likelihood: float
    bread: NDArray[np.float64]
    penalty: NDArray[np.float64]
    penalised: bool
    converged: bool


def fit_pooled(
    panel: Panel | PanelParts, *, coding: Literal["effects", "treatment"] = "effects", by_threshold: Sequence[str] = ()
) -> Fit:
    """Fit the pooled model to the included participants.

    Parameters
    ----------
    panel : Panel or PanelParts
    coding : str
        ``treatment`` also gives coefficients against each criterion's first level.
    by_threshold : sequence of str
        Keys of criteria with effects of their own at every threshold.

    Raises
    ------
    NotComputedError
        Where everybody gave the same answer; and for what :mod:`collega.model.pooled_by_threshold` cannot fit.
    """
    if by_threshold:
        from collega.model.pooled_by_threshold import fit_by_threshold

        return fit_by_threshold(whole(panel), by_threshold, coding=coding)
    began = time.perf_counter()
    counted = count(panel)
    found = maximise_pooled(counted.counts.matrix, counted.counts.counts, penalty_matrix(counted.judged.coding))
    covariance = sandwich(found.bread, counted.score_products(found.theta), counted.n_participants, found.penalty)
    inner = counted.counts.counts.shape[1] - 1
    estimates = Estimates(
        coding="effects",
        thresholds=spread_thresholds(found.theta[:inner], counted.used),
        coefficients=counted.judged.to_study @ found.theta[inner:],
        intercept_sd=None,
        covariance=spread_covariance(covariance, counted),
        covariance_plain=spread_covariance(found.bread, counted),
    )
    return pack_estimates(
        facts_of(panel),
        "pooled",
        estimates,
        counted.judged,
        treatment=coding == "treatment",
        log_likelihood=found.log_likelihood,
        converged=found.converged,
        warnings=likelihood_warnings(found.penalised, found.converged),
        seconds=time.perf_counter() - began,
    )


def maximise_pooled(
    matrix: NDArray[np.float64], counts: NDArray[np.int64], penalty: NDArray[np.float64]
) -> PooledMaximum:
    """Find the maximum by Newton's method; with a penalty where there is none, or not one only.

    Parameters
    ----------
    matrix : (R, K) float64
        Coded scenarios, or some of their columns.
    counts : (R, J) int64
        Answers to each, every category used.
    penalty : (K, K) float64
        Information of the penalty that is used only where it is needed.
    """
    start = np.concatenate([start_thresholds("logit", counts.sum(axis=0)), np.zeros(matrix.shape[1])])
    weight = np.zeros((len(start),) * 2)
    found = maximise(lambda theta: likelihood(LOGIT, theta, matrix, counts), start)
    if found.converged and _regular(found):
        return PooledMaximum(
            theta=found.theta,
            log_likelihood=found.value,
            bread=np.linalg.inv(-found.hessian).astype(np.float64),
            penalty=weight,
            penalised=False,
            converged=True,
        )
    weight[counts.shape[1] - 1 :, counts.shape[1] - 1 :] = penalty

    def penalised(theta: NDArray[np.float64]) -> tuple[float, NDArray[np.float64], NDArray[np.float64]]:
        value, gradient, hessian = likelihood(LOGIT, theta, matrix, counts)
        pull = weight @ theta
        return value - 0.5 * float(theta @ pull), gradient - pull, hessian - weight

    found = maximise(penalised, start, limit=100)
    return PooledMaximum(
        theta=found.theta,
        log_likelihood=float(likelihood(LOGIT, found.theta, matrix, counts)[0]),
        bread=np.linalg.inv(-found.hessian).astype(np.float64),
        penalty=weight,
        penalised=True,
        converged=found.converged,
    )


def likelihood_warnings(penalised: bool, converged: bool) -> tuple[str, ...]:
    """Return how the maximum was found, where that is not as usual."""
    warnings = [] if converged else [Message("model-no-maximum")]
    if penalised:
        warnings.append(Message(PENALISED, deviation=PENALTY_SD))
    return tuple(warnings)


def _regular(found: Maximum) -> bool:
    """Whether the information is far enough from singular to invert: not so with levels that cannot be told apart."""
    values = np.linalg.eigvalsh(-found.hessian)
    return bool(values[0] > LEAST_INFORMATION * values[-1])
