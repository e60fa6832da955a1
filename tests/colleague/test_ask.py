from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from scipy.special import expit

from collega.colleague import ask, make_case, parse_case
from collega.errors import DataError, DisclosureError, NotComputedError
from collega.model.blanks import Blanks
from collega.model.share import share_draws
from collega.study import BLANK
from tests.colleague.studies import LEVELS, hierarchical, make_people, make_surgery, pooled

PANEL = make_people()
STUDY = PANEL.study
KEYS = {"share", "interval", "level", "average", "answers", "participants", "blank", "reasons", "what_if", "nearest",
        "group"}  # fmt: skip


def test_pooled_advice_by_hand() -> None:
    advice = ask(STUDY, pooled(PANEL), parse_case(STUDY, ["risk=low", "pain=some", "parents=wait"]), panel=PANEL)
    assert advice.share == pytest.approx(expit(1.7), abs=1e-5)
    assert advice.participants == 20
    assert advice.answers == pytest.approx(
        {
            "surely_not": expit(-2.7),
            "rather_not": expit(-1.7) - expit(-2.7),
            "rather_yes": expit(-0.7) - expit(-1.7),
            "surely_yes": 1 - expit(-0.7),
        },
        abs=1e-5,
    )
    grid = [expit(a + b + c) for a in (1, -1) for b in (0, 0.5, -0.5) for c in (0.2, -0.2)]
    assert advice.average == pytest.approx(np.mean(grid), abs=1e-5)
    what_if = {(change.criterion, change.level): change.share for change in advice.what_if}
    assert what_if == pytest.approx(
        {
            ("risk", "high"): expit(-0.3),
            ("pain", "none"): expit(1.2),
            ("pain", "constant"): expit(0.7),
            ("parents", "operate"): expit(1.3),
        },
        abs=1e-5,
    )
    assert advice.tipping == ()  # these answers do not demonstrate that risk weighs
    case = parse_case(STUDY, ["risk=low", "pain=some", "parents=wait"])
    assert [tip.changes for tip in ask(STUDY, pooled(PANEL), case).tipping] == [(("risk", "high"),)]


def test_json_has_the_keys_that_other_programs_rely_on() -> None:
    fit = hierarchical(PANEL)
    told = ask(STUDY, fit, make_case(STUDY, {"pain": "some"}), panel=PANEL, group=("post", "nurse")).as_json()
    assert told.keys() >= KEYS
    assert told["level"] == 0.9
    assert told["blank"] == ["risk", "parents"]
    assert told["group"] == "post=nurse"
    assert told["participants"] == 7
    assert sum(told["answers"].values()) == pytest.approx(1)
    assert told["answers"]["rather_yes"] + told["answers"]["surely_yes"] == pytest.approx(told["share"], abs=1e-5)
    assert {(row["criterion"], row["level"]) for row in told["what_if"]} == {
        (key, level) for key, levels in LEVELS.items() for level in levels
    } - {("pain", "some")}
    for low, high, share in [(*row["interval"], row["share"]) for row in [told, *told["what_if"]]]:
        assert 0 <= low <= share <= high <= 1


@pytest.mark.parametrize("words", [["risk=low"], ["pain=some", "parents=wait"], ["risk=high", "pain=none"], []])
def test_reasons_add_up_and_blanks_get_nothing(words) -> None:
    advice = ask(STUDY, hierarchical(PANEL), parse_case(STUDY, words))
    assert sum(reason.points for reason in advice.reasons) == pytest.approx(100 * (advice.share - advice.average))
    assert all(reason.points == 0 for reason in advice.reasons if reason.level is None)
    assert {reason.criterion for reason in advice.reasons if reason.level is None} == set(advice.case.blank)


def test_reasons_and_the_average_have_intervals() -> None:
    fit = hierarchical(PANEL)
    advice = ask(STUDY, fit, make_case(STUDY, {"pain": "some", "risk": "low"}), panel=PANEL)
    for reason in advice.reasons:
        assert (reason.interval is None) == (reason.level is None)
        if reason.interval is not None:
            low, high = reason.interval
            assert low < reason.points < high
    empty = ask(STUDY, fit, make_case(STUDY, {}), panel=PANEL)
    assert advice.average_interval == pytest.approx(empty.interval)
    assert (empty.average, empty.average_interval) == (empty.share, empty.interval)


def test_the_only_reason_is_as_sure_as_the_share_less_the_average() -> None:
    """By hand: with one criterion filled in, the reason is that difference in every draw."""
    fit = hierarchical(PANEL)
    advice = ask(STUDY, fit, make_case(STUDY, {"risk": "low"}), panel=PANEL)
    draws = share_draws(fit, Blanks.of(STUDY), np.array([[0, BLANK, BLANK], [BLANK, BLANK, BLANK]]))
    spread = (draws[:, 0] - draws[:, 1]).std(ddof=1)
    low, high = advice.reasons[0].interval
    assert (high - low) / 2 == pytest.approx(100 * 1.6449 * spread, rel=1e-3)


def test_a_group_is_asked_alone() -> None:
    fit = hierarchical(PANEL)
    case = parse_case(STUDY, ["risk=low"])
    nurses = np.flatnonzero(PANEL.group("post", "nurse"))
    draws = share_draws(fit, Blanks.of(STUDY), np.array([[0, BLANK, BLANK]]), nurses)
    advice = ask(STUDY, fit, case, panel=PANEL, group=("post", "nurse"))
    assert advice.share == pytest.approx(draws.mean())
    assert advice.interval == pytest.approx(np.quantile(draws, [0.05, 0.95]))


def test_order_of_participants_does_not_matter() -> None:
    fit = hierarchical(PANEL)
    order = np.random.default_rng(2).permutation(20)
    assert fit.draws is not None
    mixed_up = replace(
        fit,
        draws=replace(fit.draws, individual=np.ascontiguousarray(fit.draws.individual[:, order])),
        participants=tuple(np.array(fit.participants)[order].tolist()),
    )
    case = parse_case(STUDY, ["risk=low", "pain=none"])
    for group in (None, ("post", "surgeon")):
        one = ask(STUDY, fit, case, panel=PANEL, group=group)
        other = ask(STUDY, mixed_up, case, panel=PANEL, group=group)
        assert one.share == pytest.approx(other.share, abs=1e-6)
        assert one.interval == pytest.approx(other.interval, abs=1e-6)


def test_groups_that_are_too_small_are_refused() -> None:
    few = make_people(minimum_group=6)
    with pytest.raises(
        DisclosureError, match=r"The group post=other cannot be shown: it has fewer than 6 participants"
    ):
        ask(few.study, hierarchical(few), make_case(few.study, {}), panel=few, group=("post", "other"))
    # two are withheld: with all three groups shown their numbers would follow, so the smallest group is hidden too
    with pytest.raises(
        DisclosureError, match=r"about fewer than 5 participants by subtraction \(post=prefer_not_to_say\)"
    ):
        ask(STUDY, hierarchical(PANEL), make_case(STUDY, {}), panel=PANEL, group=("post", "other"))
    ask(STUDY, hierarchical(PANEL), make_case(STUDY, {}), panel=PANEL, group=("post", "surgeon"))


def test_a_panel_that_is_too_small_is_refused() -> None:
    many = make_people(minimum_group=21)
    with pytest.raises(DisclosureError, match=r"fewer than 21 participants"):
        ask(many.study, hierarchical(many), make_case(many.study, {}), panel=many)


def test_a_model_of_a_few_who_no_longer_count_is_not_asked_about_groups() -> None:
    # all groups taken from everybody would leave the one surgeon who was left out after the fit
    fit, case = hierarchical(PANEL), make_case(STUDY, {})
    people = PANEL.people.with_columns(pl.Series("included", ["false"] + ["true"] * 19))
    with pytest.raises(DisclosureError, match=r"rests on fewer than 5 participants who no longer count.*Fit again"):
        ask(STUDY, fit, case, panel=replace(PANEL, people=people), group=("post", "nurse"))
    ask(STUDY, fit, case, panel=replace(PANEL, people=people))


def test_groups_need_the_hierarchical_model_and_the_panel() -> None:
    case = make_case(STUDY, {})
    with pytest.raises(NotComputedError, match=r"pooled model knows no differences between groups.*hierarchical"):
        ask(STUDY, pooled(PANEL), case, panel=PANEL, group=("post", "nurse"))
    with pytest.raises(NotComputedError, match=r"A group needs the panel"):
        ask(STUDY, hierarchical(PANEL), case, group=("post", "nurse"))


def test_a_fit_of_another_study_is_refused() -> None:
    other = make_surgery(never=[]).model_copy(update={"criteria": STUDY.criteria[:2]})
    with pytest.raises(NotComputedError, match=r"The fitted model is of another version of the study"):
        ask(other, pooled(PANEL), make_case(other, {}))


def test_a_stale_fit_and_one_that_did_not_converge_are_said() -> None:
    fit = replace(pooled(PANEL), data_hash="other", converged=False)
    warnings = ask(STUDY, fit, make_case(STUDY, {}), panel=PANEL).warnings
    assert "NOT CONVERGED: the pooled model was not fitted to the end; do not rely on it" in warnings
    assert any(warning.startswith("The fitted model is OUT OF DATE") for warning in warnings)
    assert ask(STUDY, pooled(PANEL), make_case(STUDY, {}), panel=PANEL).warnings == ()


def test_levels_that_may_not_be_combined_are_no_what_if() -> None:
    panel = make_people(never=[{"risk": "high", "pain": "none"}])
    advice = ask(panel.study, hierarchical(panel), parse_case(panel.study, ["risk=high"]), panel=panel)
    assert ("pain", "none") not in {(change.criterion, change.level) for change in advice.what_if}
    with pytest.raises(DataError, match=r"the study never combines risk=high with pain=none"):
        parse_case(panel.study, ["risk=high", "pain=none"])


@pytest.mark.parametrize(
    ("group", "message"),
    [
        (("pots", "nurse"), "there is no characteristic 'pots'. Allowed: post. Did you mean 'post'?"),
        (("post", "nures"), "'nures' is not a value of post. Allowed: surgeon, nurse, other, prefer_not_to_say. "
                            "Did you mean 'nurse'?"),
    ],
)  # fmt: skip
def test_groups_that_do_not_exist(group, message) -> None:
    with pytest.raises(DataError) as caught:
        ask(STUDY, hierarchical(PANEL), make_case(STUDY, {}), panel=PANEL, group=group)
    assert message in str(caught.value)
