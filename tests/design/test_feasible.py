import itertools
import time
from math import comb

import numpy as np
import pytest

from collega.design.candidates import Rule, all_allowed
from collega.design.feasible import Tie, feasible
from collega.study.coding import Coding


def random_rules(rng: np.random.Generator, n_levels: tuple[int, ...]) -> tuple[Rule, ...]:
    rules = []
    for _ in range(rng.integers(0, 13)):
        criteria = rng.permutation(len(n_levels))[: rng.integers(2, min(3, len(n_levels)) + 1)]
        rules.append(tuple((int(c), int(rng.integers(n_levels[c]))) for c in criteria))
    return tuple(rules)


def test_what_the_rules_leave_is_what_listing_every_scenario_gives() -> None:
    rng = np.random.default_rng(5)
    tied = impossible = empty = 0
    for _ in range(400):
        n_levels = tuple(int(levels) for levels in rng.integers(2, 5, size=rng.integers(2, 6)))
        never = random_rules(rng, n_levels)
        every, listed = feasible(n_levels, never), all_allowed(n_levels, never, 10_000)
        assert every is not None
        assert listed is not None
        assert every.count == len(listed)
        if not len(listed):
            assert every.rank == 0
            empty += 1
            continue
        assert {tuple(every.scenario(n).tolist()) for n in range(every.count)} == set(map(tuple, listed.tolist()))
        assert every.impossible == tuple(
            (c, level) for c, levels in enumerate(n_levels) for level in range(levels) if level not in listed[:, c]
        )
        matrix = np.hstack([np.ones((len(listed), 1)), Coding(n_levels=n_levels).matrix(listed)])
        assert every.rank == np.linalg.matrix_rank(matrix)
        tied, impossible = tied + bool(every.ties), impossible + bool(every.impossible)
    assert min(tied, impossible, empty) > 5  # the comparison met every kind


def test_shares_of_two_criteria_are_counted() -> None:
    never = (((0, 0), (1, 1)), ((1, 0), (2, 2)), ((0, 1), (2, 0)))
    every, listed = feasible((3, 2, 3), never), all_allowed((3, 2, 3), never, 100)
    assert every is not None
    assert listed is not None
    for one, other in itertools.permutations(range(3), 2):
        table = np.zeros((every.n_levels[one], every.n_levels[other]))
        np.add.at(table, (listed[:, one], listed[:, other]), 1 / len(listed))
        assert every.table(one, other) == pytest.approx(table, abs=1e-12)
    free = feasible((2, 2, 2), (((0, 0), (1, 0)),))
    assert free is not None
    with pytest.raises(ValueError, match="no rule links"):
        free.table(0, 2)


def test_two_criteria_that_always_go_together_are_tied() -> None:
    every = feasible((2, 3, 2), (((0, 0), (2, 1)), ((0, 1), (2, 0))))
    assert every is not None
    assert every.ties == (Tie(criteria=(0, 2), lost=1),)
    assert (every.count, every.rank) == (6, 4)


def test_criteria_are_tied_where_their_levels_fall_apart_in_parts() -> None:
    # levels {0, 1} of both go together, and {2, 3}: which half it is, is known from either
    never = tuple(((0, a), (1, b)) for a in range(4) for b in range(4) if (a < 2) != (b < 2))
    every = feasible((4, 4, 3), never)
    assert every is not None
    assert every.ties == (Tie(criteria=(0, 1), lost=1),)
    assert every.rank == 9 - 1


def test_no_two_neighbours_by_the_formula_for_any_number_of_criteria() -> None:
    # of n in a row no two neighbours at level 1, which is n-by-n Fibonacci; and too many to list
    n = 60
    every = feasible((2,) * n, tuple(((c, 1), (c + 1, 1)) for c in range(n - 1)))
    assert every is not None
    assert every.count == sum(comb(n - k + 1, k) for k in range(n // 2 + 2))
    assert (every.impossible, every.ties) == ((), ())


def test_millions_of_combinations_take_no_time() -> None:
    n_levels = (2, 7, 4, 10, 11, 4, 4, 3, 5)
    never = tuple(((4, job), (1, school)) for job in (4, 7, 9, 10) for school in range(4))
    never += tuple(((7, 2), (3, origin)) for origin in range(6))
    began = time.process_time()
    every = feasible(n_levels, never)
    assert every is not None
    # by hand: 77 pairs of job and school less 16, 30 of reason and origin less 6, times the rest
    assert every.count == (77 - 16) * (30 - 6) * 2 * 4 * 4 * 4 * 5
    assert every.rank == 42
    assert time.process_time() - began < 1.0


def test_different_scenarios_are_drawn_each_as_often_as_the_other() -> None:
    every = feasible((3, 2, 2), (((0, 0), (1, 0)), ((1, 1), (2, 1))))
    assert every is not None
    rng, seen = np.random.default_rng(1), dict.fromkeys(range(every.count), 0)
    place = {tuple(every.scenario(n).tolist()): n for n in range(every.count)}
    for size in (1, 2, every.count - 1):
        for _ in range(1000):
            drawn = [place[tuple(row)] for row in every.draw(rng, size).tolist()]
            assert len(set(drawn)) == size
            for number in drawn:
                seen[number] += 1
    expected = sum(seen.values()) / every.count
    assert all(abs(times - expected) < 0.1 * expected for times in seen.values())


def test_a_draw_from_more_scenarios_than_a_machine_number_counts() -> None:
    every = feasible((30,) * 60, (((0, 0), (1, 0)),))
    assert every is not None
    drawn = every.draw(np.random.default_rng(1), 500)
    assert every.count > 1 << 200
    assert len(np.unique(drawn, axis=0)) == 500
    assert not ((drawn[:, 0] == 0) & (drawn[:, 1] == 0)).any()


def test_rules_that_are_too_entangled_are_not_counted() -> None:
    rng = np.random.default_rng(2)
    never = tuple(tuple((int(c), int(rng.integers(5))) for c in rng.permutation(40)[:3]) for _ in range(400))
    assert feasible((5,) * 40, never) is None
