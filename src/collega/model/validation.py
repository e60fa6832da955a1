"""How well does a model predict answers that it has not seen?

Every participant's scenarios are dealt over K folds, repeats of the same levels together, whatever their ids. For each
fold the model is fitted to the answers of the other folds, and predicts those of this fold, from the same
participant's other answers where the model knows persons. Two simple rivals do the same: the overall frequency of
every answer, and the pooled logit; in a comparison so do all models, and rivals that know persons.

Logarithmic score: Good (1952), JRSS B 14. Cross-validation: Stone (1974), JRSS B 36.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.special import logsumexp, stdtrit

from collega.errors import NotComputedError
from collega.model.comparison import CLASSES, MODELS, Comparison, clustered, compare, likelihood_of
from collega.model.fit import Estimates, Fit
from collega.model.hierarchical.fit import Effort
from collega.model.mixed import fit_mixed
from collega.model.ordered import distribution, probabilities
from collega.model.own_thresholds import own_thresholds
from collega.model.pooled import fit_pooled
from collega.model.rivals import Answers, multinomial_with_person, overall_frequencies, personal_frequencies
from collega.model.share import in_order
from collega.panel.counts import merge_profiles
from collega.panel.panel import Panel
from collega.study.coding import Coding

Floats = NDArray[np.float64]

FOLDS = 5
RIVALS, BY_THRESHOLD = ("pooled", "frequencies"), "pooled_by_threshold"
COMPARED = (*MODELS, "multinomial", "personal", "frequencies")
_LEVEL = 0.9
_FULL_EFFORT = 20_000  # held-out answers times folds that are worth waiting for
_SHORT = Effort(chains=2, warm_up=100, sweeps=150, rounds=0)
_SHORT_OWN = Effort(chains=2, warm_up=200, sweeps=300, rounds=0)  # thresholds of one's own move more slowly
_NODES = np.linspace(-5.0, 5.0, 81)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Validation:
    """Predictions of held-out answers, beside those of simple rivals.

    Attributes
    ----------
    model : str
        The model of the fit that was validated; ``pooled_by_threshold`` where it has effects by threshold.
    folds : int
        Folds that were held out, of ``FOLDS``; fewer for large panels.
    answers : int
        Held-out answers that were predicted.
    log_loss : dict of str to float
        For ``model`` and each rival: mean of minus the log-probability of the answer given, nats; lower is better.
    hit_rate : dict of str to float
        Share of held-out answers that were the most probable one, 0..1.
    gain : float or None
        ``log_loss`` of the pooled rival minus that of the model, nats; None where the model is the pooled one.
    gain_interval : (2,) float64 or None
        90% interval of ``gain``, clustered by participant.
    calibration : polars.DataFrame
        Classes of equally many held-out answers, by predicted share: ``predicted`` and ``observed`` (mean probability
        and share of positive answers, 0..1), ``n``.
    comparison : Comparison or None
        All models and rivals; None where it was not asked for.
    """

    model: str
    folds: int
    answers: int
    log_loss: dict[str, float]
    hit_rate: dict[str, float]
    gain: float | None
    gain_interval: Floats | None
    calibration: pl.DataFrame
    comparison: Comparison | None = None

    def as_json(self) -> dict[str, Any]:
        """Return everything with plain types."""
        return {
            "model": self.model,
            "folds": self.folds,
            "answers": self.answers,
            "log_loss": self.log_loss,
            "hit_rate": self.hit_rate,
            "gain": self.gain,
            "gain_interval": None if self.gain_interval is None else self.gain_interval.tolist(),
            "calibration": self.calibration.to_dicts(),
            "comparison": None if self.comparison is None else self.comparison.as_json(),
        }


def validate(
    panel: Panel,
    fit: Fit,
    *,
    seed: int = 1,
    comparison: bool = False,
    progress: Callable[[float], None] | None = None,
) -> Validation:
    """Predict held-out answers with the model of ``fit``.

    ``hierarchical`` is refitted with shorter chains than the fit itself: predictions average over draws, and need far
    fewer of them than an interval does. On the demonstration study the log loss is within 0.002 of that of five times
    longer chains, a thirtieth of its distance to the pooled model. With thresholds of everyone's own the chains are
    twice as long: on tea half as long loses 0.01, twice as long gains nothing.

    Parameters
    ----------
    panel : Panel
    fit : Fit
        Says which model; its own estimates are not used, since they have seen every answer.
    seed : int
        Of the folds, and of the chains.
    comparison : bool
        Whether all models predict too, and rivals that know persons (``COMPARED``).
    progress : callable, optional
        Called with the fraction done, 0 to 1.

    Raises
    ------
    NotComputedError
        Where too few answers are left to fit to.
    """
    model = _name_of(fit)
    names = tuple(dict.fromkeys((*COMPARED, model) if comparison else (model, *RIVALS)))
    held = predict_held_out(panel, names, seed=seed, like=fit, progress=progress)
    compared = held.compare(model=model) if comparison else None
    return _score(fit, held, compared)


def _name_of(fit: Fit) -> str:
    return BY_THRESHOLD if fit.by_threshold else fit.model


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class HeldOut:
    """Answers that were held out, and what was predicted of them.

    Attributes
    ----------
    row : (H,) int64
        Which answers of the counted panel.
    answer, participant, fold : (H,) int64
        The answer given, by whom, and with which fold it was held out.
    positive, folds : int
        Answers from this category on are positive; how many folds were held out.
    predicted : dict of str to (H, J) float64
        Probability of every answer.
    """

    row: NDArray[np.int64]
    answer: NDArray[np.int64]
    participant: NDArray[np.int64]
    fold: NDArray[np.int64]
    positive: int
    folds: int
    predicted: dict[str, Floats]

    def compare(self, *, model: str | None = None) -> Comparison:
        """Score all of them on the same answers."""
        return compare(self.predicted, self.answer, self.participant, self.fold, positive=self.positive, model=model)


def predict_held_out(
    panel: Panel,
    names: Sequence[str],
    *,
    seed: int = 1,
    folds: int | None = None,
    like: Fit | None = None,
    progress: Callable[[float], None] | None = None,
) -> HeldOut:
    """Predict every held-out answer in each of these ways.

    Parameters
    ----------
    panel : Panel
    names : sequence of str
        Of ``COMPARED``, or ``BY_THRESHOLD``.
    seed : int
        Of the folds, and of chains.
    folds : int, optional
        How many of ``FOLDS`` to hold out; as many as are worth waiting for unless told otherwise.
    like : Fit, optional
        Which criteria have effects by threshold, and whether people have thresholds of their own, are as in this fit;
        otherwise the data decide.
    progress : callable, optional
        Called with the fraction done, 0 to 1.

    Raises
    ------
    NotComputedError
        Where too few answers are left to fit to.
    """
    panel = panel.counted
    fold = deal(panel, seed)
    n_folds = folds or _affordable(panel, names)
    parts = []
    for number in range(n_folds):
        parts.append(predict_rows(panel, names, fold == number, seed=seed, like=like))
        if progress is not None:
            progress((number + 1) / n_folds)
    held = np.concatenate([np.flatnonzero(fold == number) for number in range(n_folds)])
    if len(held) == 0:
        raise NotComputedError("Validation needs participants who judged more than one scenario.")
    return HeldOut(
        row=held,
        answer=panel.answer[held].astype(np.int64),
        participant=panel.participant[held].astype(np.int64),
        fold=fold[held],
        positive=panel.study.positive,
        folds=n_folds,
        predicted={name: np.vstack([part[name] for part in parts]) for name in names},
    )


def deal(panel: Panel, seed: int) -> NDArray[np.int64]:
    """Return the fold of every answer, (N,) int: everyone's scenarios in random order over the folds in turn.

    The only scenario of a participant stays with the answers that are never held out (-1).
    """
    rng = np.random.default_rng(seed)
    pair = panel.participant.astype(np.int64) * len(panel.design.scenarios) + panel.profile
    pairs, place = np.unique(pair, return_inverse=True)
    owner = pairs // len(panel.design.scenarios)
    order = np.lexsort((rng.random(len(pairs)), owner))
    sizes = np.bincount(owner, minlength=panel.n_participants)
    starts = np.repeat(np.cumsum(sizes) - sizes, sizes)
    fold = np.empty(len(pairs), dtype=np.int64)
    fold[order] = (np.arange(len(pairs)) - starts + rng.integers(FOLDS, size=panel.n_participants)[owner]) % FOLDS
    fold[sizes[owner] < 2] = -1
    dealt: NDArray[np.int64] = fold[place.ravel()]
    return dealt


def _affordable(panel: Panel, names: Sequence[str]) -> int:
    """All folds for a small panel; one for a large panel whose refits take minutes."""
    if not {"hierarchical", "multinomial"} & set(names):
        return FOLDS
    return int(np.clip(_FULL_EFFORT // panel.n_answers, 1, FOLDS))


def predict_rows(
    panel: Panel, names: Sequence[str], held: NDArray[np.bool_], *, seed: int, like: Fit | None = None
) -> dict[str, Floats]:
    """Return (H, J) probabilities of the held-out answers, (N,) bool, in each of these ways, from all others."""
    training = _answers_of(panel, ~held).counted
    test = _answers_of(panel, held)
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


def _answers_of(panel: Panel, chosen: NDArray[np.bool_]) -> Panel:
    return replace(
        panel,
        participant=panel.participant[chosen],
        scenario=panel.scenario[chosen],
        answer=panel.answer[chosen],
        position=None,
        seconds=None,
    )


def _known(estimates: Estimates) -> Floats:
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
    utility = _coded(test) @ np.nan_to_num(estimates.at_thresholds()).T
    reach = distribution("logit", _known(estimates) - utility)
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
    cells = np.stack([probabilities("logit", _known(estimates), utility + node) for node in shift], axis=2)
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

    With thresholds of their own where the fit that is validated has these.
    """
    from collega.model.hierarchical.fit import fit_hierarchical

    fit = fit_hierarchical(training, seed=seed, effort=_SHORT_OWN if scale_use else _SHORT, scale_use=scale_use)
    draws = fit.draws
    if draws is None:
        raise NotComputedError("The hierarchical model gave no draws, so nothing can be predicted.")
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
            thresholds = own_thresholds(thresholds, draws.stretch[:, whose], fit.positive)
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
        raise NotComputedError(f"The {fit.model} model gave no estimates, so nothing can be predicted.")
    return fit.estimates


def _coded(panel: Panel) -> Floats:
    return Coding(n_levels=panel.study.n_levels).matrix(panel.design.profiles)


def _coded_profiles(panel: Panel) -> Floats:
    """Return the coded scenarios with the numbers of ``panel.profile``: repeats of the same levels are one."""
    return Coding(n_levels=panel.study.n_levels).matrix(panel.design.profiles[merge_profiles(panel.design.profiles)[0]])


def _score(fit: Fit, held: HeldOut, compared: Comparison | None) -> Validation:
    model = _name_of(fit)
    order = [model, *(name for name in RIVALS if name != model)]
    loss = {name: -np.log(likelihood_of(held.predicted[name], held.answer)) for name in order}
    gain, interval = None, None
    if model != "pooled":
        gain, interval = _clustered(loss["pooled"] - loss[model], held.participant)
    return Validation(
        model=model,
        folds=held.folds,
        answers=len(held.row),
        log_loss={name: float(loss[name].mean()) for name in order},
        hit_rate={name: float((held.predicted[name].argmax(axis=1) == held.answer).mean()) for name in order},
        gain=gain,
        gain_interval=interval,
        calibration=_calibration(held.predicted[model][:, held.positive :].sum(axis=1), held.answer >= held.positive),
        comparison=compared,
    )


def _clustered(difference: Floats, participant: NDArray[np.integer]) -> tuple[float, Floats | None]:
    """Return the mean difference and its interval from the participants' own sums."""
    mean, error = clustered(difference, participant)
    if error is None:
        return mean, None
    reach = stdtrit(len(np.unique(participant)) - 1, 0.5 + _LEVEL / 2) * error
    return mean, np.array([mean - reach, mean + reach])


def _calibration(predicted: Floats, positive: NDArray[np.bool_]) -> pl.DataFrame:
    return pl.DataFrame(list(_classes(predicted, positive)), schema={"predicted": float, "observed": float, "n": int})


def _classes(predicted: Floats, positive: NDArray[np.bool_]) -> Iterator[dict[str, float | int]]:
    for part in np.array_split(np.argsort(predicted, kind="stable"), CLASSES):
        if len(part):
            yield {
                "predicted": float(predicted[part].mean()),
                "observed": float(positive[part].mean()),
                "n": len(part),
            }
