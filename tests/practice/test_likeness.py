"""How alike cases are: by hand, as a metric, and fast by counted work."""

from __future__ import annotations

import sys
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collega.model.fit import PROBIT_TO_LOGIT, Fit
from collega.model.population import erased
from collega.panel.limits import Limit
from collega.practice import Likeness, likeness_of
from collega.study.coding import BLANK, Coding
from tests.colleague.studies import hierarchical, make_people, pooled, with_groups
from tests.model.made_fits import drawn_fit, estimated_fit

SIZES = (2, 3, 4)
PROFILES = st.tuples(*(st.integers(-1, size - 1) for size in SIZES)).map(np.array)
FITS = st.integers(0, 50).map(lambda seed: likeness_of(drawn_fit(seed, SIZES, n_draws=4)))


def distance(likeness: Likeness, one: np.ndarray, other: np.ndarray) -> float:
    return float(likeness.parts(one, other[None]).sum())


def test_by_hand_for_a_model_without_people() -> None:
    """Part-worths 1, -1 and 0, 0.5, -0.5, without any doubt about them."""
    likeness = likeness_of(estimated_fit((2, 3), [0.0], [1.0, 0.0, 0.5]))
    assert distance(likeness, np.array([0, 1]), np.array([1, 2])) == pytest.approx(2.0 + 1.0, abs=1e-6)
    assert distance(likeness, np.array([0, BLANK]), np.array([BLANK, 0])) == pytest.approx(1.0 + 1 / 3, abs=1e-6)


def test_is_the_mean_over_people_and_draws() -> None:
    fit = drawn_fit(3, SIZES)
    assert fit.draws is not None
    rows = fit.draws.individual[:, :, 1:].reshape(-1, 6).astype(float)
    worths = PROBIT_TO_LOGIT * rows @ Coding(n_levels=SIZES).to_part_worths.T
    expected = np.abs(worths[:, 0] - worths[:, 1]).mean() + np.abs(worths[:, 6] - worths[:, 8]).mean()
    found = distance(likeness_of(fit), np.array([0, 2, 1]), np.array([1, 2, 3]))
    assert found == pytest.approx(expected, abs=1e-6)


def test_levels_about_which_people_disagree_are_not_alike() -> None:
    """Half of the people prefer one level, half the other: on average they are worth the same."""
    fit = drawn_fit(1, (2, 2), n_people=2, link="logit")
    individual = np.zeros_like(fit.draws.individual)
    individual[:, 0, 1], individual[:, 1, 1] = 1.0, -1.0
    likeness = likeness_of(replace(fit, draws=replace(fit.draws, individual=individual)))
    assert distance(likeness, np.array([0, 0]), np.array([1, 0])) == pytest.approx(2.0, abs=1e-6)


@given(FITS, PROFILES, PROFILES, PROFILES)
@settings(deadline=None)
def test_is_a_metric(likeness: Likeness, one: np.ndarray, two: np.ndarray, three: np.ndarray) -> None:
    there, back = distance(likeness, one, two), distance(likeness, two, one)
    assert distance(likeness, one, one) == 0.0
    assert there == pytest.approx(back, abs=1e-12)
    assert (there > 0) == (not np.array_equal(one, two))
    assert distance(likeness, one, three) <= there + distance(likeness, two, three) + 1e-9


@given(st.integers(0, 50), st.permutations(range(4)), PROFILES, PROFILES)
@settings(deadline=None)
def test_other_names_for_levels_change_nothing(seed: int, order: list[int], one: np.ndarray, two: np.ndarray) -> None:
    """The levels of the last criterion in another order, in the fit and in the cases."""
    fit = drawn_fit(seed, SIZES, n_draws=4)
    coding = Coding(n_levels=SIZES)
    block = coding.blocks[2]
    individual = fit.draws.individual.copy()
    worths = individual[:, :, 1:][:, :, block] @ coding.contrasts[2].T
    individual[:, :, 1:][:, :, block] = worths[:, :, order][:, :, :-1]
    relabelled = replace(fit, draws=replace(fit.draws, individual=individual))

    def moved(profile: np.ndarray) -> np.ndarray:
        place = BLANK if profile[2] == BLANK else order.index(profile[2])
        return np.array([profile[0], profile[1], place])

    after = distance(likeness_of(relabelled), moved(one), moved(two))
    assert after == pytest.approx(distance(likeness_of(fit), one, two), abs=1e-5)


def test_the_likest_come_first_with_what_differs() -> None:
    likeness = likeness_of(pooled(make_people()))
    stored = np.array([[0, 0, 0], [1, 2, 1], [1, 2, 0], [1, 0, 0], [1, 2, 0]])
    found = likeness.likest(np.array([1, 2, 0]), stored)
    assert [each.row for each in found] == [2, 4, 1]  # of equal ones the first stored
    assert found[0].distance == 0.0
    assert found[0].differs == ()
    assert [each.criterion for each in found[2].differs] == ["parents"]
    assert found[2].distance == pytest.approx(sum(each.distance for each in found[2].differs))
    last = likeness.likest(np.array([1, 2, 0]), stored, most=5)[-1]
    assert [each.criterion for each in last.differs] == ["risk", "pain"]
    assert last.as_json()["differs"][0]["criterion"] == "risk"
    assert likeness.likest(np.array([1, 2, 0]), stored[:0]) == ()


@given(FITS, PROFILES, st.lists(PROFILES, min_size=1, max_size=30))
@settings(deadline=None)
def test_the_parts_add_up_and_nothing_likelier_is_left_out(
    likeness: Likeness, profile: np.ndarray, rows: list[np.ndarray]
) -> None:
    stored = np.array(rows)
    found = likeness.likest(profile, stored)
    every = likeness.parts(profile, stored).sum(axis=1)
    assert [each.distance for each in found] == pytest.approx(np.sort(every)[:3], abs=1e-6)
    for each in found:
        assert sum(part.distance for part in each.differs) == pytest.approx(each.distance, abs=4e-6)
        names = {f"c{c}" for c in np.flatnonzero(profile != stored[each.row])}
        assert {part.criterion for part in each.differs} == names


def unjudged(fit: Fit, *names: str) -> Fit:
    return replace(fit, limits=(Limit(kind="unjudged_levels", about=names),))


def test_a_level_that_nobody_judged_counts_as_blank() -> None:
    likeness = likeness_of(unjudged(drawn_fit(2, SIZES), "c1=l2", "c2=l0"))
    case = np.array([0, 1, 1])
    assert distance(likeness, case, np.array([0, 2, 1])) == pytest.approx(
        distance(likeness, case, np.array([0, BLANK, 1]))
    )
    assert distance(likeness, np.array([0, 2, 1]), np.array([0, BLANK, 1])) == pytest.approx(0.0, abs=1e-6)


def test_after_the_participants_are_erased_it_goes_on() -> None:
    fit = with_groups(hierarchical(make_people()))
    assert distance(likeness_of(erased(fit)), np.array([0, 0, 0]), np.array([1, 0, 0])) > 0.1


@pytest.mark.parametrize("cases", [100, 10_000])
def test_the_work_of_python_does_not_grow_with_the_cases(cases: int) -> None:
    """As many calls for ten thousand stored cases as for a hundred: what remains is a lookup per cell."""
    likeness = likeness_of(drawn_fit(1, SIZES))
    stored = np.random.default_rng(1).integers(-1, [2, 3, 4], (cases, 3))
    calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    sys.setprofile(count)
    try:
        likeness.likest(np.array([0, 0, 0]), stored)
    finally:
        sys.setprofile(None)
    assert calls < 400
