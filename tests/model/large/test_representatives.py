"""Representatives stand for everybody: weights, and noise that is shared."""

import numpy as np
import pytest

from collega.model.large.representatives import calibrate, choose, paired_noise
from collega.model.large.settings import Settings


@pytest.fixture(scope="module")
def people():
    rng = np.random.default_rng(1)
    groups = rng.choice(3, (20_000, 1), p=[0.69, 0.3, 0.01]).astype(np.int16)
    means = (rng.normal(size=(20_000, 5)) + 0.3 * groups).astype(np.float32)
    return means, groups


def test_every_group_has_representatives(people):
    means, groups = people
    rows, start = choose(means[:, 0], groups, Settings(representatives=500, of_a_group=60), np.random.default_rng(2))
    assert (np.diff(rows) > 0).all()
    assert len(rows) == len(start)
    assert np.bincount(groups[rows, 0]).min() >= 60
    # one over the chance to be chosen: the weights add up to the people, and to those of each group
    assert start.sum() == pytest.approx(20_000, rel=0.03)
    assert start[groups[rows, 0] == 2].sum() == pytest.approx((groups == 2).sum(), rel=0.1)


def test_weights_give_everybodys_averages(people):
    means, groups = people
    rows, start = choose(means[:, 0], groups, Settings(representatives=500, of_a_group=60), np.random.default_rng(2))
    weights = calibrate(means, groups, rows, start)
    assert (weights > 0).all()
    assert weights.sum() == pytest.approx(1.0)
    np.testing.assert_allclose(weights @ means[rows], means.mean(axis=0), atol=1e-5)
    np.testing.assert_allclose(weights @ np.square(means[rows]), np.square(means).mean(axis=0), atol=1e-4)
    for value in range(3):
        ours, there = groups[rows, 0] == value, groups[:, 0] == value
        assert weights[ours].sum() == pytest.approx(there.mean(), abs=1e-6)
        if ours.sum() > 100:
            own = weights[ours] @ means[rows][ours] / weights[ours].sum()
            np.testing.assert_allclose(own, means[there].mean(axis=0), atol=1e-4)


@pytest.mark.parametrize(("values", "each"), [(0, 300), (26, 300), (40, 200), (1000, 60)])
def test_of_many_values_each_has_fewer(values, each):
    assert Settings().for_values(values).of_a_group == each
    assert Settings(of_a_group=50).for_values(values).of_a_group == 50


def test_everybody_counts_alike_where_all_have_draws(people):
    means, groups = people
    rows, start = choose(means[:50, 0], groups[:50], Settings(), np.random.default_rng(2))
    np.testing.assert_array_equal(rows, np.arange(50))
    np.testing.assert_array_equal(calibrate(means[:50], groups[:50], rows, start), np.full(50, 0.02))


@pytest.mark.parametrize("stands_for", [1.0, 4.0, 500.0])
def test_an_average_has_the_noise_of_all_for_whom_they_stand(stands_for):
    rng = np.random.default_rng(3)
    noise = paired_noise(np.arange(40), np.full(40, stands_for), 20_000, 2, rng)
    assert noise.std() == pytest.approx(1.0, rel=0.01)
    assert noise.mean(axis=1).var() == pytest.approx(1 / (40 * stands_for), rel=0.05)
