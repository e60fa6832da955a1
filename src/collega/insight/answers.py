"""What was answered: per scenario, and per group of participants."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from collega.design.layout import Design
from collega.insight.choice import FEW, SIDES, Reason
from collega.insight.disclosure import (
    group_sizes,
    judges_of,
    protect_scenarios,
    reason_of,
    shown_scenarios_of,
    shown_values,
)
from collega.insight.scenarios import Scenarios
from collega.panel.panel import Panel
from collega.panel.tally import answer_counts
from collega.study.definition import Study

_MOSTLY = {1: "positive", -1: "negative"}
# The keys of answers are the study's, so none of them is the name of a column here.
SCHEMA: dict[str, pl.DataType] = {
    "n": pl.Int64(), "shares": pl.List(pl.Float64()), "positive": pl.Float64(), "suppressed": pl.Boolean(),
    "reason": pl.String(), "because": pl.List(pl.String()), "mostly": pl.String(),
}  # fmt: skip


def answers_by_scenario(panel: Panel, group: tuple[str, str] | None = None) -> pl.DataFrame:
    """Return the answers to every scenario that was judged.

    Parameters
    ----------
    panel : Panel
    group : (characteristic, value), optional
        Only the answers of these participants.

    Returns
    -------
    polars.DataFrame
        ``scenario``, ``n`` (participants who judged it), ``shares`` (a list: the share of each answer, 0..1, in the
        order of the study), ``positive`` (share), and ``suppressed``; null where they may not be shown. There
        ``reason`` is ``few`` (fewer than the minimum judged it, or would follow) or ``sides`` (nearly everybody is on
        one side, or that would follow for some), and ``mostly`` tells ``positive`` or ``negative`` where all but at
        most two of everybody are; ``n`` is then given too. ``because`` is null here.
    """
    panel = panel.counted
    protection = protect_scenarios(panel)
    if group is not None:
        protection = replace(
            protection,
            counted=np.ones_like(protection.counted),
            shown=shown_scenarios_of(panel, *group),
            mostly=np.zeros_like(protection.mostly),
        )
        panel = panel.keep(panel.group(*group))
    return scenario_table(panel.study, panel.design, answer_counts(panel), judges_of(panel), protection)


def scenario_table(
    study: Study, design: Design, counts: NDArray[np.int64], judges: NDArray[np.int64], protection: Scenarios
) -> pl.DataFrame:
    """Return the table of :func:`answers_by_scenario` from counts.

    Parameters
    ----------
    counts : (S, J) int64
        Answers to each scenario.
    judges : (S,) int64
        Participants who judged each.
    protection : Scenarios
        What may be told of them.
    """
    rows = [
        {"scenario": name}
        | (
            _row(study, counts[s].astype(np.float64), int(judges[s]))
            if protection.shown[s]
            else _hidden(
                FEW if judges[s] < study.minimum_group or not protection.counted[s] else SIDES,
                mostly=_MOSTLY.get(int(protection.mostly[s])),
                n=int(judges[s]) if protection.mostly[s] else None,
            )
        )
        for s, name in enumerate(design.scenarios)
        if judges[s]
    ]
    return pl.DataFrame(rows, schema={"scenario": pl.String(), **SCHEMA})


def answers_by_group(panel: Panel, characteristic: str) -> pl.DataFrame:
    """Return the answers of every group of a characteristic, over all scenarios.

    Returns
    -------
    polars.DataFrame
        ``value``, ``n`` (participants), ``shares`` (of each answer, 0..1, in the order of the study), ``positive``
        (share), and ``suppressed``; null where the group may not be shown. There ``reason`` is ``few``, ``sides`` or
        ``others``: with the groups that ``because`` names, as ``characteristic=value``, it would tell about few. The
        last row is for all withheld, ``prefer_not_to_say``.
    """
    panel = panel.counted
    sizes = group_sizes(panel, characteristic)
    visible = shown_values(panel, characteristic)
    rows = []
    for value, size in sizes.items():
        members = panel.group(characteristic, value)
        counts = np.bincount(panel.answer[members[panel.participant]], minlength=len(panel.study.answers))
        if value in visible:
            rows.append({"value": value} | _row(panel.study, counts.astype(np.float64), size))
        else:
            reason = reason_of(panel, characteristic, value) or Reason(kind=FEW)
            because = ["=".join(group) for group in reason.groups] or None
            rows.append({"value": value} | _hidden(reason.kind, because=because))
    return pl.DataFrame(rows, schema={"value": pl.String(), **SCHEMA})


def answers_by_scenario_in_groups(panel: Panel, characteristic: str) -> dict[str, pl.DataFrame]:
    """Return the answers of every shown group of a characteristic to the scenarios that it judged.

    Returns
    -------
    dict of str to polars.DataFrame
        By value, in the order of the study, withheld last; columns as :func:`answers_by_scenario`.
    """
    visible = shown_values(panel, characteristic)
    return {
        value: answers_by_scenario(panel, (characteristic, value))
        for value in group_sizes(panel, characteristic)
        if value in visible
    }


def shares_of(frame: pl.DataFrame) -> NDArray[np.float64]:
    """Return (rows, J) the shares of such a table; NaN where they may not be shown."""
    lists = frame["shares"].to_list()
    n_answers = max((len(shares) for shares in lists if shares is not None), default=1)
    rows = [[np.nan] * n_answers if shares is None else shares for shares in lists]
    return np.array(rows, dtype=np.float64).reshape(len(lists), n_answers)


def _row(study: Study, counts: NDArray[np.float64], n: int) -> dict[str, object]:
    total = max(counts.sum(), 1.0)
    shares, positive = counts / total, float(counts[study.positive :].sum() / total)
    row = {"n": n, "shares": shares.tolist(), "positive": positive, "suppressed": False}
    return row | {"reason": None, "because": None, "mostly": None}


def _hidden(
    reason: str, *, because: list[str] | None = None, mostly: str | None = None, n: int | None = None
) -> dict[str, object]:
    row = {"n": n, "shares": None, "positive": None, "suppressed": True}
    return row | {"reason": reason, "because": because, "mostly": mostly}
