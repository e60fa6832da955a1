"""Who gets draws of their own in a large panel, for how many others each stands, and what these draws are.

Shares, importance and differences between people are averages over everybody. A systematic sample of people, along how
positive they are, stands for all of them: weights are calibrated such that the averages of everyone's own means, and of
their squares, are those of the whole panel, and of every group (Deville & Sarndal 1992). Neighbours share their noise
with opposite sign, the more so the more people they stand for, so that an average has the noise of the average of all.

References
----------
Deville & Sarndal (1992), Calibration estimators in survey sampling, JASA 87.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numba import njit
from numpy.typing import NDArray

from collega.model.hierarchical.linear import cholesky
from collega.model.large.chunks import Chunk
from collega.model.large.people import stretched
from collega.model.large.propagation import ONE, make_sites, propagate
from collega.model.large.settings import Settings
from collega.model.large.unknowns import Population

Floats = NDArray[np.float64]
_LEAST = 30  # representatives of a group before its averages are calibrated too
_ROUNDS, _EXACT, _MOST_STEP = 60, 1e-9, 2.0


def choose(
    positive: Floats, groups: NDArray[np.int16], settings: Settings, rng: np.random.Generator
) -> tuple[NDArray[np.int64], Floats]:
    """Return rows of the representatives, rising, and one over the chance that each had to become one.

    Parameters
    ----------
    positive : (I,) float64
        How positive everyone is: the systematic sample is along it.
    groups : (I, H) int16
        Values of the characteristics; each value gets ``of_a_group`` representatives where it has so many people.
    """
    people = len(positive)
    if people <= settings.representatives:
        return np.arange(people), np.ones(people)
    order, share = np.lexsort((positive, *groups.T[::-1])), settings.representatives / people
    points = (np.arange(settings.representatives) + rng.random()) / share
    chosen = np.zeros(people, dtype=np.bool_)
    chosen[order[np.minimum(points.astype(np.int64), people - 1)]] = True
    missed = np.full(people, 1.0 - share)
    first = chosen.copy()
    for h in range(groups.shape[1]):
        for value in np.unique(groups[:, h]):
            there = np.flatnonzero(groups[:, h] == value)
            others = there[~first[there]]
            lacking = min(settings.of_a_group - (len(there) - len(others)), len(others))
            if lacking > 0:
                chosen[rng.choice(others, lacking, replace=False)] = True
                missed[there] *= 1.0 - lacking / len(others)
    rows = np.flatnonzero(chosen)
    return rows, 1.0 / (1.0 - missed[rows])


def calibrate(means: NDArray[np.float32], groups: NDArray[np.int16], rows: NDArray[np.int64], start: Floats) -> Floats:
    """Return (R,) weights that sum to one and give everybody's averages.

    Of the means and their squares, how many people every group has, and the averages of its means. ``start`` (R,) is
    what the weights stay close to (raking: w = start exp(a'lambda)).
    """
    people = len(means)
    if len(rows) == people:
        return np.full(people, 1.0 / people)
    sample = means[rows].astype(np.float64)
    scale = np.maximum(sample.std(axis=0), 1e-9)
    columns, targets = [np.ones((len(rows), 1)), sample / scale, np.square(sample / scale)], [np.ones(1)]
    targets.append(means.mean(axis=0, dtype=np.float64) / scale)
    targets.append(np.einsum("ik,ik->k", means, means, dtype=np.float64) / people / scale**2)
    for h in range(groups.shape[1]):
        for value in np.unique(groups[:, h])[1:]:  # the first follows from the others
            there, ours = groups[:, h] == value, groups[rows, h] == value
            columns.append(ours[:, None].astype(np.float64))
            targets.append(np.array([there.mean()]))
            if ours.sum() >= _LEAST * 1 and ours.sum() >= 4 * sample.shape[1]:
                columns.append(ours[:, None] * sample / scale)
                targets.append(means[there].sum(axis=0, dtype=np.float64) / people / scale)
    return _rake(np.hstack(columns), np.concatenate(targets), start / start.sum())


def _rake(matrix: Floats, target: Floats, start: Floats) -> Floats:
    """Return weights start exp(A lambda) with A'w = target, or as near as can be, by damped Newton steps."""
    at = np.zeros(matrix.shape[1])
    weights = start.copy()
    for _ in range(_ROUNDS):
        lacking = target - matrix.T @ weights
        if np.abs(lacking).max() < _EXACT:
            break
        information = matrix.T @ (weights[:, None] * matrix)
        ridge = 1e-10 * np.trace(information) / len(information)
        step = np.linalg.solve(information + ridge * np.eye(len(information)), lacking)
        largest = np.abs(matrix @ step).max()
        at += step * min(1.0, _MOST_STEP / max(largest, 1e-300))
        weights = start * np.exp(np.clip(matrix @ at, -30.0, 30.0))
    return np.asarray(weights / weights.sum())


def paired_noise(
    order: NDArray[np.int64], stands_for: Floats, draws: int, width: int, rng: np.random.Generator
) -> NDArray[np.float32]:
    """Return (D, R, P) standard normal noise; of neighbours along ``order`` of opposite sign.

    Correlation 1/n - 1 where each of the two stands for n people, so that their sum varies as that of 2 n people does.
    """
    noise = rng.standard_normal((draws, len(order), width), dtype=np.float32)
    one, other = order[0 : len(order) - 1 : 2], order[1::2]
    several = np.maximum(0.5 * (stands_for[one] + stands_for[other]), 1.0)
    against = (1.0 - 1.0 / several).astype(np.float32)[:, None]
    noise[:, other] = np.sqrt(1.0 - against**2) * noise[:, other] - against * noise[:, one]
    return noise


def draw_individuals(
    chunk: Chunk, draws: Sequence[Population], stretch: Floats, noise: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Return (D, R, P) a draw of everyone's coefficients in each draw of the population; on all cores.

    ``stretch`` (D, R) is everyone's, 0 where all use the scale alike.
    """
    out = np.empty(noise.shape, dtype=np.float32)
    edges = np.array([each.edges for each in draws])
    mean, effects = np.array([each.mean for each in draws]), np.array([each.effects for each in draws])
    prior, anchor = np.array([each.covariance for each in draws]), draws[0].anchor
    ends = np.linspace(0, noise.shape[1], 4 * (os.cpu_count() or 1) + 1).astype(np.int64)

    def some(part: int) -> None:
        _draw(ends[part], ends[part + 1], chunk.matrix, chunk.row, chunk.answer, chunk.start, chunk.members, edges,
              anchor, mean, effects, prior, stretch, noise, out)  # fmt: skip

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(some, range(len(ends) - 1)))
    return out


@njit(cache=True, nogil=True)
def _draw(
    first: int, last: int, matrix: Floats, row: NDArray[np.int32], answer: NDArray[np.int32],
    start: NDArray[np.int64], members: Floats, edges: Floats, anchor: int, mean: Floats, effects: Floats,
    prior: Floats, stretch: Floats, noise: NDArray[np.float32], out: NDArray[np.float32],
) -> None:  # fmt: skip
    width = matrix.shape[1]
    most = ONE
    for i in range(first, last):
        most = max(most, start[i + 1] - start[i])
    sites, own, centre = make_sites(most, width), edges[0].copy(), np.empty(width)
    for i in range(first, last):
        rows, answers = row[start[i] : start[i + 1]], answer[start[i] : start[i + 1]]
        for d in range(len(edges)):
            if stretch[d, i] == 0.0:
                own[:] = edges[d]
            else:
                stretched(edges[d], anchor, stretch[d, i], own)
            for k in range(width):
                centre[k] = mean[d, k]
                for z in range(effects.shape[2]):
                    centre[k] += effects[d, k, z] * members[i, z]
            propagate(matrix, rows, answers, own, centre, prior[d], d > 0, sites)
            cholesky(sites.covariance, width)
            for k in range(width):
                total = sites.mean[k]
                for j in range(k + 1):
                    total += sites.covariance[k, j] * noise[d, i, j]
                out[d, i, k] = total
