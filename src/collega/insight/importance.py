"""How heavily each criterion weighs, for everybody or for a group, and how sure that is."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from collega.model.fit import Draws, Fit
from collega.model.importance import (
    Importance,
    estimated_importance,
    importance_of_percents,
    percents_of_draws,
    range_shares,
    settled_percents,
)
from collega.model.multiple import SIGNIFICANT, holm
from collega.panel.judged_levels import JudgedLevels

Floats = NDArray[np.float64]
Members = NDArray[np.integer] | None
_PEOPLE, _DRAWS = 200, 200  # at a time, and looked at, where everyone has draws of their own


def importance_of(fit: Fit, members: Members = None) -> Importance:
    """Return the importance of every criterion in the average weights.

    Parameters
    ----------
    fit : Fit
    members : (n,) int, optional
        Rows of ``fit.participants``; of a hierarchical fit only.

    Returns
    -------
    Importance
        ``hierarchical``: of the average of these participants' coefficients, from the draws. ``pooled`` and ``mixed``:
        of the population, from the estimates and their clustered covariance.
    """
    return importance_and_percents(fit, members)[0]


def importance_and_percents(fit: Fit, members: Members = None) -> tuple[Importance, Floats]:
    """Return the importance, and (D', C) percents in draws around it, those below 0 as they are.

    Of a hierarchical fit the rows of two groups are of the same draws.
    """
    judged = fit.judged_levels
    if fit.draws is not None:
        percents = percents_of_draws(_average_part_worths(fit.draws, members, judged), judged)
        return importance_of_percents(percents), percents
    if members is not None:
        raise ValueError("importance of a group needs a hierarchical fit")
    assert fit.estimates is not None
    inner = len(fit.thresholds)
    block = slice(inner, inner + judged.study_coding.n_columns)
    covariance = fit.estimates.covariance[block, block]
    return estimated_importance(fit.estimates.coefficients, covariance, len(fit.participants), judged)


def settled_importance(fit: Fit, members: Members = None) -> Floats:
    """Return (D, C) draws of the importance among these participants of a hierarchical fit, for differences.

    Percent; :func:`collega.model.importance.settled_percents` of their average weights. Rows of two groups are of the
    same draws.
    """
    if fit.draws is None:
        raise ValueError("draws of importance need a hierarchical fit")
    judged = fit.judged_levels
    return settled_percents(_average_part_worths(fit.draws, members, judged), judged)


def expected_importance(fit: Fit, characteristics: Floats) -> Floats:
    """Return (D, C) draws of the importance in the population from which such participants come, percent.

    ``characteristics`` (Z,) are averages of the participants' coded ones: weights m + G z.
    """
    if fit.draws is None:
        raise ValueError("a population needs a hierarchical fit")
    judged, draws = fit.judged_levels, fit.draws
    weights = draws.mean + draws.group_effects.astype(np.float64) @ characteristics
    return settled_percents(weights[:, 1:] @ judged.to_part_worths.T, judged)


def uncorrected_importance(fit: Fit, members: Members = None) -> Floats:
    """Return (C,) ranges of the average weights over their sum, percent, with what noise adds still in them.

    As other software computes it from average utilities: of the estimates, or in the draws, of which it is the mean.
    """
    judged = fit.judged_levels
    if fit.draws is None:
        return range_shares(fit.part_worths, judged)
    mean: Floats = range_shares(_average_part_worths(fit.draws, members, judged), judged).mean(axis=0)
    return mean


def individual_importance(fit: Fit, members: Members = None) -> Floats | None:
    """Return (C,) averages over the participants of the importance in each one's own weights, percent.

    Noise is not taken off, and that people differ counts too: a criterion that one half weighs for and the other half
    against weighs heavily here, and not in :func:`importance_of`. None for a model without weights of each
    participant.

    References
    ----------
    Orme (2010), Getting Started with Conjoint Analysis, ch. 9: importances computed for each respondent, then averaged.
    """
    if fit.draws is None:
        return None
    judged, individual = fit.judged_levels, fit.draws.individual[:: -(-len(fit.draws.individual) // _DRAWS), :, 1:]
    rows = fit.draws.places(members)
    weights, total = fit.draws.weights, np.zeros(len(judged.n_levels))
    for chunk in np.split(rows, range(_PEOPLE, len(rows), _PEOPLE)):
        part_worths = individual[:, chunk].astype(np.float64) @ judged.to_part_worths.T
        total += weights[chunk] @ range_shares(part_worths, judged).mean(axis=0)
    return np.asarray(total / weights[rows].sum())


def _average_part_worths(draws: Draws, members: Members, judged: JudgedLevels) -> Floats:
    """(D, L): of these participants."""
    places = draws.places(members)
    individual = draws.individual if members is None else draws.individual[:, places]
    if draws.representatives is None:
        average: Floats = individual[:, :, 1:].mean(axis=1, dtype=np.float64)
    else:
        weights = draws.weights[places]
        average = np.einsum("dik,i->dk", individual[:, :, 1:], weights / weights.sum(), dtype=np.float64)
    part_worths: Floats = average @ judged.to_part_worths.T
    return part_worths


def importance_table(
    fit: Fit,
    share_swing: Floats,
    p_values: Floats,
    members: Members = None,
    *,
    swing_intervals: Floats | None = None,
) -> pl.DataFrame:
    """Return importance, the heaviest criterion first.

    Parameters
    ----------
    share_swing, p_values : (C,) float64
        Percentage points, and p-values; NaN where not computed.
    swing_intervals : (C, 2) float64, optional
        90% intervals of the swings.

    Returns
    -------
    polars.DataFrame
        ``criterion``, ``percent``, ``low``, ``high`` (90% interval), ``uncorrected``, ``individual`` (null without
        weights for each participant), ``share_swing``, ``swing_low``, ``swing_high``, ``p_value``,
        ``p_value_corrected`` (by Holm, over the criteria). Where that demonstrates no weight, both intervals start at
        0. A criterion of which fewer than two levels were judged has nulls, and stands last.
    """
    ends = np.full((len(fit.criteria), 2), np.nan) if swing_intervals is None else swing_intervals
    importance, individual, corrected = importance_of(fit, members), individual_importance(fit, members), holm(p_values)
    return (
        pl.DataFrame(
            {
                "criterion": fit.criteria,
                "percent": importance.percent,
                "low": start_at_zero(importance.interval[:, 0], corrected),
                "high": importance.interval[:, 1],
                "uncorrected": uncorrected_importance(fit, members),
                "individual": np.full(len(fit.criteria), np.nan) if individual is None else individual,
                "share_swing": share_swing,
                "swing_low": start_at_zero(ends[:, 0], corrected),
                "swing_high": ends[:, 1],
                "p_value": p_values,
                "p_value_corrected": corrected,
            }
        )
        .with_columns(pl.selectors.float().fill_nan(None))
        .sort("percent", descending=True, nulls_last=True, maintain_order=True)
    )


def start_at_zero(low: Floats, corrected: Floats) -> Floats:
    """Return (C,) lower ends, 0 where the corrected p-value demonstrates no weight, and not where it is NaN."""
    return np.where(corrected >= SIGNIFICANT, np.minimum(low, 0.0), low)
