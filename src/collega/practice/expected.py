"""What the model expects of judgements by colleagues like the participants: chances, and what is uncertain about them.

A colleague who judges a real case is no participant, but somebody like them. How an answer differs from what was
expected has four sources: the share itself is not known exactly (all judgements share that); the judge weighs
otherwise than the average (their own judgements share that); the case has facts that the criteria do not tell (its
judgements share that); and the moment. The first two follow from the model; of the third nothing is known beforehand.

An answer counts by its *score*: its place in the expected distribution, P(lower) + P(not higher) - 1. It is 0 on
average where the model holds, and for two answers it is the answer less its chance. It is the derivative of the
logarithm of the chance of the answer to a shift on the logit scale, so no other sum finds such a shift sooner.

References
----------
McCullagh (1980), JRSS B 42: the score of the proportional-odds model. Bross (1958), Biometrics 14: ridits.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from collega.model.blanks import Blanks
from collega.model.colleagues import colleagues_of
from collega.model.fit import Fit
from collega.model.persons import Persons, persons_of
from collega.model.population import is_erased, population_of
from collega.model.share import answer_draws

_PEOPLE = 400
_ROWS = 10_000  # draws times persons
_SEED = 20261130


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Expected:
    """What the model expects in M cases.

    Attributes
    ----------
    answers : (M, J) float64
        Chance of each answer of somebody like the participants, 0..1.
    positive : int
        Index of the first positive answer.
    scores : (M, J) float64
        The score of each answer, -1..1; 0 on average.
    variance : (M,) float64
        Of the score of one judgement.
    common : (D, M) float64
        What the score is on average if the draws of the model are the truth: what all judgements share.
    unsure : (D, M) float64
        How far the chance of a positive answer is from ``shares`` if the draws of the model are the truth.
    people : (R, M) float64 or None
        How far the score of one person, in each row, is on average from that of all: what the judgements of one judge
        share; None for a model in which people do not differ.
    """

    answers: NDArray[np.float64]
    positive: int
    scores: NDArray[np.float64]
    variance: NDArray[np.float64]
    common: NDArray[np.float64]
    unsure: NDArray[np.float64]
    people: NDArray[np.float64] | None

    @property
    def shares(self) -> NDArray[np.float64]:
        """(M,) float64: chance of a positive answer, 0..1."""
        total: NDArray[np.float64] = self.answers[:, self.positive :].sum(axis=1)
        return total

    def take(self, rows: NDArray[np.integer]) -> Expected:
        """Return what is expected in these cases, in this order."""
        return Expected(
            answers=self.answers[rows],
            positive=self.positive,
            scores=self.scores[rows],
            variance=self.variance[rows],
            common=self.common[:, rows],
            unsure=self.unsure[:, rows],
            people=None if self.people is None else self.people[:, rows],
        )


def expect(fit: Fit, blanks: Blanks, profiles: NDArray[np.integer]) -> Expected:
    """Return what a fit expects in cases.

    Parameters
    ----------
    fit : Fit
    blanks : Blanks
        Of the study and the levels that were judged.
    profiles : (M, C) int
        Level indices, ``BLANK`` where open; a level that nobody judged is open too.
    """
    persons = population_of(fit, {}) if is_erased(fit) else persons_of(fit)
    persons = persons.thinned(_ROWS)
    own = answer_draws(persons, blanks, profiles)
    answers = persons.centre(own)
    below = np.cumsum(answers, axis=1) - answers
    scores = 2 * below + answers - 1.0
    known = fit.draws is not None and not is_erased(fit)
    drawn = answer_draws(colleagues_of(persons), blanks, profiles) if known else own
    return Expected(
        answers=answers,
        positive=fit.positive,
        scores=scores,
        variance=np.einsum("mj,mj->m", answers, np.square(scores)),
        common=_centred(np.einsum("dmj,mj->dm", drawn, scores)),
        unsure=_centred(drawn[:, :, fit.positive :].sum(axis=2)),
        people=_people(persons, blanks, profiles, scores, np.einsum("dmj,mj->dm", own, scores)),
    )


def _people(
    persons: Persons,
    blanks: Blanks,
    profiles: NDArray[np.integer],
    scores: NDArray[np.float64],
    everybody: NDArray[np.float64],
) -> NDArray[np.float64] | None:
    """Return (R, M) mean scores of single persons less those of all, drawn as often as they count, in even draws."""
    n_draws, n_people = persons.coefficients.shape[:2]
    if n_people == 1:
        return None
    rng = np.random.default_rng(_SEED)
    points = rng.permutation((np.arange(_PEOPLE) + 0.5) / _PEOPLE)
    who = np.searchsorted(np.cumsum(persons.weights), points).clip(max=n_people - 1)
    draw = np.arange(_PEOPLE) * n_draws // _PEOPLE
    stretch = persons.stretch
    single = replace(
        persons,
        coefficients=np.ascontiguousarray(persons.coefficients[draw, who][:, None]),
        thresholds=np.ascontiguousarray(persons.thresholds[draw]),
        weights=np.ones(1),
        by_threshold=None if persons.by_threshold is None else persons.by_threshold[:, draw, who][:, :, None],
        stretch=None if stretch is None else np.ascontiguousarray(stretch[draw, who][:, None]),
    )
    own = np.einsum("rmj,mj->rm", answer_draws(single, blanks, profiles), scores)
    return _centred(own - everybody[draw * len(everybody) // n_draws])


def _centred(draws: NDArray[np.float64]) -> NDArray[np.float64]:
    centred: NDArray[np.float64] = draws - draws.mean(axis=0)
    return centred
