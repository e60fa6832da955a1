"""What adds up over the participants: counts of answers, of judges and of sets of scenarios.

Whatever rests on a tally alone needs no answers any more, and parts of a panel can be counted wherever they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from collega.panel.counts import count_answers, merge_profiles
from collega.panel.panel import Panel

Integers = NDArray[np.int64]
_TOGETHER = 1 << 20  # answers
_CELLS = 1 << 27  # participants times scenarios, a byte each


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sets:
    """The different sets of scenarios that participants judged, G of them.

    Attributes
    ----------
    mark : (G,) int64
        Tells sets apart: the sum, modulo 2^64, of a random number for each scenario judged.
    people : (G,) int64
        Participants who judged exactly this set.
    lowest, highest : (G,) int64
        Lowest and highest answer that any of them gave.
    varied : (G,) bool
        Whether its scenarios differ.
    """

    mark: Integers
    people: Integers
    lowest: Integers
    highest: Integers
    varied: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tally:
    """Counts of the counted participants.

    Attributes
    ----------
    counts : (S, J) int64
        Answers to each scenario of the design.
    participants : int
    judges : (L,) int64
        Participants who judged each level.
    judged_by : (S,) int64
        Participants who judged each scenario, once or more.
    most_answers, most_by : int, str
        The most answers of one participant, and whose.
    several, uniform : int
        Participants who judged different scenarios, and those of them who gave one answer throughout.
    sets : Sets
    """

    counts: Integers
    participants: int
    judges: Integers
    judged_by: Integers
    most_answers: int
    most_by: str
    several: int
    uniform: int
    sets: Sets

    @property
    def n_answers(self) -> int:
        """N."""
        return int(self.counts.sum())


def tally_of(panel: Panel) -> Tally:
    """Count the included participants who answered."""
    panel = panel.counted
    size = panel.n_participants
    each = np.bincount(panel.participant, minlength=size)
    same = ~_varies(panel.participant, panel.answer, size)
    several = _varies(panel.participant, panel.profile, size)
    sets, number = _sets(panel, several)
    return Tally(
        counts=answer_counts(panel),
        participants=size,
        judges=_judges(panel, sets, number),
        judged_by=scenario_judges(panel),
        most_answers=int(each.max(initial=0)),
        most_by=panel.people["participant"][int(each.argmax())] if size else "",
        several=int(several.sum()),
        uniform=int(same[several].sum()),
        sets=sets,
    )


def answer_counts(panel: Panel) -> Integers:
    """Return (S, J) how often each answer was given to each scenario."""
    size = len(panel.design.scenarios)
    rows = np.arange(size, dtype=np.int32)
    return count_answers(panel.scenario, panel.answer, rows, size, len(panel.study.answers))


def add_tallies(tallies: Sequence[Tally]) -> Tally:
    """Return the tally of parts of a panel, no participant in two of them."""
    return reduce(_add, tallies)


def _add(one: Tally, other: Tally) -> Tally:
    more = one if one.most_answers >= other.most_answers else other
    return Tally(
        counts=one.counts + other.counts,
        participants=one.participants + other.participants,
        judges=one.judges + other.judges,
        judged_by=one.judged_by + other.judged_by,
        most_answers=more.most_answers,
        most_by=more.most_by,
        several=one.several + other.several,
        uniform=one.uniform + other.uniform,
        sets=_merge(one.sets, other.sets),
    )


def _sets(panel: Panel, several: NDArray[np.bool_]) -> tuple[Sets, Integers]:
    """Return the sets, and (I,) which of them everyone judged."""
    _, profile = merge_profiles(panel.design.profiles)
    marks = np.random.default_rng(0).integers(2**63, size=int(profile.max(initial=0)) + 1)
    sums = np.zeros(panel.n_participants, dtype=np.int64)
    np.add.at(sums, panel.participant, marks[panel.profile])  # the same scenarios have the same sum, modulo 2^64
    mark, first, number = np.unique(sums, return_index=True, return_inverse=True)
    number = number.ravel().astype(np.int64)
    lowest = np.full(len(mark), len(panel.study.answers), dtype=np.int64)
    highest = np.full(len(mark), -1, dtype=np.int64)
    group, answer = number[panel.participant], panel.answer.astype(np.int64)
    np.minimum.at(lowest, group, answer)
    np.maximum.at(highest, group, answer)
    people = np.bincount(number, minlength=len(mark))
    return Sets(mark=mark, people=people, lowest=lowest, highest=highest, varied=several[first]), number


def _merge(one: Sets, other: Sets) -> Sets:
    mark, place = np.unique(np.concatenate([one.mark, other.mark]), return_inverse=True)
    place = place.ravel()
    people = np.zeros(len(mark), dtype=np.int64)
    lowest, highest = np.full(len(mark), np.iinfo(np.int64).max), np.full(len(mark), -1, dtype=np.int64)
    varied = np.zeros(len(mark), dtype=np.bool_)
    np.add.at(people, place, np.concatenate([one.people, other.people]))
    np.minimum.at(lowest, place, np.concatenate([one.lowest, other.lowest]))
    np.maximum.at(highest, place, np.concatenate([one.highest, other.highest]))
    varied[place] = np.concatenate([one.varied, other.varied])
    return Sets(mark=mark, people=people, lowest=lowest, highest=highest, varied=varied)


def _judges(panel: Panel, sets: Sets, number: Integers) -> Integers:
    """Return (L,) how many participants judged each level: one of each set tells which levels all of them judged."""
    member = np.full(len(sets.mark), -1, dtype=np.int64)
    member[number] = np.arange(len(number))
    chosen = np.zeros(panel.n_participants, dtype=np.bool_)
    chosen[member[member >= 0]] = True
    kept = chosen[panel.participant]
    group, profiles = number[panel.participant[kept]], panel.design.profiles[panel.scenario[kept]]
    columns = []
    for c, n in enumerate(panel.study.n_levels):
        judged = np.zeros((len(sets.mark), n), dtype=np.bool_)
        judged[group, profiles[:, c]] = True
        columns.append(sets.people @ judged)
    return np.concatenate(columns).astype(np.int64)


def scenario_judges(panel: Panel) -> Integers:
    """Return (S,) how many participants judged each scenario, once or more."""
    size = len(panel.design.scenarios)
    if panel.n_participants * size > _CELLS:
        pairs = np.sort(panel.scenario * np.int64(panel.n_participants) + panel.participant)
        pairs = pairs[np.diff(pairs, prepend=-1) > 0]
        return np.bincount(pairs // panel.n_participants, minlength=size).astype(np.int64)
    seen = np.zeros(panel.n_participants * size, dtype=np.bool_)
    for start in range(0, panel.n_answers, _TOGETHER):
        rows = slice(start, start + _TOGETHER)
        seen[panel.participant[rows].astype(np.int64) * size + panel.scenario[rows]] = True
    judges: Integers = seen.reshape(-1, size).sum(axis=0, dtype=np.int64)
    return judges


def _varies(number: NDArray[np.integer], values: NDArray[np.integer], size: int) -> NDArray[np.bool_]:
    """Return whether each of ``size`` numbers has more than one value."""
    last = np.zeros(size, dtype=values.dtype)
    last[number] = values
    varies = np.zeros(size, dtype=np.bool_)
    varies[number[values != last[number]]] = True
    return varies
