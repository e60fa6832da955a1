"""Newton's method for a log-likelihood with an exact Hessian."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg.lapack import dposv

STEP_TOLERANCE = 1e-6  # the method doubles the digits that are right: such a last step leaves an error near 1e-12
Objective = Callable[[NDArray[np.float64]], tuple[float, NDArray[np.float64], NDArray[np.float64]]]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Maximum:
    """Where Newton's method stopped.

    Attributes
    ----------
    theta : (P,) float64
    value : float
        Log-likelihood there.
    hessian : (P, P) float64
    iterations : int
    converged : bool
        Whether the last step was below the tolerance. Along a direction in which the likelihood rises for ever the
        Newton step stays near one logit, so a vanishing step also proves that the maximum exists (Bach 2010,
        Self-concordant analysis for logistic regression, proposition 2).
    """

    theta: NDArray[np.float64]
    value: float
    hessian: NDArray[np.float64]
    iterations: int
    converged: bool


def newton_step(gradient: NDArray[np.float64], hessian: NDArray[np.float64]) -> NDArray[np.float64] | None:
    """Return -H^-1 g; None where -H is not positive definite."""
    _, step, failed = dposv(-hessian, gradient)
    return None if failed else step


def maximise(objective: Objective, start: NDArray[np.float64], limit: int = 30) -> Maximum:
    """Climb from ``start`` with step-halving; stops early, unconverged, where the Hessian is not negative definite.

    Parameters
    ----------
    objective : callable
        theta -> value (-inf outside the domain), gradient, Hessian.
    start : (P,) float64
    limit : int
        Largest number of steps.
    """
    theta = start
    value, gradient, hessian = objective(theta)
    for iteration in range(1, limit + 1):
        step = newton_step(gradient, hessian)
        if step is None or not np.isfinite(step).all():
            return Maximum(theta=theta, value=value, hessian=hessian, iterations=iteration, converged=False)
        size = float(np.abs(step).max())
        theta, value, gradient, hessian = climb(objective, theta, value, step, float(gradient @ step))
        if size < STEP_TOLERANCE * (1.0 + float(np.abs(theta).max())):
            return Maximum(theta=theta, value=value, hessian=hessian, iterations=iteration, converged=True)
    return Maximum(theta=theta, value=value, hessian=hessian, iterations=limit, converged=False)


def climb(
    objective: Objective, theta: NDArray[np.float64], value: float, step: NDArray[np.float64], slope: float
) -> tuple[NDArray[np.float64], float, NDArray[np.float64], NDArray[np.float64]]:
    """Take the step, halved until it does not lead down (beyond rounding)."""
    slack = 1e-12 * (1.0 + abs(value))
    for _ in range(40):
        reached, gradient, hessian = objective(theta + step)
        if reached >= value + 1e-4 * slope - slack:
            return theta + step, reached, gradient, hessian
        step, slope = 0.5 * step, 0.5 * slope
    return theta, *objective(theta)
