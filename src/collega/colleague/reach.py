"""How far the share of a real case may lie from that of a case with blanks: its reach over the ways to fill them in."""

from __future__ import annotations

from collections.abc import Iterator
from math import prod

import numpy as np
from numpy.typing import NDArray

from collega.colleague.what_if import alternatives
from collega.model.blanks import Blanks
from collega.model.persons import Persons
from collega.model.share import shares_of
from collega.study.coding import BLANK

Ints = NDArray[np.int64]
_DRAWS = 20  # to search with; what is found is computed on all
_LISTED = 500  # ways that are all looked at


def reach_of(persons: Persons, blanks: Blanks, profile: Ints) -> tuple[float, float] | None:
    """Return the lowest and the highest share found over the allowed ways to fill in the blanks, 0..1.

    Each is a share that a way to fill them in really has, so the reach is never told wider than it is. Where there are
    few ways all are looked at; otherwise one blank is changed at a time, each time the one that helps most. That ends
    at the lowest or highest share of all where people weigh alike; where they differ much, or where ``never`` rules
    stand in between, a more extreme way may be missed.

    Parameters
    ----------
    persons : Persons
    blanks : Blanks
    profile : (C,) int64
        ``BLANK`` where open.

    Returns
    -------
    (lowest, highest) or None
        None where nothing is blank, and where what is filled in leaves no allowed way.
    """
    ends = extreme_ways(persons, blanks, profile)
    if ends is None:
        return None
    low, high = persons.centre(shares_of(persons, blanks, ends))
    return float(low), float(high)


def extreme_ways(persons: Persons, blanks: Blanks, profile: Ints) -> Ints | None:
    """Return (2, C) the ways to fill in the blanks that give the ends of the reach; None as of :func:`reach_of`."""
    first = next(_ways(blanks, profile), None)
    if (profile != BLANK).all() or first is None:
        return None
    few = persons.thinned(_DRAWS * persons.coefficients.shape[1])
    listed = prod(n for n, level in zip(blanks.n_levels, profile, strict=True) if level == BLANK) <= _LISTED
    return _among(few, blanks, blanks.ways(profile)) if listed else _searched(few, blanks, profile, first)


def _among(few: Persons, blanks: Blanks, ways: Ints) -> Ints:
    shares = few.centre(shares_of(few, blanks, ways))
    return ways[[shares.argmin(), shares.argmax()]]


def _searched(few: Persons, blanks: Blanks, profile: Ints, start: Ints) -> Ints:
    return np.array([_end(few, blanks, profile == BLANK, start, sign) for sign in (-1.0, 1.0)])


def _ways(blanks: Blanks, case: Ints) -> Iterator[Ints]:
    """Yield the allowed ways to fill in a case, one after another."""
    if blanks.forbidden(case.tolist()):
        return
    if (case != BLANK).all():
        yield case
        return
    criterion = int(np.flatnonzero(case == BLANK)[0])
    for level in range(blanks.n_levels[criterion]):
        filled = case.copy()
        filled[criterion] = level
        yield from _ways(blanks, filled)


def _end(few: Persons, blanks: Blanks, blank: NDArray[np.bool_], start: Ints, sign: float) -> Ints:
    now = start
    while True:
        changes = [case for case in alternatives(blanks, now) if blank[np.flatnonzero(case != now)[0]]]
        cases = np.array([now, *changes])
        best = int((sign * few.centre(shares_of(few, blanks, cases))).argmax())
        if best == 0:
            return now
        now = cases[best]
