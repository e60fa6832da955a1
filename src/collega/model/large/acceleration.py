"""Where the next step starts, from all steps so far.

A Newton step whose information is too small overshoots, and comes back with the next one, again and again: along an
angle that the answers hardly tell, for instance. The steps at earlier points tell how steps change from point to point,
so the point where they would be zero is a better next one (Anderson 1965; Walker & Ni 2011, algorithm AA).

References
----------
Anderson (1965), Iterative procedures for nonlinear integral equations, Journal of the ACM 12. Walker & Ni (2011),
Anderson acceleration for fixed-point iterations, SIAM Journal on Numerical Analysis 49.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cholesky

Floats = NDArray[np.float64]
_LEAST = 0.01  # singular values below this, beside the largest, are noise of the differences


def next_point(points: Sequence[Floats], steps: Sequence[Floats], precision: Floats) -> Floats:
    """Return the (Q,) point to look at next.

    Parameters
    ----------
    points, steps : sequence of (Q,) float64
        Where was looked so far, in order, and the Newton step from there.
    precision : (Q, Q) float64
        Of the posterior: in its standard deviations steps are compared.
    """
    ahead: Floats = points[-1] + steps[-1]
    if len(points) < 2:
        return ahead
    between_points, between_steps = np.diff(points, axis=0), np.diff(steps, axis=0)
    root = cholesky(precision)
    share = np.linalg.lstsq(root @ between_steps.T, root @ steps[-1], rcond=_LEAST)[0]
    result: Floats = ahead - share @ (between_points + between_steps)
    return result
