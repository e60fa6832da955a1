"""Simple ways to predict somebody's next answer: from how often each answer was given, with or without the levels.

A choice model that predicts no better than these has learned too little of what it is about. All of them learn from the
training answers alone, their penalties included, and give the held-out answers (H, J) probabilities.

Multinomial logit: McFadden (1974). Ridge penalties: le Cessie & van Houwelingen (1992), Applied Statistics 41.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import logsumexp

Floats = NDArray[np.float64]
Integers = NDArray[np.integer]

PRIOR_ANSWERS = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 256.0, np.inf)
LEVEL_PENALTIES, PERSON_PENALTIES = (30.0, 10.0, 3.0, 1.0), (10.0, 3.0, 1.0, 0.3, 0.1)
_INNER_FOLDS, _INNER_ANSWERS = 4, 6_000  # answers that are held out in turn to choose penalties
_LEAST = 1e-4


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Answers:
    """Who gave which answer to what.

    Attributes
    ----------
    participant : (N,) int
        Below ``n_people``.
    scenario : (N,) int
        Row of the coded scenarios.
    answer : (N,) int
        Below ``n_answers``.
    n_people, n_answers : int
        I and J.
    """

    participant: Integers
    scenario: Integers
    answer: Integers
    n_people: int
    n_answers: int

    def rows(self, chosen: NDArray[np.bool_]) -> Answers:
        """Return some of them, (N,) bool."""
        return Answers(
            participant=self.participant[chosen],
            scenario=self.scenario[chosen],
            answer=self.answer[chosen],
            n_people=self.n_people,
            n_answers=self.n_answers,
        )

    def counts(self) -> Floats:
        """(I, J): how often each person gave each answer."""
        cell = self.participant.astype(np.int64) * self.n_answers + self.answer
        counts = np.bincount(cell, minlength=self.n_people * self.n_answers)
        return counts.reshape(self.n_people, self.n_answers).astype(np.float64)


def overall_frequencies(training: Answers) -> Floats:
    """(J,): the share of each answer."""
    counts = np.bincount(training.answer, minlength=training.n_answers)
    frequencies: Floats = counts / max(int(counts.sum()), 1)
    return frequencies


def personal_frequencies(training: Answers, held: Answers) -> Floats:
    """Return (H, J): everyone's own frequencies, drawn towards those of all.

    ``n`` answers of all stand beside a person's own; ``n`` is chosen by the training answers, each predicted from the
    others. A multinomial with a Dirichlet prior: Good (1965), The Estimation of Probabilities.
    """
    counts, overall = training.counts(), overall_frequencies(training)
    weight = max(PRIOR_ANSWERS, key=lambda each: (_score_one_out(counts, each), each))
    return _shrunk(counts, overall, weight)[held.participant]


def _shrunk(counts: Floats, overall: Floats, weight: float) -> Floats:
    if np.isinf(weight):
        return np.tile(overall, (len(counts), 1))
    shares: Floats = (counts + weight * overall) / (counts.sum(axis=1, keepdims=True) + weight)
    return shares


def _score_one_out(counts: Floats, weight: float) -> float:
    """Log score of every answer by the person's other answers and everybody's."""
    given = counts > 0
    others = np.maximum(counts.sum(axis=0) - 1, 0.0) / max(counts.sum() - 1, 1.0)
    share = np.tile(others, (len(counts), 1))
    if np.isfinite(weight):
        elsewhere = np.maximum(counts.sum(axis=1, keepdims=True) - 1, 0.0)
        share = (counts - 1 + weight * share) / (elsewhere + weight)
    return float((counts[given] * np.log(np.maximum(share[given], _LEAST))).sum())


def multinomial_with_person(matrix: Floats, training: Answers, held: Answers) -> Floats:
    """Return (H, J) by a multinomial logit on the levels and on the person's other answers.

    Every answer has its own intercept, its own weight of every column of the levels, and its own weights of how the
    person answered elsewhere (``person_columns``). Levels and person have ridge penalties, chosen by log
    score on training answers that are held out in turn.

    Parameters
    ----------
    matrix : (S, K) float64
        Coded scenarios.
    """
    penalties = _choose_penalties(matrix, training)
    known, asked = _rows(matrix, training, training), _rows(matrix, training, held)
    return _fit(known, training, matrix.shape[1], penalties).probabilities(asked)


def person_columns(training: Answers, answers: Answers) -> Floats:
    """Return (N, J): square roots of the person's frequencies in the training answers, less those of everybody.

    A training answer itself is left out of its person's frequencies; one answer of everybody stands beside them.
    """
    counts, overall = training.counts()[answers.participant], overall_frequencies(training)
    if answers is training:
        counts[np.arange(len(counts)), answers.answer] -= 1.0
    columns: Floats = np.sqrt(_shrunk(counts, overall, 1.0)) - np.sqrt(overall)
    return columns


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Multinomial:
    """A multinomial logit.

    Attributes
    ----------
    intercepts : (J,) float64
        Log-odds, up to a constant.
    weights : (K, J) float64
        Of every column.
    """

    intercepts: Floats
    weights: Floats

    def probabilities(self, columns: Floats) -> Floats:
        """Return (N, J) for rows of columns, (N, K)."""
        log_odds = self.intercepts + columns @ self.weights
        result: Floats = np.exp(log_odds - logsumexp(log_odds, axis=1, keepdims=True))
        return result


def fit_multinomial(
    columns: Floats,
    answer: Integers,
    n_answers: int,
    penalty: Floats,
    start: Multinomial | None = None,
    *,
    tolerance: float = 1e-11,
) -> Multinomial:
    """Minimise minus the log-likelihood plus half of each column's penalty times its squared weights.

    Parameters
    ----------
    columns : (N, K) float64
    answer : (N,) int
        Below ``n_answers``.
    penalty : (K,) float64
        The intercepts have a penalty of 1/1000, which holds on to those of answers that never occur.
    start : Multinomial, optional
        Where to begin.
    tolerance : float
        Stop where a step lowers the loss by less than this part of it.
    """
    row, design = np.arange(len(answer)), np.hstack([np.ones((len(answer), 1)), columns])
    given = np.zeros((len(answer), n_answers))
    given[row, answer] = 1.0
    ridge = np.concatenate([[1e-3], penalty])[:, None]

    def loss(flat: Floats) -> tuple[float, Floats]:
        theta = flat.reshape(-1, n_answers)
        log_odds = design @ theta
        log_chance = log_odds - logsumexp(log_odds, axis=1, keepdims=True)
        slope = design.T @ (np.exp(log_chance) - given) + ridge * theta
        return float(0.5 * (ridge * theta * theta).sum() - log_chance[row, answer].sum()), slope.ravel()

    first = np.zeros((design.shape[1], n_answers))
    if start is not None:
        first = np.vstack([start.intercepts, start.weights])
    options = {"maxiter": 1000, "ftol": tolerance, "gtol": 1e-5}
    found = minimize(loss, first.ravel(), jac=True, method="L-BFGS-B", options=options).x.reshape(-1, n_answers)
    return Multinomial(intercepts=found[0], weights=found[1:])


def _rows(matrix: Floats, training: Answers, answers: Answers) -> Floats:
    return np.hstack([matrix[answers.scenario], person_columns(training, answers)])


def _fit(
    rows: Floats,
    training: Answers,
    n_columns: int,
    penalties: tuple[float, float],
    start: Multinomial | None = None,
    *,
    tolerance: float = 1e-11,
) -> Multinomial:
    penalty = np.repeat(penalties, [n_columns, rows.shape[1] - n_columns])
    return fit_multinomial(rows, training.answer, training.n_answers, penalty, start, tolerance=tolerance)


def _choose_penalties(matrix: Floats, training: Answers) -> tuple[float, float]:
    """Return the penalties of levels and of the person; those of levels first, with one of 1 for the person."""
    levels = _score_held_out(matrix, training, [(each, 1.0) for each in LEVEL_PENALTIES])
    chosen = LEVEL_PENALTIES[int(levels.argmax())]
    person = _score_held_out(matrix, training, [(chosen, each) for each in PERSON_PENALTIES])
    return chosen, PERSON_PENALTIES[int(person.argmax())]


def _score_held_out(matrix: Floats, training: Answers, penalties: Sequence[tuple[float, float]]) -> Floats:
    """Return the log score of each pair of penalties on training answers that are held out in turn."""
    fold = _turns(training)
    n_folds = int(np.clip(_INNER_ANSWERS * _INNER_FOLDS // max(len(fold), 1), 1, _INNER_FOLDS))
    scores = np.zeros(len(penalties))
    for number in range(n_folds):
        kept, out = training.rows(fold != number), training.rows(fold == number)
        known, asked = _rows(matrix, kept, kept), _rows(matrix, kept, out)
        model = None
        for place, pair in enumerate(penalties):
            model = _fit(known, kept, matrix.shape[1], pair, model, tolerance=1e-8)
            chance = model.probabilities(asked)[np.arange(len(out.answer)), out.answer]
            scores[place] += np.log(np.maximum(chance, _LEAST)).sum()
    return scores


def _turns(training: Answers) -> Integers:
    """(N,): everyone's scenarios in turn, repeats of one together, so that no scenario is held out for all at once."""
    size = int(training.scenario.max(initial=0)) + 1
    pairs, place = np.unique(training.participant.astype(np.int64) * size + training.scenario, return_inverse=True)
    turn: Integers = ((np.arange(len(pairs)) + pairs // size) % _INNER_FOLDS)[place.ravel()]
    return turn
