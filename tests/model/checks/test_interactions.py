"""Pairs of criteria: the likelihood ratio of R, a score test by other means, and what must not matter."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import expit
from scipy.stats import t as t_distribution

from collega.messages import code_of
from collega.model.checks.discoveries import false_discovery_rates
from collega.model.checks.interactions import FEW_PEOPLE, NOT_TOLD_APART, Interaction, interactions, pair_columns
from collega.model.checks.score import base_of, score_test
from collega.model.checks.working import WorkingModel, working_model
from collega.model.counted import count_panel
from collega.model.penalty import penalty_matrix
from collega.model.pooled import maximise_pooled
from collega.panel import Panel
from tests.model.references import FOLDER, make_panel, make_study, reference_panel
from tests.model.simulated import simulated_panel

R = json.loads((FOLDER / "interactions.json").read_text())


def found_in(panel: Panel) -> tuple[Interaction, ...]:
    return interactions(base_of(working_model(panel)), panel.study.criterion_keys)


@pytest.mark.parametrize("name", ["wine", "tea", "verbagg"])
def test_columns_and_degrees_of_freedom_are_those_of_r(name: str) -> None:
    """The plain likelihood ratio of the columns that are tested equals R's; both stop near 1e-9 of the maximum."""
    panel = reference_panel(name)
    counted, keys = count_panel(panel), panel.study.criterion_keys
    matrix, counts, coding = counted.counts.matrix, counted.counts.counts, counted.judged.coding
    without = maximise_pooled(matrix, counts, penalty_matrix(coding)).log_likelihood
    ours = {pair.criteria: pair for pair in found_in(panel)}
    for row in R[name]:
        first, second = (keys.index(key) for key in row["criteria"])
        columns = pair_columns(matrix, coding, (first, second))
        basis = np.linalg.svd(columns - matrix @ np.linalg.lstsq(matrix, columns, rcond=None)[0])[0][:, : row["df"]]
        penalty = np.eye(matrix.shape[1] + row["df"])
        wide = np.ascontiguousarray(np.hstack([matrix, basis]))
        with_pair = maximise_pooled(wide, counts, penalty)
        assert not with_pair.penalised
        assert 2 * (with_pair.log_likelihood - without) == pytest.approx(row["statistic"], abs=1e-6)
        assert ours[tuple(row["criteria"])].df == row["df"]


def marginal(theta: NDArray[np.float64], model: WorkingModel, extra: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return everybody's log-likelihood, by Gauss-Hermite quadrature; theta ends with sd and the added effects."""
    inner, width = len(model.thresholds), model.counted.counts.matrix.shape[1]
    edges = np.concatenate([[-np.inf], theta[:inner], [np.inf]])
    utility = (model.counted.counts.matrix @ theta[inner : inner + width])[model.row]
    utility = utility + extra @ theta[inner + width + 1 :]
    nodes, weights = np.polynomial.hermite_e.hermegauss(60)
    at = utility[:, None] + theta[inner + width] * nodes
    log_p = np.log(expit(edges[model.answer + 1][:, None] - at) - expit(edges[model.answer][:, None] - at))
    total = np.add.reduceat(log_p, model.start, axis=0)
    likelihoods: NDArray[np.float64] = np.log(np.exp(total) @ weights / weights.sum())
    return likelihoods


def test_the_score_test_is_that_of_numerical_derivatives() -> None:
    """With one direction it is the t test of the mean pull: on scores that are differences of a likelihood written anew."""
    model = working_model(reference_panel("wine"))
    coding = model.counted.judged.coding
    extra = pair_columns(model.counted.counts.matrix, coding, (0, 1))[model.row]
    theta = np.append(model.theta, 0.0)

    def slopes(at: NDArray[np.float64]) -> NDArray[np.float64]:
        steps = 1e-4 * np.eye(len(theta))
        return np.column_stack(
            [(marginal(at + h, model, extra) - marginal(at - h, model, extra)) / 2e-4 for h in steps]
        )

    scores = slopes(theta)
    steps = 1e-3 * np.eye(len(theta))
    hessian = np.array([(slopes(theta + h) - slopes(theta - h)).sum(axis=0) / 2e-3 for h in steps])
    hessian[-1, -2] = hessian[-2, -1] = 0.0  # with the standard deviation of the intercepts: its expected value
    pulls = scores[:, -1] - scores[:, :-1] @ np.linalg.solve(hessian[:-1, :-1], hessian[:-1, -1])
    left = -(hessian[-1, -1] - hessian[-1, :-1] @ np.linalg.solve(hessian[:-1, :-1], hessian[:-1, -1]))
    n, score = len(pulls), score_test(base_of(model), -extra, -extra)
    assert score is not None
    assert score.df == 1
    assert score.statistic == pytest.approx(pulls.sum() ** 2 / left, rel=1e-3)
    assert score.p_value == pytest.approx(
        2 * t_distribution.sf(abs(pulls.mean()) / (pulls.std(ddof=1) / np.sqrt(n)), n - 1), rel=1e-3
    )
    assert score.estimate == pytest.approx([pulls.sum() / left], rel=1e-3)


def test_the_order_of_criteria_does_not_matter() -> None:
    panel = simulated_panel(3, participants=40)
    turned = replace(
        panel,
        study=panel.study.model_copy(update={"criteria": panel.study.criteria[::-1]}),
        design=replace(panel.design, profiles=panel.design.profiles[:, ::-1]),
    )
    other = {frozenset(pair.criteria): pair for pair in found_in(turned)}
    for pair in found_in(panel):
        assert pair.p_value == pytest.approx(other[frozenset(pair.criteria)].p_value, abs=1e-8)
        assert pair.points == pytest.approx(other[frozenset(pair.criteria)].points, abs=1e-6)


def test_a_pair_that_the_scenarios_hide_in_a_criterion_is_not_tested() -> None:
    """In half of a 2 x 2 x 2 factorial every pair is the third criterion."""
    study = make_study({key: ["l", "h"] for key in "abc"}, ["no", "perhaps", "yes"])
    profiles = [[0, 0, 0], [0, 1, 1], [1, 0, 1], [1, 1, 0]]
    rng = np.random.default_rng(4)
    answers = [(f"p{i}", f"s{s}", int(rng.integers(3))) for i in range(30) for s in range(4)]
    found = found_in(make_panel(study, [f"s{s}" for s in range(4)], profiles, answers))
    assert [code_of(pair.reason) for pair in found] == [NOT_TOLD_APART] * 3
    assert all(pair.p_value is None and pair.df is None and pair.q_value is None for pair in found)


def test_with_too_few_participants_it_is_not_tested() -> None:
    found = found_in(simulated_panel(3, participants=3))
    assert found[2].criteria == ("c0", "c3")
    assert code_of(found[2].reason) == FEW_PEOPLE


def test_what_is_together_more_than_apart_is_found() -> None:
    panel = simulated_panel(5, participants=300, scenarios=30, levels=(2, 2, 3), weights=(0.5, 0.5, 0.5))
    levels = panel.design.profiles[panel.scenario]
    together = (levels[:, 0] == 1) & (levels[:, 1] == 1)
    moved = np.where(together & (np.random.default_rng(1).random(len(together)) < 0.3), 3, panel.answer)
    found = {pair.criteria: pair for pair in found_in(replace(panel, answer=moved.astype(np.int8)))}
    assert found["c0", "c1"].q_value < 1e-6
    assert found["c0", "c1"].points > 3.0
    assert found["c0", "c2"].q_value > 0.01


def test_false_discovery_rates_are_those_of_a_hand_calculation() -> None:
    rates = false_discovery_rates([0.01, None, 0.04, 0.03, 0.20])
    assert rates[1] is None
    assert rates[:1] + rates[2:] == pytest.approx([0.04, 0.16 / 3, 0.16 / 3, 0.20])
    assert false_discovery_rates([]) == []
