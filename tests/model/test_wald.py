from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import binom, ttest_1samp

from collega.model.wald import criterion_p_values, hotelling_p_value
from tests.model.references import make_panel, make_study
from tests.model.simulated import simulated_panel

NOTHING = {"levels": (2, 3, 4, 6), "weights": (0.0, 0.0, 0.0, 0.0)}


def rejected(tries: int, level: float = 0.05, **panel: object) -> tuple[np.ndarray, np.ndarray]:
    """Return how often each criterion was rejected, and how often it could be tested."""
    p_values = np.array([criterion_p_values(simulated_panel(seed, **panel)) for seed in range(tries)])  # type: ignore[arg-type]
    return (p_values < level).sum(axis=0), np.isfinite(p_values).sum(axis=0)


@pytest.mark.slow
@pytest.mark.parametrize(
    "panel",
    [
        {"participants": 50},
        {"participants": 10},
        {"participants": 50, "part_worth_sd": 0.0, "intercept_sd": 0.0},
        {"participants": 50, "part_worth_sd": 1.2},
        {"participants": 50, "thresholds": (0.0,)},
    ],
)
def test_criteria_that_nobody_weighs_are_rejected_in_five_percent_of_studies(panel: dict[str, object]) -> None:
    # criteria of two, three, four and six levels; part-worths differ between people around zero
    times, tested = rejected(400, scenarios=28, **NOTHING, **panel)
    assert (times <= binom.ppf(0.999, tested, 0.05)).all()
    assert (times >= binom.ppf(0.001, tested, 0.05)).all()


def test_beside_criteria_that_matter_much() -> None:
    times, tested = rejected(200, levels=(3, 4, 2, 4), weights=(0.0, 1.5, 1.0, 0.0))
    assert (times[[0, 3]] <= binom.ppf(0.999, tested[[0, 3]], 0.05)).all()
    assert (times[1:3] == tested[1:3]).all()


def test_rare_answers_that_separate_levels_by_chance_are_not_taken_for_weight() -> None:
    # ten participants, one positive answer in fifteen: in nearly every study some level gets none
    times, tested = rejected(400, participants=10, scenarios=14, thresholds=(2.5,), intercept_sd=0.3, **NOTHING)
    assert (times <= 0.11 * tested).all()


def test_a_level_that_everyone_refuses_matters() -> None:
    panel = simulated_panel(1, weights=(0.0, 0.5, 0.0, 0.7))
    refused = panel.design.profiles[panel.scenario, 0] == 2
    panel = replace(panel, answer=np.where(refused, 0, panel.answer).astype(np.int8))
    assert criterion_p_values(panel)[0] < 1e-9


def test_one_criterion_with_two_levels_is_a_t_test_of_differences_between_answers() -> None:
    # everyone judges both levels once, yes or no: the pull of a participant is half the difference of the answers
    study = make_study({"c": ["a", "b"]}, ["no", "yes"])
    first, second = np.repeat([0, 0, 1, 1], [7, 9, 3, 5]), np.repeat([0, 1, 0, 1], [7, 9, 3, 5])
    answers = [
        (f"p{i}", f"s{s}", int(y)) for i, pair in enumerate(zip(first, second, strict=True)) for s, y in enumerate(pair)
    ]
    p_value = criterion_p_values(make_panel(study, ["s0", "s1"], [[0], [1]], answers))[0]
    assert p_value == pytest.approx(ttest_1samp(second - first, 0.0).pvalue, abs=1e-9)


def test_hotelling_of_one_column_is_the_t_test() -> None:
    sample = np.random.default_rng(1).normal(0.4, 1.0, 12)
    p_value = hotelling_p_value(np.array([sample.mean()]), np.array([[sample.var()]]), 12)
    assert p_value == pytest.approx(ttest_1samp(sample, 0.0).pvalue, abs=1e-12)


def test_order_of_answers_does_not_matter() -> None:
    panel = simulated_panel(2)
    order = np.random.default_rng(3).permutation(panel.n_answers)
    shuffled = replace(
        panel, participant=panel.participant[order], scenario=panel.scenario[order], answer=panel.answer[order]
    )
    assert criterion_p_values(panel) == pytest.approx(criterion_p_values(shuffled), rel=1e-8)


def test_what_cannot_be_tested_is_not_a_number() -> None:
    assert np.isnan(criterion_p_values(simulated_panel(1, participants=1))).all()
    three = criterion_p_values(simulated_panel(1, participants=3))
    assert np.isfinite(three[:3]).all()
    assert np.isnan(three[3])
    panel = simulated_panel(1)
    assert np.isnan(criterion_p_values(replace(panel, answer=np.zeros_like(panel.answer)))).all()
    alike = replace(panel, answer=(panel.participant % 4).astype(np.int8))
    assert np.isnan(criterion_p_values(alike)).all()
