"""What is gained by knowing how somebody uses the scale: nothing where there is nothing, something where there is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from benchmarks import checks
from collega.model.checks.prediction import _half, gain_of_stretch
from collega.panel.selection import answers_of
from tests.model.references import reference_panel
from tests.model.simulated import simulated_panel


def test_nothing_is_gained_where_people_use_the_scale_alike() -> None:
    gain = gain_of_stretch(checks.draw(5, 300, checks.World()), 0.1)
    assert gain is not None
    assert abs(gain.nats) < 0.002


def test_much_is_gained_where_they_do_not() -> None:
    gain = gain_of_stretch(checks.draw(5, 300, checks.World(stretch=0.6)), 0.5)
    assert gain is not None
    assert gain.nats > 0.05
    assert gain.nats > 4 * gain.se


def test_no_stretch_gains_exactly_nothing() -> None:
    gain = gain_of_stretch(checks.draw(5, 50, checks.World()), 0.0)
    assert gain is not None
    assert gain.nats == pytest.approx(0.0, abs=1e-12)
    assert gain.se == pytest.approx(0.0, abs=1e-12)


def test_half_scenario_of_everybody_is_learned_from_and_repeats_stay_together() -> None:
    panel = reference_panel("wine")
    learned = _half(panel)
    assert learned.sum() == 36
    for person in range(9):
        for row in np.unique(panel.profile):
            assert len(set(learned[(panel.participant == person) & (panel.profile == row)])) == 1


def test_the_two_halves_of_the_panel_know_all_scenarios() -> None:
    panel = reference_panel("wine")  # everybody judged the same ones
    learned = _half(panel)
    assert set(panel.profile[learned]) == set(panel.profile[~learned]) == set(panel.profile)


def test_who_judged_one_scenario_is_learned_from_and_counted_as_nobody_else() -> None:
    panel = simulated_panel(1, participants=40)
    first = np.unique(panel.participant, return_index=True)[1]
    some = answers_of(panel, (panel.participant > 3) | np.isin(np.arange(panel.n_answers), first))
    assert _half(some)[some.participant <= 3].all()
    there = gain_of_stretch(some, 0.3)
    assert there is not None
    assert np.isfinite(there.nats)


def test_where_a_half_lacks_an_answer_it_is_not_computed() -> None:
    panel = simulated_panel(1, participants=6)
    answer = np.zeros_like(panel.answer)
    answer[np.flatnonzero(~_half(panel))[:3]] = 2
    assert gain_of_stretch(replace(panel, answer=answer), 0.3) is None
