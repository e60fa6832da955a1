"""How efficient any design over the allowed scenarios could be, by the General Equivalence Theorem.

For any weights w over the candidates, the best possible |M|^(1/p) is at most |M(w)|^(1/p) max_x d(x, w) / p, with
d(x, w) = x' M(w)^-1 x. The multiplicative algorithm makes the two meet.

References
----------
Kiefer & Wolfowitz (1960), Canadian Journal of Mathematics 12. Silvey, Titterington & Torsney (1978), Communications
in Statistics A 7: the multiplicative algorithm.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from collega.design.candidates import Rule, all_allowed
from collega.study.coding import Coding

CANDIDATES = 300_000
_ROUNDS = 60
_GAP = 2e-4
_CHUNK = 8192


def constrained_bound(n_levels: Sequence[int], never: Sequence[Rule]) -> float | None:
    """Return the bound on |X'X/n|^(1/p), orthonormal coding; None beyond 300,000 combinations.

    Parameters
    ----------
    n_levels : sequence of int
    never : sequence of rules
        Forbidden combinations as (criterion, level) pairs.
    """
    profiles = all_allowed(n_levels, never, CANDIDATES)
    if profiles is None:
        return None
    coded = Coding(n_levels=tuple(n_levels), kind="orthonormal").matrix(profiles)
    candidates = np.hstack([np.ones((len(coded), 1)), coded])
    size = candidates.shape[1]
    weights = np.full(len(candidates), 1.0 / len(candidates))
    bound = 1.0
    for _ in range(_ROUNDS):
        information = (candidates * weights[:, None]).T @ candidates
        sign, log_det = np.linalg.slogdet(information)
        if sign <= 0:
            return 0.0
        variance = _variances(candidates, np.linalg.inv(information))
        excess = float(variance.max()) / size
        bound = min(bound, float(np.exp(log_det / size)) * excess)
        if excess - 1.0 < _GAP:
            break
        weights *= variance / size
    return bound


def _variances(candidates: NDArray[np.float64], inverse: NDArray[np.float64]) -> NDArray[np.float64]:
    chunks = [candidates[start : start + _CHUNK] for start in range(0, len(candidates), _CHUNK)]
    return np.concatenate([np.einsum("ij,ij->i", chunk @ inverse, chunk) for chunk in chunks])
