"""Whether totals leave it open on which side everybody stands.

Of 7 people of whom 7 are negative, the side of each is known, and where one is positive that one knows the side of the
others. The same holds for any combination of totals, in any multiples: if it is as high, or as low, as the people in it
could make it, the side of all of them follows. There is no such combination just where the logistic regression of the
sides on the totals has a finite maximum (Albert & Anderson 1984: overlap): its probabilities, all strictly between 0
and 1, give the same totals. So that is looked for, and again without each person, who knows their own answers. How
often each answer was given can tell more than the sides: the same is asked of the multinomial logistic regression.

References
----------
Albert & Anderson (1984), On the existence of maximum likelihood estimates in logistic regression, Biometrika 71.
Bach (2010), Self-concordant analysis for logistic regression, Electronic Journal of Statistics 4: how little the
maximum moves when one observation goes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

FEWEST = 3  # on each side of what is shown: where 2 are, one of them would know the others but for one
LARGE = 5000  # judgements from which a linear fit is looked at, which can only hide more
_SURE, _STEPS, _EVEN, _LONGEST = 6e-6, 60, 1e-7, 3.0
_PART = 50_000  # judgements at a time
_STEADY = 0.4  # of z' H^-1 z: below it the maximum without any one observation exists


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Counted:
    """In which totals judgements count.

    Attributes
    ----------
    totals : (N, q) int
        The elementary totals that each is part of; -1 fills up.
    columns : (K, R) float64
        What is known, as combinations of the elementary totals.
    """

    totals: NDArray[np.signedinteger]
    columns: Floats

    def design(self, rows: slice = slice(None)) -> Floats:
        """Return (N, R) how often each counts in what is known."""
        padded = np.vstack([self.columns, np.zeros((1, self.columns.shape[1]))])
        result: Floats = padded[self.totals[rows]].sum(axis=1)
        return result


def leaves_open(counted: Counted, answer: Ints, person: Ints, n_answers: int, positive: int) -> bool:
    """Whether nobody's side follows from what is known, nor for anyone who took part.

    Parameters
    ----------
    counted : Counted
    answer, person : (N,) int64
    n_answers, positive : int
        How many answers there are, and the first positive one.
    """
    side = (answer >= positive).astype(np.int64)
    if len(answer) > LARGE:
        return _linear(counted, side.astype(np.float64))
    design, people = counted.design(), np.unique(person)
    closed, start, steady = _closed(design, side, np.ones(len(side), dtype=np.bool_), 2, 1, np.zeros(design.shape[1]))
    if closed or (not steady and _follows(design, side, person, people, 2, 1, start)):
        return False
    return n_answers == 2 or not _follows_from_answers(design, answer, person, people, n_answers, positive)


def _follows_from_answers(
    design: Floats, answer: Ints, person: Ints, people: Ints, n_answers: int, positive: int
) -> bool:
    """Whether a side follows from how often each answer was given, though not from the sides."""
    everybody, start = np.ones(len(answer), dtype=np.bool_), np.zeros(design.shape[1] * (n_answers - 1))
    closed, start, _ = _closed(design, answer, everybody, n_answers, positive, start)
    return closed or _follows(design, answer, person, people, n_answers, positive, start)


def _linear(counted: Counted, side: Floats) -> bool:
    """Whether the linear fit, which gives the same totals too, stays within 0 and 1, also without anyone."""
    parts = [slice(start, start + _PART) for start in range(0, len(side), _PART)]
    n_known = counted.columns.shape[1]
    gram, total = np.zeros((n_known, n_known)), np.zeros(n_known)
    for part in parts:
        design = counted.design(part)
        gram += design.T @ design
        total += design.T @ side[part]
    inverse = np.linalg.pinv(gram, hermitian=True)
    lowest, highest, leverage = 1.0, 0.0, 0.0
    for part in parts:
        design = counted.design(part)
        fitted = design @ (inverse @ total)
        lowest, highest = min(lowest, float(fitted.min())), max(highest, float(fitted.max()))
        leverage = max(leverage, float(((design @ inverse) * design).sum(axis=1).max()))
    moved = leverage / max(1.0 - leverage, 1e-12)
    return lowest > moved + 1e-6 and highest < 1.0 - moved - 1e-6


def others_on_both_sides(positive: Flags, person: Ints) -> bool:
    """Whether one total leaves every side open: whoever is taken away, there are others on each side."""
    counts = np.bincount(positive)
    if len(counts) < 2 or counts.min() < FEWEST:
        return False
    own = np.zeros((int(person.max()) + 1, 2), dtype=np.int64)
    np.add.at(own, (person, positive.astype(np.int64)), 1)
    return bool((counts[None, :] > own).all())


@njit(cache=True, nogil=True)
def _follows(
    design: Floats, answer: Ints, person: Ints, people: Ints, n_answers: int, positive: int, start: Floats
) -> bool:
    """Whether a side follows for somebody who knows their own answers."""
    kept = np.ones(len(answer), dtype=np.bool_)
    for one in people:
        for n in range(len(answer)):
            kept[n] = person[n] != one
        if _closed(design, answer, kept, n_answers, positive, start)[0]:
            return True
    return False


@njit(cache=True, nogil=True)
def _closed(
    design: Floats, answer: Ints, kept: Flags, n_answers: int, positive: int, start: Floats
) -> tuple[bool, Floats, bool]:
    """Return whether somebody's side is sure at the maximum of the multinomial likelihood, where that is, and more.

    An answer may be sure not to be given: its logit then goes to minus infinity, and Newton's steps with it. The last
    is whether the maximum surely exists without any one judgement, of two answers.
    """
    free, n_known = n_answers - 1, design.shape[1]
    size = n_known * free
    place, logit = start.copy(), np.zeros((len(answer), n_answers))
    chance, change = np.zeros(n_answers), np.zeros((len(answer), n_answers))
    _add(design, place, logit)
    for _ in range(_STEPS):
        gradient, curve = np.zeros(size), np.zeros((size, size))
        sure = False
        for n in range(len(answer)):
            if kept[n]:
                _chances(logit[n], chance)
                side = chance[positive:].sum()
                sure = sure or side < _SURE or side > 1.0 - _SURE
                _collect(design[n], chance, answer[n], free, gradient, curve)
        ridge = 1e-9 * max(np.trace(curve), 1e-12)
        for r in range(size):
            curve[r, r] += ridge
        if sure and n_answers == 2:
            return True, place, False
        if np.abs(gradient).max() < _EVEN:
            return sure, place, n_answers == 2 and not sure and _steady(design, kept, curve)
        step = np.linalg.solve(curve, gradient)
        change[:] = 0.0
        _add(design, step, change)
        length = min(1.0, _LONGEST / max(np.abs(change).max(), 1e-12))
        place += length * step
        logit += length * change
    return True, place, False


@njit(cache=True, nogil=True)
def _add(design: Floats, place: Floats, logit: Floats) -> None:
    """Add to the logits of all answers but the first what these coefficients make of them."""
    free = logit.shape[1] - 1
    for n in range(len(design)):
        for r in range(design.shape[1]):
            if design[n, r] != 0.0:
                for j in range(free):
                    logit[n, j + 1] += design[n, r] * place[r * free + j]


@njit(cache=True, nogil=True)
def _chances(logit: Floats, chance: Floats) -> None:
    top = logit.max()
    for j in range(len(logit)):
        chance[j] = np.exp(logit[j] - top)
    chance /= chance.sum()


@njit(cache=True, nogil=True)
def _collect(row: Floats, chance: Floats, answer: int, free: int, gradient: Floats, curve: Floats) -> None:
    """Add what one judgement has to say to the gradient and the curvature."""
    for r in range(len(row)):
        if row[r] == 0.0:
            continue
        for j in range(free):
            at = r * free + j
            gradient[at] += row[r] * ((answer == j + 1) - chance[j + 1])
            for s in range(len(row)):
                if row[s] != 0.0:
                    for k in range(free):
                        same = chance[j + 1] if j == k else 0.0
                        curve[at, s * free + k] += row[r] * row[s] * (same - chance[j + 1] * chance[k + 1])


@njit(cache=True, nogil=True)
def _steady(design: Floats, kept: Flags, curve: Floats) -> bool:
    """Whether the maximum surely exists without any one of those kept, too."""
    inverse = np.linalg.inv(curve)
    for n in range(len(kept)):  # noqa: SIM110  -- compiled
        if kept[n] and (design[n] * (inverse @ design[n])).sum() > _STEADY:
            return False
    return True
