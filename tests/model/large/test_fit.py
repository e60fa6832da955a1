"""Large panels: a subsample, everybody, representatives, and people who are added."""

from dataclasses import replace

import numpy as np
import pytest

from collega.errors import NotComputedError
from collega.insight.importance import importance_of, individual_importance
from collega.messages import code_of
from collega.model.blanks import Blanks
from collega.model.colleagues import colleagues_of
from collega.model.estimate import estimate
from collega.model.large import rule
from collega.model.large.adding import fold_in
from collega.model.large.chunks import Ordered
from collega.model.large.fit import fit_large
from collega.model.large.learning import learn_population
from collega.model.large.settings import Settings
from collega.model.persons import persons_of
from collega.model.population import erased
from collega.model.share import interval_of, share_draws, shares_of
from collega.model.store import pack_fit, unpack_fit
from collega.model.summary import summarise
from tests.model.hierarchical.simulated import make_panel
from tests.model.large.conftest import EFFORT, SETTINGS
from tests.model.large.made import made_population


def ends(panel, fit, members=None):
    draws = share_draws(fit, Blanks.of(panel.study), panel.design.profiles, members)
    return draws.mean(axis=0), interval_of(draws)


def test_shares_and_intervals_are_those_of_the_exact_sampler(before, fit, exact):
    (shares, intervals), (truth, around) = ends(before, fit), ends(before, exact)
    # Few draws: the exact sampler itself moves by half a point with another seed.
    assert np.abs(shares - truth).mean() < 0.006
    assert np.abs(shares - truth).max() < 0.025
    assert np.diff(intervals).mean() == pytest.approx(np.diff(around).mean(), rel=0.15)
    assert np.abs(fit.part_worths - exact.part_worths).max() < 0.12


def test_shares_of_a_group_are_those_of_the_exact_sampler(before, fit, exact):
    members = np.flatnonzero(before.groups[:, 0] == 1)
    shares, truth = ends(before, fit, members)[0], ends(before, exact, members)[0]
    assert np.abs(shares - truth).mean() < 0.015
    assert np.abs(importance_of(fit, members).percent - importance_of(exact, members).percent).max() < 10


def test_everybody_has_a_posterior_near_the_exact_one(fit, exact):
    assert fit.approximation.means.shape == (400, 6)
    truth = exact.draws.individual.mean(axis=0), exact.draws.individual.std(axis=0)
    away = np.abs(fit.approximation.means - truth[0]) / truth[1]
    assert np.median(away) < 0.2
    assert np.median(fit.approximation.deviations / truth[1]) == pytest.approx(1.0, abs=0.1)


def test_it_says_so(before, fit):
    assert [code_of(warning) for warning in fit.warnings if code_of(warning) == "model-approximated"]
    told = summarise(fit)["approximation"]
    assert told["method"] == "expectation_propagation"
    assert (told["sampled"], told["added"]) == (200, 0)
    assert 150 <= told["representatives"] == fit.draws.individual.shape[1] < 400
    assert summarise(fit)["participants"] == 400
    assert fit.interval_of == "participants"


def test_it_is_stored_and_erased_as_every_fit(fit):
    values, arrays = pack_fit(fit)
    again = unpack_fit(values, arrays)
    np.testing.assert_array_equal(again.draws.representatives.rows, fit.draws.representatives.rows)
    np.testing.assert_array_equal(again.approximation.means, fit.approximation.means)
    gone = erased(fit)
    assert gone.draws.individual.shape[1] == len(gone.approximation.means) == 0
    assert gone.draws.representatives is None


def test_the_same_seed_gives_the_same_fit(before, fit):
    again = fit_large(before, settings=SETTINGS, effort=EFFORT)
    np.testing.assert_array_equal(again.draws.individual, fit.draws.individual)
    np.testing.assert_array_equal(again.part_worths, fit.part_worths)


def test_the_order_of_the_answers_does_not_matter(before):
    order = np.random.default_rng(1).permutation(before.n_answers)
    mixed = replace(before, participant=before.participant[order], scenario=before.scenario[order],
                    answer=before.answer[order])  # fmt: skip
    rows = np.array([2, 3, 7, 399])
    one, other = Ordered.of(before).chunk(rows), Ordered.of(mixed).chunk(rows)
    for i in range(4):
        some = [sorted(zip(c.row[c.start[i] : c.start[i + 1]], c.answer[c.start[i] : c.start[i + 1]], strict=True))
                for c in (one, other)]  # fmt: skip
        assert some[0] == some[1]
    np.testing.assert_array_equal(one.members, other.members)


def test_colleagues_differ_as_much_as_people_for_whom_representatives_stand(before, fit, exact):
    blanks, cases = Blanks.of(before.study), before.design.profiles

    def width(some):
        persons = colleagues_of(persons_of(some))
        return shares_of(persons, blanks, cases).std(axis=0).mean()

    assert width(fit) == pytest.approx(width(exact), rel=0.12)


def test_individual_importance_counts_those_for_whom_they_stand(fit, exact):
    assert np.abs(individual_importance(fit) - individual_importance(exact)).max() < 3.0


def test_people_are_added(panel, fit):
    grown = fold_in(fit, panel, settings=SETTINGS)
    assert len(grown.participants) == 440
    assert grown.approximation.added == 40
    assert grown.draws.individual.shape[1] == fit.draws.individual.shape[1] + 14
    whole = fit_large(panel, settings=SETTINGS, effort=EFFORT)
    assert np.abs(ends(panel, grown)[0] - ends(panel, whole)[0]).mean() < 0.01
    assert (np.diag(grown.approximation.precision) > np.diag(fit.approximation.precision)).all()
    again = grown.approximation.means[np.arange(440) < 400]
    np.testing.assert_array_equal(again, fit.approximation.means)
    assert fold_in(grown, panel) is grown


def test_whom_nobody_can_be_added_to(panel, before, fit, exact):
    with pytest.raises(NotComputedError, match="Only the fit of a large panel"):
        fold_in(exact, panel)
    with pytest.raises(NotComputedError, match="have left, or answered differently"):
        fold_in(fit, panel.keep(np.arange(440) > 0))
    twice = make_panel(seed=4, n_people=460, characteristics=(2,), scenarios=14)
    grown = replace(panel, people=twice.people, participant=twice.participant, scenario=twice.scenario,
                    answer=np.concatenate([panel.answer, twice.answer[panel.n_answers :]]))  # fmt: skip
    kept = np.concatenate([before.people["h0"].to_list(), twice.people["h0"].to_list()[400:]])
    grown = replace(grown, people=twice.people.with_columns(h0=kept))
    with pytest.raises(NotComputedError, match="60 people are new"):
        fold_in(fit, grown)


def test_large_panels_are_approximated_by_themselves(monkeypatch, before, fit):
    seen = []
    monkeypatch.setattr(rule, "LARGE", 399)
    monkeypatch.setattr("collega.model.large.fit.fit_large", lambda panel, **_: seen.append(panel) or fit)
    assert estimate(before, "hierarchical", diagnosed=False).draws is fit.draws
    assert len(seen) == 1
    monkeypatch.setattr(rule, "LARGE", 400)
    assert not rule.is_large(before)


def test_where_everybody_was_sampled_nothing_is_added(before):
    rng = np.random.default_rng(1)
    ordered, everybody = Ordered.of(before), np.ones(400, dtype=bool)
    population = made_population()
    population = replace(population, mean=np.zeros(6), effects=np.zeros((6, 1)), toward=np.full(6, 0.1),
                         spread=np.full(4, 0.3), block=np.array([0, 1, 1, 2, 2, 3], dtype=np.int32))  # fmt: skip
    unknowns = population.vector + 0.01 * rng.normal(size=(50, population.size))
    found = learn_population(ordered, everybody, population, unknowns, np.eye(population.size), Settings(), rng,
                             lambda _: None)  # fmt: skip
    np.testing.assert_allclose(found.update.centre, unknowns.mean(axis=0), atol=1e-8)
    np.testing.assert_allclose(found.update.turn, np.eye(population.size), atol=1e-8)
