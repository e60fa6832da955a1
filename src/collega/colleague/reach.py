"""How far the share of a real case may lie from that of a case with blanks, and which blank to fill in first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from collega.model.blanks import Blanks
from collega.model.persons import Persons
from collega.model.share import shares_of
from collega.study.coding import BLANK
from collega.study.definition import Study

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Ends = tuple[float, float]
LISTED = 500  # ways that are all looked at
Filling = tuple[int, int]  # a blank criterion and a level of it


@dataclass(frozen=True, slots=True, kw_only=True)
class FillInFirst:
    """The blank that narrows the reach most.

    Attributes
    ----------
    criterion : str
    reach : (lowest, highest)
        Mean, over the levels that it may have, of the ends of the reach that is then left, 0..1.
    by_level : tuple of (level, reach)
        The reach that is left with each of these.
    """

    criterion: str
    reach: Ends
    by_level: tuple[tuple[str, Ends], ...]

    def as_json(self) -> dict[str, Any]:
        """Return with the keys that other programs rely on."""
        levels = [{"level": level, "reach": list(ends)} for level, ends in self.by_level]
        return {"criterion": self.criterion, "reach": list(self.reach), "by_level": levels}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """The lowest and the highest share over the ways to fill in the blanks, 0..1, and what narrows it most."""

    ends: Ends
    fill_in_first: FillInFirst


def reach_of(study: Study, persons: Persons, sample: Persons, blanks: Blanks, profile: Ints) -> Reach | None:
    """Return how far the share may go over the allowed ways to fill in the blanks.

    Each end is a share that a way to fill them in really has, so the reach is never wider than it is. Up to 500 ways
    are all looked at; beyond that one blank is changed at a time, from the way that part-worths make most extreme. That
    ends at the lowest or highest share of all where people weigh alike; where they differ much, or where ``never``
    rules stand in between, a more extreme way may be missed.

    Parameters
    ----------
    study : Study
    persons : Persons
        Those whose shares are reported.
    sample : Persons
        Rows of them to search with.
    blanks : Blanks
    profile : (C,) int64
        ``BLANK`` where open.

    Returns
    -------
    Reach or None
        None where nothing is blank, and where what is filled in leaves no allowed way.
    """
    opened = np.flatnonzero(profile == BLANK)
    if len(opened) == 0:
        return None
    ways = prod(blanks.n_levels[c] for c in opened)
    ends = (_among if ways <= LISTED else _searched)(sample, blanks, profile)
    if not ends:
        return None
    widths: dict[int, list[float]] = {}
    for (c, _), extremes in ends.items():
        low, high = extremes.shares
        widths.setdefault(c, []).append(high - low)
    first = min(widths, key=lambda c: (round(float(np.mean(widths[c])), 9), c))
    return _reported(study, persons, blanks, first, ends)


@dataclass(frozen=True, slots=True, eq=False)
class _Extremes:
    """The ways with the lowest and the highest share, (C,) int64, and these shares as the few have them."""

    low: Ints
    high: Ints
    shares: Ends


def _reported(
    study: Study, persons: Persons, blanks: Blanks, first: int, extremes: Mapping[Filling, _Extremes]
) -> Reach:
    """Compute what was found on everybody's draws."""
    levels = [level for c, level in extremes if c == first]
    lowest = min(extremes.values(), key=lambda extreme: extreme.shares[0]).low
    highest = max(extremes.values(), key=lambda extreme: extreme.shares[1]).high
    cases = [way for level in levels for way in (extremes[first, level].low, extremes[first, level].high)]
    shares = persons.centre(shares_of(persons, blanks, np.array([*cases, lowest, highest])))
    ends = [(float(min(pair)), float(max(pair))) for pair in shares[: len(cases)].reshape(-1, 2)]
    item = study.criteria[first]
    return Reach(
        ends=(float(shares.min()), float(shares.max())),
        fill_in_first=FillInFirst(
            criterion=item.key,
            reach=(float(np.mean([low for low, _ in ends])), float(np.mean([high for _, high in ends]))),
            by_level=tuple((item.level_keys[level], pair) for level, pair in zip(levels, ends, strict=True)),
        ),
    )


def _among(sample: Persons, blanks: Blanks, profile: Ints) -> dict[Filling, _Extremes]:
    """Look at every allowed way."""
    if blanks.forbidden(profile.tolist()):
        return {}
    ways = blanks.ways(profile)
    ways = ways[[not blanks.forbidden(way) for way in ways.tolist()]] if blanks.never else ways
    if not len(ways):
        return {}
    shares, extremes = sample.centre(shares_of(sample, blanks, ways)), {}
    for c in np.flatnonzero(profile == BLANK):
        for level in np.unique(ways[:, c]):
            rows = np.flatnonzero(ways[:, c] == level)
            low, high = rows[shares[rows].argmin()], rows[shares[rows].argmax()]
            extremes[int(c), int(level)] = _Extremes(ways[low], ways[high], (float(shares[low]), float(shares[high])))
    return extremes


def _searched(sample: Persons, blanks: Blanks, profile: Ints) -> dict[Filling, _Extremes]:
    """Search from the ways that mean part-worths make most extreme, for every level of every blank."""
    worths = _worths(sample, blanks.n_levels)
    starts: dict[tuple[Filling, float], Ints] = {}
    for c in np.flatnonzero(profile == BLANK):
        for level in range(blanks.n_levels[c]):
            case = profile.copy()
            case[c] = level
            for sign in (-1.0, 1.0):
                order = [np.argsort(-sign * worth, kind="stable").tolist() for worth in worths]
                start = _first_way(blanks, case, order)
                if start is not None:
                    starts[(int(c), level), sign] = start
    ends = _climbed(sample, blanks, profile == BLANK, starts)
    extremes = {}
    for filling in [filling for filling, sign in starts if sign > 0]:
        (low, fewest), (high, highest) = ends[filling, -1.0], ends[filling, 1.0]
        extremes[filling] = _Extremes(low, high, (-fewest, highest))
    return extremes


def _worths(sample: Persons, n_levels: Sequence[int]) -> list[Floats]:
    """Return the mean utility of every level, criterion by criterion."""
    mean = np.tensordot(sample.weights, sample.coefficients.mean(axis=0, dtype=np.float64), axes=1)[1:]
    parts = np.split(mean, np.cumsum([n - 1 for n in n_levels])[:-1])
    return [np.append(part, -part.sum()) for part in parts]


def _first_way(blanks: Blanks, case: Ints, order: Sequence[Sequence[int]]) -> Ints | None:
    """Return the first allowed way to fill in a case, levels tried in this order; None without one."""
    if blanks.forbidden(case.tolist()):
        return None
    opened = np.flatnonzero(case == BLANK)
    if len(opened) == 0:
        return case
    for level in order[opened[0]]:
        filled = case.copy()
        filled[opened[0]] = level
        way = _first_way(blanks, filled, order)
        if way is not None:
            return way
    return None


def _climbed(
    sample: Persons, blanks: Blanks, opened: NDArray[np.bool_], starts: Mapping[tuple[Filling, float], Ints]
) -> dict[tuple[Filling, float], tuple[Ints, float]]:
    """Change one blank at a time, each time the one that helps most; return the ends, with their signed shares."""
    ways, values = dict(starts), {}
    moving = list(starts)
    while moving:
        tried = {task: _neighbours(blanks, ways[task], opened, task[0][0]) for task in moving}
        cases, place = np.unique(np.vstack(list(tried.values())), axis=0, return_inverse=True)
        shares, place = sample.centre(shares_of(sample, blanks, cases)), place.ravel()
        start, moving = 0, []
        for task, candidates in tried.items():
            signed = task[1] * shares[place[start : start + len(candidates)]]
            start += len(candidates)
            best = int(signed.argmax())
            values[task] = float(signed[best])
            if signed[best] > signed[0]:
                ways[task] = candidates[best]
                moving.append(task)
    return {task: (ways[task], values[task]) for task in starts}


def _neighbours(blanks: Blanks, way: Ints, opened: NDArray[np.bool_], fixed: int) -> Ints:
    """Return the way, and those allowed that differ from it in one blank other than the fixed one."""
    cases = [way]
    for c in np.flatnonzero(opened):
        for level in range(blanks.n_levels[c]):
            if c != fixed and level != way[c]:
                neighbour = way.copy()
                neighbour[c] = level
                if not (blanks.never and blanks.forbidden(neighbour.tolist())):
                    cases.append(neighbour)
    return np.array(cases)
