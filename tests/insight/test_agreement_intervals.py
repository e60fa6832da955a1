"""Intervals of agreement: what they hold, how often they cover, and that they tell no more than the counts beside them."""

from __future__ import annotations

import sys
from dataclasses import replace

import numpy as np
import polars as pl
import polars.testing
import pytest

from collega.insight import agreement
from collega.insight.agreement_intervals import average_interval, consensus_of, scenario_intervals
from collega.insight.wilson import wilson_interval
from tests.colleague.studies import make_people

PANEL = make_people()


def pairs(yes: np.ndarray) -> float:
    """Return the share of pairs on the same side, pair by pair."""
    n = len(yes)
    return float(np.mean([yes[i] * yes[j] + (1 - yes[i]) * (1 - yes[j]) for i in range(n) for j in range(n) if i != j]))


def test_every_interval_holds_its_number_and_lies_between_0_and_1() -> None:
    found = agreement(PANEL)
    for name in ("same_side", "consensus"):
        for low, value, high in found.scenarios.select(f"{name}_low", name, f"{name}_high").iter_rows():
            assert 0 <= low <= value <= high <= 1
            assert low < high
        low, high = getattr(found, f"{name}_interval")
        assert low < getattr(found, name) < high


def test_a_scenario_that_is_not_shown_has_no_interval() -> None:
    one_sided = replace(PANEL, answer=np.where(PANEL.scenario == 0, 3, PANEL.answer))
    hidden = agreement(one_sided).scenarios.filter(scenario="s0").drop("scenario", "n")
    assert hidden.null_count().row(0) == (1,) * hidden.width


@pytest.mark.parametrize("truth", [(0.1, 0.2, 0.3, 0.4), (0.3, 0.2, 0.2, 0.3), (0.6, 0.2, 0.1, 0.1)])
@pytest.mark.parametrize("n", [25, 60])
def test_intervals_cover_what_people_like_them_would_say(truth: tuple[float, ...], n: int) -> None:
    """The share on the same side is a minimum where both sides are equal: there the interval is never too narrow."""
    chance = np.random.default_rng(n)
    yes = truth[2] + truth[3]
    same, wide = 1 - 2 * yes * (1 - yes), consensus_of(np.array(truth))
    shares = chance.multinomial(n, truth, 400) / n
    positive = shares[:, 2:].sum(axis=1)
    estimates = 1 - 2 * positive * (1 - positive) * n / (n - 1)
    ends = scenario_intervals(shares, np.full(400, n), 2, estimates, consensus_of(shares))
    covers_same = np.mean((ends[:, 0] <= same) & (same <= ends[:, 1]))
    covers_consensus = np.mean((ends[:, 2] <= wide) & (wide <= ends[:, 3]))
    assert covers_same > 0.82
    assert 0.82 < covers_consensus < 0.97


def test_an_interval_follows_from_the_counts_alone() -> None:
    order = np.random.default_rng(3).permutation(PANEL.n_participants)
    shuffled = replace(PANEL, participant=order[PANEL.participant].astype(PANEL.participant.dtype))
    names = [f"{name}_{end}" for name in ("same_side", "consensus") for end in ("low", "high")]
    assert agreement(shuffled).scenarios.select(names).equals(agreement(PANEL).scenarios.select(names))


def test_more_people_narrow_it() -> None:
    shares = np.array([[0.1, 0.3, 0.4, 0.2]] * 3)
    ends = scenario_intervals(shares, np.array([10, 40, 160]), 2, np.full(3, 0.52), consensus_of(shares))
    assert (np.diff(ends[:, 3] - ends[:, 2]) < 0).all()


def test_the_average_leaves_out_each_participant_in_turn() -> None:
    """Against the jackknife written out, pair by pair, on people who did not all judge the same."""
    chance = np.random.default_rng(8)
    judged = [(s, p) for s in range(3) for p in range(7) if (s, p) not in {(0, 2), (2, 6)}]
    scenario, person = (np.array(each) for each in zip(*judged, strict=True))
    answers = chance.integers(0, 4, len(judged))
    cells = np.eye(4)[answers]

    def written_out(kept: np.ndarray) -> float:
        return float(np.mean([pairs(1.0 * (answers[kept & (scenario == s)] >= 2)) for s in range(3)]))

    everybody = np.ones(len(judged), dtype=bool)
    without = np.array([written_out(person != p) for p in range(7)])
    error = np.sqrt(6 / 7 * np.square(without - without.mean()).sum())
    low, high = average_interval(cells, scenario, np.arange(len(judged)), person, "same_side", 2)
    assert (low + high) / 2 == pytest.approx(written_out(everybody))
    assert (high - low) / 2 == pytest.approx(1.6449 * error, rel=1e-4)


def test_counts_give_what_everyones_answers_give(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nobody judged a scenario twice; some people judged only scenarios that are not shown."""
    rows = (PANEL.participant > 2) | (PANEL.scenario == 0)
    one_sided = np.where(PANEL.scenario == 0, 3, PANEL.answer)[rows]
    panel = replace(PANEL, participant=PANEL.participant[rows], scenario=PANEL.scenario[rows], answer=one_sided)
    quick = agreement(panel)
    monkeypatch.setattr(sys.modules[agreement.__module__], "_once", lambda _: False)
    careful = agreement(panel)
    pl.testing.assert_frame_equal(quick.scenarios, careful.scenarios)
    assert quick.same_side_interval == pytest.approx(careful.same_side_interval, abs=1e-12)
    assert quick.consensus_interval == pytest.approx(careful.consensus_interval, abs=1e-12)


def test_the_average_of_too_few_people_has_no_interval() -> None:
    assert average_interval(np.eye(4)[:2], np.zeros(2, int), np.arange(2), np.arange(2), "same_side", 2) is None
    nobody = np.array([], dtype=np.int64)
    assert average_interval(np.empty((0, 4)), nobody, nobody, nobody, "consensus", 2) is None


def test_repeats_have_the_interval_of_a_share_of_people() -> None:
    again = replace(PANEL, design=replace(PANEL.design, profiles=np.zeros_like(PANEL.design.profiles)))
    found = agreement(again)
    assert found.same_side_again_interval == wilson_interval(found.same_side_again, PANEL.n_participants)
    assert agreement(PANEL).same_side_again_interval is None


def test_wilson_by_hand() -> None:
    """8 of 10, z = 1.6449: (0.8 + 0.1353 ± 1.6449 sqrt(0.016 + 0.00676)) / 1.27055."""
    assert wilson_interval(0.8, 10) == pytest.approx((0.5408, 0.9314), abs=2e-4)
    assert wilson_interval(0.0, 5)[0] == 0.0
    assert isinstance(agreement(PANEL).scenarios, pl.DataFrame)
