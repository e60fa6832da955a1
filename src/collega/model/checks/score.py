"""A score test of parameters that the working model leaves out, with participants as the sample.

Participant i pulls with u_i = s_i,c - A_cn A_nn^-1 s_i,n at the added parameters c (s_i the derivatives of their
log-likelihood, n the parameters of the working model, A the information). If the added ones are zero, the u_i have mean
zero, whatever the answers of one person have in common: Hotelling's T^2 over the participants. Directions that are not
told apart from the working model are left out: the degrees of freedom are those that are identified.

References
----------
Boos (1992), On generalized score tests, The American Statistician 46. Louis (1982), JRSS B 44.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from collega.model.checks.working import WorkingModel
from collega.model.wald import hotelling_p_value

Floats = NDArray[np.float64]

IDENTIFIED = 1e-7
"""Of the information about a parameter by itself, what must be left beside the working model."""
_NO_SPREAD = 1e-10


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Score:
    """What a score test found.

    Attributes
    ----------
    statistic : float
        Hotelling's T^2.
    df : int
        Directions that are identified.
    p_value : float
    estimate : (q,) float64
        One Newton step from zero: what the added parameters would roughly be; 0 in directions that are not identified.
    """

    statistic: float
    df: int
    p_value: float
    estimate: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Base:
    """The working model's own part of every score test: computed once.

    Attributes
    ----------
    model : WorkingModel
    up, down : (N, P') float64
        By how much u and l rise with thresholds and coefficients.
    nodes : (I, Q, P) float64
        Everybody's derivatives at every node.
    scores : (I, P) float64
        Their posterior means.
    inverse : (P, P) float64
        Of the information.
    """

    model: WorkingModel
    up: Floats
    down: Floats
    nodes: Floats
    scores: Floats
    inverse: Floats


def base_of(model: WorkingModel) -> Base:
    """Return the part of the tests that does not depend on what is tested."""
    high, low = model.threshold_columns()
    columns = model.counted.counts.matrix[model.row]
    up, down = np.hstack([high, -columns]), np.hstack([low, -columns])
    nodes = node_scores(model, up, down)
    if len(model.nodes) > 1:
        spread = -np.add.reduceat(model.upper + model.lower, model.start, axis=0) * model.nodes
        nodes = np.concatenate([nodes, spread[:, :, None]], axis=2)
    return Base(
        model=model,
        up=up,
        down=down,
        nodes=nodes,
        scores=np.einsum("iq,iqp->ip", model.weights, nodes),
        inverse=np.linalg.pinv(model.information, hermitian=True).astype(np.float64),
    )


def node_scores(model: WorkingModel, up: Floats, down: Floats) -> Floats:
    """Return (I, Q, q) derivatives at every node of parameters that raise u and l of the answers by (N, q)."""
    ends = model.counted.cells.start
    summed: Floats = _sums(ends, np.ascontiguousarray(up), np.ascontiguousarray(down), model.upper, model.lower)
    return summed.transpose(0, 2, 1)


@njit(cache=True, nogil=True, fastmath={"reassoc", "contract", "nsz", "arcp"})
def _sums(start: NDArray[np.int64], up: Floats, down: Floats, upper: Floats, lower: Floats) -> Floats:
    """Return (I, q, Q) sums over everybody's answers."""
    sums = np.zeros((len(start) - 1, up.shape[1], upper.shape[1]))
    for i in range(len(start) - 1):
        for n in range(start[i], start[i + 1]):
            for k in range(up.shape[1]):
                for q in range(upper.shape[1]):
                    sums[i, k, q] += up[n, k] * upper[n, q] + down[n, k] * lower[n, q]
    return sums


def score_test(base: Base, up: Floats, down: Floats) -> Score | None:
    """Test whether added parameters are zero.

    Parameters
    ----------
    base : Base
    up, down : (N, q) float64
        By how much u and l of every answer rise with each added parameter; -x for a column x of the utility.

    Returns
    -------
    Score or None
        None where nothing is identified, or with too few participants.
    """
    model = base.model
    nodes = node_scores(model, up, down)
    scores = np.einsum("iq,iqp->ip", model.weights, nodes)
    with_base, alone = _information(base, up, down, nodes, scores)
    size = np.sqrt(np.maximum(np.diag(alone), 1e-300))
    effective = (alone - with_base @ base.inverse @ with_base.T) / np.outer(size, size)
    values, vectors = np.linalg.eigh(0.5 * (effective + effective.T))
    kept = values > IDENTIFIED
    turn = vectors[:, kept] / size[:, None]
    n, df = model.n_participants, int(kept.sum())
    if df == 0 or n <= df + 1:
        return None
    pulls = (scores - base.scores @ base.inverse @ with_base.T) @ turn
    mean = scores.mean(axis=0) @ turn  # of the other parameters the pulls, that of the penalty included, sum to zero
    covariance = np.cov(pulls.T, bias=True).reshape(df, df)
    if np.linalg.eigvalsh(covariance)[0] < _NO_SPREAD * np.trace(covariance):
        return None
    statistic = (n - 1) * float(mean @ np.linalg.solve(covariance, mean))
    return Score(
        statistic=statistic,
        df=df,
        p_value=hotelling_p_value(mean, covariance, n),
        estimate=turn @ (n * mean / values[kept]),
    )


def _information(base: Base, up: Floats, down: Floats, nodes: Floats, scores: Floats) -> tuple[Floats, Floats]:
    """Return (q, P) and (q, q): minus the Hessian of the added parameters with the working model's, and theirs."""
    model, curve = base.model, base.model.curvature
    to_up = up * curve[:, :1] + down * curve[:, 1:2]
    to_down = up * curve[:, 1:2] + down * curve[:, 2:]
    cross = -(to_up.T @ base.up + to_down.T @ base.down)
    if len(model.nodes) > 1:
        tilt = model.tilted
        spread = (up * (tilt[:, :1] + tilt[:, 1:2]) + down * (tilt[:, 1:2] + tilt[:, 2:])).sum(axis=0)
        cross = np.hstack([cross, spread[:, None]])
    alone = -(to_up.T @ up + to_down.T @ down)
    weighted = (nodes - scores[:, None, :]) * model.weights[:, :, None]
    flat = weighted.reshape(-1, nodes.shape[2])
    cross -= flat.T @ base.nodes.reshape(-1, base.nodes.shape[2])
    alone -= flat.T @ nodes.reshape(-1, nodes.shape[2])
    return cross, alone
