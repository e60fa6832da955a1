"""How far answers moved between two rounds, net of what moves without a talk.

Everybody judges a scenario twice. A change d_ik of person i at scenario k counts where both judgements are there, so
that rounds are compared on the same people. The estimate is a contrast of the scenarios' mean changes,

    theta = sum_k c_k mean_i(d_ik),

with c = 1/K at the K scenarios that were discussed and -1/M at the M controls. A person adds
psi_i = sum_k c_k (d_ik - mean_k) / n_k to it, so that what a person does at several scenarios is not taken for several
people: with all judgements there, this is the paired t interval of everybody's own contrast. Its variance, with n
people, is n / (n - 1) sum_i psi_i^2 on n - 1 degrees of freedom.

Of five people with two-sided judgements often nobody changes, and that variance is 0. So it is averaged with the
variance that is known from people who judge again, as if that had been seen in ``PRIOR_PEOPLE`` people before (an
inverse-gamma prior with a flat one on the mean): the interval is theta +- t s on n - 1 + PRIOR_PEOPLE degrees of
freedom.

References
----------
Liang & Zeger (1986), Longitudinal data analysis using generalized linear models, Biometrika 73: variances by person.
Gelman et al. (2013), Bayesian Data Analysis, 3rd ed., ch. 3.3: the normal model with a conjugate prior.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from collega.errors import NotComputedError
from collega.messages import Message

Floats = NDArray[np.float64]
LEVEL = 0.9
PRIOR_PEOPLE = 1.0
PRIOR_CHANGE = 0.15  # how often somebody who judges again is on the other side
FEWEST_PEOPLE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """A difference between rounds.

    Attributes
    ----------
    estimate : float
        In the unit of the changes: shares of 0 to 1, or steps of the answer scale.
    interval : (low, high)
        90%.
    people : int
        Who judged at least one of the scenarios twice.
    df : float
        Degrees of freedom, those of the prior counted.
    """

    estimate: float
    interval: tuple[float, float]
    people: int
    df: float

    def scaled(self, factor: float) -> Shift:
        """Return it in another unit."""
        low, high = (end * factor for end in self.interval)
        return Shift(estimate=self.estimate * factor, interval=(low, high), people=self.people, df=self.df)


def contrast_of(controls: NDArray[np.bool_]) -> Floats:
    """Return (S,) weights of scenarios: what was discussed less the controls; without controls nothing is taken off."""
    discussed = ~controls
    weights = discussed / max(int(discussed.sum()), 1)
    return weights - controls / controls.sum() if controls.any() else weights


def shift_of(
    changes: Floats,
    weights: Floats,
    *,
    prior_variance: float,
    limits: tuple[float, float] = (-np.inf, np.inf),
    prior_people: float = PRIOR_PEOPLE,
) -> Shift:
    """Estimate a contrast of mean changes.

    Parameters
    ----------
    changes : (I, S) float64
        Second less first judgement; NaN where one is missing.
    weights : (S,) float64
        The contrast; scenarios with weight 0 count for nothing.
    prior_variance : float
        Variance of one change that is expected of people who judge again.
    limits : (low, high)
        Between which the true contrast must lie; the interval is cut there.
    prior_people : float
        In how many people that was seen before; 0 leaves it out.

    Raises
    ------
    NotComputedError
        Where a scenario was judged twice by nobody, or fewer than two people judged any of them twice.
    """
    weighted = weights != 0
    changes, weights = changes[:, weighted], weights[weighted]
    present = np.isfinite(changes)
    judges, people = present.sum(axis=0), int(present.any(axis=1).sum())
    if people < FEWEST_PEOPLE or not judges.all():
        raise NotComputedError(Message("rounds-too-few-twice", least=FEWEST_PEOPLE))
    zeros = np.where(present, changes, 0.0)
    means = zeros.sum(axis=0) / judges
    psi = np.where(present, changes - means, 0.0) @ (weights / judges)
    variance = people / (people - 1) * float(psi @ psi)
    expected = prior_variance * float((weights**2 / judges).sum())
    df = people - 1 + prior_people
    half = float(stdtrit(df, (1 + LEVEL) / 2)) * np.sqrt(((people - 1) * variance + prior_people * expected) / df)
    estimate = float(means @ weights)
    low, high = np.clip([estimate - half, estimate + half], *limits).tolist()
    return Shift(estimate=estimate, interval=(low, high), people=people, df=df)


def change_variance(answers: int) -> float:
    """Return the variance of a change of the answer that is expected of people who judge again, in squared steps."""
    return PRIOR_CHANGE * (answers - 1)
