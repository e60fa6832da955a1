"""Whether people use the scale in their own ways: a rule on the answers alone, the same whatever the seed.

Two score tests beside the mixed model, in which people differ in their intercept only: of a variance between people of
the stretch of all increments between thresholds around the positive boundary, and of one of every increment by itself.
Where the smaller p-value, corrected for there being two, is below ``LEVEL`` people get thresholds of their own. With
s_i a participant's score for the variance and g_i those for everything else, the statistic is the sum over
participants of s_i - C H^-1 g_i over the root of the sum of their squares, where C = sum s g' and H is the information;
its reference is Student's t, one-sided.

References
----------
Verbeke & Molenberghs (2003), The use of score tests for inference on variance components, Biometrics 59.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, stdtr

from collega.errors import NotComputedError
from collega.model.fit import Estimates, ScaleTest
from collega.model.mixed import fit_mixed
from collega.panel.panel import Panel
from collega.study.coding import Coding

Floats = NDArray[np.float64]
LEVEL = 0.05
_CHUNK = 20_000  # answers at once


def uses_scale(panel: Panel) -> bool:
    """Return whether people get thresholds of their own; not where there is no test of it."""
    test = scale_test(panel)
    return test is not None and test.p_value < LEVEL


def scale_test(panel: Panel) -> ScaleTest | None:
    """Return the tests; None where they say nothing: two answers, one answer each, nobody on one side."""
    panel = panel.counted
    if len(panel.study.answers) < 3 or panel.n_participants < 3:
        return None
    try:
        estimates = fit_mixed(panel).estimates
    except NotComputedError:
        return None
    assert estimates is not None
    if not np.isfinite(estimates.thresholds[panel.study.positive - 1]):
        return None
    scores, others = _scores(panel, estimates, _directions(estimates.thresholds, panel.study.positive))
    inverse = np.nan_to_num(estimates.covariance_plain)
    kinds = [scores[:, 0], scores[:, 1:].sum(axis=1)] if scores.shape[1] > 2 else [scores[:, 0]]
    p_values = [_p_value(own, others, inverse) for own in kinds]
    return ScaleTest(stretch=p_values[0], bend=p_values[1] if len(p_values) > 1 else 1.0)


def _p_value(own: Floats, others: Floats, inverse: Floats) -> float:
    left = own - others @ (inverse @ (others.T @ own))
    spread = np.sqrt(np.sum(left * left))
    return float(stdtr(len(own) - 1, -left.sum() / spread)) if spread > 0 else 1.0


def _directions(thresholds: Floats, positive: int) -> Floats:
    """Return (1 + J-2, J+1): how every edge moves with the stretch, and with the logarithm of each increment.

    It is its second derivative too. Edges that are not finite, or not known, stay.
    """
    anchor = positive - 1
    known = np.isfinite(thresholds)
    moves = np.zeros((len(thresholds), len(thresholds) + 2))
    moves[0, 1:-1] = np.where(known, thresholds - thresholds[anchor], 0.0)
    for k in range(len(thresholds) - 1):
        step = thresholds[k + 1] - thresholds[k]
        if np.isfinite(step):
            if k >= anchor:
                moves[1 + k, k + 2 : -1] = step
            else:
                moves[1 + k, 1 : k + 2] = -step
    moves[:, 1:-1][:, ~known] = 0.0
    return moves


def _scores(panel: Panel, estimates: Estimates, moves: Floats) -> tuple[Floats, Floats]:
    """Return (I, M) scores for the variance of each direction, and (I, P) of thresholds, coefficients and spread."""
    order = np.argsort(panel.participant, kind="stable")
    who, answer = panel.participant[order], panel.answer[order].astype(np.int64)
    matrix, scenario = Coding(n_levels=panel.study.n_levels).matrix(panel.design.profiles), panel.scenario[order]
    present, start = np.unique(who, return_index=True)
    start = np.append(start, len(who))
    ends = np.unique(np.searchsorted(start, np.arange(0, len(who), _CHUNK), side="right") - 1)
    parts = []
    for first, last in zip(ends, [*ends[1:], len(present)], strict=True):
        rows = slice(start[first], start[last])
        parts.append(_some(estimates, moves, matrix[scenario[rows]], answer[rows], start[first:last] - start[first]))
    return np.concatenate([own for own, _ in parts]), np.concatenate([others for _, others in parts])


def _some(
    estimates: Estimates, moves: Floats, matrix: Floats, answer: NDArray[np.int64], start: NDArray[np.int64]
) -> tuple[Floats, Floats]:
    """Return the scores of the participants whose answers begin at ``start``."""
    nodes, sd = estimates.nodes, estimates.intercept_sd
    assert nodes is not None
    assert sd is not None
    inner = len(estimates.thresholds)
    edges = np.concatenate([[-np.inf], _known(estimates.thresholds), [np.inf]])
    at = (matrix @ estimates.coefficients)[:, None] + sd * nodes
    upper, lower = edges[answer + 1, None] - at, edges[answer, None] - at
    f_up, f_low = expit(upper), expit(lower)
    d_up, d_low = f_up * (1 - f_up), f_low * (1 - f_low)
    p = np.maximum(np.where(lower > 0, expit(-lower) - expit(-upper), f_up - f_low), 1e-300)
    up, low = d_up / p, -d_low / p
    log_weight = np.add.reduceat(np.log(p), start, axis=0) - 0.5 * nodes**2
    weight = np.exp(log_weight - log_weight.max(axis=1, keepdims=True))
    weight /= weight.sum(axis=1, keepdims=True)
    each = np.repeat(weight, np.diff(np.append(start, len(answer))), axis=0)
    own = np.empty((len(start), len(moves)))
    curve_up, curve_low = up * (1 - 2 * f_up), low * (1 - 2 * f_low)
    for m, move in enumerate(moves):
        above, below = move[answer + 1, None], move[answer, None]
        slope = up * above + low * below
        curve = curve_up * above**2 + curve_low * below**2 + slope - slope**2
        square = np.add.reduceat(slope, start, axis=0) ** 2
        own[:, m] = 0.5 * np.sum(weight * (square + np.add.reduceat(curve, start, axis=0)), axis=1)
    others = np.zeros((len(answer), inner + matrix.shape[1] + 1))
    rows = np.arange(len(answer))
    inside = answer < inner
    others[rows[inside], answer[inside]] += np.sum(each * up, axis=1)[inside]
    inside = answer > 0
    others[rows[inside], answer[inside] - 1] += np.sum(each * low, axis=1)[inside]
    others[:, inner:-1] = -np.sum(each * (up + low), axis=1)[:, None] * matrix
    others[:, -1] = -np.sum(each * (up + low) * nodes, axis=1)
    return own, np.add.reduceat(others, start, axis=0)


def _known(thresholds: Floats) -> Floats:
    """Put thresholds beside an outer answer that never occurs at infinity."""
    finite = np.flatnonzero(np.isfinite(thresholds))
    place = np.arange(len(thresholds))
    outside = np.where(place < finite[0], -np.inf, np.inf)
    return np.where(np.isfinite(thresholds), thresholds, outside)
