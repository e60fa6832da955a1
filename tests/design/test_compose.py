import itertools

import numpy as np
import pytest

from collega.design import assess, compose
from collega.design.candidates import allowed
from collega.errors import StudyError
from collega.study import parse_study, template_text
from collega.study.coding import Coding
from tests.design.studies import make_study


def test_ten_three_level_criteria_in_27_runs_are_an_orthogonal_array_in_every_version() -> None:
    study = make_study((3,) * 10)
    quality = assess(study, compose(study, scenarios=27, versions=3))
    assert quality.d_efficiency == pytest.approx(1.0, abs=1e-12)
    assert quality.d_efficiency_with_versions == pytest.approx(1.0, abs=1e-12)
    assert quality.efficiency_of_bound == pytest.approx(1.0, abs=1e-12)


def test_an_array_over_the_versions_serves_where_one_per_version_does_not_exist() -> None:
    study = make_study((3,) * 3)
    quality = assess(study, compose(study, scenarios=3, versions=3))
    assert quality.d_efficiency == pytest.approx(1.0, abs=1e-12)


def test_search_reaches_what_it_promises() -> None:
    ten = make_study((3,) * 10)
    assert assess(ten, compose(ten, scenarios=21, versions=1)).d_efficiency >= 0.926
    report = parse_study(template_text("avg-data-sharing"))
    quality = assess(report, compose(report, versions=4))
    assert quality.d_efficiency >= 0.9955
    assert quality.verdict == "ok"


def test_same_seed_same_design_other_seed_other_design() -> None:
    study = make_study((3, 3, 4, 2))
    first, again, other = (compose(study, scenarios=10, seed=seed) for seed in (5, 5, 6))
    assert (first.profiles == again.profiles).all()
    assert first.shows == again.shows
    assert first.profiles.tolist() != other.profiles.tolist()


def test_rules_hold_and_no_scenario_stands_twice_in_a_version() -> None:
    study = make_study((3, 3, 2, 2), never=[{"c0": "l0", "c1": "l0"}, {"c2": "l1", "c3": "l1", "c0": "l2"}])
    design = compose(study, scenarios=12, versions=4)
    assert allowed(design.profiles, study.never_rules).all()
    assert all(len(set(shown)) == 12 for shown in design.shows)
    quality = assess(study, design)
    assert quality.bound is not None
    assert quality.d_efficiency <= quality.bound
    assert quality.efficiency_of_bound is not None
    assert quality.efficiency_of_bound > 0.97


def test_repeats_are_shown_a_second_time() -> None:
    study = make_study((3, 3, 3))
    design = compose(study, scenarios=9, versions=2, repeat=2)
    for shown in design.shows:
        assert len(shown) == 11
        assert sorted(np.bincount(shown)[np.bincount(shown) > 0].tolist()) == [1] * 7 + [2, 2]


def test_repeats_are_those_with_which_the_design_tells_most() -> None:
    study = make_study((3, 2, 2))
    design = compose(study, scenarios=8, versions=1, repeat=2)
    matrix = Coding(n_levels=study.n_levels, kind="orthonormal").matrix(design.profiles)
    matrix = np.hstack([np.ones((len(matrix), 1)), matrix])
    shown = list(design.shows[0])
    values = {
        pair: np.linalg.det(
            matrix[shown[:8] + [shown[place] for place in pair]].T
            @ matrix[shown[:8] + [shown[place] for place in pair]]
        )
        for pair in itertools.combinations(range(8), 2)
    }
    chosen = np.linalg.det(matrix[shown].T @ matrix[shown])
    assert chosen >= 0.95 * max(values.values())


def test_repeats_of_an_array_keep_the_levels_in_balance() -> None:
    study = make_study((3, 3, 3))
    quality = assess(study, compose(study, scenarios=9, versions=1, repeat=3))
    assert quality.level_counts == ((4, 4, 4),) * 3


def test_too_many_scenarios_or_repeats_are_refused_with_the_way_out() -> None:
    study = make_study((2, 2), never=[{"c0": "l0", "c1": "l0"}])
    with pytest.raises(
        StudyError, match=r"4 different scenarios are asked for, but the study allows only 3\. .* loosen 'never'"
    ):
        compose(study, scenarios=4)
    with pytest.raises(StudyError, match="3 repeats are asked for, but a version has 2 scenarios"):
        compose(study, scenarios=2, repeat=3)


def test_progress_is_reported() -> None:
    told: list[float] = []
    compose(make_study((4, 3, 5, 3, 3)), scenarios=17, versions=2, progress=told.append)
    assert told == sorted(told)
    assert all(0 <= fraction <= 1 for fraction in told)


def test_a_study_that_allows_few_of_many_combinations_gets_a_design() -> None:
    # every criterion has the level of the first: 4 of 65,536 scenarios, which no drawing by chance finds
    never = [{"c0": f"l{a}", f"c{c}": f"l{b}"} for c in range(1, 8) for a in range(4) for b in range(4) if a != b]
    study = make_study((4,) * 8, never=never)
    design = compose(study, scenarios=4, versions=2)
    assert allowed(design.profiles, study.never_rules).all()
    assert len(design.scenarios) == 4
