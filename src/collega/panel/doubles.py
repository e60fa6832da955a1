"""Participants who gave the same answers to the same scenarios: a file that was added twice, or one person twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from collega.errors import quoted
from collega.messages import Message
from collega.panel.panel import Panel

CHANCE = 0.001  # how many such pairs may be expected before chance explains them
_SHOWN = 5


def groups_named(groups: Sequence[Sequence[str]], most: int) -> Message | tuple[Message, ...]:
    """Return groups of participants as a message repeats them: of many the first, and how many more there are."""
    named = tuple(Message("panel-together", names=tuple(map(quoted, group))) for group in groups[:most])
    return named if len(groups) <= most else Message("common-and-more", names=named, number=len(groups) - most)


def same_answers(panel: Panel) -> tuple[str, ...]:
    """Return a warning where chance does not explain that participants answered alike throughout.

    Two people answer one scenario alike with the sum of the squared shares of its answers; the product over the
    scenarios that both judged, times the number of pairs, is how many such pairs one expects. People who resemble each
    other agree more often than that, hence the low ``CHANCE``; a panel that is of one mind is never warned about. Who
    gave one answer throughout is not meant here: the flags tell of them.
    """
    pairs = max(1.0, panel.n_participants * (panel.n_participants - 1) / 2)
    suspect = np.flatnonzero((np.log(pairs) + _log_chance(panel) < np.log(CHANCE)) & _varied(panel))
    alike: dict[int, list[int]] = defaultdict(list)
    for person, number in zip(suspect.tolist(), _fingerprints(panel)[suspect].tolist(), strict=True):
        alike[number].append(person)
    groups = [people for people in alike.values() if len(people) > 1]
    if not groups:
        return ()
    names = panel.people["participant"]
    listed = groups_named([[names[person] for person in people[:_SHOWN]] for people in groups], _SHOWN)
    return (Message("panel-same-answers", names=listed),)


def _log_chance(panel: Panel) -> NDArray[np.float64]:
    """Return, by participant, the logarithm of the chance that somebody else answers all their scenarios alike."""
    pairs = panel.participant.astype(np.int64) * len(panel.design.scenarios) + panel.scenario
    first = np.unique(pairs, return_index=True)[1]  # a repeat agrees with itself: it counts once
    agreement = _log_agreement(panel)[panel.scenario[first]]
    chance = np.zeros(panel.n_participants)
    np.add.at(chance, panel.participant[first], agreement)
    return chance


def _varied(panel: Panel) -> NDArray[np.bool_]:
    """Return, by participant, whether more than one answer was given."""
    given = np.zeros((panel.n_participants, len(panel.study.answers)), dtype=bool)
    given[panel.participant, panel.answer] = True
    return np.asarray(given.sum(axis=1) > 1)


def _log_agreement(panel: Panel) -> NDArray[np.float64]:
    """Return, by scenario, the logarithm of the chance that two of its answers are the same."""
    n_answers = len(panel.study.answers)
    cells = panel.scenario.astype(np.int64) * n_answers + panel.answer
    counts = np.bincount(cells, minlength=len(panel.design.scenarios) * n_answers).reshape(-1, n_answers)
    total = np.maximum(counts.sum(axis=1, keepdims=True), 1)
    squares = np.square(counts / total).sum(axis=1)
    return np.log(np.where(squares > 0, squares, 1.0))


def _fingerprints(panel: Panel) -> NDArray[np.uint64]:
    """Return one number per participant, equal for equal sets of scenarios and answers, in whatever order."""
    rng = np.random.default_rng(0)
    shape = (len(panel.design.scenarios), len(panel.study.answers))
    codes = rng.integers(0, np.iinfo(np.uint64).max, shape, dtype=np.uint64)
    sums = np.zeros(panel.n_participants, dtype=np.uint64)
    np.add.at(sums, panel.participant, codes[panel.scenario, panel.answer])  # wraps around, as a sum of hashes may
    return sums
