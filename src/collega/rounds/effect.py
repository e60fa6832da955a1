"""What a talk did: how far the room moved, net of what moves by itself.

Three things move answers between two rounds. A second look does: that is what the controls show, which everybody judges
twice and nobody discusses, and it is taken off. Regression to the mean does, wherever something is chosen by the first
round: whoever stood far out then stands less far out the next time. The mean shift of a scenario that was chosen before
the first round is free of it, and nothing else is told of a shift: a move towards the majority of the first round would
not be free, since everybody's judgement of the moment takes part in that majority. What is left is the talk, with the
spread that was shown before it.

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
from collega.rounds.shift import PRIOR_CHANGE, PRIOR_PEOPLE, Shift, change_variance, contrast_of, shift_of
from collega.rounds.votes import Votes

Floats = NDArray[np.float64]
SINGLE_PEOPLE = 3.0  # sides of few people at one scenario: the variance that was seen says least there


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """The shift of some scenarios together.

    Attributes
    ----------
    share : Shift or None
        In the share of positive answers, 0..1; None where too few judged twice.
    steps : Shift or None
        In the mean answer, steps of the scale.
    net : bool
        Whether the shift of a control is taken off.
    """

    share: Shift | None
    steps: Shift | None
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
        return Effect(share=None, steps=None, net=False)
    weights = np.zeros(len(votes.controls))
    weights[chosen] = contrast_of(controls)
    net = bool(controls.any())
    widest = 2.0 if net else 1.0
    steps = float(votes.answers - 1)
    return Effect(
        share=_shift(votes.side_changes, weights, PRIOR_CHANGE, widest),
        steps=_shift(votes.changes, weights, change_variance(votes.answers), widest * steps),
        net=net,
    )


def single_effect(votes: Votes, scenario: int) -> Effect:
    """Return the shift of one scenario, nothing taken off."""
    weights = np.eye(len(votes.controls))[scenario]
    return Effect(
        share=_shift(votes.side_changes, weights, PRIOR_CHANGE, 1.0, people=SINGLE_PEOPLE),
        steps=_shift(votes.changes, weights, change_variance(votes.answers), float(votes.answers - 1)),
        net=False,
    )


def _shift(
    changes: Floats, weights: Floats, prior: float, widest: float, *, people: float = PRIOR_PEOPLE
) -> Shift | None:
    try:
        return shift_of(changes, weights, prior_variance=prior, limits=(-widest, widest), prior_people=people)
    except NotComputedError:
        return None
