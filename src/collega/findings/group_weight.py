"""Which group weighs which criterion differently: the posterior of the difference with the other groups."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from collega.findings.finding import Finding
from collega.insight.contrasts import Contrasts, Sides, group_sides
from collega.insight.importance import expected_importance
from collega.insight.weight_contrast import sign_probability, weight_contrast
from collega.model.fit import Draws, Fit
from collega.model.population import coded
from collega.model.share import interval_of
from collega.panel.panel import Panel

Floats = NDArray[np.float64]


def group_weight_differences(panel: Panel, fit: Fit, contrasts: Contrasts) -> list[Finding]:
    """Return every difference between a group and the others, demonstrated or not.

    Parameters
    ----------
    panel : Panel
    fit : Fit
        Hierarchical; nothing from other models, which know no differences between people.
    contrasts : Contrasts
        Of this panel.

    Returns
    -------
    list of Finding
        ``estimate``: the importance in the average weights of the group less that in the average weights of the people
        in the other shown groups of the characteristic, percentage points; ``numbers``: both, percent.
    """
    if fit.draws is None:
        return []
    differences = []
    places = {key: c for c, key in enumerate(fit.criteria)}
    characteristics = _characteristics(panel, fit, fit.draws)
    for sides in group_sides(panel):
        rows = fitted_rows(panel, fit, sides)
        if rows is None:
            continue
        p_value = contrasts.weighing(sides.group[0])
        population = expected_importance(fit, characteristics[rows[0]].mean(axis=0))
        population -= expected_importance(fit, characteristics[rows[1]].mean(axis=0))
        compared = weight_contrast(fit, *rows).sort(pl.col("criterion").replace_strict(places, return_dtype=pl.Int64))
        for row in compared.iter_rows(named=True):
            draws = population[:, places[row["criterion"]]]
            differences.append(
                Finding(
                    kind="group_weight",
                    criteria=(row["criterion"],),
                    characteristic=sides.group[0],
                    value=sides.group[1],
                    estimate=row["difference"],
                    interval=(row["low"], row["high"]),
                    probability=row["probability"],
                    expected=sign_probability(draws, row["difference"]),
                    participants=len(rows[0]),
                    numbers=(row["percent"], row["other_percent"]),
                    among=other_groups(panel, sides),
                    p_value=None if np.isnan(p_value) else p_value,
                )
            )
    return differences


def difference(sides: Sides, estimate: float, draws: Floats) -> dict[str, Any]:
    """Return the fields of a difference that has such draws."""
    low, high = (float(end) for end in interval_of(draws))
    return {
        "characteristic": sides.group[0],
        "value": sides.group[1],
        "estimate": estimate,
        "interval": (min(low, estimate), max(high, estimate)),
        "probability": sign_probability(draws, estimate),
    }


def fitted_rows(panel: Panel, fit: Fit, sides: Sides) -> tuple[NDArray[np.int64], NDArray[np.int64]] | None:
    """Return the rows of ``fit.participants`` of both sides; None where the fit has too few of either."""
    place = {name: row for row, name in enumerate(fit.participants)}
    names = panel.counted.people["participant"].to_list()
    rows = [
        np.array([place[names[i]] for i in np.flatnonzero(side) if names[i] in place], dtype=np.int64)
        for side in (sides.members, sides.others)
    ]
    enough = all(len(members) >= panel.study.minimum_group for members in rows)
    return (rows[0], rows[1]) if enough else None


def _characteristics(panel: Panel, fit: Fit, draws: Draws) -> Floats:
    """Return (I, Z) the characteristics of ``fit.participants``, coded as the model has them."""
    panel = panel.counted
    keys = [item.key for item in panel.study.characteristics]
    place = {name: row for row, name in enumerate(panel.people["participant"].to_list())}
    rows = [place.get(name) for name in fit.participants]
    values: dict[str, list[str | None]] = {}
    for key in dict.fromkeys(characteristic for characteristic, _ in draws.group_columns):
        names, column = panel.study.characteristic(key).value_keys, panel.groups[:, keys.index(key)]
        values[key] = [None if row is None or column[row] < 0 else names[column[row]] for row in rows]
    return coded(draws.group_columns, values, len(rows))


def other_groups(panel: Panel, sides: Sides) -> int:
    """Return how many groups there are on the other side."""
    siblings = [side.group for side in group_sides(panel) if side.group[0] == sides.group[0]]
    return len(siblings) - 1
