"""Sums of scores per participant: the middle of the clustered (sandwich) covariance.

References
----------
Liang & Zeger (1986), Biometrika 73. White (1982), Econometrica 50.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np
from numba import njit
from numpy.typing import NDArray

from collega.panel.counts import ParticipantCells

_FAST = {"reassoc", "contract", "nsz", "arcp"}
_CHUNK = 50_000


def score_products(cells: ParticipantCells, scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return (P, P): the sum over participants of s_i s_i', s_i the sum of the scores of their answers.

    Parameters
    ----------
    cells : ParticipantCells
    scores : (R*J, P) float64
        Derivatives of the log-probability of each answer to each distinct scenario.
    """
    edges = [*range(0, cells.n_participants, _CHUNK), cells.n_participants]
    chunks = list(pairwise(edges))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        parts = list(pool.map(lambda chunk: _products(cells.start, cells.cell, scores, *chunk), chunks))
    lower = np.sum(parts, axis=0)
    full: NDArray[np.float64] = lower + np.tril(lower, -1).T
    return full


def participant_scores(cells: ParticipantCells, scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return (I, P) sums of scores per participant."""
    owner = np.repeat(np.arange(cells.n_participants), np.diff(cells.start))
    sums = np.zeros((cells.n_participants, scores.shape[1]))
    np.add.at(sums, owner, scores[cells.cell])
    return sums


def sandwich(bread: NDArray[np.float64], middle: NDArray[np.float64], n_participants: int) -> NDArray[np.float64]:
    """Return bread middle bread, times I / (I - 1)."""
    factor = n_participants / max(n_participants - 1, 1)
    covariance: NDArray[np.float64] = factor * bread @ middle @ bread
    return covariance


@njit(cache=True, nogil=True, fastmath=_FAST)
def _products(
    start: NDArray[np.int64], cell: NDArray[np.int32], scores: NDArray[np.float64], first: int, last: int
) -> NDArray[np.float64]:
    """Return the lower triangle of the sum of products for participants ``first`` up to ``last``."""
    size = scores.shape[1]
    total = np.zeros((size, size))
    own = np.empty(size)
    for i in range(first, last):
        own[:] = 0.0
        for n in range(start[i], start[i + 1]):
            for p in range(size):
                own[p] += scores[cell[n], p]
        for p in range(size):
            for q in range(p + 1):
                total[p, q] += own[p] * own[q]
    return total
