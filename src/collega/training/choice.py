"""Which scenario a learner gets next.

Each answer tells something of the learner's weights; how much it can be expected to tell differs by scenario. Of the
scenarios whose turn it is, the one is chosen after which the squared error of the difference in weights is expected to
be smallest. Imagined people drawn from the fitted population stand for what the learner can be; the answers so far say
how likely each of them is. The turn goes from easy to divided: how the reference group divides orders the scenarios,
and of ten scenarios the n-th comes from the half of that order which begins at (n - 1) / 18.

References
----------
Chaloner & Verdinelli (1995), Bayesian experimental design: a review, Statistical Science 10 (expected posterior
variance). Toubia, Hauser & Simester (2004), Polyhedral methods for adaptive choice-based conjoint, JMR 41 (the next
question from the answers so far).
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Rule = Literal["variance", "disagreement"]
_REACH = 0.5


def whose_turn(division: Floats, number: int, total: int) -> NDArray[np.int64]:
    """Return the scenarios that may come as number ``number`` of ``total``, from 1 on: easy ones first.

    Parameters
    ----------
    division : (M,) float64
        How divided the reference group is about each scenario.
    """
    order = np.argsort(division, kind="stable")
    start = (1.0 - _REACH) * (number - 1) / max(total - 1, 1)
    first, last = int(np.floor(start * len(order))), int(np.ceil((start + _REACH) * len(order)))
    return order[first : max(last, first + 1)].astype(np.int64)


def expected_gain(weights: Floats, chances: Floats, aims: Floats) -> Floats:
    """Return by how much the answer to each scenario is expected to lower the variance, summed over what is aimed at.

    Parameters
    ----------
    weights : (P,) float64
        How likely the learner is each of the imagined people.
    chances : (P, M, J) float
        Their probabilities of every answer.
    aims : (P, W) float64
        What is to be learned of them.

    Returns
    -------
    (M,) float64
        In the unit of ``aims``, squared.
    """
    people, scenarios, answers = chances.shape
    table = chances.reshape(people, scenarios * answers)
    centred = aims - weights @ aims
    probability = weights @ table
    moved = table.T @ (weights[:, None] * centred)
    gain: Floats = np.square(moved).sum(axis=1) / np.maximum(probability, 1e-12)
    return gain.reshape(scenarios, answers).sum(axis=1)


def expected_disagreement(weights: Floats, chances: Floats, theirs: Floats) -> Floats:
    """Return (M,) how far the learner's expected answers lie from the (M, J) shares of the group: total variation."""
    own = np.einsum("p,pmj->mj", weights, chances)
    distance: Floats = 0.5 * np.abs(own - theirs).sum(axis=1)
    return distance
