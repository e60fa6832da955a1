"""The people behind a share, in numbers: everyone's weights, in every draw of what they could be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from collega.errors import NotComputedError
from collega.messages import Message
from collega.model.fit import Draws, Estimates, Fit, Link, ThresholdEffects

N_DRAWS = 1000
_MOST_ROWS, _FEWEST_DRAWS = 400_000, 200
_NEGLIGIBLE = 1e-9
_SEED = 20240501


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Persons:
    """Whose answers are predicted.

    Attributes
    ----------
    coefficients : (D, I, 1+K) float32
        Intercept and effects-coded coefficients of everyone in every draw, on the scale of ``link``.
    thresholds : (D, J-1) float64
        Infinite beside a lowest or highest answer that never occurs.
    weights : (I,) float64
        How much each counts; they sum to one.
    link : str
        ``logit`` or ``probit``.
    positive : int
        Index of the first positive answer.
    first_is_estimate : bool
        Whether draw 0 is the maximum-likelihood estimate, and the value to report; otherwise that is the mean.
    by_threshold : (J-1, D, I, 1+K) float32 or None
        The coefficients at every threshold, where these differ; ``coefficients`` are those at the positive one.
    stretch : (D, I, J-2) float32 or None
        Logarithm of everyone's factor on each increment between thresholds, see ``personal_thresholds``; None where
        ``thresholds`` are everybody's. The one below the positive answers always is.
    stand_for : float or None
        How many participants they stand for, where they are representatives; None where they are all.
    """

    coefficients: NDArray[np.float32]
    thresholds: NDArray[np.float64]
    weights: NDArray[np.float64]
    link: Link
    positive: int
    first_is_estimate: bool
    by_threshold: NDArray[np.float32] | None = None
    stretch: NDArray[np.float32] | None = None
    stand_for: float | None = None

    def centre(self, draws: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the value to report of (D, ...) draws."""
        value: NDArray[np.float64] = draws[0] if self.first_is_estimate else draws.mean(axis=0)
        return value

    def reported(self) -> Persons:
        """Return only what :meth:`centre` needs: the estimate, or all draws."""
        return self._draws(slice(0, 1)) if self.first_is_estimate else self

    def thinned(self, most: int) -> Persons:
        """Return at most about ``most`` rows (draws times persons), evenly spread; draw 0 stays."""
        n_draws, n_persons = self.coefficients.shape[:2]
        keep = max(most // max(n_persons, 1), 1)
        return self if keep >= n_draws else self._draws(slice(None, None, -(-n_draws // keep)))

    def across_draws(self, rows: int) -> Persons:
        """Return about so many rows to say yes or no, everyone's from draws of their own, evenly spread.

        For means over draws: where everybody has other draws, what they have in common is averaged over more of them.
        Each threshold is taken from the intercept, so that there is one, at 0.
        """
        n_draws, n_people = self.coefficients.shape[:2]
        threshold = self.thresholds[:, self.positive - 1]
        if self.first_is_estimate or not np.isfinite(threshold).all():
            return self.reported().thinned(rows)
        keep = min(max(rows // max(n_people, 1), 1), n_draws)
        start = np.arange(n_people) * n_draws // (keep * max(n_people, 1))
        chosen = (start + (np.arange(keep) * n_draws // keep)[:, None]) % n_draws
        coefficients = self.coefficients[chosen, np.arange(n_people)]
        coefficients[:, :, 0] -= threshold[chosen].astype(np.float32)
        return Persons(
            coefficients=coefficients,
            thresholds=np.zeros((keep, 1)),
            weights=self.weights,
            link=self.link,
            positive=1,
            first_is_estimate=False,
        )

    def at_threshold(self, j: int) -> Persons:
        """Return them with the coefficients that they have at threshold j, and at no other."""
        if self.by_threshold is None:
            return self
        return replace(self, coefficients=self.by_threshold[j], by_threshold=None)

    def _draws(self, chosen: slice) -> Persons:
        return Persons(
            coefficients=np.ascontiguousarray(self.coefficients[chosen]),
            thresholds=np.ascontiguousarray(self.thresholds[chosen]),
            weights=self.weights,
            link=self.link,
            positive=self.positive,
            first_is_estimate=self.first_is_estimate,
            stand_for=self.stand_for,
            by_threshold=None if self.by_threshold is None else np.ascontiguousarray(self.by_threshold[:, chosen]),
            stretch=None if self.stretch is None else np.ascontiguousarray(self.stretch[chosen]),
        )


def persons_of(fit: Fit, members: Sequence[int] | NDArray[np.integer] | None = None) -> Persons:
    """Return the participants of a fit as persons.

    ``hierarchical``: everyone's own posterior draws. ``mixed``: a person for each intercept, weighed by how likely the
    participants have it. ``pooled``: one person. The draws of the last two come from the covariance that is
    clustered by participant: of Student's t, with one degree of freedom fewer than there are participants.

    Parameters
    ----------
    fit : Fit
    members : sequence of int, optional
        Rows of ``fit.participants``; ``hierarchical`` only.

    Raises
    ------
    NotComputedError
        For ``members`` of another model, for a fit without its arrays, and where nobody's draws stand for
        ``members``, or one person's for several.

    References
    ----------
    Cameron & Miller (2015), A practitioner's guide to cluster-robust inference, Journal of Human Resources 50, section
    VI: t with as many degrees of freedom as clusters less one.
    """
    if fit.draws is not None:
        return _of_draws(fit, fit.draws, members)
    if members is not None:
        raise NotComputedError(Message("model-knows-no-groups", model=fit.model))
    if fit.estimates is None:
        raise NotComputedError(Message("model-without-draws"))
    return _of_estimates(fit, fit.estimates)


def _of_draws(fit: Fit, draws: Draws, members: Sequence[int] | NDArray[np.integer] | None) -> Persons:
    n_draws, people = draws.individual.shape[:2]
    chosen = draws.places(members)
    if members is not None and draws.representatives is not None and len(chosen) < min(len(members), 2):
        raise NotComputedError(Message("model-without-representatives", people=len(members)))
    keep = min(n_draws, max(_FEWEST_DRAWS, _MOST_ROWS // max(people, 1)))
    picked = np.unique(np.linspace(0, n_draws - 1, keep).round().astype(np.int64))
    everyone = len(chosen) == people
    weights = draws.weights[chosen]

    def draws_of_members(values: NDArray[np.float32]) -> NDArray[np.float32]:
        some = values if keep == n_draws else values[picked]
        return some if everyone else np.ascontiguousarray(some[:, chosen])

    return Persons(
        coefficients=draws_of_members(draws.individual),
        thresholds=draws.thresholds[picked],
        weights=weights / max(float(weights.sum()), 1e-300),
        stand_for=None if draws.representatives is None else float(len(fit.participants) * weights.sum()),
        link=fit.link,
        positive=fit.positive,
        first_is_estimate=False,
        stretch=None if draws.stretch is None else draws_of_members(draws.stretch),
    )


def _of_estimates(fit: Fit, estimates: Estimates) -> Persons:
    inner, n_columns = len(estimates.thresholds), len(estimates.coefficients)
    sd = 0.0 if estimates.intercept_sd is None else estimates.intercept_sd
    effects = estimates.by_threshold
    own = np.empty(0) if effects is None else effects.coefficients.ravel()
    spreads = [sd] * (estimates.nodes is not None)
    parameters = np.concatenate([estimates.thresholds, estimates.coefficients, spreads, own])
    nodes, weights = _nodes(estimates)
    n_draws = 1 + max(_FEWEST_DRAWS, min(N_DRAWS, _MOST_ROWS // len(nodes)))
    theta = _parameter_draws(parameters, estimates.covariance, n_draws, freedom=len(fit.participants) - 1)
    spread = np.abs(theta[:, inner + n_columns]) if estimates.nodes is not None else np.zeros(n_draws)
    coefficients = np.empty((n_draws, len(nodes), 1 + n_columns), dtype=np.float32)
    coefficients[:, :, 0] = spread[:, None] * nodes
    coefficients[:, :, 1:] = theta[:, None, inner : inner + n_columns]
    return Persons(
        coefficients=coefficients,
        thresholds=_outer_infinite(theta[:, :inner]),
        weights=weights,
        link=fit.link,
        positive=fit.positive,
        first_is_estimate=True,
        by_threshold=None if effects is None else _threshold_coefficients(coefficients, theta[:, -own.size :], effects),
    )


def _threshold_coefficients(
    coefficients: NDArray[np.float32], own: NDArray[np.float64], effects: ThresholdEffects
) -> NDArray[np.float32]:
    """Return (J-1, D, I, 1+K): the coefficients, with draws of the (J-1, V) effects of their own at every threshold.

    Beside an outer answer that never occurs the threshold is infinite, and the effects there do not matter.
    """
    inner, width = effects.coefficients.shape
    every = np.repeat(coefficients[None], inner, axis=0)
    drawn = np.nan_to_num(own).reshape(len(own), inner, width).swapaxes(0, 1)
    every[:, :, :, 1 + effects.columns] = drawn[:, :, None, :]
    return every


def _nodes(estimates: Estimates) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    if estimates.nodes is None or estimates.node_weights is None:
        return np.zeros(1), np.ones(1)
    matter = estimates.node_weights > _NEGLIGIBLE
    weights = estimates.node_weights[matter]
    return estimates.nodes[matter], weights / weights.sum()


def _parameter_draws(
    estimate: NDArray[np.float64], covariance: NDArray[np.float64], n_draws: int, *, freedom: int
) -> NDArray[np.float64]:
    """Return (n_draws, P): the estimate, then draws around it in pairs of opposite sign; NaN stays NaN.

    Of Student's t: a covariance clustered by few participants is itself unsure. Normal with no degrees of ``freedom``,
    one participant's, where the covariance is not clustered.
    """
    known = np.isfinite(estimate)
    values, vectors = np.linalg.eigh(covariance[np.ix_(known, known)])
    factor = vectors * np.sqrt(np.maximum(values, 0.0))
    rng = np.random.default_rng(_SEED)
    half = rng.standard_normal((n_draws // 2, int(known.sum())))
    if freedom > 0:
        half *= np.sqrt(freedom / rng.chisquare(freedom, (len(half), 1)))
    noise = np.vstack([np.zeros((1, half.shape[1])), half, -half])[:n_draws]
    draws = np.full((len(noise), len(estimate)), np.nan)
    draws[:, known] = estimate[known] + noise @ factor.T
    return draws


def _outer_infinite(thresholds: NDArray[np.float64]) -> NDArray[np.float64]:
    """Put unknown thresholds below all answers at minus infinity, and above them at infinity."""
    missing = np.isnan(thresholds)
    above = np.maximum.accumulate(~missing, axis=1)
    return np.where(missing, np.where(above, np.inf, -np.inf), thresholds)
