"""How far a criterion shifts the share, and how sure that is."""

from __future__ import annotations

import numpy as np
import pytest

from collega.insight import insights
from collega.insight.levels import level_draws
from collega.model.blanks import Blanks
from collega.model.persons import persons_of
from collega.model.share import interval_of, shares_of
from tests.colleague.studies import hierarchical, make_people

PANEL = make_people()
FIT = hierarchical(PANEL)


def test_a_swing_is_the_difference_of_its_two_levels_draw_by_draw() -> None:
    found = level_draws(PANEL.study, FIT)
    draws = 100 * shares_of(persons_of(FIT), Blanks.of(PANEL.study), np.array([[-1, level, -1] for level in range(3)]))
    means = draws.mean(axis=0)
    difference = draws[:, means.argmax()] - draws[:, means.argmin()]
    assert found.swings[1] == pytest.approx(np.ptp(means))
    low, high = interval_of(difference)
    assert found.swing_intervals[1] == pytest.approx([max(low, 0.0), high])


def test_intervals_hold_the_swing_and_never_go_below_0() -> None:
    found = level_draws(PANEL.study, FIT)
    assert (found.swing_intervals[:, 0] >= 0).all()
    assert (found.swing_intervals[:, 0] <= found.swings).all()
    assert (found.swings <= found.swing_intervals[:, 1]).all()


def test_where_no_weight_is_demonstrated_the_interval_starts_at_0() -> None:
    frame = insights(PANEL, FIT).importance
    undemonstrated = frame.filter(frame["p_value_corrected"] >= 0.05)
    assert undemonstrated.height
    assert undemonstrated["swing_low"].to_list() == [0.0] * undemonstrated.height


def test_insights_of_before_have_swings_without_intervals() -> None:
    stored = insights(PANEL, FIT).as_json()
    assert all(len(row["share_swing_interval"]) == 2 for row in stored["importance"])
