"""A learner's weights beside those of the reference group.

A criterion's weight is a swing: how much the share, or the learner's own probability, of a positive answer falls when
the criterion goes from the level that speaks most for it to the level that speaks most against it, in the eyes of the
reference group, the other criteria open; percentage points. Both are measured on the same two levels, so a learner for
whom it works the other way has a negative weight.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from collega.model.blanks import Blanks
from collega.model.fit import Fit
from collega.model.persons import Persons
from collega.model.share import interval_of, shares_of
from collega.study.coding import BLANK

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Yardstick:
    """On which two levels of each criterion the weights are measured.

    Attributes
    ----------
    criteria : (W,) int64
        Indices of the criteria of which at least two levels were judged.
    speaks_for, speaks_against : (W,) int64
        Level indices.
    """

    criteria: NDArray[np.int64]
    speaks_for: NDArray[np.int64]
    speaks_against: NDArray[np.int64]

    @classmethod
    def from_persons(cls, fit: Fit, persons: Persons) -> Yardstick:
        """Choose the levels that are highest and lowest in the average part-worths of these people."""
        judged = fit.judged_levels
        mean = np.einsum("dik,i->k", persons.coefficients, persons.weights) / len(persons.coefficients)
        part_worths = judged.to_part_worths @ mean[1:]
        criteria, highest, least = [], [], []
        for c, rows in enumerate(judged.study_coding.level_blocks):
            if judged.coding.n_levels[c] >= 2:
                criteria.append(c)
                highest.append(int(np.nanargmax(part_worths[rows])))
                least.append(int(np.nanargmin(part_worths[rows])))
        return cls(
            criteria=np.array(criteria, dtype=np.int64),
            speaks_for=np.array(highest, dtype=np.int64),
            speaks_against=np.array(least, dtype=np.int64),
        )

    def swings(self, persons: Persons, blanks: Blanks) -> Floats:
        """Return (D, W) weights of these people together in every draw, percentage points."""
        cases = np.full((2, len(self.criteria), len(blanks.n_levels)), BLANK, dtype=np.int64)
        rows = np.arange(len(self.criteria))
        cases[0, rows, self.criteria], cases[1, rows, self.criteria] = self.speaks_for, self.speaks_against
        shares = shares_of(persons, blanks, cases.reshape(-1, len(blanks.n_levels)))
        return 100.0 * (shares[:, : len(rows)] - shares[:, len(rows) :])


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A number with its 90% interval, percentage points."""

    value: float
    interval: tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightBeside:
    """The weight of one criterion, a learner's beside the reference group's.

    Attributes
    ----------
    criterion, speaks_for, speaks_against : str
        Keys of the criterion and of the two levels.
    own, theirs, difference : Estimate
        Percentage points; the difference is own less theirs.
    more : float
        Posterior probability that the learner's is the larger one.
    """

    criterion: str
    speaks_for: str
    speaks_against: str
    own: Estimate
    theirs: Estimate
    difference: Estimate
    more: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A learner beside the reference group.

    Attributes
    ----------
    judged : int
        Answers of the learner that it stands on.
    weights : tuple of WeightBeside
        The criterion that weighs most for the reference group first.
    own_level, their_level, level_difference : Estimate
        Positive answers over all allowed cases, percent: the learner's, theirs, and how many more.
    level_more : float
        Posterior probability that the learner is the more positive one.
    """

    judged: int
    weights: tuple[WeightBeside, ...]
    own_level: Estimate
    their_level: Estimate
    level_difference: Estimate
    level_more: float


def compare(
    fit: Fit, yardstick: Yardstick, learner: tuple[Floats, Floats], theirs: tuple[Floats, Floats], judged: int
) -> Comparison:
    """Return the comparison of draws: (D, W) swings and (D,) levels in points, of the learner and of the group."""
    differences = learner[0] - theirs[0]
    rows = []
    for w, c in enumerate(yardstick.criteria):
        levels = fit.levels[int(c)]
        rows.append(
            WeightBeside(
                criterion=fit.criteria[int(c)],
                speaks_for=levels[int(yardstick.speaks_for[w])],
                speaks_against=levels[int(yardstick.speaks_against[w])],
                own=_estimate(learner[0][:, w]),
                theirs=_estimate(theirs[0][:, w]),
                difference=_estimate(differences[:, w]),
                more=float((differences[:, w] > 0).mean()),
            )
        )
    level = learner[1] - theirs[1]
    return Comparison(
        judged=judged,
        weights=tuple(sorted(rows, key=lambda row: -row.theirs.value)),
        own_level=_estimate(learner[1]),
        their_level=_estimate(theirs[1]),
        level_difference=_estimate(level),
        level_more=float((level > 0).mean()),
    )


def _estimate(draws: Floats) -> Estimate:
    low, high = interval_of(draws)
    return Estimate(value=float(draws.mean()), interval=(float(low), float(high)))
