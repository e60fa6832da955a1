import itertools

import numpy as np
import pytest

from collega.design.orthogonal import is_orthogonal, orthogonal_array

CASES = [
    ((3,) * 4, 9), ((3,) * 10, 27), ((3,) * 13, 27), ((2,) * 7, 8), ((2,) * 11, 12), ((4,) * 5, 16), ((2,) * 15, 16),
    ((4, 2, 2, 2), 8), ((4, 4, 2, 2, 2), 16), ((3,) * 7, 18), ((2, *(3,) * 7), 18), ((6, *(3,) * 6), 18), ((5,) * 6, 25),
    ((2,) * 19, 20), ((3, 3, 2, 2), 36), ((9, *(3,) * 9), 27),
]  # fmt: skip


@pytest.mark.parametrize(("n_levels", "runs"), CASES)
def test_constructed_arrays_are_orthogonal(n_levels: tuple[int, ...], runs: int) -> None:
    array = orthogonal_array(n_levels, runs)
    assert array is not None
    assert array.shape == (runs, len(n_levels))
    for (a, la), (b, lb) in itertools.combinations(enumerate(n_levels), 2):
        table = np.zeros((la, lb), dtype=int)
        np.add.at(table, (array[:, a], array[:, b]), 1)
        assert (table == runs / (la * lb)).all()


@pytest.mark.parametrize(("n_levels", "runs"), [((3,) * 10, 21), ((3,) * 14, 27), ((4, 3), 13), ((2,) * 12, 12)])
def test_none_where_runs_do_not_divide_or_do_not_suffice(n_levels: tuple[int, ...], runs: int) -> None:
    assert orthogonal_array(n_levels, runs) is None


def test_is_orthogonal_sees_one_changed_cell() -> None:
    array = orthogonal_array((3,) * 4, 9)
    assert array is not None
    assert is_orthogonal(array, (3,) * 4)
    array[0, 0] = (array[0, 0] + 1) % 3
    assert not is_orthogonal(array, (3,) * 4)
