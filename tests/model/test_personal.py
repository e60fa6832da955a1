"""One person's posterior given a population: against the fit's own, numerical integration, and what must hold."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import norm

from collega.design import compose
from collega.errors import NotComputedError
from collega.model.fit import Draws
from collega.model.hierarchical.fit import fit_hierarchical
from collega.model.personal import expected, personal
from collega.model.personal_thresholds import personal_thresholds
from collega.panel.simulate import simulate
from collega.study import parse_study, template_text
from tests.model.made_fits import made_fit
from tests.model.references import reference_panel


@pytest.fixture(scope="module")
def fitted():
    study = parse_study(template_text("avg-data-sharing"))
    panel, _ = simulate(study, compose(study, versions=2), participants=50, seed=3)
    return panel, fit_hierarchical(panel, seed=2)


def _of(panel, fit, i, **more):
    own = panel.participant == i
    values = {item.key: panel.people[item.key][i] for item in panel.study.characteristics}
    return personal(fit, panel.design.profiles[panel.scenario[own]], panel.answer[own], values, **more)


def test_a_participant_of_the_fit_has_the_posterior_that_the_fit_gave(fitted):
    """Given a draw of the population, a participant's coefficients depend on their own answers alone.

    So drawing them anew in every draw of the fit must give the fit's own posterior. Tolerances are four Monte Carlo
    errors of some 400 effective draws on both sides.
    """
    panel, fit = fitted
    shifts, ratios = [], []
    for i in range(0, 50, 5):
        own, theirs = _of(panel, fit, i).coefficients, fit.draws.individual[:, i].astype(np.float64)
        shifts.append((own.mean(axis=0) - theirs.mean(axis=0)) / theirs.std(axis=0))
        ratios.append(own.std(axis=0) / theirs.std(axis=0))
    shifts, ratios = np.array(shifts), np.array(ratios)
    assert np.abs(shifts).max() < 0.28
    assert abs(shifts.mean()) < 0.03
    assert np.abs(np.log(ratios)).max() < 0.15
    assert abs(np.log(ratios).mean()) < 0.02


def test_with_thresholds_of_ones_own_too():
    """As above, of coefficients and thresholds; eight people of a panel who use the scale in their own ways."""
    panel = reference_panel("verbagg")
    some = panel.participant < 80
    panel = replace(panel, participant=panel.participant[some], scenario=panel.scenario[some],
                    answer=panel.answer[some], people=panel.people[:80])  # fmt: skip
    fit = fit_hierarchical(panel, seed=2, scale_use=True)
    everyone = personal_thresholds(fit.draws.thresholds[:, None, :], fit.draws.stretch, fit.positive)
    shifts, ratios = [], []
    for i in range(0, 80, 10):
        found = _of(panel, fit, i)
        own = np.hstack([found.coefficients, np.log(np.diff(found.thresholds, axis=1))])
        theirs = np.hstack([fit.draws.individual[:, i].astype(np.float64), np.log(np.diff(everyone[:, i], axis=1))])
        shifts.append((own.mean(axis=0) - theirs.mean(axis=0)) / theirs.std(axis=0))
        ratios.append(own.std(axis=0) / theirs.std(axis=0))
    shifts, ratios = np.array(shifts), np.array(ratios)
    assert np.abs(shifts).max() < 0.28
    assert abs(shifts.mean()) < 0.04
    assert np.abs(np.log(ratios)).max() < 0.17
    assert abs(np.log(ratios).mean()) < 0.03


def test_it_takes_less_than_a_second(fitted):
    panel, fit = fitted
    _of(panel, fit, 0)
    began = time.perf_counter()
    _of(panel, fit, 1)
    assert time.perf_counter() - began < 1.0


def test_the_same_seed_gives_the_same_draws_and_the_order_of_answers_does_not_matter(fitted):
    panel, fit = fitted
    first, again = _of(panel, fit, 4), _of(panel, fit, 4)
    assert np.array_equal(first.coefficients, again.coefficients)
    own = np.flatnonzero(panel.participant == 4)[::-1]
    values = {item.key: panel.people[item.key][4] for item in panel.study.characteristics}
    turned = personal(fit, panel.design.profiles[panel.scenario[own]], panel.answer[own], values, seed=9)
    shift = (turned.coefficients.mean(axis=0) - first.coefficients.mean(axis=0)) / first.coefficients.std(axis=0)
    assert np.abs(shift).max() < 0.25


def test_importance_sums_to_a_hundred_and_part_worths_to_zero(fitted):
    panel, fit = fitted
    own = _of(panel, fit, 7)
    assert np.allclose(own.importance.percent.sum(), 100.0)
    first = len(fit.levels[0])
    assert np.allclose(own.part_worths[:, :first].sum(axis=1), 0.0, atol=1e-9)


def test_without_answers_it_is_what_is_expected_of_such_a_person(fitted):
    _panel, fit = fitted
    values = {"function": "dpo", "organisation_type": "prefer_not_to_say"}
    nothing = personal(fit, np.empty((0, 10), dtype=int), np.empty(0, dtype=int), values)
    factor = fit.draws.covariance_factor.astype(float)
    centre = expected(fit.draws, values)
    sd = np.sqrt(np.square(factor).sum(axis=2).mean(axis=0) + centre.var(axis=0))
    assert np.abs((nothing.coefficients.mean(axis=0) - centre.mean(axis=0)) / sd).max() < 0.15
    assert np.abs(np.log(nothing.coefficients.std(axis=0) / sd)).max() < 0.15


def test_characteristics_are_effects_coded(fitted):
    """Over all values of a characteristic the expected weights average to those of somebody who tells nothing."""
    panel, fit = fitted
    item = panel.study.characteristic("function")
    each = [expected(fit.draws, {"function": key}) for key in item.value_keys]
    assert np.allclose(np.mean(each, axis=0), expected(fit.draws, {}), atol=1e-6)
    assert np.array_equal(expected(fit.draws, {"function": "prefer_not_to_say"}), expected(fit.draws, {}))


def population(n_draws, *, mean, spread, thresholds):
    width = len(mean)
    return Draws(
        individual=np.empty((n_draws, 0, width), dtype=np.float32),
        thresholds=np.tile(thresholds, (n_draws, 1)).astype(float),
        mean=np.tile(mean, (n_draws, 1)).astype(float),
        group_effects=np.zeros((n_draws, width, 0), dtype=np.float32),
        group_columns=(),
        covariance_factor=np.tile(spread, (n_draws, 1, 1)).astype(np.float32),
    )


@pytest.mark.parametrize("answers", [[0, 0, 0], [0, 2, 1], [2, 2, 2, 0]])
def test_it_agrees_with_numerical_integration(answers):
    """Two coefficients on a grid: P(y | b) times the normal prior; 8,000 draws, so 0.04 is above three errors."""
    mean, spread = np.array([0.3, -0.4]), np.array([[0.8, 0.0, 0.3], [0.0, 0.6, 0.5]])
    edges = np.array([-np.inf, -0.5, 0.9, np.inf])
    levels = np.arange(len(answers)) % 2
    fit = made_fit((2,), n_answers=3, model="hierarchical", link="probit",
                   draws=population(8000, mean=mean, spread=spread, thresholds=[-0.5, 0.9]))  # fmt: skip
    own = personal(fit, levels[:, None], np.array(answers), {}, seed=5).coefficients
    axis = np.linspace(-6, 6, 601)
    b0, b1 = np.meshgrid(axis, axis, indexing="ij")
    inverse = np.linalg.inv(spread @ spread.T)
    d0, d1 = b0 - mean[0], b1 - mean[1]
    log = -0.5 * (inverse[0, 0] * d0**2 + 2 * inverse[0, 1] * d0 * d1 + inverse[1, 1] * d1**2)
    for level, answer in zip(levels, answers, strict=True):
        utility = b0 + (b1 if level == 0 else -b1)
        log += np.log(norm.cdf(edges[answer + 1] - utility) - norm.cdf(edges[answer] - utility) + 1e-300)
    weight = np.exp(log - log.max())
    weight /= weight.sum()
    for k, b in enumerate((b0, b1)):
        centre = float((weight * b).sum())
        assert own[:, k].mean() == pytest.approx(centre, abs=0.04)
        assert own[:, k].std() == pytest.approx(float(np.sqrt((weight * (b - centre) ** 2).sum())), abs=0.03)


def test_another_model_has_no_population():
    with pytest.raises(NotComputedError, match="needs the population of a hierarchical fit; this is a pooled fit"):
        personal(made_fit((2, 2)), np.zeros((1, 2), dtype=int), np.array([0]), {})
