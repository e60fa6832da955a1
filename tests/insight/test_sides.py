"""Whose side follows from totals: against a linear programme that bounds everyone's side, and against all cases by hand."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from scipy.optimize import linprog

from collega.insight import sides
from collega.insight.sides import Counted, leaves_open
from tests.insight.attacker import Published, side_follows


def follows(design: np.ndarray, answer: np.ndarray, positive: int, n_answers: int, known: int | None = None) -> bool:
    """Whether somebody's side follows: their largest, or smallest, possible share of positive is 1, or 0."""
    rest = np.ones(len(answer), dtype=bool)
    if known is not None:
        rest[known] = False
    design, side = design[rest], (answer[rest] >= positive).astype(float)
    slack = linprog(  # the largest margin that all sides can have from 0 and 1 at these totals
        np.append(np.zeros(len(side)), -1.0),
        A_ub=np.block([[-np.eye(len(side)), np.ones((len(side), 1))], [np.eye(len(side)), np.ones((len(side), 1))]]),
        b_ub=np.append(np.zeros(len(side)), np.ones(len(side))),
        A_eq=np.hstack([design.T, np.zeros((design.shape[1], 1))]),
        b_eq=design.T @ side,
        bounds=[(0, 1)] * len(side) + [(0, 0.5)],
    )
    assert slack.success
    return -slack.fun < 1e-6


def sure_of_answers(design: np.ndarray, answer: np.ndarray, positive: int, n_answers: int) -> bool:
    """The same from how often each answer was given."""
    n = len(answer)
    known = Published(
        totals=design.T, person=np.arange(n), scenario=np.zeros(n, dtype=int), answer=answer, mostly=(),
        n_answers=n_answers, positive=positive,
    )  # fmt: skip
    return any(side_follows(known, own) for own in (None, *range(n)))


def is_open(design: np.ndarray, answer: np.ndarray, person: np.ndarray, n_answers: int, positive: int) -> bool:
    """Every judgement is a total of its own here, and the columns of the design are what is known."""
    return leaves_open(
        Counted(totals=np.arange(len(design))[:, None], columns=design), answer, person, n_answers, positive
    )


def expected(design: np.ndarray, answer: np.ndarray) -> bool:
    return any(follows(design, answer, 1, 2, known) for known in (None, *range(len(answer))))


@pytest.mark.parametrize("seed", range(150))
def test_it_follows_wherever_a_linear_programme_says_so(seed) -> None:
    rng = np.random.default_rng(seed)
    n, n_totals = int(rng.integers(5, 16)), int(rng.integers(1, 6))
    design = np.column_stack([np.ones(n), rng.random((n, n_totals)) < 0.5]).astype(float)
    answer = (rng.random(n) < rng.choice([0.2, 0.5])).astype(np.int64)
    assert is_open(design, answer, np.arange(n), 2, 1) == (not expected(design, answer))


@pytest.mark.parametrize("seed", range(120))
def test_how_often_each_answer_was_given_tells_what_a_linear_programme_says(seed) -> None:
    rng = np.random.default_rng(seed)
    n, n_totals = int(rng.integers(6, 14)), int(rng.integers(1, 4))
    design = np.column_stack([np.ones(n), rng.random((n, n_totals)) < 0.6]).astype(float)
    answer = rng.integers(0, 4, n)
    assert is_open(design, answer, np.arange(n), 4, 2) == (not sure_of_answers(design, answer, 2, 4))


def test_both_come_out() -> None:
    results = []
    for seed in range(150):
        rng = np.random.default_rng(seed)
        n = 14
        design = np.column_stack([np.ones(n), rng.random((n, 2)) < 0.5]).astype(float)
        results.append(is_open(design, (rng.random(n) < 0.5).astype(np.int64), np.arange(n), 2, 1))
    assert 0.3 < np.mean(results) < 0.99


@pytest.mark.parametrize("n", [5, 8, 40])
def test_of_one_total_two_must_be_on_each_side(n) -> None:
    for positive in range(n + 1):
        answer = (np.arange(n) < positive).astype(np.int64)
        assert is_open(np.ones((n, 1)), answer, np.arange(n), 2, 1) == (2 <= positive <= n - 2)


def test_what_the_others_in_a_total_leave_counts() -> None:
    # ten people, four positive; of the six of a group all four: the other four are negative
    design = np.column_stack([np.ones(10), np.arange(10) < 6]).astype(float)
    answer = (np.arange(10) < 4).astype(np.int64)
    assert not is_open(design, answer, np.arange(10), 2, 1)
    assert is_open(design, np.array([1, 1, 1, 0, 0, 0, 1, 1, 0, 0]), np.arange(10), 2, 1)


def test_an_answer_that_gives_a_side_away_counts_though_the_sides_do_not() -> None:
    one, other = [0, 1, 0, 1, 0, 1, 0, 0, 1, 0, 1], [1, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0]
    design = np.column_stack([np.ones(11), one, other]).astype(float)
    answer = np.array([1, 0, 1, 2, 3, 2, 2, 2, 1, 0, 3])
    assert not expected(design, (answer >= 2).astype(np.int64))
    assert not is_open(design, answer, np.arange(11), 4, 2)


def test_nobody_knows_more_by_judging_twice() -> None:
    # the two positive answers are one person's
    answer, person = np.array([1, 1, 0, 0, 0, 0, 0]), np.array([0, 0, 1, 2, 3, 4, 5])
    assert not is_open(np.ones((7, 1)), answer, person, 2, 1)
    assert is_open(np.ones((7, 1)), answer, np.arange(7), 2, 1)


def test_in_large_panels_the_linear_fit_never_shows_what_the_search_hides(monkeypatch) -> None:
    for seed, n_totals in itertools.product(range(20), (1, 3)):
        rng = np.random.default_rng(seed)
        design = np.column_stack([np.ones(200), rng.random((200, n_totals)) < 0.5]).astype(float)
        answer = (rng.random(200) < 0.3).astype(np.int64)
        searched = is_open(design, answer, np.arange(200), 2, 1)
        monkeypatch.setattr(sides, "LARGE", 100)
        assert is_open(design, answer, np.arange(200), 2, 1) <= searched
        monkeypatch.undo()
