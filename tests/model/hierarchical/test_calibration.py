"""Does the sampler draw from the posterior of exactly this model? Two tests of the whole sweep."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from collega.model.hierarchical.chain import run
from collega.model.hierarchical.chains import Chains
from collega.model.hierarchical.layout import lay_out
from tests.model.hierarchical.prior_draws import PRIOR, draw_answers, draw_state, quantities
from tests.model.hierarchical.simulated import make_panel

SMALL = {"n_people": 8, "n_levels": (3, 2), "n_answers": 3, "scenarios": 5, "versions": 2}


def small_chain(seed, characteristics, *, knock_out=False, own_thresholds=0, rounds=0):
    """One chain; ``rounds`` of the steps that large panels take on the covariance; ``knock_out``: with the steps for a level that nearly always gets the same extreme answer.

    ``own_thresholds``: everyone has their own between so many answers.
    """
    size = SMALL | ({"n_answers": own_thresholds} if own_thresholds else {})
    panel = make_panel(seed=3, characteristics=characteristics, **size)
    if knock_out:
        extreme = panel.design.profiles[panel.scenario, 0] == 1
        panel = replace(panel, answer=np.where(extreme, len(panel.study.answers) - 1, panel.answer))
    layout = lay_out(panel)
    assert (len(layout.push) > 0) == knock_out
    chains = Chains(layout, PRIOR, seed=seed, n_chains=1, scale_use=own_thresholds > 0)
    chains._data = chains._data._replace(rounds=rounds)
    return chains


def sweeps(chain, rng, state, count):
    nothing = type(state)(*(np.empty((0, *field.shape)) for field in state))
    run(rng, chain._data, PRIOR, state, chain._work[0], count, count + 1, False, nothing)


@pytest.mark.parametrize(
    ("characteristics", "knock_out", "own_thresholds", "rounds"),
    [
        ((), False, 0, 0),
        ((3,), False, 0, 0),
        ((), True, 0, 0),
        ((), False, 3, 0),
        ((), True, 4, 0),
        ((3,), False, 0, 1),
    ],
)
def test_geweke(characteristics, knock_out, own_thresholds, rounds):
    """Geweke (2004), Getting it right: sweeps and new answers in turn must leave the prior as it is.

    Every chain starts from the prior, so each of its states is a draw from it, and the averages of chains are
    independent: their spread tells the error, also where a chain lingers near zero, which effective sizes miss.
    """
    chain = small_chain(1, characteristics, knock_out=knock_out, own_thresholds=own_thresholds, rounds=rounds)
    rng = np.random.default_rng(7)
    data = chain._data
    prior = np.array([quantities(draw_state(rng, data, chain._states[0])) for _ in range(40_000)])
    chains = []
    for _ in range(80):
        state = draw_state(rng, data, chain._states[0])
        draws = []
        for _ in range(300):
            draw_answers(rng, data, state)
            sweeps(chain, rng, state, 1)
            draws.append(quantities(state))
        chains.append(draws)
    posterior = np.array(chains)
    for function in (np.tanh, np.square, np.abs):
        value = np.clip(function(posterior), -5.0, 5.0).mean(axis=1)
        expected = np.clip(function(prior), -5.0, 5.0)
        error = np.sqrt(value.var(axis=0, ddof=1) / len(value) + expected.var(axis=0) / len(prior))
        t = (value.mean(axis=0) - expected.mean(axis=0)) / error
        # About 100 in all, nearly Student's t with 79 degrees of freedom: by chance one passes 4.5 in 400 runs.
        assert np.abs(t).max() < 4.5, np.round(t, 1)


@pytest.mark.parametrize("own_thresholds", [0, 4])
def test_simulation_based_calibration(own_thresholds):
    """Talts et al. (2018): the rank of the truth among its posterior draws is uniform."""
    n_studies, n_draws, bins = 320, 63, 8
    chain = small_chain(2, () if own_thresholds else (2,), own_thresholds=own_thresholds)
    rng = np.random.default_rng(11)
    ranks = []
    for _ in range(n_studies):
        truth = draw_state(rng, chain._data, chain._states[0])
        draw_answers(rng, chain._data, truth)
        state = draw_state(rng, chain._data, chain._states[0])
        sweeps(chain, rng, state, 150)
        draws = []
        for _ in range(n_draws):
            sweeps(chain, rng, state, 8)
            draws.append(quantities(state))
        ranks.append((np.array(draws) < quantities(truth)).sum(axis=0))
    ranks = np.array(ranks)
    p_values = []
    for q in range(ranks.shape[1]):
        counts = np.bincount(ranks[:, q] * bins // (n_draws + 1), minlength=bins)
        p_values.append(stats.chisquare(counts).pvalue)
    p_values = np.array(p_values)
    # Bonferroni over the quantities at one in a thousand.
    assert p_values.min() > 0.001 / len(p_values), np.round(p_values, 4)
    assert np.median(p_values) > 0.1
