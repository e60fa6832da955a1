"""Which scenarios to show a second time: those with which all versions together tell most."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from collega.study.coding import Coding

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

_RIDGE = 1e-6
_PASSES = 3
_NEARLY = 0.05
_ROUNDING = 1e-9


def choose_repeats(n_levels: Sequence[int], profiles: Ints, versions: int, repeat: int) -> Ints:
    """Return (V, repeat) places within each version, in order of the places.

    A repeat counts as one more row of X. They are added one at a time, in turn of the versions, where |X'X| grows most;
    among those that are nearly as good the one whose levels were shown least. Then they are exchanged as long as that
    makes a difference.

    Parameters
    ----------
    n_levels : sequence of int
    profiles : (V * size, C) int64
        Level indices, version after version.
    versions, repeat : int
    """
    coded = Coding(n_levels=tuple(n_levels), kind="orthonormal").matrix(profiles)
    rows = np.hstack([np.ones((len(coded), 1)), coded]).reshape(versions, len(profiles) // versions, -1)
    levels = profiles.reshape(versions, rows.shape[1], -1)
    counts = np.stack([np.bincount(profiles[:, c], minlength=max(n_levels)) for c in range(len(n_levels))])
    columns = np.arange(len(n_levels))
    repeated = np.zeros((versions, rows.shape[1]), dtype=np.bool_)
    flat = rows.reshape(-1, rows.shape[2])
    information = flat.T @ flat + _RIDGE * np.eye(rows.shape[2])
    for _ in range(repeat):
        for v in range(versions):
            gain = _gain(information, rows[v])
            gain[repeated[v]] = -np.inf
            best = np.flatnonzero(gain >= gain.max() / (1.0 + _NEARLY) * (1.0 - _ROUNDING))
            chosen = int(best[np.argmin(counts[columns, levels[v, best]].sum(axis=1))])
            counts[columns, levels[v, chosen]] += 1
            repeated[v, chosen] = True
            information += np.outer(rows[v, chosen], rows[v, chosen])
    for _ in range(_PASSES):
        if not _exchange(information, rows, repeated):
            break
    return np.array([np.flatnonzero(row) for row in repeated], dtype=np.int64).reshape(versions, repeat)


def _gain(information: Floats, rows: Floats) -> Floats:
    """By how much |information| grows with each row: 1 + x' M^-1 x (matrix determinant lemma)."""
    return np.asarray(1.0 + np.einsum("ij,ji->i", rows, np.linalg.solve(information, rows.T)))


def _exchange(information: Floats, rows: Floats, repeated: NDArray[np.bool_]) -> bool:
    """Exchange every repeat for the row of its version that tells most instead; say whether any was."""
    changed = False
    for v, old in np.argwhere(repeated):
        reduced = information - np.outer(rows[v, old], rows[v, old])
        gain = _gain(reduced, rows[v])
        gain[repeated[v]] = np.where(np.flatnonzero(repeated[v]) == old, gain[old], -np.inf)
        new = int(np.flatnonzero(gain >= gain.max() * (1.0 - _ROUNDING))[0])  # of equals the first, on any machine
        if gain[new] > gain[old] * (1.0 + _NEARLY):
            repeated[v, old], repeated[v, new], changed = False, True, True
            information[:] = reduced + np.outer(rows[v, new], rows[v, new])
    return changed
