"""Does a criterion move all answers alike? Tests of proportional odds in the pooled model.

The ordered models give a criterion one effect, the same at every threshold between answers. Freed, it has an effect at
each threshold. Two tests compare them. The likelihood ratio is that of other software, and takes all answers as
independent, which answers of one person are not. The clustered test takes persons as the sample: at the pooled
estimates, person i pulls with u_i towards effects that differ (the score, less what the other parameters explain of
it). Under proportional odds the u_i have mean zero. With U their sum, J the information about the differences and V the
sum of (u_i - mean)(u_i - mean)', S = U'J^-1 U is distributed as a sum of chi-squares that weigh as the eigenvalues of
J^-1 V. S over the sum of these is compared with F, on degrees of freedom from their spread (Satterthwaite): no
inverse of V is needed, so that it also holds with more differences than persons.

References
----------
Brant (1990), Assessing proportionality in the proportional odds model, Biometrics 46. Rao & Scott (1984), Annals of
Statistics 12: corrections from the eigenvalues. Boos (1992), On generalized score tests, The American Statistician 46.
Holm (1979), Scandinavian Journal of Statistics 6.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc, fdtrc

from collega.errors import NotComputedError
from collega.model.by_threshold import ThresholdRows, divide, proportional
from collega.model.cluster import score_products
from collega.model.counted import CountedPanel, count_panel
from collega.model.multiple import holm
from collega.model.newton import maximise, newton_step
from collega.model.penalty import penalty_matrix
from collega.model.pooled import PooledMaximum, maximise_pooled
from collega.panel.overlap import tied_criteria
from collega.panel.panel import Panel

Floats = NDArray[np.float64]

TWO_ANSWERS = "with fewer than three different answers there is one threshold, and nothing to compare"
NOTHING_TO_FREE = "the scenarios do not tell its levels apart, from each other or from other criteria"
FEW_PEOPLE = "too few participants, or all of them alike: no test by participants"
CROSSING = "freed, the thresholds pass each other: an answer would get a probability below zero"
NOT_CONVERGED = "freed, the maximum of the likelihood was not reached"
PENALISED_WITHOUT = "already without freed effects the likelihood has no single, finite maximum"
_STEPS = 60
_RISE = 1e-7  # of the log-likelihood, at most, to where it ends
_CROSSED = -1e-6  # logits
_FEWEST_PEOPLE = 5
_NOT_SEEN = 1e-9  # of the largest information


@dataclass(frozen=True, slots=True, kw_only=True)
class ProportionalOdds:
    """Whether one criterion, or all together, has the same effect at every threshold.

    Attributes
    ----------
    criterion : str or None
        Key; None for all criteria together.
    statistic : float or None
        Likelihood ratio of the pooled model with the effects free at every threshold against that without.
    df : int or None
        Effects that were freed.
    p_value : float or None
        Of ``statistic`` by chi-square, as other software gives it: as if no two answers were one person's.
    p_value_corrected : float or None
        Of the test that is clustered by participant; over the criteria corrected by Holm's method. The one to go by.
    reason : str or None
        Why a number is None.
    """

    criterion: str | None
    statistic: float | None
    df: int | None
    p_value: float | None
    p_value_corrected: float | None
    reason: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the keys of the command ``fit``; ``reason`` only where something is None."""
        values = {
            "criterion": self.criterion,
            "statistic": self.statistic,
            "df": self.df,
            "p_value": self.p_value,
            "p_value_corrected": self.p_value_corrected,
        }
        return values if self.reason is None else values | {"reason": self.reason}


def proportional_odds(panel: Panel) -> tuple[ProportionalOdds, ...]:
    """Test proportional odds of all criteria together, and then of each criterion of the study, in its order.

    About the levels that were judged. What cannot be tested is None, with the reason.
    """
    keys = panel.study.criterion_keys
    try:
        counted = count_panel(panel)
    except NotComputedError as error:
        return _untested((None, *keys), str(error))
    if counted.counts.counts.shape[1] < 3:
        return _untested((None, *keys), TWO_ANSWERS)
    coding = counted.judged.coding
    pooled = maximise_pooled(counted.counts.matrix, counted.counts.counts, penalty_matrix(coding))
    tied = tied_criteria(counted.counts.matrix, coding)
    blocks = [slice(0, 0) if c in tied else block for c, block in enumerate(coding.blocks)]
    tests = [_test(counted, pooled, key, [block]) for key, block in zip(keys, blocks, strict=True)]
    corrected = holm(np.array([np.nan if test.p_value_corrected is None else test.p_value_corrected for test in tests]))
    holmed = [
        replace(test, p_value_corrected=None if np.isnan(value) else float(value))
        for test, value in zip(tests, corrected, strict=True)
    ]
    return _test(counted, pooled, None, blocks), *holmed


def _untested(keys: Sequence[str | None], reason: str) -> tuple[ProportionalOdds, ...]:
    return tuple(
        ProportionalOdds(criterion=key, statistic=None, df=None, p_value=None, p_value_corrected=None, reason=reason)
        for key in keys
    )


def _test(
    counted: CountedPanel, pooled: PooledMaximum, criterion: str | None, blocks: Sequence[slice]
) -> ProportionalOdds:
    """Test whether the effects of these columns are the same at every threshold."""
    freed = np.zeros(counted.counts.matrix.shape[1], dtype=np.bool_)
    for block in blocks:
        freed[block] = True
    if not freed.any():
        return _untested([criterion], NOTHING_TO_FREE)[0]
    inner = counted.cells.n_answers - 1
    rows, theta = divide(counted.counts.matrix, freed, inner), proportional(pooled.theta, freed, inner)
    df = int(freed.sum()) * (inner - 1)
    statistic, reason = _likelihood_ratio(counted, pooled, rows, theta)
    clustered = _clustered(counted, rows, theta)
    return ProportionalOdds(
        criterion=criterion,
        statistic=statistic,
        df=df,
        p_value=None if statistic is None else float(chdtrc(df, statistic)),
        p_value_corrected=clustered,
        reason="; ".join(filter(None, [reason, FEW_PEOPLE if clustered is None else None])) or None,
    )


def _likelihood_ratio(
    counted: CountedPanel, pooled: PooledMaximum, rows: ThresholdRows, theta: Floats
) -> tuple[float | None, str | None]:
    """Return twice what the freed effects add to the log-likelihood, or why there is none.

    Where answers follow a level without exception the log-likelihood rises for ever, but to a limit: the ratio is
    that of the limit, as other software has it.
    """
    if pooled.penalised:
        return None, PENALISED_WITHOUT
    weights = counted.counts.counts.astype(np.float64)
    found = maximise(lambda at: rows.likelihood(at, weights), theta, _STEPS)
    if np.diff(rows.reach(found.theta), axis=1).min() < _CROSSED:
        return None, CROSSING
    step = newton_step(rows.likelihood(found.theta, weights)[1], found.hessian - 1e-9 * np.eye(len(theta)))
    gradient = rows.likelihood(found.theta, weights)[1]
    if not found.converged and (step is None or gradient @ step > _RISE):
        return None, NOT_CONVERGED
    return max(2.0 * (found.value - pooled.log_likelihood), 0.0), None


def _clustered(counted: CountedPanel, rows: ThresholdRows, theta: Floats) -> float | None:
    """Return the p-value with persons as the sample, from the parameters with the same effects at every threshold."""
    n, width = counted.cells.n_participants, rows.varying.shape[1]
    if n < _FEWEST_PEOPLE:
        return None
    _, gradient, hessian = rows.likelihood(theta, counted.counts.counts.astype(np.float64))
    equal = np.eye(len(theta))  # parameters: what the pooled model has, then differences from the first threshold
    known = rows.n_parameters - (rows.inner - 1) * width
    for first in range(known, len(theta), width):
        equal[first : first + width, known - width : known] = np.eye(width)
    information = -(equal.T @ hessian @ equal)
    pull = np.vstack([-np.linalg.pinv(information[:known, :known], hermitian=True) @ information[:known, known:],
                      np.eye(len(theta) - known)])  # fmt: skip
    pull, left = equal @ pull, (information @ pull)[known:]
    values, vectors = np.linalg.eigh(0.5 * (left + left.T))
    kept = values > _NOT_SEEN * values[-1]
    pull = pull @ (vectors[:, kept] / np.sqrt(values[kept]))
    total = pull.T @ gradient
    spread = score_products(counted.cells, rows.scores(theta) @ pull) - np.outer(total, total) / n
    return rao_scott_p_value(total, spread * n / (n - 1), n)


def rao_scott_p_value(total: Floats, covariance: Floats, n: int) -> float | None:
    """Return the p-value that a standardised sum has mean zero; None where it does not vary.

    Parameters
    ----------
    total : (q,) float64
        Sum over the sample; of covariance one, were all answers independent.
    covariance : (q, q) float64
        Of ``total``, estimated from the sample.
    n : int
        Size of the sample.
    """
    mean = float(np.trace(covariance))
    if not mean > 0.0:
        return None
    freedom = mean**2 / float(np.square(covariance).sum())
    return float(fdtrc(freedom, freedom * (n - 1), float(total @ total) / mean))
