"""Everybody's intercept and part-worths at the mode of a normal prior whose variances are learned: quick, no sampling.

The penalised likelihood is climbed in thresholds, common weights and everyone's own deviations together; the variances
of the deviations, one for the intercept and one a criterion, are learned on the way.

References
----------
Breslow & Clayton (1993), Approximate inference in generalized linear mixed models, JASA 88.
Schall (1991), Estimation in generalized linear models with random effects, Biometrika 78: the variances.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from collega.model.checks.working import WorkingModel, derivatives
from collega.model.ordered import bounds

Floats = NDArray[np.float64]

_ROUNDS = 15
_STILL = 0.01
_LONGEST = 2.0  # logits in one step
_LEAST, _MOST = 1e-4, 25.0
_FIRST = (0.5, 0.1)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PersonalMode:
    """Everyone's own weights, and their answers in rows of equal length.

    Attributes
    ----------
    thresholds : (J-1,) float64
    coefficients : (I, 1+K) float64
        Everyone's intercept, and their coefficients in orthonormal coding.
    variances : (1+K,) float64
        Of everyone's own intercept and of by how much their coefficients differ.
    covariance : (I, 1+K, 1+K) float64
        Inverse of minus the Hessian of the penalised log-likelihood in the deviations.
    utility : (I, n) float64
        Of every answer, own deviations included.
    table : (I, n, 6) float64
        Log-probability and derivatives (u, l, uu, ul, ll) of every answer at the mode; zero beyond the last one.
    columns : (I, n, 1+K) float64
        One, and the orthonormal coding of the scenario.
    answer : (I, n) int64
    there : (I, n) bool
        Whether there is an answer.
    up, down : (I, n, P) float64
        By how much u and l rise with thresholds and common coefficients.
    carried : (I, P, 1+K) float64
        Information that these have in common with everyone's own deviations, times ``covariance``.
    left : (P, P) float64
        Information about thresholds and common coefficients that is left beside the deviations.
    """

    thresholds: Floats
    coefficients: Floats
    variances: Floats
    covariance: Floats
    utility: Floats
    table: Floats
    columns: Floats
    answer: NDArray[np.int64]
    there: NDArray[np.bool_]
    up: Floats
    down: Floats
    carried: Floats
    left: Floats


def personal_mode(model: WorkingModel) -> PersonalMode:
    """Find the mode, from the estimates of the working model.

    A round is one Newton step for everything, and one for the variances. Rounds end where no standard deviation changes
    by more than a hundredth, or after fifteen: variances near zero are slow to get there, and matter least.
    """
    rows, blocks = _rows(model)
    matrix = model.counted.judged.matrix(model.profiles, "orthonormal")
    effects = model.counted.counts.matrix
    fixed = np.concatenate([model.thresholds, np.linalg.lstsq(matrix, effects @ model.coefficients, rcond=None)[0]])
    own = np.zeros((rows.columns.shape[0], rows.columns.shape[2]))
    variances = np.array([_FIRST[0], *[_FIRST[1]] * matrix.shape[1]])
    for _ in range(_ROUNDS):
        before = variances
        fixed, own, covariance, whole = _step(rows, fixed, own, variances)
        variances = _learned(own, np.diagonal(covariance, axis1=1, axis2=2), before, blocks)
        if whole and float(np.abs(np.sqrt(variances) - np.sqrt(before)).max()) < _STILL:
            break
    table, utility = _table(rows, fixed, own)
    covariance, carried, left = _information(rows, table, variances)
    return PersonalMode(
        thresholds=fixed[: len(model.thresholds)],
        coefficients=own + np.concatenate([[0.0], fixed[len(model.thresholds) :]]),
        variances=variances,
        covariance=covariance,
        utility=utility,
        table=table,
        columns=rows.columns,
        answer=rows.answer,
        there=rows.there,
        up=rows.up,
        down=rows.down,
        carried=carried,
        left=left,
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Rows:
    """Answers in rows of equal length: columns (I, n, 1+K), and how thresholds and coefficients move u and l."""

    columns: Floats
    answer: NDArray[np.int64]
    there: NDArray[np.bool_]
    up: Floats
    down: Floats


def _rows(model: WorkingModel) -> tuple[_Rows, NDArray[np.int64]]:
    """Return the rows, and for every own deviation the number of its variance."""
    judged = model.counted.judged
    sizes = np.diff(model.counted.cells.start)
    there = np.arange(sizes.max()) < sizes[:, None]
    coded = judged.matrix(model.profiles, "orthonormal")[model.row]
    columns = np.zeros((*there.shape, 1 + coded.shape[1]))
    columns[there] = np.hstack([np.ones((len(coded), 1)), coded])
    answer = np.zeros(there.shape, dtype=np.int64)
    answer[there] = model.answer
    high, low = np.zeros((*there.shape, len(model.thresholds))), np.zeros((*there.shape, len(model.thresholds)))
    high[there], low[there] = model.threshold_columns()
    widths = [n - 1 for n in judged.coding.n_levels]
    rows = _Rows(
        columns=columns,
        answer=answer,
        there=there,
        up=np.concatenate([high, -columns[:, :, 1:]], axis=2),
        down=np.concatenate([low, -columns[:, :, 1:]], axis=2),
    )
    return rows, np.repeat(np.arange(1 + len(widths)), [1, *widths])


def _table(rows: _Rows, fixed: Floats, own: Floats) -> tuple[Floats, Floats]:
    """Return (I, n, 6) log-probabilities and derivatives, zero where there is no answer, and (I, n) utilities."""
    inner = rows.up.shape[2] - rows.columns.shape[2] + 1
    edges, coefficients = bounds(fixed[:inner]), own.copy()
    coefficients[:, 1:] += fixed[inner:]
    at = np.matmul(rows.columns, coefficients[:, :, None])[:, :, 0]
    upper, lower = edges[rows.answer + 1] - at, edges[rows.answer] - at
    table = derivatives(upper.ravel(), lower.ravel()).reshape(*at.shape, 6)
    table[~rows.there] = 0.0
    return table, at


def _information(rows: _Rows, table: Floats, variances: Floats) -> tuple[Floats, Floats, Floats]:
    """Return ``covariance``, ``carried`` and ``left`` of :class:`PersonalMode`."""
    duu, dul, dll = (table[:, :, k : k + 1] for k in (3, 4, 5))
    across = rows.columns.transpose(0, 2, 1)
    precision: Floats = np.matmul(across * -(duu + 2.0 * dul + dll).transpose(0, 2, 1), rows.columns)
    diagonal = np.arange(len(variances))
    precision[:, diagonal, diagonal] += 1.0 / variances
    covariance: Floats = np.linalg.inv(precision).astype(np.float64)
    to_up, to_down = rows.up * duu + rows.down * dul, rows.up * dul + rows.down * dll
    cross = np.matmul((to_up + to_down).transpose(0, 2, 1), rows.columns)
    carried = np.matmul(cross, covariance)
    width = cross.shape[1]
    joined = _by_parameter(carried) @ _by_parameter(cross).T
    alone = to_up.reshape(-1, width).T @ rows.up.reshape(-1, width)
    alone += to_down.reshape(-1, width).T @ rows.down.reshape(-1, width)
    return covariance, carried, -alone - joined


def _by_parameter(cross: Floats) -> Floats:
    return cross.transpose(1, 0, 2).reshape(cross.shape[1], -1)


def _step(rows: _Rows, fixed: Floats, own: Floats, variances: Floats) -> tuple[Floats, Floats, Floats, bool]:
    """Return thresholds and coefficients, deviations, their covariance, and whether the Newton step was not cut."""
    table, _ = _table(rows, fixed, own)
    covariance, carried, left = _information(rows, table, variances)
    du, dl = table[:, :, 1], table[:, :, 2]
    pull = -np.matmul((du + dl)[:, None, :], rows.columns)[:, 0, :] - own / variances
    width = len(fixed)
    gradient = du.ravel() @ rows.up.reshape(-1, width) + dl.ravel() @ rows.down.reshape(-1, width)
    step = np.linalg.lstsq(left, gradient - np.einsum("ipq,iq->p", carried, pull), rcond=1e-10)[0]
    change = np.matmul(covariance, pull[:, :, None])[:, :, 0] - np.einsum("ipq,p->iq", carried, step)
    part = min(1.0, _LONGEST / max(float(np.abs(change).max()), float(np.abs(step).max()), 1e-12))
    inner = width - rows.columns.shape[2] + 1
    while (np.diff(fixed[:inner] + part * step[:inner]) <= 0).any():
        part *= 0.5
    return fixed + part * step, own + part * change, covariance, part == 1.0


def _learned(own: Floats, spread: Floats, variances: Floats, block: NDArray[np.int64]) -> Floats:
    """Return new variances: squared deviations over the number of deviations that the answers determine."""
    squares = np.bincount(block, weights=np.square(own).sum(axis=0))
    known = np.bincount(block, weights=(1.0 - spread / variances).sum(axis=0))
    learned: Floats = np.clip(squares / np.maximum(known, 1e-9), _LEAST, _MOST)[block]
    return learned
