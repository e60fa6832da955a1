"""How far people misjudge their colleagues: the share that they guess agrees, against the share that does."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from collega.rounds.shift import Shift, shift_of

FEWEST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """A guess of the share that agrees, against the truth.

    Attributes
    ----------
    guessed, truth : float
        Mean guess, and share of the people in the room who agree, 0..1.
    gap : Shift
        Guess less truth, with the 90% interval for people like these.
    """

    guessed: float
    truth: float
    gap: Shift


def guess_of(guesses: NDArray[np.float64], agrees: NDArray[np.float64], *, minimum: int) -> Guess | None:
    """Compare guesses with what the room judged.

    Everybody's guess and judgement hang together (who agrees, guesses that more do), so the interval comes from their
    difference by person, by the estimate of :func:`collega.rounds.shift.shift_of` without a prior.

    Parameters
    ----------
    guesses : (I,) float64
        0..1; NaN where there is none.
    agrees : (I,) float64
        1 where somebody's first judgement is positive, 0 where not; NaN where there is none.
    minimum : int
        Fewer guesses than this are not shown.

    Returns
    -------
    Guess or None
        None where fewer than ``minimum`` guessed.
    """
    pairs = np.column_stack([guesses, agrees])
    if np.isfinite(guesses).sum() < max(minimum, FEWEST) or np.isfinite(agrees).sum() < max(minimum, FEWEST):
        return None
    gap = shift_of(pairs, np.array([1.0, -1.0]), prior_variance=0.0, prior_people=0.0, limits=(-1.0, 1.0))
    return Guess(guessed=float(np.nanmean(guesses)), truth=float(np.nanmean(agrees)), gap=gap)
