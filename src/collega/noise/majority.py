"""How many colleagues to ask before the majority of them is on the side of most colleagues.

Where a share P of all colleagues is positive, the majority of n of them (odd) is on the side of most with the
probability that a binomial number (n, p), p = max(P, 1 - P), is above n / 2. With q = 1 - p that is Q_1 = p and

    Q_(2m+1) = Q_(2m-1) + (2p - 1) C(2m - 1, m) (p q)^m:

two more colleagues change the majority only where the others differed by one. An even number is no better than one
fewer: with a tie decided by a coin it gives exactly the same.

References
----------
Condorcet (1785). Boland (1989), Majority systems and the Condorcet jury theorem, The Statistician 38.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
LARGEST = 199  # colleagues
ASKED = tuple(range(1, LARGEST + 1, 2))


def majority_curve(positive: Floats, weights: Floats) -> Floats:
    """Return how often the majority of so many is on the side of most, over the cases.

    Parameters
    ----------
    positive : (D, M) float64
        Share of all colleagues who are positive, 0..1.
    weights : (M,) float64
        Of the cases; they sum to one.

    Returns
    -------
    (D, N) float64
        For each number in ``ASKED``.
    """
    lead = np.abs(2.0 * positive - 1.0)
    weighed = lead * weights
    four = np.maximum(1.0 - lead**2, 0.0)  # 4 p q
    curve = np.empty((len(positive), len(ASKED)))
    curve[:, 0] = 0.5 + 0.5 * weighed.sum(axis=1)
    ways = 0.5  # C(2m - 1, m) / 4^m; the other factor below is (4 p q)^m
    for place in range(1, len(ASKED)):
        ways *= (2 * place - 1) / (2 * place)
        weighed = weighed * four
        curve[:, place] = curve[:, place - 1] + ways * weighed.sum(axis=1)
    return curve


def number_needed(curve: Floats, stable: float) -> NDArray[np.float64]:
    """Return (D,) the smallest number whose majority is stable that often; infinite past ``LARGEST``."""
    enough = curve >= stable
    first = np.array(ASKED, dtype=np.float64)[enough.argmax(axis=1)]
    result: NDArray[np.float64] = np.where(enough.any(axis=1), first, np.inf)
    return result
