"""Effects by threshold: equal to R's clm, the truth where one effect cannot say it, and shares that follow."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace

import numpy as np
import pytest
from scipy.special import expit

from collega.errors import NotComputedError
from collega.messages import code_of
from collega.model.blanks import Blanks
from collega.model.by_threshold import ThresholdRows, divide, proportional, reach_derivatives
from collega.model.checks.proportional_odds import proportional_odds
from collega.model.counted import count_panel
from collega.model.estimate import estimate
from collega.model.fit import Fit
from collega.model.ordered import likelihood
from collega.model.penalty import PENALISED
from collega.model.persons import persons_of
from collega.model.pooled import fit_pooled
from collega.model.pooled_by_threshold import HELD, NONE_BROKEN, broken_criteria, fit_broken
from collega.model.shapley import shapley_values
from collega.model.share import answer_draws, in_order, shares_of
from collega.model.store import pack_fit, stored_by_threshold, unpack_fit
from collega.model.summary import summarise
from collega.model.validation import validate
from collega.panel import Panel
from collega.study.coding import BLANK
from tests.model.checks.test_proportional_odds import R, avoided_middle, reference
from tests.model.references import make_panel, make_study, reference_panel
from tests.model.simulated import simulated_panel, without_level


# clm stopped at a gradient of 1e-10: what is left is a millionth of a standard error
@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("wine", "contact"),
        ("tea", "aroma"),
        ("tea", "price"),
        ("tea", "kind"),
        ("verbagg", "mode"),
        ("verbagg", "btype,situ"),
        ("housing", "Type"),
        ("housing", "Infl,Cont"),
    ],
)
def test_estimates_and_standard_errors_equal_those_of_clm(name: str, keys: str) -> None:
    expected = R[name]["by_threshold"][keys]
    fit = fit_pooled(reference(name), by_threshold=keys.split(","), coding="treatment")
    assert fit.log_likelihood == pytest.approx(expected["logLik"], abs=1e-6)
    told = summarise(fit)
    ours = {f"{name}.(Intercept)": entry for name, entry in told["thresholds"].items()}
    ours |= {
        f"{threshold}.{coefficient.replace(':', '')}": entry | {"estimate": -entry["estimate"]}
        for coefficient, thresholds in told["coefficients_by_threshold"].items()
        for threshold, entry in thresholds.items()
    }
    ours |= {name.replace(":", ""): entry for name, entry in told["coefficients"].items()}
    for coefficient, entry in expected["coefficients"].items():
        assert ours[coefficient]["estimate"] == pytest.approx(entry["estimate"], abs=1e-6)
        assert ours[coefficient]["se_plain"] == pytest.approx(entry["se"], abs=1e-6)
    assert len(expected["coefficients"]) == len(told["thresholds"]) + sum(
        len(told["thresholds"]) if name in told["coefficients_by_threshold"] else 1 for name in told["coefficients"]
    )


def test_derivatives_equal_differences() -> None:
    rng = np.random.default_rng(1)
    rows = ThresholdRows(common=rng.normal(size=(6, 2)), varying=rng.normal(size=(6, 3)), inner=3)
    theta = np.concatenate([[-2.0, 0.0, 2.0], 0.1 * rng.normal(size=rows.n_parameters - 3)])
    weights = rng.integers(0, 5, (6, 4)).astype(float)
    _, gradient, hessian = rows.likelihood(theta, weights)
    steps = 1e-5 * np.eye(len(theta))
    ends = [(rows.likelihood(theta + step, weights), rows.likelihood(theta - step, weights)) for step in steps]
    assert gradient == pytest.approx([(up[0] - down[0]) / 2e-5 for up, down in ends], abs=1e-7)
    assert hessian == pytest.approx(np.array([(up[1] - down[1]) / 2e-5 for up, down in ends]), abs=1e-6)
    assert rows.scores(theta).T @ weights.ravel() == pytest.approx(gradient, abs=1e-10)


def test_the_same_effects_at_every_threshold_are_the_pooled_likelihood() -> None:
    counted = count_panel(simulated_panel(1))
    matrix, counts = counted.counts.matrix, counted.counts.counts
    theta = np.concatenate([[-1.0, 0.2, 1.3], np.random.default_rng(1).normal(size=matrix.shape[1])])
    varying = np.arange(matrix.shape[1]) % 2 == 0
    rows = divide(matrix, varying, 3)
    expected, gradient, _ = likelihood(0, theta, matrix, counts)
    value, own, _ = rows.likelihood(proportional(theta, varying, 3), counts.astype(float))
    assert value == pytest.approx(expected, rel=1e-12)
    assert own[:3] == pytest.approx(gradient[:3], abs=1e-9)
    assert own[3 : 3 + (~varying).sum()] == pytest.approx(gradient[3:][~varying], abs=1e-9)
    assert own[3 + (~varying).sum() :].reshape(3, -1).sum(axis=0) == pytest.approx(gradient[3:][varying], abs=1e-9)


def test_thresholds_out_of_order_have_no_likelihood_where_an_answer_lies_between() -> None:
    reach = np.array([[0.5, -0.5]])
    assert reach_derivatives(reach, np.array([[1.0, 1.0, 1.0]]))[0] == -np.inf
    assert np.isfinite(reach_derivatives(reach, np.array([[1.0, 0.0, 1.0]]))[0])


def test_one_free_criterion_gives_the_observed_frequencies_and_their_clustered_errors() -> None:
    # a criterion with effects at every threshold is saturated: cumulative logits of the frequencies, in closed form
    rng = np.random.default_rng(3)
    given = [(f"p{i}", f"s{x}", int(rng.integers(0, 3 + x))) for i in range(80) for x in (0, 1) for _ in range(3)]
    panel = make_panel(
        make_study({"one": ["a", "b"]}, ["w", "x", "y", "z"]), ["s0", "s1"], [[0], [1]],
        [(who, what, j) for who, what, j in given if (what, j) != ("s0", 3)] + [("p0", "s0", 3)],
    )  # fmt: skip
    fit = fit_pooled(panel, by_threshold=("one",))
    persons, blanks = persons_of(fit), Blanks.of(panel.study, fit.judged_levels)
    for level in (0, 1):
        own = panel.answer[panel.scenario == level]
        probability = answer_draws(persons, blanks, np.array([[level]]))[0, 0]
        assert probability == pytest.approx(np.bincount(own, minlength=4) / len(own), abs=1e-7)  # float32 coefficients
    assert fit.estimates is not None
    # the estimate at level b of threshold j moves with each person's sum of (y <= j) - P over n P (1 - P)
    theta = np.concatenate([fit.estimates.thresholds, fit.estimates.coefficients])
    effects = fit.estimates.by_threshold
    assert effects is not None
    assert theta[3] == pytest.approx(effects.coefficients[1, 0])
    pick = np.zeros(len(fit.estimates.covariance))
    pick[1], pick[4 + 1] = 1.0, 1.0  # threshold x|y, and minus the part-worth of b there, effects-coded: +g
    at = panel.scenario == 1
    below = panel.answer[at] <= 1
    p = below.mean()
    influence = (below - p) / (at.sum() * p * (1 - p))
    sums = np.bincount(panel.participant[at], weights=influence, minlength=80)
    expected = np.square(sums).sum() * 80 / 79
    assert pick @ fit.estimates.covariance @ pick == pytest.approx(expected, rel=1e-6)
    assert pick @ fit.estimates.covariance_plain @ pick == pytest.approx(1 / (at.sum() * p * (1 - p)), rel=1e-6)


def test_the_truth_where_one_kind_of_case_never_gets_the_middle() -> None:
    panel = avoided_middle(400)
    kinds = np.array([[0, BLANK], [1, BLANK]])
    truth = np.array([[0.5, 0.0, 0.5], [1 / 3, 1 / 3, 1 / 3]])

    def answers(fit: Fit) -> np.ndarray:
        return answer_draws(persons_of(fit), Blanks.of(panel.study, fit.judged_levels), kinds)[0]

    # without: the middle between the two kinds for both; with: the truth, within 3 standard errors of 2400 answers
    assert np.abs(answers(fit_pooled(panel))[:, 1] - 1 / 6).max() < 0.02
    tests = proportional_odds(panel)
    assert broken_criteria(tests) == ("kind",)
    fit = fit_broken(panel, tests)
    assert np.abs(answers(fit) - truth).max() < 0.03
    assert answers(fit)[0, 1] < 1e-6
    assert fit.by_threshold == ("kind",)
    assert HELD in map(code_of, fit.warnings)
    assert fit.converged
    assert not any("pass each other in cases" in warning for warning in fit.warnings)


def test_shares_follow_the_effects_at_the_positive_threshold() -> None:
    panel = reference_panel("verbagg")
    fit = fit_pooled(panel, by_threshold=("situ", "btype"))
    persons, blanks = persons_of(fit), Blanks.of(panel.study, fit.judged_levels)
    cases = np.array(list(np.ndindex(3, 2, 2)))
    told = summarise(fit)
    worths = [[told["by_threshold"]["btype"]["2|3"][level]["estimate"] for level in ("curse", "scold", "shout")],
              [told["by_threshold"]["situ"]["2|3"][level]["estimate"] for level in ("other", "self")],
              [told["part_worths"]["mode"][level]["estimate"] for level in ("want", "do")]]  # fmt: skip
    utility = np.array([sum(worths[c][case[c]] for c in range(3)) for case in cases])
    expected = expit(utility - told["thresholds"]["2|3"]["estimate"])
    assert panel.study.positive == 2
    assert shares_of(persons, blanks, cases)[0] == pytest.approx(expected, abs=1e-7)
    answers = answer_draws(persons, blanks, cases)
    assert answers[:, :, 2] == pytest.approx(shares_of(persons, blanks, cases), abs=1e-12)
    assert answers.sum(axis=2) == pytest.approx(1.0, abs=1e-12)
    first = [told["by_threshold"]["situ"]["1|2"][level]["estimate"] for level in ("other", "self")]
    first = [told["by_threshold"]["btype"]["1|2"]["shout"]["estimate"] + x + worths[2][0] for x in first]
    lowest = expit(told["thresholds"]["1|2"]["estimate"] - np.array(first))
    assert answers[0, [8, 10], 0] == pytest.approx(lowest, abs=1e-7)
    # blanks are averages over the ways to fill them in, at each threshold; reasons add up
    blank = answer_draws(persons, blanks, np.array([[BLANK, 1, BLANK]]))[0, 0]
    assert blank == pytest.approx(answers[0, cases[:, 1] == 1].mean(axis=0), abs=1e-5)
    average = shares_of(persons, blanks, np.full((1, 3), BLANK))[0, 0]
    assert shapley_values(persons, blanks, cases[7]).sum() == pytest.approx(expected[7] - average, abs=1e-6)
    values = {known: shares_of(persons, blanks, np.array([[level if c in known else BLANK
                                                           for c, level in enumerate(cases[7])]]))[0, 0]
              for size in range(4) for known in itertools.combinations(range(3), size)}  # fmt: skip
    by_hand = [
        np.mean(
            [
                values[tuple(sorted(order[: order.index(c) + 1]))] - values[tuple(sorted(order[: order.index(c)]))]
                for order in itertools.permutations(range(3))
            ]
        )
        for c in range(3)
    ]
    assert shapley_values(persons, blanks, cases[7]) == pytest.approx(by_hand, abs=1e-5)
    for key in ("situ", "btype"):
        assert told["part_worths"][key] == told["by_threshold"][key]["2|3"]
    # draws of the threshold where answers become positive have the clustered standard error of its effects
    errors = persons.coefficients[1:, 0, 1:].std(axis=0)
    assert fit.estimates is not None
    assert errors == pytest.approx(np.sqrt(np.diag(fit.estimates.covariance))[2:6], rel=0.1)
    assert persons.thinned(50).by_threshold is not None
    assert persons.thinned(50).by_threshold.shape[1] == len(persons.thinned(50).coefficients)


def test_order_is_kept_where_thresholds_pass_each_other() -> None:
    above = np.array([[[0.6, 0.7, 0.5, 0.55]]])
    assert in_order(above, 2)[0, 0].tolist() == [0.7, 0.7, 0.5, 0.5]
    assert in_order(above, 0)[0, 0].tolist() == [0.6, 0.6, 0.5, 0.5]
    assert in_order(above, 3)[0, 0].tolist() == [0.7, 0.7, 0.55, 0.55]


def crossing_panel() -> Panel:
    """Return a panel whose two criteria each squeeze the middle; that both do at once was never asked."""
    rng = np.random.default_rng(1)
    cells = {"s0": (0.35, 0.3), "s1": (0.46, 0.08), "s2": (0.46, 0.08)}
    given = [
        (f"p{i}", name, int(np.searchsorted([low, low + middle], rng.random())))
        for i in range(300) for name, (low, middle) in cells.items()
    ]  # fmt: skip
    study = make_study({"one": ["a", "b"], "two": ["a", "b"]}, ["no", "perhaps", "yes"])
    return make_panel(study, list(cells), [[0, 0], [0, 1], [1, 0]], given)


def test_cases_in_which_thresholds_pass_each_other_are_told() -> None:
    panel = crossing_panel()
    fit = fit_pooled(panel, by_threshold=("one", "two"))
    assert [warning for warning in fit.warnings if "pass each other in cases with one=b, two=b" in warning]
    answers = answer_draws(persons_of(fit), Blanks.of(panel.study), np.array([[1, 1], [0, 0]]))
    assert answers[0, 0, 1] == 0.0
    assert (answers >= 0.0).all()
    share = shares_of(persons_of(fit), Blanks.of(panel.study), np.array([[1, 1]]))
    assert answers[:, 0, 2] == pytest.approx(share[:, 0], abs=1e-12)
    levels, answers_of = {"one": ["a", "b"], "two": ["a", "b"]}, list(panel.study.answer_keys)
    ruled = make_study(levels, answers_of, never=[{"one": "b", "two": "b"}])
    told = fit_pooled(replace(panel, study=ruled), by_threshold=("one", "two")).warnings
    assert not [warning for warning in told if "pass each other" in warning]


def test_answers_without_end_get_the_stated_penalty() -> None:
    fit = fit_pooled(reference_panel("wine"), by_threshold=("temp",))  # nobody calls cold wine most bitter
    assert PENALISED in map(code_of, fit.warnings)
    assert fit.converged
    assert fit.log_likelihood is not None
    assert R["wine"]["logLik"] < fit.log_likelihood < R["wine"]["by_threshold"]["temp"]["logLik"]
    assert np.abs(fit.part_worths).max() < 5
    everything = fit_pooled(reference_panel("tea"), by_threshold=("price", "variety", "kind", "aroma"))
    assert HELD in map(code_of, everything.warnings)  # R calls its fit invalid, 7.3 above any log-likelihood in order
    assert everything.converged
    assert everything.log_likelihood == pytest.approx(-2793.37, abs=0.01)
    assert everything.log_likelihood < R["tea"]["over_all"]["logLik"]


def test_unused_answers_and_unjudged_levels_stay_out() -> None:
    panel = reference_panel("verbagg")
    study = make_study(
        {item.key: list(item.level_keys) for item in panel.study.criteria}, ["never", "1", "2", "gap", "3", "beyond"]
    )
    wide = replace(panel, study=study, answer=np.array([1, 2, 4], np.int8)[panel.answer])
    plain, spread = (fit_pooled(one, by_threshold=("situ",), coding="treatment") for one in (panel, wide))
    assert plain.estimates is not None
    assert spread.estimates is not None
    ours, theirs = spread.estimates.by_threshold, plain.estimates.by_threshold
    assert ours is not None
    assert theirs is not None
    assert np.isnan(ours.coefficients[[0, 4]]).all()
    assert ours.coefficients[[1, 2, 3], 0] == pytest.approx(theirs.coefficients[[0, 1, 1], 0], abs=1e-9)
    assert summarise(spread)["by_threshold"]["situ"]["never|1"]["self"] == {"estimate": None, "se": None}
    cases = np.array([[0, 0, 0], [2, 1, BLANK]])
    both = [answer_draws(persons_of(fit), Blanks.of(fit_of.study), cases)[0]
            for fit, fit_of in ((plain, panel), (spread, wide))]  # fmt: skip
    assert both[1][:, [1, 2, 4]] == pytest.approx(both[0], abs=1e-6)
    assert both[1][:, [0, 3, 5]] == pytest.approx(0.0, abs=1e-12)
    less, smaller = without_level(simulated_panel(2))
    some, other = (fit_pooled(one, by_threshold=("c3", "c0")) for one in (less, smaller))
    assert some.log_likelihood == pytest.approx(other.log_likelihood, abs=1e-8)
    assert summarise(some)["by_threshold"]["c3"]["a0|a1"]["l3"] == {"estimate": None, "se": None}
    ours_c3, theirs_c3 = (summarise(fit)["by_threshold"]["c3"]["a1|a2"] for fit in (some, other))
    assert ours_c3["l1"]["estimate"] == pytest.approx(theirs_c3["l1"]["estimate"], abs=1e-9)
    assert ours_c3["l1"]["se"] == pytest.approx(theirs_c3["l1"]["se"], abs=1e-9)


def test_what_cannot_be_fitted_says_what_to_do() -> None:
    panel = reference_panel("verbagg")
    with pytest.raises(NotComputedError, match=r"no criterion 'situs'.*Allowed: btype, situ, mode.*'situ'"):
        fit_pooled(panel, by_threshold=("situs",))
    assert fit_pooled(panel, by_threshold="situ").by_threshold == ("situ",)
    two = replace(panel, answer=np.minimum(panel.answer, 1).astype(np.int8))
    with pytest.raises(NotComputedError, match="Only two different answers were given"):
        fit_pooled(two, by_threshold=("situ",))
    kept = panel.design.profiles[panel.scenario][:, 1] == 0
    one = replace(panel, participant=panel.participant[kept], scenario=panel.scenario[kept], answer=panel.answer[kept])
    with pytest.raises(NotComputedError, match="Fewer than two levels of 'situ' were judged"):
        fit_pooled(one, by_threshold=("mode", "situ"))
    for model in ("mixed", "hierarchical"):
        with pytest.raises(NotComputedError, match=f"The {model} model has the same effects at every threshold"):
            estimate(panel, model, by_threshold=("situ",))


def test_auto_takes_what_breaks_and_says_so_where_nothing_does() -> None:
    assert estimate(reference_panel("verbagg"), "pooled", by_threshold="auto").by_threshold == ("btype", "situ")
    fit = estimate(reference("housing"), "pooled", by_threshold="auto")
    assert fit.by_threshold == ()
    assert code_of(fit.warnings[0]) == NONE_BROKEN
    # a criterion that is called auto is a criterion in a list
    panel = reference_panel("verbagg")
    criteria = tuple(
        item.model_copy(update={"key": "auto"}) if item.key == "mode" else item for item in panel.study.criteria
    )
    named = replace(panel, study=panel.study.model_copy(update={"criteria": criteria}))
    assert estimate(named, "pooled", by_threshold=("auto",)).by_threshold == ("auto",)


def test_a_fit_survives_the_file() -> None:
    fit = fit_pooled(reference_panel("verbagg"), by_threshold=("situ",), coding="treatment")
    values, arrays = pack_fit(fit)
    again = unpack_fit(json.loads(json.dumps(values)), arrays)
    assert again.by_threshold == ("situ",) == stored_by_threshold(values)
    assert stored_by_threshold(pack_fit(fit_pooled(reference_panel("wine")))[0]) == ()
    assert summarise(again) == summarise(fit)
    assert (persons_of(again).by_threshold == persons_of(fit).by_threshold).all()


def test_held_out_answers_are_predicted_with_the_effects_by_threshold() -> None:
    panel = avoided_middle(60)
    found = validate(panel, fit_pooled(panel, by_threshold=("kind",)))
    assert found.model == "pooled_by_threshold"
    assert list(found.log_loss) == ["pooled_by_threshold", "pooled", "frequencies"]
    # truth: half the answers cost log 2, the other half log 3, together .896; one effect for all thresholds 1.04
    assert found.log_loss["pooled_by_threshold"] == pytest.approx((np.log(2) + np.log(3)) / 2, abs=0.02)
    assert found.log_loss["pooled"] > 1.0
    assert found.gain_interval is not None
    assert found.gain_interval[0] > 0
