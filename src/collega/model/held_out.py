"""Held-out answers: everybody's scenarios dealt over folds, and what is predicted of each fold from the others."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from collega.errors import NotComputedError
from collega.messages import Message
from collega.model.comparison import Comparison, compare
from collega.model.fit import Fit
from collega.model.predictions import predict_rows
from collega.panel.panel import Panel
from collega.pieces import Pieces

Floats = NDArray[np.float64]
Spread = Callable[[Sequence[Callable[[], dict[str, Floats]]]], Pieces[dict[str, Floats]]]

FOLDS = 5
_FULL_EFFORT = 20_000  # held-out answers times folds that are worth waiting for


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
    spread: Spread | None = None,
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
    spread : callable, optional
        Makes pieces of functions that predict one fold in one way each, such as ``Workers.pieces``; without it they are
        called here, one after the other.

    Raises
    ------
    NotComputedError
        Where too few answers are left to fit to.
    """
    panel = panel.counted
    fold = deal(panel, seed)
    n_folds = folds or _affordable(panel, names)
    predict = partial(predict_rows, panel, seed=seed, like=like)
    if spread is None:
        parts = []
        for number in range(n_folds):
            parts.append(predict(names, fold == number))
            if progress is not None:
                progress((number + 1) / n_folds)
    else:
        each = [partial(predict, (name,), fold == number) for number in range(n_folds) for name in names]
        done = spread(each).collect(_itself, progress=progress)
        parts = [dict(ChainMap(*done[n * len(names) : (n + 1) * len(names)])) for n in range(n_folds)]
    held = np.concatenate([np.flatnonzero(fold == number) for number in range(n_folds)])
    if len(held) == 0:
        raise NotComputedError(Message("model-nothing-to-validate"))
    return HeldOut(
        row=held,
        answer=panel.answer[held].astype(np.int64),
        participant=panel.participant[held].astype(np.int64),
        fold=fold[held],
        positive=panel.study.positive,
        folds=n_folds,
        predicted={name: np.vstack([part[name] for part in parts]) for name in names},
    )


def _itself(predicted: dict[str, Floats]) -> dict[str, Floats]:
    return predicted


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
