"""All models beside simple rivals on the same held-out answers, and a stack of them.

The stack mixes their predictions with weights that were learned from other folds, so that its score is that of answers
it has not seen either. It is worth telling where it gains more than its standard error.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from collega.messages import Message, warnings_json
from collega.model.stacking import stack_weights, stacked_likelihood

Floats = NDArray[np.float64]
Integers = NDArray[np.integer]

FLOOR = 1e-4  # no answer is called less likely than this, or one surprise would decide the comparison
CLASSES = 5
MODELS = ("hierarchical", "mixed", "pooled")
_SPLITS = 5  # of the people, where only one fold was held out


@dataclass(frozen=True, slots=True, kw_only=True)
class Predictor:
    """How well one way to predict did on the held-out answers.

    Attributes
    ----------
    name : str
    log_loss : float
        Mean of minus the log-probability of the answer given, nats.
    log_loss_se : float or None
        Clustered by participant; None with one participant.
    difference : float
        Log loss less that of the best, nats; 0 for the best.
    difference_se : float or None
        Clustered by participant; 0 for the best.
    hit_rate : float
        Share of the answers that were the most probable one, 0..1.
    calibration_error : float
        Mean distance between predicted and observed share of positive answers over ``CLASSES`` classes of equally many
        answers, 0..1.
    """

    name: str
    log_loss: float
    log_loss_se: float | None
    difference: float
    difference_se: float | None
    hit_rate: float
    calibration_error: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """A mixture of all.

    Attributes
    ----------
    weights : dict of str to float
        Of each member, adding up to 1, learned from all held-out answers.
    log_loss : float
        With weights that were learned without the answers they predict, nats.
    gain, gain_se : float, float or None
        Log loss of the best member less that of the stack, nats, and its standard error, clustered by participant.
    worthwhile : bool
        Whether the gain is more than its standard error.
    """

    weights: dict[str, float]
    log_loss: float
    gain: float
    gain_se: float | None
    worthwhile: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """All models and rivals on the same held-out answers.

    Attributes
    ----------
    predictors : tuple of Predictor
        Lowest log loss first.
    stack : Stack
    personal_wins : bool
        Whether a person's own frequencies predict better than the model in use, by more than a standard error.
    warnings : tuple of str
        What the comparison says that a user of the model must know.
    """

    predictors: tuple[Predictor, ...]
    stack: Stack
    personal_wins: bool
    warnings: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return everything with plain types."""
        return {
            "best": self.predictors[0].name,
            "predictors": [{key: getattr(one, key) for key in Predictor.__slots__} for one in self.predictors],
            "stack": {key: getattr(self.stack, key) for key in Stack.__slots__},
            "personal_wins": self.personal_wins,
            **warnings_json(self.warnings),
        }


def compare(
    predicted: Mapping[str, Floats],
    answer: Integers,
    participant: Integers,
    fold: Integers,
    *,
    positive: int,
    model: str | None = None,
) -> Comparison:
    """Score predictions of the same held-out answers.

    Parameters
    ----------
    predicted : mapping of str to (N, J) float64
        Probability of every answer by each way to predict, at least one.
    answer, participant, fold : (N,) int
        The answer given, by whom, and with which fold it was held out.
    positive : int
        Answers from this category on are positive.
    model : str, optional
        The model in use: the warnings are about it.
    """
    likelihood = np.column_stack([likelihood_of(chance, answer) for chance in predicted.values()])
    loss = -np.log(likelihood)
    best = int(loss.mean(axis=0).argmin())
    order = np.argsort(loss.mean(axis=0), kind="stable")
    names = list(predicted)
    predictors = []
    for number in order:
        mean, error = clustered(loss[:, number], participant)
        difference, its_error = clustered(loss[:, number] - loss[:, best], participant)
        chance = predicted[names[number]]
        predictors.append(
            Predictor(
                name=names[number],
                log_loss=mean,
                log_loss_se=error,
                difference=difference,
                difference_se=its_error,
                hit_rate=float((chance.argmax(axis=1) == answer).mean()),
                calibration_error=calibration_error(chance[:, positive:].sum(axis=1), answer >= positive),
            )
        )
    stack = _stack(likelihood, loss[:, best], names, participant, fold)
    personal, warnings = _warnings(dict(zip(names, loss.T, strict=True)), participant, model)
    return Comparison(
        predictors=tuple(predictors), stack=stack, personal_wins=personal is not None, warnings=tuple(warnings)
    )


def likelihood_of(chance: Floats, answer: Integers) -> Floats:
    """Return (N,) probabilities of the answers given; none below ``FLOOR``, and adding up to 1 over all answers."""
    sure = np.maximum(chance, FLOOR)
    likelihood: Floats = sure[np.arange(len(answer)), answer] / sure.sum(axis=1)
    return likelihood


def clustered(values: Floats, participant: Integers) -> tuple[float, float | None]:
    """Return the mean and its standard error from the participants' own sums; None with one participant."""
    mean = float(values.mean())
    members, place = np.unique(participant, return_inverse=True)
    if len(members) < 2:
        return mean, None
    sums = np.bincount(place.ravel(), weights=values - mean)
    error = np.sqrt(np.square(sums).sum() * len(members) / (len(members) - 1)) / len(values)
    return mean, float(error)


def calibration_error(predicted: Floats, happened: NDArray[np.bool_]) -> float:
    """Return the mean distance between predicted and observed shares over classes of equally many answers."""
    parts = [part for part in np.array_split(np.argsort(predicted, kind="stable"), CLASSES) if len(part)]
    return float(np.mean([abs(predicted[part].mean() - happened[part].mean()) for part in parts]))


def _stack(likelihood: Floats, best: Floats, names: list[str], participant: Integers, fold: Integers) -> Stack:
    block = fold if len(np.unique(fold)) > 1 else np.unique(participant, return_inverse=True)[1].ravel() % _SPLITS
    weights = stack_weights(likelihood)
    loss = best if len(np.unique(block)) < 2 else -np.log(stacked_likelihood(likelihood, block))
    gain, error = clustered(best - loss, participant)
    return Stack(
        weights=dict(zip(names, weights.tolist(), strict=True)),
        log_loss=float(loss.mean()),
        gain=gain,
        gain_se=error,
        worthwhile=error is not None and gain > error,
    )


def _warnings(loss: Mapping[str, Floats], participant: Integers, model: str | None) -> tuple[str | None, list[str]]:
    """Return the warning that a person's own frequencies predict better, if they do, and all warnings."""
    personal: str | None = None
    texts: list[str] = []
    if model is None or model not in loss:
        return personal, texts
    for name in (name for name in (*MODELS, "personal") if name in loss and name != model):
        gain, error = clustered(loss[model] - loss[name], participant)
        if error is None:
            continue
        if name == "personal" and gain > error:
            personal = Message(
                "model-personal-wins", model=model, theirs=loss[name].mean(), ours=loss[model].mean(), error=error
            )
            texts.append(personal)
        elif name != "personal" and gain > 2 * error:
            texts.append(Message("model-predicts-better", name=name, model=model, gain=gain, error=error))
    return personal, texts
