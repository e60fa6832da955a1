"""Tests of groups: what they find, what they leave alone, and what does not matter to them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from collega.insight import contrasts
from collega.insight.contrasts import group_contrasts, group_sides, scores_of
from collega.panel import Panel
from tests.figures.frames import make_study
from tests.report.made import make_design

STUDY = make_study(
    criteria=[
        {"key": key, "text": key, "levels": [{"key": str(n), "text": str(n)} for n in range(levels)]}
        for key, levels in (("a", 2), ("b", 3), ("c", 2))
    ],
    characteristics=[
        {"key": "post", "text": "Post", "ordered": True, "values": [{"key": v, "text": v} for v in "xyz"]},
    ],
    minimum_group=5,
)


def panel_of(seed: int, *, stricter: float = 0.0, heavier: float = 0.0, people: int = 45) -> Panel:
    """Everybody judges all scenarios; group x is stricter, or weighs criterion a more heavily."""
    rng, design = np.random.default_rng(seed), make_design(STUDY, 1)
    group = np.arange(people) % 3
    participant = np.repeat(np.arange(people, dtype=np.int32), len(design.profiles))
    scenario = np.tile(np.arange(len(design.profiles), dtype=np.int32), people)
    profile, first = design.profiles[scenario], group[participant] == 0
    latent = (1.0 + heavier * first) * (2.0 * profile[:, 0] - 1.0) + 0.8 * (profile[:, 1] - 1.0) - stricter * first
    latent += rng.normal(0.0, 0.5, people)[participant] + rng.logistic(size=len(participant))
    names = {"participant": [f"p{i}" for i in range(people)], "included": ["true"] * people,
             "post": ["xyz"[g] for g in group]}  # fmt: skip
    answer = np.digitize(latent, np.linspace(-1.5, 1.5, len(STUDY.answers) - 1)).astype(np.int8)
    return Panel(study=STUDY, design=design, people=pl.DataFrame(names), participant=participant, scenario=scenario,
                 answer=answer)  # fmt: skip


def test_every_shown_group_is_compared_with_the_other_shown_groups() -> None:
    sides = group_sides(panel_of(1))
    assert [each.group for each in sides] == [("post", "x"), ("post", "y"), ("post", "z")]
    assert all(each.members.sum() == 15 and each.others.sum() == 30 for each in sides)
    assert not any((each.members & each.others).any() for each in sides)


def test_a_group_that_weighs_a_criterion_more_heavily_is_found_and_nothing_else() -> None:
    found = group_contrasts(panel_of(2, heavier=1.5))
    statistic, p_value = found.difference(("post", "x"), 0)
    assert statistic > 3
    assert p_value <= 0.01
    assert found.weighing("post") == p_value
    assert found.difference(("post", "x"))[1] > 0.1
    assert found.difference(("post", "x"), 1)[1] > 0.1


def test_a_stricter_group_is_found_as_that() -> None:
    found = group_contrasts(panel_of(3, stricter=1.5))
    statistic, p_value = found.difference(("post", "x"))
    assert statistic < -3
    assert p_value <= 0.01
    assert found.trends["post"][0] > 2  # x comes first
    assert found.weighing("post") > 0.05


def test_of_groups_that_do_not_differ_few_are_found(monkeypatch) -> None:
    monkeypatch.setattr(contrasts, "PERMUTATIONS", 99)
    smallest = [np.nanmin(group_contrasts(panel_of(seed)).p_value) for seed in range(100, 140)]
    assert np.mean(np.array(smallest) <= 0.1) <= 0.25  # 40 studies: 4 expected, 10 with probability 0.005
    assert np.mean(smallest) > 0.3


def test_the_order_of_participants_does_not_matter() -> None:
    panel = panel_of(4, heavier=0.5)
    order = np.random.default_rng(0).permutation(panel.n_participants)
    place = np.argsort(order).astype(np.int32)
    turned = replace(panel, people=panel.people[order.tolist()], participant=place[panel.participant])
    one, other = group_contrasts(panel), group_contrasts(turned)
    np.testing.assert_allclose(other.statistic, one.statistic, rtol=1e-6)


def test_a_criterion_that_was_judged_at_one_level_has_no_test() -> None:
    panel = panel_of(5)
    profiles = panel.design.profiles.copy()
    profiles[:, 2] = 0
    found = group_contrasts(replace(panel, design=replace(panel.design, profiles=profiles)))
    assert np.isnan(found.statistic[:, 3]).all()
    assert np.isnan(found.p_value[:, 3]).all()
    assert np.isfinite(found.p_value[:, :3]).all()


def test_scores_add_up_to_nothing_at_the_common_weights() -> None:
    scores = scores_of(panel_of(6))
    assert np.abs(scores.score.sum(axis=0)).max() < 1e-6 * np.abs(scores.score).sum()


def test_large_panels_get_p_values_without_permutations(monkeypatch) -> None:
    panel = panel_of(7, heavier=1.5)
    permuted = group_contrasts(panel)
    monkeypatch.setattr(contrasts, "_MANY", 10)
    normal = group_contrasts(panel)
    np.testing.assert_array_equal(normal.statistic, permuted.statistic)
    assert normal.difference(("post", "x"), 0)[1] < 0.01
    assert np.nanmax(normal.p_value) <= 1.0


def test_without_two_groups_there_is_nothing_to_test() -> None:
    panel = panel_of(8)
    alone = replace(panel, people=panel.people.with_columns(pl.lit("x").alias("post")))
    found = group_contrasts(alone)
    assert found.groups == ()
    assert found.trends == {}
