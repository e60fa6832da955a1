"""On which side people come out: of two colleagues, of the same one again, of a majority.

For case x let p_i be person i's probability of a positive answer, and P their mean. Two different colleagues are on
other sides with the mean of p_i (1 - p_j) + (1 - p_i) p_j over pairs i, j; the same colleague again with the mean of
2 p_i (1 - p_i). Nothing is simulated: these are sums over draws, people and cases.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, ndtr, owens_t

from collega.model.persons import Persons
from collega.noise.parts import pair_factor
from collega.study.coding import Coding

Floats = NDArray[np.float64]
_CHUNK = 1_000_000  # probabilities at a time
_BUDGET = 24_000_000  # probabilities in all: some tenths of a second
_FEWEST, _MOST = 200, 1000  # draws


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sides:
    """Sides in every draw, at every case, in every group of people.

    Attributes
    ----------
    positive : (D, M, G) float64
        P, the share on the positive side.
    other : (D, M, G) float64
        Probability that two different colleagues are on other sides.
    same : (D, M, G) float64
        Probability that the same colleague, judging again, is.
    """

    positive: Floats
    other: Floats
    same: Floats


def few_enough(persons: Persons, cases: int, *, repeated: bool) -> Persons:
    """Return fewer draws, evenly spread, where people times cases would take long; with repeats it takes longer."""
    n_people = persons.coefficients.shape[1]
    affordable = _BUDGET // (4 if repeated else 1) // max(n_people * cases, 1)
    return persons.thinned(min(max(affordable, _FEWEST), _MOST) * n_people)


def sides_of(
    persons: Persons,
    n_levels: tuple[int, ...],
    profiles: NDArray[np.integer],
    groups: NDArray[np.bool_],
    rho: Floats | None = None,
    people: Sequence[int] | None = None,
) -> Sides:
    """Return the sides of these people, and of groups of them.

    Parameters
    ----------
    persons : Persons
    n_levels : tuple of int
    profiles : (M, C) int
        Cases without blanks.
    groups : (G, I) bool
        Who is in each group.
    rho : (D,) float64, optional
        Stable share of what the model does not explain; without it all of that is of the moment.
    people : sequence of G int, optional
        For how many people those in each group stand, where they are representatives.
    """
    above = above_boundary(persons)
    n_draws, n_people, width = above.shape
    matrix = np.column_stack([np.ones(len(profiles)), Coding(n_levels=n_levels).matrix(profiles)])
    chance_of = ndtr if persons.link == "probit" else expit
    result = Sides(**{name: np.empty((n_draws, len(profiles), len(groups))) for name in Sides.__slots__})
    shares = groups * persons.weights
    shares = shares / shares.sum(axis=1, keepdims=True)
    sizes = [None] * len(groups) if people is None else people
    factors = np.array([pair_factor(share[share > 0], size) for share, size in zip(shares, sizes, strict=True)])
    size = max(_CHUNK // max(n_people * len(profiles), 1), 1)
    for start in range(0, n_draws, size):
        some = above[start : start + size].reshape(-1, width)
        utility = (some @ matrix.T.astype(np.float32)).reshape(-1, n_people, len(profiles)).swapaxes(1, 2)
        chances = chance_of(utility).astype(np.float64)
        mean, squares = chances @ shares.T, np.square(chances) @ shares.T
        rows = slice(start, start + len(mean))
        result.positive[rows] = mean
        again = None if rho is None else same_again(utility, rho[rows, None, None])
        result.same[rows] = 2.0 * (mean - squares) if again is None else again @ shares.T
        result.other[rows] = 2.0 * (mean - mean**2) + 2.0 * (factors - 1.0) * (squares - mean**2)
    return result


def same_again(above: NDArray[np.floating], rho: Floats | float) -> Floats:
    """Return the probability that the same person is on the other side the second time, of a probit link.

    Parameters
    ----------
    above : float
        Utility above the boundary, in standard deviations of what the model does not explain.
    rho : float64
        Stable share of that; 0 gives 2 p (1 - p). Of both answers positive the probability is p - 2 T(above, a), with
        Owen's T and a^2 = (1 - rho) / (1 + rho).

    References
    ----------
    Owen (1956), Annals of Mathematical Statistics 27.
    """
    rho = np.asarray(rho, dtype=np.float64)
    result: Floats = 4.0 * owens_t(above, np.sqrt((1.0 - rho) / (1.0 + rho)))
    return result


def above_boundary(persons: Persons) -> NDArray[np.float32]:
    """Return (D, I, 1+K) coefficients with the boundary of the positive answers taken from the intercepts."""
    at_boundary = persons.at_threshold(persons.positive - 1)
    result = at_boundary.coefficients.copy()
    result[:, :, 0] -= persons.thresholds[:, persons.positive - 1, None].astype(np.float32)
    return result
