"""What the answers leave open: criteria that the scenarios do not tell apart, or that answers follow without exception.

There the likelihood of an ordered model has no single maximum, or none that is finite. Both are properties of the
answers, and so the same for every model.

References
----------
Albert & Anderson (1984), Biometrika 71: separation and overlap. Konis (2007), Linear programming algorithms for
detecting separated data in binary logistic regression models (thesis, Oxford).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from collega.study.coding import Coding

Floats = NDArray[np.float64]
_TOLERANCE = 1e-11  # of the largest eigenvalue: whole numbers up to millions of scenarios leave 1e-15 of rounding
_NOTHING = 1e-6
_FEW_ROWS = 1000  # overlap in a part of the scenarios is overlap in all of them


def tied_criteria(matrix: Floats, coding: Coding) -> tuple[int, ...]:
    """Return the criteria of which some part-worths the scenarios cannot tell apart from anything else.

    Parameters
    ----------
    matrix : (R, K) float64
        Coded distinct scenarios that were judged.
    coding : Coding
        Of ``matrix``.
    """
    with_intercept = np.hstack([np.ones((len(matrix), 1)), matrix])
    values, vectors = np.linalg.eigh(with_intercept.T @ with_intercept)
    null = vectors[1:, values <= _TOLERANCE * values[-1]]
    free = np.abs(null).max(axis=1, initial=0.0) > _NOTHING
    return tuple(c for c, block in enumerate(coding.blocks) if free[block].any())


def separated_criteria(matrix: Floats, counts: NDArray[np.int64], coding: Coding) -> tuple[int, ...]:
    """Return the criteria whose levels the answers follow without exception, so that their weights have no end.

    Moving thresholds and coefficients along (d_tau, d_b) makes no answer less likely where d_tau_(y-1) <= x'd_b <=
    d_tau_y at each of them. Such a direction in which some answer becomes more likely is looked for as a linear
    program (Konis 2007); what it moves has no finite estimate.

    Parameters
    ----------
    matrix : (R, K) float64
        Coded distinct scenarios.
    counts : (R, J) int64
        Answers to each; categories without any are left out.
    coding : Coding
        Of ``matrix``.
    """
    counts = counts[:, counts.sum(axis=0) > 0]
    if counts.shape[1] < 2:
        return ()
    order = np.random.default_rng(0).permutation(len(matrix))
    rows = _FEW_ROWS
    while True:
        some = order[:rows]
        direction = _separating(matrix[some], counts[some])
        if direction is None or rows >= len(matrix):
            break
        rows *= 4
    if direction is None:
        return ()
    return tuple(c for c, block in enumerate(coding.blocks) if (np.abs(direction[block]) > _NOTHING).any())


def _separating(matrix: Floats, counts: NDArray[np.int64]) -> Floats | None:
    """Return the (K,) change of the coefficients along which some answer gets ever more likely and none less."""
    from scipy.optimize import linprog  # slow to import, and mostly not needed

    inner, width = counts.shape[1] - 1, matrix.shape[1]
    low = (counts > 0).argmax(axis=1)
    high = inner - (counts > 0)[:, ::-1].argmax(axis=1)
    edges = np.eye(inner)
    above, below = low < inner, high > 0
    steps = np.hstack([np.diff(edges, axis=0), np.zeros((max(inner - 1, 0), width))])
    gains = np.vstack(
        [
            np.hstack([edges[low[above]], -matrix[above]]),
            np.hstack([-edges[high[below] - 1], matrix[below]]),
            steps,
        ]
    )
    fixed = gains[: len(gains) - len(steps)][np.concatenate([(low < high)[above], (low < high)[below]])]
    if len(fixed) and np.linalg.matrix_rank(fixed) == gains.shape[1]:
        return None
    found = linprog(-gains.sum(axis=0), A_ub=-gains, b_ub=np.zeros(len(gains)), bounds=(-1, 1))
    if not found.success or -found.fun <= _NOTHING:
        return None
    with_intercept = np.hstack([np.ones((len(matrix), 1)), matrix])
    direction: Floats = np.linalg.lstsq(with_intercept, matrix @ found.x[inner:])[0][1:]  # without what is tied
    return direction
