"""Who takes part: exact quotas, crossed evenly or as they go together, and versions dealt evenly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
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


def draw_people(
    rng: np.random.Generator,
    counts: Sequence[Sequence[int]],
    n: int,
    links: Mapping[tuple[int, int], Floats] | None = None,
) -> Ints:
    """Deal values so that every pair of characteristics is crossed as expected, as nearly as their quotas allow.

    Parameters
    ----------
    counts : sequence of sequence of int
        For each characteristic how many participants have each value; each sums to ``n``.
    links : dict, optional
        (characteristic, characteristic) -> (values, values) how often values go together, relative to chance.

    Returns
    -------
    (n, H) int64
        Value numbers.
    """
    columns = [rng.permutation(np.repeat(np.arange(len(each)), each)) for each in counts]
    values = np.ascontiguousarray(np.column_stack(columns).astype(np.int64)) if columns else np.zeros((n, 0), np.int64)
    if values.shape[1] > 1 and n <= CROSSED:
        _cross(rng, values, _expected(counts, links or {}), _SWAPS_EACH * values.shape[1])
    return values


def _expected(counts: Sequence[Sequence[int]], links: Mapping[tuple[int, int], Floats]) -> Floats:
    """Return (H, H, V, V) expected numbers of every crossing: independent, unless linked."""
    width = max(len(each) for each in counts)
    tables = np.full((len(counts), len(counts), width, width), np.inf)
    for h, rows in enumerate(counts):
        for g, columns in enumerate(counts):
            linked = links.get((h, g), links[g, h].T if (g, h) in links else np.ones((len(rows), len(columns))))
            tables[h, g, : len(rows), : len(columns)] = _fitted(linked, np.array(rows), np.array(columns))
    return tables


def _fitted(table: Floats, rows: Ints, columns: Ints) -> Floats:
    """Fit a table to its margins (iterative proportional fitting, Deming & Stephan 1940)."""
    fitted = table.astype(np.float64)
    for _ in range(50):
        fitted = fitted * (rows / np.maximum(fitted.sum(axis=1), 1e-12))[:, None]
        fitted = fitted * (columns / np.maximum(fitted.sum(axis=0), 1e-12))
    return fitted


@njit(cache=True, nogil=True)
def _cross(rng: np.random.Generator, values: Ints, expected: Floats, swaps: int) -> None:
    """Swap two participants' values of one characteristic wherever that brings its crossings nearer to expectation."""
    n, n_columns = values.shape
    tables = np.zeros(expected.shape)
    for i in range(n):
        for h in range(n_columns):
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
                due = expected[h, g, row, column]
                change += step * (2.0 * (tables[h, g, row, column] - due) + step) / due
        if change < -1e-9:
            for g in range(n_columns):
                c, d = values[i, g], values[j, g]
                if g == h or c == d:
                    continue
                for row, column, step in ((a, c, -1.0), (b, d, -1.0), (a, d, 1.0), (b, c, 1.0)):
                    tables[h, g, row, column] += step
                    tables[g, h, column, row] += step
            values[i, h], values[j, h] = b, a
