from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from scipy.stats import kruskal, spearmanr

from collega.errors import DisclosureError
from collega.exhibits.claims import group_finding
from collega.insight import (
    agreement,
    answers_by_group,
    answers_by_scenario,
    differences,
    group_differences,
    importance_table,
    require_group,
    self_images,
)
from collega.insight.agreement_intervals import consensus_of as consensus
from collega.insight.positivity import positivity
from collega.model.multiple import holm
from collega.model.pooled import fit_pooled
from collega.panel import Panel
from collega.panel.repeats import with_repeats
from collega.prose import Prose
from tests.model.references import make_panel, make_study
from tests.model.simulated import simulated_panel

POST = [
    {
        "key": "post",
        "text": "Post",
        "values": [{"key": key, "text": key} for key in ("short", "middle", "long")],
        "ordered": True,
    },
    {"key": "image", "text": "Image", "values": [{"key": k, "text": k} for k in ("no", "yes")], "self_image": True},
]


def small_panel() -> Panel:
    """Twelve people, two scenarios, answers no, maybe, yes; the longer in post, the more positive."""
    study = make_study({"c": ["a", "b"]}, ["no", "maybe", "yes"], characteristics=POST, minimum_group=3)
    answers = []
    for i in range(12):
        group = i // 4
        answers += [(f"p{i}", "s0", group), (f"p{i}", "s1", min(group + i % 2, 2))]
    panel = make_panel(study, ["s0", "s1"], [[0], [1]], answers)
    posts = ["short"] * 4 + ["middle"] * 4 + ["long"] * 4
    images = ["no", "yes"] * 6
    return replace(panel, people=panel.people.with_columns(pl.Series("post", posts), pl.Series("image", images)))


def test_answers_by_scenario_by_hand() -> None:
    table = answers_by_scenario(small_panel())
    assert table.row(0, named=True) == {
        "scenario": "s0", "n": 12, "shares": pytest.approx([1 / 3] * 3), "positive": pytest.approx(1 / 3),
        "suppressed": False, "reason": None, "because": None, "mostly": None,
    }  # fmt: skip
    assert table["shares"].list.sum().to_list() == pytest.approx([1, 1])


def test_scenarios_with_few_judges_are_suppressed() -> None:
    panel = small_panel()
    kept = (panel.scenario == 0) | (panel.participant < 2)
    table = answers_by_scenario(
        replace(panel, participant=panel.participant[kept], scenario=panel.scenario[kept], answer=panel.answer[kept])
    )
    assert table.row(1) == ("s1", None, None, None, True, "few", None, None)


def test_answers_by_group_by_hand_and_suppression() -> None:
    panel = small_panel()
    table = answers_by_group(panel, "image")
    assert table.filter(pl.col("value") == "yes")["shares"].item().to_list() == pytest.approx([1 / 6, 1 / 3, 1 / 2])
    assert table.filter(pl.col("value") == "no")["positive"].item() == pytest.approx(1 / 3)
    assert table.filter(pl.col("value") == "prefer_not_to_say")["suppressed"].item()
    one_sided = answers_by_group(panel, "post")  # of short nobody is ever positive
    assert one_sided["reason"].to_list() == ["sides", "sides", "sides", "few"]
    assert one_sided["positive"].null_count() == 4
    with pytest.raises(DisclosureError, match=r"post=short cannot be shown: nearly all of its answers are on one side"):
        require_group(panel, "post", "short")
    strict = replace(panel, study=panel.study.model_copy(update={"minimum_group": 5}))
    assert answers_by_group(strict, "post")["n"].null_count() == 4
    with pytest.raises(DisclosureError, match="The group post=short cannot be shown: it has fewer than 5 participants"):
        require_group(strict, "post", "short")


def test_self_image_beside_behaviour() -> None:
    (image,) = self_images(small_panel())
    assert image.characteristic == "image"
    assert image.most_negative == "no"
    assert image.most_positive == "yes"


def test_consensus_by_hand() -> None:
    # all the same: 1; half at each end: 0; uniform over three: 1 + (log2(1/2) + log2(1) + log2(1/2)) / 3
    shares = np.array([[0, 1, 0], [0.5, 0, 0.5], [1 / 3, 1 / 3, 1 / 3]])
    assert consensus(shares) == pytest.approx([1, 0, 1 / 3], abs=1e-9)


def test_agreement_of_pairs_and_with_oneself() -> None:
    found = agreement(small_panel())
    # scenario s0: 4 of 12 positive, so (4*3 + 8*7) / (12*11)
    assert found.scenarios["same_side"][0] == pytest.approx((12 + 56) / 132)
    assert found.repeats == 0
    assert found.same_answer_again is None
    panel = small_panel()
    copied = replace(panel, scenario=np.zeros_like(panel.scenario))
    assert agreement(copied).repeats == 0  # rows that may be there twice agree with themselves
    repeated = agreement(with_repeats(copied))
    assert repeated.repeats == 12
    assert repeated.same_answer_again == pytest.approx(8 / 12)
    other_id = replace(panel, design=replace(panel.design, profiles=np.zeros_like(panel.design.profiles)))
    assert agreement(other_id).repeats == 12
    assert agreement(other_id).same_answer_again == pytest.approx(8 / 12)


def test_an_id_for_every_judgement_leaves_the_scores_as_they_are() -> None:
    panel = small_panel()
    n = panel.n_answers
    design = replace(
        panel.design,
        scenarios=tuple(f"row {row}" for row in range(n)),
        profiles=panel.design.profiles[panel.scenario],
        shows=(tuple(range(n)),),
    )
    apart = replace(panel, design=design, scenario=np.arange(n, dtype=np.int32))
    assert positivity(apart) == pytest.approx(positivity(panel), abs=1e-12)
    assert np.ptp(positivity(apart)) > 1


def test_differences_agree_with_scipy_and_are_corrected() -> None:
    panel = small_panel()
    table = group_differences(panel)
    scores = positivity(panel)
    groups = panel.groups[:, 0]
    row = table.row(0, named=True)
    assert row["trend"] == pytest.approx(spearmanr(groups, scores).statistic)
    # the permutation p-value of the same statistic; chi-square is only approximate at twelve people
    assert row["p_value"] < 0.01
    assert kruskal(*(scores[groups == g] for g in range(3))).pvalue < 0.02
    # one correction over the three tests: two of differences, and a trend of the one that is ordered
    assert table["p_trend"].null_count() == 1
    assert row["p_trend"] < row["p_value"]
    assert row["p_trend_corrected"] == pytest.approx(3 * row["p_trend"])
    assert row["p_value_corrected"] == pytest.approx(2 * row["p_value"])


def organisations(*, ordered: bool, other: bool = False) -> Panel:
    """Fifty people of six kinds of organisation: two peaks, and the last kind answers less positively than the first."""
    names = ("central", "province", "municipality", "executive", "regional", "last")
    values = [{"key": name, "text": name} for name in (names[:-1] if other else names)]
    study = make_study(
        {"c": ["a", "b"], "d": ["a", "b"]},
        ["no", "yes"],
        characteristics=[{"key": "organisation", "text": "?", "values": values, "ordered": ordered, "other": other}],
    )
    answers, member = [], []
    for name, size, share in zip(names, (6, 9, 10, 10, 9, 6), (0.5, 0.25, 0.35, 0.55, 0.65, 0.4), strict=True):
        for m in range(size):
            positive = round(20 * (share + 0.12 * (m / (size - 1) - 0.5)))
            answers += [(f"p{len(member)}", f"s{s}", int((7 * s + 3 * m) % 20 < positive)) for s in range(20)]
            member.append("other" if other and name == "last" else name)
    panel = make_panel(study, [f"s{s}" for s in range(20)], [[s % 2, s // 2 % 2] for s in range(20)], answers)
    return replace(panel, people=panel.people.with_columns(pl.Series("organisation", member)))


def test_values_without_an_order_have_no_trend() -> None:
    row = group_differences(organisations(ordered=False)).row(0, named=True)
    assert row["trend"] is row["p_trend"] is row["p_trend_corrected"] is None
    assert row["p_value_corrected"] == row["p_value"] < 0.01


def test_other_has_no_place_in_an_order() -> None:
    panel = organisations(ordered=True, other=True)
    groups = panel.groups[:, 0]
    known = groups < 5
    row = group_differences(panel).row(0, named=True)
    assert row["trend"] == pytest.approx(spearmanr(groups[known], positivity(panel)[known]).statistic)
    assert row["n"] == 50


def test_a_trend_against_the_ends_of_the_order_does_not_name_them() -> None:
    panel = organisations(ordered=True)
    row = group_differences(panel).row(0, named=True)
    assert row["trend"] > 0
    text = group_finding(answers_by_group(panel, "organisation"), row, panel.study, "organisation", Prose("en"))
    assert text.endswith("In the order of the values the answers get more positive on the whole; this is demonstrated.")


def test_limiting_distributions_of_large_panels_agree_with_permutation_and_scipy(monkeypatch) -> None:
    rng = np.random.default_rng(5)
    value = rng.integers(0, 3, 400)
    score = np.round(rng.normal(size=400) + 0.12 * value, 1)
    permuted = differences._permuted(value, score)
    monkeypatch.setattr(differences, "_MANY", 100)
    limiting = differences._permuted(value, score)
    assert limiting == pytest.approx(permuted, abs=0.015)
    assert limiting[1] == pytest.approx(kruskal(*(score[value == k] for k in range(3))).pvalue, abs=1e-9)
    assert limiting[0] == pytest.approx(spearmanr(value, score).statistic, abs=1e-12)
    assert limiting[2] == pytest.approx(spearmanr(value, score).pvalue, abs=0.002)


def test_holm_by_hand() -> None:
    assert holm(np.array([0.01, 0.04, 0.03, np.nan])) == pytest.approx([0.03, 0.06, 0.06, np.nan], nan_ok=True)


def test_differences_hold_their_level_without_any() -> None:
    rng = np.random.default_rng(1)
    p_values = []
    for seed in range(60):
        panel = simulated_panel(seed, participants=30)
        study = panel.study.model_copy(
            update={"characteristics": small_panel().study.characteristics, "minimum_group": 1}
        )
        people = panel.people.with_columns(
            pl.Series("post", rng.choice(["short", "middle", "long"], 30)),
            pl.Series("image", rng.choice(["no", "yes"], 30)),
        )
        p_values += group_differences(replace(panel, study=study, people=people))["p_value"].to_list()
    # 120 tests at 5%: more than 12 has a chance of 1.6%
    assert sum(p < 0.05 for p in p_values) <= 12


def test_uncorrected_importance_of_pooled_is_ranges_over_their_sum() -> None:
    fit = fit_pooled(simulated_panel(1))
    nothing = np.full(4, np.nan)
    table = importance_table(fit, nothing, nothing)
    ranges = [np.ptp(fit.part_worths[rows]) for rows in (slice(0, 3), slice(3, 6), slice(6, 8), slice(8, 12))]
    expected = dict(zip(fit.criteria, 100 * np.array(ranges) / sum(ranges), strict=True))
    assert dict(zip(table["criterion"], table["uncorrected"], strict=True)) == pytest.approx(expected)
    assert table["individual"].null_count() == 4
    assert table["percent"].sum() == pytest.approx(100)
    assert table["percent"].is_sorted(descending=True)
    assert (table["low"] <= table["percent"]).all()
    assert (table["percent"] <= table["high"]).all()
    assert table["p_value"].null_count() == 4


def test_importance_has_p_values_by_themselves_and_corrected_by_holm() -> None:
    fit = fit_pooled(simulated_panel(1))
    p_values = np.array([0.01, 0.04, np.nan, 0.5])
    table = importance_table(fit, np.full(4, np.nan), p_values)
    rows = {row["criterion"]: (row["p_value"], row["p_value_corrected"]) for row in table.iter_rows(named=True)}
    expected = [(0.01, 0.03), (0.04, 0.08), (None, None), (0.5, 0.5)]
    assert [rows[key] for key in fit.criteria] == [pytest.approx(pair) for pair in expected]
