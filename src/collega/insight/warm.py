"""Compile the kernels of this room."""

from __future__ import annotations

import numpy as np

from collega.insight.isolation import gathered, isolating


def warm() -> None:
    """Look for two people among five."""
    totals = np.array([[0, 2], [0, 2], [0, -1], [1, 2], [1, -1]], dtype=np.int32)
    isolating(gathered(totals)[0], np.eye(3), 3)
