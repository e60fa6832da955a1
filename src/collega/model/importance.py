"""How heavily criteria weigh, from part-worths: the range of each over the sum of all ranges.

References
----------
Orme (2010), Getting Started with Conjoint Analysis, ch. 9.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from collega.panel.judged_levels import JudgedLevels

Floats = NDArray[np.float64]


def importance_of(part_worths: Floats, judged: JudgedLevels) -> Floats:
    """Return (..., C) importance, percent, of (..., L) part-worths; all equal where nothing is weighed.

    Over the levels that were judged: NaN for a criterion with fewer than two of them, of which no range is known.
    """
    ranges = judged.ranges(part_worths)
    several = np.array([n > 1 for n in judged.coding.n_levels])
    total = np.nansum(ranges, axis=-1, keepdims=True)
    even = np.where(several, np.full_like(ranges, 1.0 / max(several.sum(), 1)), np.nan)
    result: Floats = 100.0 * np.divide(ranges, total, out=even, where=several & (total > 0))
    return result
