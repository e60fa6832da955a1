"""Which group answers more positively in the average case, trends, and self-image against behaviour."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from collega.findings.finding import Finding, Kind
from collega.findings.group_weight import difference, fitted_rows, other_groups
from collega.insight.contrasts import Contrasts, Sides, group_sides
from collega.insight.weight_contrast import sign_probability
from collega.model.blanks import Blanks
from collega.model.fit import Fit
from collega.model.multiple import SIGNIFICANT
from collega.model.persons import Persons, persons_of
from collega.model.share import interval_of, shares_of
from collega.panel.panel import Panel
from collega.study.coding import BLANK
from collega.study.definition import Study

Floats = NDArray[np.float64]
Differences = Mapping[str, Mapping[str, Any]]
_DRAWS = 400  # ends of intervals within about 0.13 standard deviations of those of many more


def average_case_shares(study: Study, fit: Fit) -> Floats:
    """Return (D, I) everyone's probability of a positive answer in the case in which everything is blank, 0..1."""
    persons = persons_of(fit)
    persons = persons.thinned(_DRAWS * persons.coefficients.shape[1])
    n_draws, n_people, width = persons.coefficients.shape
    alone = Persons(
        coefficients=persons.coefficients.reshape(n_draws * n_people, 1, width),
        thresholds=np.repeat(persons.thresholds, n_people, axis=0),
        weights=np.ones(1),
        link=persons.link,
        positive=persons.positive,
        first_is_estimate=False,
    )
    blank = np.full((1, len(study.criteria)), BLANK, dtype=np.int64)
    return shares_of(alone, Blanks.of(study, fit.judged_levels), blank)[:, 0].reshape(n_draws, n_people)


def strictness_differences(panel: Panel, fit: Fit, contrasts: Contrasts, differences: Differences) -> list[Finding]:
    """Return every difference in strictness between a group and the others, and every trend, demonstrated or not.

    Parameters
    ----------
    panel : Panel
    fit : Fit
        Hierarchical; nothing from other models.
    contrasts : Contrasts
    differences : mapping of characteristic to a row of :func:`collega.insight.group_differences`
        A group is only said to differ where its characteristic does; elsewhere ``p_value`` is 1.

    Returns
    -------
    list of Finding
        ``estimate``: the share positive in the average case of the group less that of the people in the other shown
        groups, percentage points; of a trend that of the last group less that of the first, on a straight line
        through all shown groups. ``numbers``: both shares, 0..1.
    """
    if fit.draws is None:
        return []
    shares, findings = average_case_shares(panel.study, fit), []
    everyone = group_sides(panel)
    for item in panel.study.characteristics:
        kind: Kind = "self_image" if item.self_image else "strictness"
        overall = differences[item.key]["p_value_corrected"]
        groups = [sides for sides in everyone if sides.group[0] == item.key]
        for sides in groups:
            rows = fitted_rows(panel, fit, sides)
            if rows is None or overall is None:
                continue
            group, others = (_average(fit, shares, members) for members in rows)
            numbers = float(group.mean()), float(others.mean())
            statistic, p_value = contrasts.difference(sides.group)
            estimate = 100 * (numbers[0] - numbers[1])
            findings.append(
                Finding(
                    kind=kind,
                    participants=len(rows[0]),
                    numbers=numbers,
                    among=other_groups(panel, sides),
                    p_value=supported(p_value, overall) if statistic * estimate > 0 else 1.0,
                    **difference(sides, estimate, 100 * (group - others)),
                )
            )
        if item.ordered:
            placed = [sides for sides in groups if sides.group[1] in {value.key for value in item.values}]
            findings += _trend(panel, fit, shares, placed, contrasts, differences[item.key])
    return findings


def _average(fit: Fit, shares: Floats, rows: NDArray[np.int64]) -> Floats:
    """(D,): of these participants; each counts as much as the people that they stand for."""
    assert fit.draws is not None
    places = fit.draws.places(rows)
    if fit.draws.representatives is None:
        return np.asarray(shares[:, places].mean(axis=1))
    weights = fit.draws.weights[places]
    return np.asarray(shares[:, places] @ (weights / weights.sum()))


def supported(p_value: float, overall: float) -> float:
    """Return the p-value of a group or trend; 1 where the test of its characteristic alone demonstrates nothing."""
    return p_value if overall < SIGNIFICANT else 1.0


def _trend(
    panel: Panel, fit: Fit, shares: Floats, groups: list[Sides], contrasts: Contrasts, row: Mapping[str, Any]
) -> list[Finding]:
    key = row["characteristic"]
    if key not in contrasts.trends or row["p_trend_corrected"] is None:
        return []
    item, (statistic, p_value) = panel.study.characteristic(key), contrasts.trends[key]
    places = [value.key for value in item.values]
    members = [fitted_rows(panel, fit, sides) for sides in groups]
    if any(rows is None for rows in members):
        return []
    people = [rows[0] for rows in members if rows is not None]
    sizes = np.array([len(rows) for rows in people], dtype=np.float64)
    averages = np.column_stack([_average(fit, shares, rows) for rows in people])
    ranks = np.array([places.index(sides.group[1]) for sides in groups], dtype=np.float64)
    away = ranks - (sizes @ ranks) / sizes.sum()
    slope = averages @ (sizes * away) / (sizes @ np.square(away))
    draws = 100 * slope * (ranks[-1] - ranks[0])
    estimate = float(draws.mean())
    low, high = (float(end) for end in interval_of(draws))
    alike = statistic * estimate > 0 and row["trend"] * estimate > 0
    return [
        Finding(
            kind="self_image" if item.self_image else "trend",
            characteristic=key,
            estimate=estimate,
            interval=(min(low, estimate), max(high, estimate)),
            probability=sign_probability(draws, estimate),
            p_value=supported(p_value, row["p_trend_corrected"]) if alike else 1.0,
            participants=int(sizes.sum()),
            numbers=(float(averages[:, 0].mean()), float(averages[:, -1].mean())),
            values=(groups[0].group[1], groups[-1].group[1]),
        )
    ]
