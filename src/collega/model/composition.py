"""Which characteristics go together among the participants, as far as it may be told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from collega.model.population import Margins, dealt

_DEALT, _SEED = 256, 20240501


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Composition:
    """The characteristics of a panel, person by person.

    Attributes
    ----------
    size : int
        I, the persons.
    values : mapping of characteristic to sequence of str or None
        Everyone's value, (I,); None where it was withheld, or where its group may not be shown.
    dealt : bool
        Whether these are no participants: values were dealt by their shares, independently.
    """

    size: int
    values: Mapping[str, Sequence[str | None]]
    dealt: bool = False

    @classmethod
    def from_groups(
        cls, size: int, groups: Mapping[tuple[str, str], Sequence[int] | NDArray[np.integer]]
    ) -> Composition:
        """Return that of participants whose (characteristic, value) groups have these rows."""
        values: dict[str, list[str | None]] = {}
        for (characteristic, value), rows in groups.items():
            column = values.setdefault(characteristic, [None] * size)
            for row in rows:
                column[int(row)] = value
        return cls(size=size, values=values)

    @classmethod
    def from_margins(cls, margins: Margins) -> Composition:
        """Return people dealt such that every value has its share: all that is left of an erased panel."""
        rng = np.random.default_rng(_SEED)
        values = {characteristic: dealt(shares, _DEALT, rng) for characteristic, shares in margins.items()}
        return cls(size=_DEALT, values=values, dealt=True)

    def column(self, characteristic: str) -> Sequence[str | None]:
        """Return everyone's value of a characteristic; None throughout where nothing is known of it."""
        return self.values.get(characteristic, [None] * self.size)
