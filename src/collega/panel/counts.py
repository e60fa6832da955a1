"""Sufficient statistics of a panel: answers counted once per distinct scenario, and grouped by participant."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

_RADIX_LIMIT = 2**62


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Counts:
    """How often each distinct coded scenario got each answer: all that a model without persons needs.

    Attributes
    ----------
    matrix : (R, K) float64
        The R distinct coded scenarios.
    counts : (R, J) int64
        Answers per scenario and category.
    """

    matrix: NDArray[np.float64]
    counts: NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ParticipantCells:
    """Who gave which answer to which distinct scenario, participant after participant.

    Attributes
    ----------
    start : (I+1,) int64
        Participant i owns ``cell[start[i]:start[i + 1]]``.
    cell : (N,) int32
        Row times J plus answer, with the rows of the :class:`Counts` beside it.
    n_answers : int
        J.
    """

    start: NDArray[np.int64]
    cell: NDArray[np.int32]
    n_answers: int

    @property
    def n_participants(self) -> int:
        """I, those without an answer counted."""
        return len(self.start) - 1


def merge_rows(matrix: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Find the rows that are identical.

    Parameters
    ----------
    matrix : (S, K) float64

    Returns
    -------
    first : (R,) int64
        A representative of each distinct row, in order of first appearance.
    row : (S,) int32
        For every row of ``matrix`` the number of its distinct row.
    """
    rows = np.ascontiguousarray(matrix) + 0.0  # -0.0 and 0.0 are the same level but not the same bytes
    if rows.shape[1] == 0:
        return np.zeros(min(1, len(rows)), dtype=np.int64), np.zeros(len(rows), dtype=np.int32)
    return _distinct(rows.view(np.dtype((np.void, rows.itemsize * rows.shape[1]))).ravel())


def merge_profiles(profiles: NDArray[np.integer]) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Find the scenarios with identical levels, (S, C) int; as :func:`merge_rows`, but fast for millions."""
    radix = profiles.max(axis=0, initial=0).astype(object) + 1
    if np.prod(radix) >= _RADIX_LIMIT or profiles.min(initial=0) < 0:
        return merge_rows(profiles.astype(np.float64))
    key = np.zeros(len(profiles), dtype=np.int64)
    for c in range(profiles.shape[1]):
        key *= int(radix[c])
        key += profiles[:, c]
    return _distinct(key)


def _distinct(keys: NDArray[np.generic]) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    _, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
    order = np.argsort(first)
    rank = np.empty(len(order), dtype=np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    return first[order].astype(np.int64), rank[inverse.ravel()]


def count_answers(
    scenario: NDArray[np.integer],
    answer: NDArray[np.integer],
    row: NDArray[np.int32],
    n_rows: int,
    n_answers: int,
) -> NDArray[np.int64]:
    """Count the answers per distinct scenario and category in one pass.

    Parameters
    ----------
    scenario, answer : (N,) int
        Scenario and answer category of each judgement, from 0.
    row : (S,) int32
        Distinct row of each scenario, see :func:`merge_rows`.
    n_rows, n_answers : int
        R and J.

    Returns
    -------
    (R, J) int64
    """
    counts = np.zeros((n_rows, n_answers), dtype=np.int64)
    _count(scenario, answer, row, counts)
    return counts


def group_by_participant(
    participant: NDArray[np.integer],
    scenario: NDArray[np.integer],
    answer: NDArray[np.integer],
    row: NDArray[np.int32],
    n_participants: int,
    n_answers: int,
) -> ParticipantCells:
    """Order the judgements by participant (a stable counting sort) as cells of the counts.

    Parameters
    ----------
    participant, scenario, answer : (N,) int
        From 0; in any order; a participant may judge a scenario more than once, or not at all.
    row : (S,) int32
        Distinct row of each scenario, see :func:`merge_rows`.
    n_participants, n_answers : int
        I and J.
    """
    start = np.zeros(n_participants + 1, dtype=np.int64)
    cell = np.empty(len(answer), dtype=np.int32)
    _group(participant, scenario, answer, row, n_answers, start, cell)
    return ParticipantCells(start=start, cell=cell, n_answers=n_answers)


@njit(cache=True, nogil=True)
def _count(
    scenario: NDArray[np.integer],
    answer: NDArray[np.integer],
    row: NDArray[np.int32],
    counts: NDArray[np.int64],
) -> None:
    for n in range(len(answer)):
        counts[row[scenario[n]], answer[n]] += 1


@njit(cache=True, nogil=True)
def _group(
    participant: NDArray[np.integer],
    scenario: NDArray[np.integer],
    answer: NDArray[np.integer],
    row: NDArray[np.int32],
    n_answers: int,
    start: NDArray[np.int64],
    cell: NDArray[np.int32],
) -> None:
    for n in range(len(participant)):
        start[participant[n] + 1] += 1
    for i in range(len(start) - 1):
        start[i + 1] += start[i]
    place = start[:-1].copy()
    for n in range(len(participant)):
        i = participant[n]
        cell[place[i]] = row[scenario[n]] * n_answers + answer[n]
        place[i] += 1
