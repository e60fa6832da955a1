"""From levels to columns: effects, treatment and orthonormal coding of scenarios."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

CodingKind = Literal["effects", "treatment", "orthonormal"]
BLANK = -1


def effects_contrasts(levels: int) -> NDArray[np.float64]:
    """Return (L, L-1): level l < L has a one in column l, the last level is -1 throughout."""
    return np.vstack([np.eye(levels - 1), -np.ones((1, levels - 1))])


def treatment_contrasts(levels: int) -> NDArray[np.float64]:
    """Return (L, L-1): columns against the first level, as R's contr.treatment."""
    return np.vstack([np.zeros((1, levels - 1)), np.eye(levels - 1)])


def orthonormal_contrasts(levels: int) -> NDArray[np.float64]:
    """Return (L, L-1) Helmert contrasts C with C'1 = 0 and C'C = L I, so every row has squared norm L - 1.

    References
    ----------
    Kuhfeld (2010), Marketing Research Methods in SAS, "Orthogonal coding".
    """
    contrasts = np.zeros((levels, levels - 1))
    for k in range(levels - 1):
        contrasts[: k + 1, k] = -1.0
        contrasts[k + 1, k] = k + 1.0
    lengths: NDArray[np.float64] = np.sqrt(np.square(contrasts).sum(axis=0) / levels)
    return contrasts / lengths


_CONTRASTS = {
    "effects": effects_contrasts,
    "treatment": treatment_contrasts,
    "orthonormal": orthonormal_contrasts,
}


@dataclass(frozen=True, kw_only=True)
class Coding:
    """How the levels of C criteria become K = sum(levels - 1) columns.

    Attributes
    ----------
    n_levels : tuple of int
        Numbers of levels of the C criteria; they sum to L.
    kind : str
        ``effects`` (a criterion's part-worths sum to zero), ``treatment`` (against the first level) or
        ``orthonormal`` (columns of equal length, for designs and for priors that treat levels alike).
    """

    n_levels: tuple[int, ...]
    kind: CodingKind = "effects"

    @cached_property
    def contrasts(self) -> tuple[NDArray[np.float64], ...]:
        """One (levels, levels - 1) matrix for each criterion."""
        return tuple(_CONTRASTS[self.kind](levels) for levels in self.n_levels)

    @cached_property
    def blocks(self) -> tuple[slice, ...]:
        """The columns of each criterion."""
        return _slices([levels - 1 for levels in self.n_levels])

    @cached_property
    def level_blocks(self) -> tuple[slice, ...]:
        """The place of each criterion's levels among all L levels."""
        return _slices(self.n_levels)

    @property
    def n_columns(self) -> int:
        """K, the intercept not counted."""
        return sum(self.n_levels) - len(self.n_levels)

    @cached_property
    def to_part_worths(self) -> NDArray[np.float64]:
        """(L, K) block matrix that turns coefficients into utilities of all levels."""
        full = np.zeros((sum(self.n_levels), self.n_columns))
        for rows, columns, contrasts in zip(self.level_blocks, self.blocks, self.contrasts, strict=True):
            full[rows, columns] = contrasts
        return full

    def matrix(self, profiles: NDArray[np.integer]) -> NDArray[np.float64]:
        """Code scenarios, without an intercept.

        Parameters
        ----------
        profiles : (S, C) int
            Level indices from 0; ``BLANK`` (-1) gives zeros: the average level in effects and orthonormal
            coding, not defined in treatment coding.

        Returns
        -------
        (S, K) float64
        """
        coded = np.zeros((len(profiles), self.n_columns))
        if self.kind == "treatment" and (profiles == BLANK).any():
            raise ValueError("treatment coding has no blank level; use effects or orthonormal coding")
        for c, (columns, contrasts) in enumerate(zip(self.blocks, self.contrasts, strict=True)):
            chosen = profiles[:, c]
            coded[:, columns] = np.where(chosen[:, None] == BLANK, 0.0, contrasts[chosen])
        return coded


def _slices(sizes: Sequence[int]) -> tuple[slice, ...]:
    ends = np.cumsum(sizes)
    return tuple(slice(int(end - size), int(end)) for end, size in zip(ends, sizes, strict=True))
