"""Whom a combination singles out: against trying every set of people."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from collega.insight import isolation
from collega.insight.isolation import Cells, gathered, isolating
from collega.insight.warm import warm


def cells_of(table: np.ndarray, people: list[int] | np.ndarray) -> Cells:
    """Return the cells of (n, K) 0/1 rows."""
    totals = np.where(table > 0, np.arange(table.shape[1]), -1).astype(np.int32)
    return gathered(totals, np.asarray(people))[0]


def table_of(cells: Cells, n_totals: int) -> np.ndarray:
    return np.array([np.isin(np.arange(n_totals), row) for row in cells.totals], dtype=float)


def fewest(table: np.ndarray, people: np.ndarray, below: int) -> tuple[int, ...] | None:
    """Return cells of fewer people without which the rank is lower: a combination is zero everywhere else."""
    rank = np.linalg.matrix_rank(table)
    for number in range(1, below):
        for some in itertools.combinations(range(len(people)), number):
            if people[list(some)].sum() < below and np.linalg.matrix_rank(np.delete(table, some, 0)) < rank:
                return some
    return None


@pytest.mark.parametrize("seed", range(300))
def test_it_is_found_wherever_trying_every_set_finds_one(seed) -> None:
    rng = np.random.default_rng(seed)
    n, n_totals, minimum = (int(rng.integers(*ends)) for ends in ((2, 12), (1, 8), (2, 7)))
    table = (rng.random((n, n_totals)) < rng.choice([0.3, 0.5, 0.7])).astype(int)
    table[:, 0] |= rng.random() < 0.5
    cells = cells_of(table, rng.integers(1, 4, n))
    table = table_of(cells, n_totals)
    found = isolating(cells, np.eye(n_totals), minimum)
    assert (found is None) == (fewest(table, cells.people, minimum) is None)
    if found is not None:
        left = cells.people[np.abs(table @ found) > 1e-6].sum()
        assert 0 < left < minimum


@pytest.mark.parametrize("seed", range(60))
def test_known_combinations_may_be_anything(seed) -> None:
    rng = np.random.default_rng(seed)
    table = (rng.random((9, 6)) < 0.5).astype(int)
    columns = rng.integers(-2, 3, (6, 3)).astype(float)
    cells = cells_of(table, rng.integers(1, 3, 9))
    known = table_of(cells, 6) @ columns
    found = isolating(cells, columns, 4)
    assert (found is None) == (fewest(known, cells.people, 4) is None)
    if found is not None:
        assert 0 < cells.people[np.abs(known @ found) > 1e-6].sum() < 4


def test_the_first_columns_are_preferred() -> None:
    # a is b without one person; c and d are the others, so a - b is d - c as well
    table = np.array([[1, 1, 0, 0], [0, 1, 0, 1], [0, 0, 1, 1]])
    found = isolating(cells_of(table, [6, 1, 9]), np.eye(4), 5)
    assert np.flatnonzero(found).tolist() == [0, 1]


def test_people_in_large_cells_need_no_search() -> None:
    table = np.repeat(np.eye(3, dtype=int), 2, axis=0)
    assert isolating(cells_of(table, [5, 5, 9, 9, 7, 7]), np.eye(3), 5) is None


def test_too_much_work_is_said(monkeypatch) -> None:
    monkeypatch.setattr(isolation, "_MOST_STEPS", 0)
    table = np.array([[1, 0], [1, 1], [0, 1]])
    assert np.isnan(isolating(cells_of(table, [1, 1, 1]), np.eye(2), 3, 0)).all()


def test_warm_compiles_what_is_needed() -> None:
    warm()
    kernels = [isolation._around, isolation.swept, isolation._zero_at, isolation._gram, isolation._search]
    before = [len(kernel.signatures) for kernel in kernels]
    test_known_combinations_may_be_anything(1)
    assert [len(kernel.signatures) for kernel in kernels] == before == [1] * len(kernels)
