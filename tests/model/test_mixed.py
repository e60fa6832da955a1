from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from collega.errors import NotComputedError
from collega.model.chunks import chunks_of, integrate_all
from collega.model.counted import count_panel
from collega.model.mixed import fit_mixed
from collega.model.pooled import fit_pooled
from collega.model.quadrature import grid
from tests.model.simulated import simulated_panel, without_level


def test_gradient_and_hessian_are_derivatives() -> None:
    counted = count_panel(simulated_panel(1, participants=8, scenarios=6))
    chunks = counted.chunks()
    nodes, log_weights = grid(41, 5.5)
    size = 3 + counted.counts.matrix.shape[1] + 1
    theta = np.concatenate([[-1.0, 0.1, 1.2], np.linspace(-0.5, 0.5, size - 4), [0.8]])
    at = integrate_all(theta, chunks, nodes, log_weights)
    for p in range(size):
        step = np.eye(size)[p] * 1e-5
        up = integrate_all(theta + step, chunks, nodes, log_weights)
        down = integrate_all(theta - step, chunks, nodes, log_weights)
        assert at.gradient[p] == pytest.approx((up.value - down.value) / 2e-5, abs=1e-6)
        assert at.hessian[p] == pytest.approx((up.gradient - down.gradient) / 2e-5, abs=1e-5)


def test_one_scenario_per_participant_is_refused() -> None:
    panel = simulated_panel(2, participants=30)
    first = np.unique(panel.participant, return_index=True)[1]
    once = replace(
        panel, participant=panel.participant[first], scenario=panel.scenario[first], answer=panel.answer[first]
    )
    with pytest.raises(NotComputedError, match=r"Nobody judged more than one scenario, .* Use the model 'pooled'"):
        fit_mixed(once)
    assert fit_pooled(once).part_worths.shape == (12,)


def test_one_scenario_judged_twice_has_variances_that_are_not_negative() -> None:
    panel = simulated_panel(2, participants=30, scenarios=2)
    single = replace(panel, scenario=np.zeros_like(panel.scenario))
    fit = fit_mixed(single)
    assert fit.estimates is not None
    for covariance in (fit.estimates.covariance, fit.estimates.covariance_plain):
        known = np.diag(covariance)
        assert (known[np.isfinite(known)] >= 0).all()
    assert np.isnan(fit.part_worths).all()


def test_a_finer_grid_changes_nothing() -> None:
    panel = simulated_panel(2, participants=30)
    fit = fit_mixed(panel)
    assert fit.estimates is not None
    counted = count_panel(panel)
    theta = np.concatenate([fit.thresholds, fit.estimates.coefficients, [fit.estimates.intercept_sd]])
    value = integrate_all(theta, counted.chunks(), *grid(301, 8.0)).value
    assert fit.log_likelihood == pytest.approx(value, abs=1e-6)


def test_posterior_weights_are_a_distribution_near_the_standard_normal() -> None:
    fit = fit_mixed(simulated_panel(3, participants=400))
    assert fit.estimates is not None
    weights, nodes = fit.estimates.node_weights, fit.estimates.nodes
    assert weights is not None
    assert nodes is not None
    assert weights.sum() == pytest.approx(1.0)
    # at the maximum the average posterior has mean 0 up to sampling and variance 1 exactly in expectation
    assert weights @ nodes == pytest.approx(0.0, abs=0.02)
    assert weights @ nodes**2 == pytest.approx(1.0, abs=0.05)


def test_order_of_answers_does_not_matter_and_chunks_add_up() -> None:
    panel = simulated_panel(4)
    order = np.random.default_rng(5).permutation(panel.n_answers)
    shuffled = replace(
        panel, participant=panel.participant[order], scenario=panel.scenario[order], answer=panel.answer[order]
    )
    assert fit_mixed(panel).part_worths == pytest.approx(fit_mixed(shuffled).part_worths, abs=1e-9)


def test_without_differences_between_people_mixed_is_pooled_and_says_so() -> None:
    panel = simulated_panel(6, intercept_sd=0.0, part_worth_sd=0.0, participants=60)
    mixed, pooled = fit_mixed(panel), fit_pooled(panel)
    assert mixed.log_likelihood is not None
    assert pooled.log_likelihood is not None
    assert mixed.log_likelihood >= pooled.log_likelihood - 1e-6
    assert mixed.part_worths == pytest.approx(pooled.part_worths, abs=0.05)


def test_refit_on_simulated_data_covers_the_truth() -> None:
    fit = fit_mixed(simulated_panel(7, participants=500, part_worth_sd=0.0))
    truth = np.concatenate([np.linspace(-1, 1, 3), 0.5 * np.linspace(-1, 1, 3), [0, 0], 0.7 * np.linspace(-1, 1, 4)])
    assert (np.abs(fit.part_worths - truth) < 3.5 * fit.part_worths_se).all()
    assert fit.estimates is not None
    assert fit.estimates.intercept_sd == pytest.approx(0.9, abs=0.1)


def test_two_answers_and_eleven_answers() -> None:
    for thresholds in ((0.0,), tuple(np.linspace(-3, 3, 10))):
        fit = fit_mixed(simulated_panel(8, thresholds=thresholds))
        assert fit.converged
        assert np.isfinite(fit.thresholds).all()


def test_a_sum_over_participants_is_the_sum_of_single_participants() -> None:
    panel = simulated_panel(9, participants=5)
    theta = np.concatenate([[-1.0, 0.1, 1.2], np.linspace(-0.5, 0.5, 8), [0.8]])
    nodes, log_weights = grid(41, 5.5)
    counted = count_panel(panel)
    together = integrate_all(theta, counted.chunks(), nodes, log_weights)
    starts, cell = counted.cells.start, counted.cells.cell
    single = []
    for first, last in pairwise(starts):
        cells = replace(counted.cells, start=np.array([0, last - first]), cell=cell[first:last])
        one = replace(counted, cells=cells)
        single.append(integrate_all(theta, one.chunks(), nodes, log_weights))
    assert together.value == pytest.approx(sum(one.value for one in single), abs=1e-10)
    assert together.gradient == pytest.approx(np.sum([one.gradient for one in single], axis=0), abs=1e-10)
    assert together.products == pytest.approx(sum(np.outer(one.gradient, one.gradient) for one in single), abs=1e-9)


def test_chunks_do_not_depend_on_the_number_of_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    counted = count_panel(simulated_panel(10, participants=500))
    here = [len(chunk.local) for chunk in chunks_of(counted.cells, counted.counts.matrix)]
    monkeypatch.setattr("os.cpu_count", lambda: 64)
    assert [len(chunk.local) for chunk in chunks_of(counted.cells, counted.counts.matrix)] == here
    assert len(here) > 1


def test_everyone_the_same_answer_throughout_gets_a_stated_penalty_on_the_spread() -> None:
    panel = simulated_panel(11, levels=(3, 2), weights=(0.0, 0.0), participants=20)
    fit = fit_mixed(replace(panel, answer=(panel.participant % 4).astype(np.int8)))
    assert fit.converged
    assert fit.estimates is not None
    assert fit.estimates.intercept_sd is not None
    assert 5 < fit.estimates.intercept_sd < 30
    assert "no finite estimate: a penalty (normal, standard deviation 5 logits" in fit.warnings[0]


def test_a_level_never_judged_has_no_number_and_the_others_are_as_without_it() -> None:
    panel, dropped = without_level(simulated_panel(12))
    fit, smaller = fit_mixed(panel), fit_mixed(dropped)
    assert "nobody judged a scenario with c3=l3" in fit.warnings[0]
    assert np.isnan(fit.part_worths[-1])
    assert fit.part_worths[:-1] == pytest.approx(smaller.part_worths, abs=1e-6)
    assert fit.part_worths_se[:-1] == pytest.approx(smaller.part_worths_se, rel=1e-5)
    assert fit.estimates is not None
    assert smaller.estimates is not None
    assert fit.estimates.intercept_sd == pytest.approx(smaller.estimates.intercept_sd, abs=1e-6)
