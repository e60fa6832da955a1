"""Compiled steps on the latent utilities and the thresholds."""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from collega.model.hierarchical.linear import FAST
from collega.model.hierarchical.normal import cdf, quick_truncated, truncated


@njit(cache=True, nogil=True, fastmath=FAST)
def utilities(
    matrix: NDArray[np.float64],
    row: NDArray[np.int32],
    start: NDArray[np.int64],
    individual: NDArray[np.float64],
    eta: NDArray[np.float64],
) -> None:
    """Write x_n' b_i of every answer into ``eta`` (N,)."""
    width = matrix.shape[1]
    for i in range(len(start) - 1):
        for n in range(start[i], start[i + 1]):
            total = 0.0
            for k in range(width):
                total += matrix[row[n], k] * individual[i, k]
            eta[n] = total


@njit(cache=True, nogil=True)
def between(low: float, high: float) -> float:
    """Return the probability of a standard normal between two bounds, accurate in both tails."""
    p = cdf(-low) - cdf(-high) if low > 0.0 else cdf(high) - cdf(low)
    return max(p, 1e-300)


@njit(cache=True, nogil=True)
def move_thresholds(
    rng: np.random.Generator,
    edges: NDArray[np.float64],
    answer: NDArray[np.int32],
    eta: NDArray[np.float64],
    step: NDArray[np.float64],
    accepted: NDArray[np.float64],
    spread: float,
) -> None:
    """Metropolis step for each threshold with the latent utilities integrated out (Cowles 1996).

    ``edges`` (J+1,) holds minus infinity, the thresholds and infinity; the prior is N(0, spread^2), ordered.
    """
    for j in range(1, len(edges) - 1):
        old = edges[j]
        new = old + step[j] * rng.standard_normal()
        if new <= edges[j - 1] or new >= edges[j + 1]:
            accepted[j] = 0.0
            continue
        change = 0.5 * (old * old - new * new) / (spread * spread)
        odds = 1.0
        for n in range(len(answer)):
            if answer[n] == j - 1:
                low = edges[j - 1] - eta[n]
                odds *= between(low, new - eta[n]) / between(low, old - eta[n])
            elif answer[n] == j:
                high = edges[j + 1] - eta[n]
                odds *= between(new - eta[n], high) / between(old - eta[n], high)
            if not 1e-5 < odds < 1e5:  # one logarithm for many answers
                change += math.log(odds) if 0.0 < odds < np.inf else (-700.0 if odds <= 0.0 else 700.0)
                odds = 1.0
        change += math.log(odds)
        accepted[j] = math.exp(min(change, 0.0))
        if rng.random() < accepted[j]:
            edges[j] = new


@njit(cache=True, nogil=True)
def move_extremes(
    rng: np.random.Generator,
    edges: NDArray[np.float64],
    person_edges: NDArray[np.float64],
    answer: NDArray[np.int32],
    row: NDArray[np.int32],
    start: NDArray[np.int64],
    eta: NDArray[np.float64],
    push: NDArray[np.float64],
    lift: NDArray[np.float64],
    spread: float,
    mean: NDArray[np.float64],
    sigma: NDArray[np.float64],
    individual: NDArray[np.float64],
) -> None:
    """Metropolis steps for levels that get nearly always the same extreme answer, latent utilities integrated out.

    Given latent utilities such a level moves by tiny steps, while its answers hardly say how far out it lies. The
    level's part-worth moves against the thresholds, the other levels' do not, so only its own answers count.

    Parameters
    ----------
    person_edges : (I, J+1) or (0, J+1)
        Everyone's; empty where ``edges`` are everybody's.
    push : (E, P)
        For each such level: the change of the coefficients that raises it by one over the other levels, together.
    lift : (E, R)
        Change of the utility of every distinct scenario.
    spread, sigma : float, (P,)
        Prior standard deviations of thresholds and ``mean`` (P,).
    """
    for e in range(len(push)):
        others = lift[e].min()
        for move in range(3):
            t = 4.0**-move * 2.0 * rng.standard_normal()
            gain = 0.0
            for j in range(1, len(edges) - 1):
                new = edges[j] + others * t
                gain += 0.5 * (edges[j] * edges[j] - new * new) / (spread * spread)
            for k in range(1, len(mean)):
                new = mean[k] + push[e, k] * t
                gain += 0.5 * (mean[k] * mean[k] - new * new) / (sigma[k] * sigma[k])
            for i in range(len(start) - 1):
                at = person_edges[i] if len(person_edges) > 0 else edges
                for n in range(start[i], start[i + 1]):
                    if lift[e, row[n]] > 0.0:
                        low, high = at[answer[n]] - eta[n], at[answer[n] + 1] - eta[n]
                        gain += math.log(between(low - t, high - t) / between(low, high))
            if math.log(1.0 - rng.random()) < gain:
                edges[1:-1] += others * t
                person_edges[:, 1:-1] += others * t
                mean += push[e] * t
                individual += push[e] * t
                for n in range(len(answer)):
                    eta[n] += lift[e, row[n]] * t


@njit(cache=True, nogil=True)
def draw_latent(
    rng: np.random.Generator,
    edges: NDArray[np.float64],
    person_edges: NDArray[np.float64],
    answer: NDArray[np.int32],
    start: NDArray[np.int64],
    eta: NDArray[np.float64],
    latent: NDArray[np.float64],
) -> None:
    """Draw every latent utility between the edges of its answer (Albert and Chib 1993).

    ``person_edges`` (I, J+1) holds everyone's; where it is empty they are ``edges``.
    """
    if len(person_edges) == 0:
        for n in range(len(answer)):
            latent[n] = truncated(rng, eta[n], edges[answer[n]], edges[answer[n] + 1])
    for i in range(len(person_edges)):
        for n in range(start[i], start[i + 1]):
            low, high = person_edges[i, answer[n]], person_edges[i, answer[n] + 1]
            latent[n] = quick_truncated(rng, eta[n], low, high)


@njit(cache=True, nogil=True, fastmath=FAST)
def moments(
    matrix: NDArray[np.float64],
    row: NDArray[np.int32],
    start: NDArray[np.int64],
    latent: NDArray[np.float64],
    cross: NDArray[np.float64],
) -> None:
    """Write X_i' y*_i of every participant into ``cross`` (I, P)."""
    total = np.empty(matrix.shape[1])
    for i in range(len(start) - 1):
        total[:] = 0.0
        for n in range(start[i], start[i + 1]):
            scenario, y = row[n], latent[n]
            for k in range(len(total)):
                total[k] += matrix[scenario, k] * y
        cross[i] = total
