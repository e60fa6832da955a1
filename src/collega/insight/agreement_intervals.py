"""How sure agreement is: of every scenario from the posterior of its answers, of the averages from leaving people out.

Both are about people like the participants. What is computed of a scenario follows from its counts alone, so that an
interval tells no more about anybody than the shares beside it.

References
----------
Rubin (1981), The Bayesian bootstrap, Annals of Statistics 9: of shares in J classes that is Dirichlet(counts), here of
n - 2 people in the place of n, so that the variance of a share is the unbiased one, s (1 - s) / (n - 1).
Arvesen (1969), Jackknifing U-statistics, Annals of Mathematical Statistics 40.
"""

from __future__ import annotations

from math import sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from collega.model.share import LEVEL, interval_of

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Interval = tuple[float, float]
DRAWS = 2_000
_SEED = 20260115


def consensus_of(shares: Floats) -> Floats:
    """Return (...) the consensus of (..., J) shares of answers."""
    answers = np.arange(shares.shape[-1])
    distance = np.abs(answers - (shares @ answers)[..., None]) / max(shares.shape[-1] - 1, 1)
    result: Floats = 1.0 + (shares * np.log2(np.maximum(1.0 - distance, 1e-12))).sum(axis=-1)
    return result


def scenario_intervals(shares: Floats, n: Ints, positive: int, same_side: Floats, consensus: Floats) -> Floats:
    """Return (S, 4): both ends of the 90% interval of ``same_side``, then of ``consensus``.

    Parameters
    ----------
    shares : (S, J) float64
        Of each answer, 0..1; NaN where they are not shown.
    n : (S,) int64
        Participants: somebody's repeats count as one.
    positive : int
        Index of the first positive answer.
    same_side, consensus : (S,) float64
        What is reported; the intervals hold it.
    """
    ends = np.full((len(shares), 4), np.nan)
    for s in np.flatnonzero(~np.isnan(same_side) & ~np.isnan(consensus)):
        people = max(int(n[s]) - 2, 1)
        draws = np.random.default_rng(_SEED).standard_gamma(shares[s] * people, (DRAWS, shares.shape[1]))
        draws /= draws.sum(axis=1, keepdims=True)
        yes = draws[:, positive:].sum(axis=1)
        pairs = 1.0 - 2.0 * yes * (1.0 - yes) * (people + 2) / people  # their mean is that of the pairs
        ends[s, :2] = _holding(interval_of(pairs), same_side[s])
        alike = consensus_of(draws)
        ends[s, 2:] = _holding(interval_of(alike + consensus[s] - alike.mean()), consensus[s])
    return ends


def _holding(interval: Floats, value: float) -> tuple[float, float]:
    low, high = np.clip(interval, 0.0, 1.0)
    return min(float(low), value), max(float(high), value)


def average_interval(
    cells: Floats, scenario: Ints, kind: Ints, person: Ints, value: str, positive: int
) -> Interval | None:
    """Return the 90% interval of the average agreement over scenarios, by leaving out each participant in turn.

    Parameters
    ----------
    cells : (Q, J) float64
        The share of each answer in what somebody answered to a shown scenario.
    scenario : (Q,) int64
        Which scenario that is; numbers from 0.
    kind, person : (M,) int64
        For everybody who judged a shown scenario which of ``cells`` theirs is, and who they are, from 0.
    value : str
        ``same_side`` or ``consensus``.
    positive : int
        Index of the first positive answer.

    Returns
    -------
    (low, high) or None
        None with fewer than three people in a scenario.
    """
    size, people = int(scenario.max(initial=-1)) + 1, int(person.max(initial=-1)) + 1
    times = np.bincount(kind, minlength=len(cells))
    n: Floats = np.bincount(scenario, weights=times, minlength=size).astype(np.float64)
    if size == 0 or n.min() < 3:
        return None
    sums = np.array([np.bincount(scenario, weights=times * column, minlength=size) for column in cells.T]).T
    yes = cells[:, positive:].sum(axis=1)
    sides = (yes**2, (1.0 - yes) ** 2)
    squares = np.array([np.bincount(scenario, weights=times * part, minlength=size) for part in sides]).T

    def values(sums: Floats, squares: Floats, n: Floats) -> Floats:
        if value == "consensus":
            return consensus_of(sums / n[:, None])
        positives = sums[:, positive:].sum(axis=1)
        result: Floats = (positives**2 - squares[:, 0] + (n - positives) ** 2 - squares[:, 1]) / (n * (n - 1.0))
        return result

    estimate = values(sums, squares, n)
    jackknifed = values(sums[scenario] - cells, squares[scenario] - np.column_stack(sides), n[scenario] - 1.0)
    change = np.bincount(person, weights=(jackknifed - estimate[scenario])[kind], minlength=people) / size
    error = sqrt((people - 1) / people * float(np.square(change - change.mean()).sum()))
    centre, half = float(estimate.mean()), float(ndtri((1 + LEVEL) / 2)) * error
    return max(centre - half, 0.0), min(centre + half, 1.0)
