"""Which levels were judged, and the coding of these alone: what nobody judged is not estimated."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from collega.design.layout import Design
from collega.panel.panel import Panel
from collega.study.coding import Coding, CodingKind
from collega.study.definition import Study

Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, eq=False)
class JudgedLevels:
    """The levels of a study that some judged scenario has.

    Attributes
    ----------
    n_levels : tuple of int
        Numbers of levels of the C criteria in the study; they sum to L.
    levels : (L,) bool
        Whether each level was judged.
    """

    n_levels: tuple[int, ...]
    levels: NDArray[np.bool_]

    @cached_property
    def study_coding(self) -> Coding:
        """The effects coding of all levels, K columns."""
        return Coding(n_levels=self.n_levels)

    @cached_property
    def coding(self) -> Coding:
        """The effects coding of the judged levels alone, K' columns; a criterion with one of them has none."""
        return Coding(n_levels=tuple(int(self.levels[rows].sum()) for rows in self.study_coding.level_blocks))

    def matrix(self, profiles: NDArray[np.integer], kind: CodingKind = "effects") -> Floats:
        """Return (R, K') judged scenarios, (R, C) level indices of the study, in a coding of the judged levels."""
        place = [np.cumsum(self.levels[rows]) - 1 for rows in self.study_coding.level_blocks]
        coding = Coding(n_levels=self.coding.n_levels, kind=kind)
        return coding.matrix(np.column_stack([place[c][profiles[:, c]] for c in range(len(place))]))

    @cached_property
    def to_study(self) -> Floats:
        """(K, K'): coefficients of the judged levels as those of all levels, an unjudged one worth the average."""
        worths = np.zeros((len(self.levels), self.coding.n_columns))
        worths[self.levels] = self.coding.to_part_worths
        lasts = [rows.stop - 1 for rows in self.study_coding.level_blocks]
        return np.delete(worths, lasts, axis=0)

    @cached_property
    def comparable(self) -> NDArray[np.bool_]:
        """(L,) bool: judged levels beside another judged level of their criterion; only these have a part-worth."""
        return np.asarray(self.levels & np.repeat([n > 1 for n in self.coding.n_levels], self.n_levels))

    @cached_property
    def to_part_worths(self) -> Floats:
        """(L, K): coefficients in the study's coding as part-worths; NaN for a level that has none."""
        return self.part_worths(self.study_coding.to_part_worths.T).T

    def part_worths(self, utilities: Floats) -> Floats:
        """Return (..., L) utilities less their average over each criterion's judged levels; NaN for a level without."""
        worths = np.where(self.comparable, utilities, np.nan)
        for rows in self.study_coding.level_blocks:
            known = worths[..., rows][..., self.comparable[rows]]
            if known.shape[-1]:
                worths[..., rows] -= known.mean(axis=-1, keepdims=True)
        return worths

    def ranges(self, part_worths: Floats) -> Floats:
        """Return (..., C) ranges of (..., L) part-worths over the judged levels; NaN with fewer than two of them."""
        ranges = np.full((*part_worths.shape[:-1], len(self.n_levels)), np.nan)
        for c, rows in enumerate(self.study_coding.level_blocks):
            known = part_worths[..., rows][..., self.comparable[rows]]
            if known.shape[-1]:
                ranges[..., c] = np.ptp(known, axis=-1)
        return ranges


def judged_levels(panel: Panel) -> JudgedLevels:
    """Return which levels the counted participants judged."""
    panel = panel.counted
    judged = np.bincount(panel.scenario, minlength=len(panel.design.profiles)) > 0
    return levels_judged(panel.study, panel.design, judged)


def levels_judged(study: Study, design: Design, judged: NDArray[np.bool_]) -> JudgedLevels:
    """Return which levels these scenarios have, (S,) bool."""
    starts = np.cumsum([0, *study.n_levels[:-1]])
    levels = np.zeros(sum(study.n_levels), dtype=np.bool_)
    levels[(design.profiles[judged] + starts).ravel()] = True
    return JudgedLevels(n_levels=study.n_levels, levels=levels)
