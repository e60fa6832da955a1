"""How far participants agree with each other, and with themselves.

References
----------
Tastle & Wierman (2007), Consensus and dissention: a measure of ordinal dispersion, International Journal of Approximate
Reasoning 45: 1 + sum_j p_j log2(1 - |j - mean| / (J - 1)); 1 is all the same answer, 0 half at each end.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from collega.insight.answers import answers_by_scenario, shares_of
from collega.panel.panel import Panel
from collega.panel.repeats import undeclared_repeats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Agreement:
    """Agreement between participants, and of participants with themselves.

    Attributes
    ----------
    scenarios : polars.DataFrame
        ``scenario``, ``n``, ``positive`` (share), ``same_side`` (share of pairs of different participants who are both
        positive or both not), ``consensus`` (0..1); null below the minimum group.
    same_side, consensus : float or None
        Averages over the scenarios shown; None where no scenario is.
    repeats : int
        Second judgements of a scenario by the same participant; scenarios with the same levels are the same.
    same_answer_again, same_side_again : float or None
        Shares of those with the same answer, and on the same side; None without repeats.
    """

    scenarios: pl.DataFrame
    same_side: float | None
    consensus: float | None
    repeats: int
    same_answer_again: float | None
    same_side_again: float | None


def agreement(panel: Panel) -> Agreement:
    """Measure agreement among the counted participants."""
    panel = panel.counted
    table = answers_by_scenario(panel)
    shares = shares_of(table)
    frame = table.select("scenario", "n", "positive").with_columns(
        pl.when(~table["suppressed"]).then(_same_side(panel, table["scenario"])).alias("same_side"),
        pl.Series("consensus", consensus(shares)).fill_nan(None),
    )
    first, second = repeats_of(panel)
    positive = panel.study.positive
    enough = len(np.unique(panel.participant[first])) >= panel.study.minimum_group
    return Agreement(
        scenarios=frame,
        same_side=_mean(frame["same_side"]),
        consensus=_mean(frame["consensus"]),
        repeats=len(first) if enough else 0,
        same_answer_again=float((panel.answer[first] == panel.answer[second]).mean()) if enough else None,
        same_side_again=float(((panel.answer[first] >= positive) == (panel.answer[second] >= positive)).mean())
        if enough
        else None,
    )


def consensus(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return (S,) consensus of (S, J) shares of answers."""
    answers = np.arange(shares.shape[1])
    distance = np.abs(answers - (shares @ answers)[:, None]) / max(shares.shape[1] - 1, 1)
    result: NDArray[np.float64] = 1.0 + (shares * np.log2(np.maximum(1.0 - distance, 1e-12))).sum(axis=1)
    return result


def _same_side(panel: Panel, scenarios: pl.Series) -> pl.Series:
    """Return the share of pairs of different participants on the same side, somebody's own repeats counted as one."""
    people, size = panel.n_participants, len(panel.design.scenarios)
    judged, place, times = np.unique(
        panel.scenario.astype(np.int64) * people + panel.participant, return_inverse=True, return_counts=True
    )
    yes = np.bincount(place, weights=panel.answer >= panel.study.positive) / times
    scenario = judged // people
    n, positive, squares = (np.bincount(scenario, weights=part, minlength=size) for part in (None, yes, yes**2))
    no_squares = np.bincount(scenario, weights=(1 - yes) ** 2, minlength=size)
    same = positive**2 - squares + (n - positive) ** 2 - no_squares
    pairs = np.divide(same, n * (n - 1), out=np.full(size, np.nan), where=n > 1)
    row = {name: s for s, name in enumerate(panel.design.scenarios)}
    return pl.Series(pairs[[row[name] for name in scenarios]]).fill_nan(None)


def repeats_of(panel: Panel) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the answers that judge a scenario once more, after the ones before them, as (earlier, later) indices.

    Rows that may have come in twice agree with themselves, and are no repeats.
    """
    position = np.zeros(panel.n_answers) if panel.position is None else panel.position
    order = np.lexsort((position, panel.profile, panel.participant))
    order = order[~undeclared_repeats(panel)[order]]
    same = (panel.participant[order][1:] == panel.participant[order][:-1]) & (
        panel.profile[order][1:] == panel.profile[order][:-1]
    )
    return order[:-1][same], order[1:][same]


def _mean(values: pl.Series) -> float | None:
    known = values.drop_nulls()
    return float(known.to_numpy().mean()) if len(known) else None
