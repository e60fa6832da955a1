import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collega.study import BLANK, Coding
from collega.study.coding import effects_contrasts, orthonormal_contrasts, treatment_contrasts

SIZES = st.lists(st.integers(2, 8), min_size=1, max_size=6).map(tuple)


def test_effects_coding_by_hand():
    assert effects_contrasts(3).tolist() == [[1, 0], [0, 1], [-1, -1]]


def test_treatment_coding_by_hand():
    assert treatment_contrasts(3).tolist() == [[0, 0], [1, 0], [0, 1]]


@pytest.mark.parametrize("levels", range(2, 31))
def test_orthonormal_columns(levels):
    c = orthonormal_contrasts(levels)
    np.testing.assert_allclose(c.T @ c, levels * np.eye(levels - 1), atol=1e-12)
    np.testing.assert_allclose(c.sum(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(np.square(c).sum(axis=1), levels - 1, atol=1e-12)


@settings(deadline=None, derandomize=True)
@given(SIZES, st.sampled_from(["effects", "orthonormal"]))
def test_part_worths_sum_to_zero_and_reproduce_utilities(sizes, kind):
    coding = Coding(n_levels=sizes, kind=kind)
    rng = np.random.default_rng(1)
    profiles = rng.integers(0, sizes, size=(20, len(sizes)))
    coefficients = rng.normal(size=coding.n_columns)
    worths = coding.to_part_worths @ coefficients
    for rows in coding.level_blocks:
        assert worths[rows].sum() == pytest.approx(0, abs=1e-12)
    utilities = sum(worths[rows][profiles[:, c]] for c, rows in enumerate(coding.level_blocks))
    np.testing.assert_allclose(coding.matrix(profiles) @ coefficients, utilities, atol=1e-12)


def test_codings_span_the_same_space():
    sizes = (4, 3, 2)
    profiles = np.array(np.meshgrid(*map(range, sizes))).reshape(3, -1).T
    one = np.ones((len(profiles), 1))
    full = [
        np.hstack([one, Coding(n_levels=sizes, kind=k).matrix(profiles)])
        for k in ("effects", "treatment", "orthonormal")
    ]
    for other in full[1:]:
        assert np.linalg.matrix_rank(np.hstack([full[0], other])) == full[0].shape[1]


def test_blank_is_the_average_level():
    coding = Coding(n_levels=(3, 2), kind="orthonormal")
    assert coding.matrix(np.array([[BLANK, BLANK]])).tolist() == [[0, 0, 0]]
    with pytest.raises(ValueError, match="treatment coding has no blank level"):
        Coding(n_levels=(3, 2), kind="treatment").matrix(np.array([[BLANK, 0]]))
