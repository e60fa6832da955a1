"""The default model: the same for the same answers whatever the seed and the order, and an asked-for model wins."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collega.model.choice import MANY_ANSWERS, MANY_PEOPLE, answers_a_part_worth, choose_model
from collega.model.estimate import estimate
from collega.model.hierarchical import fit as hierarchical
from collega.model.store import pack_fit, unpack_fit
from collega.panel import Panel
from tests.model.references import housing_panel, reference_panel
from tests.model.simulated import simulated_panel


@pytest.mark.parametrize(
    ("panel", "model", "code"),
    [
        (reference_panel("wine"), "mixed", "few_people"),
        (reference_panel("tea"), "hierarchical", "many_people"),
        (reference_panel("verbagg"), "hierarchical", "many_people"),
        (housing_panel(), "pooled", "no_repeats"),
        (simulated_panel(1, participants=50, scenarios=21), "hierarchical", "many_people"),
        (simulated_panel(1, participants=14, scenarios=16), "hierarchical", "few_answers"),
    ],
    ids=["wine", "tea", "verbagg", "housing", "ordinary", "small"],
)
def test_the_rule_by_example(panel: Panel, model: str, code: str) -> None:
    found = choose_model(panel)
    assert (found.model, found.code) == (model, code)


def test_the_reason_names_its_figures() -> None:
    """Wine: 72 answers, two criteria of two levels."""
    panel = reference_panel("wine")
    assert answers_a_part_worth(panel) == 36.0
    reason = choose_model(panel).reason
    assert reason.startswith("With 9 participants it can hardly be learned how they differ in what they weigh")
    assert f"takes {MANY_PEOPLE}" in reason
    assert "36 answers for each part-worth" in reason
    assert f"takes {MANY_ANSWERS}" in reason


def turned(panel: Panel, seed: int) -> Panel:
    """The same answers, with people and answers in another order."""
    rng = np.random.default_rng(seed)
    order, rows = rng.permutation(panel.n_participants), rng.permutation(panel.n_answers)
    return replace(
        panel,
        people=panel.people[pl.Series(order)],
        participant=np.argsort(order)[panel.participant].astype(np.int32)[rows],
        scenario=panel.scenario[rows],
        answer=panel.answer[rows],
    )


@settings(deadline=None, max_examples=30, derandomize=True)
@given(st.integers(0, 1000), st.integers(1, 40), st.integers(1, 12))
def test_order_and_seed_do_not_matter(seed: int, participants: int, scenarios: int) -> None:
    panel = simulated_panel(seed, participants=participants, scenarios=scenarios)
    assert choose_model(turned(panel, seed)) == choose_model(panel)


def test_those_who_do_not_count_do_not_choose() -> None:
    panel = simulated_panel(1, participants=30, scenarios=21)
    included = pl.Series("included", ["true"] * 12 + ["false"] * 18)
    assert choose_model(panel).model == "hierarchical"
    assert choose_model(replace(panel, people=panel.people.with_columns(included))).model == "mixed"


def test_the_fit_keeps_which_and_why() -> None:
    panel = reference_panel("wine")
    fits = [estimate(panel, seed=seed) for seed in (1, 2)]
    assert [fit.model for fit in fits] == ["mixed", "mixed"]
    assert fits[0].choice == fits[1].choice == choose_model(panel)
    values, arrays = pack_fit(fits[0])
    assert unpack_fit(values, arrays).choice == fits[0].choice
    assert unpack_fit({key: value for key, value in values.items() if key != "choice"}, arrays).choice is None


def test_a_named_model_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    panel = reference_panel("wine")
    short = hierarchical.Effort(chains=2, warm_up=5, sweeps=5, rounds=0)
    monkeypatch.setattr(hierarchical, "_effort_for", lambda _: short)
    for model in ("hierarchical", "mixed", "pooled"):
        fit = estimate(panel, model)
        assert fit.model == model
        assert fit.choice is not None
        assert fit.choice.code == "named"
