"""Shares against the definition written out: every person, every draw, every allowed combination."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import expit
from scipy.stats import norm, t

from collega.design.candidates import allowed
from collega.errors import NotComputedError
from collega.model import blanks as blanks_module
from collega.model import share as share_module
from collega.model.blanks import Blanks
from collega.model.personal_thresholds import personal_thresholds
from collega.model.persons import persons_of
from collega.model.pooled import fit_pooled
from collega.model.share import answer_draws, interval_of, share_draws, shares_of
from collega.study.coding import BLANK, Coding
from tests.model.made_fits import drawn_fit, estimated_fit
from tests.model.references import make_study
from tests.model.simulated import simulated_panel

EXACT = 1e-5
TENTH_OF_A_POINT = 0.001
LEVELS = (3, 2, 4, 3)
NEVER = (((0, 1), (1, 0)), ((0, 1), (2, 3)), ((1, 1), (2, 0), (3, 2)))


@pytest.fixture(autouse=True, scope="module", params=["listed", "computed"])
def way(request):
    """Both ways to average over blanks: a list of combinations, and characteristic functions."""
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "computed":
            patch.setattr(share_module, "_LISTED", 0)
            patch.setattr(share_module, "_LISTED_MORE", 0)
        yield


def written_out(fit, case, never=(), members=None):
    """(D,) shares by listing the combinations."""
    n_levels = tuple(map(len, fit.levels))
    options = [range(n) if level == BLANK else [level] for level, n in zip(case, n_levels, strict=True)]
    allowed = [
        each for each in itertools.product(*options) if not any(all(each[c] == k for c, k in rule) for rule in never)
    ]
    coded = Coding(n_levels=n_levels).matrix(np.array(allowed))
    own = fit.draws.individual.astype(np.float64)
    own = own if members is None else own[:, members]
    above = own[:, :, :1] + own[:, :, 1:] @ coded.T - fit.draws.thresholds[:, fit.positive - 1, None, None]
    return (norm.cdf if fit.link == "probit" else expit)(above).mean(axis=(1, 2))


@pytest.mark.parametrize("link", ["probit", "logit"])
@pytest.mark.parametrize("case", [(0, 1, 2, 0), (2, BLANK, 3, 1), (BLANK, 1, BLANK, 0), (BLANK,) * 4])
def test_share_is_the_mean_over_people_and_allowed_combinations(link, case) -> None:
    for seed in range(5):
        fit = drawn_fit(seed, LEVELS, link=link)
        for never in ((), NEVER):
            found = share_draws(fit, Blanks(LEVELS, never), np.array([case]))[:, 0]
            np.testing.assert_allclose(found, written_out(fit, case, never), atol=EXACT)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.data())
def test_blanks_average_over_exactly_the_allowed_combinations(data) -> None:
    n_levels = tuple(data.draw(st.lists(st.integers(2, 4), min_size=1, max_size=5)))
    pair = st.integers(0, len(n_levels) - 1).flatmap(
        lambda c: st.tuples(st.just(c), st.integers(0, n_levels[c] - 1))
    )  # fmt: skip
    rule = st.lists(pair, min_size=2, max_size=3, unique_by=lambda item: item[0]).map(tuple)
    never = tuple(data.draw(st.lists(rule, max_size=5))) if len(n_levels) > 1 else ()
    case = [data.draw(st.integers(-1, n - 1)) for n in n_levels]
    combinations = list(
        itertools.product(*(range(n) if x == BLANK else [x] for x, n in zip(case, n_levels, strict=True)))
    )
    broken = [rule for rule in never if all(case[c] == level for c, level in rule)]
    kept = [
        each
        for each in combinations
        if not any(all(each[c] == k for c, k in rule) for rule in never if rule not in broken)
    ]
    if not kept:
        return
    fit = drawn_fit(1, n_levels, n_people=2, n_draws=2)
    found = share_draws(fit, Blanks(n_levels, never), np.array([case]))[:, 0]
    rest = tuple(rule for rule in never if rule not in broken)
    np.testing.assert_allclose(found, written_out(fit, case, rest), atol=EXACT)


def test_blank_is_the_average_over_its_levels() -> None:
    fit, blanks = drawn_fit(3, LEVELS), Blanks(LEVELS, ())
    filled = np.array([(x, 1, 2, 0) for x in range(3)])
    by_level = share_draws(fit, blanks, filled).mean(axis=1)
    np.testing.assert_allclose(share_draws(fit, blanks, np.array([(BLANK, 1, 2, 0)]))[:, 0], by_level, atol=EXACT)


def test_a_case_that_can_never_be_shown_follows_no_rule_left() -> None:
    never = (((0, 0), (1, 0)), ((0, 0), (1, 1)))
    fit, blanks = drawn_fit(4, (2, 2)), Blanks((2, 2), never)
    found = share_draws(fit, blanks, np.array([(0, BLANK)]))[:, 0]
    np.testing.assert_allclose(found, written_out(fit, (0, BLANK)), atol=EXACT)
    assert blanks.forbidden((0, 1)) == [never[1]]
    assert blanks.forbidden((1, 1)) == []


@pytest.mark.parametrize(("n_levels", "error"), [((4, 3, 3, 3), EXACT), ((4, *(3,) * 8), TENTH_OF_A_POINT)])
def test_long_sums_are_listed_or_else_sampled_within_a_tenth_of_a_point(monkeypatch, n_levels, error) -> None:
    never = tuple(((0, level), (c, 0)) for level in range(2) for c in range(1, len(n_levels)))
    fit = drawn_fit(5, n_levels, n_people=6, n_draws=6, spread=0.5)
    blank = (BLANK,) * len(n_levels)
    expected = written_out(fit, blank, never).mean()
    assert share_draws(fit, Blanks(n_levels, never), np.array([blank])).mean() == pytest.approx(expected, abs=EXACT)
    monkeypatch.setattr(blanks_module, "_exclude", lambda _rules: None)
    assert share_draws(fit, Blanks(n_levels, never), np.array([blank])).mean() == pytest.approx(expected, abs=error)


def test_many_rules_that_leave_few_combinations_are_followed_exactly() -> None:
    """Eight criteria of four levels and 64 pairs of levels forbidden: of 65,536 combinations under 5% are left."""
    n_levels, rng = (4,) * 8, np.random.default_rng(1)
    pairs = [pair for pair in itertools.combinations(range(8), 2) for _ in range(3)][:64]
    never = tuple(tuple((c, int(rng.integers(0, 3))) for c in pair) for pair in pairs)
    assert blanks_module._exclude(never) is None
    fit, blank = drawn_fit(9, n_levels, n_people=6, n_draws=4, spread=0.8), (BLANK,) * 8
    every = np.stack([axis.ravel() for axis in np.indices(n_levels)], axis=1)
    left = allowed(every, never)
    assert 0 < left.mean() < 0.05
    found = share_draws(fit, Blanks(n_levels, never), np.array([blank]))[:, 0]
    one_by_one = share_draws(fit, Blanks(n_levels, ()), every[left]).mean(axis=1)
    np.testing.assert_allclose(found, one_by_one, atol=EXACT)


def test_a_share_does_not_depend_on_what_was_asked_before(monkeypatch) -> None:
    monkeypatch.setattr(share_module, "_BUDGET", 20_000)
    monkeypatch.setattr(share_module, "_FEWEST", 5)
    fit, case = drawn_fit(5, LEVELS, n_people=10, n_draws=40), np.array([(0, BLANK, BLANK, 1)])
    fresh, used = Blanks(LEVELS, NEVER), Blanks(LEVELS, NEVER)
    share_draws(fit, used, np.array(list(itertools.product(*(range(-1, n) for n in LEVELS)))))
    np.testing.assert_array_equal(share_draws(fit, used, case), share_draws(fit, fresh, case))
    assert len(share_draws(fit, used, case)) >= 5


def test_rules_that_leave_nothing_to_be_found_are_told() -> None:
    n_levels = (4,) * 14
    never = tuple(((c, level), (d, level)) for c, d in itertools.combinations(range(14), 2) for level in range(4))
    fit = drawn_fit(9, (4,) * 14, n_people=2, n_draws=2)
    with pytest.raises(NotComputedError, match="forbid all of 1048576 combinations"):
        share_draws(fit, Blanks(n_levels, never), np.full((1, 14), BLANK))


def test_many_blanks_are_exact_without_listing_them() -> None:
    n_levels = (3,) * 40
    fit = drawn_fit(6, n_levels, n_people=10, n_draws=10, spread=0.4)
    found = share_draws(fit, Blanks(n_levels, ()), np.full((1, 40), BLANK)).mean()
    rng = np.random.default_rng(1)
    coded = Coding(n_levels=n_levels).matrix(rng.integers(0, 3, (100_000, 40)))
    own = fit.draws.individual.astype(np.float64)
    z = own[:, :, :1] + own[:, :, 1:] @ coded.T - fit.draws.thresholds[:, 1, None, None]
    assert found == pytest.approx(norm.cdf(z).mean(), abs=TENTH_OF_A_POINT)


@pytest.mark.parametrize("link", ["probit", "logit"])
@pytest.mark.parametrize("spread", [1e-3, 5.0, 40.0])
def test_any_size_of_utility(link, spread) -> None:
    fit = drawn_fit(7, (3, 3), link=link, spread=spread, n_people=20)
    cases = np.array(list(itertools.product(range(-1, 3), repeat=2)))
    found = share_draws(fit, Blanks((3, 3), ()), cases)
    for m, case in enumerate(cases.tolist()):
        np.testing.assert_allclose(found[:, m], written_out(fit, case), atol=EXACT)
    assert ((found >= 0) & (found <= 1)).all()


@pytest.mark.parametrize("n_answers", [2, 3, 11])
def test_answers_add_up_and_agree_with_the_share(n_answers) -> None:
    fit, blanks = drawn_fit(8, (3, 2), n_answers=n_answers), Blanks((3, 2), ())
    persons, case = persons_of(fit), np.array([[1, BLANK]])
    answers = answer_draws(persons, blanks, case)
    np.testing.assert_allclose(answers.sum(axis=2), 1.0, atol=1e-12)
    share = shares_of(persons, blanks, case)
    np.testing.assert_allclose(answers[:, :, fit.positive :].sum(axis=2), share, atol=EXACT)


@pytest.mark.parametrize("case", [[0, 1, 2, 1], [BLANK, 1, BLANK, 0]])
def test_answers_of_people_with_thresholds_of_their_own(case) -> None:
    """Every person's own distribution function, written out; the share knows only the common boundary."""
    fit, blanks = drawn_fit(4, LEVELS, n_people=5, n_answers=5), Blanks(LEVELS, NEVER)
    stretch = np.random.default_rng(2).normal(0.0, 0.8, (5, 5, 3)).astype(np.float32)
    own = replace(fit, draws=replace(fit.draws, stretch=stretch, stretch_sd=np.full((5, 2), 0.5)))
    answers = answer_draws(persons_of(own), blanks, np.array([case]))[:, 0]
    coding = Coding(n_levels=LEVELS).matrix(blanks.ways(np.array(case)))
    utility = np.einsum("dik,wk->diw", fit.draws.individual, np.column_stack([np.ones(len(coding)), coding]))
    thresholds = personal_thresholds(fit.draws.thresholds[:, None, :], stretch, fit.positive)
    below = norm.cdf(thresholds[:, :, None, :] - utility[..., None]).mean(axis=(1, 2))
    np.testing.assert_allclose(answers, np.diff(below, axis=1, prepend=0.0, append=1.0), atol=EXACT)
    np.testing.assert_allclose(
        share_draws(own, blanks, np.array([case])), share_draws(fit, blanks, np.array([case])), atol=0
    )
    some = answer_draws(persons_of(own, [3]), blanks, np.array([case]))[:, 0]
    below = norm.cdf(thresholds[:, 3, None, :] - utility[:, 3, :, None]).mean(axis=1)
    np.testing.assert_allclose(some, np.diff(below, axis=1, prepend=0.0, append=1.0), atol=EXACT)


def test_groups_add_up_to_everybody() -> None:
    fit, blanks = drawn_fit(9, LEVELS, n_people=10), Blanks(LEVELS, NEVER)
    case = np.array([[0, BLANK, 2, 1]])
    everybody, some, others = (share_draws(fit, blanks, case, who) for who in (None, [0, 3, 4], [1, 2, 5, 6, 7, 8, 9]))
    np.testing.assert_allclose(0.3 * some + 0.7 * others, everybody, atol=EXACT)
    np.testing.assert_allclose(some[:, 0], written_out(fit, case[0], NEVER, [0, 3, 4]), atol=EXACT)


def test_pooled_share_is_one_logistic() -> None:
    fit = estimated_fit((3, 2), [-1.0, 0.4, 2.0], [0.8, -0.3, 0.5])
    share = persons_of(fit).centre(share_draws(fit, Blanks((3, 2), ()), np.array([[0, 1], [2, 0]])))
    np.testing.assert_allclose(share, expit([0.8 - 0.5 - 0.4, -0.5 + 0.5 - 0.4]), atol=EXACT)


def test_pooled_interval_follows_the_delta_method_with_students_t() -> None:
    error = 0.05
    fit = estimated_fit((3, 2), [-1.0, 0.4, 2.0], [0.8, -0.3, 0.5], error=error)
    low, high = interval_of(share_draws(fit, Blanks((3, 2), ()), np.array([[0, 1]])))[0]
    p = expit(0.8 - 0.5 - 0.4)
    half = t.ppf(0.95, len(fit.participants) - 1) * p * (1 - p) * error * math.sqrt(3)
    assert (high - low) / 2 == pytest.approx(half, rel=0.06)
    assert (high + low) / 2 == pytest.approx(p, abs=0.002)


def test_mixed_share_averages_over_the_posterior_intercepts() -> None:
    nodes, weights = [-1.5, 0.0, 1.5], [0.2, 0.5, 0.3]
    fit = estimated_fit((2,), [0.3], [0.7], sd=0.9, nodes=nodes, weights=weights)
    share = persons_of(fit).centre(share_draws(fit, Blanks((2,), ()), np.array([[0]])))[0]
    assert share == pytest.approx(sum(w * expit(0.7 + 0.9 * x - 0.3) for x, w in zip(nodes, weights, strict=True)))


def test_answers_never_given_at_either_end_have_no_chance() -> None:
    fit = estimated_fit((2,), [math.nan, 0.2, math.nan], [0.5])
    answers = persons_of(fit).centre(answer_draws(persons_of(fit), Blanks((2,), ()), np.array([[0]])))[0]
    np.testing.assert_allclose(answers, [0, 1 - expit(0.3), expit(0.3), 0], atol=EXACT)


@pytest.mark.parametrize("never", range(5))
def test_an_answer_never_given_in_between_has_no_chance_and_spoils_nothing(never) -> None:
    """Answers are renumbered so that some never occur; the others keep their probabilities."""
    panel = simulated_panel(3)
    answers = np.delete(np.arange(5), never)
    study = make_study({f"c{c}": [f"l{x}" for x in range(n)] for c, n in enumerate((3, 3, 2, 4))}, list("abcde"))
    wide = replace(panel, study=study, answer=answers[panel.answer].astype(np.int8))
    case, blanks = np.array([[0, BLANK, 1, 2]]), Blanks((3, 3, 2, 4), ())
    one, other = persons_of(fit_pooled(panel)), persons_of(fit_pooled(wide))
    before, after = (p.centre(answer_draws(p, blanks, case))[0] for p in (one, other))
    np.testing.assert_allclose(after[answers], before, atol=1e-9)
    assert after.sum() == pytest.approx(1.0)


def test_groups_of_other_models_name_the_hierarchical_one() -> None:
    fit = estimated_fit((2,), [0.0], [0.5])
    with pytest.raises(NotComputedError, match=r"The pooled model knows no differences between groups.*hierarchical"):
        persons_of(fit, [0])


def test_large_panels_are_thinned_and_draw_zero_stays() -> None:
    persons = persons_of(estimated_fit((2,), [0.0], [0.5], error=0.1))
    thin = persons.thinned(100)
    assert len(thin.coefficients) <= 100
    np.testing.assert_array_equal(thin.coefficients[0], persons.coefficients[0])
    assert thin.coefficients.flags.c_contiguous
    assert len(persons.reported().coefficients) == 1


def test_intervals_hold_the_share_in_about_ninety_percent_of_repeated_panels() -> None:
    """Pooled, people with different intercepts; the share that repeated panels have on average is the truth."""
    case = np.array([[2, 1, 0, BLANK]])
    blanks = Blanks((3, 3, 2, 4), ())
    centres, intervals = [], []
    for seed in range(150):
        fit = fit_pooled(_repeated(seed))
        draws = share_draws(fit, blanks, case)
        centres.append(draws[0, 0])
        intervals.append(interval_of(draws)[0])
    truth = float(np.mean(centres))
    inside = np.mean([low <= truth <= high for low, high in intervals])
    assert 0.82 <= inside <= 0.96


def _repeated(seed):
    """The same scenarios every time, other people: the design of seed 0, with answers of this seed."""
    first = simulated_panel(0, part_worth_sd=0.0)
    rng = np.random.default_rng(1000 + seed)
    utility = np.repeat(rng.normal(0, 0.9, 50)[:, None], 21, axis=1)
    for c, (n, weight) in enumerate(zip((3, 3, 2, 4), (1.0, 0.5, 0.0, 0.7), strict=True)):
        utility += (weight * np.linspace(-1, 1, n))[first.design.profiles[:, c]]
    answers = np.digitize(utility + rng.logistic(size=utility.shape), (-1.3, 0.0, 1.5))
    return replace(first, answer=answers[first.participant, first.scenario].astype(np.int8))


@pytest.mark.parametrize("link", ["probit", "logit"])
def test_a_case_without_blanks_is_the_distribution_function(link) -> None:
    """Far out too: thresholds 40 away must give 0 and 1, not an overflow."""
    from scipy.special import expit, ndtr

    fit = drawn_fit(4, (3, 2), link=link, n_people=4, n_draws=6)
    persons = persons_of(fit)
    persons = replace(persons, thresholds=persons.thresholds + np.array([-40.0, 0.0, 40.0]))
    case = np.array([2, 0])
    columns = np.array(
        [1.0, -1.0, -1.0, 1.0]
    )  # intercept; the last level of three is minus the others; the first of two
    above = persons.coefficients.astype(np.float64) @ columns
    expected = {"probit": ndtr, "logit": expit}[link](above[:, :, None] - persons.thresholds[:, None, :]).mean(axis=1)
    found = answer_draws(persons, Blanks((3, 2), ()), case)[:, 0]
    np.testing.assert_allclose(1 - np.cumsum(found, axis=1)[:, :-1], expected, atol=1e-12)
