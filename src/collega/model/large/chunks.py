"""A panel in chunks of people, each small enough to work on whatever the size of the panel."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from collega.model.hierarchical.layout import unit_contrasts
from collega.panel.panel import Panel
from collega.study.coding import Coding

Floats = NDArray[np.float64]
PEOPLE = 20_000
_FEW_SCENARIOS = 100_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Chunk:
    """People with their answers, as the sampler's :class:`~collega.model.hierarchical.layout.Layout` has them.

    Attributes
    ----------
    matrix : (R, P) float64
    row, answer : (N,) int32
    start : (I+1,) int64
    members : (I, Z) float64
    """

    matrix: Floats
    row: NDArray[np.int32]
    answer: NDArray[np.int32]
    start: NDArray[np.int64]
    members: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ordered:
    """The answers of a panel, person after person.

    Attributes
    ----------
    panel : Panel
    order : (N,) int64 or None
        Places of the answers; None where they are in this order already.
    start : (I+1,) int64
    """

    panel: Panel
    order: NDArray[np.int64] | None
    start: NDArray[np.int64]

    @classmethod
    def by_person(cls, panel: Panel) -> Ordered:
        """Order a panel whose participants all count."""
        owner = panel.participant
        in_order = bool((owner[1:] >= owner[:-1]).all())
        counts = np.bincount(owner, minlength=panel.n_participants)
        start = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        return cls(panel=panel, order=None if in_order else np.argsort(owner, kind="stable"), start=start)

    def chunks(self, rows: NDArray[np.int64], people: int = PEOPLE) -> Iterator[tuple[slice, Chunk]]:
        """Yield these people, rows of the panel in rising order, so many at a time; and which of them they are."""
        for first in range(0, len(rows), people):
            some = slice(first, min(first + people, len(rows)))
            yield some, self.chunk(rows[some])

    def chunk(self, rows: NDArray[np.int64]) -> Chunk:
        """Return these people, rows of the panel in rising order."""
        together = len(rows) > 0 and int(rows[-1] - rows[0]) == len(rows) - 1
        sizes = np.diff(self.start)[rows]
        start = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
        if together:
            places: slice | NDArray[np.int64] = slice(int(self.start[rows[0]]), int(self.start[rows[-1] + 1]))
        else:
            places = np.repeat(self.start[rows] - start[:-1], sizes) + np.arange(start[-1])
        if self.order is not None:
            places = self.order[places]
        scenario: NDArray[np.integer] = self.panel.scenario[places]
        profiles = self.panel.design.profiles
        if len(profiles) > _FEW_SCENARIOS:
            used, scenario = np.unique(scenario, return_inverse=True)
            profiles = profiles[used]
        return Chunk(
            matrix=coded(self.panel, profiles),
            row=np.array(scenario, dtype=np.int32),
            answer=self.panel.answer[places].astype(np.int32),
            start=start,
            members=members_of(self.panel, rows),
        )


def coded(panel: Panel, profiles: NDArray[np.integer]) -> Floats:
    """Return (R, P) scenarios on the sampler's columns."""
    levels = panel.study.n_levels
    scale = np.concatenate([np.full(n - 1, 1.0 / np.sqrt(n - 1)) for n in levels])
    matrix = Coding(n_levels=levels, kind="orthonormal").matrix(profiles) * scale
    return np.ascontiguousarray(np.hstack([np.ones((len(matrix), 1)), matrix]))


def members_of(panel: Panel, rows: NDArray[np.int64]) -> Floats:
    """Return (I, Z) the characteristics of these people on the sampler's columns; withheld is 0."""
    columns = [np.empty((len(rows), 0))]
    for h, characteristic in enumerate(panel.study.characteristics):
        if len(characteristic.value_keys) > 1:
            chosen = panel.groups[rows, h]
            contrasts = unit_contrasts(len(characteristic.value_keys))
            columns.append(np.where(chosen[:, None] < 0, 0.0, contrasts[chosen]))
    return np.ascontiguousarray(np.hstack(columns))
