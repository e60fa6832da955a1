"""Predictions of held-out answers, in each of the ways that are compared: our models, and rivals that know persons."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import logsumexp

from collega.errors import NotComputedError
from collega.messages import Message
from collega.model.checks.scale_use import uses_scale
from collega.model.comparison import MODELS
from collega.model.fit import Estimates, Fit
from collega.model.hierarchical.fit import Effort
from collega.model.mixed import fit_mixed
from collega.model.ordered import distribution, probabilities
from collega.model.personal_thresholds import personal_thresholds
from collega.model.pooled import fit_pooled
from collega.model.rivals import Answers, multinomial_with_person, overall_frequencies, personal_frequencies
from collega.model.share import in_order
from collega.panel.counts import merge_profiles
from collega.panel.panel import Panel
from collega.panel.selection import answers_of
from collega.study.coding import Coding

Floats = NDArray[np.float64]

BY_THRESHOLD = "pooled_by_threshold"
COMPARED = (*MODELS, "multinomial", "personal", "frequencies")
_SHORT = Effort(chains=2, warm_up=100, sweeps=150, rounds=0)
_SHORT_OWN = Effort(chains=2, warm_up=200, sweeps=300, rounds=0)  # thresholds of one's own move more slowly
_NODES = np.linspace(-5.0, 5.0, 81)


def predict_rows(
    panel: Panel, names: Sequence[str], held: NDArray[np.bool_], *, seed: int, like: Fit | None = None
) -> dict[str, Floats]:
    """Return (H, J) probabilities of the held-out answers, (N,) bool, in each of these ways, from all others."""
    training = answers_of(panel, ~held).counted
    test = answers_of(panel, held)
    own = like.has_own_thresholds if like is not None and like.model == "hierarchical" else None
    answers = _arrays(panel)
    known, asked = answers.rows(~held), answers.rows(held)
    ways: dict[str, Callable[[], Floats]] = {
        "frequencies": lambda: np.tile(overall_frequencies(known), (test.n_answers, 1)),
        "personal": lambda: personal_frequencies(known, asked),
        "multinomial": lambda: multinomial_with_person(_coded_profiles(panel), known, asked),
        "pooled": lambda: _pooled(fit_pooled(training), test),
        BY_THRESHOLD: lambda: _pooled(fit_pooled(training, by_threshold=like.by_threshold if like else ()), test),
        "mixed": lambda: _mixed(fit_mixed(training), training, test),
        "hierarchical": lambda: _hierarchical(training, test, seed, own),
    }
    return {name: ways[name]() for name in names}


def _arrays(panel: Panel) -> Answers:
    return Answers(
        participant=panel.participant.astype(np.int64),
        scenario=panel.profile.astype(np.int64),
        answer=panel.answer.astype(np.int64),
        n_people=panel.n_participants,
        n_answers=len(panel.study.answers),
    )


def _all_thresholds(estimates: Estimates) -> Floats:
    """Thresholds with an infinite one beside an outer answer that never occurs; an inner one closes the gap."""
    thresholds = estimates.thresholds.copy()
    known = np.flatnonzero(np.isfinite(thresholds))
    for j in np.flatnonzero(~np.isfinite(thresholds)):
        before = known[known < j]
        after = known[known > j]
        thresholds[j] = thresholds[before[-1]] if len(before) and len(after) else (np.inf if len(before) else -np.inf)
    return thresholds


def _pooled(fit: Fit, test: Panel) -> Floats:
    estimates = _estimates(fit)
    utility = _coded(test) @ np.nan_to_num(estimates.threshold_coefficients()).T
    reach = distribution("logit", _all_thresholds(estimates) - utility)
    if estimates.by_threshold is not None:
        reach = 1.0 - in_order(1.0 - reach, fit.positive - 1)
    edge = np.ones((len(reach), 1))
    below = np.hstack([0 * edge, reach, edge])
    return np.diff(below, axis=1)[test.scenario]


def _mixed(fit: Fit, training: Panel, test: Panel) -> Floats:
    """Weigh the intercepts by how likely they make the participant's other answers."""
    estimates = _estimates(fit)
    utility = _coded(test) @ estimates.coefficients
    shift = (estimates.intercept_sd or 0.0) * _NODES
    cells = np.stack([probabilities("logit", _all_thresholds(estimates), utility + node) for node in shift], axis=2)
    with np.errstate(divide="ignore"):
        answered = np.log(cells[training.scenario, training.answer])
    log_weight = np.tile(-0.5 * np.square(_NODES), (test.n_participants, 1))
    row = {name: i for i, name in enumerate(test.people["participant"].to_list())}
    owner = np.array([row[name] for name in training.people["participant"].to_list()])
    np.add.at(log_weight, owner[training.participant], answered)
    weight = np.exp(log_weight - logsumexp(log_weight, axis=1, keepdims=True))
    mixed: Floats = np.einsum("njq,nq->nj", cells[test.scenario], weight[test.participant])
    return mixed


def _hierarchical(training: Panel, test: Panel, seed: int, scale_use: bool | None) -> Floats:
    """Average over draws of the participant's own weights; over all participants' for one without other answers.

    With thresholds of their own where the fit that is validated has these; without one the answers decide.
    """
    from collega.model.hierarchical.fit import fit_hierarchical

    scale_use = uses_scale(training) if scale_use is None else scale_use
    fit = fit_hierarchical(training, seed=seed, effort=_SHORT_OWN if scale_use else _SHORT, scale_use=scale_use)
    draws = fit.draws
    if draws is None:
        raise NotComputedError(Message("model-prediction-without-draws"))
    row = {name: i for i, name in enumerate(fit.participants)}
    matrix = np.hstack([np.ones((len(test.design.scenarios), 1)), _coded(test)]).astype(np.float32)
    result = np.empty((test.n_answers, len(test.study.answers)))
    names = test.people["participant"].to_list()
    for i in np.unique(test.participant):
        mine = np.flatnonzero(test.participant == i)
        known = row.get(names[i])
        whose = slice(None) if known is None else slice(known, known + 1)
        own = draws.individual[:, whose]
        thresholds = draws.thresholds[:, None, :]
        if draws.stretch is not None:
            thresholds = personal_thresholds(thresholds, draws.stretch[:, whose], fit.positive)
        for n in mine:
            utility = (own @ matrix[test.scenario[n]]).astype(np.float64)
            bounds = thresholds - utility[:, :, None]
            result[n] = _categories(distribution(fit.link, bounds).mean(axis=(0, 1)))
    return result


def _categories(below: Floats) -> Floats:
    """Return (J,) probabilities from the (J-1,) of an answer at or below each category but the last."""
    categories: Floats = np.diff(below, prepend=0.0, append=1.0)
    return categories


def _estimates(fit: Fit) -> Estimates:
    if fit.estimates is None:
        raise NotComputedError(Message("model-prediction-without-estimates", model=fit.model))
    return fit.estimates


def _coded(panel: Panel) -> Floats:
    return Coding(n_levels=panel.study.n_levels).matrix(panel.design.profiles)


def _coded_profiles(panel: Panel) -> Floats:
    """Return the coded scenarios with the numbers of ``panel.profile``: repeats of the same levels are one."""
    return Coding(n_levels=panel.study.n_levels).matrix(panel.design.profiles[merge_profiles(panel.design.profiles)[0]])
