"""Some of the answers of a panel, as a panel of their own."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from collega.panel.panel import Panel


def answers_of(panel: Panel, chosen: NDArray[np.bool_]) -> Panel:
    """Return the chosen answers, (N,) bool, of the same people; places and times are left out."""
    return replace(
        panel,
        participant=panel.participant[chosen],
        scenario=panel.scenario[chosen],
        answer=panel.answer[chosen],
        position=None,
        seconds=None,
    )
