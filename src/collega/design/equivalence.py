"""How efficient any design over the allowed scenarios could be, by the General Equivalence Theorem.

For any weights w over the candidates, the best possible |M|^(1/p) is at most |M(w)|^(1/p) max_x d(x, w) / p, with
d(x, w) = x' M(w)^-1 x. The multiplicative algorithm makes the two meet.

Criteria that no rule links vary independently of each other in the best possible design (Fischer's inequality), so each
block of linked criteria has a bound of its own, and the logarithms of the determinants add up. Within a block the
candidates are a grid of levels, of which some are forbidden. So M(w) follows from the two-way tables of the weights,
and d is a sum of one number per criterion and one per pair of criteria: both cost a few passes over the grid, however
many parameters there are.

References
----------
Kiefer & Wolfowitz (1960), Canadian Journal of Mathematics 12. Silvey, Titterington & Torsney (1978), Communications
in Statistics A 7: the multiplicative algorithm.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import exp, log, prod

import numpy as np
from numpy.typing import NDArray

from collega.design.candidates import Rule, allowed
from collega.design.feasible import linked
from collega.design.limit import UNLIMITED, Limit
from collega.study.coding import orthonormal_contrasts

Floats = NDArray[np.float64]

CANDIDATES = 300_000
_ROUNDS = 60
_GAP = 2e-4
_SINGULAR = 1e-10


def constrained_bound(
    n_levels: Sequence[int], never: Sequence[Rule], *, at_most: int = CANDIDATES, limit: Limit = UNLIMITED
) -> float:
    """Return the bound on |X'X/n|^(1/p), orthonormal coding; 0 where no design identifies all parameters.

    Parameters
    ----------
    n_levels : sequence of int
    never : sequence of rules
        Forbidden combinations as (criterion, level) pairs.
    at_most : int
        A block with more combinations is charged nothing, and neither is one after the limit: the bound still holds.
    limit : Limit
    """
    log_det = 0.0
    for block in linked(len(n_levels), never):
        sizes = [n_levels[c] for c in block]
        if len(block) == 1 or prod(sizes) > at_most:
            continue
        rules = [tuple((block.index(c), level) for c, level in rule) for rule in never if rule[0][0] in block]
        bound = _block_bound(sizes, rules, limit)
        if bound == 0.0:
            return 0.0
        log_det += (1 + sum(sizes) - len(sizes)) * log(bound)
    return exp(log_det / (1 + sum(n_levels) - len(n_levels)))


def _block_bound(n_levels: Sequence[int], never: Sequence[Rule], limit: Limit) -> float:
    fine = allowed(np.stack([axis.ravel() for axis in np.indices(n_levels)], axis=1), never)
    contrasts = [orthonormal_contrasts(levels) for levels in n_levels]
    weights = fine / max(fine.sum(), 1)
    bound = 1.0
    for _ in range(_ROUNDS):
        if limit.cuts("the bound"):
            break
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
    for b, block_columns in enumerate(blocks):
        table = contrasts[b]
        variance = (
            2.0 * table @ inverse[block_columns, 0]
            + np.einsum("lk,km,lm->l", table, inverse[block_columns, block_columns], table)
        )[None]
        for a in range(b):
            pair = 2.0 * contrasts[a] @ inverse[blocks[a], block_columns] @ table.T
            variance = (variance[:, None, :] + pair[None]).reshape(-1, len(table))
        total = (total[:, None] + variance).ravel()
    return total
