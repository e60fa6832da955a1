"""What is certain in one case: the majority, what makes it tip, and what to find out first."""

from __future__ import annotations

from collections.abc import Collection

from collega.colleague.advice import Advice
from collega.colleague.wording import tips_surely
from collega.findings.finding import Finding


def case_findings(advice: Advice, demonstrated: Collection[str]) -> tuple[Finding, ...]:
    """Return what may be said for certain about a case.

    Parameters
    ----------
    advice : Advice
    demonstrated : collection of str
        Criteria of which it is demonstrated that they weigh; others are not said to tip a majority.
    """
    return (_majority(advice), *_tipping(advice, demonstrated), *_open_first(advice))


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


def _open_first(advice: Advice) -> list[Finding]:
    """Return the open criterion that narrows the reach most, averaged over its levels; nothing with one blank."""
    first = advice.fill_in_first
    if first is None or advice.reach is None or len(advice.case.blank) < 2:
        return []
    now, then = (100 * (high - low) for low, high in (advice.reach, first.reach))
    return [
        Finding(
            kind="open_first",
            criteria=(first.criterion,),
            estimate=now - then,
            numbers=(now, then),
            participants=advice.participants,
            among=len(advice.case.blank),
        )
    ]
