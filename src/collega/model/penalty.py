"""The penalty of maximum likelihood where the answers set no end to a part-worth, or do not tell two of them apart.

There the maximum of the likelihood is not unique, or lies at infinity. Collega then adds a stated penalty: a normal
prior with standard deviation ``PENALTY_SD`` on every part-worth.

References
----------
Gelman, Jakulin, Pittau & Su (2008), A weakly informative default prior distribution, Annals of Applied Statistics 2:
scale 2.5.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from collega.study.coding import Coding

PENALTY_SD = 2.5
PENALISED = "model-penalised"


def penalty_matrix(coding: Coding) -> NDArray[np.float64]:
    """Return (K, K): b' M b / 2 is the penalty, the sum of squared part-worths over 2 PENALTY_SD^2."""
    to_levels = coding.to_part_worths
    return to_levels.T @ to_levels / PENALTY_SD**2
