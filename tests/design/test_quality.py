from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from collega.design import Design, assess, compose, import_design
from collega.errors import DataError
from collega.study import parse_study, template_text
from tests.design.studies import make_study


def one_version(profiles: list[list[int]]) -> Design:
    array = np.array(profiles, dtype=np.int64)
    names = tuple(f"s{n}" for n in range(len(array)))
    return Design(scenarios=names, profiles=array, versions=("1",), shows=(tuple(range(len(array))),))


def test_the_reports_own_set_up_is_unusable_with_reason_and_way_out() -> None:
    study = parse_study(template_text("avg-data-sharing"))
    quality = assess(study, compose(study, versions=1))
    assert (quality.parameters, quality.rank, quality.identified, quality.verdict) == (23, 21, False, "unusable")
    assert quality.d_efficiency == 0.0
    assert quality.efficiency_of_bound is None
    assert "21 different scenarios cannot tell 23 parameters apart" in quality.warnings[0]
    assert "Use 2 versions of 21, or" in quality.warnings[0]
    assert "UNUSABLE" in str(quality)
    assert assess(study, compose(study, versions=2)).identified


def test_the_same_levels_under_two_ids_are_one_scenario() -> None:
    quality = assess(make_study((2, 2)), one_version([[0, 0], [1, 1], [0, 0]]))
    assert quality.warnings[0].startswith("the main effects are not identified: 2 different scenarios cannot tell 3 ")


def test_full_factorial_is_perfect() -> None:
    quality = assess(make_study((2, 2)), one_version([[0, 0], [0, 1], [1, 0], [1, 1]]))
    assert quality.d_efficiency == pytest.approx(1.0)
    assert (quality.level_balance, quality.max_correlation, quality.correlated) == (1.0, 0.0, ())


def test_efficiency_by_hand() -> None:
    # X = [[1,-1,-1],[1,-1,1],[1,1,-1]]: |X'X / 3| = 16 / 27
    quality = assess(make_study((2, 2)), one_version([[0, 0], [0, 1], [1, 0]]))
    assert quality.d_efficiency == pytest.approx((16 / 27) ** (1 / 3))
    assert quality.max_correlation == pytest.approx(0.5)
    assert quality.level_counts == ((2, 1), (2, 1))


def test_half_fraction_mixes_each_main_effect_with_the_interaction_of_the_others() -> None:
    half = [[0, 0, 0], [0, 1, 1], [1, 0, 1], [1, 1, 0]]
    quality = assess(make_study((2, 2, 2)), one_version(half))
    # pairs in the order (0,1), (0,2), (1,2): criterion 0 with (1,2), 1 with (0,2), 2 with (0,1)
    assert quality.alias == pytest.approx(np.array([[0, 0, 1], [0, 1, 0], [1, 0, 0]]), abs=1e-12)


def test_reasons_for_a_level_never_shown_and_for_forbidden_scenarios() -> None:
    study = make_study((3, 2), never=[{"c0": "l0", "c1": "l0"}])
    quality = assess(study, one_version([[0, 0], [0, 1], [1, 0], [1, 1]]))
    assert quality.verdict == "unusable"
    assert "level 'l2' of c0 is never shown: nothing can be learned about it" in quality.warnings
    assert any("the study forbids 1 of the scenarios (s0)" in warning for warning in quality.warnings)


def test_a_design_with_forbidden_scenarios_is_not_compared_with_the_best_allowed_one() -> None:
    study = make_study((2, 2), never=[{"c0": "l0", "c1": "l0"}])
    quality = assess(study, one_version([[0, 0], [0, 1], [1, 0], [1, 1]]))
    assert quality.bound is not None
    assert quality.d_efficiency > quality.bound
    assert quality.efficiency_of_bound is None
    assert "of the best possible" not in str(quality)


def test_a_correlation_that_the_rules_force_is_told_as_such() -> None:
    never = [{"c0": f"l{a}", "c1": f"l{b}"} for a in range(3) for b in range(3) if abs(a - b) == 2 or (a, b) == (0, 1)]
    study = make_study((3, 3, 2), never=never)
    quality = assess(study, compose(study, scenarios=10, versions=4))
    told = next(warning for warning in quality.warnings if "go together a lot" in warning)
    # by hand: over the six allowed pairs the correlation of c0 and c1
    table = np.array([[1, 0, 0], [1, 1, 1], [0, 1, 1]]) / 6
    scaled = table / np.sqrt(np.outer(table.sum(axis=1), table.sum(axis=0)))
    forced = np.linalg.svd(scaled)[1][1]
    assert f"The rules under 'never' cause that (over all allowed scenarios the correlation is {forced:.2f})" in told
    assert "More scenarios or versions help" not in told


def test_warnings_for_correlated_and_unbalanced_criteria() -> None:
    runs = [[0, 0], [0, 0], [0, 0], [0, 0], [0, 0], [0, 1], [1, 1], [1, 1]]  # correlation 10 / sqrt(180)
    quality = assess(make_study((2, 2)), one_version(runs))
    assert quality.verdict == "warning"
    assert any("c0 and c1 go together a lot (correlation 0.75)" in warning for warning in quality.warnings)
    assert any("the levels of c0 are shown unequally often (6, 2 times)" in warning for warning in quality.warnings)


def test_json_has_the_keys_that_programs_rely_on() -> None:
    study = make_study((2, 2))
    told = replace(assess(study, one_version([[0, 0], [0, 1], [1, 0], [1, 1]])), seconds=1.5).as_json()
    keys = {"parameters", "rank", "identified", "d_efficiency", "bound", "efficiency_of_bound", "level_balance",
            "max_correlation", "seconds", "warnings"}  # fmt: skip
    assert keys <= set(told)
    assert told["seconds"] == 1.5


def test_a_design_made_elsewhere_gets_the_same_report(tmp_path: Path) -> None:
    study = make_study((2, 2))
    file = tmp_path / "mine.csv"
    file.write_text("scenario;c0;c1\na;l0;l0\nb;l0;l1\nc;l1;l0\nd;l1;l1\n")
    design = import_design(study, file)
    assert design.versions == ("1",)
    assert assess(study, design).d_efficiency == pytest.approx(1.0)
    file.write_text("scenario;c0;c1\na;l0;l9\n")
    with pytest.raises(DataError, match=r"mine.csv:2: c1: 'l9' is not a level. Allowed: l0, l1"):
        import_design(study, file)
    file.write_text("scenario;c0;c2\na;l0;l1\n;l9;l0\n")
    with pytest.raises(DataError) as refused:
        import_design(study, file)
    assert [str(problem).split(".csv:")[1].split(" Allowed")[0] for problem in refused.value.problems] == [
        "1: the column 'c1' is missing. If it has another name, tell which one under 'columns' in a mapping file.", "1: the column 'c2' is not known.", "3: c0: 'l9' is not a level.",
        "3: scenario: the scenario is missing."]  # fmt: skip


def test_at_least_is_never_rounded_up() -> None:
    full = assess(make_study((2, 2)), one_version([[0, 0], [0, 1], [1, 0], [1, 1]]))
    near = replace(full, d_efficiency=0.9955, bound=0.9958)
    assert "at least 99.9% of the best possible" in str(near)
    assert "at least 100.0% of the best possible" in str(replace(near, d_efficiency=0.9958 * (1 - 1e-12)))


def test_as_many_scenarios_as_parameters_leave_no_freedom() -> None:
    study = make_study((3, 2, 2))
    just = assess(study, one_version([[0, 0, 0], [1, 1, 0], [2, 0, 1], [0, 1, 1], [1, 0, 1]]))
    assert (just.verdict, just.parameters, just.rank) == ("warning", 5, 5)
    assert just.warnings[0].startswith("5 different scenarios for 5 parameters: no freedom is left to see whether")
    more = assess(study, one_version([[0, 0, 0], [1, 1, 0], [2, 0, 1], [0, 1, 1], [1, 0, 1], [2, 1, 0]]))
    assert not any("freedom" in warning for warning in more.warnings)


def test_aliases_that_would_take_minutes_are_left_out() -> None:
    study = make_study((12,) * 20)
    rng = np.random.default_rng(1)
    quality = assess(study, one_version(rng.integers(12, size=(1000, 20)).tolist()))
    assert quality.alias is None
    told = quality.as_json()
    assert (told["alias"], told["alias_norm"]) == (None, None)
    assert told["identified"]


@pytest.mark.parametrize(("language", "words"), [
    ("en", ("Design: UNUSABLE.", "1 version, ", "in all", "identified.", "Largest correlation between criteria: ")),
    ("nl", ("Opzet: ONBRUIKBAAR.", "1 versie, samen ", "te schatten.", "Grootste correlatie tussen criteria: ")),
])  # fmt: skip
def test_the_report_speaks_both_languages(language: str, words: tuple[str, ...]) -> None:
    quality = assess(make_study((2, 2, 2)), one_version([[0, 0, 0], [1, 1, 0]]))
    said = quality.say(language)
    assert [each for each in words if each not in said] == []
    assert "0,00" in said or "1,00" in said if language == "nl" else "0.00" in said or "1.00" in said
    assert str(quality) == quality.say("en")
