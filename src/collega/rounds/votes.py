"""What a session collected: two rounds of judgements, and guesses. Never a panel, so that no fit can take it in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

MISSING = -1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Votes:
    """The judgements of one session.

    Attributes
    ----------
    first, second : (I, S) int64
        Number of the answer in each round, from 0, the most negative; -1 where there is none.
    guesses : (I, S) float64
        Guessed share of colleagues who agree, 0..1; NaN where there is none.
    controls : (S,) bool
        Scenarios that were not discussed.
    answers, positive : int
        How many answers the scale has, and the number of the first positive one.
    """

    first: NDArray[np.int64]
    second: NDArray[np.int64]
    guesses: NDArray[np.float64]
    controls: NDArray[np.bool_]
    answers: int
    positive: int

    @property
    def twice(self) -> NDArray[np.bool_]:
        """(I, S) bool: who judged what in both rounds."""
        complete: NDArray[np.bool_] = (self.first != MISSING) & (self.second != MISSING)
        return complete

    @property
    def later(self) -> NDArray[np.int64]:
        """(I, S) int64: the second judgement of everybody who gave a first; where it is missing, the first."""
        carried = np.where(self.second == MISSING, self.first, self.second)
        return np.where(self.first == MISSING, MISSING, carried)

    @property
    def changes(self) -> NDArray[np.float64]:
        """(I, S) float64: second less first answer, in steps; NaN unless somebody judged twice."""
        return np.where(self.twice, self.second - self.first, np.nan).astype(np.float64)

    @property
    def side_changes(self) -> NDArray[np.float64]:
        """(I, S) float64: 1 from not positive to positive, -1 the other way, 0 else; NaN unless judged twice."""
        sides = (self.second >= self.positive).astype(np.float64) - (self.first >= self.positive)
        return np.where(self.twice, sides, np.nan)
