"""How many of many findings may be false."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def false_discovery_rates(p_values: Sequence[float | None]) -> list[float | None]:
    """Return for every test the smallest share of false findings at which it is one; None stays None.

    References
    ----------
    Benjamini & Hochberg (1995), Controlling the false discovery rate, JRSS B 57.
    """
    known = [at for at, value in enumerate(p_values) if value is not None]
    values = np.array([p_values[at] for at in known], dtype=np.float64)
    order = np.argsort(values, kind="stable")[::-1]
    ranks = np.arange(len(values), 0, -1)
    rates = np.minimum.accumulate(np.minimum(values[order] * len(values) / ranks, 1.0))
    result: list[float | None] = [None] * len(p_values)
    for place, rate in zip(order, rates, strict=True):
        result[known[place]] = float(rate)
    return result
