"""Do people differ in how they use the answer scale: some spread their answers, others keep to the middle?

A person who stretches the scale has thresholds further from the positive one than others, times exp(s_i). The test asks
whether the s_i vary, given intercepts and part-worths of everyone's own (:mod:`personal_mode`). With g_i the derivative
of a person's log-likelihood in s_i at the mode, and J_i the information that is left beside everyone's own intercept
and part-worths, g_i^2 is J_i on average if nobody stretches: the statistic is the sum of g_i^2 - J_i over its standard
error, a score test for a variance.

References
----------
Lin (1997), Variance component testing in generalised linear models with random effects, Biometrika 84.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc, expit

from collega.errors import NotComputedError
from collega.model.checks.personal_mode import PersonalMode, personal_mode
from collega.model.checks.working import WorkingModel, working_model
from collega.model.ordered import bounds
from collega.panel.panel import Panel

Floats = NDArray[np.float64]

SIGNIFICANT = 0.05
TWO_ANSWERS = "with fewer than three different answers there is one threshold, and nothing to stretch"
ONE_EACH = "nobody judged more than one scenario"
TOO_LITTLE = "the answers leave too little beside everyone's own weights to see it by"
_LARGEST = 3.0  # standard deviation of stretch: thresholds twenty times as far apart
_NOTHING_LEFT = 1e-3  # information a participant


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleUse:
    """Whether people differ in how far apart their thresholds lie.

    Attributes
    ----------
    statistic : float or None
        Mean of g_i^2 over what it is if nobody stretches: near 1 then; None where it was not computed.
    df : float or None
        Degrees of freedom: ``statistic`` times ``df`` is near a chi-square.
    p_value : float or None
    sd : float or None
        Standard deviation of the s_i; 0 where the answers vary less than chance makes them.
    ends : tuple of float or None
        Share of first and last answers of somebody who keeps to the middle (one standard deviation of stretch more than
        others) and of somebody who uses the whole scale (one less), 0 to 1.
    gain, gain_se : float or None
        How much better other answers of the same person are predicted by who knows this, nats an answer, and its
        standard error (:func:`collega.model.checks.prediction.gain_of_stretch`); None where half of the answers is too
        few to fit.
    reason : str or None
        Why it was not computed.
    """

    statistic: float | None
    df: float | None
    p_value: float | None
    sd: float | None
    ends: tuple[float, float] | None = None
    gain: float | None = None
    gain_se: float | None = None
    reason: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the keys of the command ``fit``; ``reason`` only where the test is missing."""
        return {name: value for name, value in asdict(self).items() if name != "reason" or value is not None}


def scale_use(model: WorkingModel) -> ScaleUse:
    """Test whether people differ in stretch."""
    if len(model.thresholds) < 2:
        return untested_scale_use(TWO_ANSWERS)
    if len(model.nodes) == 1:
        return untested_scale_use(ONE_EACH)
    return _test(personal_mode(model), model.pivot)


def uses_scale(panel: Panel) -> bool:
    """Return whether people differ in how they use the answer scale: the rule for a model to give everyone their own.

    It draws nothing: the same panel gives the same answer.
    """
    try:
        found = scale_use(working_model(panel))
    except NotComputedError:
        return False
    return found.p_value is not None and found.p_value < SIGNIFICANT


def untested_scale_use(reason: str) -> ScaleUse:
    """Return what stands where it was not tested."""
    return ScaleUse(statistic=None, df=None, p_value=None, sd=None, reason=reason)


def _test(mode: PersonalMode, pivot: int) -> ScaleUse:
    pulls, expected = _pulls(mode, pivot)
    if not expected.sum() > _NOTHING_LEFT * len(expected):
        return untested_scale_use(TOO_LITTLE)
    statistic = float(np.square(pulls).sum() / expected.sum())
    df = float(expected.sum() ** 2 / np.square(expected).sum())
    excess = float((np.square(pulls) - expected).sum() / np.square(expected).sum())
    sd = min(float(np.sqrt(max(excess, 0.0))), _LARGEST)
    ends = (_share_of_ends(mode, pivot, sd), _share_of_ends(mode, pivot, -sd))
    return ScaleUse(statistic=statistic, df=df, p_value=float(chdtrc(df, df * statistic)), sd=sd, ends=ends)


def _pulls(mode: PersonalMode, pivot: int) -> tuple[Floats, Floats]:
    """Return (I,) everyone's pull g_i at stretch, and (I,) what its square is on average if nobody stretches.

    The latter is the information about s_i, less what goes to everyone's own deviations, and less what the common
    thresholds and coefficients, estimated from the same answers, take away.
    """
    edges = bounds(mode.thresholds - mode.thresholds[pivot])
    edges[[0, -1]] = 0.0  # what is infinite stays so, and its derivatives are zero
    up, down = (edges[mode.answer + 1] * mode.there)[:, :, None], (edges[mode.answer] * mode.there)[:, :, None]
    du, dl, duu, dul, dll = (mode.table[:, :, k : k + 1] for k in range(1, 6))
    pulls = (up * du + down * dl).sum(axis=(1, 2))
    to_up, to_down = up * duu + down * dul, up * dul + down * dll
    with_own = ((to_up + to_down) * mode.columns).sum(axis=1)
    carried = np.matmul(mode.covariance, with_own[:, :, None])[:, :, 0]
    alone = -(to_up * up + to_down * down).sum(axis=(1, 2)) - (carried * with_own).sum(axis=1)
    with_fixed = -(to_up * mode.up + to_down * mode.down).sum(axis=1)
    with_fixed -= np.einsum("ipq,iq->ip", mode.carried, with_own)
    taken = (with_fixed @ np.linalg.pinv(mode.left, hermitian=True) * with_fixed).sum(axis=1)
    return pulls, alone - taken


def _share_of_ends(mode: PersonalMode, pivot: int, stretch: float) -> float:
    """Return how often the first or last answer is given with thresholds stretched by exp(stretch)."""
    middle = mode.thresholds[pivot]
    first, last = middle + np.exp(stretch) * (mode.thresholds[[0, -1]] - middle)
    at = mode.utility[mode.there]
    return float((expit(first - at) + expit(at - last)).mean())
