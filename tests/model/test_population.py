"""People drawn from what the model knows of the population, after single participants are gone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from collega.errors import NotComputedError
from collega.model.fit import Draws
from collega.model.population import erased, is_erased, population_of
from collega.model.store import pack_fit
from tests.model.made_fits import drawn_fit, estimated_fit

COLUMNS = (("post", "x"), ("post", "y"))
RNG = np.random.default_rng(5)


def grouped(effect: float = 0.0, spread: float = 0.5, n_draws: int = 400):
    """A fit whose group x lies ``effect`` above, and y as much below, in the first coefficient."""
    fit = drawn_fit(1, (2, 2), n_people=6, n_draws=n_draws)
    assert fit.draws is not None
    effects = np.zeros((n_draws, 3, 2), dtype=np.float32)
    effects[:, 1, 0], effects[:, 1, 1] = effect, -effect
    factor = np.zeros((n_draws, 3, 4), dtype=np.float32)
    factor[:, [0, 1, 2], [0, 1, 2]] = spread
    factor[:, :, 3] = 0.3
    draws = replace(fit.draws, group_effects=effects, group_columns=COLUMNS, covariance_factor=factor,
                    mean=np.tile([0.1, 0.2, -0.3], (n_draws, 1)))  # fmt: skip
    return replace(fit, draws=draws)


def test_nothing_of_single_participants_is_left() -> None:
    fit = grouped()
    assert isinstance(fit.draws, Draws)
    gone = erased(fit)
    assert is_erased(gone)
    assert not is_erased(fit)
    assert len(gone.participants) == len(fit.participants)
    assert not set(gone.participants) & set(fit.participants)
    _, arrays = pack_fit(gone)
    assert arrays["draws.individual"].size == 0
    kept = fit.draws.individual
    assert not any(np.array_equal(array, kept) for array in arrays.values())


def test_the_mean_is_exact_and_the_spread_is_the_models() -> None:
    persons = population_of(grouped(), {}, persons=64)
    np.testing.assert_allclose(persons.coefficients.mean(axis=(0, 1)), [0.1, 0.2, -0.3], atol=1e-6)
    found = np.cov(persons.coefficients.reshape(-1, 3).T)
    expected = 0.25 * np.eye(3) + 0.09  # S = R R': 0.5^2 on the diagonal, and 0.3^2 in common
    np.testing.assert_allclose(found, expected, atol=0.02)


def test_groups_lie_where_the_model_puts_them() -> None:
    fit = grouped(effect=0.8)
    for value, expected in (("x", 1.0), ("y", -0.6), ("z", 0.2)):  # z is minus the sum of the columns: 0 here
        persons = population_of(fit, {}, ("post", value))
        assert persons.coefficients[:, :, 1].mean() == pytest.approx(expected, abs=1e-6)


def test_everybody_is_the_mixture_of_the_groups() -> None:
    persons = population_of(grouped(effect=0.8), {"post": {"x": 0.75, "y": 0.25}}, persons=64)
    assert persons.coefficients[:, :, 1].mean() == pytest.approx(0.2 + 0.8 * (0.75 - 0.25), abs=1e-6)


def test_who_may_not_be_shown_counts_as_withheld() -> None:
    persons = population_of(grouped(effect=0.8), {"post": {"x": 0.5}}, persons=64)
    assert persons.coefficients[:, :, 1].mean() == pytest.approx(0.2 + 0.8 * 0.5, abs=1e-6)


def test_the_draws_of_participants_are_not_used() -> None:
    fit = grouped(effect=0.8)
    one, other = population_of(fit, {}), population_of(erased(fit), {})
    assert np.array_equal(one.coefficients, other.coefficients)


def test_only_a_hierarchical_fit_knows_a_population() -> None:
    fit = estimated_fit((2, 2), [0.0], [0.1, 0.2])
    with pytest.raises(NotComputedError, match="hierarchical"):
        population_of(fit, {})
    with pytest.raises(NotComputedError, match="hierarchical"):
        erased(fit)


def test_new_people_use_the_scale_as_differently_as_the_participants() -> None:
    fit = grouped()
    sd = np.tile([0.6, 0.4], (len(fit.draws.thresholds), 1))
    stretch = np.full((len(sd), 6, 2), 9.0, dtype=np.float32)
    own = replace(fit, draws=replace(fit.draws, stretch=stretch, stretch_sd=sd))
    persons = population_of(erased(own), {}, persons=64)
    np.testing.assert_array_equal(persons.coefficients, population_of(fit, {}, persons=64).coefficients)
    found = persons.stretch.reshape(-1, 2)
    np.testing.assert_allclose(found.mean(axis=0), 0.0, atol=0.02)
    np.testing.assert_allclose(np.cov(found.T), [[0.52, 0.36], [0.36, 0.52]], atol=0.02)
    _, arrays = pack_fit(erased(own))
    assert arrays["draws.stretch"].size == 0
