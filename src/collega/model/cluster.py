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
    with ThreadPoolExecutor(min(os.cpu_count() or 1, len(chunks))) as pool:
        parts = list(pool.map(lambda chunk: _products(cells.start, cells.cell, scores, *chunk), chunks))
    lower = np.sum(parts, axis=0)
    full: NDArray[np.float64] = lower + np.tril(lower, -1).T
    return full


def sandwich(
    bread: NDArray[np.float64],
    middle: NDArray[np.float64],
    n_participants: int,
    penalty: NDArray[np.float64] | float = 0.0,
) -> NDArray[np.float64]:
    """Return the covariance clustered by participant, (P, P): bread (I / (I - 1) middle + penalty) bread.

    The penalty counts as one more, independent, observation: what the answers do not determine keeps the variance
    of the prior, where the sum of squared scores alone would call it exactly known. One participant shows no
    differences between participants: ``bread`` is returned, the covariance that is not clustered.

    Parameters
    ----------
    bread : (P, P) float64
        Inverse of the information, that of the penalty included.
    middle : (P, P) float64
        See :func:`score_products`.
    n_participants : int
    penalty : (P, P) float64, optional
        Information of the prior.
    """
    if n_participants < 2:
        return bread
    factor = n_participants / (n_participants - 1)
    covariance: NDArray[np.float64] = bread @ (factor * middle + penalty) @ bread
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
