import itertools
import time

import numpy as np
import pytest

from collega.design.bound import efficiency_bound
from collega.design.candidates import all_allowed
from collega.design.equivalence import constrained_bound
from collega.study.coding import Coding

REPORT = (4, 3, 3, 3, 3, 4, 3, 3, 3, 3)


def efficiency(profiles: np.ndarray, n_levels: tuple[int, ...]) -> float:
    coded = Coding(n_levels=n_levels, kind="orthonormal").matrix(profiles)
    matrix = np.hstack([np.ones((len(coded), 1)), coded])
    return float(max(np.linalg.det(matrix.T @ matrix / len(matrix)), 0.0) ** (1 / matrix.shape[1]))


@pytest.mark.parametrize(("n_levels", "runs"), [((2, 3), 5), ((2, 2, 2), 5), ((3, 3), 7), ((2, 3), 7), ((2, 2), 3)])
def test_bound_is_never_below_the_best_of_all_designs(n_levels: tuple[int, ...], runs: int) -> None:
    every = np.array(list(itertools.product(*map(range, n_levels))))
    rows = itertools.combinations_with_replacement(range(len(every)), runs)
    best = max(efficiency(every[list(chosen)], n_levels) for chosen in rows)
    bound = efficiency_bound(n_levels, runs)
    assert best <= bound + 1e-12
    assert bound <= 1.08 * best  # and it says something


@pytest.mark.parametrize(
    ("n_levels", "runs", "expected"),
    # computed with another program by the same theorem; more types listed there, so ours may be a little higher
    [((3,) * 10, 21, 0.9743), (REPORT, 24, 0.9762), (REPORT, 27, 0.9931), (REPORT, 84, 0.9979), (REPORT, 42, 0.9913)],
)
def test_bound_of_known_settings(n_levels: tuple[int, ...], runs: int, expected: float) -> None:
    assert expected - 1e-4 <= efficiency_bound(n_levels, runs) <= expected + 0.002


def test_bound_is_one_where_an_orthogonal_array_exists_and_zero_where_runs_do_not_suffice() -> None:
    assert efficiency_bound((3,) * 10, 27) == 1.0
    assert efficiency_bound(REPORT, 21) == 0.0


def test_constrained_bound_without_rules_is_one() -> None:
    assert constrained_bound((3, 2, 4), []) == pytest.approx(1.0, abs=1e-9)


def test_constrained_bound_holds_and_is_tight_for_a_closed_form() -> None:
    # two two-level criteria, one of four scenarios forbidden: the optimum is a third on each of the rest,
    # |M| = det(X'X / 3) = 16 / 27 for X = [[1,-1,-1],[1,-1,1],[1,1,-1]]
    bound = constrained_bound((2, 2), [((0, 1), (1, 1))])
    assert bound == pytest.approx((16 / 27) ** (1 / 3), rel=3e-4)
    assert bound >= (16 / 27) ** (1 / 3) - 1e-12


def test_criteria_that_no_rule_links_change_nothing_however_many_there_are() -> None:
    # log |M| is that of the two linked criteria, 3 log of their bound, over 1 + 2 + 5 * 9 parameters
    pair = constrained_bound((2, 2), [((0, 1), (1, 1))])
    assert constrained_bound((2, 2) + (10,) * 5, [((0, 1), (1, 1))]) == pytest.approx(pair ** (3 / 48), rel=1e-12)


def test_two_blocks_bound_what_all_their_combinations_together_do() -> None:
    rules = [((0, 0), (1, 1)), ((2, 0), (3, 2))]
    apart = constrained_bound((3, 2, 2, 3), rules)
    # a rule of all four that forbids one of 25 scenarios more links them: the bound is of the whole grid then
    whole = constrained_bound((3, 2, 2, 3), [*rules, ((0, 1), (1, 1), (2, 1), (3, 1))])
    assert whole <= apart + 4e-4
    assert apart == pytest.approx(whole, rel=0.01)


def test_linked_criteria_with_too_many_combinations_are_charged_nothing() -> None:
    chain = [((c, 0), (c + 1, 0)) for c in range(6)]
    assert constrained_bound((8,) * 7, chain) == 1.0
    assert constrained_bound((3,) * 7, chain) < 0.95
    assert constrained_bound((3,) * 7, chain, at_most=1000) == 1.0


def test_constrained_bound_is_what_listing_every_candidate_gives() -> None:
    n_levels, never = (3, 2, 4, 3), [((0, 0), (2, 1)), ((1, 1), (2, 0), (3, 2)), ((0, 2), (3, 0))]
    listed = all_allowed(n_levels, never, 1000)
    assert listed is not None
    matrix = np.hstack([np.ones((len(listed), 1)), Coding(n_levels=n_levels, kind="orthonormal").matrix(listed)])
    weights, best = np.full(len(matrix), 1 / len(matrix)), np.inf
    for _ in range(60):
        information = (matrix * weights[:, None]).T @ matrix
        variance = np.einsum("ij,jk,ik->i", matrix, np.linalg.inv(information), matrix)
        excess = variance.max() / matrix.shape[1]
        best = min(best, np.linalg.det(information) ** (1 / matrix.shape[1]) * excess)
        if excess - 1 < 2e-4:
            break
        weights *= variance / matrix.shape[1]
    assert constrained_bound(n_levels, never) == pytest.approx(best, rel=1e-12)


def test_constrained_bound_is_zero_where_a_level_is_forbidden_altogether() -> None:
    assert constrained_bound((2, 2), [((0, 0), (1, 0)), ((0, 0), (1, 1))]) == 0.0


def test_constrained_bound_of_many_candidates_takes_little() -> None:
    began = time.process_time()
    assert constrained_bound((4, 3, 3, 3, 3, 4, 3, 3, 3), [((0, 0), (1, 0)), ((2, 1), (5, 3))]) is not None
    assert time.process_time() - began < 4.0
