"""Shifts between rounds as they stand in a sentence, in every language."""

from __future__ import annotations

from collega.findings.finding import Finding
from collega.findings.words.form import Form


def parts_of(finding: Finding, form: Form) -> tuple[float, int, str, str]:
    """Return the estimate, its size in whole points, and both ends of its interval with their signs."""
    assert finding.estimate is not None
    assert finding.interval is not None
    low, high = (signed(end, form) for end in finding.interval)
    return finding.estimate, round(abs(finding.estimate)), low, high


def signed(value: float, form: Form) -> str:
    """Return whole points with a sign."""
    points = round(value)
    return f"{'−' if points < 0 else '+' if points > 0 else ''}{form.number(abs(points))}"


def sure(finding: Finding) -> bool:
    """Whether the interval as it is written leaves out 0."""
    return finding.interval is not None and (round(finding.interval[0]) > 0 or round(finding.interval[1]) < 0)
