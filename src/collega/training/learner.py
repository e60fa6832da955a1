"""A learner: somebody of whom nothing is known but a few answers, in the population that a fit describes.

Of a learner no characteristics are asked. What the groups differ in is then a part of how people differ: with G the
effects of the characteristics z, b ~ N(m + G E[z], S + G Var(z) G'), where the shares of the shown groups give the mean
and variance of z. In that population the learner's own answers say more, as for anybody
(:mod:`collega.model.personal`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from collega.errors import NotComputedError
from collega.messages import Message
from collega.model.fit import Draws, Fit
from collega.model.personal import Personal, personal
from collega.model.personal_thresholds import personal_thresholds
from collega.model.persons import Persons
from collega.model.population import Margins, persons_with
from collega.study.coding import Coding

Floats = NDArray[np.float64]
DRAWS, IMAGINED = 400, 2048
_SEED, _JITTER = 20241130, 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A scenario that a learner judged.

    Attributes
    ----------
    profile : tuple of int
        Level index of each criterion.
    answer : int
        Index of the answer, 0 to J-1.
    """

    profile: tuple[int, ...]
    answer: int


def unknown_person(fit: Fit, margins: Margins) -> Fit:
    """Return the fit as it holds for somebody whose characteristics are not known: about 400 draws, and no groups.

    Parameters
    ----------
    fit : Fit
        Hierarchical.
    margins : mapping
        Share of the panel in each value of each characteristic, 0..1.

    Raises
    ------
    NotComputedError
        For another model, or a fit without its draws.
    """
    if fit.draws is None:
        raise NotComputedError(Message("training-needs-hierarchical", model=fit.model))
    draws = _thinned(fit.draws)
    mean, variance = _moments(draws.group_columns, margins)
    effects, factor = draws.group_effects.astype(np.float64), draws.covariance_factor.astype(np.float64)
    spread = factor @ np.swapaxes(factor, 1, 2) + effects @ variance @ np.swapaxes(effects, 1, 2)
    width = spread.shape[1]
    room = _JITTER * np.trace(spread, axis1=1, axis2=2)[:, None, None] * np.eye(width)
    nobody = replace(
        draws,
        mean=draws.mean + effects @ mean,
        group_effects=np.zeros((len(draws.mean), width, 0), dtype=np.float32),
        group_columns=(),
        covariance_factor=np.linalg.cholesky(spread + room).astype(np.float32),
    )
    return replace(fit, draws=nobody)


def _thinned(draws: Draws) -> Draws:
    """Return about 400 draws, evenly spread, without the participants."""
    picked = picked_draws(len(draws.mean))
    return replace(
        draws,
        individual=draws.individual[picked, :0],
        representatives=None,
        thresholds=draws.thresholds[picked],
        mean=draws.mean[picked],
        group_effects=draws.group_effects[picked],
        covariance_factor=draws.covariance_factor[picked],
        stretch=None if draws.stretch is None else draws.stretch[picked, :0],
        stretch_sd=None if draws.stretch_sd is None else draws.stretch_sd[picked],
    )


def picked_draws(n_draws: int) -> NDArray[np.int64]:
    """Return which of so many draws are used, evenly spread."""
    return np.unique(np.linspace(0, n_draws - 1, min(DRAWS, n_draws)).round().astype(np.int64))


def _moments(columns: Sequence[tuple[str, str]], margins: Margins) -> tuple[Floats, Floats]:
    """Return the mean (Z,) and variance (Z, Z) of effects-coded characteristics; withheld is 0."""
    mean, variance = np.zeros(len(columns)), np.zeros((len(columns), len(columns)))
    for characteristic in dict.fromkeys(name for name, _ in columns):
        rows = [i for i, (name, _) in enumerate(columns) if name == characteristic]
        names = [columns[i][1] for i in rows]
        coded = np.zeros((len(columns), 1))
        square = np.zeros_like(variance)
        for value, share in margins.get(characteristic, {}).items():
            z = np.zeros((len(columns), 1))
            z[rows] = [[1.0 if value == name else 0.0] for name in names] if value in names else -1.0
            coded += share * z
            square += share * (z @ z.T)
        mean += coded[:, 0]
        variance += square - coded @ coded.T
    return mean, variance


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Imagined:
    """People who the learner could be, before and after any answers.

    Attributes
    ----------
    coefficients : (P, 1+K) float64
    thresholds : (P, J-1) float64
        Everyone's own.
    """

    coding: Coding
    link: str
    coefficients: Floats
    thresholds: Floats

    @classmethod
    def from_fit(cls, unknown: Fit) -> Imagined:
        """Draw them from the law of :func:`unknown_person`: the same ones each time."""
        draws = unknown.draws
        if draws is None:
            raise NotComputedError(Message("training-needs-hierarchical", model=unknown.model))
        copies = -(-IMAGINED // len(draws.mean))
        persons = persons_with(unknown, draws, np.zeros((copies, 0)), np.random.default_rng(_SEED))
        n_draws, people, width = persons.coefficients.shape
        return cls(
            coding=Coding(n_levels=tuple(map(len, unknown.levels))),
            link=unknown.link,
            coefficients=persons.coefficients.reshape(n_draws * people, width).astype(np.float64),
            thresholds=_own_thresholds(persons).reshape(n_draws * people, -1),
        )

    def chances(self, profiles: NDArray[np.integer]) -> Floats:
        """Return (P, M, J) everyone's probability of every answer to (M, C) scenarios."""
        matrix = np.hstack([np.ones((len(profiles), 1)), self.coding.matrix(np.asarray(profiles))])
        utility = self.coefficients @ matrix.T
        above = utility[:, :, None] - self.thresholds[:, None, :]
        above = ndtr(above) if self.link == "probit" else 1.0 / (1.0 + np.exp(-above))
        edge = np.ones((*utility.shape, 1))
        parts: Floats = -np.diff(np.concatenate([edge, above, 0 * edge], axis=2), axis=2)
        return np.maximum(parts, 1e-12)

    def weights(self, judged: Sequence[Judged]) -> Floats:
        """Return (P,) how likely it is that the learner is each of them, given the answers; they sum to one."""
        logarithm = np.zeros(len(self.coefficients))
        if judged:
            chances = self.chances(np.array([judgement.profile for judgement in judged]))
            for n, judgement in enumerate(judged):
                logarithm += np.log(chances[:, n, judgement.answer])
        likely = np.exp(logarithm - logarithm.max())
        weights: Floats = likely / likely.sum()
        return weights


def _own_thresholds(persons: Persons) -> Floats:
    """Return (D, I, J-1) everyone's thresholds."""
    people = persons.coefficients.shape[1]
    common = np.repeat(persons.thresholds[:, None, :], people, axis=1)
    return common if persons.stretch is None else personal_thresholds(common, persons.stretch, persons.positive)


def posterior(unknown: Fit, judged: Sequence[Judged]) -> Personal:
    """Return how a learner weighs, given the answers and the law of :func:`unknown_person`; the same each time."""
    profiles = np.array([judgement.profile for judgement in judged], dtype=np.int64).reshape(
        len(judged), len(unknown.levels)
    )
    return personal(unknown, profiles, np.array([judgement.answer for judgement in judged], dtype=np.int64), {})


def as_persons(fit: Fit, weights: Personal) -> Persons:
    """Return a learner as one person in every draw, for shares."""
    return Persons(
        coefficients=weights.coefficients[:, None, :].astype(np.float32),
        thresholds=weights.thresholds,
        weights=np.ones(1),
        link=fit.link,
        positive=fit.positive,
        first_is_estimate=False,
    )
