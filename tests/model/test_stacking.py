"""Stacks: weights in closed form, on the simplex, and never worse than the best member by more than its error."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collega.model.comparison import clustered
from collega.model.stacking import stack_weights, stacked_likelihood


def test_two_members_in_closed_form() -> None:
    """One gives 0.8 to three answers and 0.2 to a fourth, the other one half to all.

    The slope is zero where 3 * 0.3 / (0.5 + 0.3 w) = 0.3 / (0.5 - 0.3 w), so w = 5/6.
    """
    likelihood = np.array([[0.8, 0.5], [0.8, 0.5], [0.8, 0.5], [0.2, 0.5]])
    weights = stack_weights(likelihood)
    assert weights == pytest.approx([5 / 6, 1 / 6], abs=1e-4)


def test_a_member_that_is_always_better_gets_everything() -> None:
    likelihood = np.column_stack([np.full(50, 0.6), np.full(50, 0.3), np.full(50, 0.1)])
    assert stack_weights(likelihood) == pytest.approx([1.0, 0.0, 0.0], abs=1e-6)


@settings(deadline=None, max_examples=50, derandomize=True)
@given(st.integers(0, 10_000), st.integers(1, 6), st.integers(1, 60))
def test_weights_lie_on_the_simplex_and_beat_every_member_on_what_they_saw(seed: int, members: int, n: int) -> None:
    likelihood = np.random.default_rng(seed).uniform(1e-4, 1.0, (n, members))
    weights = stack_weights(likelihood)
    assert weights.min() >= 0
    assert weights.sum() == pytest.approx(1.0, abs=1e-9)
    stacked = np.log(likelihood @ weights).sum()
    assert stacked >= np.log(likelihood).sum(axis=0).max() - 1e-3  # EM stops when weights move by less than 1e-9


def test_a_block_is_predicted_with_weights_of_the_others() -> None:
    rng = np.random.default_rng(1)
    likelihood, block = rng.uniform(0.01, 1.0, (40, 3)), np.arange(40) % 4
    found = stacked_likelihood(likelihood, block)
    for number in range(4):
        own = block == number
        assert found[own] == pytest.approx(likelihood[own] @ stack_weights(likelihood[~own]))
    changed = likelihood.copy()
    changed[block == 0] = rng.uniform(0.01, 1.0, (10, 3))
    again = stacked_likelihood(changed, block)
    weights = stack_weights(likelihood[block != 0])
    assert again[block == 0] == pytest.approx(changed[block == 0] @ weights)


@pytest.mark.parametrize("distance", [0.0, 0.1, 0.5])
def test_out_of_sample_the_stack_is_not_worse_than_its_best_member(distance: float) -> None:
    """Fifty panels of 40 people with 20 answers of 4 each; three forecasters see the truth with noise of their own."""
    losses = []
    for seed in range(50):
        rng = np.random.default_rng(seed)
        truth = rng.normal(size=(800, 4))
        answer = (np.log(rng.random((800, 4))) * -np.exp(-truth)).argmin(axis=1)  # exponential races: softmax of truth
        members = [truth + rng.normal(scale=0.5 + distance * m, size=(800, 4)) for m in range(3)]
        chance = [np.exp(each) / np.exp(each).sum(axis=1, keepdims=True) for each in members]
        likelihood = np.column_stack([each[np.arange(800), answer] for each in chance])
        loss = -np.log(stacked_likelihood(likelihood, np.arange(800) % 5))
        best = -np.log(likelihood[:, (-np.log(likelihood)).mean(axis=0).argmin()])
        losses.append(clustered(loss - best, np.arange(800) // 20))
    difference, error = np.array(losses).T
    assert (difference <= error).mean() > 0.9
    assert difference.mean() < 0.005
