"""How positive people are, whatever they judged: by hand, by dense algebra, and by simulation."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from benchmarks.groups import WORLDS, by_scenario, draw
from collega.insight import agreement, differences, group_differences, insights, self_images
from collega.insight.differences import average_ranks, comparable
from collega.insight.positivity import _variances, average_answers, positivity
from collega.panel import Panel
from collega.panel.limits import Limit
from collega.study.coding import Coding
from tests.model.references import make_panel, make_study
from tests.model.simulated import simulated_panel

SIDES = [
    {"key": "side", "text": "Side", "values": [{"key": key, "text": key} for key in ("north", "south")],
     "self_image": True}
]  # fmt: skip


def with_sides(panel: Panel, sides: list[str]) -> Panel:
    return replace(panel, people=panel.people.with_columns(side=pl.Series(sides)))


def own_scenarios(people: int, each: int, answer, levels: int = 2) -> Panel:
    """Everybody judges scenarios that nobody else does; ``answer`` tells what somebody says to a profile."""
    study = make_study(
        {f"c{c}": [f"l{x}" for x in range(levels)] for c in range(9)}, ["no", "yes"],
        characteristics=SIDES, minimum_group=5,
    )  # fmt: skip
    rng = np.random.default_rng(1)
    profiles = np.unique(rng.integers(0, levels, (20 * people * each, 9)), axis=0)
    profiles = rng.permutation(profiles)[: people * each]
    answers = [(f"p{s // each}", f"s{s}", answer(s // each, profile)) for s, profile in enumerate(profiles)]
    panel = make_panel(study, [f"s{s}" for s in range(len(profiles))], profiles.tolist(), answers)
    return with_sides(panel, ["north" if i < people / 2 else "south" for i in range(people)])


def test_groups_that_always_differ_are_found_though_nobody_shares_a_scenario() -> None:
    panel = own_scenarios(60, 6, lambda i, _: int(i < 30))
    row = group_differences(panel).row(0, named=True)
    assert row["p_value"] == 1 / 5000
    assert np.ptp(by_scenario(panel)) == 0.0  # what a scenario's own average says: nothing


def test_one_answer_each_is_enough_where_people_are_many() -> None:
    panel = own_scenarios(200, 1, lambda i, profile: int(i < 100 or (i % 5 == 0 and profile[0] == 1)))
    assert group_differences(panel)["p_value"][0] < 0.001


def test_with_shared_scenarios_only_the_average_answer_counts() -> None:
    panel = simulated_panel(3)
    means = np.bincount(panel.participant, weights=panel.answer) / 21
    assert average_ranks(positivity(panel)) == pytest.approx(average_ranks(np.round(means, 9)))


def test_scores_agree_with_generalised_least_squares_by_dense_algebra() -> None:
    panel = simulated_panel(4, participants=12, scenarios=14)
    chosen = np.random.default_rng(2).random(panel.n_answers) < 0.6
    panel = replace(panel, participant=panel.participant[chosen], scenario=panel.scenario[chosen],
                    answer=panel.answer[chosen])  # fmt: skip
    spread, error = _variances(average_answers(panel))
    coded = Coding(n_levels=panel.study.n_levels, kind="orthonormal").matrix(panel.design.profiles)[panel.scenario]
    coded, answer = coded - coded.mean(axis=0), panel.answer - panel.answer.mean()
    members = (panel.participant[:, None] == np.arange(12)).astype(float)
    inverse = np.linalg.inv(error * np.eye(len(answer)) + spread * members @ members.T)
    prior = np.eye(coded.shape[1]) * coded.shape[1] / answer.var()
    weights = np.linalg.solve(coded.T @ inverse @ coded + prior, coded.T @ inverse @ answer)
    n = members.sum(axis=0)
    expected = (members.T @ (answer - coded @ weights) / n) / np.sqrt(spread + error / n)
    assert positivity(panel) == pytest.approx(expected, abs=1e-8)


def test_variances_are_those_of_the_panel() -> None:
    rng = np.random.default_rng(3)
    people, each = 400, 12
    study = make_study({"c": ["a", "b"], "d": ["a", "b", "c"]}, [f"a{j}" for j in range(11)])
    profiles = [[s % 2, s % 3] for s in range(each)]
    latent = 5 + rng.normal(0, 1.0, people)[:, None] + rng.normal(0, 1.5, (people, each)) + np.arange(each) % 2
    answers = [(f"p{i}", f"s{s}", int(np.clip(round(latent[i, s]), 0, 10))) for i in range(people) for s in range(each)]
    panel = make_panel(study, [f"s{s}" for s in range(each)], profiles, answers)
    spread, error = _variances(average_answers(panel))
    assert spread == pytest.approx(1.0, rel=0.15)
    assert error == pytest.approx(1.5**2 + 1 / 12, rel=0.05)  # rounding adds 1/12


def test_everybody_the_same_answer_has_the_same_score() -> None:
    panel = simulated_panel(5, participants=8)
    assert (positivity(replace(panel, answer=np.ones_like(panel.answer))) == 0).all()


def confounded() -> Panel:
    """The north judged level a of the first criterion only, the south level b."""
    study = make_study({"c": ["a", "b"], "d": ["a", "b"]}, ["no", "yes"], characteristics=SIDES, minimum_group=3)
    rng = np.random.default_rng(6)
    profiles = [[c, d] for c in range(2) for d in range(2)]
    answers = [(f"p{i}", f"s{2 * (i % 2) + d}", int(rng.random() < 0.3 + 0.4 * (i % 2)))
               for i in range(20) for d in range(2)]  # fmt: skip
    panel = make_panel(study, [f"s{s}" for s in range(4)], profiles, answers)
    return with_sides(panel, ["north" if i % 2 == 0 else "south" for i in range(20)])


def test_groups_that_judged_other_levels_are_not_compared_and_it_is_told() -> None:
    found = insights(confounded())
    row = found.differences.row(0, named=True)
    assert (row["n"], row["p_value"], row["p_value_corrected"]) == (20, None, None)
    assert found.limits[-1] == Limit(kind="confounded_groups", about=("side",))
    assert found.warnings[-1].startswith("the groups of side judged other levels: whether the groups differ cannot be")
    (image,) = found.self_images
    assert (image.most_negative, image.most_positive) == (None, None)


def test_people_who_judged_both_make_groups_comparable() -> None:
    panel = confounded()
    value = panel.groups[:, 0]
    assert not comparable(panel, value)
    both = replace(panel, scenario=np.where(panel.participant == 0, [0, 2] * 20, panel.scenario).astype(np.int32))
    assert comparable(both, value)
    both = replace(panel, scenario=np.where(panel.participant < 8, [0, 2] * 20, panel.scenario).astype(np.int32))
    assert group_differences(both)["p_value"][0] is not None
    assert self_images(both)[0].most_negative is not None


@pytest.mark.slow
def test_nothing_is_found_too_often_whoever_judged_what(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 200 studies without a difference more than 21 has a chance of one in a thousand at 5%."""
    monkeypatch.setattr(differences, "PERMUTATIONS", 199)
    for name, world in WORLDS.items():
        found = 0
        for seed in range(200):
            panel, group = draw(world, 0.0, seed)
            found += differences._permuted(group, positivity(panel))[1] <= 0.05
        assert found <= 21, name


@pytest.mark.slow
def test_a_difference_is_found_whoever_judged_what(monkeypatch: pytest.MonkeyPatch) -> None:
    """The least of 60 studies, with four standard errors under the power that was measured on 2,000."""
    monkeypatch.setattr(differences, "PERMUTATIONS", 199)
    least = {"60 people, the same 8 scenarios": 33, "60 people, 3 scenarios of their own": 15,
             "60 people, two versions, most of a group in one": 15}  # fmt: skip
    for name, fewest in least.items():
        found = 0
        for seed in range(60):
            panel, group = draw(WORLDS[name], 0.9, seed)
            found += differences._permuted(group, positivity(panel))[1] <= 0.05
        assert found >= fewest, name


def test_judging_twice_is_no_agreement_with_oneself() -> None:
    study = make_study({"c": ["a", "b"]}, ["no", "yes"], minimum_group=2)
    once = [(f"p{i}", "s0", int(i < 3)) for i in range(6)]
    other = [(f"p{i}", "s1", i % 2) for i in range(6)]
    panel = make_panel(study, ["s0", "s1"], [[0], [1]], [*once, *other])
    # of the fifteen pairs at s0 three on each side agree
    assert agreement(panel).scenarios["same_side"][0] == pytest.approx(6 / 15)
    again = make_panel(study, ["s0", "s1"], [[0], [1]], [*once, *[("p0", "s0", 1)] * 5, *other])
    assert agreement(again).scenarios["same_side"][0] == pytest.approx(6 / 15)


def test_agreement_tells_nothing_of_a_scenario_where_nearly_all_are_on_one_side() -> None:
    study = make_study({"c": ["a", "b"]}, ["no", "yes"], minimum_group=5)
    answers = [(f"p{i}", "s0", int(i < 5)) for i in range(12)] + [(f"p{i}", "s1", int(i < 2)) for i in range(12)]
    answers += [(f"p{i}", "s2", int(i % 12 < 1)) for i in range(5, 17)]
    panel = make_panel(study, ["s0", "s1", "s2"], [[0], [1], [1]], answers)
    rows = agreement(panel).scenarios.to_dicts()
    assert rows[0]["same_side"] is not None
    assert [(row["positive"], row["same_side"], row["consensus"]) for row in rows[1:]] == [(None, None, None)] * 2


def test_agreement_needs_shared_scenarios() -> None:
    found = insights(own_scenarios(20, 2, lambda i, _: i % 2))
    assert (found.agreement.same_side, found.agreement.consensus) == (None, None)
    assert Limit(kind="unshared_scenarios") in found.limits
