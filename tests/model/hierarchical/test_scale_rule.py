"""The rule that decides who gets thresholds of their own."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.special import expit

from collega.model.hierarchical.scale_rule import _directions, _scores, scale_test, uses_scale
from collega.model.mixed import fit_mixed
from collega.study.coding import Coding
from tests.model.hierarchical.simulated import make_panel
from tests.model.references import reference_panel

NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(80)
LOG_WEIGHTS = np.log(WEIGHTS / WEIGHTS.sum())


def log_likelihoods(panel, theta, direction=None, variance=0.0):
    """(I,) log-likelihoods by Gauss and Hermite, with thresholds that vary along a direction; written out plainly."""
    inner = len(panel.study.answers) - 1
    utility = Coding(n_levels=panel.study.n_levels).matrix(panel.design.profiles)[panel.scenario] @ theta[inner:-1]
    ways = [0.0] if direction is None else np.sqrt(variance) * np.array([-1.0, 1.0])  # two points: exact to v^2
    parts = []
    for way in ways:
        moved = theta[:inner].copy()
        if direction is not None:
            steps = np.diff(theta[:inner])
            steps = steps * np.exp(way * direction)
            at = panel.study.positive - 1
            moved = np.concatenate([[0.0], np.cumsum(steps)])
            moved += theta[at] - moved[at]
        edges = np.concatenate([[-np.inf], moved, [np.inf]])
        for node, weight in zip(NODES, LOG_WEIGHTS, strict=True):
            at_node = utility + theta[-1] * node
            p = expit(edges[panel.answer + 1] - at_node) - expit(edges[panel.answer] - at_node)
            parts.append(weight + np.bincount(panel.participant, np.log(p)) - np.log(len(ways)))
    return np.logaddexp.reduce(parts, axis=0)


@pytest.mark.parametrize("positive_from", [1, 2, 3])
def test_scores_are_derivatives_of_the_likelihood(positive_from):
    panel = make_panel(seed=2, n_people=15, scenarios=9, own_scenarios=True)
    answers = tuple(answer.model_copy(update={"positive": j >= positive_from})
                    for j, answer in enumerate(panel.study.answers))  # fmt: skip
    panel = replace(panel, study=panel.study.model_copy(update={"answers": answers}))
    estimates = fit_mixed(panel).estimates
    theta = np.concatenate([estimates.thresholds, estimates.coefficients, [estimates.intercept_sd]])
    own, others = _scores(panel, estimates, _directions(estimates.thresholds, panel.study.positive))
    base, small = log_likelihoods(panel, theta), 1e-5
    for column, direction in enumerate([np.ones(2), *np.eye(2)]):
        change = (log_likelihoods(panel, theta, direction, small) - base) / small
        assert own[:, column] == pytest.approx(change, rel=1e-3, abs=2e-3)  # the difference is off by a term in v
    for column in range(len(theta)):
        up, down = theta.copy(), theta.copy()
        up[column] += small
        down[column] -= small
        change = (log_likelihoods(panel, up) - log_likelihoods(panel, down)) / (2 * small)
        assert others[:, column] == pytest.approx(change, abs=1e-5)
    assert others.sum(axis=0) == pytest.approx(0.0, abs=1e-4)  # at the maximum


def stretched(seed, *, stretch=0.0, bend=0.0):
    """A panel drawn anew with the mixed probit model, and thresholds of everyone's own."""
    panel = make_panel(seed=seed, n_people=50, scenarios=21)
    rng = np.random.default_rng(seed)
    utility = Coding(n_levels=panel.study.n_levels).matrix(panel.design.profiles)[panel.scenario] @ [
        0.4, 0.1, 0.3, -0.3, 0.2,
    ]  # fmt: skip
    utility += 0.5 * rng.normal(size=50)[panel.participant] + rng.normal(size=len(utility))
    steps = np.exp(stretch * rng.normal(size=(50, 1)) + bend * rng.normal(size=(50, 2)))
    own = np.column_stack([-steps[:, 0], np.zeros(50), steps[:, 1]])[panel.participant]
    return replace(panel, answer=(utility[:, None] > own).sum(axis=1).astype(np.int8))


def test_where_all_use_the_scale_alike_at_most_one_in_twenty_panels_says_otherwise():
    found = sum(uses_scale(stretched(seed)) for seed in range(200))
    assert found <= 20  # 10 expected at 5%; more than 20 once in 600 times


@pytest.mark.parametrize("how", [{"stretch": 0.6}, {"bend": 0.7}])
def test_large_differences_in_fifty_people_are_nearly_always_found(how):
    assert sum(uses_scale(stretched(seed, **how)) for seed in range(20)) >= 16


@pytest.mark.parametrize(("name", "own"), [("wine", False), ("tea", True), ("verbagg", True)])
def test_real_panels(name, own):
    panel = reference_panel(name)
    assert uses_scale(panel) == own
    order = np.random.default_rng(1).permutation(panel.n_answers)
    turned = replace(panel, participant=panel.participant[order], scenario=panel.scenario[order],
                     answer=panel.answer[order])  # fmt: skip
    assert scale_test(turned).p_value == pytest.approx(scale_test(panel).p_value, rel=1e-6)


def test_without_a_second_threshold_or_answers_on_both_sides_there_is_no_test():
    assert scale_test(make_panel(n_answers=2)) is None
    panel = make_panel()
    assert scale_test(replace(panel, answer=np.minimum(panel.answer, 1).astype(np.int8))) is None
    first = np.unique(panel.participant, return_index=True)[1]
    once = replace(panel, participant=panel.participant[first], scenario=panel.scenario[first],
                   answer=panel.answer[first])  # fmt: skip
    assert scale_test(once) is None


def test_answers_that_nobody_gave_do_not_break_it():
    panel = stretched(3, stretch=0.8)
    for never, instead in ((0, 1), (1, 2), (3, 2)):
        test = scale_test(replace(panel, answer=np.where(panel.answer == never, instead, panel.answer).astype(np.int8)))
        assert 0.0 < test.p_value <= 1.0
