"""The model that the checks start from, and the derivatives of everybody's answers in it.

It is the mixed model: common weights, and an intercept of everyone's own. Where nobody judged more than one scenario it
is the pooled one. A check adds parameters to it that should be zero, and looks whether people pull them away from that.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy.special import expit

from collega.model.counted import LOGIT, CountedPanel, count_panel
from collega.model.mixed import REACH, maximise_mixed
from collega.model.ordered import bounds, likelihood, logit_cell
from collega.model.penalty import penalty_matrix
from collega.model.pooled import maximise_pooled
from collega.model.quadrature import grid
from collega.panel.counts import merge_profiles
from collega.panel.panel import Panel

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WorkingModel:
    """The fitted model of the checks, and the derivatives of every answer, participant after participant.

    An answer lies between an upper bound u and a lower bound l on the latent scale. Derivatives are of its
    log-probability, at every node of the participant's intercept.

    Attributes
    ----------
    counted : CountedPanel
    profiles : (R, C) int
        Levels of the distinct scenarios.
    scenarios : tuple of str
        Their ids; the first one where several have the same levels.
    pivot : int
        The threshold below which an answer is not positive; of those between used answers.
    theta : (P,) float64
        Thresholds, coefficients and, where people judged several scenarios, the standard deviation of the intercepts.
    information : (P, P) float64
        Minus the Hessian at ``theta``.
    order : (N,) int64
        Place in the panel of each answer.
    row, answer : (N,) int64
        Distinct scenario and category.
    start : (I,) int64
        First answer of each participant.
    nodes : (Q,) float64
        Standardised intercepts; a single 0 in the pooled model.
    weights : (I, Q) float64
        Posterior weights of the nodes.
    upper, lower : (N, Q) float64
        First derivatives with respect to u and l.
    curvature : (N, 3) float64
        Posterior means of the second derivatives: uu, ul, ll.
    """

    counted: CountedPanel
    profiles: NDArray[np.integer]
    scenarios: tuple[str, ...]
    pivot: int
    theta: Floats
    information: Floats
    order: NDArray[np.int64]
    row: NDArray[np.int64]
    answer: NDArray[np.int64]
    start: NDArray[np.int64]
    nodes: Floats
    weights: Floats
    upper: Floats
    lower: Floats
    curvature: Floats

    @property
    def n_participants(self) -> int:
        """I."""
        return len(self.start)

    @property
    def thresholds(self) -> Floats:
        """(J-1,) thresholds between the used answers."""
        return self.theta[: self.counted.cells.n_answers - 1]

    @property
    def coefficients(self) -> Floats:
        """(K,) coefficients in effects coding of the judged levels."""
        first = self.counted.cells.n_answers - 1
        return self.theta[first : first + self.counted.counts.matrix.shape[1]]

    @property
    def participant(self) -> NDArray[np.int64]:
        """(N,): whose answer it is."""
        return np.repeat(np.arange(self.n_participants), np.diff(self.counted.cells.start))

    @property
    def utility(self) -> Floats:
        """(N,): the expected utility of every answer, everyone's intercept included."""
        common = (self.counted.counts.matrix @ self.coefficients)[self.row]
        spread = float(self.theta[-1]) if len(self.nodes) > 1 else 0.0
        return common + spread * (self.weights @ self.nodes)[self.participant]

    @property
    def steepness(self) -> float:
        """By how much the average share positive rises with a logit of utility."""
        share = expit(self.utility - self.thresholds[self.pivot])
        return float((share * (1.0 - share)).mean())

    def threshold_columns(self) -> tuple[Floats, Floats]:
        """Return (N, J-1) by how much u and l of every answer rise with each threshold."""
        inner = len(self.thresholds)
        return np.eye(inner + 1, inner)[self.answer], np.eye(inner + 1, inner, k=-1)[self.answer]


def working_model(panel: Panel) -> WorkingModel:
    """Fit the model of the checks to the counted panel.

    Raises
    ------
    NotComputedError
        Where everybody gave the same answer throughout.
    """
    panel = panel.counted
    counted = count_panel(panel)
    matrix, n_answers = counted.counts.matrix, counted.cells.n_answers
    sizes = np.diff(counted.cells.start)
    if sizes.max() == 1:
        pooled = maximise_pooled(matrix, counted.counts.counts, penalty_matrix(counted.judged.coding))
        theta, information = pooled.theta, -likelihood(LOGIT, pooled.theta, matrix, counted.counts.counts)[2]
        information, spread = information + pooled.penalty, 0.0
        nodes, log_weights = np.zeros(1), np.zeros(1)
    else:
        found = maximise_mixed(counted)
        theta, information, spread = found.theta, found.information, float(found.theta[-1])
        nodes, log_weights = grid(len(found.nodes), REACH)
    distinct, place = np.unique(counted.cells.cell, return_inverse=True)
    row, answer = np.divmod(counted.cells.cell.astype(np.int64), n_answers)
    utility = matrix @ theta[n_answers - 1 : n_answers - 1 + matrix.shape[1]]
    edges = bounds(theta[: n_answers - 1])
    at = utility[distinct // n_answers][:, None] + spread * nodes
    upper, lower = edges[distinct % n_answers + 1][:, None] - at, edges[distinct % n_answers][:, None] - at
    table = derivatives(upper.ravel(), lower.ravel()).reshape(len(distinct), len(nodes), 6)
    place, start = place.ravel(), counted.cells.start[:-1]
    log_posterior = np.add.reduceat(table[place, :, 0], start, axis=0) + log_weights
    log_posterior -= log_posterior.max(axis=1, keepdims=True)
    weights = np.exp(log_posterior)
    weights /= weights.sum(axis=1, keepdims=True)
    own = np.repeat(weights, sizes, axis=0)
    seen = np.flatnonzero(np.bincount(panel.scenario, minlength=len(panel.design.profiles)))
    first = seen[merge_profiles(panel.design.profiles[seen])[0]]
    return WorkingModel(
        counted=counted,
        profiles=panel.design.profiles[first],
        scenarios=tuple(panel.design.scenarios[s] for s in first),
        pivot=int(np.clip(counted.used[: panel.study.positive].sum() - 1, 0, n_answers - 2)),
        theta=theta,
        information=information,
        order=np.argsort(panel.participant, kind="stable"),
        row=row,
        answer=answer,
        start=start,
        nodes=nodes,
        weights=weights,
        upper=np.ascontiguousarray(table[place, :, 1]),
        lower=np.ascontiguousarray(table[place, :, 2]),
        curvature=np.column_stack([(own * table[place, :, k]).sum(axis=1) for k in (3, 4, 5)]),
    )


@njit(cache=True, nogil=True)
def derivatives(upper: Floats, lower: Floats) -> Floats:
    """Return (n, 6): the log-probability between two bounds, logit, and its derivatives: u, l, uu, ul, ll."""
    table = np.empty((len(upper), 6))
    for n in range(len(upper)):
        found = logit_cell(upper[n], lower[n])
        for k in range(6):
            table[n, k] = found[k]
    return table
