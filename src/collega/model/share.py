"""Shares: how many of these participants would answer positively in a case.

A share is the mean over these participants of their own probability of a positive answer, so it speaks of the panel,
not of the profession. Blanks count as the average over their allowed combinations, all equally likely.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from collega.model.blanks import Blanks, Sets
from collega.model.fit import Fit
from collega.model.listed_kernels import listed_chances, listed_shares
from collega.model.personal_thresholds import personal_thresholds
from collega.model.persons import Persons, persons_of
from collega.model.share_kernels import average_chances, average_shares
from collega.study.coding import BLANK

LEVEL = 0.9
Result = TypeVar("Result")
_BUDGET = 4_000_000_000  # terms times rows: some seconds
_FEWEST = 200  # draws: the ends of an interval on fewer would jump about
_WORTH = 250_000  # terms: some milliseconds, more than starting threads takes
_LISTED, _LISTED_MORE = (
    100,
    25,
)  # ways to fill in blanks that cost as much as computing one case, and another (measured)


def share_draws(
    fit: Fit,
    blanks: Blanks,
    cases: NDArray[np.integer],
    members: Sequence[int] | NDArray[np.integer] | None = None,
) -> NDArray[np.float64]:
    """Return (D, M) shares of (M, C) cases in every draw; see :func:`shares_of`."""
    return shares_of(persons_of(fit, members), blanks, cases)


def shares_of(persons: Persons, blanks: Blanks, cases: NDArray[np.integer]) -> NDArray[np.float64]:
    """Return the shares of cases in every draw.

    Parameters
    ----------
    persons : Persons
    blanks : Blanks
    cases : (M, C) int
        Level indices; ``BLANK`` (-1) where not filled in.

    Returns
    -------
    (D, M) float64
        0 to 1.
    """
    result: NDArray[np.float64] = _above(persons, blanks, cases, slice(persons.positive - 1, persons.positive))[:, :, 0]
    return result


def personal_shares(persons: Persons, blanks: Blanks, case: NDArray[np.integer]) -> NDArray[np.float64]:
    """Return everyone's own probability of a positive answer to a case, averaged over its blanks, in every draw.

    Parameters
    ----------
    persons : Persons
    blanks : Blanks
    case : (C,) int
        Level indices; ``BLANK`` (-1) where not filled in.

    Returns
    -------
    (D, I) float64
        0 to 1; of fewer draws where that is much. Their mean, weighed by ``persons.weights``, is the share of
        :func:`shares_of`.
    """
    cases = np.atleast_2d(case)
    if not np.isfinite(persons.thresholds[0, persons.positive - 1]):
        return np.full(persons.coefficients.shape[:2], float(persons.thresholds[0, persons.positive - 1] < 0))
    listed = bool(_better_listed(blanks.n_levels, cases).all())
    out = (_listed_chances if listed else _average_chances)(persons, blanks, cases)[0]
    result: NDArray[np.float64] = np.clip(out, 0.0, 1.0)
    return result


def answer_draws(persons: Persons, blanks: Blanks, cases: NDArray[np.integer]) -> NDArray[np.float64]:
    """Return (D, M, J) probabilities of every answer; arguments as of :func:`shares_of`."""
    if persons.stretch is not None:
        above = _above_own(persons, persons.stretch, blanks, cases)
    else:
        above = _above(persons, blanks, cases, slice(None))
    if persons.by_threshold is not None:
        above = in_order(above, persons.positive - 1)
    edge = np.ones((*above.shape[:2], 1))
    parts: NDArray[np.float64] = np.maximum(-np.diff(np.concatenate([edge, above, 0 * edge], axis=2), axis=2), 0.0)
    result: NDArray[np.float64] = parts / parts.sum(axis=2, keepdims=True)
    return result


def interval_of(draws: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return (..., 2): the central 90% of (D, ...) draws."""
    edges = np.quantile(draws, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0)
    result: NDArray[np.float64] = np.moveaxis(edges, 0, -1)
    return result


def _above_own(
    persons: Persons, stretch: NDArray[np.float32], blanks: Blanks, cases: NDArray[np.integer]
) -> NDArray[np.float64]:
    """Return what :func:`_above` does for all thresholds, everyone's own: who places one further out is further below.

    So each intercept moves by how far the person's threshold lies from the positive boundary, which is common.
    """
    anchor = persons.positive - 1
    own = personal_thresholds(persons.thresholds[:, None, :], stretch, persons.positive)
    away = (own - own[..., anchor : anchor + 1]).astype(np.float32)
    parts = []
    for threshold in range(own.shape[2]):
        moved = persons.coefficients.copy()
        moved[:, :, 0] -= away[:, :, threshold]
        some = replace(persons, coefficients=moved, stretch=None)
        parts.append(_above(some, blanks, cases, slice(anchor, anchor + 1)))
    return np.concatenate(parts, axis=2)


def _above(persons: Persons, blanks: Blanks, cases: NDArray[np.integer], columns: slice) -> NDArray[np.float64]:
    """Return (D, M, G) probabilities of an answer above each of these thresholds; fewer draws where that is much."""
    cases = np.atleast_2d(cases)
    if persons.by_threshold is not None:
        each = range(*columns.indices(persons.thresholds.shape[1]))
        return np.concatenate([_above(persons.at_threshold(j), blanks, cases, slice(j, j + 1)) for j in each], axis=2)
    listed = _better_listed(blanks.n_levels, cases)
    numbers, choice = np.unique(blanks.choices(cases[~listed]), return_inverse=True)
    sets = blanks.sets(numbers.tolist())
    choice = choice.reshape(-1, len(blanks.blocks))
    persons = _affordable(persons, len(sets.atom) + choice.size)
    thresholds = persons.thresholds[:, columns]
    result = np.empty((len(thresholds), len(cases), thresholds.shape[1]))
    result[:] = np.where(thresholds[:, None, :] < 0, 1.0, 0.0)
    finite = np.isfinite(thresholds[0])
    if finite.any():
        within = np.ascontiguousarray(thresholds[:, finite])
        if listed.any():
            result[:, np.flatnonzero(listed)[:, None], np.flatnonzero(finite)] = _listed(
                persons, blanks, cases[listed], within
            )
        if not listed.all():
            result[:, np.flatnonzero(~listed)[:, None], np.flatnonzero(finite)] = _computed(
                persons, blanks.n_levels, sets, choice, within
            )
    return np.clip(result, 0.0, 1.0)


def _affordable(persons: Persons, terms: int) -> Persons:
    """Return fewer draws where so many terms of everyone would take long."""
    return persons.thinned(max(_BUDGET // max(terms, 1), _FEWEST * persons.weights.size))


def in_order(above: NDArray[np.float64], positive: int) -> NDArray[np.float64]:
    """Return (..., J-1) probabilities of more that do not rise from threshold to threshold; the positive one stays.

    They rise where thresholds with effects of their own pass each other; elsewhere nothing changes.
    """
    upper = np.minimum.accumulate(above[..., positive:], axis=-1)
    lower = np.maximum.accumulate(above[..., positive::-1], axis=-1)[..., :0:-1]
    return np.concatenate([lower, upper], axis=-1)


def _better_listed(n_levels: tuple[int, ...], cases: NDArray[np.integer]) -> NDArray[np.bool_]:
    """Return (M,): whether to list the ways to fill in a case, for speed; without blanks there is one."""
    ways = np.where(cases == BLANK, np.array(n_levels, dtype=np.float64), 1.0).prod(axis=1)
    blank = ways > 1.0
    return np.asarray(~blank | (ways[blank].sum() <= _LISTED + _LISTED_MORE * blank.sum()))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Ways:
    """Cases with a list of the ways to fill in their blanks, as the kernels take them."""

    filled: NDArray[np.int64]
    first: NDArray[np.int64]
    opened: NDArray[np.int64]

    @classmethod
    def from_cases(cls, blanks: Blanks, cases: NDArray[np.integer]) -> _Ways:
        """List the ways of (M, C) cases."""
        first_level, none = np.cumsum([0, *blanks.n_levels[:-1]]), sum(blanks.n_levels)
        known: dict[bytes, NDArray[np.int64]] = {}  # without rules only which criteria are blank matters
        ways = []
        for case in cases:
            opened = case == BLANK
            key = case.tobytes() if blanks.never else opened.tobytes()
            if key not in known:
                known[key] = blanks.ways(case)[:, opened] + first_level[opened]
            ways.append(known[key])
        first = np.cumsum([0, *map(len, ways)]).astype(np.int64)
        listed = np.full((first[-1], max(some.shape[1] for some in ways)), none, dtype=np.int64)
        for begin, some in zip(first, ways, strict=False):
            listed[begin : begin + len(some), : some.shape[1]] = some
        filled = np.where(cases == BLANK, none, cases + first_level).astype(np.int64)
        return cls(filled=filled, first=first, opened=listed)


def _listed(
    persons: Persons, blanks: Blanks, cases: NDArray[np.integer], thresholds: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return (D, M, G), averaged over a list of the ways to fill in each case."""
    out = np.empty((len(thresholds), len(cases), thresholds.shape[1]))
    ways, n_levels = _Ways.from_cases(blanks, cases), np.array(blanks.n_levels, dtype=np.int64)

    def fill(rows: slice) -> None:
        listed_shares(
            persons.link == "probit", persons.coefficients[rows], persons.weights, thresholds[rows], n_levels,
            ways.filled, ways.first, ways.opened, out[rows],
        )  # fmt: skip

    over_cores(fill, len(thresholds), terms=len(thresholds) * persons.weights.size * len(ways.opened))
    return out


def _listed_chances(persons: Persons, blanks: Blanks, cases: NDArray[np.integer]) -> NDArray[np.float64]:
    """Return (M, D, I), averaged over a list of the ways to fill in each case."""
    threshold = np.ascontiguousarray(persons.thresholds[:, persons.positive - 1])
    out = np.empty((len(cases), *persons.coefficients.shape[:2]))
    ways, n_levels = _Ways.from_cases(blanks, cases), np.array(blanks.n_levels, dtype=np.int64)

    def fill(rows: slice) -> None:
        listed_chances(
            persons.link == "probit", persons.coefficients[rows], threshold[rows], n_levels, ways.filled, ways.first,
            ways.opened, out[:, rows],
        )  # fmt: skip

    over_cores(fill, len(threshold))
    return out


def _average_chances(persons: Persons, blanks: Blanks, cases: NDArray[np.integer]) -> NDArray[np.float64]:
    """Return (M, D, I), averaged over the blanks by characteristic functions."""
    numbers, choice = np.unique(blanks.choices(cases), return_inverse=True)
    sets, choice = blanks.sets(numbers.tolist()), choice.reshape(-1, len(blanks.blocks))
    persons = _affordable(persons, len(sets.atom) + choice.size)
    threshold = np.ascontiguousarray(persons.thresholds[:, persons.positive - 1])
    out = np.empty((len(cases), *persons.coefficients.shape[:2]))

    def fill(rows: slice) -> None:
        average_chances(
            persons.link == "probit", persons.coefficients[rows], threshold[rows],
            np.array(blanks.n_levels, dtype=np.int64), sets.first_term, sets.weight, sets.first_atom, sets.atom,
            choice, out[:, rows],
        )  # fmt: skip

    over_cores(fill, len(threshold))
    return out


def _computed(
    persons: Persons,
    n_levels: tuple[int, ...],
    sets: Sets,
    choice: NDArray[np.int64],
    thresholds: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return (D, M, G), averaged over the blanks by characteristic functions."""
    n_draws = len(thresholds)
    out = np.empty((n_draws, len(choice), thresholds.shape[1]))

    def fill(rows: slice) -> None:
        average_shares(
            persons.link == "probit", persons.coefficients[rows], persons.weights,
            np.ascontiguousarray(thresholds[rows]), np.array(n_levels, dtype=np.int64), sets.first_term, sets.weight,
            sets.first_atom, sets.atom, choice, out[rows],
        )  # fmt: skip

    over_cores(fill, n_draws)
    return out


def over_cores(work: Callable[[slice], Result], n_draws: int, *, terms: int = _WORTH) -> list[Result]:
    """Call a function for consecutive parts of the draws, one for each core; at once for few ``terms``."""
    cores = min(os.cpu_count() or 1, n_draws) if terms >= _WORTH else 1
    if cores == 1:
        return [work(slice(0, n_draws))]
    edges = np.linspace(0, n_draws, cores + 1).astype(int).tolist()
    with ThreadPoolExecutor(cores) as pool:
        return list(pool.map(work, [slice(*ends) for ends in pairwise(edges)]))
