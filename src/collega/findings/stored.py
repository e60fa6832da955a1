"""Findings as they are kept beside stored insights, and as they are read again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from collega.findings.agreement import answer_findings
from collega.findings.finding import Finding
from collega.insight.insights import Insights
from collega.insight.stored import insights_of
from collega.study.definition import Study

OF_ANSWERS = ("positive", "agreement")
NAME = "findings"


def pack_insights(insights: Insights, findings: Sequence[Finding]) -> dict[str, Any]:
    """Return insights and findings in plain values, to be stored."""
    return insights.as_json() | {NAME: [finding.as_json() for finding in findings]}


def findings_of(study: Study, stored: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Return the findings in stored insights; of insights from before they were kept, those of the answers."""
    if NAME in stored:
        return tuple(map(Finding.from_json, stored[NAME]))
    return tuple(answer_findings(study, insights_of(study, stored)))


def without(
    study: Study, stored: Mapping[str, Any], *, characteristics: set[str], scenarios: bool
) -> list[dict[str, Any]]:
    """Return the findings, plain, that insights with less in them still support.

    Parameters
    ----------
    stored : mapping
        The insights of which something was left out; its findings are still those of all.
    characteristics : set of str
        Those of which a group was left out: nothing is said about their groups, nor that groups are alike.
    scenarios : bool
        Whether a scenario was left out: what is said about scenarios is made again from those that remain.
    """
    remaining = []
    for finding in findings_of(study, stored):
        about_groups = finding.kind in ("alike", "no_groups") or finding.characteristic is not None
        hidden = about_groups and bool(characteristics) and finding.characteristic in {None, *characteristics}
        if not hidden and not (scenarios and (finding.scenarios or finding.kind in OF_ANSWERS)):
            remaining.append(finding)
    renewed = answer_findings(study, insights_of(study, stored)) if scenarios else []
    first = next((place for place, entry in enumerate(remaining) if entry.kind in _LAST), len(remaining))
    return [entry.as_json() for entry in (*remaining[:first], *renewed, *remaining[first:])]


_LAST = ("order", "demonstrated", "not_demonstrated")
