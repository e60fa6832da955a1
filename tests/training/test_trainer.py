"""The policy of the reference group, the scenario that comes next, and the weights beside theirs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from collega.colleague import VirtualColleague, make_case
from collega.design.candidates import allowed
from collega.errors import DisclosureError, NotComputedError
from collega.insight.groups import members_of
from collega.model.estimate import estimate
from collega.model.population import erased
from collega.model.share import LEVEL
from collega.training import SCENARIOS, Judged, Trainer
from tests.training.made_trainers import made, trainer

CASE = {"who": "b", "what": "c", "how": "a", "when": "b"}


def judge(some: Trainer, n: int, seed: int = 1) -> list[Judged]:
    rng, judged = np.random.default_rng(seed), []
    for _ in range(n):
        case = some.next_case(judged)
        judged.append(some.judged(case, some.study.answer_keys[rng.integers(3)]))
    return judged


def test_the_policy_is_what_the_virtual_colleague_says_of_the_group():
    study, fit, panel = made()
    case = make_case(study, CASE)
    found = trainer().policy(case)
    asked = VirtualColleague.of(study, fit, panel=panel, group=("post", "x")).advise(case)
    assert found.reference.share.share == pytest.approx(asked.share, abs=1e-9)
    assert found.reference.share.interval == pytest.approx(asked.interval, abs=1e-9)
    assert {key: each.share for key, each in found.answers.items()} == pytest.approx(asked.answers, abs=1e-9)
    assert sum(each.share for each in found.answers.values()) == pytest.approx(1.0)
    heaviest = {each.criterion: each.points for each in asked.reasons[:2]}
    ours = {each.criterion: each.points for each in found.reference.weightiest}
    assert ours.keys() == heaviest.keys()
    assert ours == pytest.approx(heaviest, abs=1.5)  # both from a part of the draws
    assert found.reference.participants == len(members_of(panel, fit, "post", "x"))


def test_the_groups_beside_it_are_those_that_may_be_shown():
    study, fit, panel = made()
    found = {each.group: each for each in trainer().policy(make_case(study, CASE)).groups}
    shares = {
        each.group: each for each in VirtualColleague.of(study, fit, panel=panel).by_group(make_case(study, CASE))
    }
    assert found.keys() == {group for group in shares if group[0] == "post"}
    for group, each in found.items():
        assert each.share.share == pytest.approx(shares[group].share, abs=1e-6)
        assert each.participants == shares[group].participants >= study.minimum_group


@pytest.mark.parametrize("group", [("post", "other"), ("post", "prefer_not_to_say"), ("post", "z"), ("who", "a")])
def test_nobody_learns_from_a_group_that_may_not_be_shown(group):
    study, fit, panel = made()
    shown = VirtualColleague.of(study, fit, panel=panel).evidence.sizes
    if group in shown:
        pytest.skip("shown in this panel")
    with pytest.raises(DisclosureError, match=f"{group[0]}={group[1]} may not be shown"):
        Trainer.of(study, fit, panel, reference=group)


def test_it_needs_the_hierarchical_model():
    study, _, panel = made()
    with pytest.raises(NotComputedError, match="needs the hierarchical model; this one is pooled"):
        Trainer.of(study, estimate(panel, "pooled"), panel)


def test_scenarios_are_allowed_differ_and_are_complete():
    some = trainer()
    assert allowed(some.scenarios, some.study.never_rules).all()
    assert len(np.unique(some.scenarios, axis=0)) == len(some.scenarios) == 45  # 54 less 9 that a rule forbids
    assert (some.scenarios >= 0).all()
    judged = {tuple(row) for row in made()[2].design.profiles.tolist()}
    assert judged <= {tuple(row) for row in some.scenarios.tolist()}


def test_the_same_answers_give_the_same_scenario_and_none_comes_twice():
    some = trainer()
    first, again = judge(some, 45), judge(some, 45)
    assert first == again
    assert len({each.profile for each in first}) == 45
    assert some.next_case(first) is None
    assert some.left(first) == 0
    other = judge(some, SCENARIOS, seed=2)
    assert other[0].profile == first[0].profile
    assert [each.profile for each in other] != [each.profile for each in first[:SCENARIOS]]


def test_it_begins_easy_and_the_easiest_go_out():
    some = trainer()
    order = np.argsort(some.division, kind="stable")
    place = {tuple(some.scenarios[m].tolist()): k / len(order) for k, m in enumerate(order)}
    for seed in range(4):
        judged = judge(some, SCENARIOS, seed)
        assert place[judged[0].profile] <= 0.5
        assert place[judged[-1].profile] >= 0.25


def test_the_weights_of_the_group_are_swings_of_its_share():
    study, fit, panel = made()
    some = trainer()
    asked = VirtualColleague.of(study, fit, panel=panel, group=("post", "x"))
    for row in some.comparison([]).weights:
        ends = [make_case(study, {row.criterion: level}) for level in (row.speaks_for, row.speaks_against)]
        high, low = (each.share for each in asked.shares(ends))
        assert row.theirs.value == pytest.approx(100 * (high - low), abs=1.0)
        assert row.theirs.value >= 0.0 or row.theirs.interval[0] < 0.0


def test_who_answered_nothing_is_like_everybody_and_answers_narrow_that():
    some = trainer()
    before, after = some.comparison([]), some.comparison(judge(some, SCENARIOS))
    wide = {row.criterion: row.difference.interval for row in before.weights}
    narrow = {row.criterion: row.difference.interval for row in after.weights}
    assert sum(b - a for a, b in narrow.values()) < sum(b - a for a, b in wide.values())
    for row in before.weights:
        assert row.difference.interval[0] <= row.difference.value <= row.difference.interval[1]
        assert row.difference.value == pytest.approx(row.own.value - row.theirs.value)
    assert (before.judged, after.judged) == (0, SCENARIOS)
    assert some.comparison(judge(some, SCENARIOS)) == after  # the same each time


def test_somebody_who_judges_the_other_way_is_seen():
    """Forty-five answers by the sign of one criterion that the group weighs the other way."""
    some = trainer()
    heaviest = some.comparison([]).weights[0]
    c, levels = some.study.criterion_keys.index(heaviest.criterion), some.study.criterion(heaviest.criterion).level_keys
    against = levels.index(heaviest.speaks_against)
    judged = [Judged(profile=tuple(p), answer=2 if p[c] == against else 0) for p in some.scenarios.tolist()]
    row = next(each for each in some.comparison(judged).weights if each.criterion == heaviest.criterion)
    assert row.own.value < row.theirs.value - 20
    assert row.more < 1 - LEVEL


def test_it_goes_on_from_the_population_when_individual_answers_are_gone():
    study, fit, panel = made()
    colleague = VirtualColleague.of(study, fit, panel=panel)
    gone = VirtualColleague.with_evidence(study, erased(fit), replace(colleague.evidence, groups={}))
    one, other = trainer(), Trainer.from_colleague(gone, reference=("post", "x"), beside=("post",))
    case = make_case(study, CASE)
    assert other.policy(case).reference.share.share == pytest.approx(one.policy(case).reference.share.share, abs=0.15)
    assert {row.criterion for row in other.comparison(judge(other, 3)).weights} == set(study.criterion_keys)
