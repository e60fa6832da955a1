"""What happened against what was expected, with errors that allow for judgements that belong together.

References
----------
Cox (1958), Biometrika 45: intercept and slope. Cameron, Gelbach & Miller (2011), Robust inference with multiway
clustering, Journal of Business & Economic Statistics 29. Clayton (1992): cumulated answers, each as one outcome.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, stdtrit

LEVEL = 0.9
_STEPS, _TOLERANCE, _LARGEST = 60, 1e-10, 25.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Recalibration:
    """Intercept and slope on the logit scale; 0 and 1 where what was expected happened.

    Attributes
    ----------
    estimate : (2,) float64
        Intercept and slope.
    covariance : (2, 2) float64
        Clustered two ways.
    clusters : int
        Of the way with the fewest.
    """

    estimate: NDArray[np.float64]
    covariance: NDArray[np.float64]
    clusters: int

    @property
    def interval(self) -> NDArray[np.float64]:
        """(2, 2) float64: 90% intervals of intercept and slope, by t with as many degrees as clusters less one."""
        reach = stdtrit(self.clusters - 1, 0.5 + LEVEL / 2) * np.sqrt(np.diag(self.covariance))
        ends: NDArray[np.float64] = np.column_stack([self.estimate - reach, self.estimate + reach])
        return ends


def recalibrate(
    happened: NDArray[np.bool_], expected: NDArray[np.float64], ways: tuple[NDArray[np.int64], NDArray[np.int64]]
) -> Recalibration | None:
    """Regress outcomes on the logits of their chances; None where no slope is best.

    Parameters
    ----------
    happened : (N,) bool
    expected : (N,) float64
        Logits of the chances, finite.
    ways : two (N,) int64
        The judge, and the case, of each.
    """
    matrix = np.column_stack([np.ones(len(expected)), expected])
    theta = np.array([0.0, 1.0])
    for _ in range(_STEPS):
        chance = expit(matrix @ theta)
        information = (matrix * (chance * (1 - chance))[:, None]).T @ matrix
        if np.linalg.cond(information) > 1e12:
            return None
        step = np.linalg.solve(information, matrix.T @ (happened - chance))
        theta = theta + step * min(1.0, 2.0 / max(float(np.abs(step).max()), 1e-300))
        if np.abs(step).max() < _TOLERANCE:
            break
    else:
        return None
    if np.abs(theta).max() > _LARGEST:
        return None
    chance = expit(matrix @ theta)
    bread = np.linalg.inv((matrix * (chance * (1 - chance))[:, None]).T @ matrix)
    middle = two_way(matrix * (happened - chance)[:, None], ways)
    return Recalibration(
        estimate=theta, covariance=bread @ middle @ bread, clusters=min(len(np.unique(way)) for way in ways)
    )


def two_way(scores: NDArray[np.float64], ways: tuple[NDArray[np.int64], NDArray[np.int64]]) -> NDArray[np.float64]:
    """Return (P, P): the sums of products by the first way and by the second, less those of both at once.

    Each with the factor G / (G - 1) of its own number of clusters. Where that leaves a negative variance in some
    direction, none is left there.
    """
    both = np.unique(np.column_stack(ways), axis=0, return_inverse=True)[1].ravel()
    total = _products(scores, ways[0]) + _products(scores, ways[1]) - _products(scores, both)
    values, vectors = np.linalg.eigh(total)
    middle: NDArray[np.float64] = (vectors * np.maximum(values, 0.0)) @ vectors.T
    return middle


def _products(scores: NDArray[np.float64], cluster: NDArray[np.int64]) -> NDArray[np.float64]:
    _, rows = np.unique(cluster, return_inverse=True)
    n = int(rows.max()) + 1
    sums = np.column_stack([np.bincount(rows, column, minlength=n) for column in scores.T])
    return np.asarray(sums.T @ sums * (n / max(n - 1, 1)), dtype=np.float64)
