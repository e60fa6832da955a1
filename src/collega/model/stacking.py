"""A mixture of predictions that weighs each by how well it predicted answers it had not seen.

Yao, Vehtari, Simpson & Gelman (2018), Using stacking to average Bayesian predictive distributions, Bayesian Analysis
13; Wolpert (1992), Stacked generalization.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_ROUNDS, _ENOUGH = 2000, 1e-9


def stack_weights(likelihood: Floats) -> Floats:
    """Return (M,) weights on the simplex with the highest log score, by EM.

    Parameters
    ----------
    likelihood : (N, M) float64
        Probability that each member gave to each held-out answer, above 0.
    """
    weights = np.full(likelihood.shape[1], 1.0 / likelihood.shape[1])
    for _ in range(_ROUNDS):
        part = weights * likelihood
        new = (part / part.sum(axis=1, keepdims=True)).mean(axis=0)
        done = bool(np.abs(new - weights).max() < _ENOUGH)
        weights = new
        if done:
            break
    return weights


def stacked_likelihood(likelihood: Floats, block: NDArray[np.integer]) -> Floats:
    """Return (N,) probabilities by a stack that did not see the answer.

    Parameters
    ----------
    likelihood : (N, M) float64
        As of ``stack_weights``.
    block : (N,) int
        Answers of one block are predicted with weights learned from the other blocks; at least two blocks.
    """
    result = np.empty(len(likelihood))
    for number in np.unique(block):
        own = block == number
        result[own] = likelihood[own] @ stack_weights(likelihood[~own])
    return result
