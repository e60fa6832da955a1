"""Whether totals leave every side open, though answers come in whole numbers.

:mod:`collega.insight.sides` asks whether probabilities strictly between 0 and 1 give the same totals. Where few people
are in a total, those may be all that is between: of three cells that together have one positive answer, whole numbers
leave three truths, and the totals of other groups can rule two of them out. So for small panels other truths are
searched for. For every cell of people who are in the same totals there must be one in which another number of it is
positive: where it is all on one side, also for everyone who took part and knows their own answers; and where it is
fewer people than the minimum.

References
----------
Willenborg & de Waal (2001), Elements of Statistical Disclosure Control, ch. 8: tables of counts, and integer bounds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from collega.insight.scenarios import scenarios_of
from collega.insight.totals import Group, Shown, given, judged, members
from collega.panel.panel import Panel

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
MOST = 20
"""Participants above which it is not looked for: there ``python -m benchmarks disclosure`` has not found it."""
_TRIES, _SEED = 6, 20240501


@dataclass(slots=True, kw_only=True, eq=False)
class _Cells:
    """How many of every cell are positive, what is known of that, and other truths that were found.

    ``cell`` (N,) is that of every answer; ``sizes`` and ``positive`` are (U,); ``rows`` (R, U) are sums that are known
    to be between ``low`` and ``high``.
    """

    cell: Ints
    sizes: Ints
    positive: Ints
    rows: Floats
    low: Floats
    high: Floats
    others: list[Ints] = field(default_factory=list)

    def find(self, direction: Floats, least: Ints, upper: Ints) -> Ints:
        """Return the truth that goes furthest in a direction, each cell between two numbers."""
        best = milp(direction, integrality=1, bounds=Bounds(least, upper),
                    constraints=LinearConstraint(self.rows, self.low, self.high))  # fmt: skip
        if best.x is None:  # not solved in time: what was not shown to be open counts as closed
            return self.positive
        solution: Ints = np.round(best.x).astype(np.int64)
        self.others.append(solution)
        return solution


def whole_numbers_leave_open(panel: Panel, visible: Shown, by_scenario: Mapping[Group, Flags]) -> bool:
    """Whether no side follows, and no number of few people, where answers are whole.

    Parameters
    ----------
    panel : Panel
        Counted.
    visible : mapping
        Groups whose answers to all scenarios are shown, by characteristic.
    by_scenario : mapping
        For a shown group (S,) bool: at which scenarios its answers are shown.
    """
    if panel.n_participants > MOST or not any(visible.values()):
        return True
    answers = given(panel)
    side = (answers.answer >= answers.positive).astype(np.int64)
    cells = _cells(panel, visible, by_scenario, side)
    rng = np.random.default_rng(_SEED)
    for _ in range(_TRIES):
        cells.find(rng.normal(size=len(cells.sizes)), 0 * cells.sizes, cells.sizes)
    return all(
        _open_to(cells, answers.participant == person, side, panel.study.minimum_group) for person in _people(panel)
    )


def _people(panel: Panel) -> Iterator[int]:
    yield -1  # somebody who did not take part
    yield from range(panel.n_participants)


def _cells(panel: Panel, visible: Shown, by_scenario: Mapping[Group, Flags], side: Ints) -> _Cells:
    answers, groups = given(panel), members(panel, visible)
    judgements = scenarios_of(judged(panel), answers, panel.study.minimum_group)
    totals: list[Flags] = [np.ones(len(side), dtype=np.bool_)] if judgements.overall else []
    totals += [answers.scenario == s for s in np.flatnonzero(judgements.shown)]
    for group in groups.names:
        mine = panel.group(*group)[answers.participant]
        totals += [mine, *(mine & (answers.scenario == s) for s in np.flatnonzero(by_scenario.get(group, ())))]
    nearly_one_side = [answers.scenario == s for s in np.flatnonzero(judgements.mostly)]
    masks = np.array([*totals, *nearly_one_side])
    _, first, cell = np.unique(np.vstack([masks, answers.scenario]).T, axis=0, return_index=True, return_inverse=True)
    cell = cell.ravel()
    exact = masks[: len(totals)] @ side
    low, high = _bounds(nearly_one_side, judgements.mostly[np.flatnonzero(judgements.mostly)].tolist())
    return _Cells(
        cell=cell, sizes=np.bincount(cell), positive=np.bincount(cell, weights=side).astype(np.int64),
        rows=masks[:, first].astype(np.float64), low=np.append(exact, low), high=np.append(exact, high),
    )  # fmt: skip


def _bounds(masks: Sequence[Flags], signs: Sequence[int]) -> tuple[list[float], list[float]]:
    """Return the least and most positive answers where only is told that all but at most two are on one side."""
    sizes = [float(mask.sum()) for mask in masks]
    low = [size - 2 if sign > 0 else 0.0 for size, sign in zip(sizes, signs, strict=True)]
    high = [size if sign > 0 else 2.0 for size, sign in zip(sizes, signs, strict=True)]
    return low, high


def _open_to(cells: _Cells, personal: Flags, side: Ints, minimum: int) -> bool:
    """Whether everything stays open to somebody who knows these answers."""
    n_cells = len(cells.sizes)
    mine = np.bincount(cells.cell[personal], minlength=n_cells)
    least = np.bincount(cells.cell[personal], weights=side[personal], minlength=n_cells).astype(np.int64)
    size, positive, largest = cells.sizes - mine, cells.positive - least, cells.sizes - mine + least
    small = (size < minimum) & (not personal.any())  # who took part knows their own part of a small cell
    closed = (size > 0) & (small | (positive == 0) | (positive == size))
    tried = 0
    while closed.any():
        for rival in cells.others[tried:]:
            if ((least <= rival) & (rival <= largest)).all():
                closed &= rival == cells.positive
        tried = len(cells.others)
        if not closed.any():
            break
        place = int(np.argmax(closed))
        direction = np.zeros(n_cells)
        direction[place] = 1.0 if cells.positive[place] > least[place] else -1.0
        if cells.find(direction, least, largest)[place] == cells.positive[place]:
            direction *= -1.0
            if cells.find(direction, least, largest)[place] == cells.positive[place]:
                return False
    return True
