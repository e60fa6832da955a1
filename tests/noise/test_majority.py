"""The majority of those asked: against the binomial distribution of scipy, and what must hold."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from collega.noise.majority import ASKED, LARGEST, majority_curve, number_needed


@pytest.mark.parametrize("positive", [0.0, 0.05, 0.31, 0.5, 0.62, 0.99, 1.0])
def test_against_the_binomial_distribution(positive):
    curve = majority_curve(np.array([[positive]]), np.ones(1))[0]
    most = max(positive, 1 - positive)
    np.testing.assert_allclose(curve, [binom.sf(n // 2, n, most) for n in ASKED], atol=1e-12)


def test_three_by_hand():
    curve = majority_curve(np.array([[0.7, 0.2]]), np.array([0.25, 0.75]))[0]
    assert curve[0] == pytest.approx(0.25 * 0.7 + 0.75 * 0.8)
    assert curve[1] == pytest.approx(0.25 * 0.784 + 0.75 * 0.896)  # p^3 + 3 p^2 q


def test_an_even_number_with_a_coin_is_as_good_as_one_fewer():
    for n in (2, 6, 20):
        coin = binom.sf(n // 2, n, 0.63) + binom.pmf(n // 2, n, 0.63) / 2
        assert coin == pytest.approx(majority_curve(np.array([[0.63]]), np.ones(1))[0, n // 2 - 1], abs=1e-12)


@settings(deadline=None, max_examples=50)
@given(st.lists(st.floats(0.0, 1.0), min_size=1, max_size=6))
def test_more_colleagues_are_never_worse(positive):
    weights = np.full(len(positive), 1 / len(positive))
    curve = majority_curve(np.array([positive]), weights)[0]
    assert (np.diff(curve) >= -1e-12).all()
    assert curve[0] >= 0.5 - 1e-12
    assert curve[-1] <= 1 + 1e-9
    mirrored = majority_curve(1 - np.array([positive]), weights)[0]
    np.testing.assert_allclose(mirrored, curve, atol=1e-12)


def test_how_many_are_needed():
    curve = majority_curve(np.array([[0.5], [0.501], [0.8], [0.95]]), np.ones(1))
    assert number_needed(curve, 0.9).tolist() == [np.inf, np.inf, 5, 1]  # five at 0.8: 94%, three: 89.6%
    assert ASKED[-1] == LARGEST
