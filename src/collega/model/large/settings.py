"""How a large panel is fitted."""

from __future__ import annotations

from dataclasses import dataclass, replace

from collega.study.definition import Study

_FEWEST = 60  # representatives of a value, however many values there are


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
        Representatives that every value of a characteristic has at least, where it has so many people; fewer where
        there are many values, see :meth:`for_values`.
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
    passes: int = 8
    part: int = 60_000

    def for_values(self, values: int) -> Settings:
        """Return these settings for so many values of characteristics: of each value fewer, so that memory holds all.

        Of all values together four times ``representatives``, but 60 of each at least.
        """
        fewer = max(4 * self.representatives // max(values, 1), _FEWEST)
        return replace(self, of_a_group=min(self.of_a_group, fewer))


def number_of_values(study: Study) -> int:
    """Return the values of all characteristics together."""
    return sum(len(characteristic.value_keys) for characteristic in study.characteristics)
