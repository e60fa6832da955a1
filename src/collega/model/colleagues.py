"""Colleagues like the participants: the population from which they came, learned from who they are.

In every posterior draw one participant fewer than there are, drawn anew from all of them with replacement: that other
people might have taken part is in the spread. One fewer, since people differ less from their own average than from that
of the population: so the variance of an average is s^2 / I. Over the draws everybody comes equally often, so the share
stays that of the participants, and only its interval widens.

References
----------
Efron & Tibshirani (1993), An Introduction to the Bootstrap, chapter 8 (resampling of whole units). Rao & Wu (1988),
Resampling inference with complex survey data, JASA 83: one fewer. Davison, Hinkley &
Schechtman (1986), Biometrika 73: balanced resampling. Rubin (1981), Annals of Statistics 9: the same as a posterior.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from collega.model.persons import Persons

ROWS = 500_000  # draws times persons
_SEED = 20241130


def colleagues_of(
    persons: Persons, weights: NDArray[np.float64] | None = None, *, effective: float | None = None
) -> Persons:
    """Return people drawn anew from these in every draw.

    Parameters
    ----------
    persons : Persons
        Participants with their own draws, all counting alike.
    weights : (I,) float64, optional
        How much everyone counts for the profession. As many are then drawn as these weights leave of the panel: the
        effective number of Kish (1965), (sum w)^2 / sum w^2, less one.
    effective : float, optional
        That number of all participants, where ``persons`` are representatives and ``weights`` theirs.
    """
    n_draws, n_people = persons.coefficients.shape[:2]
    if persons.stand_for is not None and weights is None:
        return _some_others(persons, persons.stand_for)
    if persons.stand_for is not None and weights is not None and effective is not None:
        return _some_others(replace(persons, weights=weights / weights.sum()), effective)
    rng = np.random.default_rng(_SEED)
    shares = np.full(n_people, 1.0 / n_people) if weights is None else weights / weights.sum()
    many = max(round(1.0 / float(np.square(shares).sum())) - 1, 1)
    points = (rng.permutation(n_draws * many) + rng.random(n_draws * many)) / (n_draws * many)
    order = np.minimum(np.searchsorted(np.cumsum(shares), points, side="right"), n_people - 1)
    order = order.reshape(n_draws, many)
    stretch = persons.stretch
    return replace(
        persons,
        coefficients=np.take_along_axis(persons.coefficients, order[:, :, None], axis=1),
        stretch=None if stretch is None else np.take_along_axis(stretch, order[:, :, None], axis=1),
        weights=np.full(order.shape[1], 1.0 / order.shape[1]),
    )


def _some_others(persons: Persons, stand_for: float) -> Persons:
    """Replace as many representatives in every draw as gives their average the variance of ``stand_for`` people.

    Who is replaced, one by one by chance, and by whom, with the weights as chances: each time the average gains
    2 w^2 s^2, so that a fraction of 1 / (2 I sum w^2) of them gives s^2 / I.
    """
    coefficients, weights = persons.coefficients, persons.weights
    n_draws, n_people = coefficients.shape[:2]
    rng = np.random.default_rng(_SEED)
    fraction = min(1.0 / (2.0 * stand_for * float(np.square(weights).sum())), 1.0)
    replaced = rng.random((n_draws, n_people)) < fraction
    others = np.searchsorted(np.cumsum(weights), rng.random((n_draws, n_people)), side="right")
    order = np.where(replaced, np.minimum(others, n_people - 1), np.arange(n_people))
    stretch = persons.stretch
    return replace(
        persons,
        coefficients=np.take_along_axis(coefficients, order[:, :, None], axis=1),
        stretch=None if stretch is None else np.take_along_axis(stretch, order[:, :, None], axis=1),
    )
