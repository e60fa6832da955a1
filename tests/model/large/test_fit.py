"""Large panels: a subsample, everybody, representatives, and people who are added."""

from dataclasses import replace

import numpy as np
import pytest

from collega.errors import NotComputedError
from collega.insight.importance import importance_of, individual_importance
from collega.messages import code_of
from collega.model.blanks import Blanks
from collega.model.choice import choose_model, named
from collega.model.colleagues import colleagues_of
from collega.model.estimate import estimate
from collega.model.large import adding, rule
from collega.model.large import fit as large
from collega.model.large.adding import fold_in
from collega.model.large.chunks import Ordered
from collega.model.large.coordinates import to_polar
from collega.model.large.fit import fit_large
from collega.model.large.learning import Learned, learn_population
from collega.model.large.settings import Settings
from collega.model.persons import persons_of
from collega.model.population import erased
from collega.model.share import interval_of, share_draws, shares_of
from collega.model.stale import is_not_converged
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
    one, other = Ordered.by_person(before).chunk(rows), Ordered.by_person(mixed).chunk(rows)
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


def test_every_value_keeps_as_many_representatives_when_people_are_added():
    """A value that only new people have, one that was rare, and one that had its share."""
    rng = np.random.default_rng(5)
    groups = np.zeros((2000, 2), dtype=np.int16)
    groups[:, 1] = rng.integers(2, size=2000)
    groups[1990:, 0], groups[[3, 5, 1980, 1981], 0] = 1, 2
    there, rows = np.union1d([3, 5], np.arange(0, 1900, 4)), np.arange(1900, 2000)
    chances = np.zeros(100)
    for seed in range(400):
        ours, stands_for = adding._new_representatives(
            groups, rows, there, Settings(of_a_group=8), np.random.default_rng(seed)
        )
        counts = [np.count_nonzero(groups[np.concatenate([there, rows[ours]]), 0] == value) for value in range(3)]
        assert counts[1] >= 8
        assert counts[2] == 4
        chances[ours] += stands_for / 400
    assert chances.mean() == pytest.approx(1.0, abs=0.02)  # one over their chances: they stand for all new people
    assert chances[90:].mean() == pytest.approx(1.0, abs=0.05)


def test_no_group_is_told_from_nobody_or_from_one_person(fit):
    some = fit.draws.representatives.rows
    nobody = np.setdiff1d(np.arange(400), some)[:5]
    for members in (nobody, [*nobody, some[0]]):
        with pytest.raises(NotComputedError, match="no draws that stand for these"):
            persons_of(fit, members)


def test_nobody_is_added_where_a_value_was(panel, fit):
    draws = replace(fit.draws, group_columns=(*fit.draws.group_columns, ("h0", "new")))
    with pytest.raises(NotComputedError, match="other values of them"):
        fold_in(replace(fit, draws=draws), panel)


def test_what_was_chosen_and_diagnosed_is_that_of_the_grown_panel(panel, fit, monkeypatch):
    monkeypatch.setattr(adding, "diagnose", lambda grown: grown.n_participants)
    grown = fold_in(replace(fit, choice=choose_model(panel.keep(np.arange(440) < 30)), diagnosis="old"), panel,
                    settings=SETTINGS)  # fmt: skip
    assert grown.choice == choose_model(panel)
    assert grown.diagnosis == 440
    by_name = fold_in(replace(fit, choice=named("hierarchical")), panel, settings=SETTINGS)
    assert (by_name.choice, by_name.diagnosis) == (named("hierarchical"), None)


def test_every_addition_draws_its_own_noise(panel, before, fit):
    halfway = panel.keep(np.arange(440) < 420)
    first = fold_in(fit, halfway, settings=SETTINGS)
    again = replace(first, approximation=replace(first.approximation, added=0))
    one, other = (fold_in(each, panel, settings=SETTINGS).draws.individual for each in (first, again))
    assert one.shape != other.shape or not np.array_equal(one, other)


def test_large_panels_are_approximated_by_themselves(monkeypatch, before, fit):
    seen = []
    monkeypatch.setattr(rule, "LARGE", 399)
    monkeypatch.setattr("collega.model.large.fit.fit_large", lambda panel, **_: seen.append(panel) or fit)
    assert estimate(before, "hierarchical", diagnosed=False).draws is fit.draws
    assert len(seen) == 1
    monkeypatch.setattr(rule, "LARGE", 400)
    assert not rule.is_large(before)


def test_steps_that_do_not_settle_are_told():
    found = Learned(population=made_population(), update=None, everybody=None, passes=6, settled=False)
    doubts = large.doubts_of(None, found)
    assert list(map(code_of, doubts)) == ["model-population-not-settled"]
    assert all(map(is_not_converged, doubts))
    assert not large.doubts_of(None, replace(found, settled=True))


def test_where_everybody_was_sampled_nothing_is_added(before):
    rng = np.random.default_rng(1)
    ordered, everybody = Ordered.by_person(before), np.ones(400, dtype=bool)
    population = made_population()
    population = replace(population, mean=np.zeros(6), effects=np.zeros((6, 1)), toward=np.full(6, 0.1),
                         spread=np.full(4, 0.3), block=np.array([0, 1, 1, 2, 2, 3], dtype=np.int32))  # fmt: skip
    unknowns = population.vector + 0.01 * rng.normal(size=(50, population.size))
    found = learn_population(ordered, everybody, population, unknowns, np.eye(population.size), Settings(), rng,
                             lambda _: None)  # fmt: skip
    centre = to_polar(unknowns, population.pair).mean(axis=0)
    np.testing.assert_allclose(found.update.centre, centre, atol=1e-8)
    assert found.settled
    away = replace(population, mean=np.ones(6))
    moved = learn_population(ordered, ~everybody, away, 3.0 + unknowns, np.eye(population.size), Settings(passes=1), rng,
                             lambda _: None)  # fmt: skip
    assert not moved.settled
    np.testing.assert_allclose(found.update.turn, np.eye(population.size), atol=1e-8)
