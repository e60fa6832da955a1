"""The findings of a study, in the order in which they are told."""

from __future__ import annotations

from collega.findings.agreement import answer_findings
from collega.findings.finding import Finding
from collega.findings.group_weight import group_weight_differences
from collega.findings.selection import chosen
from collega.findings.strictness import strictness_differences
from collega.findings.weight import weight_findings
from collega.insight.contrasts import group_contrasts, group_sides
from collega.insight.insights import Insights
from collega.model.fit import Fit
from collega.model.multiple import SIGNIFICANT
from collega.panel.panel import Panel

_FIRST = ("weight", "not_weighed")


def study_findings(panel: Panel, fit: Fit | None, insights: Insights) -> tuple[Finding, ...]:
    """Return what a study teaches.

    First what weighs most; then the differences between groups, those that are largest at least first; then the
    answers, where people agree, and what was not demonstrated.

    Parameters
    ----------
    panel : Panel
    fit : Fit or None
        Of these participants. Differences between groups need a hierarchical one; without a fit nothing is said about
        weights, nor where people divide most.
    insights : Insights
        Of this panel and fit.
    """
    panel = panel.counted
    weights: list[Finding] = []
    if fit is not None and insights.importance is None:
        weights = [Finding(kind="not_weighed", among=0, participants=insights.participants)]
    elif fit is not None and insights.importance is not None:
        weights = weight_findings(fit, insights.importance, insights.participants)
    leading = [weight for weight in weights if weight.kind in _FIRST]
    rest = [weight for weight in weights if weight.kind not in _FIRST]
    answers = answer_findings(panel.study, insights, fit=fit, design=panel.design)
    return (*leading, *_groups(panel, fit, insights), *answers, *rest)


def _groups(panel: Panel, fit: Fit | None, insights: Insights) -> list[Finding]:
    rows = {row["characteristic"]: row for row in insights.differences.iter_rows(named=True)}
    compared = {sides.group[0] for sides in group_sides(panel)} & set(insights.groups)
    if not panel.study.characteristics:
        return []
    if not compared:
        return [Finding(kind="no_groups", participants=insights.participants)]
    clear = [key for key in rows if _smallest(rows[key]) < SIGNIFICANT]
    if fit is None or fit.draws is None or insights.importance is None:
        findings = [
            Finding(kind="differs", characteristic=key, p_value=_smallest(rows[key]), participants=rows[key]["n"])
            for key in clear
        ]
        tested = [key for key in rows if rows[key]["p_value_corrected"] is not None]
        nothing = Finding(kind="alike", among=len(tested), participants=insights.participants)
        return findings or ([nothing] if tested else [])
    contrasts = group_contrasts(panel)
    differences = [
        *group_weight_differences(panel, fit, contrasts),
        *strictness_differences(panel, fit, contrasts, rows),
    ]
    findings = chosen([difference for difference in differences if difference.characteristic in compared])
    nothing = Finding(
        kind="alike", criteria=panel.study.criterion_keys, among=len(compared), participants=insights.participants
    )
    return findings or ([] if clear else [nothing])


def _smallest(row: dict[str, float | None]) -> float:
    values = [row[name] for name in ("p_value_corrected", "p_trend_corrected")]
    return min((value for value in values if value is not None), default=1.0)
