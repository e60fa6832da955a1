"""The interval of a share that was counted."""

from __future__ import annotations

from math import sqrt

from scipy.special import ndtri

from collega.model.share import LEVEL


def wilson_interval(share: float, n: int) -> tuple[float, float]:
    """Return Wilson's 90% interval of a share of n people who were asked, 0..1: of many people like them.

    References
    ----------
    Wilson (1927), Probable inference, JASA 22. Brown, Cai & DasGupta (2001), Statistical Science 16: for small n too.
    """
    z = float(ndtri((1 + LEVEL) / 2))
    middle, spread = share + z**2 / (2 * n), z * sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    low, high = ((middle + sign * spread) / (1 + z**2 / n) for sign in (-1, 1))
    return min(max(low, 0.0), share), max(min(high, 1.0), share)
