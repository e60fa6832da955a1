"""What was answered: per scenario, and per group of participants."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from collega.insight.disclosure import group_sizes, judges_of, shown_scenarios, shown_scenarios_of, shown_values
from collega.panel.panel import Panel


def answers_by_scenario(panel: Panel, members: NDArray[np.bool_] | None = None) -> pl.DataFrame:
    """Return the answers to every scenario that was judged.

    Parameters
    ----------
    panel : Panel
    members : (I,) bool, optional
        Only the answers of these participants of the counted panel.

    Returns
    -------
    polars.DataFrame
        ``scenario``, ``n`` (participants who judged it), a share (0..1) per answer key, ``positive`` (share), and
        ``suppressed``; null below the minimum group.
    """
    panel = panel.counted
    shown = shown_scenarios(panel) if members is None else shown_scenarios_of(panel, members)
    panel = panel if members is None else panel.keep(members)
    n_answers = len(panel.study.answers)
    cells = np.bincount(panel.scenario * n_answers + panel.answer, minlength=len(shown) * n_answers)
    counts = cells.reshape(len(shown), n_answers).astype(np.float64)
    judges = judges_of(panel)
    rows = [
        {"scenario": name} | _row(panel, counts[s], int(judges[s]), bool(shown[s]))
        for s, name in enumerate(panel.design.scenarios)
        if judges[s]
    ]
    return pl.DataFrame(rows, schema={"scenario": pl.String(), **_schema(panel)})


def answers_by_group(panel: Panel, characteristic: str) -> pl.DataFrame:
    """Return the answers of every group of a characteristic, over all scenarios.

    Returns
    -------
    polars.DataFrame
        ``value``, ``n`` (participants), a share (0..1) per answer key, ``positive`` (share), and ``suppressed``; null
        where the group may not be shown. The last row is for all withheld, ``prefer_not_to_say``.
    """
    panel = panel.counted
    sizes = group_sizes(panel, characteristic)
    shown = shown_values(panel, characteristic)
    rows = []
    for value, size in sizes.items():
        members = panel.group(characteristic, value)
        counts = np.bincount(panel.answer[members[panel.participant]], minlength=len(panel.study.answers))
        rows.append({"value": value} | _row(panel, counts.astype(np.float64), size, value in shown))
    return pl.DataFrame(rows, schema={"value": pl.String(), **_schema(panel)})


def answers_by_scenario_in_groups(panel: Panel, characteristic: str) -> dict[str, pl.DataFrame]:
    """Return the answers of every shown group to every scenario that was judged.

    For each scenario its judges are a panel of their own, in which a group may be shown or not: what is hidden may not
    follow from the other groups and everybody's answers.

    Returns
    -------
    dict of str to polars.DataFrame
        By value, for the groups that may be shown; columns as :func:`answers_by_scenario`.
    """
    panel = panel.counted
    names = panel.design.scenarios
    everyone, groups = shown_scenarios(panel), sorted(shown_values(panel, characteristic))
    rows: dict[str, list[dict[str, object]]] = {value: [] for value in _in_order(panel, characteristic, groups)}
    for s in np.unique(panel.scenario).tolist():
        own = panel.scenario == s
        judges = np.bincount(panel.participant[own], minlength=panel.n_participants) > 0
        shown = shown_values(panel.keep(judges), characteristic) if everyone[s] else frozenset()
        for value, kept in rows.items():
            members = panel.group(characteristic, value)
            counts = np.bincount(panel.answer[own & members[panel.participant]], minlength=len(panel.study.answers))
            n = int((judges & members).sum())
            kept.append({"scenario": names[s]} | _row(panel, counts.astype(np.float64), n, value in shown))
    schema = {"scenario": pl.String(), **_schema(panel)}
    return {value: pl.DataFrame(kept, schema=schema) for value, kept in rows.items()}


def _in_order(panel: Panel, characteristic: str, chosen: list[str]) -> list[str]:
    """Return these values of a characteristic in the order of the study, withheld last."""
    return [value for value in group_sizes(panel, characteristic) if value in chosen]


def _row(panel: Panel, counts: NDArray[np.float64], n: int, shown: bool) -> dict[str, object]:
    keys = panel.study.answer_keys
    if not shown:
        return {"n": None} | dict.fromkeys(keys) | {"positive": None, "suppressed": True}
    shares = counts / max(counts.sum(), 1.0)
    by_key = dict(zip(keys, shares.tolist(), strict=True))
    return {"n": n} | by_key | {"positive": float(shares[panel.study.positive :].sum()), "suppressed": False}


def _schema(panel: Panel) -> dict[str, pl.DataType]:
    answers = {key: pl.Float64() for key in panel.study.answer_keys}
    return {"n": pl.Int64(), **answers, "positive": pl.Float64(), "suppressed": pl.Boolean()}
