"""The unknowns of the population in the coordinates in which Newton's steps are taken.

How positive people are differs with variance d_0^2 + w_0^2. Where they differ in little else the answers tell that sum
and not its parts, so that the posterior of the two is an arc, which straight steps leave. Here the pair is an angle and
a length: d_0 = r sin a, w_0 = r cos a. All other unknowns stay as they are.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_SHORTEST = 1e-6  # of a length, so that there is an angle
Pair = tuple[int, int]  # places of d_0 and w_0 in the vector of unknowns; of the angle and the length afterwards


def to_polar(unknowns: Floats, pair: Pair) -> Floats:
    """Return (..., Q) unknowns with the angle, in radians, in the place of d_0, and the length in that of w_0."""
    direction, spread = unknowns[..., pair[0]], unknowns[..., pair[1]]
    polar: Floats = np.array(unknowns, dtype=np.float64)
    polar[..., pair[0]], polar[..., pair[1]] = np.arctan2(direction, spread), np.hypot(direction, spread)
    return polar


def from_polar(polar: Floats, pair: Pair) -> Floats:
    """Return the (..., Q) unknowns; w_0 is below zero where the angle went past a quarter of the circle."""
    angle, length = polar[..., pair[0]], polar[..., pair[1]]
    unknowns: Floats = np.array(polar, dtype=np.float64)
    unknowns[..., pair[0]], unknowns[..., pair[1]] = length * np.sin(angle), length * np.cos(angle)
    return unknowns


def within_quarter(polar: Floats, pair: Pair) -> Floats:
    """Return (Q,) coordinates with the angle at most a quarter of the circle from 0, and no length below 0.

    Past that w_0 is below 0, which is the same population as above 0 at another angle: what is known of an angle would
    have to be turned round with it. A centre stops there instead.
    """
    kept: Floats = np.array(polar, dtype=np.float64)
    kept[pair[0]] = np.clip(kept[pair[0]], -np.pi / 2, np.pi / 2)
    kept[pair[1]] = max(kept[pair[1]], _SHORTEST)
    return kept


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PolarPoint:
    """A point, and how slopes and information there read in these coordinates.

    Attributes
    ----------
    polar : (Q,) float64
    turn : (Q, Q) float64
        The slope of every unknown (row) in every coordinate (column).
    """

    polar: Floats
    turn: Floats

    @classmethod
    def from_unknowns(cls, unknowns: Floats, pair: Pair) -> PolarPoint:
        """Return the point with these (Q,) unknowns."""
        polar, turn = to_polar(unknowns, pair), np.eye(len(unknowns))
        sine, cosine, length = np.sin(polar[pair[0]]), np.cos(polar[pair[0]]), polar[pair[1]]
        turn[np.ix_(pair, pair)] = [[length * cosine, sine], [-length * sine, cosine]]
        return cls(polar=polar, turn=turn)

    def slope(self, slope: Floats) -> Floats:
        """Return (Q,) slopes in the coordinates of those in the unknowns."""
        result: Floats = self.turn.T @ slope
        return result

    def information(self, information: Floats) -> Floats:
        """Return (Q, Q) information on the coordinates of that on the unknowns."""
        result: Floats = self.turn.T @ information @ self.turn
        return result

    def information_on_unknowns(self, information: Floats) -> Floats:
        """Return the reverse of :meth:`information`."""
        back = np.linalg.inv(self.turn)
        result: Floats = back.T @ information @ back
        return result
