"""What a talk did: how far the room moved, net of what moves by itself.

Three things move answers between two rounds. A second look does: that is what the controls show, which everybody judges
twice and nobody discusses, and it is taken off. Regression to the mean does, wherever something is chosen by the first
round: whoever stood far out then stands less far out the next time. The mean shift of a scenario that was chosen before
the first round is free of it. A move *towards the majority* is not, where the majority is that of the first round:
everybody's judgement of the moment takes part in it. So a move is counted towards the majority of the others alone,
who say nothing of the chance in one's own judgement. What is left is the talk, with the spread that was shown.

References
----------
Barnett, van der Pols & Dobson (2005), Regression to the mean: what it is and how to deal with it, International Journal
of Epidemiology 34: 215-220. Shadish, Cook & Campbell (2002), Experimental and Quasi-Experimental Designs: nonequivalent
dependent variables.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from collega.errors import NotComputedError
from collega.rounds.shift import PRIOR_CHANGE, Shift, change_variance, contrast_of, shift_of
from collega.rounds.votes import MISSING, Votes

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """The shift of some scenarios together.

    Attributes
    ----------
    share : Shift or None
        In the share of positive answers, 0..1; None where too few judged twice.
    steps : Shift or None
        In the mean answer, steps of the scale.
    toward : Shift or None
        In the share on the side that most of the others were on in the first round, 0..1.
    net : bool
        Whether the shift of a control is taken off.
    """

    share: Shift | None
    steps: Shift | None
    toward: Shift | None
    net: bool


def effect_of(votes: Votes, scenarios: Sequence[int] | NDArray[np.integer]) -> Effect:
    """Return the mean shift of the discussed ones among these scenarios, less that of the controls among them.

    Parameters
    ----------
    votes : Votes
    scenarios : sequence of int
        Those whose answers may be shown, in both rounds.
    """
    chosen = np.asarray(scenarios, dtype=np.int64)
    controls = votes.controls[chosen]
    if not (~controls).any():
        return Effect(share=None, steps=None, toward=None, net=False)
    weights = np.zeros(len(votes.controls))
    weights[chosen] = contrast_of(controls)
    net = bool(controls.any())
    widest = 2.0 if net else 1.0
    steps = float(votes.answers - 1)
    return Effect(
        share=_shift(votes.side_changes, weights, PRIOR_CHANGE, widest),
        steps=_shift(votes.changes, weights, change_variance(votes.answers), widest * steps),
        toward=_shift(towards_others(votes), weights, PRIOR_CHANGE, widest),
        net=net,
    )


def single_effect(votes: Votes, scenario: int) -> Effect:
    """Return the shift of one scenario, nothing taken off."""
    weights = np.eye(len(votes.controls))[scenario]
    return Effect(
        share=_shift(votes.side_changes, weights, PRIOR_CHANGE, 1.0),
        steps=_shift(votes.changes, weights, change_variance(votes.answers), float(votes.answers - 1)),
        toward=_shift(towards_others(votes), weights, PRIOR_CHANGE, 1.0),
        net=False,
    )


def towards_others(votes: Votes) -> Floats:
    """(I, S) float64: changes of side, 1 towards the side of most others in the first round; 0 where they tie."""
    judged = votes.first != MISSING
    positive = judged & (votes.first >= votes.positive)
    others = judged.sum(axis=0) - judged
    direction = np.sign(2 * (positive.sum(axis=0) - positive) - others)
    result: Floats = votes.side_changes * direction
    return result


def _shift(changes: Floats, weights: Floats, prior: float, widest: float) -> Shift | None:
    try:
        return shift_of(changes, weights, prior_variance=prior, limits=(-widest, widest))
    except NotComputedError:
        return None
