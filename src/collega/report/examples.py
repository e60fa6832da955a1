"""Which cases a report shows as examples of the virtual colleague."""

from __future__ import annotations

import polars as pl

from collega.colleague import Case, make_case
from collega.errors import DataError
from collega.insight.insights import Insights
from collega.panel.panel import Panel
from collega.study.definition import Study
from collega.study.template import template_cases


def example_cases(study: Study, panel: Panel, insights: Insights) -> list[Case]:
    """Return the template's own cases; for another study two that differ in the heaviest criterion alone.

    Those are the scenario that divides the panel most, and the same one with the level of the heaviest criterion that
    is furthest away, as far as the study allows that.
    """
    cases = allowed_cases(study, template_cases(study.key))
    if cases:
        return cases
    measured = insights.agreement.scenarios.filter(pl.col("consensus").is_not_null())
    if measured.height == 0 or insights.importance is None:
        return []
    name = measured.sort("consensus", maintain_order=True)["scenario"][0]
    profile = panel.design.profiles[panel.design.scenarios.index(name)]
    levels = {
        criterion.key: criterion.level_keys[int(level)]
        for criterion, level in zip(study.criteria, profile, strict=True)
    }
    heaviest = study.criterion(insights.importance["criterion"][0])
    place = heaviest.level_keys.index(levels[heaviest.key])
    judged = [level for level in heaviest.level_keys if level not in _unjudged(insights, heaviest.key)]
    far = judged[0 if place >= len(heaviest.levels) / 2 else -1]
    return [*allowed_cases(study, [levels]), *allowed_cases(study, [levels | {heaviest.key: far}])]


def _unjudged(insights: Insights, criterion: str) -> set[str]:
    """Return the levels of a criterion that have no share, since nobody judged them."""
    if insights.levels is None:
        return set()
    return set(insights.levels.filter(pl.col("criterion") == criterion, pl.col("share").is_null())["level"])


def allowed_cases(study: Study, cases: list[dict[str, str]]) -> list[Case]:
    """Check cases; an adapted template may no longer have a level, and a study may forbid a combination."""
    chosen_cases = []
    for levels in cases:
        try:
            chosen_cases.append(make_case(study, levels))
        except DataError:
            continue
    return chosen_cases
