import pytest

from collega.design import assess, compose, consequences
from collega.errors import StudyError
from tests.design.studies import make_study


def texts(study) -> list[str]:  # type: ignore[no-untyped-def]
    return [item.text for item in consequences(study).items]


def test_a_level_that_no_scenario_can_have_is_told_with_the_rules_that_matter() -> None:
    never = [{"c0": "l1", "c1": "l0"}, *({"c0": "l0", "c1": f"l{n}"} for n in range(3))]
    study = make_study((3, 3), never=never, scenarios_per_participant=4)
    (item,) = consequences(study).items
    assert (item.kind, item.criteria, item.level, item.rules) == ("impossible", ("c0",), "l0", (1, 2, 3))
    assert item.text == (
        "level 'l0' of c0 can never be shown, because of never[2] (c0=l0, c1=l0), never[3] (c0=l0, c1=l1) and never[4] "
        "(c0=l0, c1=l2): nothing can be learned about it. Loosen a rule, or take the level out"
    )


def test_tied_criteria_are_told_by_check_and_design_and_no_version_more_is_advised() -> None:
    never = [{"c0": "l0", "c2": "l1"}, {"c0": "l1", "c2": "l0"}, {"c0": "l0", "c1": "l0"}]
    study = make_study((2, 3, 2), never=never, scenarios_per_participant=5)
    (item,) = consequences(study).items
    assert (item.kind, item.criteria, item.rules) == ("tied", ("c0", "c2"), (0, 1))
    assert item.text.startswith("no design can tell the weights of c0 and c2 apart, because of never[1] (c0=l0, c2=l1)")
    for size, versions in ((5, 1), (5, 4), (2, 2)):
        quality = assess(study, compose(study, scenarios=size, versions=versions))
        assert quality.verdict == "unusable"
        assert item.text in quality.warnings
        assert not any("one version more" in warning for warning in quality.warnings)


def test_a_design_that_tells_less_than_the_rules_leave_is_told_what_would_do() -> None:
    study = make_study((2, 3, 2), never=[{"c0": "l0", "c2": "l1"}, {"c0": "l1", "c2": "l0"}])
    quality = assess(study, compose(study, scenarios=3, versions=1))
    assert quality.warnings[0].startswith("no design can tell")
    assert "3 different scenarios cannot tell 4 parameters apart" in quality.warnings[1]
    assert "Use 2 versions of 3, or" in quality.warnings[1]


def test_rules_that_leave_nothing_are_told_with_those_that_suffice() -> None:
    never = [{"c0": "l0", "c1": "l0"}, {"c0": "l0", "c1": "l1"}, {"c0": "l1", "c1": "l0"}, {"c0": "l1", "c1": "l1"}]
    study = make_study((2, 2, 3), never=[{"c1": "l0", "c2": "l0"}, *never])
    (item,) = consequences(study).items
    assert (item.kind, item.rules) == ("nothing", (1, 2, 3, 4))
    assert item.text.startswith("the rules under 'never' leave no scenario at all: never[2] (c0=l0, c1=l0), ")
    with pytest.raises(
        StudyError, match=r"the rules under 'never' leave no scenario at all: never\[2\] \(c0=l0, c1=l0\), "
    ):
        compose(study, scenarios=2)


def test_fewer_scenarios_than_asked_are_told() -> None:
    assert texts(make_study((2, 2), scenarios_per_participant=4)) == []
    assert texts(make_study((2, 2), scenarios_per_participant=5)) == [
        "only 4 different scenarios are possible, and each participant is asked to judge 5: take fewer scenarios, add "
        "levels, or loosen 'never'"
    ]


def test_one_scenario_is_one() -> None:
    never = [{"c0": "l0", "c1": "l0"}, {"c0": "l0", "c1": "l1"}, {"c0": "l1", "c1": "l0"}]
    assert texts(make_study((2, 2), never=never))[-1].startswith("only 1 scenario is possible, and each participant")


def test_of_rules_that_say_the_same_the_first_is_the_cause() -> None:
    never = [{"c0": "l0", "c1": "l0"}, {"c0": "l0", "c1": "l1"}, {"c1": "l0", "c0": "l0"}]
    item = next(item for item in consequences(make_study((2, 2, 2), never=never)).items if item.kind == "impossible")
    assert item.rules == (0, 1)


def test_a_rule_twice_and_a_rule_inside_another_are_told() -> None:
    never = [{"c0": "l0", "c1": "l0"}, {"c1": "l0", "c0": "l0"}, {"c0": "l0", "c1": "l0", "c2": "l1"}]
    study = make_study((2, 2, 2), never=never, scenarios_per_participant=4)
    assert texts(study) == [
        "never[2] (c1=l0, c0=l0) says the same as never[1] (c0=l0, c1=l0): take it out",
        "never[3] (c0=l0, c1=l0, c2=l1) forbids nothing that never[1] (c0=l0, c1=l0) does not forbid: take it out",
    ]
    assert (consequences(study).allowed, consequences(study).combinations) == (6, 8)


def test_what_rules_cost_is_the_efficiency_that_no_design_exceeds() -> None:
    # a third on each of three scenarios: |M| = 16 / 27; the third criterion is free of rules
    study = make_study((2, 2, 2), never=[{"c0": "l1", "c1": "l1"}], scenarios_per_participant=4)
    assert consequences(study).efficiency == pytest.approx((16 / 27) ** (1 / 4), rel=3e-4)
    assert consequences(make_study((3, 3))).efficiency == 1.0


def test_entangled_rules_are_told_as_such_and_a_design_is_made_all_the_same() -> None:
    criteria = range(40)
    never = [
        {f"c{(a * 7 + b) % 40}": f"l{b % 3}", f"c{(a * 11 + 3 * b + 1) % 40}": "l1", f"c{(a * a + 5 * b) % 40}": "l2"}
        for a in criteria
        for b in range(9)
    ]
    study = make_study((5,) * 40, never=[rule for rule in never if len(rule) > 1])
    assert consequences(study).allowed is None
    assert texts(study)[0].startswith("the rules under 'never' are too entangled to compute what they leave")
    quality = assess(study, compose(study, scenarios=20, versions=2))
    assert quality.forbidden == ()
