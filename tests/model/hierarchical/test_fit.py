import json

import numpy as np
import pytest

from collega.errors import NotComputedError
from collega.model.fit import PROBIT_TO_LOGIT
from collega.model.hierarchical.chains import Chains
from collega.model.hierarchical.fit import DEFAULT_PRIOR, Effort, _effort_for, fit_hierarchical
from collega.model.hierarchical.layout import lay_out
from collega.model.hierarchical.warm import warm
from collega.model.store import pack_fit, stored_own_thresholds, unpack_fit
from tests.model.hierarchical.simulated import make_panel
from tests.model.references import reference_panel

SHORT = Effort(chains=2, warm_up=100, sweeps=150, rounds=0)


def answered(panel, answer):
    """The same panel with other answers."""
    return type(panel)(
        study=panel.study,
        design=panel.design,
        people=panel.people,
        participant=panel.participant,
        scenario=panel.scenario,
        answer=answer.astype(np.int8),
        synthetic=True,
    )


def test_chains_of_large_panels_may_go_on_as_often_as_others():
    large = _effort_for(make_panel(n_people=4000, n_levels=(3, 2), scenarios=8, versions=1))
    assert large.sweeps < Effort().sweeps
    assert large.rounds == Effort().rounds


def assert_sane(fit, panel):
    draws = fit.draws
    for values in (draws.individual, draws.thresholds, draws.mean, draws.covariance_factor, fit.part_worths_se):
        assert np.isfinite(values).all()
    assert (np.diff(draws.thresholds, axis=1) >= 0).all()
    assert draws.individual.shape[1:] == (panel.n_participants, 1 + sum(panel.study.n_levels) - len(fit.criteria))
    start = 0
    for keys in fit.levels:
        assert fit.part_worths[start : start + len(keys)].sum() == pytest.approx(0.0, abs=1e-6)
        start += len(keys)


def test_same_seed_same_draws_and_another_seed_others():
    panel = make_panel(n_people=12, characteristics=(3,), scenarios=8)
    first, again, other = (fit_hierarchical(panel, seed=seed, effort=SHORT) for seed in (1, 1, 2))
    for name in ("individual", "thresholds", "mean", "group_effects", "covariance_factor"):
        assert (getattr(first.draws, name) == getattr(again.draws, name)).all()
    assert not (first.draws.thresholds == other.draws.thresholds).all()


def test_draws_are_picked_across_chains_and_rounds_in_order():
    chains = Chains(lay_out(make_panel(n_people=12, scenarios=8)), DEFAULT_PRIOR, seed=1, n_chains=2)
    chains.run(7, keep_every=1)
    chains.run(9, keep_every=2)
    every = chains.flat("individual")
    assert len(every) == 2 * (7 + 4)
    for chosen in (np.arange(22), np.array([0, 6, 7, 10, 11, 21]), np.array([12])):
        assert (chains.picked("individual", chosen) == every[chosen]).all()


def test_the_order_of_the_answers_does_not_matter():
    panel = make_panel(n_people=12, scenarios=8)
    order = np.random.default_rng(1).permutation(panel.n_answers)
    mixed = type(panel)(
        study=panel.study,
        design=panel.design,
        people=panel.people,
        participant=panel.participant[order],
        scenario=panel.scenario[order],
        answer=panel.answer[order],
        synthetic=True,
    )
    first, second = (fit_hierarchical(item, effort=SHORT) for item in (panel, mixed))
    assert (first.draws.individual == second.draws.individual).all()


def test_converges_and_recovers_what_the_panel_was_drawn_with():
    panel = make_panel(seed=8, n_people=150, n_levels=(3, 2), spread=0.3, scenarios=24)
    fit = fit_hierarchical(panel)
    assert fit.converged
    assert fit.warnings == ()
    assert fit.convergence.r_hat <= 1.01
    assert fit.convergence.ess >= 400
    # Thresholds of the simulation: -1, 0, 1 on the probit scale.
    assert fit.thresholds / PROBIT_TO_LOGIT == pytest.approx([-1.0, 0.0, 1.0], abs=0.2)
    spread = np.sqrt(np.einsum("dpq,dpq->dp", fit.draws.covariance_factor, fit.draws.covariance_factor)).mean(axis=0)
    assert spread[0] == pytest.approx(0.5, abs=0.12)
    assert spread[1:] == pytest.approx([0.3, 0.3, 0.3], abs=0.12)


def test_an_unfinished_fit_says_so_loudly():
    fit = fit_hierarchical(make_panel(n_people=20), effort=Effort(chains=2, warm_up=10, sweeps=20, rounds=0))
    assert not fit.converged
    assert "NOT CONVERGED: the chains do not agree yet (R-hat " in fit.warnings[0]
    assert "Do not rely on these numbers; fit again with another seed" in fit.warnings[0]
    assert "NOT CONVERGED" in repr(fit)


def test_prolonged_until_the_chains_agree():
    told = []
    effort = Effort(chains=4, warm_up=100, sweeps=100, rounds=9)
    fit = fit_hierarchical(make_panel(n_people=30, scenarios=12), effort=effort, progress=told.append)
    assert fit.converged
    assert fit.convergence.iterations > 100
    assert told == sorted(told)
    assert told[-1] <= 1.0


def test_an_answer_never_given_keeps_its_prior_and_warns():
    panel = make_panel(n_people=15)
    never = answered(panel, np.where(panel.answer == 3, 2, panel.answer))
    fit = fit_hierarchical(never, effort=SHORT)
    assert "nobody gave the answer a3: how likely it is does not follow from the answers" in fit.warnings
    assert_sane(fit, never)


def test_levels_that_always_get_the_same_extreme_answer_are_named():
    panel = make_panel(n_people=15)
    level = panel.design.profiles[panel.scenario, 0]
    one_sided = answered(panel, np.where(level == 0, 0, np.maximum(panel.answer, 1)))
    fit = fit_hierarchical(one_sided, effort=SHORT)
    key = f"{panel.study.criteria[0].key}={panel.study.criteria[0].level_keys[0]}"
    told = [text for text in fit.warnings if "extreme answer" in text]
    assert told == [
        f"these levels always got the same extreme answer: {key}; how heavily they weigh rests on an assumption of the "
        "model, since the answers set no end to it"
    ]
    assert_sane(fit, one_sided)


def test_chains_agree_though_a_level_always_gets_the_lowest_answer():
    """Steps that hold the latent utilities alone stay at an R-hat of 1.02 to 1.06 here, however long they go on."""
    panel = make_panel(seed=2, n_people=50, n_levels=(3, 4, 2, 3))
    knock_out = panel.design.profiles[panel.scenario, 0] == 0
    fit = fit_hierarchical(answered(panel, np.where(knock_out, 0, panel.answer)))
    assert fit.converged
    assert_sane(fit, panel)


def test_everybody_always_gives_the_same_answer():
    panel = make_panel(n_people=10)
    same = answered(panel, np.full(panel.n_answers, 1))
    fit = fit_hierarchical(same, effort=SHORT)
    assert "nobody gave the answer a0, a2 or a3: how likely it is does not follow from the answers" in fit.warnings
    assert_sane(fit, same)
    assert np.abs(fit.part_worths).max() < 1.0


def test_a_level_never_judged_has_no_number():
    panel = make_panel(seed=4, n_people=40, n_levels=(3, 3))
    seen = panel.design.profiles[panel.scenario][:, 0] != 2
    shown = type(panel)(
        study=panel.study,
        design=panel.design,
        people=panel.people,
        participant=panel.participant[seen],
        scenario=panel.scenario[seen],
        answer=panel.answer[seen],
        synthetic=True,
    )
    fit = fit_hierarchical(shown)
    assert np.isnan(fit.part_worths[2])
    assert np.isnan(fit.part_worths_se[2])
    assert fit.part_worths[0] == pytest.approx(-fit.part_worths[1])
    # what the prior says of the level that nobody judged no longer widens those that were
    assert fit.part_worths_se[:2].max() < 1.5 * fit.part_worths_se[3:].max()
    assert "nobody judged a scenario with c0=l2: there is no number for that, and averages leave it out" in fit.warnings


def test_one_participant():
    panel = make_panel(n_people=1, versions=1, characteristics=(2,))
    fit = fit_hierarchical(panel, effort=SHORT)
    assert_sane(fit, panel)


@pytest.mark.parametrize("n_answers", [2, 11])
def test_two_and_eleven_answers(n_answers):
    panel = make_panel(n_people=12, n_answers=n_answers, characteristics=(2, 3))
    fit = fit_hierarchical(panel, effort=SHORT)
    assert_sane(fit, panel)
    assert fit.thresholds.shape == (n_answers - 1,)


def test_everyone_with_scenarios_of_their_own_and_some_missing():
    panel = make_panel(n_people=30, own_scenarios=True, scenarios=9, characteristics=(3,))
    kept = np.random.default_rng(1).random(panel.n_answers) < 0.7
    some = type(panel)(
        study=panel.study,
        design=panel.design,
        people=panel.people,
        participant=panel.participant[kept],
        scenario=panel.scenario[kept],
        answer=panel.answer[kept],
        synthetic=True,
    )
    assert_sane(fit_hierarchical(some, effort=SHORT), some)


def test_a_thousand_participants_go_on_and_warn():
    panel = make_panel(n_people=1000, n_levels=(3, 3), scenarios=12)
    fit = fit_hierarchical(panel, effort=Effort(chains=2, warm_up=20, sweeps=20, rounds=1))
    assert_sane(fit, panel)
    assert fit.convergence.iterations == 20 + 7  # a third more, rounded up
    assert fit.warnings[0].startswith("NOT CONVERGED")


def test_warm_compiles_what_a_fit_needs():
    warm()


def test_thresholds_of_ones_own_are_stored_and_read_back():
    panel = make_panel(n_people=12, scenarios=8)
    fit = fit_hierarchical(panel, effort=SHORT, scale_use=True)
    assert fit.has_own_thresholds
    assert fit.draws.stretch.shape == (300, 12, 2)
    assert fit.draws.stretch.dtype == np.float32
    assert (fit.draws.stretch_sd > 0).all()
    assert_sane(fit, panel)
    values, arrays = pack_fit(fit)
    assert stored_own_thresholds(values | {"diagnosis": None})
    assert not stored_own_thresholds(pack_fit(fit_hierarchical(panel, effort=SHORT, scale_use=False))[0])
    again = unpack_fit(json.loads(json.dumps(values)), arrays)
    assert (again.draws.stretch == fit.draws.stretch).all()
    for name in ("draws.stretch", "draws.stretch_sd"):
        del arrays[name]
    assert not unpack_fit(values, arrays).has_own_thresholds


def test_three_answers_know_only_stretch_and_two_nothing():
    fit = fit_hierarchical(make_panel(n_people=12, scenarios=8, n_answers=3), effort=SHORT, scale_use=True)
    assert fit.draws.stretch.shape[2] == 1
    assert (fit.draws.stretch_sd[:, 1] == 0).all()
    assert (fit.draws.stretch_sd[:, 0] > 0).all()
    two = make_panel(n_people=12, scenarios=8, n_answers=2)
    assert not fit_hierarchical(two, effort=SHORT).has_own_thresholds
    with pytest.raises(NotComputedError, match="With two answers there is one threshold"):
        fit_hierarchical(two, effort=SHORT, scale_use=True)


def test_the_rule_decides_and_where_it_says_no_nothing_changes():
    panel = make_panel(n_people=12, scenarios=8)
    ruled, off = fit_hierarchical(panel, effort=SHORT), fit_hierarchical(panel, effort=SHORT, scale_use=False)
    assert not ruled.has_own_thresholds
    assert (ruled.draws.individual == off.draws.individual).all()
    tea = fit_hierarchical(reference_panel("tea"), effort=Effort(chains=1, warm_up=5, sweeps=20, rounds=0))
    assert tea.has_own_thresholds


def test_hard_panels_with_thresholds_of_ones_own():
    panel = make_panel(n_people=10, scenarios=8)
    for answer in (np.minimum(panel.answer, 1), np.maximum(panel.answer, 2), np.where(panel.answer == 1, 2, panel.answer),
                   np.full(panel.n_answers, 3)):  # fmt: skip
        assert_sane(fit_hierarchical(answered(panel, answer), effort=SHORT, scale_use=True), panel)
