from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collega.errors import NotComputedError
from collega.model.ordered import bounds, cell, likelihood
from collega.model.penalty import PENALTY_SD
from collega.model.pooled import fit_pooled
from collega.model.wald import criterion_p_values
from tests.model.references import make_panel, make_study
from tests.model.simulated import simulated_panel, without_level


@settings(deadline=None, derandomize=True, max_examples=60)
@given(st.integers(0, 1), st.floats(-40, 40), st.floats(1e-3, 30))
def test_derivatives_of_one_answer_are_those_of_its_log_probability(link: int, lower: float, gap: float) -> None:
    upper = lower + gap
    _, du, dl, duu, dul, dll = cell(link, upper, lower)
    # central differences of the analytic derivatives one order down lose half the digits
    h = 1e-5 * max(1.0, gap)
    if gap < 1e-2:
        return
    _, du_up, dl_up, *_ = cell(link, upper + h, lower)
    _, du_down, dl_down, *_ = cell(link, upper - h, lower)
    value_up, value_down = cell(link, upper + h, lower)[0], cell(link, upper - h, lower)[0]
    scale = max(1.0, abs(du), abs(duu))
    assert du == pytest.approx((value_up - value_down) / (2 * h), abs=2e-3 * scale)
    assert duu == pytest.approx((du_up - du_down) / (2 * h), abs=2e-3 * scale)
    assert dul == pytest.approx((dl_up - dl_down) / (2 * h), abs=2e-3 * max(scale, abs(dl), abs(dll)))


def test_gradient_and_hessian_of_counted_answers() -> None:
    rng = np.random.default_rng(1)
    matrix, counts = rng.normal(size=(7, 3)), rng.integers(0, 9, (7, 4))
    theta = np.array([-1.0, 0.2, 1.5, 0.4, -0.3, 0.8])
    _, gradient, hessian = likelihood(0, theta, matrix, counts)
    for p in range(6):
        step = np.eye(6)[p] * 1e-5
        up, down = likelihood(0, theta + step, matrix, counts), likelihood(0, theta - step, matrix, counts)
        assert gradient[p] == pytest.approx((up[0] - down[0]) / 2e-5, rel=1e-6, abs=1e-6)
        assert hessian[p] == pytest.approx((up[1] - down[1]) / 2e-5, rel=1e-6, abs=1e-5)


def test_bounds_surround_the_thresholds() -> None:
    assert bounds(np.array([0.5])).tolist() == [-np.inf, 0.5, np.inf]


def test_two_answers_and_one_criterion_have_a_closed_form() -> None:
    study = make_study({"c": ["a", "b"]}, ["no", "yes"])
    given_answers = [(f"p{n}", s, y) for s, yes in (("s0", 3), ("s1", 15)) for n in range(20) for y in [int(n < yes)]]
    fit = fit_pooled(make_panel(study, ["s0", "s1"], [[0], [1]], given_answers), coding="treatment")
    low, high = np.log(3 / 17), np.log(15 / 5)
    assert fit.treatment is not None
    assert fit.treatment.coefficients == pytest.approx([high - low], abs=1e-9)
    assert fit.treatment.thresholds == pytest.approx([-low], abs=1e-9)
    assert fit.part_worths == pytest.approx([(low - high) / 2, (high - low) / 2], abs=1e-9)
    assert np.sqrt(fit.treatment.covariance_plain[1, 1]) == pytest.approx(np.sqrt(1 / 3 + 1 / 17 + 1 / 15 + 1 / 5))


def test_order_of_answers_and_names_of_scenarios_do_not_matter() -> None:
    panel = simulated_panel(2)
    order = np.random.default_rng(3).permutation(panel.n_answers)
    shuffled = replace(
        panel, participant=panel.participant[order], scenario=panel.scenario[order], answer=panel.answer[order]
    )
    one, other = fit_pooled(panel), fit_pooled(shuffled)
    assert one.part_worths == pytest.approx(other.part_worths, abs=1e-12)
    assert one.data_hash == other.data_hash


def test_an_answer_that_never_occurs_is_left_out_and_said() -> None:
    panel = simulated_panel(4, thresholds=(-1.3, 30.0, 40.0))
    fit = fit_pooled(panel)
    assert np.isfinite(fit.thresholds[0])
    assert np.isnan(fit.thresholds[1:]).all()
    assert "nobody gave the answer a2 or a3: how likely it is does not follow from the answers" in fit.warnings


def test_an_answer_in_the_middle_that_never_occurs_has_one_threshold_on_both_sides() -> None:
    panel = simulated_panel(4)
    fit = fit_pooled(replace(panel, answer=np.where(panel.answer == 1, 2, panel.answer).astype(np.int8)))
    assert np.isfinite(fit.thresholds).all()
    assert fit.thresholds[0] == fit.thresholds[1] < fit.thresholds[2]
    assert np.isfinite(fit.thresholds_se).all()
    assert "nobody gave the answer a1" in fit.warnings[0]


def test_a_level_with_always_the_same_answer_gets_a_stated_penalty() -> None:
    panel = simulated_panel(5)
    top = panel.design.profiles[panel.scenario, 0] == 2
    panel = replace(panel, answer=np.where(top, 3, np.minimum(panel.answer, 2)).astype(np.int8))
    fit = fit_pooled(panel)
    assert fit.converged
    assert np.abs(fit.part_worths).max() < 4 * PENALTY_SD
    assert "standard deviation 2.5 logits" in fit.warnings[0]
    assert any("always got the same extreme answer: c0=l2" in warning for warning in fit.warnings)


def test_levels_that_scenarios_do_not_tell_apart_get_the_penalty_and_no_p_value() -> None:
    panel = simulated_panel(6)
    profiles = panel.design.profiles.copy()
    profiles[:, 1] = profiles[:, 0]
    panel = replace(panel, design=replace(panel.design, profiles=profiles))
    fit = fit_pooled(panel)
    assert "do not tell all levels of c0 and c1 apart" in fit.warnings[1]
    assert np.isfinite(fit.part_worths_se).all()
    p_values = criterion_p_values(panel)
    assert np.isnan(p_values[:2]).all()
    assert np.isfinite(p_values[2:]).all()


def test_all_answers_the_same_is_refused() -> None:
    panel = simulated_panel(7)
    with pytest.raises(NotComputedError, match="All answers are the same one"):
        fit_pooled(replace(panel, answer=np.zeros_like(panel.answer)))


def test_missing_answers_and_uneven_participants_are_fine() -> None:
    panel = simulated_panel(8)
    kept = np.random.default_rng(9).random(panel.n_answers) < 0.6
    part = replace(panel, participant=panel.participant[kept], scenario=panel.scenario[kept], answer=panel.answer[kept])
    assert fit_pooled(part).n_answers == kept.sum()


def test_a_level_never_judged_has_no_number_and_the_others_are_as_without_it() -> None:
    panel, dropped = without_level(simulated_panel(1))
    fit, smaller = fit_pooled(panel, coding="treatment"), fit_pooled(dropped, coding="treatment")
    assert fit.warnings == (
        "nobody judged a scenario with c3=l3: there is no number for that, and averages leave it out",
    )
    assert np.isnan(fit.part_worths[-1])
    assert np.isnan(fit.part_worths_se[-1])
    assert fit.part_worths[:-1] == pytest.approx(smaller.part_worths, abs=1e-8)
    assert fit.part_worths_se[:-1] == pytest.approx(smaller.part_worths_se, rel=1e-6)
    assert fit.log_likelihood == pytest.approx(smaller.log_likelihood, abs=1e-8)
    assert fit.treatment is not None
    assert smaller.treatment is not None
    assert fit.treatment.coefficients[:-1] == pytest.approx(smaller.treatment.coefficients, abs=1e-8)
    assert np.isnan(fit.treatment.coefficients[-1])
    assert criterion_p_values(panel) == pytest.approx(criterion_p_values(dropped), abs=1e-8)


def test_a_first_level_never_judged_leaves_nothing_to_compare_with() -> None:
    panel = simulated_panel(1)
    profiles = panel.design.profiles.copy()
    profiles[profiles[:, 3] == 0, 3] = 1
    fit = fit_pooled(replace(panel, design=replace(panel.design, profiles=profiles)), coding="treatment")
    assert fit.treatment is not None
    assert np.isnan(fit.treatment.coefficients[-3:]).all()
    assert np.isnan(fit.treatment.thresholds).all()
    assert np.isfinite(fit.thresholds).all()
    assert np.isfinite(fit.treatment.coefficients[:-3]).all()


def test_more_parameters_than_scenarios_keeps_the_uncertainty_of_the_penalty() -> None:
    fit = fit_pooled(simulated_panel(1, scenarios=6))
    assert fit.converged
    told = " ".join(fit.warnings)
    assert "nobody judged a scenario with c3=l1:" in told
    assert "do not tell all levels of c0, c1 and c3 apart" in told
    assert (fit.part_worths_se[:6] > 1.0).all()


def test_one_participant_gets_plain_errors_and_too_few_are_told() -> None:
    alone = fit_pooled(simulated_panel(1, participants=1))
    assert alone.estimates is not None
    assert alone.estimates.covariance == pytest.approx(alone.estimates.covariance_plain)
    assert "one participant only" in " ".join(alone.warnings)
    few = " ".join(fit_pooled(simulated_panel(1, participants=3)).warnings)
    assert "there are 3 participants, no more than the numbers to be estimated" in few


def test_excluded_participants_do_not_count() -> None:
    panel = simulated_panel(3, participants=20)
    included = pl.Series("included", ["false" if i < 8 else "true" for i in range(20)])
    part = replace(panel, people=panel.people.with_columns(included))
    kept = panel.keep(np.arange(20) >= 8)
    assert fit_pooled(part).part_worths == pytest.approx(fit_pooled(kept).part_worths, abs=1e-12)
    assert len(fit_pooled(part).participants) == 12
