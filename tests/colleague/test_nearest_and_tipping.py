from dataclasses import replace

import numpy as np
import pytest
from scipy.special import logit

from collega.colleague import Populations, VirtualColleague, ask, make_case, parse_case, summary, what_if
from collega.colleague.answer import Answering, Draws
from collega.colleague.evidence import doubtful_criteria
from collega.colleague.nearest import counted_share, nearest_scenarios
from collega.colleague.what_if import alternatives, computed
from collega.insight.disclosure import shown_scenarios_of
from collega.insight.populations import Share
from collega.model.blanks import Blanks
from collega.model.persons import persons_of
from collega.model.share import shares_of
from collega.study import BLANK, Study
from tests.colleague.studies import SIZES, hierarchical, make_people, matched, pooled
from tests.model.made_fits import drawn_fit, estimated_fit

PANEL = make_people()
STUDY = PANEL.study


def counted(panel, scenario, members=None):
    chosen = panel.scenario == panel.design.scenarios.index(scenario)
    if members is not None:
        chosen &= members[panel.participant]
    return np.bincount(panel.answer[chosen], minlength=4) / chosen.sum()


def test_the_same_scenario_is_nearest_with_its_real_answers() -> None:
    near = nearest_scenarios(PANEL, pooled(PANEL), np.array([1, 2, 0]))
    assert near[0].scenario == "s10"
    assert near[0].distance == 0
    assert near[0].differs == ()
    assert near[0].n == 20
    assert list(near[0].answers.values()) == pytest.approx(counted(PANEL, "s10"))
    assert near[1].distance == pytest.approx(0.4)
    assert near[1].differs == ("parents",)


def test_blanks_do_not_count_in_the_distance() -> None:
    near = nearest_scenarios(PANEL, pooled(PANEL), np.array([1, BLANK, BLANK]))
    assert [scenario.distance for scenario in near] == [0, 0, 0]
    assert {scenario.levels["risk"] for scenario in near} == {"high"}


def test_where_nothing_is_filled_in_nothing_is_nearest() -> None:
    assert nearest_scenarios(PANEL, pooled(PANEL), np.array([BLANK, BLANK, BLANK])) == ()


def test_of_a_group_only_its_own_answers() -> None:
    members = PANEL.group("post", "nurse")
    shown = np.flatnonzero(shown_scenarios_of(PANEL, "post", "nurse"))
    assert len(shown) > 1
    for s in shown:
        name = PANEL.design.scenarios[s]
        near = nearest_scenarios(PANEL, pooled(PANEL), PANEL.design.profiles[s], ("post", "nurse"))
        assert (near[0].scenario, near[0].n) == (name, 7)
        assert list(near[0].answers.values()) == pytest.approx(counted(PANEL, name, members))


def test_scenarios_with_few_judges_are_suppressed_also_by_subtraction() -> None:
    # of the surgeons only four judged s0, and in s1 only four of the others: neither may be shown for the surgeons
    surgeons = PANEL.group("post", "surgeon")
    drop = ((PANEL.scenario == 0) & np.isin(PANEL.participant, np.flatnonzero(surgeons)[:2])) | (
        (PANEL.scenario == 1) & np.isin(PANEL.participant, np.flatnonzero(~surgeons)[:10])
    )
    panel = replace(PANEL, participant=PANEL.participant[~drop], scenario=PANEL.scenario[~drop],
                    answer=PANEL.answer[~drop])  # fmt: skip
    for case, name in (([0, 0, 0], "s0"), ([0, 0, 1], "s1")):
        near = nearest_scenarios(panel, pooled(panel), np.array(case), ("post", "surgeon"))
        assert near[0].scenario == name
        assert near[0].as_json()["answers"] is None
        assert near[0].as_json()["n"] is None
        assert near[0].as_json()["suppressed"] is True
        assert nearest_scenarios(panel, pooled(panel), np.array(case))[0].answers is not None


def test_one_change_tips_where_one_is_enough() -> None:
    advice = ask(STUDY, pooled(PANEL), parse_case(STUDY, ["risk=high", "pain=some", "parents=wait"]))
    assert advice.share < 0.5
    assert {tip.changes for tip in advice.tipping} == {(("risk", "low"),)}
    assert all(tip.share >= 0.5 for tip in advice.tipping)


def test_two_changes_where_one_is_not_enough_and_none_where_none_is() -> None:
    # effects: risk 0.3 and -0.3; pain 0.5, 0.1, -0.6; parents 0.1 and -0.1
    fit = matched(estimated_fit(SIZES, [-1.0, 0.45, 1.0], [0.3, 0.5, 0.1, 0.1]), PANEL)
    advice = ask(STUDY, fit, parse_case(STUDY, ["risk=high", "pain=constant", "parents=operate"]))
    assert {tuple(sorted(tip.changes)) for tip in advice.tipping} == {(("pain", "none"), ("risk", "low"))}
    never = matched(estimated_fit(SIZES, [-1.0, 5.0, 6.0], [0.3, 0.5, 0.1, 0.1]), PANEL)
    advice = ask(STUDY, never, parse_case(STUDY, ["risk=high"]))
    assert advice.tipping == ()


def people_who_agree(seed, sizes, rng):
    """Thirty people in forty draws, mostly positive, who weigh alike but for a standard deviation of 0.4."""
    fit = drawn_fit(seed, sizes, n_people=30, n_draws=40, spread=0.4)
    assert fit.draws is not None
    alike = rng.normal(0.0, 0.3, fit.draws.individual.shape[2]).astype(np.float32)
    alike[0] += 1.0
    return persons_of(replace(fit, draws=replace(fit.draws, individual=fit.draws.individual + alike)))


def study_of(sizes):
    levels = [[{"key": f"l{x}", "text": f"l{x}"} for x in range(n)] for n in sizes]
    criteria = [{"key": f"c{c}", "text": f"c{c}", "levels": some} for c, some in enumerate(levels)]
    answers = [{"key": f"a{j}", "text": f"a{j}", "positive": j >= 2} for j in range(4)]
    return Study.model_validate(
        {"key": "many", "title": "Many", "statement": "Yes.", "answers": answers, "criteria": criteria}
    )


@pytest.mark.parametrize("seed", range(3))
def test_pairs_that_promise_most_are_those_of_all_pairs(monkeypatch, seed) -> None:
    rng, sizes = np.random.default_rng(seed), (2, 2, 3, 3, 3, 3, 4, 4, 5, 5)
    blanks, persons = Blanks(sizes, ()), people_who_agree(seed, sizes, rng)
    compared = 0
    for _ in range(60):
        profile = np.array([rng.integers(0, n) if rng.random() < 0.85 else BLANK for n in sizes])
        (share,) = persons.centre(shares_of(persons, blanks, profile[None]))
        changes = [
            case for case in alternatives(blanks, profile) if profile[np.flatnonzero(case != profile)[0]] != BLANK
        ]
        single = computed(persons, blanks, np.array(changes))
        if len(single.only_across(share >= 0.5).cases) > 0:
            continue
        found = []
        for most in (what_if._PAIRS, 100_000):
            monkeypatch.setattr(what_if, "_PAIRS", most)
            pairs = what_if._pairs(blanks, profile, single, share >= 0.5)
            found.append(
                computed(persons, blanks, pairs).farthest(share >= 0.5).only_across(share >= 0.5).cases.tolist()
            )
        monkeypatch.undo()
        compared += len(found[1]) > 0
        assert found[0] == found[1]
    assert compared >= 5


@pytest.mark.parametrize("seed", range(3))
def test_what_tips_on_all_draws_is_found_with_few(seed) -> None:
    rng, sizes = np.random.default_rng(seed), (2, 2, 3, 3, 3, 3, 4, 4, 5, 5)
    blanks, persons = Blanks(sizes, ()), people_who_agree(seed, sizes, rng)
    few = persons.across_draws(300)
    study = study_of(sizes)
    found = 0
    for _ in range(60):
        profile = np.array([rng.integers(0, n) if rng.random() < 0.85 else BLANK for n in sizes])
        (share,) = persons.centre(shares_of(persons, blanks, profile[None]))
        single = computed(persons, blanks, np.array(alternatives(blanks, profile)))
        told = [what_if.tipping_points(study, persons, blanks, profile, share, single, some) for some in (persons, few)]
        assert (len(told[0]) > 0) == (len(told[1]) > 0)
        found += len(told[0]) > 0
    assert found > 30


def test_what_tips_has_the_interval_of_asking_for_it() -> None:
    for study_fit in (pooled(PANEL), hierarchical(PANEL)):
        for levels in (["risk=low", "pain=some", "parents=wait"], ["risk=high", "pain=none", "parents=wait"]):
            for tip in ask(STUDY, study_fit, parse_case(STUDY, levels)).tipping:
                case = {key: level for key, _, level in (text.partition("=") for text in levels)} | dict(tip.changes)
                asked = ask(STUDY, study_fit, parse_case(STUDY, [f"{key}={level}" for key, level in case.items()]))
                assert tip.share == pytest.approx(asked.share, abs=1e-6)
                assert tip.interval == pytest.approx(asked.interval, abs=1e-6)


def test_every_single_change_that_tips_is_found_and_the_nearest_to_one_half_is_first() -> None:
    # risk takes away 0.6, pain 0.4 or 1.1, parents 0.2; the case itself lies 0.15 above the middle threshold
    fit = matched(estimated_fit(SIZES, [-1.0, 0.75, 1.5], [0.3, 0.5, 0.1, 0.1]), PANEL)
    advice = ask(STUDY, fit, parse_case(STUDY, ["risk=low", "pain=none", "parents=wait"]))
    assert advice.share > 0.5
    across = {((each.criterion, each.level),): each for each in advice.what_if if each.share < 0.5}
    assert len(across) > 3
    assert {tip.changes for tip in advice.tipping} == set(across)
    assert [tip.changes[0][1] for tip in advice.tipping] == ["operate", "some", "high", "constant"]
    assert all(tip.share == pytest.approx(across[tip.changes].share) for tip in advice.tipping)


@pytest.mark.parametrize("blank", [False, True])
def test_a_change_has_one_share_wherever_it_is_told(blank) -> None:
    rng, sizes = np.random.default_rng(3), (2, 3, 3, 4, 4)
    study, fit, persons = study_of(sizes), drawn_fit(3, sizes, n_people=30, n_draws=40), people_who_agree(3, sizes, rng)
    case = parse_case(study, ["c0=l0", "c1=l1", "c3=l0", "c4=l1", *([] if blank else ["c2=l0"])])
    advice = answered(study, fit, persons, case)
    shares = {(each.criterion, each.level): each.share for each in advice.what_if}
    assert advice.tipping
    assert all(tip.share == shares[tip.changes[0]] for tip in advice.tipping if len(tip.changes) == 1)


def answered(study, fit, persons, case):
    blanks, profile = Blanks.of(study), case.profile(study)
    own = shares_of(persons, blanks, profile)[:, 0]
    answering = Answering(
        study=study,
        fit=fit,
        draws=Draws.from_persons(persons, fit.judged_levels.to_part_worths),
        blanks=blanks,
        profile=profile,
        own=own,
    )
    return answering.advice(case, unjudged=(), average=Share(share=0.5, interval=(0.5, 0.5)), nearest=(), warnings=(), populations=Populations(),
                            participants=30, group=None, limits=())  # fmt: skip


def test_what_rounds_to_one_half_tips_nothing() -> None:
    """The case itself lies above one half; another level brings it to 49.8%, told as 50%."""
    near = float(logit(0.498))
    fit = matched(estimated_fit(SIZES, [-2.0, 0.0, 2.0], [(0.8 - near) / 2, 0.3, -0.1, 0.0], error=0.01), PANEL)
    fit = replace(fit, estimates=replace(fit.estimates, thresholds=np.array([-2.0, -(0.8 + near) / 2 + 0.3, 2.0])))
    advice = ask(STUDY, fit, parse_case(STUDY, ["risk=low", "pain=none", "parents=wait"]))
    (change,) = [each for each in advice.what_if if each.criterion == "risk"]
    assert advice.share > 0.5 > change.share > 0.495
    assert "risk" not in {key for tip in advice.tipping for key, _ in tip.changes if len(tip.changes) == 1}


def test_a_change_that_may_make_no_difference_tips_nothing() -> None:
    """The estimates of risk are as unsure as they are large: nobody knows whether it weighs at all."""
    sure = matched(estimated_fit(SIZES, [-2.0, 0.0, 2.0], [0.2, 0.3, -0.1, 0.1], error=0.02), PANEL)
    unsure = matched(estimated_fit(SIZES, [-2.0, 0.0, 2.0], [0.2, 0.3, -0.1, 0.1], error=0.4), PANEL)
    case = parse_case(STUDY, ["risk=low", "pain=some", "parents=wait"])
    told = [{tip.changes for tip in ask(STUDY, fit, case).tipping} for fit in (sure, unsure)]
    assert (("risk", "high"),) in told[0]
    assert told[1] == set()


def test_a_criterion_that_is_not_demonstrated_to_weigh_tips_nothing() -> None:
    sure = matched(estimated_fit(SIZES, [-2.0, 0.0, 2.0], [0.2, 0.3, -0.1, 0.1], error=0.02), PANEL)
    colleague = VirtualColleague.of(STUDY, sure, panel=PANEL)
    case = parse_case(STUDY, ["risk=low", "pain=some", "parents=wait"])

    def tipping(*doubtful: str) -> set[str]:
        asked = replace(colleague, evidence=replace(colleague.evidence, doubtful=frozenset(doubtful)))
        return {criterion for tip in asked.advise(case).tipping for criterion, _ in tip.changes}

    assert "risk" in tipping()
    assert "risk" not in tipping("risk")
    assert tipping("risk", "pain", "parents") == set()


def test_which_criteria_are_not_demonstrated_to_weigh() -> None:
    p_values = np.array([0.04, np.nan, 0.01])  # by Holm 0.04, none, 0.02
    assert doubtful_criteria(("a", "b", "c"), p_values) == frozenset()
    assert doubtful_criteria(("a", "b", "c"), np.array([0.04, 0.9, 0.01])) == {"a", "b"}  # 0.08, 0.9, 0.03


def test_the_interval_of_judged_shares_is_wilsons() -> None:
    """By hand for 0 of 10, z = 1.6449: the upper end is z^2 / (n + z^2)."""
    found = counted_share(0.0, 10)
    assert found.interval == pytest.approx((0.0, 2.705543 / 12.705543), abs=1e-6)
    for end in counted_share(
        0.7, 20
    ).interval:  # where the score test just does not refuse: n (p - x)^2 = z^2 x (1 - x)
        assert 20 * (0.7 - end) ** 2 == pytest.approx(2.705543 * end * (1 - end), abs=1e-6)


def test_a_judged_scenario_stands_beside_what_the_model_says_of_it() -> None:
    for fit in (pooled(PANEL), hierarchical(PANEL)):
        for words in (["risk=high", "pain=none", "parents=wait"], ["risk=high"]):
            for near in ask(STUDY, fit, parse_case(STUDY, words), panel=PANEL).nearest:
                asked = ask(STUDY, fit, make_case(STUDY, near.levels))
                assert near.model.share == pytest.approx(asked.share, abs=1e-9)
                assert near.model.interval == pytest.approx(asked.interval, abs=1e-9)
                assert near.positive.share == pytest.approx(sum(list(near.answers.values())[STUDY.positive :]))


def test_words_describe_in_both_languages() -> None:
    advice = ask(STUDY, replace(hierarchical(PANEL), synthetic=True), parse_case(STUDY, ["risk=high", "pain=some", "parents=wait"]), panel=PANEL,
                 group=("post", "nurse"))  # fmt: skip
    share = round(100 * advice.share)
    assert summary(STUDY, advice, "en").startswith(
        f"Of these 7 simulated professionals (Nurse) an estimated {share}% would advise positively."
    )
    assert summary(STUDY, advice, "nl").startswith(
        f"Van deze 7 gesimuleerde professionals (Nurse) zou naar schatting {share}% positief adviseren."
    )
    for language in ("nl", "en"):
        assert not any(word in summary(STUDY, advice, language) for word in ("should", "must", "moet", "advice is"))
    assert "simul" not in summary(STUDY, ask(STUDY, hierarchical(PANEL), parse_case(STUDY, [])), "en")
