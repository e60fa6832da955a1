"""What was answered: per scenario, and per group of participants."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from collega.insight.disclosure import group_sizes, judges_of, shown_scenarios, shown_scenarios_of, shown_values
from collega.panel.panel import Panel

# The keys of answers are the study's, so none of them is the name of a column here.
SCHEMA: dict[str, pl.DataType] = {
    "n": pl.Int64(), "shares": pl.List(pl.Float64()), "positive": pl.Float64(), "suppressed": pl.Boolean()
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
        order of the study), ``positive`` (share), and ``suppressed``; null where they may not be shown.
    """
    panel = panel.counted
    shown = shown_scenarios(panel) if group is None else shown_scenarios_of(panel, *group)
    panel = panel if group is None else panel.keep(panel.group(*group))
    n_answers = len(panel.study.answers)
    cells = np.bincount(panel.scenario * n_answers + panel.answer, minlength=len(shown) * n_answers)
    counts = cells.reshape(len(shown), n_answers).astype(np.float64)
    judges = judges_of(panel)
    rows = [
        {"scenario": name} | _row(panel, counts[s], int(judges[s]), bool(shown[s]))
        for s, name in enumerate(panel.design.scenarios)
        if judges[s]
    ]
    return pl.DataFrame(rows, schema={"scenario": pl.String(), **SCHEMA})


def answers_by_group(panel: Panel, characteristic: str) -> pl.DataFrame:
    """Return the answers of every group of a characteristic, over all scenarios.

    Returns
    -------
    polars.DataFrame
        ``value``, ``n`` (participants), ``shares`` (of each answer, 0..1, in the order of the study), ``positive``
        (share), and ``suppressed``; null where the group may not be shown. The last row is for all withheld,
        ``prefer_not_to_say``.
    """
    panel = panel.counted
    sizes = group_sizes(panel, characteristic)
    shown = shown_values(panel, characteristic)
    rows = []
    for value, size in sizes.items():
        members = panel.group(characteristic, value)
        counts = np.bincount(panel.answer[members[panel.participant]], minlength=len(panel.study.answers))
        rows.append({"value": value} | _row(panel, counts.astype(np.float64), size, value in shown))
    return pl.DataFrame(rows, schema={"value": pl.String(), **SCHEMA})


def answers_by_scenario_in_groups(panel: Panel, characteristic: str) -> dict[str, pl.DataFrame]:
    """Return the answers of every shown group of a characteristic to the scenarios that it judged.

    Returns
    -------
    dict of str to polars.DataFrame
        By value, in the order of the study, withheld last; columns as :func:`answers_by_scenario`.
    """
    shown = shown_values(panel, characteristic)
    return {
        value: answers_by_scenario(panel, (characteristic, value))
        for value in group_sizes(panel, characteristic)
        if value in shown
    }


def shares_of(frame: pl.DataFrame) -> NDArray[np.float64]:
    """Return (rows, J) the shares of such a table; NaN where they may not be shown."""
    lists = frame["shares"].to_list()
    n_answers = max((len(shares) for shares in lists if shares is not None), default=0)
    rows = [[np.nan] * n_answers if shares is None else shares for shares in lists]
    return np.array(rows, dtype=np.float64).reshape(len(lists), n_answers)


def _row(panel: Panel, counts: NDArray[np.float64], n: int, shown: bool) -> dict[str, object]:
    if not shown:
        return {"n": None, "shares": None, "positive": None, "suppressed": True}
    shares = counts / max(counts.sum(), 1.0)
    positive = float(shares[panel.study.positive :].sum())
    return {"n": n, "shares": shares.tolist(), "positive": positive, "suppressed": False}
