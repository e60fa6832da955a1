"""The part of a large panel that is looked at, so that checks take seconds: the same part for all of them."""

from __future__ import annotations

import numpy as np

from collega.panel.panel import Panel
from collega.panel.parts import PanelParts

MOST_ANSWERS = 60_000


def part_of(panel: Panel | PanelParts) -> Panel:
    """Return every second, third ... included participant where there are more than ``MOST_ANSWERS`` answers."""
    if isinstance(panel, PanelParts):
        return panel.every(max(_step(panel.counted.tally.n_answers), 1))
    panel = panel.counted
    step = _step(panel.n_answers)
    return panel if step <= 1 else panel.keep(np.arange(panel.n_participants) % step == 0).counted


def _step(n_answers: int) -> int:
    return -(-n_answers // MOST_ANSWERS)
