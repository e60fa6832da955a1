"""Shares: how many of these participants would answer positively in a case.

A share is the mean over these participants of their own probability of a positive answer, so it speaks of the panel,
not of the profession. Blanks count as the average over their allowed combinations, all equally likely.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from collega.model.blanks import Blanks, Sets
from collega.model.fit import Fit
from collega.model.persons import Persons, persons_of
from collega.model.share_kernels import average_shares, filled_shares
from collega.study.coding import BLANK

LEVEL = 0.9
Result = TypeVar("Result")
_BUDGET = 4_000_000_000  # terms times rows: some seconds


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


def answer_draws(persons: Persons, blanks: Blanks, cases: NDArray[np.integer]) -> NDArray[np.float64]:
    """Return (D, M, J) probabilities of every answer; arguments as of :func:`shares_of`."""
    above = _above(persons, blanks, cases, slice(None))
    edge = np.ones((*above.shape[:2], 1))
    parts: NDArray[np.float64] = np.maximum(-np.diff(np.concatenate([edge, above, 0 * edge], axis=2), axis=2), 0.0)
    result: NDArray[np.float64] = parts / parts.sum(axis=2, keepdims=True)
    return result


def interval_of(draws: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return (..., 2): the central 90% of (D, ...) draws."""
    edges = np.quantile(draws, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0)
    result: NDArray[np.float64] = np.moveaxis(edges, 0, -1)
    return result


def _above(persons: Persons, blanks: Blanks, cases: NDArray[np.integer], columns: slice) -> NDArray[np.float64]:
    """Return (D, M, G) probabilities of an answer above each of these thresholds; fewer draws where that is much."""
    cases = np.atleast_2d(cases)
    filled = (cases != BLANK).all(axis=1)
    choice = blanks.choices(cases[~filled])
    sets = blanks.sets()
    persons = persons.thinned(_BUDGET // max(len(sets.atom) + choice.size, 1))
    thresholds = persons.thresholds[:, columns]
    result = np.empty((len(thresholds), len(cases), thresholds.shape[1]))
    result[:] = np.where(thresholds[:, None, :] < 0, 1.0, 0.0)
    finite = np.isfinite(thresholds[0])
    if finite.any():
        within = np.ascontiguousarray(thresholds[:, finite])
        if filled.any():
            result[:, np.flatnonzero(filled)[:, None], np.flatnonzero(finite)] = _filled(
                persons, blanks.n_levels, cases[filled], within
            )
        if not filled.all():
            result[:, np.flatnonzero(~filled)[:, None], np.flatnonzero(finite)] = _computed(
                persons, blanks.n_levels, sets, choice, within
            )
    return np.clip(result, 0.0, 1.0)


def _filled(
    persons: Persons, n_levels: tuple[int, ...], cases: NDArray[np.integer], thresholds: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return (D, M, G) for cases without blanks."""
    out = np.empty((len(thresholds), len(cases), thresholds.shape[1]))
    first = np.cumsum([0, *n_levels[:-1]])
    level = np.ascontiguousarray(cases + first, dtype=np.int64)

    def some(rows: slice) -> None:
        filled_shares(
            persons.link == "probit", persons.coefficients[rows], persons.weights, thresholds[rows],
            np.array(n_levels, dtype=np.int64), level, out[rows],
        )  # fmt: skip

    over_cores(some, len(thresholds))
    return out


def _computed(
    persons: Persons,
    n_levels: tuple[int, ...],
    sets: Sets,
    choice: NDArray[np.int64],
    thresholds: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return (D, M, G) for cases with blanks."""
    n_draws = len(thresholds)
    out = np.empty((n_draws, len(choice), thresholds.shape[1]))

    def some(rows: slice) -> None:
        average_shares(
            persons.link == "probit", persons.coefficients[rows], persons.weights,
            np.ascontiguousarray(thresholds[rows]), np.array(n_levels, dtype=np.int64), sets.first_term, sets.weight,
            sets.first_atom, sets.atom, choice, out[rows],
        )  # fmt: skip

    over_cores(some, n_draws)
    return out


def over_cores(some: Callable[[slice], Result], n_draws: int) -> list[Result]:
    """Call a function for consecutive parts of the draws, one for each core."""
    cores = min(os.cpu_count() or 1, n_draws)
    edges = np.linspace(0, n_draws, cores + 1).astype(int).tolist()
    with ThreadPoolExecutor(cores) as pool:
        return list(pool.map(some, [slice(*ends) for ends in pairwise(edges)]))
