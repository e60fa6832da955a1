"""Importance is a range less what noise adds: closed forms, properties, and how often its interval holds the truth."""

from __future__ import annotations

import numpy as np
import pytest

from collega.model.importance import (
    importance_of_draws,
    importance_of_estimates,
    percents_of_draws,
    range_shares,
    settled_percents,
    signed_ranges,
)
from collega.panel.judged_levels import JudgedLevels

N_LEVELS = (2, 3, 5)
LEVELS = sum(N_LEVELS)


def judged(n_levels: tuple[int, ...] = N_LEVELS, absent: tuple[int, ...] = ()) -> JudgedLevels:
    known = np.ones(sum(n_levels), dtype=np.bool_)
    known[list(absent)] = False
    return JudgedLevels(n_levels=n_levels, levels=known)


def normal_draws(centre: list[float], spread: float, n: int = 4000, seed: int = 1) -> np.ndarray:
    return np.array(centre) + spread * np.random.default_rng(seed).standard_normal((n, len(centre)))


def test_without_noise_it_is_the_range_over_the_sum_of_ranges() -> None:
    exact = np.array([0.5, -0.5, 0.0, 1.0, -1.0, 0.2, 0.1, 0.0, -0.1, -0.2])
    shares = 100 * np.array([1.0, 2.0, 0.4]) / 3.4
    of_draws = importance_of_draws(np.tile(exact, (8, 1)), judged())
    coefficients = np.array([0.5, 0.0, 1.0, 0.2, 0.1, 0.0, -0.1])
    of_estimates = importance_of_estimates(coefficients, np.zeros((7, 7)), 50, judged())
    assert range_shares(exact, judged()) == pytest.approx(shares)
    for found in (of_draws, of_estimates):
        assert found.percent == pytest.approx(shares)
        assert found.interval == pytest.approx(np.column_stack([shares, shares]))


def test_the_levels_are_chosen_in_one_version_and_measured_in_the_other() -> None:
    chosen = np.array([[1.0, 2.0, 5.0, 3.0, 4.0], [2.0, 1.0, 3.0, 4.0, 5.0]])
    measured = np.array([[10.0, 30.0, 1.0, 2.0, 4.0], [7.0, 4.0, 1.0, 2.0, -4.0]])
    assert signed_ranges(measured, chosen, judged((2, 3))).tolist() == [[20.0, -1.0], [3.0, -5.0]]


def test_of_noise_alone_it_is_equal_and_may_be_0() -> None:
    found = importance_of_draws(normal_draws([0.0] * LEVELS, 0.3), judged())
    assert found.interval[:, 0] == pytest.approx(np.zeros(3))
    # a criterion of five levels has the widest noise; uncorrected it takes over half
    assert range_shares(normal_draws([0.0] * LEVELS, 0.3), judged()).mean(axis=0)[2] > 45
    assert (found.percent > 25).all()
    nothing = importance_of_draws(np.zeros((8, LEVELS)), judged())
    assert nothing.percent == pytest.approx(np.full(3, 100 / 3))
    of_estimates = importance_of_estimates(np.zeros(7), np.zeros((7, 7)), 50, judged())
    assert of_estimates.percent == pytest.approx(np.full(3, 100 / 3))


def test_what_is_far_above_its_noise_keeps_its_range_and_noise_beside_it_loses() -> None:
    centre = [1.0, -1.0, 0.0, 0.0, 0.0, *[0.0] * 5]
    found = importance_of_draws(normal_draws(centre, 0.1), judged())
    before = range_shares(normal_draws(centre, 0.1), judged()).mean(axis=0)
    # ranges of 3 and 5 normal values with deviation 0.1 are 0.169 and 0.233 on average, beside a range of 2
    assert before[1:] == pytest.approx([7.0, 9.7], abs=0.3)
    assert (found.percent[1:] < 0.45 * before[1:]).all()
    assert (found.interval[1:, 0] == 0).all()
    assert found.interval[0, 0] > 80


def test_it_does_not_depend_on_the_unit_or_on_the_order_of_levels() -> None:
    draws = normal_draws([0.5, -0.5, 0.3, 0.0, -0.3, *[0.0] * 5], 0.2)
    one = importance_of_draws(draws, judged())
    turned = draws[:, [1, 0, 4, 2, 3, 9, 8, 7, 6, 5]]
    for other in (importance_of_draws(1.8 * draws, judged()), importance_of_draws(turned, judged())):
        assert other.percent == pytest.approx(one.percent)
        assert other.interval == pytest.approx(one.interval)
    assert one.percent.sum() == pytest.approx(100)


def test_a_criterion_with_one_judged_level_has_none() -> None:
    absent = judged(absent=(2, 4))
    found = importance_of_draws(normal_draws([0.5, -0.5, *[0.0] * 3, 0.4, 0.2, 0.0, -0.2, -0.4], 0.1), absent)
    assert np.isnan(found.percent[1])
    assert np.isnan(found.interval[1]).all()
    assert np.nansum(found.percent) == pytest.approx(100)
    rng = np.random.default_rng(1)
    estimated = importance_of_estimates(rng.standard_normal(7), 0.01 * np.eye(7), 50, absent)
    assert np.isnan(estimated.percent).tolist() == [False, True, False]


def test_its_interval_holds_the_truth_about_nine_times_in_ten_and_0_where_nobody_weighs() -> None:
    """Estimates drawn around known coefficients with a known covariance, 300 times.

    Binomial standard errors: 1% of the 900 that weigh (three criteria of a study hang together: 1.5% at most), 1.2% of
    the 600 that do not; the bounds are three of them beyond 87 and 93%, and above 90% less three.
    """
    coding = judged((2, 3, 4, 3, 5))
    weights = [
        np.array([0.3, -0.3]),
        np.array([0.4, 0.0, -0.4]),
        np.array([-0.5, 0.2, 0.5, -0.2]),
        np.zeros(3),
        np.zeros(5),
    ]
    exact = np.concatenate(weights)
    truth = range_shares(exact, coding)
    coefficients = np.delete(exact, [1, 4, 8, 11, 16])
    covariance = 0.02 * np.linalg.inv(coding.coding.to_part_worths.T @ coding.coding.to_part_worths)
    rng, held, inside = np.random.default_rng(20251129), [], []
    for drawn in rng.multivariate_normal(coefficients, covariance, 300):
        found = importance_of_estimates(drawn, covariance, 300, coding)
        low, high = found.interval.T
        held.append((low <= truth) & (truth <= high))
        inside.append((low <= found.percent) & (found.percent < low + 0.85 * (high - low)))
    weighed, nothing = np.mean(held, axis=0)[:3].mean(), np.mean(held, axis=0)[3:].mean()
    assert 0.825 < weighed < 0.975
    assert nothing > 0.865
    assert np.mean(inside) > 0.99


def test_the_choice_of_levels_is_averaged_over_all_draws() -> None:
    draws = normal_draws([0.8, -0.8, 0.4, 0.0, -0.4, 0.05, 0.0, -0.02, 0.0, -0.03], 0.15)[:60]
    found = settled_percents(draws, judged())
    ranges = np.mean([signed_ranges(draws, np.roll(draws, -k, axis=0), judged()) for k in range(len(draws))], axis=0)
    np.testing.assert_allclose(found, 100 * ranges / ranges.sum(axis=1, keepdims=True), rtol=1e-9)
    assert (found.std(axis=0) < percents_of_draws(draws, judged()).std(axis=0)).all()
    one = np.tile(draws[:1], (8, 1))
    np.testing.assert_allclose(settled_percents(one, judged()), range_shares(one, judged()))
