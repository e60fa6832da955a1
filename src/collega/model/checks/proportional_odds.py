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
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc, expit

from collega.errors import NotComputedError
from collega.messages import Message
from collega.model.by_threshold import ThresholdRows, divide, maximise_by_threshold, proportional, spread_penalty
from collega.model.checks.score import Base, Pulls, base_of, pulls_of
from collega.model.checks.untested import reason_json
from collega.model.checks.working import working_model
from collega.model.counted import CountedPanel, count_panel
from collega.model.newton import maximise, newton_step
from collega.model.penalty import penalty_matrix
from collega.model.pooled import PooledMaximum, maximise_pooled
from collega.panel.overlap import tied_criteria
from collega.panel.panel import Panel

Floats = NDArray[np.float64]

TWO_ANSWERS = "check-one-threshold"
NOTHING_TO_FREE = "check-nothing-to-free"
FEW_PEOPLE = "check-no-test-by-participants"
CROSSING = "check-crossing"
NOT_CONVERGED = "check-not-converged"
PENALISED_WITHOUT = "check-no-finite-maximum"
_STEPS = 60
_RISE = 1e-7  # of the log-likelihood, at most, to where it ends
_CROSSED = -1e-6  # logits
FOUND = 0.05


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
        where the test by participants finds something at 5%.
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
        points = {} if self.points is None else {"points": self.points}
        return values | points | reason_json(self.reason)


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
        return _untested((None, *keys), error.message)
    if counted.counts.counts.shape[1] < 3:
        return _untested((None, *keys), Message(TWO_ANSWERS))
    base = base_of(working_model(panel)) if base is None else base
    coding = counted.judged.coding
    pooled = maximise_pooled(counted.counts.matrix, counted.counts.counts, penalty_matrix(coding))
    tied = tied_criteria(counted.counts.matrix, coding)
    blocks = [slice(0, 0) if c in tied else block for c, block in enumerate(coding.blocks)]
    if not any(block.stop > block.start for block in blocks):
        return _untested((None, *keys), Message(NOTHING_TO_FREE))
    pulls, owner = _contrasts(base, blocks)
    over_all, by_criterion = pulls.test(many=True), _corrected(pulls, owner, len(keys))
    return (
        _test(base, pooled, None, blocks, None if over_all is None else over_all.p_value),
        *(
            _test(base, pooled, key, [block], p_value)
            for key, block, p_value in zip(keys, blocks, by_criterion, strict=True)
        ),
    )


def _untested(keys: Sequence[str | None], reason: str) -> tuple[ProportionalOdds, ...]:
    return tuple(
        ProportionalOdds(criterion=key, statistic=None, df=None, p_value=None, p_value_corrected=None, reason=reason)
        for key in keys
    )


def _test(
    base: Base, pooled: PooledMaximum, criterion: str | None, blocks: Sequence[slice], clustered: float | None
) -> ProportionalOdds:
    """Return the tests of these columns; ``clustered`` is the p-value by participants."""
    counted = base.model.counted
    freed = np.zeros(counted.counts.matrix.shape[1], dtype=np.bool_)
    for block in blocks:
        freed[block] = True
    if not freed.any():
        return _untested([criterion], Message(NOTHING_TO_FREE))[0]
    inner = counted.cells.n_answers - 1
    rows, theta = divide(counted.counts.matrix, freed, inner), proportional(pooled.theta, freed, inner)
    df = int(freed.sum()) * (inner - 1)
    statistic, reason = _likelihood_ratio(counted, pooled, rows, theta)
    return ProportionalOdds(
        criterion=criterion,
        statistic=statistic,
        df=df,
        p_value=None if statistic is None else float(chdtrc(df, statistic)),
        p_value_corrected=clustered,
        points=None if clustered is None or clustered >= FOUND else _points(base, rows, freed, theta),
        reason=reason if clustered is not None else _with_few_people(reason),
    )


def _with_few_people(reason: str | None) -> str:
    few = Message(FEW_PEOPLE)
    return few if reason is None else Message("check-both", one=reason, other=few)


def _likelihood_ratio(
    counted: CountedPanel, pooled: PooledMaximum, rows: ThresholdRows, theta: Floats
) -> tuple[float | None, str | None]:
    """Return twice what the freed effects add to the log-likelihood, or why there is none.

    Where answers follow a level without exception the log-likelihood rises for ever, but to a limit: the ratio is
    that of the limit, as other software has it.
    """
    if pooled.penalised:
        return None, Message(PENALISED_WITHOUT)
    weights = counted.counts.counts.astype(np.float64)
    found = maximise(lambda at: rows.likelihood(at, weights), theta, _STEPS)
    if np.diff(rows.reach(found.theta), axis=1).min() < _CROSSED:
        return None, Message(CROSSING)
    step = newton_step(rows.likelihood(found.theta, weights)[1], found.hessian - 1e-9 * np.eye(len(theta)))
    gradient = rows.likelihood(found.theta, weights)[1]
    if not found.converged and (step is None or gradient @ step > _RISE):
        return None, Message(NOT_CONVERGED)
    return max(2.0 * (found.value - pooled.log_likelihood), 0.0), None


def _points(base: Base, rows: ThresholdRows, freed: NDArray[np.bool_], theta: Floats) -> float:
    """Return how far shares of judged scenarios move when the effects are freed, thresholds in order: at most."""
    counts, coding = base.model.counted.counts.counts, base.model.counted.judged.coding
    found = maximise_by_threshold(rows, counts, spread_penalty(rows, penalty_matrix(coding), freed), theta)
    shares = [expit(-rows.reach(at)[:, base.model.pivot]) for at in (theta, found.maximum.theta)]
    return 100.0 * float(np.abs(shares[1] - shares[0]).max())


def _contrasts(base: Base, blocks: Sequence[slice]) -> tuple[Pulls, NDArray[np.int64]]:
    """Return everybody's pulls towards effects at later thresholds that differ from those at the first, and whose.

    The second are numbers of criteria, one for each of the pulls.
    """
    model = base.model
    sizes = [block.stop - block.start for block in blocks]
    columns = model.counted.counts.matrix[model.row][
        :, np.concatenate([np.arange(block.start, block.stop) for block in blocks])
    ]
    later = range(1, len(model.thresholds))
    up = np.hstack([-columns * (model.answer == j)[:, None] for j in later])
    down = np.hstack([-columns * (model.answer == j + 1)[:, None] for j in later])
    return pulls_of(base, up, down), np.tile(np.repeat(np.arange(len(blocks)), sizes), len(later))


def _corrected(pulls: Pulls, owner: NDArray[np.int64], n_criteria: int) -> list[float | None]:
    """Return the p-value of each criterion, corrected by Holm's method, the clearest first.

    Once one is found, the others are tested beside it: a clear break of one looks like a break of others.
    """
    values: list[float | None] = [None] * n_criteria
    given, floor = np.zeros(len(owner), dtype=np.bool_), 0.0
    left = set(owner.tolist())
    while left:
        tests = {c: pulls.beside(given, owner == c).test(many=True) for c in left}
        known = sorted((test.p_value, c) for c, test in tests.items() if test is not None)
        for place, (p_value, c) in enumerate(known):
            floor = max(floor, min(p_value * (len(known) - place), 1.0))
            values[c] = floor
            if floor < FOUND:
                break
        if not known or floor >= FOUND:
            return values
        given |= owner == known[0][1]
        left.remove(known[0][1])
    return values
