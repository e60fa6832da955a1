"""How efficient any design over the allowed scenarios could be, by the General Equivalence Theorem.

For any weights w over the candidates, the best possible |M|^(1/p) is at most |M(w)|^(1/p) max_x d(x, w) / p, with
d(x, w) = x' M(w)^-1 x. The multiplicative algorithm makes the two meet.

The candidates are a grid of levels, of which some are forbidden. So M(w) follows from the two-way tables of the
weights, and d is a sum of one number per criterion and one per pair of criteria: both cost a few passes over the grid,
however many parameters there are.

References
----------
Kiefer & Wolfowitz (1960), Canadian Journal of Mathematics 12. Silvey, Titterington & Torsney (1978), Communications
in Statistics A 7: the multiplicative algorithm.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import prod

import numpy as np
from numpy.typing import NDArray

from collega.design.candidates import Rule, allowed
from collega.study.coding import orthonormal_contrasts

Floats = NDArray[np.float64]

CANDIDATES = 300_000
_ROUNDS = 60
_GAP = 2e-4
_SINGULAR = 1e-10


def constrained_bound(n_levels: Sequence[int], never: Sequence[Rule]) -> float | None:
    """Return the bound on |X'X/n|^(1/p), orthonormal coding; None beyond 300,000 combinations.

    Parameters
    ----------
    n_levels : sequence of int
    never : sequence of rules
        Forbidden combinations as (criterion, level) pairs.
    """
    if prod(n_levels) > CANDIDATES:
        return None
    fine = allowed(np.stack([axis.ravel() for axis in np.indices(n_levels)], axis=1), never)
    contrasts = [orthonormal_contrasts(levels) for levels in n_levels]
    weights = fine / fine.sum()
    bound = 1.0
    for _ in range(_ROUNDS):
        information = _information(weights.reshape(n_levels), contrasts)
        if np.linalg.eigvalsh(information)[0] < _SINGULAR:
            return 0.0
        size = len(information)
        variance = _variances(np.linalg.inv(information).astype(np.float64), contrasts)
        excess = float(variance[fine].max()) / size
        log_det = np.linalg.slogdet(information)[1]
        bound = min(bound, float(np.exp(log_det / size)) * excess)
        if excess - 1.0 < _GAP:
            break
        weights *= variance / size
    return bound


def _information(weights: Floats, contrasts: Sequence[Floats]) -> Floats:
    """Return (p, p) M(w) of weights on the grid of levels."""
    starts = 1 + np.cumsum([0, *(table.shape[1] for table in contrasts)])
    information = np.empty((starts[-1], starts[-1]))
    information[0, 0] = weights.sum()
    for b in reversed(range(len(contrasts))):
        rest = weights
        rows = slice(starts[b], starts[b + 1])
        for a in range(b):  # rest: over the criteria a, ..., b
            table = contrasts[a].T @ rest.reshape(len(rest), -1, rest.shape[-1]).sum(axis=1) @ contrasts[b]
            columns = slice(starts[a], starts[a + 1])
            information[columns, rows], information[rows, columns] = table, table.T
            rest = rest.sum(axis=0)
        information[rows, rows] = contrasts[b].T @ (rest[:, None] * contrasts[b])
        information[0, rows] = information[rows, 0] = rest @ contrasts[b]
        weights = weights.sum(axis=-1)
    return information


def _variances(inverse: Floats, contrasts: Sequence[Floats]) -> Floats:
    """Return d(x, w) of every scenario of the grid, the levels of the last criterion next to each other."""
    starts = 1 + np.cumsum([0, *(table.shape[1] for table in contrasts)])
    blocks = [slice(*ends) for ends in pairwise(starts.tolist())]
    total = inverse[:1, 0]
    for b, own in enumerate(blocks):
        table = contrasts[b]
        added = (2.0 * table @ inverse[own, 0] + np.einsum("lk,km,lm->l", table, inverse[own, own], table))[None]
        for a in range(b):
            pair = 2.0 * contrasts[a] @ inverse[blocks[a], own] @ table.T
            added = (added[:, None, :] + pair[None]).reshape(-1, len(table))
        total = (total[:, None] + added).ravel()
    return total
