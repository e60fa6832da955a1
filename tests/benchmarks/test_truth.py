"""A short version of ``python -m benchmarks truth``: two studies of each kind instead of fifty."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.truth import (
    KINDS,
    STATED,
    WORLDS,
    World,
    draw,
    draw_people,
    draw_study,
    draw_weights,
    one_study,
    outcomes_of,
    summarise,
    true_shares,
)


@pytest.mark.slow
def test_shares_of_new_cases_are_near_the_truth_and_intervals_cover() -> None:
    """Designs depend on the time they get, so the studies differ from run to run: limits far out in what eight give."""
    found = summarise([one_study(number) for number in range(8)])
    error, pooled, smaller, coverage, noise, _, weighed, _, converged, error_all, smaller_all = found
    assert error < 6.8
    assert error < pooled
    assert smaller > 0.0 < smaller_all
    assert error <= error_all  # a mean of roots is at most the root of the mean
    assert coverage > 0.80
    assert noise <= 3 / 24  # of 24 criteria that nobody weighs, at a level of 5%
    assert weighed > 0.4
    assert converged >= 6 / 8


@pytest.mark.slow
def test_studies_are_spread_over_two_workers_in_their_order() -> None:
    """Designs depend on the time that they get, so what is the same is which study it is."""
    found = outcomes_of((3, 8), STATED, "local:2")
    assert [outcome.weighed.tolist() for outcome in found] == [draw(number).weighed.tolist() for number in (3, 8)]
    assert found[0].weighed.tolist() != found[1].weighed.tolist()
    assert all(0 < 100 * np.sqrt(outcome.hierarchical.mean()) < 20 for outcome in found)


@pytest.mark.parametrize("world", [STATED, *WORLDS.values()])
@pytest.mark.parametrize("kind", KINDS)
def test_the_truth_is_as_stated(kind: str, world: World) -> None:
    rng = np.random.default_rng(5)
    study = draw_study(rng)
    weights = draw_weights(rng, study, world)
    drawn = [draw_people(rng, weights, kind, world) for _ in range(200)]
    assert sum(np.ptp(weight) == 0 for weight in weights) == world.noise
    start = 0
    spreads = []
    for weight in weights:
        own = np.array([utilities[:, start : start + len(weight)] for _, utilities, _ in drawn])
        start += len(weight)
        if np.ptp(weight) == 0 and not world.divides:
            assert not own.any()
        else:
            factor = 1.0 if world.left else len(weight) / (len(weight) - 1)  # centred within a criterion
            spreads.append(np.mean(np.square(own - weight)) * factor)
    assert np.sqrt(np.mean(spreads)) == pytest.approx(0.4, rel=0.1)
    intercepts = np.concatenate([each for _, _, each in drawn])
    assert np.std(intercepts) == pytest.approx(0.9, rel=0.1)
    shares = true_shares(study, drawn[0][1], drawn[0][2], np.zeros((1, 10), dtype=np.int64))
    assert 0.0 < shares[0] < 1.0
