"""Iterated local search over coordinate exchange: kick a few cells, climb again, keep what is better; compiled.

The search counts what it does in visits of a scenario, so that it can be stopped and taken up again at any of them.

References
----------
Lourenço, Martin & Stützle (2003), Iterated local search, Handbook of Metaheuristics.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from collega.design.exchange import (
    GAIN,
    Space,
    State,
    climb_row,
    code_row,
    duplicated,
    exchange,
    forbidden,
    information_inverse,
    multiply,
)

_REFRESH = 50
_EXCHANGE = 2  # an exchange costs as much as this many visits


class Place(NamedTuple):
    """Where a search is.

    Attributes
    ----------
    counts : (4,) int64
        Kicks so far, the row to visit next, visits without an exchange, visits made.
    growth : (1,) float64
        Ratio of |M| to the best so far; infinite before there is a best.
    """

    counts: NDArray[np.int64]
    growth: NDArray[np.float64]


@njit(cache=True, nogil=True)
def begin(state: State, space: Space, place: Place) -> None:
    """Make ready to search from the profiles of a state."""
    for i in range(len(state.profiles)):
        code_row(state.profiles[i], space.contrasts, space.starts, state.coded[i])
    information_inverse(state.coded, state.inverse)
    place.counts[:] = 0
    place.counts[3] = len(state.inverse) + len(state.profiles)
    place.growth[0] = np.inf


@njit(cache=True, nogil=True)
def search(
    rng: np.random.Generator, state: State, best: State, space: Space, place: Place, visits: int, kicks: int, cells: int
) -> bool:
    """Go on searching from a place, up to ``visits`` in all; say whether all ``kicks`` of ``cells`` cells are done.

    Changes the states and the place. ``best`` is settled whenever nothing in ``state`` can be exchanged any more.
    """
    n, columns = state.coded.shape
    product, room = np.empty(columns), np.empty(columns)
    counts, growth = place
    while counts[3] < visits:
        if counts[2] >= n:
            settle(state, best, place)
            if counts[0] >= kicks:
                return True
            if counts[0] % _REFRESH == _REFRESH - 1:  # rounding adds up in what is updated
                information_inverse(state.coded, state.inverse)
                best.inverse[:] = state.inverse
                counts[3] += columns + n
            growth[0] = _kick(rng, state, space, cells, product, room)
            counts[3] += _EXCHANGE * cells
            counts[0] += 1
            counts[1] = counts[2] = 0
        ratio, exchanges = climb_row(state, space, counts[1], product, room)
        growth[0] *= ratio
        counts[1] = (counts[1] + 1) % n
        counts[2] = 0 if exchanges else counts[2] + 1
        counts[3] += 1 + _EXCHANGE * exchanges
    return False


@njit(cache=True, nogil=True)
def settle(state: State, best: State, place: Place) -> None:
    """Keep what is better: the state or the best so far, in both."""
    better = place.growth[0] > GAIN
    source, target = (state, best) if better else (best, state)
    target.profiles[:] = source.profiles
    target.coded[:] = source.coded
    target.inverse[:] = source.inverse
    place.growth[0] = 1.0


@njit(cache=True, nogil=True)
def _kick(
    rng: np.random.Generator,
    state: State,
    space: Space,
    cells: int,
    product: NDArray[np.float64],
    room: NDArray[np.float64],
) -> float:
    """Give some cells any allowed level; return by how much |M| was multiplied."""
    profiles, coded, inverse = state
    growth = 1.0
    for _ in range(cells):
        i, c = int(rng.random() * len(profiles)), int(rng.random() * len(space.n_levels))
        old, level = profiles[i, c], int(rng.random() * space.n_levels[c])
        profiles[i, c] = level
        stays = level == old or forbidden(profiles[i], space.rules) or duplicated(profiles, i, space.size)
        profiles[i, c] = old
        if not stays:
            multiply(inverse, coded[i], product)
            growth *= exchange(state, space, i, c, level, product, room)
    return growth
