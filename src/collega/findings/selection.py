"""Which differences are said, and in which order.

A difference is said where a test and the posterior agree. The test: whether the groups of the characteristic differ at
all, corrected for everything that is compared in the study, so that of studies without differences at most one in
twenty passes. The posterior tells which group and which criterion: by the probability of the sign among these
participants, and for weights in the population too. Of those, the surest first, as many are said as keep the average of
one minus that probability at or below 5%, the expected share of false ones (Müller, Parmigiani & Rice 2007). They are
ordered by how large they are at least: of one criterion and one characteristic only the group that comes first is
named, and what is said about a criterion for the second time comes after what is new.

References
----------
Müller, Parmigiani & Rice (2007), FDR and Bayesian multiple comparisons rules, Bayesian Statistics 8.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from collega.findings.finding import Finding
from collega.findings.weight import SURE

_ROUNDING = 1e-9
FALSE = 0.05  # expected share of false differences in a list
CHANCE, EXPECTED = 0.05, 0.80  # largest p-value, and least probability in the population


def chosen(differences: Sequence[Finding]) -> list[Finding]:
    """Return the differences that may be said, those that are largest at least first."""
    allowed = [difference for difference in differences if _allowed(difference)]
    surest = sorted(allowed, key=lambda finding: -(finding.probability or 0.0))
    wrong = np.cumsum([1.0 - (candidate.probability or 0.0) for candidate in surest]) / np.arange(1, len(surest) + 1)
    likely = surest[: int((wrong <= FALSE + _ROUNDING).sum())]  # the running mean never falls
    ordered = _first_of_each(sorted(likely, key=lambda finding: -least(finding)))
    about = [
        (candidate.criteria, candidate.characteristic if not candidate.criteria else None) for candidate in ordered
    ]
    repeats = [about[:place].count(subject) for place, subject in enumerate(about)]
    return [ordered[place] for place in sorted(range(len(ordered)), key=lambda place: repeats[place])]


def least(finding: Finding) -> float:
    """Return how far the interval stays from zero, percentage points; 0 where it holds it."""
    low, high = finding.interval or (0.0, 0.0)
    return max(low, -high, 0.0)


def _allowed(finding: Finding) -> bool:
    if finding.p_value is None or finding.probability is None or finding.p_value > CHANCE:
        return False
    return finding.probability >= SURE and (finding.expected is None or finding.expected >= EXPECTED)


def _first_of_each(findings: list[Finding]) -> list[Finding]:
    """Keep one group of each criterion and characteristic; none of a trend, which says it of all groups."""
    trends = {finding.characteristic for finding in findings if finding.values}
    first: dict[tuple[str, tuple[str, ...], str | None], Finding] = {}
    for finding in findings:
        if finding.kind == "group_weight" or finding.values or finding.characteristic not in trends:
            first.setdefault((finding.kind, finding.criteria, finding.characteristic), finding)
    return list(first.values())
