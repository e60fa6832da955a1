"""Reasons: how the filled-in levels of a case share the distance between its share and the average.

The value of a coalition of criteria is the share when these have their level and the others are blank. Shapley values
are the only way to divide what the case adds that treats criteria alike and adds up.

References
----------
Shapley (1953), A value for n-person games. Owen (1972), Multilinear extensions of games, Management Science 18.
Castro, Gomez & Tejada (2009), Polynomial calculation of the Shapley value based on sampling, Comput. Oper. Res. 36.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from collega.model.blanks import Blanks
from collega.model.persons import Persons
from collega.model.share import over_cores, shares_of
from collega.model.share_kernels import shapley_sums
from collega.study.coding import BLANK

_MOST_LINKED = 8
_PERMUTATIONS, _SAMPLED_ROWS = 64, 5_000
_MOST_NODES, _NODES_OF_DRAWS = (
    3,
    2,
)  # with more than 6 and 4 criteria that is within 0.0000001, and within 0.00001 of each draw


def shapley_values(persons: Persons, blanks: Blanks, case: NDArray[np.integer]) -> NDArray[np.float64]:
    """Divide share minus average over the criteria of a case.

    Within 0.0000001, whatever the number of criteria, unless more than 8 filled-in criteria are linked by ``never``
    rules: then by 64 random orders, each with its reverse, on a part of the draws, with an error of about 0.3
    percentage points.

    Parameters
    ----------
    persons : Persons
    blanks : Blanks
    case : (C,) int
        Level indices; ``BLANK`` (-1) where not filled in.

    Returns
    -------
    (C,) float64
        0 for blanks; they sum to share minus average, 0 to 1.
    """
    levels = np.asarray(case, dtype=np.int64)
    filled = np.flatnonzero(levels != BLANK)
    values = np.zeros(len(levels))
    if len(filled) == 0:
        return values
    ends = np.vstack([np.full_like(levels, BLANK), levels])
    average, share = persons.centre(shares_of(persons, blanks, ends))
    if np.isfinite(persons.thresholds[:, persons.positive - 1]).all():
        linked = max(int(np.isin(block, filled).sum()) for block in blanks.blocks)
        divide = _exact if linked <= _MOST_LINKED else _sampled
        values[:] = divide(persons.reported(), blanks, levels)
    values[filled] += (share - average - values.sum()) / len(filled)
    return values


def shapley_draws(persons: Persons, blanks: Blanks, case: NDArray[np.integer]) -> NDArray[np.float64]:
    """Return (D, C) Shapley values in every draw of ``persons``, for how sure they are; 0 for blanks."""
    levels = np.asarray(case, dtype=np.int64)
    filled = np.flatnonzero(levels != BLANK)
    if len(filled) == 0 or not np.isfinite(persons.thresholds[:, persons.positive - 1]).all():
        return np.zeros((len(persons.thresholds), len(levels)))
    if max(int(np.isin(block, filled).sum()) for block in blanks.blocks) > _MOST_LINKED:
        return _sampled_draws(persons, blanks, levels)
    order, divide = _divider(persons, blanks, levels, _NODES_OF_DRAWS)

    def part(rows: slice) -> NDArray[np.float64]:
        return np.array([divide(slice(d, d + 1)) for d in range(rows.start, rows.stop)])

    values = np.zeros((len(persons.thresholds), len(levels)))
    values[:, order] = np.concatenate(over_cores(part, len(values)))
    return values


def _exact(persons: Persons, blanks: Blanks, case: NDArray[np.int64]) -> NDArray[np.float64]:
    order, divide = _divider(persons, blanks, case, min(((case != BLANK).sum() + 1) // 2, _MOST_NODES))
    values = np.zeros(len(case))
    values[order] = sum(over_cores(divide, len(persons.thresholds))) / len(persons.thresholds)
    return values


def _divider(
    persons: Persons, blanks: Blanks, case: NDArray[np.int64], nodes: int
) -> tuple[list[int], Callable[[slice], NDArray[np.float64]]]:
    """Return the filled-in criteria in an order, and what sums their values over some draws."""
    own = Blanks(blanks.n_levels, blanks.never)
    first_set, players = [], []
    order: list[int] = []
    for b, block in enumerate(own.blocks):
        filled = [c for c in block if case[c] != BLANK]
        order += filled
        players.append(len(filled))
        numbers = [own.number(b, _joined(block, filled, case, mask)) for mask in range(1 << len(filled))]
        first_set.append(numbers[0])
    node, weight = np.polynomial.legendre.leggauss(nodes)
    sets = own.sets()
    thresholds = np.ascontiguousarray(persons.thresholds[:, persons.positive - 1])

    def part(rows: slice) -> NDArray[np.float64]:
        out = np.empty(len(order))
        shapley_sums(
            persons.link == "probit", persons.coefficients[rows], persons.weights, thresholds[rows],
            np.array(own.n_levels, dtype=np.int64), sets.first_term, sets.weight, sets.first_atom, sets.atom,
            np.array(first_set, dtype=np.int64), np.array(players, dtype=np.int64), (node + 1) / 2, weight / 2, out,
        )  # fmt: skip
        return out

    return order, part


def _joined(block: tuple[int, ...], filled: list[int], case: NDArray[np.int64], mask: int) -> tuple[int, ...]:
    joined = {c for bit, c in enumerate(filled) if mask >> bit & 1}
    return tuple(int(case[c]) if c in joined else BLANK for c in block)


def _sampled(persons: Persons, blanks: Blanks, case: NDArray[np.int64]) -> NDArray[np.float64]:
    values: NDArray[np.float64] = _sampled_draws(persons.thinned(_SAMPLED_ROWS), blanks, case).mean(axis=0)
    return values


def _sampled_draws(persons: Persons, blanks: Blanks, case: NDArray[np.int64]) -> NDArray[np.float64]:
    filled = np.flatnonzero(case != BLANK)
    rng = np.random.default_rng(1)
    half = [rng.permutation(filled) for _ in range(_PERMUTATIONS // 2)]
    orders = [*half, *(order[::-1] for order in half)]
    coalitions = np.full((len(orders), len(filled) + 1, len(case)), BLANK)
    for number, order in enumerate(orders):
        for step, c in enumerate(order):
            coalitions[number, step + 1 :, c] = case[c]
    distinct, place = np.unique(coalitions.reshape(-1, len(case)), axis=0, return_inverse=True)
    shares = shares_of(persons, blanks, distinct)[:, place.ravel()].reshape(-1, len(orders), len(filled) + 1)
    values = np.zeros((len(shares), len(case)))
    for number, order in enumerate(orders):
        values[:, order] += np.diff(shares[:, number], axis=1) / len(orders)
    return values
