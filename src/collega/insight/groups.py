"""Which criteria weigh most in each group."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from collega.insight.disclosure import group_sizes, shown_values
from collega.insight.importance import importance_of
from collega.model.composition import Composition
from collega.model.fit import Fit
from collega.panel.panel import Panel

TOP = 4
_SCHEMA = {
    "value": pl.String(),
    "n": pl.Int64(),
    "suppressed": pl.Boolean(),
    "criterion": pl.String(),
    "percent": pl.Float64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
    "top": pl.Int64(),
}


def group_importance(panel: Panel, fit: Fit | None, characteristic: str) -> pl.DataFrame:
    """Return the importance of every criterion in every group of a characteristic.

    Parameters
    ----------
    panel : Panel
    fit : Fit or None
        Of the same participants; anything but a hierarchical fit gives nulls.
    characteristic : str

    Returns
    -------
    polars.DataFrame
        A row per value and criterion: ``value``, ``n``, ``suppressed``, ``criterion``, ``percent``, ``low``, ``high``
        (90% interval), and ``top`` (1 to 4 for the heaviest four criteria of the group, else null). Null too for a
        criterion of which fewer than two levels were judged. The last value is ``prefer_not_to_say``.
    """
    panel = panel.counted
    sizes = group_sizes(panel, characteristic)
    visible = shown_values(panel, characteristic)
    rows: list[dict[str, object]] = []
    for value, size in sizes.items():
        percent = low = high = None
        if value in visible and fit is not None and fit.draws is not None:
            members = members_of(panel, fit, characteristic, value)
            if len(members) >= panel.study.minimum_group:
                importance = importance_of(fit, members)
                percent, (low, high) = importance.percent, importance.interval.T
        order = [] if percent is None else _heaviest(percent)
        for c, key in enumerate(panel.study.criterion_keys):
            rows.append(
                {
                    "value": value,
                    "n": size if value in visible else None,
                    "suppressed": value not in visible,
                    "criterion": key,
                    "percent": _number_or_none(percent, c),
                    "low": _number_or_none(low, c),
                    "high": _number_or_none(high, c),
                    "top": order.index(c) + 1 if c in order else None,
                }
            )
    return pl.DataFrame(rows, schema=_SCHEMA)


def _heaviest(percent: NDArray[np.float64]) -> list[int]:
    order = np.argsort(-percent, kind="stable")  # what was not computed last
    return [int(c) for c in order if np.isfinite(percent[c])][:TOP]


def _number_or_none(values: NDArray[np.float64] | None, c: int) -> float | None:
    return None if values is None or np.isnan(values[c]) else float(values[c])


def members_of(panel: Panel, fit: Fit, characteristic: str, value: str) -> NDArray[np.int64]:
    """Return the rows of ``fit.participants`` who are in this group of the counted panel."""
    panel = panel.counted
    names = panel.people["participant"].filter(pl.Series(panel.group(characteristic, value)))
    return np.flatnonzero(pl.Series(fit.participants, dtype=pl.String).is_in(names.implode()).to_numpy())


def composition_of(panel: Panel, fit: Fit) -> Composition:
    """Return which characteristics go together among the participants of a fit, of groups that may be shown."""
    panel = panel.counted
    groups = {
        (item.key, value): members_of(panel, fit, item.key, value)
        for item in panel.study.characteristics
        for value in shown_values(panel, item.key)
        if value in item.value_keys
    }
    return Composition.from_groups(len(fit.participants), groups)
