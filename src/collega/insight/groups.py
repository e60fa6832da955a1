"""Which criteria weigh most in each group."""

from __future__ import annotations

import numpy as np
import polars as pl

from collega.insight.disclosure import group_sizes, shown_groups
from collega.insight.importance import importance_draws
from collega.model.fit import Fit
from collega.panel.panel import Panel

TOP = 4
_SCHEMA = {
    "value": pl.String(),
    "n": pl.Int64(),
    "suppressed": pl.Boolean(),
    "criterion": pl.String(),
    "percent": pl.Float64(),
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
        A row per value and criterion: ``value``, ``n``, ``suppressed``, ``criterion``, ``percent``, and ``top`` (1 to 4
        for the heaviest four criteria of the group, else null). The last value is ``prefer_not_to_say``.
    """
    panel = panel.counted
    sizes = group_sizes(panel, characteristic)
    shown = shown_groups(sizes, panel.study.minimum_group)
    rows: list[dict[str, object]] = []
    for value, size in sizes.items():
        percent = None
        if value in shown and fit is not None and fit.draws is not None:
            percent = importance_draws(fit, members_of(panel, fit, characteristic, value))[0]
        order = [] if percent is None else np.argsort(-percent, kind="stable")[:TOP].tolist()
        for c, key in enumerate(panel.study.criterion_keys):
            rows.append(
                {
                    "value": value,
                    "n": size if value in shown else None,
                    "suppressed": value not in shown,
                    "criterion": key,
                    "percent": None if percent is None else float(percent[c]),
                    "top": order.index(c) + 1 if c in order else None,
                }
            )
    return pl.DataFrame(rows, schema=_SCHEMA)


def members_of(
    panel: Panel, fit: Fit, characteristic: str, value: str
) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    """Return the rows of ``fit.participants`` who are in this group of the panel."""
    wanted = set(panel.people["participant"].filter(pl.Series(panel.group(characteristic, value))).to_list())
    return np.array([i for i, name in enumerate(fit.participants) if name in wanted], dtype=np.int64)
