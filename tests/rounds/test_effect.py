"""The effect of a talk: net of a second look and of regression to the mean, and covered as often as promised."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from collega.rounds.effect import effect_of, single_effect
from collega.rounds.guess import guess_of
from collega.rounds.simulation import World, expected_changes, simulate_votes
from collega.rounds.votes import Votes


def votes(first, second, controls=(False, True), answers=2, positive=1) -> Votes:
    first = np.array(first)
    return Votes(
        first=first, second=np.array(second), guesses=np.full(first.shape, np.nan), controls=np.array(controls),
        answers=answers, positive=positive,
    )  # fmt: skip


def test_a_change_counts_only_where_both_rounds_are_there() -> None:
    some = votes([[0, 1], [1, -1], [0, 0]], [[1, 0], [0, 1], [-1, 0]])
    assert np.array_equal(some.side_changes, [[1, -1], [-1, np.nan], [np.nan, 0]], equal_nan=True)
    assert some.later.tolist() == [[1, 0], [0, -1], [0, 0]]


def test_the_control_is_taken_off() -> None:
    some = votes([[0, 0]] * 6, [[1, 1]] * 3 + [[1, 0]] * 3)
    alone, net = single_effect(some, 0), effect_of(some, [0, 1])
    assert alone.share.estimate == 1.0
    assert not alone.net
    assert net.share.estimate == pytest.approx(0.5)
    assert net.net
    assert effect_of(some, [1]).share is None
    assert not effect_of(some, [0]).net


def test_why_no_move_towards_the_majority_is_told() -> None:
    """Nothing happens between the rounds, and the mean shift says so; a count towards the majority finds one."""
    world = World(name="nothing", answers=2, positive=1, scenarios=(0.1, -0.1, 0.0))
    rng = np.random.default_rng(5)
    shifts, towards = [], []
    for _ in range(3000):
        some = simulate_votes(world, 9, rng)
        shifts.append(effect_of(some, [0, 1, 2]).share.estimate)
        side = np.sign((some.first >= 1).mean(axis=0) - 0.5)
        towards.append((some.side_changes * side)[:, :2].mean())
    assert abs(np.mean(shifts)) < 3.5 * np.std(shifts) / np.sqrt(len(shifts))
    assert np.mean(towards) < -10 * np.std(towards) / np.sqrt(len(towards))


@pytest.mark.slow
def test_intervals_cover_87_to_93_percent() -> None:
    """The short form of ``python -m benchmarks rounds``: 12 people, two worlds, 1500 sessions each."""
    worlds = (
        World(name="persuasion", persuasion=(0.6, -0.3), drift=0.15, missing=0.1),
        World(name="convergence", convergence=0.5, persuasion=(0.3, 0.3), answers=2, positive=1),
    )
    for world in worlds:
        sides, steps = expected_changes(world, np.random.default_rng(1))
        weights = np.array([0.5, 0.5, -1.0])
        held = []
        for seed in range(1500):
            found = effect_of(simulate_votes(world, 12, np.random.default_rng(seed)), [0, 1, 2])
            held.append(
                [low <= truth <= high for (low, high), truth in (
                    (found.share.interval, sides @ weights), (found.steps.interval, steps @ weights))]
            )  # fmt: skip
        share = np.mean(held, axis=0)
        assert (share > 0.87).all(), (world.name, share)
        assert (share < 0.93).all(), (world.name, share)


def test_the_gap_of_a_guess_is_scipys_paired_difference() -> None:
    rng = np.random.default_rng(3)
    agrees = (rng.random(14) < 0.6).astype(float)
    guesses = np.clip(rng.normal(0.4, 0.2, 14), 0, 1)
    found = guess_of(guesses, agrees, minimum=5)
    expected = stats.ttest_rel(guesses, agrees)
    assert found.gap.estimate == pytest.approx(expected.statistic * np.std(guesses - agrees, ddof=1) / np.sqrt(14))
    assert found.gap.interval == pytest.approx(tuple(expected.confidence_interval(0.9)), abs=1e-12)
    assert found.guessed - found.truth == pytest.approx(found.gap.estimate)


def test_guesses_of_few_are_not_told() -> None:
    guesses = np.array([0.5, 0.4, 0.3, 0.6, np.nan, np.nan])
    assert guess_of(guesses, np.array([1.0, 0, 1, 0, 1, 0]), minimum=5) is None
