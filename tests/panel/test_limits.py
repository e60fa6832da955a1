"""What limits the data: each limit where it holds, none where it does not, and agreement with the likelihood itself."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collega.errors import NotComputedError
from collega.model.pooled import fit_pooled
from collega.panel import Panel
from collega.panel.group_limits import group_limits
from collega.panel.limits import Limit, LimitKind, limit_text, limits_of, public_limits
from collega.panel.overlap import separated_criteria, tied_criteria
from collega.report.limits import limit_sentences
from collega.study.coding import Coding
from tests.model.references import make_panel, make_study
from tests.model.simulated import simulated_panel, without_level
from tests.panel.limited_panels import ordinary


def kinds(panel: Panel) -> list[str]:
    return [limit.kind for limit in limits_of(panel)]


def about(panel: Panel, kind: str) -> tuple[str, ...]:
    return next(limit.about for limit in limits_of(panel) if limit.kind == kind)


def answered(panel: Panel, answer: np.ndarray) -> Panel:
    return replace(panel, answer=answer.astype(np.int8))


def kept(panel: Panel, chosen: np.ndarray) -> Panel:
    return replace(panel, participant=panel.participant[chosen], scenario=panel.scenario[chosen],
                   answer=panel.answer[chosen], position=None, seconds=None)  # fmt: skip


def with_profiles(panel: Panel, profiles: np.ndarray) -> Panel:
    return replace(panel, design=replace(panel.design, profiles=profiles))


def test_an_ordinary_panel_has_no_limits() -> None:
    assert limits_of(simulated_panel(1)) == ()
    assert limits_of(simulated_panel(1).keep(np.zeros(50, dtype=np.bool_))) == ()


def test_a_level_that_nobody_judged() -> None:
    panel, dropped = without_level(simulated_panel(1))
    assert limits_of(panel) == (Limit(kind="unjudged_levels", about=("c3=l3",)),)
    assert limits_of(dropped) == ()


def test_a_level_judged_by_excluded_participants_alone_was_not_judged() -> None:
    panel = simulated_panel(1)
    last = panel.design.profiles[panel.scenario][:, 3] == 3
    panel = kept(panel, ~last | (panel.participant == 0))
    out = panel.people.with_columns(included=np.where(np.arange(50) == 0, "false", "true"))
    assert about(replace(panel, people=out), "unjudged_levels") == ("c3=l3",)
    assert "unjudged_levels" not in kinds(panel)


def test_answers_that_nobody_gave_and_everybody_the_same() -> None:
    panel = simulated_panel(1)
    assert about(answered(panel, np.minimum(panel.answer, 2)), "unused_answers") == ("a3",)
    same = answered(panel, np.full_like(panel.answer, 1))
    assert kinds(same) == ["one_answer", "unused_answers", "nearly_one_side"]
    assert limit_text(limits_of(same)[1]).startswith("nobody gave the answer a0, a2 or a3: ")


def test_criteria_that_the_scenarios_tie() -> None:
    panel = simulated_panel(6)
    profiles = panel.design.profiles.copy()
    profiles[:, 1] = profiles[:, 0]
    assert about(with_profiles(panel, profiles), "tied_criteria") == ("c0", "c1")


def test_tied_criteria_are_found_among_very_many_scenarios() -> None:
    coding = Coding(n_levels=(3, 3, 2))
    profiles = np.random.default_rng(1).integers(0, [3, 3, 2], (20_000, 3))
    profiles[:, 1] = profiles[:, 0]
    assert tied_criteria(coding.matrix(profiles), coding) == (0, 1)
    profiles[0, 1] = (profiles[0, 0] + 1) % 3
    profiles[1:3, :2] = [[0, 2], [1, 0]]
    assert tied_criteria(coding.matrix(profiles), coding) == ()


def test_a_level_with_one_extreme_answer_explains_the_separation() -> None:
    panel = simulated_panel(5)
    top = panel.design.profiles[panel.scenario, 0] == 2
    found = limits_of(answered(panel, np.where(top, 3, np.minimum(panel.answer, 2))))
    assert found == (Limit(kind="nearly_one_side"), Limit(kind="extreme_levels", about=("c0=l2",)))


def test_criteria_that_answers_follow_together() -> None:
    # every level is in scenarios on both sides, but the sum of the criteria decides
    study = make_study({key: ["l", "h"] for key in "abc"}, ["no", "yes"])
    profiles = [[a, b, c] for a in range(2) for b in range(2) for c in range(2)]
    answers = [(f"p{i}", f"s{s}", int(sum(profile) > 1)) for i in range(20) for s, profile in enumerate(profiles)]
    panel = make_panel(study, [f"s{s}" for s in range(len(profiles))], profiles, answers)
    assert limits_of(panel) == (
        Limit(kind="nearly_one_side"),
        Limit(kind="separated_criteria", about=("a", "b", "c")),
    )


def test_separation_is_found_in_many_scenarios_and_ends_with_one_exception() -> None:
    rng = np.random.default_rng(2)
    coding = Coding(n_levels=(10, 10, 2))
    profiles = rng.integers(0, [10, 10, 2], (20_000, 3))
    profiles = np.unique(profiles, axis=0)
    positive = profiles[:, 0] + profiles[:, 1] > 9
    counts = np.column_stack([~positive, positive]).astype(np.int64)
    assert set(separated_criteria(coding.matrix(profiles), counts, coding)) >= {0, 1}
    lowest = int(np.argmin(profiles[:, 0] + profiles[:, 1]))
    highest = int(np.argmax(profiles[:, 0] + profiles[:, 1]))
    counts[[lowest, highest]] = counts[[lowest, highest]][:, ::-1]
    assert separated_criteria(coding.matrix(profiles), counts, coding) == ()


def test_few_people_one_answer_each_and_nothing_shared() -> None:
    panel = simulated_panel(1)
    assert limits_of(panel.keep(np.arange(50) < 3))[-1] == Limit(kind="few_participants", n=3)
    assert "one_participant" in kinds(panel.keep(np.arange(50) < 1))
    once = kept(panel, panel.scenario == panel.participant % 21)
    assert Limit(kind="one_answer_each", n=50) in limits_of(once)
    own = kept(panel, (panel.scenario == panel.participant) & (panel.participant < 21))
    assert "unshared_scenarios" in kinds(own)
    assert "unshared_scenarios" not in kinds(once)


def test_one_person_dominates() -> None:
    panel = simulated_panel(1, participants=12)
    few = kept(panel, (panel.participant == 0) | (panel.scenario < 4))
    assert "dominant_participant" in kinds(few)
    assert "dominant_participant" not in kinds(panel)
    assert "dominant_participant" not in kinds(panel.keep(np.arange(12) < 2))  # half each


def test_people_and_sets_of_scenarios_with_one_answer_throughout() -> None:
    panel = simulated_panel(1)
    by_person = answered(panel, np.where(panel.participant < 30, panel.participant % 4, panel.answer))
    assert kinds(by_person) == ["uniform_participants"]
    fewer = answered(panel, np.where(panel.participant < 20, panel.participant % 4, panel.answer))
    assert kinds(fewer) == []
    half = panel.participant % 2
    by_set = kept(panel, (panel.scenario < 12) == (half == 0))
    by_set = answered(by_set, np.where(by_set.participant % 2, 3, 0))
    assert "uniform_sets" in kinds(by_set)
    assert "uniform_participants" not in kinds(by_set)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 12), st.integers(2, 9))
def test_the_likelihood_has_one_finite_maximum_exactly_where_no_limit_says_otherwise(
    seed: int, participants: int, scenarios: int
) -> None:
    panel = simulated_panel(seed, participants=participants, scenarios=scenarios, levels=(2, 3), weights=(1.5, 1.0))
    try:
        fit = fit_pooled(panel)
    except NotComputedError:
        assert "one_answer" in kinds(panel)
        return
    without_end = {"tied_criteria", "extreme_levels", "separated_criteria"} & set(kinds(panel))
    assert any("keeps the estimates finite" in text for text in fit.warnings) == bool(without_end)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(2, 9), st.integers(0, 4))
def test_readers_learn_nothing_of_answers_that_follow_levels_without_exception(
    seed: int, scenarios: int, extreme: int
) -> None:
    panel = simulated_panel(seed, participants=9, scenarios=scenarios, levels=(2, 3), weights=(3.0, 2.0))
    answer = np.where(panel.design.profiles[panel.scenario, 1] == 2, np.minimum(panel.answer, extreme), panel.answer)
    panel = answered(panel, answer)
    public = {limit.kind for limit in public_limits(limits_of(panel), panel.study)}
    telling = {"one_answer", "extreme_levels", "separated_criteria", "uniform_sets"} & set(kinds(panel))
    assert public.isdisjoint(telling)
    if telling - {"uniform_sets"}:
        assert "nearly_one_side" in public


@pytest.mark.parametrize(("judges", "minimum", "few"), [(1, 5, True), (4, 2, True), (5, 2, False), (5, 6, True)])
def test_a_level_that_few_judged(judges: int, minimum: int, few: bool) -> None:
    panel = simulated_panel(1)
    panel = replace(panel, study=panel.study.model_copy(update={"minimum_group": minimum}))
    panel = kept(panel, (panel.design.profiles[panel.scenario, 0] != 1) | (panel.participant < judges))
    expected = (Limit(kind="few_judges", about=("c0=l1",), n=max(5, minimum)),) if few else ()
    assert tuple(limit for limit in limits_of(panel) if limit.kind == "few_judges") == expected


def test_an_answer_that_nobody_gave_is_told_to_readers_unless_it_is_all_of_a_side() -> None:
    panel = simulated_panel(1)
    one_unused = answered(panel, np.minimum(panel.answer, 2))
    assert public_limits(limits_of(one_unused), panel.study) == limits_of(one_unused)
    side_unused = answered(panel, np.minimum(panel.answer, panel.study.positive - 1))
    assert "unused_answers" in kinds(side_unused)
    assert "unused_answers" not in {limit.kind for limit in public_limits(limits_of(side_unused), panel.study)}


def test_two_who_differ_look_like_nobody_who_differs() -> None:
    """What readers are told of a level is the same whether nobody, one or two are on the other side."""
    panel = simulated_panel(1)
    at = panel.design.profiles[panel.scenario, 0] == 2
    told = []
    for n in range(4):
        answer = np.where(at, 0, panel.answer)
        for s in np.unique(panel.scenario[at]):
            answer[np.flatnonzero(panel.scenario == s)[:n]] = 3
        told.append([limit.kind for limit in public_limits(limits_of(answered(panel, answer)), panel.study)])
    assert told == [["nearly_one_side"]] * 3 + [[]]


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6), st.randoms(use_true_random=False))
def test_the_order_of_answers_and_the_names_of_scenarios_do_not_matter(seed: int, random) -> None:
    panel = simulated_panel(seed, participants=6, scenarios=7)
    order = list(range(panel.n_answers))
    random.shuffle(order)
    assert limits_of(kept(panel, np.array(order))) == limits_of(panel)


def test_every_kind_has_a_sentence_in_both_languages() -> None:
    study = make_study(
        {"c0": ["l0", "l1"]}, ["a0", "a1"],
        characteristics=[{"key": "post", "text": "Post", "values": [{"key": "x", "text": "X"}]}],
    )  # fmt: skip
    keys = {
        "unjudged_levels": "c0=l0",
        "extreme_levels": "c0=l0",
        "few_judges": "c0=l0",
        "unused_answers": "a1",
        "confounded_groups": "post",
        "unjudged_in_group": "post=x",
    }
    for kind in get_args(LimitKind):
        levels = ("c0=l0", "c0=l1") if kind == "unjudged_in_group" else ()
        limit = Limit(kind=kind, about=(keys.get(kind, "c0"), *levels), n=7)
        assert Limit.from_json(limit.as_json()) == limit
        assert limit_text(limit).say("nl") != limit_text(limit)
        english, dutch = (limit_sentences([limit], study, language)[0] for language in ("en", "nl"))
        assert english != dutch
        assert all(text.endswith(".") and "\ufffc" not in text for text in (english, dutch))


def test_what_nobody_in_a_group_judged() -> None:
    panel = ordinary()
    assert all(group_limits(panel, "post", value) == () for value in ("old", "new", "prefer_not_to_say"))
    profiles = panel.design.profiles[panel.scenario]
    few = kept(panel, ~panel.group("post", "new")[panel.participant] | (profiles[:, 1] == 0))
    (limit,) = group_limits(few, "post", "new")
    assert limit == Limit(kind="unjudged_in_group", about=("post=new", "c1=l1", "c1=l2"))
    assert group_limits(few, "post", "old") == ()
    assert limit_text(limit).endswith("comes from the others: post=new (c1=l1 and c1=l2)")
    (text,) = limit_sentences([limit], few.study, "nl")
    assert text.endswith("komt dus van de anderen: ‘Post: new’ (‘c1: l1’ en ‘c1: l2’).")


def test_texts_of_the_study_are_not_translated() -> None:
    study = make_study({"c0": ["l0", "l1"]}, ["a0", "a1"])
    level = study.criteria[0].levels[0].model_copy(update={"text": type(study.title)(nl="Rijst and bonen")})
    criterion = study.criteria[0].model_copy(update={"levels": (level, study.criteria[0].levels[1])})
    study = study.model_copy(update={"criteria": (criterion,)})
    (text,) = limit_sentences([Limit(kind="unjudged_levels", about=("c0=l0", "c0=l1"))], study, "nl")
    assert text == (
        "Niemand beoordeelde een scenario met ‘c0: Rijst and bonen’ en ‘c0: l1’: daarvoor is er geen getal, en "
        "gemiddelden laten het weg."
    )


@pytest.mark.parametrize("kind", ["unused_answers", "tied_criteria"])
def test_keys_stand_in_a_row(kind: LimitKind) -> None:
    text = limit_text(Limit(kind=kind, about=("a", "b", "c")))
    assert ("a, b or c" if kind == "unused_answers" else "a, b and c") in text
