"""The unknowns of the population as one vector, and its posterior when more people answer.

The subsample's posterior of the vector is close to normal; so is the likelihood of all others, since they are many.
With its slope and information (the sum of the products of everyone's slopes: Berndt, Hall, Hall & Hausman 1974) one
Newton step gives the posterior of both together, and the draws are moved and shrunk accordingly.

References
----------
Berndt, Hall, Hall & Hausman (1974), Estimation and inference in nonlinear structural models, Annals of Economic and
Social Measurement 3. Le Cam (1956), On the asymptotic theory of estimation and testing of hypotheses.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import eigh

Floats = NDArray[np.float64]
_NODES = 7


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Population:
    """One value of the unknowns of the population, on the sampler's columns.

    Attributes
    ----------
    thresholds : (J-1,) float64
    mean : (P,) float64
    effects : (P, Z) float64
    toward : (P,) float64
        The common direction d.
    spread : (B,) float64
        w.
    block : (P,) int32
    anchor : int
        The threshold below the positive answers, a place in ``edges``.
    scale_use : (2,) float64 or None
        Standard deviations of stretch and bend; None where all people use the scale alike.
    """

    thresholds: Floats
    mean: Floats
    effects: Floats
    toward: Floats
    spread: Floats
    block: NDArray[np.int32]
    anchor: int
    scale_use: Floats | None = None

    @property
    def size(self) -> int:
        """Q: how many unknowns there are."""
        return len(self.vector)

    @property
    def vector(self) -> Floats:
        """(Q,): thresholds, mean but the intercept's, effects, direction, spreads."""
        return np.concatenate([self.thresholds, self.mean[1:], self.effects.ravel(), self.toward, self.spread])

    @property
    def pair(self) -> tuple[int, int]:
        """Places of d_0 and w_0 in :attr:`vector`."""
        last = self.size - len(self.spread)
        return last - len(self.toward), last

    def at(self, vector: Floats) -> Population:
        """Return the population with these unknowns; thresholds are put in order, and spreads above zero."""
        width, groups = self.effects.shape
        ends = np.cumsum([len(self.thresholds), width - 1, width * groups, width])
        thresholds, mean, effects, toward, spread = np.split(vector, ends)
        return replace(
            self,
            thresholds=np.sort(thresholds),
            mean=np.concatenate([[0.0], mean]),
            effects=effects.reshape(width, groups),
            toward=toward,
            spread=np.maximum(np.abs(spread), 1e-6),
        )

    @property
    def edges(self) -> Floats:
        """(J+1,) thresholds between infinities."""
        return np.concatenate([[-np.inf], self.thresholds, [np.inf]])

    @property
    def covariance(self) -> Floats:
        """(P, P): S = dd' + diag(w^2)."""
        return np.outer(self.toward, self.toward) + np.diag(self.spread[self.block] ** 2)

    def centres(self, members: Floats) -> Floats:
        """Return (I, P) m + G z."""
        return np.ascontiguousarray(self.mean + members @ self.effects.T)

    def nodes(self) -> tuple[Floats, Floats]:
        """Return places of the stretch and the logarithms of their weights (Gauss and Hermite); 0 alone without it."""
        if self.scale_use is None:
            return np.zeros(1), np.zeros(1)
        places, weights = np.polynomial.hermite_e.hermegauss(_NODES)
        return self.scale_use[0] * places, np.log(weights / weights.sum())


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Update:
    """The posterior of the unknowns after more answers, as a move and a shrinkage of draws from before.

    Attributes
    ----------
    centre : (Q,) float64
    precision : (Q, Q) float64
    turn : (Q, Q) float64
        Deviations from the centre before, times this, are those afterwards.
    """

    centre: Floats
    precision: Floats
    turn: Floats


def update(before: Floats, precision: Floats, at: Floats, slope: Floats, information: Floats) -> Update:
    """Return the posterior given a normal one of before and a likelihood with this slope and information.

    Parameters
    ----------
    before, precision : (Q,), (Q, Q) float64
        Mean and inverse covariance without these answers.
    at, slope, information : (Q,), (Q,), (Q, Q) float64
        Where the likelihood was looked at, the slope of its logarithm, and minus its curvature.
    """
    values, vectors = eigh(information, precision)
    values = np.maximum(values, 0.0)
    pull = slope - precision @ (at - before)
    centre = at + vectors @ ((vectors.T @ pull) / (1.0 + values))
    turn = (vectors / np.sqrt(1.0 + values)) @ (vectors.T @ precision)
    return Update(centre=centre, precision=precision + information, turn=turn)
