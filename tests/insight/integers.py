"""An attacker who uses that answers are whole: which sides follow from all totals, by search over integers.

People in the same totals cannot be told apart, so what is sought is how many of each such cell are positive. The
attacker is told every total of positive answers and who is in it. Where everything that is left to be true has the same
number in a cell, that number is known: all or none of it tells everybody's side, and any number of fewer people than the
minimum tells about few.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from tests.insight.attacker import Published

Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, eq=False)
class Cells:
    """The unknowns: how many of every cell are positive.

    Attributes
    ----------
    sizes : (U,) int64
        People in each cell, of one scenario.
    positive : (U,) int64
        How many are: what nobody is told.
    rows : (R, U) float64
        What is told sums of, with ``low`` and ``high`` (R,).
    """

    sizes: NDArray[np.int64]
    positive: NDArray[np.int64]
    rows: Floats
    low: Floats
    high: Floats


def cells_of(known: Published, own: int | None = None) -> Cells:
    """Return the cells of all but one person, who knows their own answers."""
    rest = known.person != own
    kept = known.totals[:, rest]
    masks = np.array([mask[rest] for mask, _ in known.mostly], dtype=np.float64).reshape(-1, int(rest.sum()))
    marks = np.vstack([kept, masks, known.scenario[rest][None, :]])
    _, first, cell = np.unique(marks.T, axis=0, return_index=True, return_inverse=True)
    side = (known.answer[rest] >= known.positive).astype(np.int64)
    sizes, positive = np.bincount(cell.ravel()), np.bincount(cell.ravel(), weights=side).astype(np.int64)
    rows = [kept[:, first]]
    low, high = [kept @ side], [kept @ side]
    for (mask, sign), row in zip(known.mostly, masks[:, first], strict=True):
        n, few = int(mask.sum()), sign == "negative"  # of all who judged, at most two are on the other side
        mine = known.person == own
        told = int((mask & mine & (known.answer >= known.positive)).sum())
        rows.append(row[None, :])
        low.append(np.array([0.0 if few else n - 2.0 - told]))
        high.append(np.array([2.0 - told if few else float(n)]))
    return Cells(
        sizes=sizes, positive=positive, rows=np.vstack(rows), low=np.concatenate(low), high=np.concatenate(high)
    )


def known_by_integers(known: Published, few: int, own: int | None = None, seed: int = 1) -> list[tuple[int, int]]:
    """Return (people, positive) of each cell whose number follows, and is all or none, or of few to an outsider."""
    cells = cells_of(known, own)
    dangerous = ((cells.sizes <= few) & (own is None)) | (cells.positive == 0) | (cells.positive == cells.sizes)
    rng, ambiguous = np.random.default_rng(seed), np.zeros(len(cells.sizes), dtype=np.bool_)
    for _ in range(4):  # any other truth that fits tells that most cells are not known
        ambiguous |= _other_truth(cells, rng.normal(size=len(cells.sizes))) != cells.positive
    found = []
    for place in np.flatnonzero(dangerous & ~ambiguous):
        if ambiguous[place]:
            continue
        one = np.zeros(len(cells.sizes))
        one[place] = 1.0
        for sign in (1.0, -1.0):
            ambiguous |= _other_truth(cells, sign * one) != cells.positive
        if not ambiguous[place]:
            found.append((int(cells.sizes[place]), int(cells.positive[place])))
    return found


def _other_truth(cells: Cells, direction: Floats) -> NDArray[np.int64]:
    """Return what else could be true, as far as it goes in a direction."""
    best = milp(direction, constraints=LinearConstraint(cells.rows, cells.low, cells.high), integrality=1,
                bounds=Bounds(0, cells.sizes))  # fmt: skip
    assert best.success, best.message
    return np.asarray(np.round(best.x), dtype=np.int64)
