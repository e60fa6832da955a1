"""Compiled averages of P(positive answer) over listed ways to fill in the blanks of a case.

What is filled in is added once, and the levels of blanks for each way. A case without blanks has one way.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from collega.model.normal_cdf import normal_cdf

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@njit(cache=True, nogil=True)
def listed_chances(
    probit: bool, own: NDArray[np.float32], threshold: Floats, n_levels: Integers,
    filled: Integers, first_way: Integers, opened: Integers, out: Floats,
) -> None:  # fmt: skip
    """Average P(y above the threshold) over listed ways, for everyone by themselves.

    Parameters
    ----------
    own : (D, I, 1+K) float32
    threshold : (D,) float64
    n_levels : (C,) int64
    filled : (M, C) int64
        Levels of each case, counted over all criteria; their number L where it is blank.
    first_way : (M+1,) int64
        Case m has rows ``first_way[m]`` up to ``first_way[m + 1]`` of ``opened``.
    opened : (N, B) int64
        Levels of the blanks in each way, counted likewise; L where there are fewer blanks.
    out : (M, D, I) float64
        Filled in.
    """
    utility = np.empty(n_levels.sum() + 1)
    for d in range(own.shape[0]):
        for i in range(own.shape[1]):
            _levels(own[d, i], n_levels, utility)
            for m in range(len(filled)):
                above = own[d, i, 0] - threshold[d] + _sum(utility, filled[m])
                out[m, d, i] = _mean(probit, utility, above, opened, first_way[m], first_way[m + 1])


@njit(cache=True, nogil=True)
def listed_shares(
    probit: bool, own: NDArray[np.float32], weight: Floats, threshold: Floats, n_levels: Integers,
    filled: Integers, first_way: Integers, opened: Integers, out: Floats,
) -> None:  # fmt: skip
    """Average P(y above each threshold) over people and over listed ways.

    Parameters
    ----------
    weight : (I,) float64
    threshold : (D, G) float64
    out : (D, M, G) float64
        Filled in; the others as of :func:`listed_chances`.
    """
    utility = np.empty(n_levels.sum() + 1)
    out[:] = 0.0
    for d in range(own.shape[0]):
        for i in range(own.shape[1]):
            _levels(own[d, i], n_levels, utility)
            for m in range(len(filled)):
                fixed = own[d, i, 0] + _sum(utility, filled[m])
                for g in range(threshold.shape[1]):
                    above = fixed - threshold[d, g]
                    out[d, m, g] += weight[i] * _mean(probit, utility, above, opened, first_way[m], first_way[m + 1])


@njit(cache=True, nogil=True, inline="always")
def _levels(own: NDArray[np.float32], n_levels: Integers, utility: Floats) -> None:
    """Fill in somebody's utility of every level, and 0 behind them."""
    level, column = 0, 1
    for c in range(len(n_levels)):
        last = 0.0
        for _ in range(n_levels[c] - 1):
            utility[level] = own[column]
            last -= own[column]
            level += 1
            column += 1
        utility[level] = last
        level += 1
    utility[level] = 0.0


@njit(cache=True, nogil=True, inline="always")
def _sum(utility: Floats, levels: Integers) -> float:
    total = 0.0
    for c in range(len(levels)):
        total += utility[levels[c]]
    return total


@njit(cache=True, nogil=True, inline="always")
def _mean(probit: bool, utility: Floats, above: float, opened: Integers, first: int, last: int) -> float:
    """Return the mean over these ways of the chance, ``above`` the threshold by what is filled in."""
    total = 0.0
    for n in range(first, last):
        x = above
        for b in range(opened.shape[1]):
            x += utility[opened[n, b]]
        total += normal_cdf(x) if probit else _logistic(x)
    return total / (last - first)


@njit(cache=True, nogil=True, inline="always")
def _logistic(x: float) -> float:
    if x >= 0.0:
        return 1.0 / (1.0 + math.exp(-x))
    power = math.exp(x)
    return power / (1.0 + power)
