"""Level, pattern and occasion: of all variation in judgements on the same cases, how much is what.

On the scale of utility, measured from the boundary of the positive answers, colleague i judges case x with
v_i(x) + e. Take two colleagues and one case: half the squared difference of their utilities is, on average,

    level + pattern + occasion,

with level the variance between people of their average utility over the cases, pattern the variance between people
that is left at a case, averaged over the cases, and occasion the variance of e, that of the model's logistic
distribution: pi^2 / 3. A probit fit stands for it; how many logits one of its units is, is not known exactly. Where all
utilities are near 0 the curves touch at 1.60, their variances agree at 1.81, and the two are closest at 1.70. So the
factor is one of these in every draw, and what that leaves open is in the intervals. Variances between people have I - 1
below, as pairs of different people do.

References
----------
Kahneman, Sibony & Sunstein (2021), Noise, chapters 6 and 7. Nakagawa, Johnson & Schielzeth (2017), Journal of the Royal
Society Interface 14: variances on the latent scale, and those of the links. Camilli (1994), Journal of Educational and
Behavioral Statistics 19: the constant 1.7.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from collega.model.fit import Link

Floats = NDArray[np.float64]
LOGISTIC = float(np.pi**2 / 3.0)  # variance
LOGITS = (4.0 / np.sqrt(2.0 * np.pi), np.pi / np.sqrt(3.0))  # in a unit of a probit fit: at least, and at most
_CHUNK = 4_000_000  # numbers at a time


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Variances:
    """Variances between people in every draw, on the scale of the link.

    Attributes
    ----------
    level : (D,) float64
    pattern : (D,) float64
    by_criterion : (D, C) float64
        What each criterion adds to ``pattern``; below zero where it makes up for another that goes with it in the
        cases. They sum to ``pattern``.
    """

    level: Floats
    pattern: Floats
    by_criterion: Floats


def occasion_variance(link: Link, n_draws: int) -> Floats:
    """Return (D,) the variance of e in every draw, on the scale of the link."""
    if link == "logit":
        return np.full(n_draws, LOGISTIC)
    low, high = LOGITS
    logits = low + (high - low) * evenly_spread(n_draws)
    result: Floats = LOGISTIC / logits**2
    return result


def evenly_spread(n: int, step: float = 0.6180339887498949) -> Floats:
    """Return (n,) numbers between 0 and 1, evenly spread over any run of them (multiples of an irrational number)."""
    numbers: Floats = (np.arange(n, dtype=np.float64) * step + 0.5) % 1.0
    return numbers


def variances_between(
    coefficients: NDArray[np.floating],
    weights: Floats,
    mean: Floats,
    covariance: Floats,
    columns: list[slice],
    people: int | None = None,
) -> Variances:
    """Return how much people differ.

    Parameters
    ----------
    coefficients : (D, I, 1+K)
        Intercept above the boundary, and effects-coded coefficients.
    weights : (I,) float64
        How much each counts; they sum to one. Equal ones are of people, of whom two different ones are compared;
        others are of a distribution.
    mean, covariance : (K,), (K, K) float64
        Of the columns over the cases.
    columns : list of slice
        Those of each criterion.
    people : int, optional
        For how many people these stand, where they are representatives.
    """
    n_draws, n_people, width = coefficients.shape
    size = max(_CHUNK // (n_people * width), 1)
    parts = [
        _variances(coefficients[start : start + size], weights, mean, covariance, columns)
        for start in range(0, n_draws, size)
    ]
    scale = pair_factor(weights, people)
    by_criterion = scale * np.concatenate([part for _, part in parts])
    return Variances(
        level=scale * np.concatenate([level for level, _ in parts]),
        pattern=by_criterion.sum(axis=1),
        by_criterion=by_criterion,
    )


def pair_factor(weights: Floats, people: int | None = None) -> float:
    """Return I / (I - 1) where everybody counts alike: two different people; 1 of a distribution.

    I is the number of ``people``, where these are representatives of so many.
    """
    if people is None:
        people = len(weights) if bool(np.ptp(weights) == 0.0) else 0
    return people / (people - 1) if people > 1 else 1.0


def _variances(
    coefficients: NDArray[np.floating], weights: Floats, mean: Floats, covariance: Floats, columns: list[slice]
) -> tuple[Floats, Floats]:
    values = coefficients.astype(np.float64)
    away = values - np.einsum("i,dik->dk", weights, values)[:, None]
    level = np.square(away[..., 0] + away[..., 1:] @ mean) @ weights
    weighed = (away[..., 1:] @ covariance) * away[..., 1:]
    by_column = np.einsum("i,dik->dk", weights, weighed)
    return level, np.column_stack([by_column[:, rows].sum(axis=1) for rows in columns])
