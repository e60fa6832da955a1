"""From panel and fit to every number: they add up, follow the parts, and say what they cannot tell."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from scipy.special import logit

from collega.errors import DisclosureError, NotComputedError
from collega.messages import code_of
from collega.model.mixed import fit_mixed
from collega.model.population import erased
from collega.noise import Noise, judged_cases, known_noise, measure, measure_noise, noise_of, without_cells
from collega.noise.measure import WIDER, wider
from collega.noise.parts import occasion_variance
from collega.panel import Panel
from tests.report import made

SMALL = made.small("hierarchical")


@cache
def found(model: str = "hierarchical") -> Noise:
    if model == "mixed":
        return measure_noise(SMALL.panel, fit_mixed(SMALL.panel))
    small = made.small(model)
    return measure_noise(small.panel, small.fit)


def test_parts_add_up_to_one():
    people = found().everybody
    assert people.level.share + people.pattern.share + people.occasion.share == pytest.approx(1.0, abs=1e-12)
    for values in found().groups.values():
        for told in filter(None, values.values()):
            assert told.level.share + told.pattern.share + told.occasion.share == pytest.approx(1.0, abs=1e-12)
    assert sum(share.share for _, share in found().criteria) == pytest.approx(people.pattern.share, abs=1e-12)


def test_intervals_hold_their_numbers():
    people = found().everybody
    shares = [people.level, people.pattern, people.occasion, people.other_colleague, people.same_colleague]
    for share in (*shares, *(share for _, share in found().majority), *(share for _, share in found().scenarios)):
        low, high = share.interval
        assert 0.0 <= low <= share.share <= high <= 1.0
    low, high = people.needed_interval
    assert people.colleagues_needed is None or low <= people.colleagues_needed
    assert high is None or people.colleagues_needed <= high


def test_level_and_pattern_from_everyones_own_average():
    """All cases are allowed and count alike, so effects-coded weights average out: the intercepts are the levels."""
    draws = SMALL.fit.draws
    level = draws.individual[:, :, 0].astype(float).var(axis=1, ddof=1)
    matrix = np.column_stack([np.ones(len(SMALL.panel.design.profiles)), _coded(SMALL.panel)])
    all_of_it = (draws.individual.astype(float) @ matrix.T).var(axis=1, ddof=1).mean(axis=1)
    expected = level / (all_of_it + occasion_variance("probit", len(level)))
    assert found().everybody.level.share == pytest.approx(expected.mean(), abs=1e-6)


def _coded(panel: Panel):
    from collega.study.coding import Coding

    return Coding(n_levels=panel.study.n_levels).matrix(panel.design.profiles)


def test_without_differences_in_strictness_there_is_no_level():
    draws = SMALL.fit.draws
    individual = draws.individual.copy()
    individual[:, :, 0] = 0.2
    alike = replace(SMALL.fit, draws=replace(draws, individual=individual))
    people = measure_noise(SMALL.panel, alike).everybody
    assert people.level.share == pytest.approx(0.0, abs=1e-12)
    assert people.pattern.share > 0.0


def test_whoever_is_asked_first_does_not_matter():
    order = np.random.default_rng(1).permutation(SMALL.panel.n_participants)
    draws = SMALL.fit.draws
    turned = replace(
        SMALL.fit,
        participants=tuple(SMALL.fit.participants[i] for i in order),
        draws=replace(draws, individual=draws.individual[:, order]),
    )
    one, other = found(), measure_noise(SMALL.panel, turned)
    assert other.everybody.other_colleague.share == pytest.approx(one.everybody.other_colleague.share, abs=1e-6)
    assert other.groups["post"].keys() == one.groups["post"].keys()
    for value, told in one.groups["post"].items():
        if told is not None:
            assert other.groups["post"][value].level.share == pytest.approx(told.level.share, abs=1e-6)


def test_judged_scenarios_are_cases_of_their_own():
    judged = measure_noise(SMALL.panel, SMALL.fit, judged_cases(SMALL.panel))
    assert judged.cases == "judged"
    mean = np.mean([share.share for _, share in judged.scenarios])
    assert judged.everybody.other_colleague.share == pytest.approx(mean, abs=1e-9)


def test_what_was_kept_is_what_it_was():
    kept = json.loads(json.dumps(found().as_json()))
    assert json.loads(json.dumps(noise_of(kept).as_json())) == kept
    assert {"level", "pattern", "occasion", "other_colleague", "same_colleague", "colleagues_needed"} <= kept.keys()


def test_nothing_of_other_groups_and_scenarios():
    kept = found().as_json()
    value = next(value for value, told in found().groups["post"].items() if told is not None)
    less = without_cells(kept, {("post", value)}, {"s1"})
    shown = [told for told in less["groups"]["post"].values() if not told["suppressed"]]
    assert shown == [kept["groups"]["post"][value]]
    assert {row["scenario"] for row in less["scenarios"]} == {"s1"}
    assert less["level"] == kept["level"]
    assert noise_of(less).groups["post"][value] == found().groups["post"][value]


@pytest.mark.parametrize(
    ("model", "code"), [("hierarchical", "noise-no-repeats"), ("mixed", "noise-mixed"), ("pooled", "noise-pooled")]
)
def test_every_model_says_what_it_cannot_tell(model, code):
    codes = [code_of(warning) for warning in found(model).warnings]
    assert [each for each in codes if each.startswith("noise-")] == [code]


def test_a_mixed_model_knows_no_pattern():
    people = found("mixed").everybody
    assert people.pattern is None
    assert people.level.share + people.occasion.share == pytest.approx(1.0, abs=1e-12)
    assert people.same_colleague.share <= people.other_colleague.share + 1e-9
    assert found("mixed").whose == "population"
    assert not found("mixed").criteria
    assert all(told is None for values in found("mixed").groups.values() for told in values.values())


def test_a_pooled_model_knows_no_people():
    people = found("pooled").everybody
    assert (people.level, people.pattern, people.occasion, people.same_colleague) == (None,) * 4
    assert 0.0 < people.other_colleague.share < 0.5 + 1e-9


def test_people_like_them_after_their_draws_are_deleted():
    gone = measure_noise(SMALL.panel, erased(SMALL.fit))
    assert gone.whose == "population"
    assert "noise-erased" in map(code_of, gone.warnings)
    assert gone.everybody.other_colleague.share == pytest.approx(found().everybody.other_colleague.share, abs=0.08)
    assert all(told is None for values in gone.groups.values() for told in values.values())


def test_too_few_people():
    few = SMALL.panel.keep(np.arange(SMALL.panel.n_participants) < 3)
    with pytest.raises(DisclosureError):
        measure_noise(few, SMALL.fit)


def test_nearly_all_on_one_side():
    one_side = replace(SMALL.panel, answer=np.zeros(SMALL.panel.n_answers, dtype=np.int8))
    with pytest.raises(NotComputedError, match="one side"):
        measure_noise(one_side, SMALL.fit)
    assert known_noise(one_side, SMALL.fit) is None


def test_a_group_that_is_hidden_is_not_there():
    shown = found().groups["post"]
    for value, told in shown.items():
        size = int(SMALL.panel.group("post", value).sum())
        assert told is None or (told.participants == size and size >= SMALL.panel.study.minimum_group)


def judged_twice(panel: Panel) -> Panel:
    """Everybody judges their scenarios once more, with positions, and answers the same."""
    n = panel.n_answers
    return replace(
        panel,
        participant=np.concatenate([panel.participant] * 2),
        scenario=np.concatenate([panel.scenario] * 2),
        answer=np.concatenate([panel.answer] * 2),
        position=np.arange(1, 2 * n + 1, dtype=np.int32),
        seconds=None,
    )


def test_repeats_tell_the_moment_from_what_is_stable():
    """Whoever gives the same answers again has little of the moment in them."""
    again = measure_noise(judged_twice(SMALL.panel), SMALL.fit)
    one = found().everybody
    assert again.repeats == SMALL.panel.n_answers
    assert "noise-no-repeats" not in map(code_of, again.warnings)
    assert again.everybody.occasion.share < 0.4 * one.occasion.share
    assert again.everybody.same_colleague.share < 0.5 * one.same_colleague.share
    assert again.everybody.other_colleague.share == pytest.approx(one.other_colleague.share, abs=0.01)
    parts = again.everybody.level.share, again.everybody.pattern.share, again.everybody.occasion.share
    assert sum(parts) == pytest.approx(1.0, abs=1e-12)
    assert again.unexplained.share == pytest.approx(again.everybody.pattern.share - one.pattern.share, abs=0.05)


def test_intervals_are_wider_by_a_factor_in_log_odds():
    draws = np.random.default_rng(3).beta(4, 6, (4000, 2))
    odds, spread = logit(draws), logit(wider(draws, WIDER))
    middle = np.median(odds, axis=0)
    assert spread == pytest.approx(middle + WIDER * (odds - middle), abs=1e-9)
    assert np.median(spread, axis=0) == pytest.approx(middle, abs=1e-9)
    assert np.all((wider(np.array([0.0, 0.5, 1.0]), WIDER) >= 0.0) & (wider(np.array([0.0, 0.5, 1.0]), WIDER) <= 1.0))
    parts = np.array([-0.1, 0.2, 0.3])  # of a criterion that makes up for another
    assert wider(parts, WIDER) is parts


@pytest.mark.parametrize("name", ["level", "pattern", "occasion"])
def test_each_part_has_the_factor_that_it_earns(monkeypatch, name):
    factors = {part: getattr(measure, part.upper()) for part in ("level", "pattern", "occasion")}
    assert factors["level"] < WIDER < factors["occasion"] < factors["pattern"]
    monkeypatch.setattr(measure, name.upper(), 1.0)
    plain = measure_noise(SMALL.panel, made.small("hierarchical").fit).everybody
    for part, factor in factors.items():
        widths = [np.ptp(logit(getattr(people, part).interval)) for people in (found().everybody, plain)]
        assert widths[0] / widths[1] == pytest.approx(factor if part == name else 1.0, abs=0.01)
        assert getattr(found().everybody, part).share == getattr(plain, part).share
