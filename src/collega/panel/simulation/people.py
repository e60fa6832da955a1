"""Who takes part: exact quotas, crossed evenly, and versions dealt evenly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numba import njit
from numpy.typing import NDArray

Ints = NDArray[np.int64]
CROSSED = 2000  # in larger panels chance evens out
_SWAPS_EACH = 2000


def quotas(shares: Mapping[str, float], n: int) -> dict[str, int]:
    """Divide ``n`` participants by largest remainder."""
    exact = {key: n * share / sum(shares.values()) for key, share in shares.items()}
    counts = {key: int(value) for key, value in exact.items()}
    for key in sorted(exact, key=lambda key: counts[key] - exact[key])[: n - sum(counts.values())]:
        counts[key] += 1
    return counts


def draw_people(rng: np.random.Generator, counts: Sequence[Sequence[int]], n: int) -> Ints:
    """Deal values so that every pair of characteristics is crossed as evenly as their quotas allow.

    Parameters
    ----------
    counts : sequence of sequence of int
        For each characteristic how many participants have each value; each sums to ``n``.

    Returns
    -------
    (n, H) int64
        Value numbers.
    """
    columns = [rng.permutation(np.repeat(np.arange(len(each)), each)) for each in counts]
    values = np.ascontiguousarray(np.column_stack(columns).astype(np.int64)) if columns else np.zeros((n, 0), np.int64)
    if values.shape[1] > 1 and n <= CROSSED:
        _cross(rng, values, np.array([len(each) for each in counts], dtype=np.int64), _SWAPS_EACH * values.shape[1])
    return values


@njit(cache=True, nogil=True)
def _cross(rng: np.random.Generator, values: Ints, sizes: Ints, swaps: int) -> None:
    """Swap two participants' values of one characteristic wherever that evens out its crossing with the others."""
    n, n_columns = values.shape
    width = sizes.max()
    tables = np.zeros((n_columns, n_columns, width, width))
    margins = np.zeros((n_columns, width))
    for i in range(n):
        for h in range(n_columns):
            margins[h, values[i, h]] += 1
            for g in range(n_columns):
                tables[h, g, values[i, h], values[i, g]] += 1
    for _ in range(swaps):
        h, i, j = int(rng.random() * n_columns), int(rng.random() * n), int(rng.random() * n)
        a, b = values[i, h], values[j, h]
        if a == b:
            continue
        change = 0.0
        for g in range(n_columns):
            c, d = values[i, g], values[j, g]
            if g == h or c == d:
                continue
            for row, column, step in ((a, c, -1.0), (b, d, -1.0), (a, d, 1.0), (b, c, 1.0)):
                expected = margins[h, row] * margins[g, column] / n
                change += step * (2.0 * (tables[h, g, row, column] - expected) + step) / expected
        if change < -1e-9:
            for g in range(n_columns):
                c, d = values[i, g], values[j, g]
                if g == h or c == d:
                    continue
                for row, column, step in ((a, c, -1.0), (b, d, -1.0), (a, d, 1.0), (b, c, 1.0)):
                    tables[h, g, row, column] += step
                    tables[g, h, column, row] += step
            values[i, h], values[j, h] = b, a
