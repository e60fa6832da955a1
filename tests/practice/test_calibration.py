"""Calibration on practice: against other software, by hand, and what is said where there is too little."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collega.model.blanks import Blanks
from collega.practice import Casebook, calibrate, calibration_sentences, expected_of
from collega.practice.calibration import Bounded, Calibration, Line, _verdict
from collega.practice.expected import Expected, expect
from collega.practice.judgement import BlindJudgement, exported_judgement
from collega.practice.recalibration import recalibrate, two_way
from tests.colleague.studies import make_people, make_surgery, pooled
from tests.model.made_fits import drawn_fit
from tests.practice.books import drawn_book, steady_fit

REFERENCE = json.loads((Path(__file__).parents[1] / "reference" / "two_way_clusters.json").read_text())
PANEL = make_people()
STUDY = make_surgery()
FIT = steady_fit(PANEL)


def calibrated(book: Casebook, fit=FIT) -> Calibration:
    return calibrate(STUDY, book, expected_of(STUDY, fit, [each.case for each in book.cases])[0])


@pytest.mark.parametrize("case", REFERENCE, ids=lambda case: f"{len(case['happened'])} judgements")
def test_against_statsmodels(case: dict) -> None:
    """Estimates and covariance to 1e-7: both solve the same equations to their end."""
    found = recalibrate(
        np.array(case["happened"], dtype=bool), np.array(case["expected"]),
        (np.array(case["judge"]), np.array(case["case"])),
    )  # fmt: skip
    assert found is not None
    assert found.estimate == pytest.approx(case["estimate"], abs=1e-7)
    assert found.covariance == pytest.approx(np.array(case["covariance"]), abs=1e-7)
    assert found.clusters == min(len(set(case["judge"])), len(set(case["case"])))


def test_two_way_by_hand() -> None:
    """Scores 1, 2, 3; judges a a b, cases x y y: (3, 3) and (1, 5) squared, each times 2, less 1, 4, 9 times 3/2."""
    found = two_way(np.array([[1.0], [2.0], [3.0]]), (np.array([0, 0, 1]), np.array([0, 1, 1])))
    assert found[0, 0] == pytest.approx(2 * 18 + 2 * 26 - 1.5 * 14)


@pytest.mark.parametrize("happened", [[0, 0, 1, 1], [1, 1, 1, 1]])
def test_sides_that_lie_apart_have_no_line(happened: list[int]) -> None:
    ways = (np.arange(4), np.arange(4))
    assert recalibrate(np.array(happened, dtype=bool), np.array([-2.0, -1.0, 1.0, 2.0]), ways) is None
    assert recalibrate(np.array([0, 1, 0, 1], dtype=bool), np.zeros(4), ways) is None


def test_judgements_as_expected_hold() -> None:
    """Of 900 judgements drawn from the model the intervals hold 0 points, slope 1 and intercept 0."""
    sure = steady_fit(PANEL, unsure=0.0)
    found = calibrated(drawn_book(STUDY, sure, cases=300, judges=60), sure)
    assert (found.judgements, found.cases, found.judges) == (900, 300, 60)
    assert found.verdict == "holds"
    for line in (found.sides, found.answers):
        assert line is not None
        assert line.slope.interval[0] < 1.0 < line.slope.interval[1]
        assert line.intercept.interval[0] < 0.0 < line.intercept.interval[1]
    assert found.difference is not None
    assert found.difference.interval[0] < 0.0 < found.difference.interval[1]
    assert found.difference.estimate == pytest.approx(100 * (found.observed - found.expected))


def test_all_answers_say_more_than_two_sides() -> None:
    found = calibrated(drawn_book(STUDY, FIT, cases=300, judges=60))
    widths = [line.slope.interval[1] - line.slope.interval[0] for line in (found.answers, found.sides)]
    assert widths[0] < widths[1]


def test_of_two_answers_both_lines_are_the_same() -> None:
    """With two answers the only border is that between the sides."""
    chances = np.linspace(0.1, 0.9, 40)
    answers = np.column_stack([1 - chances, chances])
    zero = np.zeros((1, 40))
    expected = Expected(
        answers=answers, positive=1, scores=answers, variance=chances, common=zero, unsure=zero, people=None
    )
    book = drawn_book(STUDY, FIT)
    two = replace(book, judgements=tuple(_answered(each, each.answer // 2) for each in book.judgements))
    found = calibrate(STUDY, two, expected)
    assert found.sides is not None
    assert found.answers is not None
    assert found.answers.slope.interval == pytest.approx(found.sides.slope.interval)
    assert found.answers.intercept.estimate == pytest.approx(found.sides.intercept.estimate)


def test_practice_that_moved_lies_beside() -> None:
    found = calibrated(drawn_book(STUDY, FIT, cases=300, judges=60, shift=0.3))
    assert found.difference is not None
    assert found.difference.interval[0] > 5
    assert found.verdict in {"beside", "outspoken"}


@pytest.mark.parametrize(
    ("slope", "difference", "verdict"),
    [
        ((0.7, 1.3), (-3.0, 2.0), "holds"),
        ((0.7, 1.3), (2.0, 6.0), "beside"),
        ((-0.4, 2.0), (-1.0, 1.0), "holds"),
        ((0.2, 0.8), (-1.0, 1.0), "outspoken"),
        ((-0.3, 0.6), (-1.0, 1.0), "nothing"),
        ((1.1, 1.9), (-1.0, 1.0), "careful"),
    ],
)
def test_the_verdict_follows_the_intervals(slope, difference, verdict) -> None:
    line = Line(slope=Bounded(estimate=1.0, interval=slope), intercept=Bounded(estimate=0.0, interval=(-1.0, 1.0)))
    assert _verdict(line, Bounded(estimate=0.0, interval=difference)) == verdict


def test_of_fewer_judges_than_the_minimum_nothing_is_told() -> None:
    found = calibrated(drawn_book(STUDY, FIT, judges=4, cases=60))
    assert (found.expected, found.observed, found.sides) == (None, None, None)
    assert [str(text) for text in found.warnings] == [
        "4 people have judged blind, fewer than 5 ('minimum_group'), so nothing is said about their judgements."
    ]
    assert calibration_sentences(found) == ()
    assert "observed" in found.as_json()


def test_of_few_judgements_no_line_is_told() -> None:
    found = calibrated(drawn_book(STUDY, FIT, cases=9))
    assert found.observed is not None
    assert (found.sides, found.difference, found.verdict) == (None, None, None)
    assert str(found.warnings[0]).startswith("Too few to compare the model with practice: 27 blind judgements of 9")
    assert len(calibration_sentences(found)) == 1


def test_of_nothing_nothing_is_told() -> None:
    found = calibrated(replace(drawn_book(STUDY, FIT), judgements=()))
    assert found.judgements == 0
    assert str(found.warnings[0]).startswith("There are no blind judgements yet")


def test_unknown_judges_count_one_by_one() -> None:
    book = drawn_book(STUDY, FIT)
    some = tuple(
        each if number % 2 else _answered(each, each.answer, judge="") for number, each in enumerate(book.judgements)
    )
    assert calibrated(replace(book, judgements=some)).judges == 60 + len({each.judge for each in some} - {""})


def _answered(each: BlindJudgement, answer: int, judge: str | None = None) -> BlindJudgement:
    who = each.judge if judge is None else judge
    return exported_judgement(case=each.case, judge=who, answer=answer, month=each.month)


@given(st.permutations(range(40)))
@settings(max_examples=10, deadline=None)
def test_the_order_does_not_matter(order: list[int]) -> None:
    book = drawn_book(STUDY, FIT, each=2)
    moved = replace(book, cases=tuple(book.cases[row] for row in order), judgements=tuple(reversed(book.judgements)))
    one, other = calibrated(book), calibrated(moved)
    assert one.sides is not None
    assert other.sides is not None
    assert other.sides.slope.interval == pytest.approx(one.sides.slope.interval)
    assert other.difference.interval == pytest.approx(one.difference.interval)


def test_what_is_expected_of_a_case() -> None:
    """The pooled model by hand: expit of 1.0 + 0.5 + 0.2 for low risk, some pain, wait."""
    found = expect(pooled(PANEL), Blanks.of(STUDY), np.array([[0, 1, 0], [1, 2, 1]]))
    assert found.shares[0] == pytest.approx(1 / (1 + np.exp(-1.7)), abs=1e-6)
    assert found.people is None
    assert (found.answers * found.scores).sum(axis=1) == pytest.approx([0.0, 0.0], abs=1e-12)


def test_the_score_of_two_answers_is_the_answer_less_its_chance() -> None:
    found = expect(drawn_fit(1, (2, 3), n_answers=2), Blanks(n_levels=(2, 3), never=()), np.array([[0, 1], [1, 2]]))
    assert found.scores == pytest.approx(np.column_stack([-found.shares, 1 - found.shares]))
    assert found.variance == pytest.approx(found.shares * (1 - found.shares))
