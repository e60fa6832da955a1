"""What knowing how somebody uses the scale does to the prediction of their other answers.

Half of everybody's scenarios gives everyone's own intercept, part-worths and stretch; the other half is predicted with
the stretch and without. Every second scenario is learned from, of one person the first and of the next the second, so
that where all judge the same scenarios the two halves of the panel know all of them. The stretch is averaged over a
grid by how likely each value makes the first half, with the intercept and part-worths left as they are: what is gained
is, if anything, understated.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import logsumexp

from collega.errors import NotComputedError
from collega.model.checks.personal_mode import personal_mode
from collega.model.checks.working import derivatives, working_model
from collega.model.ordered import bounds
from collega.panel.judged_levels import judged_levels
from collega.panel.panel import Panel
from collega.panel.selection import answers_of

Floats = NDArray[np.float64]
_GRID = np.linspace(-3.0, 3.0, 13)  # standard deviations


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    """How much better held-out answers are predicted.

    Attributes
    ----------
    nats : float
        Mean of the log-probability of the answer given with everyone's own stretch, less that without.
    se : float
        Standard error, clustered by participant.
    """

    nats: float
    se: float


def gain_of_stretch(panel: Panel, sd: float) -> Gain | None:
    """Return what a stretch with this standard deviation gains; None where half of the answers is too few to fit.

    Parameters
    ----------
    panel : Panel
        Counted.
    sd : float
    """
    learned = _half(panel)
    half = answers_of(panel, learned).counted
    there = np.bincount(panel.participant[learned], minlength=panel.n_participants) > 0
    if learned.all() or half.n_participants < 2 or not _alike(half, panel):
        return None
    try:
        model = working_model(half)
    except NotComputedError:
        return None
    if len(model.nodes) == 1 or len(model.thresholds) < 2:
        return None
    mode = personal_mode(model)
    answer = (np.cumsum(model.counted.used) - 1)[panel.answer]
    who = (np.cumsum(there) - 1)[panel.participant]
    columns = model.counted.judged.matrix(panel.design.profiles, "orthonormal")[panel.scenario]
    coefficients = mode.coefficients[who]
    utility = coefficients[:, 0] + (columns * coefficients[:, 1:]).sum(axis=1)
    log_p = _log_p(mode.thresholds, model.pivot, sd * _GRID, utility, answer)
    posterior = np.tile(-0.5 * np.square(_GRID), (half.n_participants, 1))
    np.add.at(posterior, who[learned], log_p[learned])
    posterior -= logsumexp(posterior, axis=1, keepdims=True)
    gains = logsumexp(log_p + posterior[who], axis=1) - log_p[:, len(_GRID) // 2]
    return _mean(gains[~learned], who[~learned])


def _half(panel: Panel) -> NDArray[np.bool_]:
    """Return (N,) whether an answer is learned from: every second scenario of everybody, repeats together; an only one
    always.
    """
    pairs, place = np.unique(panel.participant.astype(np.int64) * len(panel.design.profiles) + panel.profile,
                             return_inverse=True)  # fmt: skip
    owner = pairs // len(panel.design.profiles)
    rank = np.arange(len(pairs)) - np.searchsorted(owner, owner)
    only = np.bincount(owner)[owner] == 1
    learned: NDArray[np.bool_] = (only | ((rank + owner) % 2 == 0))[place.ravel()]
    return learned


def _alike(half: Panel, panel: Panel) -> bool:
    """Whether the half has all levels and all answers that the whole has."""
    answers = set(np.unique(half.answer)) == set(np.unique(panel.answer))
    return answers and bool((judged_levels(half).levels == judged_levels(panel).levels).all())


def _log_p(thresholds: Floats, pivot: int, stretches: Floats, utility: Floats, answer: NDArray[np.int64]) -> Floats:
    """Return (N, G) log-probabilities of the answers with each stretch."""
    parts = []
    for stretch in stretches:
        edges = bounds(thresholds[pivot] + np.exp(stretch) * (thresholds - thresholds[pivot]))
        parts.append(derivatives(edges[answer + 1] - utility, edges[answer] - utility)[:, 0])
    return np.column_stack(parts)


def _mean(gains: Floats, who: NDArray[np.int64]) -> Gain:
    nats = float(gains.mean())
    sums = np.bincount(who, weights=gains - nats)
    people = len(np.unique(who))
    return Gain(nats=nats, se=float(np.sqrt(np.square(sums).sum() * people / max(people - 1, 1)) / len(gains)))
