"""The simulated studies of the benchmark have what they say that they have."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.proportional_odds import World, draw, middle


def test_a_squeeze_takes_middle_answers_away_at_one_level_only() -> None:
    plain, squeezed = (draw(World(people=400, squeeze=squeeze), 1) for squeeze in (0.0, 0.5))
    assert (plain.design.profiles == squeezed.design.profiles).all()
    first = plain.design.profiles[plain.scenario, 0] == 0
    shares = [[(panel.answer[at] == 2).mean() for at in (first, ~first)] for panel in (plain, squeezed)]
    assert shares[1][0] < 0.3 * shares[0][0]
    assert shares[1][1] == pytest.approx(shares[0][1], abs=1e-12)
    assert np.bincount(plain.participant).tolist() == [21] * 400


def test_the_middle_in_closed_form() -> None:
    assert middle(World(people=1)) == pytest.approx(1 / (1 + np.exp(-0.5)) - 1 / (1 + np.exp(0.6)))
    assert middle(World(people=1, squeeze=0.5)) == pytest.approx(1 / (1 + np.exp(0.0)) - 1 / (1 + np.exp(0.1)))
