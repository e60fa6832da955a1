"""The mixed model: common weights, and an intercept of everyone's own, by maximum likelihood.

References
----------
Hedeker & Gibbons (1994), A random-effects ordinal regression model for multilevel analysis, Biometrics 50.
Christensen (2019), Cumulative link models for ordinal regression with the R package ordinal: ``clmm``.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from collega.errors import NotComputedError
from collega.messages import Message
from collega.model.chunks import Chunk, integrate_all
from collega.model.cluster import sandwich
from collega.model.counted import CountedInParts, CountedPanel, count, spread_covariance, spread_thresholds
from collega.model.fit import Estimates, Fit
from collega.model.newton import maximise
from collega.model.packaging import pack_estimates
from collega.model.penalty import penalty_matrix
from collega.model.pooled import likelihood_warnings, maximise_pooled
from collega.model.quadrature import Sums, grid
from collega.panel.facts import facts_of
from collega.panel.panel import Panel
from collega.panel.parts import PanelParts
from collega.pieces import Pieces, Report

Floats = NDArray[np.float64]

REACH = 5.5
_SPACING = 1.0  # in posterior standard deviations: the trapezoidal rule is then off by 3e-9 of itself
_MOST_NODES = 401
_LOGIT_INFORMATION = 1.0 / 3.0  # most that one answer tells about an intercept
_START_SPREAD = 0.7
_LARGEST_SPREAD = 25.0  # logits: beyond, everyone's answers hardly differ and the maximum lies at infinity
SPREAD_PENALTY_SD = 5.0
_A_STEP_LEAVES = 0.8  # of the work, as far as anybody can tell


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MixedMaximum:
    """The maximum of the likelihood with intercepts of everyone's own.

    Attributes
    ----------
    theta : (P,) float64
        Thresholds between the used answers, coefficients in effects coding, standard deviation of the intercepts.
    sums : Sums
        Log-likelihood and its derivatives there, without the penalty.
    information, penalty : (P, P) float64
        The observed information, that of the penalty included; and the penalty's alone, zero where none was needed.
    nodes : (Q,) float64
        Standardised intercepts.
    penalised, unbounded, converged : bool
        Whether the part-worths, or the intercepts, needed a penalty, and whether the maximum was reached.
    """

    theta: Floats
    sums: Sums
    information: Floats
    penalty: Floats
    nodes: Floats
    penalised: bool
    unbounded: bool
    converged: bool


def fit_mixed(
    panel: Panel | PanelParts, *, coding: Literal["effects", "treatment"] = "effects", progress: Report | None = None
) -> Fit:
    """Fit the mixed model to the included participants.

    Parameters
    ----------
    panel : Panel or PanelParts
    coding : str
        ``treatment`` also gives coefficients against each criterion's first level.
    progress : callable, optional
        Called with the fraction done, 0 to 1: nobody knows how many steps it takes, so it is a guess.

    Raises
    ------
    NotComputedError
        Where everybody gave the same answer, and where nobody judged more than one scenario.
    """
    began = time.perf_counter()
    counted = count(panel)
    if counted.most_answers == 1:
        raise NotComputedError(Message("model-one-scenario-each"))
    found = maximise_mixed(counted, progress)
    theta, sums, nodes = found.theta, found.sums, found.nodes
    bread: Floats = np.linalg.inv(found.information).astype(np.float64)
    covariance = sandwich(bread, sums.products, counted.n_participants, found.penalty)
    inner = counted.counts.counts.shape[1] - 1
    estimates = Estimates(
        coding="effects",
        thresholds=spread_thresholds(theta[:inner], counted.used),
        coefficients=counted.judged.to_study @ theta[inner:-1],
        intercept_sd=abs(float(theta[-1])),
        covariance=spread_covariance(covariance, counted),
        covariance_plain=spread_covariance(bread, counted),
        nodes=nodes,
        node_weights=sums.weights / sums.weights.sum(),
    )
    return pack_estimates(
        facts_of(panel),
        "mixed",
        estimates,
        counted.judged,
        treatment=coding == "treatment",
        log_likelihood=sums.value,
        converged=found.converged,
        warnings=(
            *likelihood_warnings(found.penalised, found.converged),
            *_spread_warnings(theta[-1], found.unbounded),
        ),
        seconds=time.perf_counter() - began,
    )


def maximise_mixed(counted: CountedPanel | CountedInParts, progress: Report | None = None) -> MixedMaximum:
    """Find the maximum; with a penalty where there is none that is finite, or not one only."""
    pooled = maximise_pooled(counted.counts.matrix, counted.counts.counts, penalty_matrix(counted.judged.coding))
    penalty = np.pad(pooled.penalty, (0, 1))
    steps = _Steps(counted.chunks(), progress)
    theta, sums, converged, nodes = _maximise(counted, steps, pooled.theta, penalty)
    unbounded = not converged or abs(theta[-1]) > _LARGEST_SPREAD
    if unbounded:
        penalty[-1, -1] = 1.0 / SPREAD_PENALTY_SD**2
        theta, sums, converged, nodes = _maximise(counted, steps, pooled.theta, penalty)
    return MixedMaximum(
        theta=theta,
        sums=sums,
        information=_safe_information(sums.hessian - penalty),
        penalty=penalty,
        nodes=nodes,
        penalised=pooled.penalised,
        unbounded=unbounded,
        converged=converged,
    )


def _maximise(
    counted: CountedPanel | CountedInParts, steps: _Steps, pooled: Floats, weight: Floats
) -> tuple[Floats, Sums, bool, Floats]:
    """Climb from the pooled estimates; refine the grid until it suits the standard deviation that was found."""
    theta = np.append(pooled * np.sqrt(1.0 + _START_SPREAD**2 / 3.0), _START_SPREAD)
    inner, most_answers = counted.counts.counts.shape[1] - 1, counted.most_answers
    n_nodes = _needed_nodes(1.0, most_answers)
    while True:
        nodes, log_weights = grid(n_nodes, REACH)
        theta, sums, converged = _climb(steps, inner, theta, weight, nodes, log_weights)
        needed = _needed_nodes(abs(float(theta[-1])), most_answers)
        if needed <= n_nodes:
            return theta, sums, converged and _positive_definite(weight - sums.hessian), nodes
        n_nodes = needed


def _climb(
    steps: _Steps, inner: int, start: Floats, weight: Floats, nodes: Floats, log_weights: Floats
) -> tuple[Floats, Sums, bool]:
    """Return the maximum on this grid, the sums there, and whether Newton's method converged."""
    latest: dict[bytes, Sums] = {}

    def evaluate(at: Floats) -> Sums:
        key = at.tobytes()
        if key not in latest:
            latest.clear()
            latest[key] = steps.integrate(at, nodes, log_weights)
        return latest[key]

    def objective(at: Floats) -> tuple[float, Floats, Floats]:
        if (np.diff(at[:inner]) <= 0).any():
            return -np.inf, at, np.eye(len(at))
        sums = evaluate(at)
        pull = weight @ at
        value = sums.value - 0.5 * float(at @ pull)
        return value, sums.gradient - pull, -_safe_information(sums.hessian - weight)

    found = maximise(objective, start, limit=60)
    return found.theta, evaluate(found.theta), found.converged


class _Steps:
    """The participants' chunks, and how often they were integrated."""

    def __init__(self, chunks: Pieces[Sequence[Chunk]], progress: Report | None) -> None:
        self._chunks, self._progress, self._left = chunks, progress, 1.0

    def integrate(self, theta: Floats, nodes: Floats, log_weights: Floats) -> Sums:
        """Return the sums over all participants."""
        sums = integrate_all(theta, self._chunks, nodes, log_weights)
        self._left *= _A_STEP_LEAVES
        if self._progress is not None:
            self._progress(1.0 - self._left)
        return sums


def _needed_nodes(spread: float, most_answers: int) -> int:
    """Return an odd number of nodes so that the narrowest posterior has one every ``_SPACING`` deviations."""
    narrowest = 1.0 / np.sqrt(1.0 + _LOGIT_INFORMATION * most_answers * max(spread, 1e-3) ** 2)
    nodes = 2 * int(np.ceil(REACH / (_SPACING * narrowest))) + 1
    return min(max(nodes, 21), _MOST_NODES)


def _safe_information(hessian: Floats) -> Floats:
    """Return minus the Hessian; where it is not positive definite, with its eigenvalues made so."""
    information = -hessian
    if not _positive_definite(information):
        values, vectors = np.linalg.eigh(information)
        floor = 1e-6 * max(float(np.abs(values).max()), 1.0)
        information = (vectors * np.maximum(np.abs(values), floor)) @ vectors.T
    return information


def _positive_definite(matrix: Floats) -> bool:
    try:
        np.linalg.cholesky(matrix)
    except np.linalg.LinAlgError:
        return False
    return True


def _spread_warnings(spread: float, unbounded: bool) -> list[str]:
    if unbounded:
        return [Message("model-spread-penalised", deviation=SPREAD_PENALTY_SD)]
    if abs(spread) < 1e-3:
        return [Message("model-no-spread")]
    return []
