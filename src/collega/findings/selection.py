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
    surest = sorted(allowed, key=lambda each: -(each.probability or 0.0))
    wrong = np.cumsum([1.0 - (each.probability or 0.0) for each in surest]) / np.arange(1, len(surest) + 1)
    likely = surest[: int((wrong <= FALSE + _ROUNDING).sum())]  # the running mean never falls
    ordered = _first_of_each(sorted(likely, key=lambda each: -least(each)))
    about = [(each.criteria, each.characteristic if not each.criteria else None) for each in ordered]
    again = [about[:place].count(subject) for place, subject in enumerate(about)]
    return [ordered[place] for place in sorted(range(len(ordered)), key=lambda place: again[place])]


def least(finding: Finding) -> float:
    """Return how far the interval stays from zero, percentage points; 0 where it holds it."""
    low, high = finding.interval or (0.0, 0.0)
    return max(low, -high, 0.0)


def _allowed(each: Finding) -> bool:
    if each.p_value is None or each.probability is None or each.p_value > CHANCE:
        return False
    return each.probability >= SURE and (each.expected is None or each.expected >= EXPECTED)


def _first_of_each(kept: list[Finding]) -> list[Finding]:
    """Keep one group of each criterion and characteristic; none of a trend, which says it of all groups."""
    trends = {each.characteristic for each in kept if each.values}
    first: dict[tuple[str, tuple[str, ...], str | None], Finding] = {}
    for each in kept:
        if each.kind == "group_weight" or each.values or each.characteristic not in trends:
            first.setdefault((each.kind, each.criteria, each.characteristic), each)
    return list(first.values())
