import json
from pathlib import Path

import numpy as np
import pytest
from scipy.special import ndtri
from scipy.stats import rankdata

from collega.model.diagnostics import _rank_normalise, ess_bulk, ess_tail, r_hat

STORED = json.loads((Path(__file__).parents[1] / "reference" / "arviz_diagnostics.json").read_text())


def stored_draws():
    """The draws of tests/reference/arviz_diagnostics.py."""
    rng = np.random.default_rng(42)
    noise = rng.normal(size=(4, 500, 6))
    for t in range(1, 500):
        noise[:, t, 1] = 0.9 * noise[:, t - 1, 1] + np.sqrt(1 - 0.9**2) * noise[:, t, 1]
        noise[:, t, 2] = -0.4 * noise[:, t - 1, 2] + np.sqrt(1 - 0.4**2) * noise[:, t, 2]
    noise[:, :, 3] += np.array([0.0, 0.1, 0.3, -0.2])[:, None]
    noise[:, :, 4] *= np.array([1.0, 1.0, 1.5, 0.8])[:, None]
    noise[:, :, 5] = np.tan(1.5 * np.tanh(noise[:, :, 5]))
    return noise


@pytest.mark.parametrize(("name", "function"), [("r_hat", r_hat), ("ess_bulk", ess_bulk), ("ess_tail", ess_tail)])
def test_equal_to_arviz(name, function):
    """R-hat to rounding; sizes to one percent: ArviZ interpolates quantiles and cuts off the sum a little otherwise."""
    tolerance = 1e-6 if name == "r_hat" else 0.012
    assert function(stored_draws()) == pytest.approx(STORED[name], rel=tolerance)


def test_ranks_of_values_that_repeat():
    """A quantity that takes few values, as a chain that stands still: against ranks of scipy."""
    draws = np.random.default_rng(3).integers(0, 5, size=(4, 500, 2)).astype(float)
    flat = np.concatenate([draws[:, :250], draws[:, 250:]]).reshape(-1, 2)
    expected = ndtri((rankdata(flat, axis=0) - 0.375) / (len(flat) + 0.25)).reshape(8, 250, 2)
    assert _rank_normalise(np.concatenate([draws[:, :250], draws[:, 250:]])) == pytest.approx(expected, rel=1e-12)


def test_independent_draws_count_in_full():
    draws = np.random.default_rng(1).normal(size=(4, 5000, 20))
    assert r_hat(draws) == pytest.approx(np.ones(20), abs=0.002)
    assert ess_bulk(draws).mean() == pytest.approx(20_000, rel=0.03)


@pytest.mark.parametrize("correlation", [0.5, 0.9, -0.5])
def test_effective_size_of_an_autoregression(correlation):
    """ESS = n (1 - c) / (1 + c)."""
    rng = np.random.default_rng(2)
    draws = rng.normal(size=(4, 20_000, 5))
    for t in range(1, 20_000):
        draws[:, t] = correlation * draws[:, t - 1] + np.sqrt(1 - correlation**2) * draws[:, t]
    expected = 80_000 * (1 - correlation) / (1 + correlation)
    assert ess_bulk(draws).mean() == pytest.approx(expected, rel=0.06)


def test_chains_that_disagree_in_place_or_in_width():
    rng = np.random.default_rng(3)
    place = rng.normal(size=(4, 1000, 1)) + np.array([0.0, 0.0, 0.0, 2.0])[:, None, None]
    width = rng.normal(size=(4, 1000, 1)) * np.array([1.0, 1.0, 1.0, 5.0])[:, None, None]
    assert r_hat(place)[0] > 1.1
    assert r_hat(width)[0] > 1.1


def test_a_chain_that_drifts_disagrees_with_itself():
    draws = np.linspace(0, 2, 1000)[None, :, None] + np.random.default_rng(4).normal(size=(1, 1000, 1))
    assert r_hat(draws)[0] > 1.1


def test_a_constant_has_nothing_to_disagree_about():
    draws = np.ones((4, 100, 1))
    assert r_hat(draws)[0] == 1.0
    assert ess_bulk(draws)[0] == 400.0
