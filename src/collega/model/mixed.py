"""The mixed model: common weights, and an intercept of everyone's own, by maximum likelihood.

References
----------
Hedeker & Gibbons (1994), A random-effects ordinal regression model for multilevel analysis, Biometrics 50.
Christensen (2019), Cumulative link models for ordinal regression with the R package ordinal: ``clmm``.
"""

from __future__ import annotations

import os
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from collega.model.cluster import sandwich
from collega.model.counted import CountedPanel, count_panel, spread_covariance, spread_thresholds
from collega.model.fit import Estimates, Fit
from collega.model.newton import maximise
from collega.model.packaging import pack_estimates
from collega.model.pooled import maximise_pooled, ml_warnings
from collega.model.quadrature import Sums, grid, integrate
from collega.model.separation import penalty_matrix
from collega.panel.panel import Panel

Floats = NDArray[np.float64]

_REACH = 5.5
_SPACING = 1.0  # in posterior standard deviations: the trapezoidal rule is then off by 3e-9 of itself
_MOST_NODES = 401
_CHUNK_ANSWERS = 80_000
_LOGIT_INFORMATION = 1.0 / 3.0  # most that one answer tells about an intercept
_START_SPREAD = 0.7


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Chunk:
    """Some participants: distinct cells, the place of every answer among them, and who owns which answers."""

    cells: NDArray[np.int32]
    local: NDArray[np.int32]
    start: NDArray[np.int64]


def fit_mixed(panel: Panel, *, coding: Literal["effects", "treatment"] = "effects") -> Fit:
    """Fit the mixed model to the included participants.

    Parameters
    ----------
    panel : Panel
    coding : str
        ``treatment`` also gives coefficients against each criterion's first level.

    Raises
    ------
    NotComputedError
        Where everybody gave the same answer.
    """
    began = time.perf_counter()
    panel = panel.counted
    counted = count_panel(panel)
    pooled = maximise_pooled(counted, panel.study)
    weight = np.zeros((len(pooled.theta) + 1,) * 2)
    if pooled.penalised:
        inner = counted.cells.n_answers - 1
        weight[inner:-1, inner:-1] = penalty_matrix(panel.study.n_levels)
    theta, sums, converged, nodes = _maximise(counted, pooled.theta, weight)
    bread: Floats = np.linalg.inv(_safe_information(sums.hessian - weight)).astype(np.float64)
    covariance = sandwich(bread, sums.products, panel.n_participants)
    inner = counted.cells.n_answers - 1
    estimates = Estimates(
        coding="effects",
        thresholds=spread_thresholds(theta[:inner], counted.used),
        coefficients=theta[inner:-1],
        intercept_sd=abs(float(theta[-1])),
        covariance=spread_covariance(covariance, counted.used),
        covariance_plain=spread_covariance(bread, counted.used),
        nodes=nodes,
        node_weights=sums.weights / sums.weights.sum(),
    )
    return pack_estimates(
        panel,
        "mixed",
        estimates,
        treatment=coding == "treatment",
        log_likelihood=sums.value,
        converged=converged,
        warnings=(*ml_warnings(panel.study, counted, pooled.penalised), *_warnings(theta[-1], converged)),
        seconds=time.perf_counter() - began,
    )


def _maximise(counted: CountedPanel, pooled: Floats, weight: Floats) -> tuple[Floats, Sums, bool, Floats]:
    """Climb from the pooled estimates; refine the grid until it suits the standard deviation that was found."""
    theta = np.append(pooled * np.sqrt(1.0 + _START_SPREAD**2 / 3.0), _START_SPREAD)
    chunks = _chunks(counted)
    most_answers = int(np.diff(counted.cells.start).max())
    n_nodes = _needed_nodes(1.0, most_answers)
    while True:
        nodes, log_weights = grid(n_nodes, _REACH)

        def evaluate(at: Floats, nodes: Floats = nodes, log_weights: Floats = log_weights) -> Sums:
            return integrate_panel(at, counted, chunks, nodes, log_weights)

        def objective(at: Floats) -> tuple[float, Floats, Floats]:
            if (np.diff(at[: counted.cells.n_answers - 1]) <= 0).any():
                return -np.inf, at, np.eye(len(at))
            sums = evaluate(at)
            pull = weight @ at
            value = sums.value - 0.5 * float(at @ pull)
            return value, sums.gradient - pull, -_safe_information(sums.hessian - weight)

        found = maximise(objective, theta, limit=60)
        needed = _needed_nodes(abs(float(found.theta[-1])), most_answers)
        if needed <= n_nodes:
            return found.theta, evaluate(found.theta), found.converged, nodes
        theta, n_nodes = found.theta, needed


def integrate_panel(
    theta: Floats, counted: CountedPanel, chunks: list[_Chunk], nodes: Floats, log_weights: Floats
) -> Sums:
    """Integrate all participants, chunks side by side; the sums are added in order, so they are reproducible."""

    def one(chunk: _Chunk) -> Sums:
        result: Sums = integrate(
            theta, counted.counts.matrix, counted.cells.n_answers, chunk.cells, chunk.local, chunk.start, nodes,
            log_weights,
        )  # fmt: skip
        return result

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        parts = list(pool.map(one, chunks))
    return Sums(*(sum(fields[1:], start=fields[0]) for fields in zip(*parts, strict=True)))


def _chunks(counted: CountedPanel) -> list[_Chunk]:
    """Divide the participants so that a chunk's tables stay in the cache, and every core has work."""
    start, cell = counted.cells.start, counted.cells.cell
    per_chunk = int(np.clip(len(cell) // (2 * (os.cpu_count() or 1)) + 1, 2_000, _CHUNK_ANSWERS))
    edges = [0, *np.unique(np.searchsorted(start, np.arange(per_chunk, len(cell), per_chunk))), len(start) - 1]
    chunks = []
    for first, last in pairwise(edges):
        if last > first:
            answers = cell[start[first] : start[last]]
            distinct, local = np.unique(answers, return_inverse=True)
            chunks.append(
                _Chunk(
                    cells=distinct.astype(np.int32),
                    local=local.astype(np.int32).ravel(),
                    start=start[first : last + 1] - start[first],
                )
            )
    return chunks


def _needed_nodes(spread: float, most_answers: int) -> int:
    """Return an odd number of nodes so that the narrowest posterior has one every ``_SPACING`` deviations."""
    narrowest = 1.0 / np.sqrt(1.0 + _LOGIT_INFORMATION * most_answers * max(spread, 1e-3) ** 2)
    nodes = 2 * int(np.ceil(_REACH / (_SPACING * narrowest))) + 1
    return min(max(nodes, 21), _MOST_NODES)


def _safe_information(hessian: Floats) -> Floats:
    """Return minus the Hessian; where it is not positive definite, with its eigenvalues made so."""
    information = -hessian
    try:
        np.linalg.cholesky(information)
    except np.linalg.LinAlgError:
        values, vectors = np.linalg.eigh(information)
        floor = 1e-6 * max(float(np.abs(values).max()), 1.0)
        information = (vectors * np.maximum(np.abs(values), floor)) @ vectors.T
    return information


def _warnings(spread: float, converged: bool) -> list[str]:
    warnings = []
    if not converged:
        warnings.append("NOT CONVERGED: the maximum of the likelihood was not reached; use the pooled model instead")
    if abs(spread) < 1e-3:
        warnings.append("the participants' intercepts do not differ: the mixed model equals the pooled one here")
    return warnings
