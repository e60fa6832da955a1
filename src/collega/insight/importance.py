"""How heavily each criterion weighs, for everybody or for a group, and how sure that is."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from collega.model.fit import Fit
from collega.model.importance import importance_of
from collega.model.multiple import holm

Floats = NDArray[np.float64]
LEVEL = 0.9
_DRAWS = 2000
_SEED = 20240501


def importance_draws(fit: Fit, members: NDArray[np.integer] | None = None) -> tuple[Floats, Floats]:
    """Return importance to report and its draws, percent.

    Parameters
    ----------
    fit : Fit
    members : (n,) int, optional
        Rows of ``fit.participants``; of a hierarchical fit only.

    Returns
    -------
    (C,) float64, (D, C) float64
        ``hierarchical``: the mean of the draws, from the average of these participants' coefficients. ``pooled`` and
        ``mixed``: the estimate, and normal draws with the clustered covariance. Over the levels that were judged; NaN
        for a criterion with fewer than two of them.
    """
    judged = fit.judged_levels
    if fit.draws is not None:
        individual = fit.draws.individual if members is None else fit.draws.individual[:, members]
        coefficients = individual[:, :, 1:].mean(axis=1, dtype=np.float64)
        draws = importance_of(coefficients @ judged.to_part_worths.T, judged)
        return draws.mean(axis=0), draws
    if members is not None:
        raise ValueError("importance of a group needs a hierarchical fit")
    assert fit.estimates is not None
    inner = len(fit.thresholds)
    block = slice(inner, inner + judged.study_coding.n_columns)
    values, vectors = np.linalg.eigh(fit.estimates.covariance[block, block])
    factor = vectors * np.sqrt(np.maximum(values, 0.0))
    noise = np.random.default_rng(_SEED).standard_normal((_DRAWS, len(factor))) @ factor.T
    drawn = importance_of((fit.estimates.coefficients + noise) @ judged.to_part_worths.T, judged)
    return importance_of(fit.part_worths, judged), drawn


def importance_table(
    fit: Fit, share_swing: Floats, p_values: Floats, members: NDArray[np.integer] | None = None
) -> pl.DataFrame:
    """Return importance, the heaviest criterion first.

    Parameters
    ----------
    share_swing, p_values : (C,) float64
        Percentage points, and p-values; NaN where not computed.

    Returns
    -------
    polars.DataFrame
        ``criterion``, ``percent``, ``low``, ``high`` (90% interval), ``share_swing``, ``p_value``,
        ``p_value_corrected`` (by Holm, over the criteria). A criterion of which fewer than two levels were judged has
        nulls, and stands last.
    """
    percent, draws = importance_draws(fit, members)
    low, high = interval_around(percent, draws)
    return (
        pl.DataFrame(
            {
                "criterion": fit.criteria,
                "percent": percent,
                "low": low,
                "high": high,
                "share_swing": share_swing,
                "p_value": p_values,
                "p_value_corrected": holm(p_values),
            }
        )
        .with_columns(pl.selectors.float().fill_nan(None))
        .sort("percent", descending=True, nulls_last=True, maintain_order=True)
    )


def interval_around(percent: Floats, draws: Floats) -> tuple[Floats, Floats]:
    """Return the (C,) ends of the 90% interval of the draws, stretched to hold what is reported.

    Noise widens ranges, so the draws of a criterion that nobody weighs lie above its estimate.
    """
    low, high = np.quantile(draws, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0)
    return np.minimum(low, percent), np.maximum(high, percent)
