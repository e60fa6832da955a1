"""What is certain in one case: the majority, what makes it tip, and what to find out first."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from collega.colleague.advice import Advice
from collega.colleague.reach import extreme_ways
from collega.colleague.wording import tips_surely
from collega.findings.finding import Finding
from collega.model.blanks import Blanks
from collega.model.persons import Persons
from collega.model.share import shares_of
from collega.study.coding import BLANK
from collega.study.definition import Study

Ints = NDArray[np.int64]
_TOGETHER = 0.005  # of the share: what narrows the reach this much less than the best does not come second


def case_findings(
    study: Study, advice: Advice, demonstrated: Collection[str], persons: Persons | None = None
) -> tuple[Finding, ...]:
    """Return what may be said for certain about a case.

    Parameters
    ----------
    advice : Advice
    demonstrated : collection of str
        Criteria of which it is demonstrated that they weigh; others are not said to tip a majority.
    persons : Persons, optional
        Whose advice it is; without them it is not said what to find out first.
    """
    blanks = None if persons is None else Blanks.of(study)
    first = [] if persons is None or blanks is None else _open_first(study, advice, persons, blanks)
    return (_majority(advice), *_tipping(advice, demonstrated), *first)


def _majority(advice: Advice) -> Finding:
    return Finding(
        kind="majority", estimate=advice.share, interval=advice.interval, participants=advice.participants,
        criteria=tuple(key for key, _ in advice.case.levels),
    )  # fmt: skip


def _tipping(advice: Advice, demonstrated: Collection[str]) -> list[Finding]:
    """Return the changes of a filled-in criterion after which the whole interval is on the other side of one half."""
    low, high = advice.interval
    if not advice.case.levels or low <= 0.5 <= high:
        return []
    filled = {key for key, _ in advice.case.levels}
    sure = [
        change
        for change in advice.what_if
        if change.criterion in filled
        and change.criterion in demonstrated
        and (change.share >= 0.5) != (advice.share >= 0.5)
        and tips_surely(advice, change.interval)
    ]
    found = [
        Finding(
            kind="tipping", criteria=(change.criterion,), values=(change.level,), estimate=change.share,
            interval=change.interval, participants=advice.participants,
        )
        for change in sorted(sure, key=lambda change: -abs(change.share - 0.5))
    ]  # fmt: skip
    return found or [Finding(kind="tipping", participants=advice.participants)]


def _open_first(study: Study, advice: Advice, persons: Persons, blanks: Blanks) -> list[Finding]:
    """Return the open criterion that narrows the reach most, averaged over its levels; several where they are alike.

    Each of its levels is put into the ways that give the ends of the reach.
    """
    profile = advice.case.profile(study)
    ends = extreme_ways(persons, blanks, profile)
    blank = np.flatnonzero(profile == BLANK)
    if ends is None or len(blank) < 2:
        return []
    cases, places = [ends], []
    for c in blank:
        for level in range(study.n_levels[c]):
            changed = ends.copy()
            changed[:, c] = level
            if not any(blanks.forbidden(case.tolist()) for case in changed):
                cases.append(changed)
                places.append(int(c))
    shares = persons.centre(shares_of(persons, blanks, np.vstack(cases))).reshape(-1, 2)
    widths = np.maximum(shares[:, 1] - shares[:, 0], 0.0)
    left = {c: float(widths[1:][np.array(places) == c].mean()) for c in set(places)}
    if not left:
        return []
    best = min(left.values())
    alike = sorted((c for c in left if left[c] <= best + _TOGETHER), key=lambda c: left[c])
    if len(alike) == len(left):
        return []
    return [
        Finding(
            kind="open_first",
            criteria=tuple(study.criterion_keys[c] for c in alike),
            estimate=100 * (float(widths[0]) - best),
            numbers=(100 * float(widths[0]), 100 * best),
            participants=advice.participants,
            among=len(blank),
        )
    ]
