"""What is found about one case: whether a majority is certain, what would tip it, and what to find out first."""

from __future__ import annotations

from collections.abc import Sequence

from collega.colleague.advice import Advice
from collega.colleague.what_if import Tipping
from collega.findings.finding import Finding, Kind

TIPPING: tuple[Kind, ...] = ("tips", "may_tip", "tips_together", "nothing_tips")


def case_findings(advice: Advice) -> tuple[Finding, ...]:
    """Return what an advice says of its majority, in the order in which it is told.

    Returns
    -------
    tuple of Finding
        ``find_out_first`` where something is blank: ``numbers`` are the ends of the reach that is then left on average,
        ``among`` how many blanks there are. ``majority``: the share and its interval; ``numbers`` are the ends of the
        reach where something is blank. ``tips``: the single changes, each a criterion with a level, that surely bring
        the majority to the other side, with the shares then as ``numbers``; none may be. ``may_tip``: those of which
        only the estimate is on the other side. ``tips_together``: where no single change brings the estimate there,
        changes that do so together. ``nothing_tips``: where none were found. Of a case with blanks only ``may_tip``,
        where all ways to fill them in are on one side. Shares are 0..1.
    """
    findings = [] if advice.fill_in_first is None else [_find_out_first(advice)]
    findings.append(
        Finding(
            kind="majority",
            estimate=advice.share,
            interval=advice.interval,
            participants=advice.participants,
            numbers=advice.reach or (),
        )
    )
    return (*findings, *(_tipping(advice) if advice.case.levels else ()))


def certain(interval: tuple[float, float]) -> bool:
    """Whether an interval of a share lies on one side of one half, in whole percent as it is shown."""
    low, high = (round(100 * end) for end in interval)
    return low > 50 or high < 50


def _find_out_first(advice: Advice) -> Finding:
    first = advice.fill_in_first
    assert first is not None
    return Finding(
        kind="find_out_first",
        criteria=(first.criterion,),
        numbers=first.reach,
        among=len(advice.case.blank),
        participants=advice.participants,
    )


def _tipping(advice: Advice) -> list[Finding]:
    single = [tip for tip in advice.tipping if len(tip.changes) == 1]
    together = [tip for tip in advice.tipping if len(tip.changes) > 1]
    if advice.reach is not None:  # how far the changed case may go is not known: its share is an average too
        return [_changes("may_tip", single, advice)] if single and certain(advice.reach) else []
    if single:
        sure = [tip for tip in single if certain(tip.interval)]
        unsure = [tip for tip in single if not certain(tip.interval)]
        may = [_changes("may_tip", unsure, advice)] if unsure else []
        return [_changes("tips", sure, advice), *may]
    if not together:
        return [Finding(kind="nothing_tips", participants=advice.participants)]
    best = next((tip for tip in together if certain(tip.interval)), together[0])
    return [
        Finding(
            kind="tips_together",
            criteria=tuple(criterion for criterion, _ in best.changes),
            levels=tuple(level for _, level in best.changes),
            estimate=best.share,
            interval=best.interval,
            participants=advice.participants,
        )
    ]


def _changes(kind: Kind, tips: Sequence[Tipping], advice: Advice) -> Finding:
    changes = [change for tip in tips for change in tip.changes]
    return Finding(
        kind=kind,
        criteria=tuple(criterion for criterion, _ in changes),
        levels=tuple(level for _, level in changes),
        numbers=tuple(tip.share for tip in tips),
        estimate=tips[0].share if len(tips) == 1 else None,
        interval=tips[0].interval if len(tips) == 1 else None,
        participants=advice.participants,
    )
