"""A drift monitor: do blind judgements still come out as the model expects, or has practice moved away from it?

Each judgement has a score (:mod:`collega.practice.expected`), 0 on average where the model holds. Scores belong
together: all of them share what is not known of the model's shares, those of one judge how this judge differs from the
average, those of one case its facts that the criteria do not tell. So each score is compared with what the earlier ones
make likely: its *innovation*, of which the mean is 0 and the variance 1 where the model holds, and which no earlier one
tells. Two cumulative sums watch these, one for practice that has become more positive and one for less positive: each
adds the logarithm of how much likelier the innovation is after a shift of ``SHIFT`` logits (15 percentage points for a
case in the middle), and starts anew at zero. Above its limit (:func:`limit_of`) the monitor alarms. The state after a
judgement depends on the judgements up to it alone.

References
----------
Page (1954), Continuous inspection schemes, Biometrika 41. Moustakides (1986), Annals of Statistics 14: no rule finds a
shift sooner for its false alarms. Basseville & Nikiforov (1993), Detection of Abrupt Changes, section 7.2: innovations.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from collega.errors import NotComputedError
from collega.messages import Message
from collega.practice.calibration import clusters_of
from collega.practice.expected import Expected
from collega.practice.judgement import BlindJudgement, require_blind

SHIFT = 0.62  # logits: 15 points at 50%
LIMIT, PER_DOUBLING = (
    6.6,
    1.1,
)  # of the evidence with one judgement a case, and more for each doubling: more come a year
CASE_PART = 0.10  # of a judgement's variance: what its case's own facts may make of it
_OF_THE_MOMENT = 0.05  # of the variance, at least
_BLOCK = 2000  # judgements that are looked at together; the next block starts with the model's own uncertainty again

Direction = Literal["more_positive", "less_positive"]
_MORE: Direction = "more_positive"
_LESS: Direction = "less_positive"
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Drift:
    """The state of the monitor after each judgement.

    Attributes
    ----------
    up, down : (N,) float64
        Evidence that practice became more positive, and less: logarithm of a likelihood ratio, 0 or more.
    limit : (N,) float64
        Above which it alarms.
    alarm : int or None
        The judgement at which it first alarmed, from 0; None where it did not.
    direction : str or None
        ``more_positive`` or ``less_positive`` than the model expects.
    since : int or None
        The judgement from which the evidence of the alarm adds up: about when it began.
    month : str
        In which it alarmed; empty where not known.
    """

    up: Floats
    down: Floats
    limit: Floats
    alarm: int | None = None
    direction: Direction | None = None
    since: int | None = None
    month: str = ""

    @property
    def level(self) -> float:
        """How far the stronger evidence is on the way to an alarm now, 0..1."""
        return min(float(max(self.up[-1], self.down[-1]) / self.limit[-1]), 1.0) if len(self.up) else 0.0

    def as_json(self) -> dict[str, Any]:
        """Return with plain types; judgements counted from 1."""
        return {
            "judgements": len(self.up),
            "alarm": self.alarm is not None,
            "at": None if self.alarm is None else self.alarm + 1,
            "month": self.month or None,
            "direction": self.direction,
            "since": None if self.since is None else self.since + 1,
            "level": self.level,
            "limit": float(self.limit[-1]) if len(self.limit) else LIMIT,
        }


def watch(judgements: Sequence[BlindJudgement], rows: NDArray[np.integer], expected: Expected) -> Drift:
    """Return the state of the monitor over a sequence of blind judgements.

    Parameters
    ----------
    judgements : sequence of BlindJudgement
        N, in the order in which they were given.
    rows : (N,) int
        The case of each, as a row of ``expected``.
    expected : Expected

    Raises
    ------
    NotComputedError
        For a model in which people do not differ: it does not know how judgements of one judge belong together.
    """
    require_blind(judgements)
    if expected.people is None:
        raise NotComputedError(Message("practice-drift-needs-people"))
    answers = np.array([judgement.answer for judgement in judgements], dtype=np.int64)
    ways = clusters_of(judgements)
    innovations, weights = innovations_of(answers, np.asarray(rows), ways, expected)
    up, down = (cumulated(sign * innovations, weights) for sign in (1.0, -1.0))
    limit = limit_of(ways[1])
    over = np.flatnonzero(np.maximum(up, down) > limit)
    if not len(over):
        return Drift(up=up, down=down, limit=limit)
    alarm = int(over[0])
    sums, direction = (up, _MORE) if up[alarm] > limit[alarm] else (down, _LESS)
    zeros = np.flatnonzero(sums[:alarm] == 0.0)
    return Drift(
        up=up,
        down=down,
        limit=limit,
        alarm=alarm,
        direction=direction,
        since=int(zeros[-1]) + 1 if len(zeros) else 0,
        month=judgements[alarm].month,
    )


def innovations_of(
    answers: NDArray[np.int64],
    rows: NDArray[np.integer],
    ways: tuple[NDArray[np.int64], NDArray[np.int64]],
    expected: Expected,
) -> tuple[Floats, Floats]:
    """Return what each score adds to the earlier ones, and what a shift would add to it.

    Returns
    -------
    innovations, weights : (N,) float64
        Standardised: mean 0 and variance 1 where the model holds; a shift of ``SHIFT`` moves the mean by ``weights``.
    """
    innovations, weights = np.empty(len(answers)), np.empty(len(answers))
    for start in range(0, len(answers), _BLOCK):
        part = slice(start, start + _BLOCK)
        scores = expected.scores[rows[part], answers[part]]
        factor = _factor(covariance_of(rows[part], (ways[0][part], ways[1][part]), expected))
        innovations[part] = _solve(factor, scores)
        weights[part] = SHIFT * expected.variance[rows[part]] / np.diag(factor)
    return innovations, weights


def covariance_of(
    rows: NDArray[np.integer], ways: tuple[NDArray[np.int64], NDArray[np.int64]], expected: Expected
) -> Floats:
    """Return (N, N): how the scores of judgements vary together where the model holds."""
    assert expected.people is not None
    some, place = np.unique(rows, return_inverse=True)
    every = np.ix_(place, place)
    same_judge, same_case = (way[:, None] == way[None, :] for way in ways)
    variance = expected.variance[some][place]
    total = _covariance(expected.common[:, some])[every] + same_judge * _covariance(expected.people[:, some])[every]
    total += same_case * (CASE_PART * np.sqrt(np.outer(variance, variance)))
    np.fill_diagonal(total, np.maximum(variance, total.diagonal() + _OF_THE_MOMENT * variance))
    result: Floats = total
    return result


def limit_of(cases: NDArray[np.int64]) -> Floats:
    """Return (N,) above which the evidence after each judgement is an alarm, from (N,) the case of each.

    The more judgements a case gets, the more come in a year, and the higher it must be for as few false alarms.
    """
    _, first = np.unique(cases, return_index=True)
    new = np.zeros(len(cases))
    new[first] = 1.0
    each = np.arange(1, len(cases) + 1) / np.maximum(np.cumsum(new), 1.0)
    limit: Floats = LIMIT + PER_DOUBLING * np.log2(each)
    return limit


def cumulated(innovations: Floats, weights: Floats) -> Floats:
    """Return (N,) cumulative sums of logarithms of likelihood ratios that start anew at 0."""
    steps = weights * innovations - 0.5 * np.square(weights)
    total = np.concatenate([[0.0], np.cumsum(steps)])
    sums: Floats = (total - np.minimum.accumulate(total))[1:]
    return sums


def _factor(covariance: Floats) -> Floats:
    return np.asarray(np.linalg.cholesky(covariance), dtype=np.float64)


def _solve(factor: Floats, scores: Floats) -> Floats:
    from scipy.linalg import solve_triangular

    solved: Floats = solve_triangular(factor, scores, lower=True)
    return solved


def _covariance(draws: Floats) -> Floats:
    product: Floats = draws.T @ draws / len(draws)
    return product
