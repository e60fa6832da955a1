"""How far participants agree with each other, and with themselves.

References
----------
Tastle & Wierman (2007), Consensus and dissention: a measure of ordinal dispersion, International Journal of Approximate
Reasoning 45: 1 + sum_j p_j log2(1 - |j - mean| / (J - 1)); 1 is all the same answer, 0 half at each end.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from collega.insight.agreement_intervals import Interval, average_interval, consensus_of, scenario_intervals
from collega.insight.answers import answers_by_scenario, shares_of
from collega.insight.disclosure import judges_of
from collega.insight.wilson import wilson_interval
from collega.panel.counts import merge_profiles
from collega.panel.panel import Panel
from collega.panel.repeats import undeclared_repeats
from collega.panel.tally import answer_counts

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

AGREEMENT_INTERVALS = (
    "same_side_interval", "consensus_interval", "same_answer_again_interval", "same_side_again_interval"
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Agreement:
    """Agreement between participants, and of participants with themselves.

    Attributes
    ----------
    scenarios : polars.DataFrame
        ``scenario``, ``n``, ``positive`` (share), ``same_side`` (share of pairs of different participants who are both
        positive or both not), ``same_side_low`` and ``same_side_high`` (90% interval), ``consensus`` (0..1),
        ``consensus_low`` and ``consensus_high``; null below the minimum group.
    same_side, consensus : float or None
        Averages over the scenarios shown; None where no scenario is.
    same_side_interval, consensus_interval : (low, high) or None
        90% intervals of the averages.
    repeats : int
        Second judgements of a scenario by the same participant; scenarios with the same levels are the same.
    same_answer_again, same_side_again : float or None
        Shares of those with the same answer, and on the same side; None without repeats.
    same_answer_again_interval, same_side_again_interval : (low, high) or None
        Wilson's 90% intervals of these; whoever repeated several scenarios counts once.
    """

    scenarios: pl.DataFrame
    same_side: float | None
    consensus: float | None
    repeats: int
    same_answer_again: float | None
    same_side_again: float | None
    same_side_interval: Interval | None = None
    consensus_interval: Interval | None = None
    same_answer_again_interval: Interval | None = None
    same_side_again_interval: Interval | None = None


def agreement(panel: Panel) -> Agreement:
    """Measure agreement among the counted participants."""
    panel = panel.counted
    table = answers_by_scenario(panel)
    shares, positive = shares_of(table), panel.study.positive
    same_side = pl.select(pl.when(~table["suppressed"]).then(_same_side(panel, table["scenario"]))).to_series()
    agreed = consensus_of(shares)
    ends = scenario_intervals(shares, table["n"].fill_null(0).to_numpy(), positive, _with_nan(same_side), agreed)
    frame = table.select("scenario", "n", "positive").with_columns(
        same_side.alias("same_side"),
        pl.Series("same_side_low", ends[:, 0]).fill_nan(None),
        pl.Series("same_side_high", ends[:, 1]).fill_nan(None),
        pl.Series("consensus", agreed).fill_nan(None),
        pl.Series("consensus_low", ends[:, 2]).fill_nan(None),
        pl.Series("consensus_high", ends[:, 3]).fill_nan(None),
    )
    averages = _average_intervals(panel, table.filter(~table["suppressed"])["scenario"])
    return Agreement(
        scenarios=frame,
        same_side=_mean(frame["same_side"]),
        consensus=_mean(frame["consensus"]),
        same_side_interval=averages[0],
        consensus_interval=averages[1],
        **_self_agreement(panel),
    )


def _with_nan(values: pl.Series) -> NDArray[np.float64]:
    return values.cast(pl.Float64).fill_null(float("nan")).to_numpy()


def _self_agreement(panel: Panel) -> dict[str, Any]:
    """Return how often people agree with themselves; nothing of fewer than the minimum group."""
    first, second = repeats_of(panel)
    people = len(np.unique(panel.participant[first]))
    names = ("same_answer_again", "same_side_again")
    if people < panel.study.minimum_group:
        return {"repeats": 0} | dict.fromkeys(names)
    positive = panel.study.positive
    repeated = (panel.answer[first] == panel.answer[second],
            (panel.answer[first] >= positive) == (panel.answer[second] >= positive))  # fmt: skip
    shares = dict(zip(names, (float(matches.mean()) for matches in repeated), strict=True))
    ends = {f"{name}_interval": wilson_interval(share, people) for name, share in shares.items()}
    return {"repeats": len(first)} | shares | ends


def _average_intervals(panel: Panel, visible: pl.Series) -> tuple[Interval | None, Interval | None]:
    """Return the intervals of the averages over the scenarios shown."""
    row = np.full(len(panel.design.scenarios), -1)
    for place, name in enumerate(visible):
        row[panel.design.scenarios.index(name)] = place
    usable = row[panel.scenario] >= 0
    cells, scenario, kind, person = (_answers_once if _once(panel) else _answers_averaged)(panel, row, usable)
    intervals = [average_interval(cells, scenario, kind, person, name, panel.study.positive)
             for name in ("same_side", "consensus")]  # fmt: skip
    return intervals[0], intervals[1]


def _answers_once(panel: Panel, row: Ints, usable: Flags) -> tuple[Floats, Ints, Ints, Ints]:
    """Return what :func:`average_interval` takes where nobody judged a scenario twice: a cell for every answer."""
    scenarios, answers = int(row.max(initial=-1)) + 1, len(panel.study.answers)
    who = panel.participant[usable]
    number = np.cumsum(np.bincount(who, minlength=panel.n_participants) > 0) - 1
    kind = row[panel.scenario[usable]] * answers + panel.answer[usable]
    return np.tile(np.eye(answers), (scenarios, 1)), np.repeat(np.arange(scenarios), answers), kind, number[who]


def _answers_averaged(panel: Panel, row: Ints, usable: Flags) -> tuple[Floats, Ints, Ints, Ints]:
    """Return what :func:`average_interval` takes, a cell for everybody at every scenario: their answers averaged."""
    people, answers = panel.n_participants, len(panel.study.answers)
    judged, place = np.unique(
        row[panel.scenario[usable]].astype(np.int64) * people + panel.participant[usable], return_inverse=True
    )
    cells = np.bincount(place * answers + panel.answer[usable], minlength=len(judged) * answers)
    cells = cells.reshape(-1, answers) / np.maximum(cells.reshape(-1, answers).sum(axis=1, keepdims=True), 1)
    _, person = np.unique(judged % people, return_inverse=True)
    return cells, judged // people, np.arange(len(judged)), person


def _same_side(panel: Panel, scenarios: pl.Series) -> pl.Series:
    """Return the share of pairs of different participants on the same side, somebody's own repeats counted as one."""
    size = len(panel.design.scenarios)
    if _once(panel):
        counts = answer_counts(panel)
        n, positive = counts.sum(axis=1).astype(np.float64), counts[:, panel.study.positive :].sum(axis=1)
        squares, no_squares = positive, n - positive
    else:
        people = panel.n_participants
        judged, place, times = np.unique(
            panel.scenario.astype(np.int64) * people + panel.participant, return_inverse=True, return_counts=True
        )
        yes = np.bincount(place, weights=panel.answer >= panel.study.positive) / times
        scenario = judged // people
        n, positive, squares = (np.bincount(scenario, weights=part, minlength=size) for part in (None, yes, yes**2))
        no_squares = np.bincount(scenario, weights=(1 - yes) ** 2, minlength=size)
    alike = positive**2 - squares + (n - positive) ** 2 - no_squares
    pairs = np.divide(alike, n * (n - 1), out=np.full(size, np.nan), where=n > 1)
    row = {name: s for s, name in enumerate(panel.design.scenarios)}
    return pl.Series(pairs[[row[name] for name in scenarios]]).fill_nan(None)


def _once(panel: Panel) -> bool:
    """Whether nobody judged a scenario twice: counts then tell all that agreement between people is about."""
    return int(judges_of(panel).sum()) == panel.n_answers


def repeats_of(panel: Panel) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the answers that judge a scenario once more, after the ones before them, as (earlier, later) indices.

    Rows that may have come in twice agree with themselves, and are no repeats.
    """
    if _once(panel) and len(merge_profiles(panel.design.profiles)[0]) == len(panel.design.profiles):
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    position = np.zeros(panel.n_answers) if panel.position is None else panel.position
    order = np.lexsort((position, panel.profile, panel.participant))
    order = order[~undeclared_repeats(panel)[order]]
    repeated = (panel.participant[order][1:] == panel.participant[order][:-1]) & (
        panel.profile[order][1:] == panel.profile[order][:-1]
    )
    return order[:-1][repeated], order[1:][repeated]


def _mean(values: pl.Series) -> float | None:
    numbers = values.drop_nulls()
    return float(numbers.to_numpy().mean()) if len(numbers) else None
