"""What is known of a learner: the population without characteristics, by moments, by the sampler, and by weights."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from collega.model.population import coded
from collega.training.choice import expected_disagreement, expected_gain, whose_turn
from collega.training.learner import Imagined, Judged, _moments, posterior, unknown_person
from tests.training.made_trainers import made, trainer


def test_moments_of_characteristics_are_those_of_a_crowd():
    columns = [("post", "x"), ("post", "y"), ("years", "few")]
    margins = {"post": {"x": 0.5, "y": 0.2, "other": 0.2}, "years": {"few": 0.25, "many": 0.75}}
    rng, n = np.random.default_rng(1), 100_000
    post = rng.choice(["x", "y", "other", ""], n, p=[0.5, 0.2, 0.2, 0.1]).tolist()
    years = rng.choice(["few", "many"], n, p=[0.25, 0.75]).tolist()
    z = coded(columns, {"post": [each or None for each in post], "years": years}, n)
    mean, variance = _moments(columns, margins)
    assert mean == pytest.approx(z.mean(axis=0), abs=0.02)
    assert variance == pytest.approx(np.cov(z.T), abs=0.02)
    assert _moments(columns, {})[1] == pytest.approx(np.zeros((3, 3)))


def test_somebody_unknown_has_the_mean_and_spread_of_all_groups():
    _, fit, _ = made()
    margins = {"post": {"x": 0.3, "y": 0.4, "other": 0.3}}
    nobody = unknown_person(fit, margins)
    imagined = Imagined.from_fit(nobody)
    draws = fit.draws
    shares = np.array([0.3, 0.4, 0.3])
    z = coded(draws.group_columns, {"post": ["x", "y", "other"]}, 3)
    means = draws.mean[:, None, :] + z @ np.swapaxes(draws.group_effects, 1, 2)
    assert imagined.coefficients.mean(axis=0) == pytest.approx((shares @ means).mean(axis=0), abs=0.12)
    factor = draws.covariance_factor.astype(float)
    within = (factor @ np.swapaxes(factor, 1, 2)).mean(axis=0)
    between = np.mean([np.cov(m.T, aweights=shares, bias=True) for m in means], axis=0)
    of_means = np.cov((shares @ means).T)
    expected = np.diag(within + between + of_means)
    assert np.var(imagined.coefficients, axis=0) == pytest.approx(expected, rel=0.25)


def test_reweighing_imagined_people_agrees_with_the_sampler():
    """Two ways to the same posterior: importance weights, and Gibbs sweeps in the engine's personal model."""
    some = trainer()
    judged = [
        Judged(profile=tuple(p), answer=a) for p, a in zip(some.scenarios[:5].tolist(), (2, 2, 0, 2, 1), strict=True)
    ]
    weights = some.imagined.weights(judged)
    assert weights.sum() == pytest.approx(1.0)
    sampled = posterior(some.unknown, judged).coefficients
    mean = weights @ some.imagined.coefficients
    spread = sampled.std(axis=0)
    assert np.abs(mean - sampled.mean(axis=0)).max() < 0.35 * spread.max()
    assert some.imagined.weights([]) == pytest.approx(np.full(len(weights), 1 / len(weights)))


def test_chances_add_up_and_follow_the_thresholds():
    some = trainer()
    chances = some.imagined.chances(some.scenarios)
    assert chances.sum(axis=2) == pytest.approx(np.ones(chances.shape[:2]), abs=1e-9)
    own = some.chances[:, :, some.study.positive :].sum(axis=2)
    assert own.mean() == pytest.approx(some.imagined.chances(some.scenarios)[:, :, 2].mean(), abs=1e-6)


def test_the_expected_gain_is_the_variance_that_the_answer_explains():
    """By hand: two people, one answer tells them apart, another scenario tells nothing."""
    weights, aims = np.array([0.5, 0.5]), np.array([[0.0], [10.0]])
    chances = np.array([[[1.0, 0.0], [0.5, 0.5]], [[0.0, 1.0], [0.5, 0.5]]])
    assert expected_gain(weights, chances, aims) == pytest.approx([25.0, 0.0])
    halfway = np.array([[[0.75, 0.25]], [[0.25, 0.75]]])
    assert expected_gain(weights, halfway, aims) == pytest.approx([25.0 * 0.5**2])


def test_the_gain_never_passes_the_variance_that_there_is():
    some = trainer()
    weights = some.imagined.weights([])
    total = (weights @ np.square(some.aims - weights @ some.aims)).sum()
    gain = expected_gain(weights, some.chances.astype(float), some.aims)
    assert ((gain > 0) & (gain < total)).all()


def test_disagreement_is_the_share_that_answers_otherwise():
    weights, chances = np.array([0.25, 0.75]), np.array([[[1.0, 0.0]], [[0.0, 1.0]]])
    assert expected_disagreement(weights, chances, np.array([[0.5, 0.5]])) == pytest.approx([0.25])


def test_the_turn_goes_from_easy_to_divided():
    division = np.linspace(0.0, 0.5, 100)
    turns = [whose_turn(division, number, 10) for number in range(1, 11)]
    assert (turns[0].min(), turns[0].max()) == (0, 49)
    assert (turns[-1].min(), turns[-1].max()) == (30, 99)
    assert all(a.mean() < b.mean() for a, b in pairwise(turns))
    assert whose_turn(np.array([0.1]), 1, 1).tolist() == [0]
