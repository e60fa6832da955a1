"""The table of the normal distribution function against scipy's."""

from __future__ import annotations

import numpy as np
from numba import vectorize
from scipy.special import ndtr

from collega.model.normal_cdf import normal_cdf

LARGEST_FOURTH_DERIVATIVE = 1.39  # of the distribution function, at 0.742
BOUND = LARGEST_FOURTH_DERIVATIVE / 384 / 64**4  # of a Hermite cubic on intervals of 1/64


@vectorize
def tabled(x):
    return normal_cdf(x)


def test_error_stays_below_that_of_a_hermite_cubic() -> None:
    x = np.linspace(-9, 9, 1_000_003)
    assert np.abs(tabled(x) - ndtr(x)).max() < BOUND


def test_it_rises_from_zero_to_one() -> None:
    x = np.concatenate([[-np.inf, -1e300], np.linspace(-8.5, 8.5, 100_001), [1e300, np.inf]])
    found = tabled(x)
    assert found[0] == 0
    assert found[-1] == 1
    assert (np.diff(found) >= -1e-15).all()
