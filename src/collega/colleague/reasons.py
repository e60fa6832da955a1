"""Why the share of a case is what it is: what each filled-in level adds to it, and how sure that is.

Shapley values are computed in some draws of everyone together, and brought to all draws by the one thing that nearly
decides them: the mean utility of the level in a draw, of which all draws are known at once (regression estimator).

References
----------
Cochran (1977), Sampling Techniques, ch. 7: the regression estimate of a mean, and what is left of its variance.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from collega.model.blanks import Blanks
from collega.model.persons import Persons
from collega.model.shapley import shapley_draws
from collega.study.coding import BLANK

Floats = NDArray[np.float64]
ROWS, FEWEST, MOST = 1_600, 16, 100


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ReasonDraws:
    """The draws for reasons.

    Attributes
    ----------
    few : Persons
        Everyone in every ``step``-th draw, about 1,600 rows: 16 to 100 draws.
    step : int
    utilities : (D, L) float64
        Mean utility of every level of the study in every draw, on the scale of the link.
    """

    few: Persons
    step: int
    utilities: Floats

    @classmethod
    def from_persons(cls, persons: Persons, to_part_worths: Floats) -> ReasonDraws:
        """Take the draws of these people; ``to_part_worths`` (L, K) turns coefficients into utilities of levels."""
        n_draws, people = persons.coefficients.shape[:2]
        sample = persons.thinned(max(FEWEST, min(MOST, ROWS // max(people, 1))) * people)
        mean = np.tensordot(persons.coefficients[:, :, 1:], persons.weights, axes=([1], [0]))
        return cls(few=sample, step=-(-n_draws // len(sample.thresholds)), utilities=mean @ to_part_worths.T)

    def estimates(self, blanks: Blanks, profile: NDArray[np.int64]) -> tuple[Floats, Floats]:
        """Return (C,) Shapley values of a case and (C,) their standard deviations in the posterior; 0 for blanks.

        The values are those that are reported: means, or of the estimate where there is one.
        """
        draws = shapley_draws(self.few, blanks, profile)
        values, deviations = draws[0].copy(), np.zeros(len(profile))
        first = np.cumsum([0, *blanks.n_levels])
        for c in np.flatnonzero(profile != BLANK):
            mean, deviations[c] = _regressed(draws[:, c], self.utilities[:, first[c] + profile[c]], self.step)
            values[c] = draws[0, c] if self.few.first_is_estimate else mean
        return values, deviations


def _regressed(estimates: Floats, exact: Floats, step: int) -> tuple[float, float]:
    """Return mean and standard deviation of a value over all draws, from some of them and what goes along with it.

    Parameters
    ----------
    estimates : (d,) float64
        The value in every ``step``-th draw.
    exact : (D,) float64
        What goes along with it, in every draw.
    """
    beside = exact[::step][: len(estimates)] - exact[::step][: len(estimates)].mean()
    square, centred = float(beside @ beside), estimates - estimates.mean()
    slope = float(beside @ centred) / square if square > 0.0 else 0.0
    residual = centred - slope * beside
    mean = float(estimates.mean()) + slope * float(exact.mean() - exact[::step][: len(estimates)].mean())
    variance = slope**2 * float(exact.var(ddof=1)) + float(residual @ residual) / max(len(estimates) - 1, 1)
    return mean, float(np.sqrt(variance))
