"""The drift monitor: what it adds up, when it alarms, and that no later judgement changes an earlier state."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collega.errors import NotComputedError
from collega.practice import Casebook, Drift, drift_sentence, expected_of, watch
from collega.practice.calibration import clusters_of
from collega.practice.drift import LIMIT, PER_DOUBLING, SHIFT, covariance_of, cumulated, innovations_of, limit_of
from collega.practice.expected import Expected
from collega.practice.judgement import BlindJudgement, exported_judgement
from tests.colleague.studies import make_people, make_surgery, pooled
from tests.practice.books import drawn_book, steady_fit

STUDY = make_surgery()
FIT = steady_fit(make_people())


def watched(book: Casebook, fit=FIT, judgements=None) -> Drift:
    expected, _ = expected_of(STUDY, fit, [each.case for each in book.cases])
    some = book.judgements if judgements is None else judgements
    return watch(some, book.rows(some), expected)


def plain(cases: int = 30, chance: float = 0.5) -> Expected:
    """Two answers, nothing shared and nothing unknown."""
    answers = np.tile([1 - chance, chance], (cases, 1))
    return Expected(
        answers=answers, positive=1, scores=np.tile([-chance, 1 - chance], (cases, 1)),
        variance=np.full(cases, chance * (1 - chance)), common=np.zeros((2, cases)), unsure=np.zeros((2, cases)), people=np.zeros((2, cases)),
    )  # fmt: skip


def test_by_hand_where_nothing_is_shared() -> None:
    """One judgement of each case, all judges other: an innovation is the score over its standard deviation, 1."""
    rows, answers = np.arange(4), np.array([1, 1, 0, 1])
    innovations, weights = innovations_of(answers, rows, (rows, rows), plain(4))
    assert innovations == pytest.approx([1, 1, -1, 1])
    assert weights == pytest.approx(np.full(4, SHIFT * 0.25 / 0.5))
    step, half = 0.31, 0.5 * 0.31**2
    assert cumulated(innovations, weights) == pytest.approx(
        [step - half, 2 * (step - half), step - 3 * half, 2 * step - 4 * half]
    )
    assert cumulated(-innovations, weights) == pytest.approx([0, 0, step - half, 0])


def test_what_belongs_together_varies_together() -> None:
    expected = Expected(
        answers=np.full((2, 2), 0.5), positive=1, scores=np.tile([-0.5, 0.5], (2, 1)), variance=np.full(2, 0.25),
        common=np.array([[0.1, 0.0], [-0.1, 0.0]]), unsure=np.zeros((2, 2)), people=np.array([[0.2, 0.2], [-0.2, -0.2]]),
    )  # fmt: skip
    rows, judges, cases = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 2]), np.array([0, 0, 1, 1])
    found = covariance_of(rows, (judges, cases), expected)
    assert found.diagonal() == pytest.approx(np.full(4, 0.25))
    assert found[0, 1] == pytest.approx(0.01 + 0.025)  # the same case: what nobody knows of its share, and its facts
    assert found[0, 2] == pytest.approx(0.04)  # the same judge of another case
    assert found[1, 3] == 0.0
    assert np.array_equal(found, found.T)


def test_innovations_are_the_scores_without_what_the_earlier_ones_tell() -> None:
    """Independent way: each score less its regression on the earlier ones, one by one."""
    book = drawn_book(STUDY, FIT, cases=15)
    expected, _ = expected_of(STUDY, FIT, [each.case for each in book.cases])
    rows, ways = book.rows(), clusters_of(book.judgements)
    answers = np.array([each.answer for each in book.judgements])
    innovations, _ = innovations_of(answers, rows, ways, expected)
    covariance, scores = covariance_of(rows, ways, expected), expected.scores[rows, answers]
    for n in (0, 1, 7, 44):
        slopes = np.linalg.solve(covariance[:n, :n], covariance[:n, n])
        left = covariance[n, n] - slopes @ covariance[:n, n]
        assert innovations[n] == pytest.approx((scores[n] - slopes @ scores[:n]) / np.sqrt(left))


def test_practice_as_expected_gives_no_alarm() -> None:
    found = watched(drawn_book(STUDY, FIT, cases=200, judges=60))
    assert found.alarm is None
    assert 0.0 <= found.level < 1.0
    assert found.as_json()["alarm"] is False
    assert str(drift_sentence(found)) == (
        "Nothing shows that practice has moved away from the model, after 600 blind judgements."
    )


@pytest.mark.parametrize(("answer", "direction"), [(3, "more_positive"), (0, "less_positive")])
def test_practice_that_moved_gives_an_alarm_in_its_direction(answer: int, direction: str) -> None:
    book = drawn_book(STUDY, FIT, cases=60, judges=60)
    moved = [_answered(each, answer) if number >= 90 else each for number, each in enumerate(book.judgements)]
    found = watched(book, judgements=tuple(moved))
    assert found.direction == direction
    assert found.alarm is not None
    assert found.since is not None
    assert 90 <= found.alarm < 145
    assert 50 <= found.since <= found.alarm
    assert found.month == moved[found.alarm].month
    assert found.as_json()["at"] == found.alarm + 1
    assert f"Alarm at judgement {found.alarm + 1}" in str(drift_sentence(found))
    assert direction.replace("_", " ") in str(drift_sentence(found))


def _answered(judgement: BlindJudgement, answer: int) -> BlindJudgement:
    return exported_judgement(case=judgement.case, judge=judgement.judge, answer=answer, month=judgement.month)


@given(st.integers(1, 119))
@settings(max_examples=15, deadline=None)
def test_later_judgements_change_no_earlier_state(many: int) -> None:
    book = drawn_book(STUDY, FIT, shift=0.4)
    whole, part = watched(book), watched(book, judgements=book.judgements[:many])
    assert part.up == pytest.approx(whole.up[:many])
    assert part.down == pytest.approx(whole.down[:many])
    if whole.alarm is not None and whole.alarm < many:
        assert (part.alarm, part.since) == (whole.alarm, whole.since)
    else:
        assert part.alarm is None


@given(st.lists(st.tuples(st.floats(-3, 3), st.floats(0, 1)), max_size=40))
@settings(deadline=None)
def test_the_sums_are_those_of_page(steps: list[tuple[float, float]]) -> None:
    innovations, weights = np.array([a for a, _ in steps]), np.array([b for _, b in steps])
    expected, now = [], 0.0
    for innovation, weight in steps:
        now = max(0.0, now + weight * innovation - weight**2 / 2)
        expected.append(now)
    assert cumulated(innovations, weights) == pytest.approx(expected, abs=1e-9)


def test_a_strict_judge_is_no_drift() -> None:
    """One judge who differs from the others by as much as people may moves the monitor less than as many strangers."""
    rng = np.random.default_rng(1)
    deviation = 0.2 * rng.standard_normal((400, 1)) * np.ones((1, 30))
    known = plain()
    shared = replace(known, people=deviation)
    rows, answers = np.arange(30), np.array([1] * 22 + [0] * 8)
    one, many = ((np.zeros(30, dtype=int), rows), (rows, rows))
    found = [cumulated(*innovations_of(answers, rows, ways, shared)).max() for ways in (one, many)]
    assert found[0] < 0.6 * found[1]


def test_what_the_model_does_not_know_is_no_drift() -> None:
    """The less sure the model is of its shares, the more practice may lie beside them without an alarm."""
    rng = np.random.default_rng(1)
    highest = []
    for sd in (0.0, 0.05, 0.15):
        known = plain(60)
        unsure = replace(known, common=sd * rng.standard_normal((400, 1)) * np.ones((1, 60)))
        answers = np.tile([1, 1, 1, 0, 1], 12)
        highest.append(cumulated(*innovations_of(answers, np.arange(60), (np.arange(60),) * 2, unsure)).max())
    assert highest[0] > highest[1] > highest[2]


def test_long_sequences_are_looked_at_in_parts() -> None:
    rng = np.random.default_rng(2)
    rows = rng.integers(0, 30, 4500)
    innovations, weights = innovations_of(rng.integers(0, 2, 4500), rows, (np.arange(4500),) * 2, plain())
    assert innovations.std() == pytest.approx(1.0, abs=0.05)
    assert len(weights) == 4500


def test_the_limit_rises_with_judgements_a_case() -> None:
    assert limit_of(np.arange(5)) == pytest.approx(np.full(5, LIMIT))
    assert limit_of(np.array([0, 0, 0, 0, 1]))[[0, 1, 3, 4]] == pytest.approx(
        [LIMIT, LIMIT + PER_DOUBLING, LIMIT + 2 * PER_DOUBLING, LIMIT + PER_DOUBLING * np.log2(2.5)]
    )


def test_a_model_without_people_has_no_monitor() -> None:
    with pytest.raises(NotComputedError, match="There is no drift monitor for a pooled model"):
        watched(drawn_book(STUDY, FIT), pooled(make_people()))


def test_nothing_to_watch_is_no_alarm() -> None:
    found = watched(drawn_book(STUDY, FIT), judgements=())
    assert (found.alarm, found.level, found.as_json()["limit"]) == (None, 0.0, LIMIT)


def test_nothing_but_blind_judgements_is_watched() -> None:
    with pytest.raises(TypeError, match="only blind judgements"):
        watch(("yes",), np.array([0]), plain())
