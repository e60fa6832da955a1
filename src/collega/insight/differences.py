"""Do groups of participants judge differently? Tests on how positive everyone is, corrected for testing many.

Everyone's score is what remains of their answers after a model of the levels (:mod:`collega.insight.positivity`), so
it does not matter who judged what. Per characteristic the Kruskal-Wallis statistic, and where its values run in an
order Spearman's trend in it; p-values by permuting the participants, or from the limiting distributions in large
panels. Only participants of groups that are not hidden because of few count: a test over all of them would tell the
rank sums of those. Withheld is left out, and ``other`` of a trend. Groups that judged other levels throughout cannot be
compared. One correction by Holm over all these tests together: a characteristic counts as demonstrated where either of
its tests does.

References
----------
Kruskal & Wallis (1952), JASA 47. Holm (1979), Scandinavian Journal of Statistics 6. Phipson & Smyth (2010),
Permutation p-values should never be zero, SAGMB 9.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.special import chdtrc, ndtr

from collega.insight.disclosure import tested_values
from collega.insight.positivity import average_answers, positivity
from collega.model.multiple import holm
from collega.panel.panel import Panel

Floats = NDArray[np.float64]
PERMUTATIONS = 4999
_SEED = 20240501
_EXPLAINED = 1e-9  # of the differences between groups, left by the levels: rounding
_MANY = 2000  # participants from which on permuting adds nothing
_SCHEMA = {
    "characteristic": pl.String(),
    "n": pl.Int64(),
    "trend": pl.Float64(),
    "p_value": pl.Float64(),
    "p_value_corrected": pl.Float64(),
    "p_trend": pl.Float64(),
    "p_trend_corrected": pl.Float64(),
}


def group_differences(panel: Panel) -> pl.DataFrame:
    """Test every characteristic.

    Returns
    -------
    polars.DataFrame
        ``characteristic``, ``n`` (participants of its groups that may be tested), ``trend`` (Spearman's correlation of
        score and order of the values), ``p_value`` and ``p_trend``, and both corrected; null where fewer than two
        groups may be tested. All but ``n`` are also null where the groups cannot be told apart from the levels that
        they judged, ``trend`` and its p-values where the study does not mark the characteristic as ordered.
    """
    panel = panel.counted
    scores = positivity(panel)
    rows = []
    for h, item in enumerate(panel.study.characteristics):
        members = tested_members(panel, item.key)
        value, score = panel.groups[members, h], scores[members]
        fewest = max(panel.study.minimum_group, 4)
        enough = _enough(value, fewest)
        apart = enough and comparable(panel.keep(members), value)
        p_value = _permuted(value, score)[1] if apart else np.nan
        placed = value < len(item.values)  # 'other' has no place in the order
        trend, p_trend = np.nan, np.nan
        if item.ordered and apart and _enough(value[placed], fewest):
            trend, _, p_trend = _permuted(value[placed], score[placed])
        n = len(value) if enough else None
        rows.append({"characteristic": item.key, "n": n, "trend": trend, "p_value": p_value, "p_trend": p_trend})
    tests = [(row, name) for name in ("p_value", "p_trend") for row in rows]
    corrected = holm(np.array([row[name] for row, name in tests], dtype=np.float64))
    for (row, name), chance in zip(tests, corrected, strict=True):
        row[f"{name}_corrected"] = float(chance)
    return pl.DataFrame(rows, schema=_SCHEMA).with_columns(pl.selectors.float().fill_nan(None))


def tested_members(panel: Panel, characteristic: str) -> NDArray[np.bool_]:
    """Return (I,) bool: who of the counted panel is in a group that may be tested; withheld is none."""
    keys = [item.key for item in panel.study.characteristics]
    item, visible = panel.study.characteristic(characteristic), tested_values(panel, characteristic)
    values = [value for value, key in enumerate(item.value_keys) if key in visible]
    return np.isin(panel.groups[:, keys.index(characteristic)], values)


def comparable(panel: Panel, value: NDArray[np.integer]) -> bool:
    """Whether groups can be told apart from the levels that they judged.

    Parameters
    ----------
    panel : Panel
        The members of the groups; all of them answered.
    value : (I,) int
        The group of each.
    """
    averages = average_answers(panel)
    members = (value[:, None] == np.unique(value)[1:]).astype(np.float64)
    members -= averages.n @ members / averages.n.sum()
    levels = averages.total[:-1, :-1]
    together = (members * averages.n[:, None]).T @ np.column_stack([averages.levels, members])
    by_level, between = np.split(together, [len(levels)], axis=1)
    unexplained = between - by_level @ np.linalg.pinv(levels, rcond=_EXPLAINED, hermitian=True) @ by_level.T
    return bool(np.linalg.eigvalsh(unexplained)[0] > _EXPLAINED * np.linalg.eigvalsh(between)[-1])


def average_ranks(values: NDArray[Any]) -> Floats:
    """Return ranks from 1; equal values share their average rank."""
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    result: Floats = (ends - (counts - 1) / 2)[place.ravel()]
    return result


def _enough(value: NDArray[np.integer], fewest: int) -> bool:
    return len(value) >= fewest and len(np.unique(value)) >= 2


def _permuted(value: NDArray[np.integer], score: Floats) -> tuple[float, float, float]:
    """Return Spearman's correlation, and the p-values of differences and of a trend."""
    ranks = average_ranks(score)
    ranks -= ranks.mean()
    steps = average_ranks(value)
    steps -= steps.mean()
    total = max(float(np.square(ranks).sum()), 1e-300)
    members = (value[:, None] == np.unique(value)).astype(np.float64)
    counts, scale = members.sum(axis=0), np.sqrt(np.square(steps).sum() * total)
    if len(score) > _MANY:
        between = float((np.square(ranks @ members) / counts).sum())
        trend = float(ranks @ steps / scale)
        tail = ndtr(-abs(trend) * np.sqrt(len(score) - 1))
        return trend, float(chdtrc(len(counts) - 1, (len(score) - 1) * between / total)), float(2 * tail)
    rng = np.random.default_rng(_SEED)
    orders = np.vstack([ranks, rng.permuted(np.tile(ranks, (PERMUTATIONS, 1)), axis=1)])
    trends = orders @ steps / scale
    return float(trends[0]), _beyond((np.square(orders @ members) / counts).sum(axis=1)), _beyond(np.abs(trends))


def _beyond(statistics: Floats) -> float:
    return float((statistics >= statistics[0] - 1e-9).mean())
