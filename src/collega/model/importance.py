"""How heavily criteria weigh: the range of each over the sum of all ranges, less what noise adds to a range.

The range of noisy part-worths is larger than that of the part-worths without noise, since the level that comes out
highest is there partly by chance. So the levels are chosen on one version of the part-worths, and the difference
between these levels is measured on another, whose noise is independent of the first. Of a criterion that nobody weighs
such a difference is 0 on average, and as often below 0 as above.

- Draws of a posterior: chosen in one draw, measured in another.
- Estimates b with a covariance V: chosen on b + g e and measured on b - e / g, with e ~ N(0, V). If b ~ N(beta, V)
  these two are independent: their covariance is V - V (Rasines & Young 2023). For the interval, chosen and measured in
  independent draws around b, of a t distribution with as many degrees of freedom as there are participants beyond the
  coefficients: a covariance clustered by few participants is somewhat too small.

References
----------
Rasines & Young (2023), Splitting strategies for post-selection inference, Biometrika 110.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from collega.panel.judged_levels import JudgedLevels

Floats = NDArray[np.float64]
LEVEL = 0.9
_SPLIT = 0.7  # g: of the noise, what goes to the choice; chosen by simulation, see docs/methods/importance.md
_LEAST_FREEDOM = 3
_DRAWS, _SEED = 2000, 20240501


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Importance:
    """How heavily criteria weigh in the average part-worths, percent.

    Attributes
    ----------
    percent : (C,) float64
        They sum to 100; NaN for a criterion of which fewer than two levels were judged.
    interval : (C, 2) float64
        Ends of the 90% interval, 0 to 100.
    """

    percent: Floats
    interval: Floats


def range_shares(part_worths: Floats, judged: JudgedLevels) -> Floats:
    """Return (..., C) ranges of (..., L) part-worths over their sum, percent; all equal where nothing is weighed.

    Noise is not taken off. Over the levels that were judged: NaN for a criterion with fewer than two of them.
    """
    return _percent(judged.ranges(part_worths))


def importance_of_draws(part_worths: Floats, judged: JudgedLevels) -> Importance:
    """Return the importance of which these are draws.

    Parameters
    ----------
    part_worths : (D, L) float64
        Draws of the posterior, of one chain after another.
    """
    return importance_of_percents(percents_of_draws(part_worths, judged))


def percents_of_draws(part_worths: Floats, judged: JudgedLevels) -> Floats:
    """Return (D', C) percent in every pair of draws, less what noise adds; those below 0 are left as they are.

    The same pairs whoever the (D, L) draws are of, so that rows of two groups can be subtracted.
    """
    apart = sorted({len(part_worths) * k // 4 for k in (1, 2, 3)})
    ranges = [signed_ranges(part_worths, np.roll(part_worths, -k, axis=0), judged) for k in apart]
    return _percent(np.concatenate(ranges))


def settled_percents(part_worths: Floats, judged: JudgedLevels) -> Floats:
    """Return (D, C) percent in every draw, less what noise adds, with the choice of levels averaged over all draws.

    R_c = sum_l w_l beta_l, w_l the fraction of the draws in which level l is the highest less that in which it is the
    lowest. The average is that of :func:`percents_of_draws`; the chance of one draw's choice is gone from the spread.
    """
    ranges = np.full((len(part_worths), len(judged.n_levels)), np.nan)
    for c, rows in enumerate(judged.study_coding.level_blocks):
        known = part_worths[:, rows][:, judged.comparable[rows]]
        if known.shape[1]:
            ends = [np.bincount(pick(axis=1), minlength=known.shape[1]) for pick in (known.argmax, known.argmin)]
            ranges[:, c] = known @ ((ends[0] - ends[1]) / len(known))
    return _percent(ranges)


def importance_of_percents(percents: Floats) -> Importance:
    """Return the importance of which these (D', C) percents are draws."""
    return Importance(percent=_average(percents), interval=_interval(percents))


def importance_of_estimates(
    coefficients: Floats, covariance: Floats, n_participants: int, judged: JudgedLevels
) -> Importance:
    """Return the importance in the coefficients of which these are estimates; arguments as of the next."""
    return estimated_importance(coefficients, covariance, n_participants, judged)[0]


def estimated_importance(
    coefficients: Floats, covariance: Floats, n_participants: int, judged: JudgedLevels
) -> tuple[Importance, Floats]:
    """Return the importance in the coefficients of which these are estimates, and (D', C) percents around it.

    Parameters
    ----------
    coefficients, covariance : (K,), (K, K) float64
        In effects coding; the covariance clustered by participant.
    """
    part_worths, rng = judged.to_part_worths @ coefficients, np.random.default_rng(_SEED)
    root = _square_root(judged.to_part_worths @ covariance @ judged.to_part_worths.T, judged)
    half, one, other = (rng.standard_normal((n, judged.comparable.sum())) @ root for n in (_DRAWS // 2, _DRAWS, _DRAWS))
    noise = np.concatenate([half, -half])
    chosen = part_worths + _SPLIT * noise
    centre = signed_ranges(part_worths - noise / _SPLIT, chosen, judged).mean(axis=0)
    freedom = max(n_participants - judged.coding.n_columns, _LEAST_FREEDOM)
    tails = np.sqrt(freedom / rng.chisquare(freedom, (2, _DRAWS, 1)))
    ranges = signed_ranges(part_worths + tails[0] * one, part_worths + tails[1] * other, judged)
    percents = _percent(ranges)
    found = Importance(
        percent=_average(_percent(centre + signed_ranges(one, chosen, judged))), interval=_interval(percents)
    )
    return found, percents


def _square_root(covariance: Floats, judged: JudgedLevels) -> Floats:
    """(L', L): the symmetric root of the covariance of the L' levels with a part-worth; 0 for those without one.

    The symmetric root changes as little as the covariance does, so that rounding does not draw other noise.
    """
    known = judged.comparable
    values, vectors = np.linalg.eigh(covariance[np.ix_(known, known)])
    root = np.zeros((len(values), len(known)))
    root[:, known] = (vectors * np.sqrt(np.maximum(values, 0.0))) @ vectors.T
    return root


def signed_ranges(measured: Floats, chosen: Floats, judged: JudgedLevels) -> Floats:
    """Return (D, C) differences in ``measured`` between the levels that are highest and lowest in ``chosen``.

    Both are (D, L) part-worths. NaN for a criterion of which fewer than two levels were judged.
    """
    ranges = np.full((len(measured), len(judged.n_levels)), np.nan)
    for c, rows in enumerate(judged.study_coding.level_blocks):
        known = np.arange(rows.start, rows.stop)[judged.comparable[rows]]
        if len(known):
            order = chosen[:, known]
            ends = [known[pick(axis=1)][:, None] for pick in (order.argmax, order.argmin)]
            high, low = (np.take_along_axis(measured, end, axis=1)[:, 0] for end in ends)
            ranges[:, c] = high - low
    return ranges


def _average(percents: Floats) -> Floats:
    """Return the (C,) average of (D, C) percentages, those below 0 counted as 0, made to sum to 100."""
    average = np.maximum(percents, 0.0).mean(axis=0)
    return np.asarray(100.0 * average / np.nansum(average))


def _interval(percents: Floats) -> Floats:
    ends = np.quantile(percents, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0)
    return np.maximum(ends.T, 0.0)


def _percent(ranges: Floats) -> Floats:
    """Return (..., C) percent of the whole; all equal where that is nothing.

    The whole is the sum, or the largest where those below 0 take so much away that it would pass 100 percent.
    """
    known = ~np.isnan(ranges)
    whole = np.nansum(ranges, axis=-1, keepdims=True)
    whole = np.maximum(whole, np.max(ranges, axis=-1, keepdims=True, initial=0.0, where=known))
    even = np.where(known, 1.0 / np.maximum(known.sum(axis=-1, keepdims=True), 1), np.nan)
    result: Floats = 100.0 * np.divide(ranges, whole, out=even, where=known & (whole > 0))
    return result
