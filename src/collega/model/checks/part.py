"""The part of a large panel that is looked at, so that checks take seconds: the same part for all of them."""

from __future__ import annotations

import numpy as np

from collega.panel.panel import Panel

MOST_ANSWERS = 60_000


def part_of(panel: Panel) -> Panel:
    """Return every second, third ... included participant where there are more than ``MOST_ANSWERS`` answers."""
    panel = panel.counted
    step = -(-panel.n_answers // MOST_ANSWERS)
    return panel if step <= 1 else panel.keep(np.arange(panel.n_participants) % step == 0).counted
