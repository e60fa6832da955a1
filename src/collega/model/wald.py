"""Does a criterion matter at all? A test that holds its level in small panels.

The covariance is clustered by participant, and corrected for the leverage that every participant has on the estimates:
s_i is replaced by (I - A_i B)^-1 s_i, with A_i the participant's information and B the inverse of all information.
W = b' V^-1 b of a criterion with q part-worths free then counts as Hotelling's T^2 with I - 1 degrees of freedom.

References
----------
Mancl & DeRouen (2001), A covariance estimator for GEE with improved small-sample properties, Biometrics 57.
Pustejovsky & Tipton (2018), Small-sample methods for cluster-robust variance estimation, JBES 36: the F-distribution.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import fdtrc

from collega.errors import NotComputedError
from collega.model.cluster import participant_scores, sandwich, score_products
from collega.model.counted import CountedPanel, count_panel
from collega.model.ordered import cell_scores, probabilities
from collega.model.pooled import LOGIT, maximise_pooled
from collega.model.separation import unidentified_criteria
from collega.panel.panel import Panel
from collega.study.coding import Coding

_MANY = 2000  # from here on nobody has any leverage


def criterion_p_values(panel: Panel) -> NDArray[np.float64]:
    """Return (C,) p-values of the hypothesis that all part-worths of a criterion are zero in the pooled model.

    NaN where the scenarios that were judged do not tell the criterion's levels apart, or with too few participants.
    """
    study = panel.study
    missing = np.full(len(study.criteria), np.nan)
    panel = panel.counted
    try:
        counted = count_panel(panel)
    except NotComputedError:
        return missing
    found = maximise_pooled(counted, study)
    scores = cell_scores(LOGIT, found.theta, counted.counts.matrix, counted.cells.n_answers)
    covariance = _covariance(counted, found.theta, scores, found.bread)
    seen = counted.counts.counts.sum(axis=1) > 0
    free = unidentified_criteria(counted.counts.matrix[seen], study.n_levels)
    inner = counted.cells.n_answers - 1
    values = missing
    for c, block in enumerate(Coding(n_levels=study.n_levels).blocks):
        rows = slice(inner + block.start, inner + block.stop)
        if c not in free:
            values[c] = _p_value(found.theta[rows], covariance[rows, rows], panel.n_participants)
    return values


def _p_value(estimate: NDArray[np.float64], covariance: NDArray[np.float64], n_participants: int) -> float:
    q, freedom = len(estimate), n_participants - 1
    if freedom - q + 1 < 1 or np.linalg.matrix_rank(covariance, hermitian=True) < q:
        return float("nan")
    statistic = float(estimate @ np.linalg.solve(covariance, estimate))
    scaled = (freedom - q + 1) / (freedom * q) * statistic
    return float(fdtrc(q, freedom - q + 1, scaled))


def _covariance(
    counted: CountedPanel, theta: NDArray[np.float64], scores: NDArray[np.float64], bread: NDArray[np.float64]
) -> NDArray[np.float64]:
    n_participants = counted.cells.n_participants
    if n_participants > _MANY:
        return sandwich(bread, score_products(counted.cells, scores), n_participants)
    corrected = _corrected(counted, theta, scores, bread)
    result: NDArray[np.float64] = bread @ (corrected.T @ corrected) @ bread
    return result


def _corrected(
    counted: CountedPanel, theta: NDArray[np.float64], scores: NDArray[np.float64], bread: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return (I, P) scores with every participant's own leverage taken out."""
    sums = participant_scores(counted.cells, scores)
    information = _row_information(counted, theta, scores)
    n_answers = counted.cells.n_answers
    eye = np.eye(len(bread))
    for i in range(len(sums)):
        rows = counted.cells.cell[counted.cells.start[i] : counted.cells.start[i + 1]] // n_answers
        leverage = information[rows].sum(axis=0) @ bread
        sums[i] = np.linalg.lstsq(eye - leverage, sums[i], rcond=1e-8)[0]
    return sums


def _row_information(
    counted: CountedPanel, theta: NDArray[np.float64], scores: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return (R, P, P) expected information of one answer to each distinct scenario."""
    matrix, n_answers = counted.counts.matrix, counted.cells.n_answers
    chances = probabilities("logit", theta[: n_answers - 1], matrix @ theta[n_answers - 1 :])
    by_answer = scores.reshape(len(matrix), n_answers, -1)
    result: NDArray[np.float64] = np.einsum("rj,rjp,rjq->rpq", chances, by_answer, by_answer)
    return result
