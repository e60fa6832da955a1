"""Do people differ in how they use the answer scale: some spread their answers, others keep to the middle?

A person who stretches the scale has thresholds further from the positive one than others, times exp(s_i); a person who
bends it does so with every increment between two thresholds by itself. The tests ask whether these vary, given
intercepts and part-worths of everyone's own (:mod:`personal_mode`). With g_i the derivatives of a person's
log-likelihood at the mode, and J_i the information about them that is left beside everyone's own intercept and
part-worths, and beside what all have in common, g_i'g_i is tr J_i on average if nobody differs: the statistic is their
sum over the sum of these, a score test for a variance. Of the two p-values the smaller counts, times two.

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
from collega.messages import Message
from collega.model.checks.part import part_of
from collega.model.checks.personal_mode import PersonalMode, personal_mode
from collega.model.checks.untested import reason_json
from collega.model.checks.working import WorkingModel, working_model
from collega.model.multiple import SIGNIFICANT
from collega.panel.panel import Panel

Floats = NDArray[np.float64]

TWO_ANSWERS = "check-nothing-to-stretch"
ONE_EACH = "check-one-scenario-each"
TOO_LITTLE = "check-too-little-left"
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
        Of both tests together: twice the smaller p-value (Bonferroni); that of the stretch with three answers.
    p_stretch, p_bend : float or None
        Of the stretch of all increments together, and of every increment by itself; the latter None with three answers.
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
    p_stretch: float | None
    p_bend: float | None
    sd: float | None
    ends: tuple[float, float] | None = None
    gain: float | None = None
    gain_se: float | None = None
    reason: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the keys of the command ``fit``; ``reason`` only where the test is missing."""
        values = {name: value for name, value in asdict(self).items() if name != "reason"}
        return values | reason_json(self.reason)


def scale_use(model: WorkingModel) -> ScaleUse:
    """Test whether people differ in stretch."""
    if len(model.thresholds) < 2:
        return untested_scale_use(Message(TWO_ANSWERS))
    if len(model.nodes) == 1:
        return untested_scale_use(Message(ONE_EACH))
    return _test(personal_mode(model), model.pivot)


def uses_scale(panel: Panel) -> bool:
    """Return whether people differ in how they use the answer scale: the rule for a model to give everyone their own.

    It draws nothing: the same panel gives the same answer, which is that of its diagnosis.
    """
    try:
        found = scale_use(working_model(part_of(panel)))
    except NotComputedError:
        return False
    return found.p_value is not None and found.p_value < SIGNIFICANT


def untested_scale_use(reason: str) -> ScaleUse:
    """Return what stands where it was not tested."""
    return ScaleUse(statistic=None, df=None, p_value=None, p_stretch=None, p_bend=None, sd=None, reason=reason)


def _test(mode: PersonalMode, pivot: int) -> ScaleUse:
    pulls, expected = _pulls(mode, _moves(mode.thresholds, pivot))
    alone = expected[:, 0, 0]
    if not alone.sum() > _NOTHING_LEFT * len(alone):
        return untested_scale_use(Message(TOO_LITTLE))
    excess = float((np.square(pulls[:, 0]) - alone).sum() / np.square(alone).sum())
    sd = min(float(np.sqrt(max(excess, 0.0))), _LARGEST)
    statistic, df, stretch = _variance_test(pulls[:, :1], expected[:, :1, :1])
    bend = _variance_test(pulls[:, 1:], expected[:, 1:, 1:])[2] if pulls.shape[1] > 2 else None
    return ScaleUse(
        statistic=statistic,
        df=df,
        p_value=stretch if bend is None else min(1.0, 2.0 * min(stretch, bend)),
        p_stretch=stretch,
        p_bend=bend,
        sd=sd,
        ends=(_share_of_ends(mode, pivot, sd), _share_of_ends(mode, pivot, -sd)),
    )


def _variance_test(pulls: Floats, expected: Floats) -> tuple[float, float, float]:
    """Return statistic, degrees of freedom and p-value of (I, M) pulls with information (I, M, M)."""
    total = np.trace(expected, axis1=1, axis2=2).sum()
    statistic = float(np.square(pulls).sum() / total)
    df = float(total**2 / np.square(expected).sum())
    return statistic, df, float(chdtrc(df, df * statistic))


def _moves(thresholds: Floats, pivot: int) -> Floats:
    """Return (J-1, J+1): how every edge moves with the stretch, and with the logarithm of each increment.

    Around the positive threshold, which stays. What is infinite stays so.
    """
    moves = np.zeros((len(thresholds), len(thresholds) + 2))
    moves[0, 1:-1] = thresholds - thresholds[pivot]
    for k, step in enumerate(np.diff(thresholds)):
        if k >= pivot:
            moves[1 + k, k + 2 : -1] = step
        else:
            moves[1 + k, 1 : k + 2] = -step
    return moves


def _pulls(mode: PersonalMode, moves: Floats) -> tuple[Floats, Floats]:
    """Return (I, M) everyone's pulls at M ways to move the edges, and (I, M, M) what their products are on average.

    The latter if nobody moves them: the information about s_i, less what goes to everyone's own deviations, and less
    what the common thresholds and coefficients, estimated from the same answers, take away.
    """
    up, down = moves[:, mode.answer + 1] * mode.there, moves[:, mode.answer] * mode.there  # (M, I, n)
    du, dl, duu, dul, dll = (mode.table[:, :, k] for k in range(1, 6))
    pulls = (up * du + down * dl).sum(axis=2).T
    to_up, to_down = up * duu + down * dul, up * dul + down * dll
    with_own = np.einsum("min,inq->imq", to_up + to_down, mode.columns)
    carried = np.einsum("iqr,imr->imq", mode.covariance, with_own)
    alone = -np.einsum("min,lin->iml", to_up, up) - np.einsum("min,lin->iml", to_down, down)
    alone -= np.einsum("imq,ilq->iml", with_own, carried)
    with_fixed = -np.einsum("min,inp->imp", to_up, mode.up) - np.einsum("min,inp->imp", to_down, mode.down)
    with_fixed -= np.einsum("ipq,imq->imp", mode.carried, with_own)
    taken = with_fixed @ np.linalg.pinv(mode.left, hermitian=True) @ with_fixed.transpose(0, 2, 1)
    return pulls, alone - taken


def _share_of_ends(mode: PersonalMode, pivot: int, stretch: float) -> float:
    """Return how often the first or last answer is given with thresholds stretched by exp(stretch)."""
    middle = mode.thresholds[pivot]
    first, last = middle + np.exp(stretch) * (mode.thresholds[[0, -1]] - middle)
    at = mode.utility[mode.there]
    return float((expit(first - at) + expit(at - last)).mean())
