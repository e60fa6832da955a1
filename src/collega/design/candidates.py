"""Which scenarios the rules of a study allow."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

import numpy as np
from numpy.typing import NDArray

Rule = tuple[tuple[int, int], ...]


def rule_table(n_levels: Sequence[int], never: Sequence[Rule]) -> NDArray[np.int64]:
    """Return (R, C) int64: the forbidden level of each criterion, -1 for any level."""
    table = np.full((len(never), len(n_levels)), -1, dtype=np.int64)
    for r, rule in enumerate(never):
        for criterion, level in rule:
            table[r, criterion] = level
    return table


def allowed(profiles: NDArray[np.integer], never: Sequence[Rule]) -> NDArray[np.bool_]:
    """(n,) bool: which of these (n, C) scenarios no rule forbids."""
    fine = np.ones(len(profiles), dtype=np.bool_)
    for rule in never:
        fine &= ~np.logical_and.reduce([profiles[:, criterion] == level for criterion, level in rule])
    return fine


def all_allowed(n_levels: Sequence[int], never: Sequence[Rule], limit: int) -> NDArray[np.int64] | None:
    """Return every allowed scenario, (m, C) int64; None where there are more than ``limit`` combinations in all."""
    if prod(n_levels) > limit:
        return None
    profiles = np.stack([axis.ravel() for axis in np.indices(n_levels)], axis=1)
    return profiles[allowed(profiles, never)]
