"""What many people's posteriors come to, compiled: means, variances, and the slopes of their answers' probability."""

from __future__ import annotations

import math
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from collega.model.hierarchical.linear import FAST
from collega.model.large.chunks import Chunk
from collega.model.large.propagation import DROP, ONE, Sites, make_sites, propagate
from collega.model.large.unknowns import Population

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Posterior:
    """Everyone's posterior given a population.

    Attributes
    ----------
    mean, deviation : (I, P) float64
        Of the coefficients, after the change of columns that was asked for.
    stretch : (I, 2) float64
        Mean and standard deviation of the stretch of the scale; zeros where all use it alike.
    log_probability : (I,) float64
        Of the answers.
    slopes : (I, Q) float64
        Of that, in the unknowns of :class:`~collega.model.large.unknowns.Population`.
    """

    mean: Floats
    deviation: Floats
    stretch: Floats
    log_probability: Floats
    slopes: Floats


def posterior_of(chunk: Chunk, population: Population, to: Floats) -> Posterior:
    """Return the posterior of the people of a chunk; on all cores.

    ``to`` (P, P) leads from the sampler's columns to those of the coefficients.
    """
    people, width = len(chunk.start) - 1, chunk.matrix.shape[1]
    found = Posterior(
        mean=np.empty((people, width)),
        deviation=np.empty((people, width)),
        stretch=np.zeros((people, 2)),
        log_probability=np.empty(people),
        slopes=np.zeros((people, population.size)),
    )
    centre, prior = population.centres(chunk.members), population.covariance
    nodes, weights = population.nodes()
    ends = np.linspace(0, people, 4 * (os.cpu_count() or 1) + 1).astype(np.int64)

    def some(part: int) -> None:
        _posteriors(
            ends[part], ends[part + 1], chunk.matrix, chunk.row, chunk.answer, chunk.start, chunk.members, centre,
            prior, population.edges, population.anchor, nodes, weights, population.toward, population.spread,
            population.block, to, found.mean, found.deviation, found.stretch, found.log_probability, found.slopes,
        )  # fmt: skip

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(some, range(len(ends) - 1)))
    return found


@njit(cache=True, nogil=True)
def stretched(edges: Floats, anchor: int, stretch: float, out: Floats) -> None:
    """Write edges with increments exp(stretch) times as large, around the one below the positive answers."""
    factor = math.exp(stretch)
    for j in range(len(edges)):
        out[j] = edges[anchor] + factor * (edges[j] - edges[anchor])


@njit(cache=True, nogil=True)
def _posteriors(
    first: int, last: int, matrix: Floats, row: NDArray[np.int32], answer: NDArray[np.int32],
    start: NDArray[np.int64], members: Floats, centre: Floats, prior: Floats, edges: Floats, anchor: int,
    nodes: Floats, weights: Floats, toward: Floats, spread: Floats, block: NDArray[np.int32], to: Floats,
    mean: Floats, deviation: Floats, stretch: Floats, log_probability: Floats, slopes: Floats,
) -> None:  # fmt: skip
    """Write everything of the people from ``first`` up to ``last``, averaged over the nodes of the stretch."""
    width, inner = matrix.shape[1], len(edges) - 2
    most = ONE
    for i in range(first, last):
        most = max(most, start[i + 1] - start[i])
    sites, own = make_sites(most, width), edges.copy()
    gram, product = np.empty((width, width)), np.empty((width, width))
    means, variances = np.empty((len(nodes), width)), np.empty((len(nodes), width))
    each, slope = np.empty(len(nodes)), np.empty((len(nodes), slopes.shape[1]))
    for i in range(first, last):
        rows, answers = row[start[i] : start[i + 1]], answer[start[i] : start[i + 1]]
        for node in range(len(nodes)):
            stretched(edges, anchor, nodes[node], own)
            if nodes[node] == 0.0:
                own[:] = edges
            each[node] = weights[node] + propagate(matrix, rows, answers, own, centre[i], prior, DROP, sites)
            slope[node] = 0.0
            _change_columns(to, sites, means[node], variances[node])
            _threshold_slopes(answers, sites, anchor, math.exp(nodes[node]), slope[node, :inner])
            _slopes(matrix, rows, members[i], sites, toward, spread, block, inner, gram, product, slope[node])
        top = each.max()
        each[:] = np.exp(each - top)
        whole = each.sum()
        log_probability[i] = top + math.log(whole)
        each /= whole
        mean[i], deviation[i], slopes[i] = 0.0, 0.0, 0.0
        for node in range(len(nodes)):
            share = each[node]
            stretch[i, 0] += share * nodes[node]
            for k in range(width):
                mean[i, k] += share * means[node, k]
                deviation[i, k] += share * (variances[node, k] + means[node, k] ** 2)
            for q in range(slopes.shape[1]):
                slopes[i, q] += share * slope[node, q]
        for node in range(len(nodes)):
            stretch[i, 1] += each[node] * (nodes[node] - stretch[i, 0]) ** 2
        stretch[i, 1] = math.sqrt(stretch[i, 1])
        for k in range(width):
            deviation[i, k] = math.sqrt(max(deviation[i, k] - mean[i, k] ** 2, 0.0))


@njit(cache=True, nogil=True)
def _change_columns(to: Floats, sites: Sites, mean: Floats, variance: Floats) -> None:
    """Write mean and variance of ``to`` b; most of ``to`` is zero."""
    width = len(mean)
    for k in range(width):
        mean[k], variance[k] = 0.0, 0.0
        for a in range(width):
            if to[k, a] != 0.0:
                mean[k] += to[k, a] * sites.mean[a]
                for b in range(width):
                    variance[k] += to[k, a] * to[k, b] * sites.covariance[a, b]


@njit(cache=True, nogil=True)
def _threshold_slopes(answer: NDArray[np.int32], sites: Sites, anchor: int, factor: float, out: Floats) -> None:
    """Add the slopes in the common thresholds; everyone's lie ``factor`` times as far from the anchor."""
    for s in range(len(answer)):
        for side in range(2):
            edge = answer[s] + side
            if 0 < edge <= len(out):
                slope = sites.below[s] if side == 0 else sites.above[s]
                out[edge - 1] += factor * slope
                out[anchor - 1] += (1.0 - factor) * slope


@njit(cache=True, nogil=True, fastmath=FAST)
def _slopes(
    matrix: Floats, row: NDArray[np.int32], members: Floats, sites: Sites, toward: Floats, spread: Floats,
    block: NDArray[np.int32], inner: int, gram: Floats, product: Floats, out: Floats,
) -> None:  # fmt: skip
    """Write the slopes in mean, effects, direction and spreads; the order is that of ``Population.vector``.

    With h = X'slope and K = M - M C M, M = X'TX of the sites: h in the centre, and (hh' - K) / 2 in the covariance S.
    """
    width, groups = matrix.shape[1], len(members)
    pull = np.zeros(width)
    gram[:] = 0.0
    for s in range(len(row)):
        x, slope, precision = matrix[row[s]], sites.slope[s], sites.precision[s]
        for k in range(width):
            pull[k] += slope * x[k]
            part, line = precision * x[k], gram[k]
            for j in range(width):
                line[j] += part * x[j]
    for k in range(width):
        line, from_k = product[k], gram[k]
        for j in range(width):
            line[j] = 0.0
        for m in range(width):
            part, other = from_k[m], sites.covariance[m]
            for j in range(width):
                line[j] += part * other[j]
    along = 0.0
    for k in range(width):
        along += pull[k] * toward[k]
    ahead = np.zeros(width)
    for k in range(width):
        for j in range(width):
            ahead[k] += gram[k, j] * toward[j]
    at = inner
    for k in range(1, width):
        out[at + k - 1] = pull[k]
    at += width - 1
    for k in range(width):
        for z in range(groups):
            out[at + k * groups + z] = pull[k] * members[z]
    at += width * groups
    for k in range(width):
        less, own = ahead[k], gram[k, k]
        for j in range(width):
            less -= product[k, j] * ahead[j]
            own -= product[k, j] * gram[j, k]
        out[at + k] = pull[k] * along - less
        out[at + width + block[k]] += spread[block[k]] * (pull[k] * pull[k] - own)
