"""Iterative proportional fitting, against hand calculations and what must stay."""

from __future__ import annotations

import numpy as np
import pytest

from collega.errors import NotComputedError
from collega.model.raking import rake

GRID = np.array([[a, b] for a in range(2) for b in range(2)])


def test_without_association_cells_are_products_of_margins() -> None:
    found = rake(GRID, np.ones(4), [np.array([0.6, 0.4]), np.array([0.3, 0.7])])
    np.testing.assert_allclose(found, [0.18, 0.42, 0.12, 0.28], atol=1e-8)


def test_two_by_two_is_the_root_of_its_quadratic() -> None:
    """With odds ratio t and margins p, q the cell x solves x (1 - p - q + x) = t (p - x) (q - x)."""
    seed, p, q = np.array([10.0, 4.0, 3.0, 8.0]), 0.35, 0.55
    t = seed[0] * seed[3] / (seed[1] * seed[2])
    x = min(np.roots([1 - t, 1 - p - q + t * (p + q), -t * p * q]), key=lambda root: abs(root - p * q)).real
    found = rake(GRID, seed, [np.array([p, 1 - p]), np.array([q, 1 - q])])
    np.testing.assert_allclose(found, [x, p - x, q - x, 1 - p - q + x], atol=1e-7)


def test_a_published_table() -> None:
    """The worked example of "Iterative proportional fitting" in Wikipedia, to its two decimals of 1,000."""
    seed = [[40, 30, 20, 10], [35, 50, 100, 75], [30, 80, 70, 120], [20, 30, 40, 50]]
    rows, columns = np.array([150, 300, 400, 150]) / 1000, np.array([200, 300, 400, 100]) / 1000
    cells = np.array([[a, b] for a in range(4) for b in range(4)])
    found = 1000 * rake(cells, np.array(seed, dtype=np.float64).ravel(), [rows, columns]).reshape(4, 4)
    expected = [[64.61, 46.28, 35.42, 3.83], [49.95, 68.15, 156.49, 25.37],
                [56.70, 144.40, 145.06, 53.76], [28.74, 41.18, 63.03, 17.03]]  # fmt: skip
    np.testing.assert_allclose(found, expected, atol=0.06)  # the example stops after three rounds


def test_association_stays_and_margins_are_met() -> None:
    rng = np.random.default_rng(3)
    cells = np.array([[a, b, c] for a in range(3) for b in range(2) for c in range(4)])
    seed = rng.uniform(0.5, 5.0, len(cells))
    margins = [rng.dirichlet(np.full(size, 3.0)) for size in (3, 2, 4)]
    found = rake(cells, seed, margins)
    for h, wanted in enumerate(margins):
        np.testing.assert_allclose(np.bincount(cells[:, h], found), wanted, atol=1e-8)
    factor = np.log(found / seed).reshape(3, 2, 4)  # a sum of one term per characteristic: no interaction is left
    for axes in ((0, 1), (0, 2), (1, 2)):
        table = factor.mean(axis=({0, 1, 2} - set(axes)).pop())
        left = table - table.mean(axis=0) - table.mean(axis=1, keepdims=True) + table.mean()
        np.testing.assert_allclose(left, 0.0, atol=1e-6)


def test_margins_that_no_weights_have_are_refused() -> None:
    diagonal = np.array([[0, 0], [1, 1]])
    with pytest.raises(NotComputedError, match="cannot be raked: no weights of the combinations"):
        rake(diagonal, np.ones(2), [np.array([0.6, 0.4]), np.array([0.3, 0.7])])
