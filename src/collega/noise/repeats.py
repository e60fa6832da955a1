"""How much of what a model does not explain comes back when the same person judges the same case again.

The rest e of a judgement (utility less what the model says) is of two parts: a stable one, since nobody weighs exactly
as a model does, and one of the moment. Only somebody who judges the same case twice shows which is which: rho, the
correlation of their two rests, is the stable share. Given a person's weights, two answers have the probability of a
rectangle under a bivariate normal distribution with correlation rho (a logit link's rests are made normal first).
That probability is p_1 p_2 at rho = 0, and its derivative by rho is the density at the corners (Plackett 1954).

References
----------
Plackett (1954), Biometrika 41. Olsson (1979), Psychometrika 44: the correlation behind two ordered answers.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, ndtr, ndtri

from collega.model.personal_thresholds import personal_thresholds
from collega.model.persons import Persons
from collega.noise.parts import evenly_spread
from collega.noise.sides import above_boundary
from collega.study.coding import Coding

Floats = NDArray[np.float64]
RHO = np.linspace(0.0, 0.96, 25)  # beforehand all equally likely
_BUDGET = 60_000_000  # densities, some tenths of a second
_FEWEST = 20  # draws
_STEP = 0.41421356237309515  # not that of other numbers: rho goes with none of them
_NODES, _SHARES = np.polynomial.legendre.leggauss(3)
_FAR = 9.0  # standard deviations: a threshold beyond an outer answer


def stable_share(
    persons: Persons,
    n_levels: tuple[int, ...],
    person: NDArray[np.integer],
    profiles: NDArray[np.integer],
    answers: NDArray[np.integer],
) -> Floats:
    """Return rho in draws: everyone's weights are those of a draw of the model, rho is drawn given these.

    Parameters
    ----------
    persons : Persons
        Participants.
    person : (N,) int
        Of each pair of judgements, the row in ``persons``.
    profiles : (N, C) int
        The case that was judged twice.
    answers : (N, 2) int
        The first answer and the second.

    Returns
    -------
    (D',) float64
        0 to below 1.
    """
    densities = 4 * len(person) * len(_NODES) * (len(RHO) - 1)
    few = persons.thinned(max(_BUDGET // max(densities, 1), _FEWEST) * persons.coefficients.shape[1])
    low, high = _edges(few, n_levels, person, profiles, answers)
    likelihood = log_likelihood(low, high)
    chance = np.exp(likelihood - likelihood.max(axis=1, keepdims=True))
    return _drawn(chance)


def log_likelihood(low: Floats, high: Floats) -> Floats:
    """Return (D, R) log probabilities of all pairs of answers, at each value of ``RHO``.

    Parameters
    ----------
    low, high : (D, N, 2) float64
        Between which standard normal values the rest lies that gives the answer.
    """
    chance = np.prod(ndtr(high) - ndtr(low), axis=2)
    corners = [(high, high, 1.0), (high, low, -1.0), (low, high, -1.0), (low, low, 1.0)]
    result = np.empty((len(low), len(RHO)))
    result[:, 0] = _log_sum(chance)
    for place in range(1, len(RHO)):
        half = (RHO[place] - RHO[place - 1]) / 2.0
        for node, share in zip(_NODES, _SHARES, strict=True):
            at = RHO[place - 1] + half * (1.0 + node)
            for first, second, sign in corners:
                chance = chance + sign * half * share * _density(first[..., 0], second[..., 1], at)
        result[:, place] = _log_sum(chance)
    return result


def _edges(
    persons: Persons,
    n_levels: tuple[int, ...],
    person: NDArray[np.integer],
    profiles: NDArray[np.integer],
    answers: NDArray[np.integer],
) -> tuple[Floats, Floats]:
    above = above_boundary(persons)[:, person].astype(np.float64)
    matrix = np.column_stack([np.ones(len(profiles)), Coding(n_levels=n_levels).matrix(profiles)])
    utility = np.einsum("dnk,nk->dn", above, matrix)
    thresholds = persons.thresholds - persons.thresholds[:, persons.positive - 1, None]
    own = np.repeat(thresholds[:, None], len(person), axis=1)
    if persons.stretch is not None:
        own = personal_thresholds(own, persons.stretch[:, person], persons.positive)
    edges = own - utility[..., None]
    if persons.link == "logit":
        edges = ndtri(expit(edges))
    outer = np.full((*edges.shape[:2], 1), _FAR)
    edges = np.clip(np.concatenate([-outer, edges, outer], axis=2), -_FAR, _FAR)
    pairs = np.arange(len(person))[:, None]
    return edges[:, pairs, answers], edges[:, pairs, answers + 1]


def _density(h: Floats, k: Floats, rho: float) -> Floats:
    left = 1.0 - rho**2
    density: Floats = np.exp(-(h**2 - 2.0 * rho * h * k + k**2) / (2.0 * left)) / (2.0 * np.pi * np.sqrt(left))
    return density


def _log_sum(chance: Floats) -> Floats:
    total: Floats = np.log(np.maximum(chance, 1e-300)).sum(axis=1)
    return total


def _drawn(chance: Floats) -> Floats:
    """Return a value of rho for each row of (D, R) chances, at evenly spread quantiles."""
    steps = (chance[:, 1:] + chance[:, :-1]) / 2.0
    upto = np.concatenate([np.zeros((len(chance), 1)), np.cumsum(steps, axis=1)], axis=1)
    upto /= upto[:, -1:]
    places = evenly_spread(len(chance), _STEP)
    return np.array([np.interp(at, own, RHO) for at, own in zip(places, upto, strict=True)])
