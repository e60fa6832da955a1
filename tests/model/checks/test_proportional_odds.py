"""Proportional odds: R's likelihood ratios, the right size among people, and no number where there is none."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from benchmarks.proportional_odds import World, draw
from collega.messages import code_of
from collega.model.blanks import Blanks
from collega.model.checks.proportional_odds import (
    CROSSING,
    FEW_PEOPLE,
    NOTHING_TO_FREE,
    TWO_ANSWERS,
    ProportionalOdds,
    _contrasts,
    proportional_odds,
)
from collega.model.checks.score import base_of, rao_scott_p_value
from collega.model.checks.working import working_model
from collega.model.multiple import holm
from collega.model.persons import persons_of
from collega.model.pooled import fit_pooled
from collega.model.share import shares_of
from collega.panel import Panel
from tests.model.references import FOLDER, housing_panel, make_panel, make_study, reference_panel
from tests.model.simulated import simulated_panel

R = json.loads((FOLDER / "nominal.json").read_text())


def reference(name: str) -> Panel:
    return housing_panel() if name == "housing" else reference_panel(name)


def avoided_middle(people: int = 60) -> Panel:
    """Return a panel in which one kind of case is answered .50/.00/.50, the other a third each."""
    rng = np.random.default_rng(1)
    given = []
    for i in range(people):
        for n in range(6):
            given.append((f"p{i}", f"one{n % 2}", int(rng.choice([0, 2]))))
            given.append((f"p{i}", f"two{n % 2}", int(rng.integers(3))))
    study = make_study({"kind": ["one", "two"], "other": ["a", "b"]}, ["no", "perhaps", "yes"])
    return make_panel(study, ["one0", "one1", "two0", "two1"], [[0, 0], [0, 1], [1, 0], [1, 1]], given)


# clm stops at a gradient of 1e-10 here; where an effect has no end (wine, temp) at a log-likelihood 3e-8 below the limit
@pytest.mark.parametrize("name", ["wine", "tea", "verbagg", "housing"])
def test_statistics_equal_those_of_nominal_test(name: str) -> None:
    tests = {test.criterion: test for test in proportional_odds(reference(name))}
    for key, expected in R[name]["nominal_test"].items():
        assert tests[key].statistic == pytest.approx(expected["statistic"], abs=1e-6)
        assert tests[key].df == expected["df"]
        assert tests[key].p_value == pytest.approx(expected["p_value"], rel=1e-6)


@pytest.mark.parametrize("name", ["wine", "verbagg", "housing"])
def test_over_all_equals_the_fit_with_everything_by_threshold(name: str) -> None:
    over_all, *others = proportional_odds(reference(name))
    assert over_all.criterion is None
    assert over_all.statistic == pytest.approx(2 * (R[name]["over_all"]["logLik"] - R[name]["logLik"]), abs=1e-6)
    assert over_all.df == sum(test.df or 0 for test in others)


def test_a_fit_that_other_software_calls_invalid_has_no_statistic() -> None:
    assert R["tea"]["over_all"]["convergence"] == -3
    over_all = proportional_odds(reference_panel("tea"))[0]
    assert (over_all.statistic, over_all.p_value, code_of(over_all.reason)) == (None, None, CROSSING)
    assert over_all.p_value_corrected is not None
    assert over_all.p_value_corrected < 1e-6


def test_keys_of_the_command() -> None:
    told = proportional_odds(reference_panel("wine"))[1].as_json()
    assert list(told) == ["criterion", "statistic", "df", "p_value", "p_value_corrected"]
    reason = ProportionalOdds(
        criterion="x", statistic=None, df=None, p_value=None, p_value_corrected=None, reason="because"
    )
    assert reason.as_json()["reason"] == "because"


def test_points_are_how_far_shares_of_judged_scenarios_move() -> None:
    panel = reference_panel("verbagg")
    cases = np.unique(panel.design.profiles, axis=0)
    shares = [
        shares_of(persons_of(fit), Blanks.of(panel.study, fit.judged_levels), cases)[0]
        for fit in (fit_pooled(panel), fit_pooled(panel, by_threshold=("situ",)))
    ]
    tests = {test.criterion: test for test in proportional_odds(panel)}
    assert tests["situ"].points == pytest.approx(100 * np.abs(shares[1] - shares[0]).max(), abs=1e-4)  # float32 there
    assert tests["situ"].as_json()["points"] == tests["situ"].points
    assert tests["mode"].points is None  # nothing was found


def test_a_middle_that_one_kind_of_case_never_gets_is_found() -> None:
    tests = {test.criterion: test for test in proportional_odds(avoided_middle())}
    found, other = tests["kind"], tests["other"]
    assert found.p_value_corrected is not None
    assert other.p_value_corrected is not None
    assert found.p_value_corrected < 1e-6
    assert other.p_value_corrected > 0.2
    # free effects would leave the middle less than no probability, and the likelihood without end
    assert (found.statistic, found.p_value, code_of(found.reason)) == (None, None, CROSSING)
    # the share of the squeezed kind comes out 8 points too low, the other's too high: of .50 and .33 both are made .42
    assert found.points == pytest.approx(8.3, abs=3.0)


def test_answers_that_cannot_be_tested_say_why() -> None:
    panel = avoided_middle()
    two = replace(panel, answer=np.minimum(panel.answer, 1).astype(np.int8))
    assert {code_of(test.reason) for test in proportional_odds(two)} == {TWO_ANSWERS}
    same = proportional_odds(replace(panel, answer=np.zeros_like(panel.answer)))
    assert all(test.reason is not None and "All answers are the same one" in test.reason for test in same)
    kept = panel.design.profiles[panel.scenario][:, 1] == 0
    some = replace(panel, participant=panel.participant[kept], scenario=panel.scenario[kept], answer=panel.answer[kept])
    assert [code_of(test.reason) for test in proportional_odds(some)][2] == NOTHING_TO_FREE
    alike = make_panel(
        panel.study,
        list(panel.design.scenarios),
        panel.design.profiles.tolist(),
        [(f"p{i}", scenario, j) for i in range(30) for scenario in panel.design.scenarios for j in range(3)],
    )
    assert [code_of(test.reason) for test in proportional_odds(alike)] == [FEW_PEOPLE] * 3
    few = replace(panel, participant=(panel.participant % 3).astype(np.int32), people=panel.people[:3])
    assert "no test by participants" in (proportional_odds(few)[2].reason or "")


def test_rao_scott_by_hand() -> None:
    # one difference: the square of Student's t with n - 1 degrees of freedom; t = 2, n = 11: p = .0734
    assert rao_scott_p_value(np.array([2.0]), np.eye(1), 11) == pytest.approx(0.07338803, abs=1e-8)
    # equal weights: F with q and q (n - 1) degrees of freedom; F = 3 on 2 and 20: 1 / (1 + 6/20)^10
    assert rao_scott_p_value(np.array([2.0, np.sqrt(2.0)]), np.eye(2), 11) == pytest.approx(1.3**-10, abs=1e-12)
    assert rao_scott_p_value(np.array([0.0]), np.zeros((1, 1)), 11) is None


def test_the_order_of_participants_and_answers_does_not_matter() -> None:
    panel = simulated_panel(3)
    order = np.random.default_rng(1).permutation(panel.n_answers)
    mixed = replace(
        panel, participant=panel.participant[order], scenario=panel.scenario[order], answer=panel.answer[order]
    )
    for one, other in zip(proportional_odds(panel), proportional_odds(mixed), strict=True):
        assert one.p_value_corrected == pytest.approx(other.p_value_corrected, rel=1e-9)
        assert one.statistic == pytest.approx(other.statistic, rel=1e-7)


def test_people_who_differ_are_no_finding() -> None:
    # 200 panels of 50 people with intercepts and part-worths of their own: 5% of them, standard error 1.5 points
    found = [proportional_odds(simulated_panel(seed))[0].p_value_corrected for seed in range(200)]
    assert 0.005 <= np.mean([value < 0.05 for value in found if value is not None]) <= 0.10
    assert len([value for value in found if value is not None]) == 200


def test_a_clear_break_is_not_named_for_other_criteria() -> None:
    # tested by themselves, others were named in 15% of such studies; beside the clear one in 5%
    named = np.zeros(2)
    for seed in range(8):
        tests = proportional_odds(draw(World(people=50, squeeze=0.4), seed))
        found = [test.p_value_corrected is not None and test.p_value_corrected < 0.05 for test in tests[1:]]
        named += found[0], any(found[1:])
    assert named[0] == 8
    assert named[1] <= 1


def test_without_a_break_the_correction_is_holms() -> None:
    tests = proportional_odds(housing_panel())
    base = base_of(working_model(housing_panel()))
    pulls, owner = _contrasts(base, list(base.model.counted.judged.coding.blocks))
    alone = [pulls.beside(np.zeros(len(owner), dtype=bool), owner == c).test(many=True) for c in range(3)]
    by_hand = holm(np.array([score.p_value for score in alone if score is not None]))
    assert min(by_hand) > 0.05
    assert [test.p_value_corrected for test in tests[1:]] == pytest.approx(by_hand.tolist(), rel=1e-12)


def test_scenarios_that_tell_no_criterion_apart_leave_nothing_to_free() -> None:
    panel = avoided_middle(20)
    tied = replace(panel, design=replace(panel.design, profiles=np.array([[0, 0], [0, 0], [1, 1], [1, 1]])))
    assert {code_of(test.reason) for test in proportional_odds(tied)} == {NOTHING_TO_FREE}
