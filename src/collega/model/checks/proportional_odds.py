"""Does a criterion move all answers alike? Tests of proportional odds in the pooled model.

The ordered models give a criterion one effect, the same at every threshold between answers. Freed, it has an effect at
each threshold. Two tests compare them. The likelihood ratio is that of other software: of the pooled model, as if no
two answers were one person's. The test by participants is a score test from the mixed model, with persons as the
sample. It starts from there because differences between people bend a pooled curve: with many people proportional odds
would be rejected where everyone has them.

References
----------
Brant (1990), Assessing proportionality in the proportional odds model, Biometrics 46. Peterson & Harrell (1990),
Partial proportional odds models for ordinal response variables, Applied Statistics 39.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc, expit

from collega.errors import NotComputedError
from collega.model.by_threshold import ThresholdRows, divide, maximise_by_threshold, proportional, spread_penalty
from collega.model.checks.score import Base, base_of, score_test
from collega.model.checks.working import working_model
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
_WORTH_TELLING = 0.05


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
        Of the test by participants; over the criteria corrected by Holm's method. The one to go by.
    reason : str or None
        Why a number is None.
    points : float or None
        By how many percentage points the freed effects change the share positive of a judged scenario, at most; only
        where the test by participants finds something at 5%, before it is corrected.
    """

    criterion: str | None
    statistic: float | None
    df: int | None
    p_value: float | None
    p_value_corrected: float | None
    reason: str | None = None
    points: float | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the keys of the command ``fit``; ``points`` and ``reason`` only where there are any."""
        values = {
            "criterion": self.criterion,
            "statistic": self.statistic,
            "df": self.df,
            "p_value": self.p_value,
            "p_value_corrected": self.p_value_corrected,
        }
        more = {"points": self.points, "reason": self.reason}
        return values | {key: value for key, value in more.items() if value is not None}


def proportional_odds(panel: Panel, base: Base | None = None) -> tuple[ProportionalOdds, ...]:
    """Test proportional odds of all criteria together, and then of each criterion of the study, in its order.

    About the levels that were judged. What cannot be tested is None, with the reason.

    Parameters
    ----------
    panel : Panel
    base : Base, optional
        Of this panel's working model, where that was made before.
    """
    keys = panel.study.criterion_keys
    try:
        counted = count_panel(panel)
    except NotComputedError as error:
        return _untested((None, *keys), str(error))
    if counted.counts.counts.shape[1] < 3:
        return _untested((None, *keys), TWO_ANSWERS)
    base = base_of(working_model(panel)) if base is None else base
    coding = counted.judged.coding
    pooled = maximise_pooled(counted.counts.matrix, counted.counts.counts, penalty_matrix(coding))
    tied = tied_criteria(counted.counts.matrix, coding)
    blocks = [slice(0, 0) if c in tied else block for c, block in enumerate(coding.blocks)]
    tests = [_test(base, pooled, key, [block]) for key, block in zip(keys, blocks, strict=True)]
    corrected = holm(np.array([np.nan if test.p_value_corrected is None else test.p_value_corrected for test in tests]))
    holmed = [
        replace(test, p_value_corrected=None if np.isnan(value) else float(value))
        for test, value in zip(tests, corrected, strict=True)
    ]
    return _test(base, pooled, None, blocks), *holmed


def _untested(keys: Sequence[str | None], reason: str) -> tuple[ProportionalOdds, ...]:
    return tuple(
        ProportionalOdds(criterion=key, statistic=None, df=None, p_value=None, p_value_corrected=None, reason=reason)
        for key in keys
    )


def _test(base: Base, pooled: PooledMaximum, criterion: str | None, blocks: Sequence[slice]) -> ProportionalOdds:
    """Test whether the effects of these columns are the same at every threshold."""
    counted = base.model.counted
    freed = np.zeros(counted.counts.matrix.shape[1], dtype=np.bool_)
    for block in blocks:
        freed[block] = True
    if not freed.any():
        return _untested([criterion], NOTHING_TO_FREE)[0]
    inner = counted.cells.n_answers - 1
    rows, theta = divide(counted.counts.matrix, freed, inner), proportional(pooled.theta, freed, inner)
    df = int(freed.sum()) * (inner - 1)
    statistic, reason = _likelihood_ratio(counted, pooled, rows, theta)
    clustered = _clustered(base, freed)
    return ProportionalOdds(
        criterion=criterion,
        statistic=statistic,
        df=df,
        p_value=None if statistic is None else float(chdtrc(df, statistic)),
        p_value_corrected=clustered,
        points=None if clustered is None or clustered >= _WORTH_TELLING else _points(base, rows, freed, theta),
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


def _points(base: Base, rows: ThresholdRows, freed: NDArray[np.bool_], theta: Floats) -> float:
    """Return how far shares of judged scenarios move when the effects are freed, thresholds in order: at most."""
    counts, coding = base.model.counted.counts.counts, base.model.counted.judged.coding
    found = maximise_by_threshold(rows, counts, spread_penalty(rows, penalty_matrix(coding), freed), theta)
    shares = [expit(-rows.reach(at)[:, base.model.pivot]) for at in (theta, found.maximum.theta)]
    return 100.0 * float(np.abs(shares[1] - shares[0]).max())


def _clustered(base: Base, freed: NDArray[np.bool_]) -> float | None:
    """Return the p-value with persons as the sample: do effects at later thresholds differ from those at the first?"""
    model = base.model
    columns = model.counted.counts.matrix[model.row][:, freed]
    later = range(1, len(model.thresholds))
    up = np.hstack([-columns * (model.answer == j)[:, None] for j in later])
    down = np.hstack([-columns * (model.answer == j + 1)[:, None] for j in later])
    found = score_test(base, up, down, many=True)
    return None if found is None else found.p_value
