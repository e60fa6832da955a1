"""What is gained by knowing how somebody uses the scale: nothing where there is nothing, something where there is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from benchmarks import checks
from collega.model.checks.prediction import _every_second, gain_of_stretch
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


def test_every_second_scenario_of_everybody_is_learned_from_and_repeats_stay_together() -> None:
    panel = reference_panel("wine")
    learned = _every_second(panel)
    assert learned.sum() == 36
    for person in range(9):
        for row in np.unique(panel.profile):
            assert len(set(learned[(panel.participant == person) & (panel.profile == row)])) == 1


def test_where_a_half_lacks_an_answer_it_is_not_computed() -> None:
    panel = simulated_panel(1, participants=6)
    answer = np.zeros_like(panel.answer)
    answer[np.flatnonzero(~_every_second(panel))[:3]] = 2
    assert gain_of_stretch(replace(panel, answer=answer), 0.3) is None
