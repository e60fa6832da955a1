"""What goes together in a design: correlations between criteria, and main effects mixed up with interactions.

References
----------
Box & Draper (1987), Empirical Model-Building and Response Surfaces: the alias matrix (X'X)^-1 X'Z.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from collega.design.limit import UNLIMITED, Limit

Floats = NDArray[np.float64]
_MOST_OPERATIONS = 4e9


def canonical_correlations(coded: Floats, blocks: Sequence[slice]) -> Floats:
    """Return (C, C) largest canonical correlations between criteria, zeros on the diagonal.

    Parameters
    ----------
    coded : (n, K) float64
    blocks : sequence of slice
        Columns of each criterion.
    """
    centred = coded - coded.mean(axis=0)
    bases = [_basis(centred[:, block]) for block in blocks]
    result = np.zeros((len(blocks), len(blocks)))
    for a, b in itertools.combinations(range(len(blocks)), 2):
        if bases[a].size and bases[b].size:
            largest = np.linalg.norm(bases[a].T @ bases[b], 2)
            result[a, b] = result[b, a] = min(float(largest), 1.0)
    return result


def alias_matrix(matrix: Floats, coded: Floats, blocks: Sequence[slice], limit: Limit = UNLIMITED) -> Floats | None:
    """Return (K, C(C-1)/2): how much an interaction of a pair of criteria would bias each main-effect column.

    The largest absolute entry of (X'X)^-1 X'Z over the interaction columns Z of the pair; by least norm where X'X is
    singular. None where that would take more than some seconds, or the limit cuts it short.
    """
    pairs = list(itertools.combinations(range(len(blocks)), 2))
    if not pairs:
        return np.zeros((coded.shape[1], 0))
    widths = [block.stop - block.start for block in blocks]
    operations = sum(widths[a] * widths[b] for a, b in pairs) * coded.size
    if operations > _MOST_OPERATIONS:
        return None
    solve = np.linalg.pinv(matrix)
    columns = []
    for a, b in pairs:
        if limit.cuts("the aliases"):
            return None
        interaction = (coded[:, blocks[a], None] * coded[:, None, blocks[b]]).reshape(len(coded), -1)
        columns.append(np.abs(solve @ interaction).max(axis=1)[1:])
    return np.column_stack(columns)


def _basis(columns: Floats) -> Floats:
    vectors, singular, _ = np.linalg.svd(columns, full_matrices=False)
    basis: Floats = vectors[:, singular > 1e-9 * max(singular.max(initial=0.0), 1.0)]
    return basis
