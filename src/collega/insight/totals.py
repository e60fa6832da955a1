"""Who is in which total, and who judged what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from collega.panel.panel import Panel
from collega.study.added import DECLINED

Ints = NDArray[np.int64]
Group = tuple[str, str]
Shown = dict[str, frozenset[str]]
_NEARLY = 0.8  # of as many people


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Members:
    """Who is in which of some groups.

    Attributes
    ----------
    names : tuple of (characteristic, value)
        The smallest group first.
    totals : (I, H) int32
        For everyone and every characteristic the place of their group in ``names``; -1 where it is not there.
    """

    names: tuple[Group, ...]
    totals: NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Judged:
    """Who judged which scenario, once or more.

    Attributes
    ----------
    scenario, participant : (M,) int64
        Pairs, all different, in order of the scenario.
    n_scenarios, n_people : int
    """

    scenario: Ints
    participant: Ints
    n_scenarios: int
    n_people: int

    def of(self, scenario: int) -> Ints:
        """Return who judged this scenario."""
        start, end = np.searchsorted(self.scenario, [scenario, scenario + 1])
        return self.participant[start:end]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Given:
    """Every answer that was given, in order of the scenario.

    Attributes
    ----------
    scenario, participant, answer : (N,) int64
    n_answers, positive : int
        How many answers there are to choose from, and the first positive one.
    """

    scenario: Ints
    participant: Ints
    answer: Ints
    n_answers: int
    positive: int

    def of(self, scenario: int) -> tuple[Ints, Ints]:
        """Return (participant, answer) of every answer to this scenario."""
        rows = slice(*np.searchsorted(self.scenario, [scenario, scenario + 1]))
        return self.participant[rows], self.answer[rows]

    def sides(self, n_scenarios: int) -> Ints:
        """Return (S, 2) how many negative and positive answers each scenario got."""
        place = 2 * self.scenario + (self.answer >= self.positive)
        return np.bincount(place, minlength=2 * n_scenarios).reshape(-1, 2).astype(np.int64)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Reserve:
    """A few scenarios that together were judged by nearly everybody.

    Attributes
    ----------
    scenarios : (R,) int64
    first : (I,) int64
        For everyone the place of the first of ``scenarios`` that they judged; -1 where they judged none.
    """

    scenarios: Ints
    first: Ints


def group_sizes(panel: Panel, characteristic: str) -> dict[str, int]:
    """Return how many of the counted participants have each value; all withheld under ``prefer_not_to_say``."""
    panel = panel.counted
    names = [item.key for item in panel.study.characteristics]
    keys = (*panel.study.characteristic(characteristic).value_keys, DECLINED)
    values = panel.groups[:, names.index(characteristic)].astype(np.int64)
    values[values < 0] = len(keys) - 1
    return dict(zip(keys, np.bincount(values, minlength=len(keys)).tolist(), strict=True))


def members(panel: Panel, visible: Mapping[str, frozenset[str]]) -> Members:
    """Return who is in which of these groups."""
    counts = {name: group_sizes(panel, name) for name in visible}
    sizes = {(name, value): counts[name][value] for name in visible for value in visible[name]}
    names = tuple(sorted(sizes, key=lambda group: (sizes[group], group)))
    totals = np.full((panel.n_participants, len(panel.study.characteristics)), -1, dtype=np.int32)
    for h, item in enumerate(panel.study.characteristics):
        keys = (*item.value_keys, DECLINED)  # withheld is -1 in the panel: the last one
        places = [names.index((item.key, key)) if (item.key, key) in sizes else -1 for key in keys]
        totals[:, h] = np.array(places, dtype=np.int32)[panel.groups[:, h]]
    return Members(names=names, totals=totals)


def judged(panel: Panel) -> Judged:
    """Return who judged what."""
    n_people = panel.n_participants
    pairs = np.sort(panel.scenario.astype(np.int64) * n_people + panel.participant)  # much faster than np.unique
    first = np.ones(len(pairs), dtype=np.bool_)
    first[1:] = pairs[1:] != pairs[:-1]
    scenario, participant = np.divmod(pairs[first], max(n_people, 1))
    return Judged(
        scenario=scenario, participant=participant, n_scenarios=len(panel.design.scenarios), n_people=n_people
    )


def given(panel: Panel) -> Given:
    """Return every answer."""
    order = np.argsort(panel.scenario, kind="stable")
    return Given(
        scenario=panel.scenario[order].astype(np.int64),
        participant=panel.participant[order].astype(np.int64),
        answer=panel.answer[order].astype(np.int64),
        n_answers=len(panel.study.answers),
        positive=panel.study.positive,
    )


def reserve(judgements: Judged, minimum: int, divided: Ints | None = None) -> Reserve:
    """Choose scenarios, each the one with most people who judged none before; at least the minimum of them.

    Of those that hardly differ in that, the one that divides people most: (S,) answers on the smaller side.
    """
    first = np.full(judgements.n_people, -1, dtype=np.int64)
    scenario, participant = judgements.scenario, judgements.participant
    chosen: list[int] = []
    while len(scenario):
        counts = np.bincount(scenario, minlength=judgements.n_scenarios)
        enough = counts >= max(_NEARLY * counts.max(), minimum, 1)
        if not enough.any():
            break
        least = np.where(enough, 0 if divided is None else divided, -1)
        best = judgements.n_scenarios - 1 - int(np.argmax(least[::-1]))  # of equals the last
        first[participant[scenario == best]] = len(chosen)
        chosen.append(best)
        open_ = first[participant] < 0
        scenario, participant = scenario[open_], participant[open_]
    return Reserve(scenarios=np.array(chosen, dtype=np.int64), first=first)
