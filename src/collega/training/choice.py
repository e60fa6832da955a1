"""Which scenario a learner gets next.

Each answer tells something of the learner's weights; how much it can be expected to tell differs by scenario. Of the
scenarios whose turn it is, the one is chosen after which the squared error of the difference in weights is expected to
be smallest. Imagined people drawn from the fitted population stand for what the learner can be; the answers so far say
how likely each of them is.

The turn goes from easy to divided: how the reference group divides orders the scenarios. The first comes from the
easier half of that order. Then the most divided come in, all of them by halfway, and the easiest go out, 30% by the
last one.

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
_EASY, _OUT = 0.5, 0.3  # where the first one ends, and the last one begins


def whose_turn(division: Floats, number: int, total: int) -> NDArray[np.int64]:
    """Return the scenarios that may come as number ``number`` of ``total``, from 1 on: easy ones first.

    Parameters
    ----------
    division : (M,) float64
        How divided the reference group is about each scenario.
    """
    order = np.argsort(division, kind="stable")
    along = (number - 1) / max(total - 1, 1)
    first, last = int(_OUT * along * len(order)), int(np.ceil(min(_EASY + along, 1.0) * len(order)))
    turn: NDArray[np.int64] = order[first : max(last, first + 1)].astype(np.int64)
    return turn


def expected_gain(weights: Floats, chances: NDArray[np.floating], aims: Floats) -> Floats:
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
    gain = np.square(moved).sum(axis=1) / np.maximum(probability, 1e-12)
    result: Floats = gain.reshape(scenarios, answers).sum(axis=1)
    return result


def expected_disagreement(weights: Floats, chances: NDArray[np.floating], theirs: Floats) -> Floats:
    """Return (M,) how far the learner's expected answers lie from the (M, J) shares of the group: total variation."""
    mean_chances = np.einsum("p,pmj->mj", weights, chances)
    distance: Floats = 0.5 * np.abs(mean_chances - theirs).sum(axis=1)
    return distance
