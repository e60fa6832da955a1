"""Compile the kernels of this room."""

from __future__ import annotations

import numpy as np

from collega.insight.isolation import gathered, isolating
from collega.insight.sides import Counted, leaves_open


def warm() -> None:
    """Look for two people among five, and for their sides."""
    totals = np.array([[0, 2], [0, 2], [0, -1], [1, 2], [1, -1]], dtype=np.int32)
    isolating(gathered(totals)[0], np.eye(3), 3)
    people = np.arange(8)
    leaves_open(Counted(totals=np.zeros((8, 1), dtype=np.int32), columns=np.ones((1, 1))), people % 3, people, 3, 2)
