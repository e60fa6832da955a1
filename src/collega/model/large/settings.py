"""How a large panel is fitted."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Sizes.

    Attributes
    ----------
    subsample : int
        People whose answers are sampled exactly.
    representatives : int
        People who get draws of their own, and stand for everybody in shares.
    of_a_group : int
        Representatives that every value of a characteristic has at least, where it has so many people.
    draws : int
        Draws that are kept.
    passes : int
        Newton steps of the population, at most, over a part of the people and over everybody.
    part : int
        People over whom it takes steps first, where there are more.
    """

    subsample: int = 2000
    representatives: int = 2000
    of_a_group: int = 300
    draws: int = 400
    passes: int = 3
    part: int = 60_000
