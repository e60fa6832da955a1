"""How well chains agree: rank-normalised split R-hat and effective sample sizes.

References
----------
Vehtari, Gelman, Simpson, Carpenter, Buerkner (2021), Rank-normalization, folding, and localization: an improved
R-hat for assessing convergence of MCMC, Bayesian Analysis 16.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

Floats = NDArray[np.float64]


def r_hat(draws: Floats) -> Floats:
    """Return the larger of bulk and folded rank-normalised split R-hat.

    Parameters
    ----------
    draws : (chains, D, Q) float64
        Draws of Q quantities.

    Returns
    -------
    (Q,) float64
        1 for a quantity that does not vary.
    """
    halves = _split(draws)
    folded = np.abs(halves - np.median(halves, axis=(0, 1)))
    return np.maximum(_plain_r_hat(_rank_normalise(halves)), _plain_r_hat(_rank_normalise(folded)))


def ess_bulk(draws: Floats) -> Floats:
    """Return (Q,) effective sample sizes for location, from (chains, D, Q) draws."""
    return _ess(_rank_normalise(_split(draws)))


def ess_tail(draws: Floats) -> Floats:
    """Return (Q,) effective sample sizes of the 5% and 95% quantiles, the smaller of both."""
    halves = _split(draws)
    low, high = np.quantile(draws, [0.05, 0.95], axis=(0, 1))
    return np.minimum(_ess((halves <= low).astype(np.float64)), _ess((halves <= high).astype(np.float64)))


def _split(draws: Floats) -> Floats:
    half = draws.shape[1] // 2
    return np.concatenate([draws[:, :half], draws[:, -half:]])


def _ranks(values: Floats) -> Floats:
    """Return ranks from 1, the average of them where values are equal. (scipy.stats takes half a second to import.)"""
    order = np.argsort(values)
    ordered = values[order]
    first = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
    count = np.diff(np.append(first, len(values)))
    ranks = np.empty(len(values))
    ranks[order] = np.repeat(first + 0.5 * (count + 1), count)
    return ranks


def _rank_normalise(draws: Floats) -> Floats:
    flat = draws.reshape(-1, draws.shape[2])
    ranks = np.column_stack([_ranks(column) for column in flat.T])
    normal: Floats = ndtri((ranks - 0.375) / (len(flat) + 0.25))
    return normal.reshape(draws.shape)


def _plain_r_hat(draws: Floats) -> Floats:
    n = draws.shape[1]
    within = draws.var(axis=1, ddof=1).mean(axis=0)
    between = draws.mean(axis=1).var(axis=0, ddof=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.sqrt((n - 1) / n + between / within)
    return np.where(within > 0, ratio, np.where(between > 0, np.inf, 1.0))


def _ess(draws: Floats) -> Floats:
    """Geyer's initial monotone sequence on the combined autocorrelation of all chains."""
    chains, n, _ = draws.shape
    autocovariance = _autocovariance(draws)
    within = autocovariance[0] * n / (n - 1)
    total = within * (n - 1) / n
    if chains > 1:
        total = total + draws.mean(axis=1).var(axis=0, ddof=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        correlation = 1.0 - (within - autocovariance) / total
    correlation[0] = 1.0
    pairs = correlation[: n - n % 2].reshape(n // 2, 2, -1).sum(axis=1)
    positive = np.logical_and.accumulate(pairs > 0, axis=0)
    positive[0] = True
    monotone = np.where(positive, np.minimum.accumulate(pairs, axis=0), 0.0)
    # The first pair that is left out counts by its even half, once, where that is positive: as Stan and ArviZ do.
    cut = np.minimum(2 * positive.sum(axis=0), n - 1)
    rest = np.maximum(np.take_along_axis(correlation, cut[None], axis=0)[0], 0.0)
    time = np.maximum(-1.0 + 2.0 * monotone.sum(axis=0) + rest, 1.0 / np.log10(chains * n))
    return np.where(np.isfinite(total) & (total > 0), chains * n / time, float(chains * n))


def _autocovariance(draws: Floats) -> Floats:
    """Return (D, Q): the autocovariance at every lag, averaged over the chains."""
    n = draws.shape[1]
    size = 1 << (2 * n - 1).bit_length()
    series = (draws - draws.mean(axis=1, keepdims=True)).transpose(0, 2, 1)
    spectrum = np.fft.rfft(np.ascontiguousarray(series), size)
    power = (spectrum.real**2 + spectrum.imag**2).mean(axis=0)
    lagged: Floats = np.fft.irfft(power, size)[:, :n].T / n
    return lagged
