"""No feedback loop: what came after something was seen cannot be compared with the model."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collega.colleague import Case
from collega.practice import Casebook, Judgement, SharedCase, blind_judgement, blind_judgements
from collega.practice.judgement import BlindJudgement, require_blind

START = datetime(2026, 3, 2, 9)
NOTHING = Case(levels=(), blank=())
MINUTES = st.integers(0, 500_000)
JUDGEMENTS = st.lists(
    st.builds(
        Judgement,
        case=st.sampled_from("abc"),
        judge=st.sampled_from(["p", "q", "r", ""]),
        answer=st.integers(0, 4),
        given=MINUTES.map(lambda minutes: START + timedelta(minutes=minutes)),
        seen=st.none() | MINUTES.map(lambda minutes: START + timedelta(minutes=minutes)),
    ),
    max_size=30,
)


def judged(*, seen: int | None, given: int = 10) -> Judgement:
    moment = None if seen is None else START + timedelta(minutes=seen)
    return Judgement(case="a", judge="p", answer=2, given=START + timedelta(minutes=given), seen=moment)


def test_before_anything_was_seen_it_is_blind() -> None:
    found = blind_judgement(judged(seen=11))
    assert (found.case, found.judge, found.answer, found.month) == ("a", "p", 2, "2026-03")
    assert blind_judgement(judged(seen=None)).answer == 2


@pytest.mark.parametrize("seen", [9, 10])
def test_after_something_was_seen_or_at_that_moment_it_is_not(seen: int) -> None:
    with pytest.raises(ValueError, match="the judgement of case a came after something was seen"):
        blind_judgement(judged(seen=seen))


def test_nobody_makes_one_of_nothing() -> None:
    with pytest.raises(TypeError, match=r"made of a judgement, by blind_judgement\(\)"):
        BlindJudgement(case="a", judge="p", answer=2)
    with pytest.raises(TypeError):
        BlindJudgement(case="a", judge="p", answer=2, proof=object())
    with pytest.raises((TypeError, ValueError)):
        replace(blind_judgement(judged(seen=None)), answer=4)


@given(JUDGEMENTS)
@settings(deadline=None)
def test_only_what_came_before_is_kept_and_in_order(judgements: list[Judgement]) -> None:
    found = blind_judgements(judgements)
    kept = sorted((each for each in judgements if each.seen is None or each.given < each.seen), key=lambda j: j.given)
    assert [(each.case, each.judge, each.answer) for each in found] == [(j.case, j.judge, j.answer) for j in kept]


@given(JUDGEMENTS, st.randoms(use_true_random=False))
@settings(deadline=None)
def test_what_came_after_changes_nothing(judgements: list[Judgement], random) -> None:
    """Whatever people answer once they have seen something, and however often, the blind ones stay as they are."""
    after = [each for each in judgements if not each.blind]
    other = [replace(each, answer=random.randrange(5)) for each in after for _ in range(random.randrange(3))]
    assert blind_judgements([*other, *(each for each in judgements if each.blind)]) == blind_judgements(judgements)


def test_a_casebook_takes_no_other_judgement() -> None:
    cases = (SharedCase(number="a", case=NOTHING),)
    with pytest.raises(TypeError, match="only blind judgements"):
        Casebook(cases=cases, judgements=(judged(seen=None),))  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="only blind judgements"):
        require_blind([judged(seen=None)])  # type: ignore[list-item]
    assert Casebook(cases=cases, judgements=(blind_judgement(judged(seen=None)),)).judgements


def test_a_casebook_is_of_one_piece() -> None:
    case = SharedCase(number="a", case=NOTHING)
    with pytest.raises(ValueError, match="two cases have the same number"):
        Casebook(cases=(case, case))
    with pytest.raises(ValueError, match="about a case that is not in the casebook"):
        Casebook(cases=(), judgements=(blind_judgement(judged(seen=None)),))
