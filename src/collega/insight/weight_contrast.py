"""How much more heavily one group weighs each criterion than another: the posterior of the difference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from collega.insight.importance import importance_of, settled_importance
from collega.model.fit import Fit
from collega.model.importance import Importance
from collega.model.share import interval_of

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]
_ORDER = ("clear", "least", "probability")


def weight_contrast(fit: Fit, group: Rows, others: Rows) -> pl.DataFrame:
    """Compare the importance of every criterion in two groups, the clearest difference first.

    Parameters
    ----------
    fit : Fit
        Hierarchical.
    group, others : (n,) int64
        Rows of ``fit.participants``.

    Returns
    -------
    polars.DataFrame
        ``criterion``; ``percent`` and ``other_percent``, the importance in each group's average weights,
        each with ``_low`` and ``_high``, its 90% interval;
        ``difference`` (the first less the other, percentage points, of numbers that were not rounded) with ``low`` and
        ``high``, its 90% interval; ``probability`` of its sign; ``clear``, whether the interval leaves out 0. First the
        clear ones, by how far the interval stays from 0, then the others by their probability. Without criteria of
        which fewer than two levels were judged.
    """
    weights, rest = (importance_of(fit, rows) for rows in (group, others))
    draws = settled_importance(fit, group) - settled_importance(fit, others)
    weighed = [c for c in range(len(fit.criteria)) if not np.isnan(weights.percent[c])]
    rows = [
        _row(fit.criteria[c], float(weights.percent[c]), float(rest.percent[c]), draws[:, c])
        | _ends("", weights, c)
        | _ends("other_", rest, c)
        for c in weighed
    ]
    schema = {"criterion": pl.String, **dict.fromkeys(_NUMBERS, pl.Float64), "clear": pl.Boolean}
    frame = pl.DataFrame(rows, schema=schema)
    least = pl.max_horizontal(pl.col("low"), -pl.col("high"), pl.lit(0.0)).alias("least")
    return frame.with_columns(least).sort(_ORDER, descending=True, maintain_order=True).drop("least")


_NUMBERS = ("percent", "percent_low", "percent_high", "other_percent", "other_percent_low", "other_percent_high",
            "difference", "low", "high", "probability")  # fmt: skip


def _ends(name: str, importance: Importance, c: int) -> dict[str, object]:
    low, high = importance.interval[c]
    return {f"{name}percent_low": float(low), f"{name}percent_high": float(high)}


def _row(criterion: str, percent: float, reference: float, draws: Floats) -> dict[str, object]:
    difference = percent - reference
    low, high = (float(end) for end in interval_of(draws))
    low, high = min(low, difference), max(high, difference)
    return {
        "criterion": criterion,
        "percent": percent,
        "other_percent": reference,
        "difference": difference,
        "low": low,
        "high": high,
        "probability": sign_probability(draws, difference),
        "clear": low > 0.0 or high < 0.0,
    }


def sign_probability(draws: Floats, estimate: float) -> float:
    """Return the probability of the sign of the estimate; equal draws count half."""
    return float((np.sign(estimate) * draws > 0).mean() + 0.5 * (draws == 0).mean())


def other_rows(groups: Mapping[str, Sequence[int] | Rows], value: str) -> Rows:
    """Return the rows of everybody in the other groups of a characteristic, in order."""
    rows = [row for rival, members in groups.items() if rival != value for row in members]
    return np.unique(np.array(rows, dtype=np.int64))
