"""Simple rivals: by hand, beside scikit-learn, and without looking at what is held out."""

from __future__ import annotations

import json

import numpy as np
import pytest

from collega.model.rivals import (
    Answers,
    fit_multinomial,
    multinomial_with_person,
    overall_frequencies,
    person_columns,
    personal_frequencies,
)
from tests.model.references import FOLDER
from tests.reference.multinomial import PENALTY, make_data


def answers(rows: list[tuple[int, int, int]], *, n_people: int, n_answers: int) -> Answers:
    who, what, given = np.array(rows).reshape(-1, 3).T
    return Answers(participant=who, scenario=what, answer=given, n_people=n_people, n_answers=n_answers)


def people_with_habits(seed: int, n_people: int, n_each: int, habit: float) -> Answers:
    """Everybody has an answer of their own, given with probability ``habit`` beside a uniform one."""
    rng = np.random.default_rng(seed)
    who = np.repeat(np.arange(n_people), n_each)
    own = rng.integers(0, 4, n_people)[who]
    given = np.where(rng.random(len(who)) < habit, own, rng.integers(0, 4, len(who)))
    return Answers(
        participant=who, scenario=np.tile(np.arange(n_each), n_people), answer=given, n_people=n_people, n_answers=4
    )


def log_loss(chance: np.ndarray, held: Answers) -> float:
    return float(-np.log(chance[np.arange(len(chance)), held.answer]).mean())


def test_overall_frequencies_by_hand() -> None:
    known = answers([(0, 0, 1), (0, 1, 1), (1, 0, 2), (1, 1, 0)], n_people=2, n_answers=3)
    assert overall_frequencies(known).tolist() == [0.25, 0.5, 0.25]


def test_personal_frequencies_by_hand() -> None:
    """Ten times the same answer of each of two people: half an answer of everybody's stands beside them."""
    known = answers([(i, n, i) for i in range(2) for n in range(10)], n_people=3, n_answers=2)
    asked = answers([(0, 10, 0), (1, 10, 0), (2, 10, 0)], n_people=3, n_answers=2)
    expected = [[10.25 / 10.5, 0.25 / 10.5], [0.25 / 10.5, 10.25 / 10.5], [0.5, 0.5]]
    assert personal_frequencies(known, asked) == pytest.approx(np.array(expected))


def test_personal_frequencies_are_those_of_all_where_people_do_not_differ() -> None:
    known = people_with_habits(1, 60, 12, habit=0.0)
    chance = personal_frequencies(known, known)
    assert np.abs(chance - overall_frequencies(known)).max() < 0.1
    habits = people_with_habits(1, 60, 12, habit=0.7)
    assert personal_frequencies(habits, habits).max(axis=1).mean() > 0.6


def test_a_persons_other_answers_leave_out_the_answer_itself() -> None:
    known = answers([(0, 0, 0), (0, 1, 0), (0, 2, 1)], n_people=1, n_answers=2)
    asked = answers([(0, 3, 1)], n_people=1, n_answers=2)
    overall = np.array([2 / 3, 1 / 3])
    others = np.array([[1, 1], [1, 1], [2, 0]])
    expected = np.sqrt((others + overall) / 3) - np.sqrt(overall)
    assert person_columns(known, known) == pytest.approx(expected)
    assert person_columns(known, asked)[0] == pytest.approx(
        np.sqrt((np.array([2, 1]) + overall) / 4) - np.sqrt(overall)
    )


def test_multinomial_equals_scikit_learn() -> None:
    """Both stop where the slope is about 1e-5, and differ in the penalty of 1/1000 on our intercepts."""
    stored = json.loads((FOLDER / "multinomial.json").read_text())
    columns, given = make_data()
    found = fit_multinomial(columns, given, 4, PENALTY)
    assert found.weights == pytest.approx(np.array(stored["weights"]), abs=2e-3)
    assert found.probabilities(columns) == pytest.approx(np.array(stored["chance"]), abs=5e-4)


def test_multinomial_with_person_learns_habits_and_levels() -> None:
    whole = people_with_habits(2, 80, 12, habit=0.6)
    matrix = np.tile([[1.0], [-1.0]], (6, 1))
    steered = Answers(
        participant=whole.participant,
        scenario=whole.scenario,
        answer=np.where((matrix[whole.scenario, 0] > 0) & (whole.answer == 0), 3, whole.answer),
        n_people=80,
        n_answers=4,
    )
    held = (steered.scenario + steered.participant) % 4 == 0
    known, asked = steered.rows(~held), steered.rows(held)
    found = multinomial_with_person(matrix, known, asked)
    assert found.sum(axis=1) == pytest.approx(np.ones(len(found)))
    assert log_loss(found, asked) < log_loss(personal_frequencies(known, asked), asked) - 0.05
    assert log_loss(personal_frequencies(known, asked), asked) < log_loss(
        np.tile(overall_frequencies(known), (len(found), 1)), asked
    )


def test_what_was_held_out_is_not_looked_at() -> None:
    whole = people_with_habits(3, 12, 8, habit=0.5)
    held = whole.scenario % 4 == 1
    asked = whole.rows(held)
    turned = Answers(
        participant=asked.participant, scenario=asked.scenario, answer=3 - asked.answer, n_people=12, n_answers=4
    )
    matrix = np.random.default_rng(1).normal(size=(8, 2))
    known = whole.rows(~held)
    assert (multinomial_with_person(matrix, known, asked) == multinomial_with_person(matrix, known, turned)).all()
    assert (personal_frequencies(known, asked) == personal_frequencies(known, turned)).all()


def test_an_answer_never_given_gets_a_probability_that_is_a_number() -> None:
    known = answers([(i, n, (i + n) % 2) for i in range(4) for n in range(6)], n_people=4, n_answers=3)
    asked = answers([(0, 6, 2)], n_people=4, n_answers=3)
    matrix = np.random.default_rng(1).normal(size=(7, 1))
    for chance in (multinomial_with_person(matrix, known, asked), personal_frequencies(known, asked)):
        assert np.isfinite(chance).all()
        assert chance[0, 2] < 0.1
