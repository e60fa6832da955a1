"""Differences in using the answer scale: derivatives by other means, the rule, and what it must not see."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import expit

from benchmarks import checks
from collega.messages import code_of
from collega.model.checks.personal_mode import PersonalMode, personal_mode
from collega.model.checks.scale_use import ONE_EACH, TWO_ANSWERS, _moves, _pulls, scale_use, uses_scale
from collega.model.checks.working import working_model
from collega.panel.panel import Panel
from collega.study.coding import Coding
from tests.model.references import housing_panel, reference_panel
from tests.model.simulated import simulated_panel


def log_likelihood(
    mode: PersonalMode, thresholds: NDArray[np.float64], factor: float | NDArray[np.float64], shift: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return everybody's log-likelihood with increments times a factor, around the second threshold; moved utilities."""
    own = np.concatenate([[0.0], np.cumsum(np.diff(thresholds) * factor)])
    edges = np.concatenate([[-np.inf], own - own[1] + thresholds[1], [np.inf]])
    at = mode.utility + shift
    log_p = np.log(expit(edges[mode.answer + 1] - at) - expit(edges[mode.answer] - at))
    total: NDArray[np.float64] = np.where(mode.there, log_p, 0.0).sum(axis=1)
    return total


def test_pulls_are_the_derivatives_in_everyones_stretch_and_increments() -> None:
    mode = personal_mode(working_model(simulated_panel(2, participants=20)))
    pulls, expected = _pulls(mode, _moves(mode.thresholds, 1))
    nothing, h = np.zeros(mode.utility.shape), 1e-5
    for m, way in enumerate([np.ones(2), *np.eye(2)]):
        up, down = (log_likelihood(mode, mode.thresholds, np.exp(side * way), nothing) for side in (h, -h))
        assert pulls[:, m] == pytest.approx((up - down) / (2 * h), abs=1e-6)
    assert pulls[:, 0] == pytest.approx(pulls[:, 1:].sum(axis=1))
    assert expected[:, 0, 0] == pytest.approx(expected[:, 1:, 1:].sum(axis=(1, 2)))
    assert expected == pytest.approx(expected.transpose(0, 2, 1))
    assert (np.linalg.eigvalsh(expected[:, 1:, 1:]) > 0).all()


def test_the_mode_is_where_the_penalised_likelihood_is_flat() -> None:
    """In thresholds and everyone's intercept: to a twentieth of a standard error, since the search stops at that."""
    mode = personal_mode(working_model(simulated_panel(2, participants=30)))
    h, nothing = 1e-5, np.zeros(mode.utility.shape)
    for j, step in enumerate(h * np.eye(3)):
        rise = log_likelihood(mode, mode.thresholds + step, 1.0, nothing).sum()
        fall = log_likelihood(mode, mode.thresholds - step, 1.0, nothing).sum()
        assert abs(rise - fall) / (2 * h) / np.sqrt(mode.left[j, j]) < 0.05
    up, down = (log_likelihood(mode, mode.thresholds, 1.0, nothing + side) for side in (h, -h))
    slope = (up - down) / (2 * h) - mode.coefficients[:, 0] / mode.variances[0]
    assert np.abs(slope * np.sqrt(mode.covariance[:, 0, 0])).max() < 0.05


def test_people_who_use_the_scale_alike_are_not_told_apart() -> None:
    assert not uses_scale(reference_panel("wine"))
    assert not uses_scale(checks.draw(1, 50, checks.World()))
    assert not uses_scale(checks.draw(1, 50, checks.World(kind="strength")))


@pytest.mark.parametrize("name", ["tea", "verbagg"])
def test_real_panels_in_which_people_use_it_differently(name: str) -> None:
    """A model with one stretch a person predicts these two better, and wine no better: measured elsewhere."""
    found = scale_use(working_model(reference_panel(name)))
    assert uses_scale(reference_panel(name))
    assert found.statistic > 2.0
    assert found.sd > 0.25
    assert found.ends[0] < found.ends[1]


def test_stretch_is_found_and_about_as_large_as_it_is() -> None:
    found = scale_use(working_model(checks.draw(1, 300, checks.World(stretch=0.4))))
    assert found.p_value < 1e-6
    assert found.sd == pytest.approx(0.4, abs=0.1)


def drawn(seed: int, stretch: float, bend: float) -> Panel:
    """A panel of the mixed probit model in which everyone has increments of their own around the second threshold."""
    panel, rng = simulated_panel(seed, participants=50), np.random.default_rng(seed)
    utility = Coding(n_levels=panel.study.n_levels).matrix(panel.design.profiles)[panel.scenario]
    utility = utility @ np.linspace(-0.4, 0.4, utility.shape[1]) + 0.5 * rng.normal(size=50)[panel.participant]
    utility += rng.normal(size=len(utility))
    steps = np.exp(stretch * rng.normal(size=(50, 1)) + bend * rng.normal(size=(50, 2)))
    own = np.column_stack([-steps[:, 0], np.zeros(50), steps[:, 1]])[panel.participant]
    return replace(panel, answer=(utility[:, None] > own).sum(axis=1).astype(np.int8))


def test_increments_of_ones_own_are_found_by_the_test_of_bends_and_nothing_where_there_are_none() -> None:
    assert sum(uses_scale(drawn(seed, 0.0, 0.0)) for seed in range(40)) <= 6  # 2 expected at 5%; more once in 75 times
    assert sum(uses_scale(drawn(seed, 0.0, 0.6)) for seed in range(10)) >= 8
    found = scale_use(working_model(drawn(1, 0.0, 0.6)))
    assert found.p_value == pytest.approx(2 * min(found.p_stretch, found.p_bend))
    three = scale_use(working_model(reference_panel("verbagg")))
    assert three.p_bend is None
    assert three.p_value == three.p_stretch


def test_names_of_participants_and_the_order_of_answers_do_not_matter() -> None:
    panel = checks.draw(2, 50, checks.World(stretch=0.3))
    turn = np.random.default_rng(1).permutation(panel.n_answers)
    turned = replace(panel, participant=panel.participant[turn], scenario=panel.scenario[turn],
                     answer=panel.answer[turn], position=None)  # fmt: skip
    one, other = scale_use(working_model(panel)), scale_use(working_model(turned))
    assert one.p_value == pytest.approx(other.p_value, rel=1e-6)


def test_where_it_cannot_be_seen_it_says_why() -> None:
    two = scale_use(working_model(simulated_panel(3, thresholds=(0.0,))))
    assert (two.p_value, code_of(two.reason)) == (None, TWO_ANSWERS)
    once = scale_use(working_model(housing_panel()))
    assert (once.p_value, code_of(once.reason)) == (None, ONE_EACH)
    assert not uses_scale(housing_panel())
    same = simulated_panel(3)
    assert not uses_scale(replace(same, answer=np.zeros_like(same.answer)))
