"""Nothing published, added and subtracted in any multiples, tells about fewer people than the minimum."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from collega.design import compose
from collega.insight.disclosure import shown_scenarios_of, shown_values
from collega.model.fit import Fit
from collega.panel import Panel
from collega.panel.simulate import simulate
from collega.study import Study, parse_study, template_text
from tests.insight.attacker import (
    Published,
    at_scenario,
    of_people,
    published,
    side_follows,
    singled_out,
    singled_out_of,
)
from tests.model.made_fits import made_fit
from tests.model.references import make_panel, make_study

SEEDS = range(120)


def fit_of(study: Study) -> Fit:
    """Part-worths that are all different, so that every scenario is the nearest one to itself."""
    levels = tuple(criterion.level_keys for criterion in study.criteria)
    worths = np.random.default_rng(1).normal(size=sum(map(len, levels)))
    return made_fit(study.n_levels, levels=levels, part_worths=worths)


def attacked(panel: Panel) -> Published:
    known = published(panel, fit_of(panel.study))
    few = panel.study.minimum_group - 1
    assert singled_out(known, few) is None
    for own in (None, *range(panel.n_participants)):
        assert not side_follows(known, own), own
    return known


def made(groups: dict[str, list[str]], judged: list[set[int]], minimum: int) -> Panel:
    """Return a panel; ``judged`` says which scenarios everyone judged."""
    items = [
        {"key": key, "text": key, "values": [{"key": v, "text": v} for v in sorted({*cells, "a", "b"} - {""})]}
        for key, cells in groups.items()
    ]
    n_scenarios = max(max(mine) for mine in judged) + 1
    levels = [f"l{s}" for s in range(max(n_scenarios, 2))]
    study = make_study({"c": levels}, ["no", "yes"], characteristics=items, minimum_group=minimum)
    answers = [(f"p{i}", f"s{s}", (3 * i + s * s) % 2) for i, mine in enumerate(judged) for s in sorted(mine)]
    names = [f"s{s}" for s in range(n_scenarios)]
    panel = make_panel(study, names, [[s] for s in range(n_scenarios)], answers)
    return replace(panel, people=panel.people.with_columns(*(pl.Series(k, v) for k, v in groups.items())))


def drawn(seed: int) -> Panel:
    """A small panel: characteristics apart, nested, nearly the same or by version; everything judged, or parts."""
    rng = np.random.default_rng(seed)
    n, minimum, n_scenarios = int(rng.integers(8, 15)), int(rng.integers(2, 5)), int(rng.integers(1, 5))
    values = rng.choice(["", "a", "b", "c"], (int(rng.integers(1, 4)), n), p=[0.1, 0.4, 0.3, 0.2])
    if seed % 4 == 1:
        values = np.vstack([values[:1], [a + b if a else b for a, b in zip(values[0], values[-1], strict=True)]])
    elif seed % 4 == 2:
        values = np.vstack([values, np.where(rng.random(n) < 0.15, values[-1], values[0])])
    version = (values[0] == "a").astype(int) if seed % 4 == 3 else rng.integers(0, 2, n)
    shows = [set(range(max(n_scenarios - 1, 1))), set(range(n_scenarios // 2, n_scenarios))]
    missing = rng.choice([0.0, 0.1, 0.3])
    judged = [{s for s in shows[v] if rng.random() >= missing} or {0} for v in version]
    return made({f"h{h}": row.tolist() for h, row in enumerate(values)}, judged, minimum)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_small_panel_tells_about_few(seed) -> None:
    panel = drawn(seed)
    if panel.n_participants >= panel.study.minimum_group:
        attacked(panel)


def test_small_panels_do_tell_about_groups() -> None:
    panels = [drawn(seed) for seed in SEEDS]
    shown = [{item.key: shown_values(panel, item.key) for item in panel.study.characteristics} for panel in panels]
    at_scenarios = [
        any(shown_scenarios_of(panel, key, value).any() for key, values in groups.items() for value in values)
        for panel, groups in zip(panels, shown, strict=True)
    ]
    assert sum(any(groups.values()) for groups in shown) > 0.35 * len(panels)
    assert sum(at_scenarios) > 0.04 * len(panels)


def test_what_all_shown_groups_leave_at_a_scenario_is_never_few() -> None:
    # ten a and ten b; of the five others two judged s1, and each group alone leaves enough of its judges
    panel = made({"h": ["a"] * 10 + ["b"] * 10 + ["c"] * 3 + [""] * 2}, [{0, 1, 2}] * 22 + [{0, 2}] * 3, 5)
    assert shown_values(panel, "h") == {"a", "b"}
    assert [shown_scenarios_of(panel, "h", value)[:2].tolist() for value in "ab"] == [[True, False], [True, True]]
    attacked(panel)


def test_what_is_hidden_at_a_scenario_does_not_follow_from_the_group_at_the_others() -> None:
    # three of the eight a judged s0: all their answers less those to s1 would be them
    panel = made({"h": ["a"] * 8 + ["b"] * 8}, [{0, 1}] * 3 + [{1}] * 5 + [{0, 1}] * 8, 5)
    assert shown_values(panel, "h") == {"a", "b"}
    assert not any(shown_scenarios_of(panel, "h", value).any() for value in "ab")
    attacked(panel)


def test_a_group_that_is_a_version_follows_where_the_versions_meet() -> None:
    # s1 was judged by all a and s2 by all b, so that the answers of a to s0 follow, and those of the one b
    panel = made({"h": ["a"] * 8 + ["b"] * 8}, [{0, 1}] * 4 + [{1}] * 4 + [{0, 2}] + [{2}] * 7, 4)
    assert shown_values(panel, "h") == set()
    attacked(panel)


def test_what_follows_from_versions_counts_at_a_scenario() -> None:
    # again the four a at s0 follow, though nothing of h is shown there; with one b more they would be a group of i
    groups = {"h": ["a"] * 8 + ["b"] * 8 + ["c"] * 8, "i": list("aaaabbbbabbaabbbbbbaaabb")}
    judged = [{0, 1}] * 4 + [{1}] * 4 + [{0, 2}] * 3 + [{2}] * 5 + [{0, 2}] * 3 + [{2}] * 5
    panel = made(groups, judged, 4)
    assert shown_values(panel, "h") == {"a", "b", "c"}
    assert shown_values(panel, "i") == {"a", "b"}
    assert not shown_scenarios_of(panel, "i", "a")[0]
    attacked(panel)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_the_demonstration_tells_about_groups_but_not_about_few(seed) -> None:
    study = parse_study(template_text("avg-data-sharing"))
    panel, _ = simulate(study, compose(study, versions=2), participants=50, seed=seed)
    known, few = published(panel, fit_of(study)), study.minimum_group - 1
    assert sum(len(shown_values(panel, item.key)) for item in study.characteristics) >= 20
    shown = [at_scenario(known, s) for s in range(len(panel.design.scenarios))]
    assert np.mean([len(totals) for totals in shown]) > 1.5
    for own in (None, 17):
        assert not side_follows(known, own)
    for totals in shown:
        assert singled_out_of(totals, few) is None
    assert singled_out_of(of_people(known), few) is None
    assert singled_out(known, 2) is None
