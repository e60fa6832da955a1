"""Does the weight of a criterion depend on another one? Every pair, one score test each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from collega.messages import Message
from collega.model.checks.discoveries import false_discovery_rates
from collega.model.checks.score import Base, score_test
from collega.model.checks.untested import reason_json
from collega.study.coding import Coding

Floats = NDArray[np.float64]

NOT_TOLD_APART = "check-pair-not-told-apart"
FEW_PEOPLE = "check-few-people"

_RANK = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Interaction:
    """Whether two criteria weigh differently together than apart.

    Attributes
    ----------
    criteria : tuple of str
        The keys of both.
    statistic : float or None
        Of the score test; None where it was not computed.
    df : int or None
        Part-worths of the pair that the scenarios tell apart from the criteria by themselves.
    p_value : float or None
    q_value : float or None
        Share of false findings among all pairs that are as clear as this one or clearer.
    points : float or None
        By how many percentage points the share positive of some judged scenario is off for it, at most and about.
    reason : str or None
        Why it was not computed.
    """

    criteria: tuple[str, ...]
    statistic: float | None
    df: int | None
    p_value: float | None
    q_value: float | None
    points: float | None = None
    reason: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the keys of the command ``fit``; ``reason`` only where the test is missing."""
        values = {name: getattr(self, name) for name in ("statistic", "df", "p_value", "q_value", "points")}
        return {"criteria": list(self.criteria)} | values | reason_json(self.reason)


def interactions(base: Base, criteria: tuple[str, ...]) -> tuple[Interaction, ...]:
    """Test every pair of criteria.

    Parameters
    ----------
    base : Base
    criteria : tuple of str
        Keys, in the order of the study.
    """
    model = base.model
    coding, matrix = model.counted.judged.coding, model.counted.counts.matrix
    found = [_test(base, coding, matrix, criteria, pair) for pair in combinations(range(len(criteria)), 2)]
    rates = false_discovery_rates([one.p_value for one in found])
    return tuple(replace(one, q_value=rate) for one, rate in zip(found, rates, strict=True))


def pair_columns(matrix: Floats, coding: Coding, pair: tuple[int, int]) -> Floats:
    """Return (R, q) products of the columns of two criteria."""
    first, second = (matrix[:, coding.blocks[c]] for c in pair)
    return (first[:, :, None] * second[:, None, :]).reshape(len(matrix), -1)


def _test(base: Base, coding: Coding, matrix: Floats, criteria: tuple[str, ...], pair: tuple[int, int]) -> Interaction:
    keys = (criteria[pair[0]], criteria[pair[1]])
    columns = _independent(pair_columns(matrix, coding, pair), matrix)
    nothing = Interaction(criteria=keys, statistic=None, df=None, p_value=None, q_value=None)
    if columns.shape[1] == 0:
        return replace(nothing, reason=Message(NOT_TOLD_APART))
    moved = -columns[base.model.row]
    score = score_test(base, moved, moved)
    if score is None:
        return replace(nothing, reason=Message(FEW_PEOPLE))
    points = 100.0 * base.model.steepness * float(np.abs(columns @ score.estimate).max())
    return replace(nothing, statistic=score.statistic, df=score.df, p_value=score.p_value, points=points)


def _independent(columns: Floats, matrix: Floats) -> Floats:
    """Return (R, df) a basis of what the scenarios know of these columns beside the criteria themselves."""
    left, values, _ = np.linalg.svd(np.hstack([np.ones((len(matrix), 1)), matrix]), full_matrices=False)
    known = left[:, values > _RANK * values[0]]
    rest = columns - known @ (known.T @ columns)
    left, values, _ = np.linalg.svd(rest, full_matrices=False)
    basis: Floats = left[:, values > _RANK * max(1.0, float(np.linalg.norm(columns)))]
    return basis
