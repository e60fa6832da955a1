"""Which criteria one group weighs clearly more heavily or lightly than another, each looked at by itself."""

from __future__ import annotations

import polars as pl

from collega.findings.finding import Finding

Group = tuple[str, str]


def contrast_finding(
    frame: pl.DataFrame, group: Group, rival: Group | None, *, participants: int, others: int = 1
) -> Finding:
    """Return which differences between two groups have a 90% interval that leaves out 0.

    That is less than a difference of :func:`collega.findings.study_findings`, which is tested among all of a study.

    Parameters
    ----------
    frame : polars.DataFrame
        As :func:`collega.insight.weight_contrast` returns.
    group, other : (characteristic, value)
        ``rival`` is None for all other groups of the characteristic.
    participants : int
        In the group.
    others : int
        How many groups there are on the other side.
    """
    clear = frame.filter("clear")
    return Finding(
        kind="contrast",
        criteria=tuple(clear["criterion"]),
        characteristic=group[0],
        value=group[1],
        values=() if rival is None else rival,
        numbers=tuple(clear["difference"]),
        participants=participants,
        among=others,
    )
