"""Does a criterion matter at all? A test that holds its level in small panels.

The pooled model is fitted without the criterion. Participant i then pulls with u_i = s_i,c - H_cn H_nn^-1 s_i,n
towards part-worths other than zero (s_i the derivatives of their log-likelihood, c the criterion's and n the other
parameters, H the information). Had the criterion no weight, the u_i would have mean zero: Hotelling's one-sample T^2,
an F test with participants as the sample. This is Rao's test rather than Wald's: it needs no estimate of the
part-worths tested, so it works where a level always got the same answer, and it held its level better than b'V^-1 b
with a covariance corrected for leverage (Mancl & DeRouen 2001) in small panels, with more power.

References
----------
Boos (1992), On generalized score tests, The American Statistician 46.
Guo, Pan, Connett, Hannan & French (2005), Small-sample performance of the robust score test and its modifications in
generalized estimating equations, Statistics in Medicine 24.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import fdtrc

from collega.errors import NotComputedError
from collega.model.counted import LOGIT, CountedInParts, CountedPanel, count
from collega.model.ordered import likelihood
from collega.model.penalty import penalty_matrix
from collega.model.pooled import maximise_pooled
from collega.panel.overlap import tied_criteria
from collega.panel.panel import Panel
from collega.panel.parts import PanelParts

Floats = NDArray[np.float64]

_NO_SPREAD = 1e-12  # of the information: participants who all pull alike


def criterion_p_values(panel: Panel | PanelParts) -> Floats:
    """Return (C,) p-values of the hypothesis that all part-worths of a criterion are zero in the pooled model.

    About the levels that were judged. NaN where the scenarios do not tell these apart, with fewer than two of them,
    with no more participants than part-worths to test, and where everyone gave the same answer.
    """
    study = panel.study
    values = np.full(len(study.criteria), np.nan)
    try:
        counted = count(panel)
    except NotComputedError:
        return values
    coding = counted.judged.coding
    tied = tied_criteria(counted.counts.matrix, coding)
    penalty = penalty_matrix(coding)
    for c, columns in enumerate(coding.blocks):
        if c not in tied and columns.stop > columns.start:
            values[c] = _p_value(counted, penalty, columns)
    return values


def _p_value(counted: CountedPanel | CountedInParts, penalty: Floats, columns: slice) -> float:
    """Test the part-worths of these columns; ``penalty`` is the one that the fit without them uses if it must."""
    matrix, counts = counted.counts.matrix, counted.counts.counts
    inner, n_participants = counts.shape[1] - 1, counted.n_participants
    tested = np.zeros(inner + matrix.shape[1], dtype=np.bool_)
    tested[inner + columns.start : inner + columns.stop] = True
    others, kept = ~tested, ~tested[inner:]
    found = maximise_pooled(np.ascontiguousarray(matrix[:, kept]), counts, penalty[np.ix_(kept, kept)])
    theta = np.zeros(len(tested))
    theta[others] = found.theta
    _, gradient, hessian = likelihood(LOGIT, theta, matrix, counts)
    pull = np.zeros((len(tested), int(tested.sum())))
    pull[others] = found.bread @ hessian[np.ix_(others, tested)]
    pull[tested] = np.eye(pull.shape[1])
    products = counted.score_products(theta)
    mean = pull.T @ gradient / n_participants
    covariance = pull.T @ products @ pull / n_participants - np.outer(mean, mean)
    scale = np.sqrt(-np.diag(hessian)[tested] / n_participants)
    if np.linalg.eigvalsh(covariance / np.outer(scale, scale))[0] < _NO_SPREAD:
        return float("nan")
    # of the other parameters the pulls, that of the penalty included, sum to zero
    return hotelling_p_value(gradient[tested] / n_participants, covariance, n_participants)


def hotelling_p_value(mean: Floats, covariance: Floats, n: int) -> float:
    """Return the p-value that a sample comes from a distribution with mean zero; NaN where n <= q.

    Parameters
    ----------
    mean : (q,) float64
    covariance : (q, q) float64
        Around the mean, divided by n.
    n : int
        Size of the sample.
    """
    q = len(mean)
    if n <= q:
        return float("nan")
    squared = (n - 1) * float(mean @ np.linalg.solve(covariance, mean))
    return float(fdtrc(q, n - q, (n - q) / (q * (n - 1)) * squared))
