"""At which scenarios the answers of everybody may be shown, and of which only what most of them are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from collega.insight.sides import FEWEST, LARGE, others_on_both_sides
from collega.insight.totals import Given, Judged
from collega.study.definition import Study

Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scenarios:
    """What may be told of everybody at each scenario.

    Attributes
    ----------
    counted : (S,) bool
        Enough people judged it.
    shown : (S,) bool
        The answers may be shown.
    mostly : (S,) int64
        1 where only that all but at most two are positive, -1 where negative; else 0.
    divided : (S,) int64
        Answers on the smaller side.
    overall : bool
        Whether the answers to all scenarios together may be shown.
    """

    counted: Flags
    shown: Flags
    mostly: Ints
    divided: Ints
    overall: bool


def scenarios_to_show(judgements: Judged, minimum: int) -> Flags:
    """Return (S,) bool: at which scenarios enough people judged, those who judged the others together too."""
    judges = np.bincount(judgements.scenario, minlength=judgements.n_scenarios)
    visible: Flags = judges >= minimum
    while True:
        hidden = np.unique(judgements.participant[~visible[judgements.scenario]])
        if len(hidden) == 0 or len(hidden) >= minimum or not visible.any():
            return visible
        visible[np.argmin(np.where(visible, judges, np.iinfo(np.int64).max))] = False


def scenarios_from_counts(counts: Ints, judges: Ints, most_answers: int, study: Study) -> Scenarios | None:
    """Return what may be told where counts alone settle that: everything; None where it takes everybody's answers.

    Parameters
    ----------
    counts : (S, J) int64
        Answers to each scenario.
    judges : (S,) int64
        Participants who judged each scenario, once or more.
    most_answers : int
        The most answers of one participant.
    study : Study
    """
    sides = np.column_stack([part.sum(axis=1) for part in np.split(counts, [study.positive], axis=1)])
    divided = sides.min(axis=1)
    counted: Flags = judges >= study.minimum_group
    shown = counted & (divided >= FEWEST)
    if not counted.any() or (shown != (judges > 0)).any() or sides.sum(axis=0).min() <= most_answers:
        return None
    nothing = np.zeros(len(judges), dtype=np.int64)
    return Scenarios(counted=counted, shown=shown, mostly=nothing, divided=divided, overall=True)


def scenarios_of(judgements: Judged, answers: Given, minimum: int) -> Scenarios:
    """Return what may be told, so that nobody's side follows: of one scenario, nor of all that are hidden together.

    Where few are on one side, only the side of the others is told, without a number: of the exact ones at least three
    are on each side, so that two, one or nobody look the same.
    """
    counted = scenarios_to_show(judgements, minimum)
    sides = answers.sides(judgements.n_scenarios)
    divided = sides.min(axis=1)
    visible: Flags = counted & (divided >= FEWEST)
    positive = answers.answer >= answers.positive
    while visible.any():
        hidden = ~visible[answers.scenario]
        if not hidden.any() or others_on_both_sides(positive[hidden], answers.participant[hidden]):
            break
        order = np.lexsort((divided, sides.sum(axis=1), ~visible))
        visible[order[0]] = False
    mostly = np.where(counted & ~visible, (sides[:, 0] < FEWEST).astype(np.int64) - (sides[:, 1] < FEWEST), 0)
    if mostly.any() and _follow_together(visible, mostly, answers):
        mostly[:] = 0
    overall = bool(len(positive)) and others_on_both_sides(positive, answers.participant)
    return Scenarios(counted=counted, shown=visible, mostly=mostly, divided=divided, overall=overall)


def _follow_together(visible: Flags, mostly: Ints, answers: Given) -> bool:
    """Whether the total of all scenarios that are not shown makes the sides at one of them sure.

    The positive answers to each lie between bounds, and together they are known. Whoever took part knows their own.
    """
    rows = ~visible[answers.scenario]
    person, scenario = answers.participant[rows], np.cumsum(~visible)[answers.scenario[rows]] - 1
    side = (answers.answer[rows] >= answers.positive).astype(np.int64)
    sign, size = mostly[~visible], 2 * int((~visible).sum())
    counts = np.bincount(2 * scenario + side, minlength=size)
    small = sign[scenario] * (2 * side - 1) < 0
    for people in (-1, *np.unique(person if len(person) <= LARGE else person[small]).tolist()):
        mine = person == people
        sides = np.bincount(2 * scenario[mine] + side[mine], minlength=size)
        if _sure((counts - sides).reshape(-1, 2), sides.reshape(-1, 2), sign):
            return True
    return False


def _sure(others: Ints, sides: Ints, sign: Ints) -> bool:
    """Whether at one scenario none, or all, of the others must be positive; columns are negative, positive."""
    n, total = others.sum(axis=1), int(others[:, 1].sum())
    bound = np.where(sign < 0, np.minimum(FEWEST - 1 - sides[:, 1], n), n)
    least = np.where(sign > 0, np.maximum(n - (FEWEST - 1 - sides[:, 0]), 0), 0)
    highest = np.minimum(bound, total - (least.sum() - least))
    lowest = np.maximum(least, total - (bound.sum() - bound))
    return bool(((n > 0) & ((highest <= 0) | (lowest >= n))).any())
