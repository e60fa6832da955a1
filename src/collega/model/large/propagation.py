"""One person's posterior given the population, by expectation propagation; compiled.

The person's coefficients are b ~ N(mu, S) with ordered probit answers. Each answer's likelihood in its utility x'b is
replaced by a normal one with the same effect on mean and variance (Minka 2001; Rasmussen & Williams 2006, section 3.6),
answer after answer until nothing changes. The likelihood is log-concave, so this converges, and it is close: see
docs/methods/hierarchical.md. It also gives the probability of the answers, and so the slopes of its logarithm.

References
----------
Minka (2001), Expectation propagation for approximate Bayesian inference, UAI. Rasmussen & Williams (2006), Gaussian
Processes for Machine Learning, chapter 3.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from collega.model.hierarchical.linear import FAST
from collega.model.hierarchical.normal import quick_slopes

Floats = NDArray[np.float64]
ONE: Any = np.int64(1)  # plain values are literals in a kernel, for each of which another is compiled
DROP: Any = np.bool_(False)
_MOST_SWEEPS = 30
CLOSE, NEAR = 1e-4, 2e-3  # largest change of a site in the last sweep: afresh, and from sites that are near


class Sites(NamedTuple):
    """Room for one person: what stands for each answer, and the posterior that follows.

    precision, shift (n,): of the normal likelihood in the utility; slope (n,): of the log probability of the answers in
    a shift of the utility; below, above (n,): in a shift of the edges of the answer. mean (P,), covariance (P, P).
    """

    precision: Floats
    shift: Floats
    slope: Floats
    below: Floats
    above: Floats
    mean: Floats
    covariance: Floats
    ahead: Floats


@njit(cache=True, nogil=True)
def make_sites(most: int, width: int) -> Sites:
    """Return room for up to ``most`` answers."""
    return Sites(
        np.zeros(most),
        np.zeros(most),
        np.zeros(most),
        np.zeros(most),
        np.zeros(most),
        np.zeros(width),
        np.zeros((width, width)),
        np.zeros(width),
    )


@njit(cache=True, nogil=True)
def propagate(
    matrix: Floats, row: NDArray[np.int32], answer: NDArray[np.int32], edges: Floats, centre: Floats, prior: Floats,
    keep: bool, sites: Sites,
) -> float:  # fmt: skip
    """Find the sites of the answers of one person; return the log probability of these answers.

    ``row`` and ``answer`` (n,) are those of the person, ``edges`` (J+1,) with infinities, ``centre`` (P,) and ``prior``
    (P, P) mean and covariance before any answer. With ``keep`` it starts from the sites that are there.
    """
    n = len(row)
    sites.mean[:], sites.covariance[:] = centre, prior
    log_determinant = 0.0
    if keep:
        for s in range(n):
            precision, shift = sites.precision[s], sites.shift[s]
            _, variance = _project(matrix[row[s]], sites)
            log_determinant += math.log1p(precision * variance)
            _absorb(matrix[row[s]], precision, shift, sites)
    else:
        sites.precision[:n], sites.shift[:n] = 0.0, 0.0
    total = 0.0
    for _ in range(_MOST_SWEEPS):
        change, total = 0.0, 0.0
        for s in range(n):
            x = matrix[row[s]]
            mean, variance = _project(x, sites)
            left = 1.0 - sites.precision[s] * variance
            cavity, at = variance / left, (mean - sites.shift[s] * variance) / left
            sd = math.sqrt(1.0 + cavity)
            low, high = (edges[answer[s]] - at) / sd, (edges[answer[s] + 1] - at) / sd
            p, at_low, at_high = quick_slopes(low, high)
            sites.below[s], sites.above[s] = -at_low / (sd * p), at_high / (sd * p)
            slope = -sites.below[s] - sites.above[s]
            curve = slope * slope
            if at_low > 0.0:
                curve += sites.below[s] * low / sd
            if at_high > 0.0:
                curve += sites.above[s] * high / sd
            curve = min(max(curve, 0.0), 0.999999 / (1.0 + cavity))
            precision = curve / (1.0 - curve * cavity)
            shift = (slope + curve * at) / (1.0 - curve * cavity)
            more, further = precision - sites.precision[s], shift - sites.shift[s]
            change = max(change, abs(more), abs(further))
            log_determinant += math.log1p(more * variance)
            _absorb(x, more, further, sites)
            sites.precision[s], sites.shift[s], sites.slope[s] = precision, shift, slope
            total += math.log(p) + _normalised(cavity, at, precision, shift)
        if change < (NEAR if keep else CLOSE):
            break
    # What is left of the integral of prior and normal likelihoods: quadratic forms, and the determinant.
    for s in range(n):
        utility, before = 0.0, 0.0
        for k in range(len(centre)):
            utility += matrix[row[s], k] * sites.mean[k]
            before += matrix[row[s], k] * centre[k]
        total += 0.5 * (sites.slope[s] * before + sites.shift[s] * utility)
    return total - 0.5 * log_determinant


@njit(cache=True, nogil=True)
def _normalised(variance: float, mean: float, precision: float, shift: float) -> float:
    """Return minus the log integral of exp(-precision x^2 / 2 + shift x) under N(mean, variance)."""
    grown = 1.0 + precision * variance
    inner = (2.0 * mean * shift + shift * shift * variance - precision * mean * mean) / grown
    return 0.5 * math.log(grown) - 0.5 * inner


@njit(cache=True, nogil=True, fastmath=FAST)
def _project(x: Floats, sites: Sites) -> tuple[float, float]:
    """Return mean and variance of the utility x'b; ``ahead`` becomes C x."""
    mean, variance = 0.0, 0.0
    for k in range(len(x)):
        row, total = sites.covariance[k], 0.0
        for j in range(len(x)):
            total += row[j] * x[j]
        sites.ahead[k] = total
        variance += total * x[k]
        mean += sites.mean[k] * x[k]
    return mean, variance


@njit(cache=True, nogil=True, fastmath=FAST)
def _absorb(x: Floats, precision: float, shift: float, sites: Sites) -> None:
    """Add a normal likelihood in x'b: a step of rank one; ``ahead`` is C x."""
    mean, variance = 0.0, 0.0
    for k in range(len(x)):
        mean += sites.mean[k] * x[k]
        variance += sites.ahead[k] * x[k]
    part = precision / (1.0 + precision * variance)
    pull = (shift - precision * mean) / (1.0 + precision * variance)
    for k in range(len(x)):
        each = part * sites.ahead[k]
        row = sites.covariance[k]
        sites.mean[k] += pull * sites.ahead[k]
        for j in range(len(x)):
            row[j] -= each * sites.ahead[j]
