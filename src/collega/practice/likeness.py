"""How alike two cases are: how far colleagues would weigh them apart, criterion by criterion.

The distance between two levels is how far their part-worths are apart for a colleague, in logits, on average over the
colleagues and over what their weights could be: E|w_l - w_k|. The distance between cases is the sum over criteria. Two
levels that half of the colleagues prefer one way and half the other are therefore not alike, though their average
weights are the same. A blank is any level, all equally likely: its distance to a level is the mean over levels, and
two blanks are the same. That is the Wasserstein distance between what the cases could be, so it is a metric: zero
for itself, symmetric, and no way round is shorter.

References
----------
Villani (2009), Optimal Transport, chapter 6: Wasserstein distances are metrics.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from collega.model.fit import PROBIT_TO_LOGIT, Fit
from collega.model.persons import Persons, persons_of
from collega.model.population import is_erased, population_of
from collega.study.coding import Coding

SHOWN = 3
_ROWS = 40_000  # draws times persons
_HAIR = 1e-9  # levels that are worth the same are still not the same: what is the same comes first


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A criterion in which two cases differ, and its part of their distance, logits."""

    criterion: str
    distance: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LikeCase:
    """A stored case, and how like it is.

    Attributes
    ----------
    row : int
        Its row among the stored cases.
    distance : float
        Logits; 0 is the same.
    differs : tuple of Difference
        Largest first; their distances add up to ``distance``.
    """

    row: int
    distance: float
    differs: tuple[Difference, ...]

    def as_json(self) -> dict[str, Any]:
        """Return with plain types."""
        differs = [{"criterion": difference.criterion, "distance": difference.distance} for difference in self.differs]
        return {"row": self.row, "distance": self.distance, "differs": differs}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Likeness:
    """Distances between levels.

    Attributes
    ----------
    criteria : tuple of str
        Keys of the C criteria.
    tables : tuple of (L_c + 1, L_c + 1) float64
        Of each criterion the distance between every two levels, logits; the last row and column are ``BLANK``.
    """

    criteria: tuple[str, ...]
    tables: tuple[NDArray[np.float64], ...]

    def parts(self, profile: NDArray[np.integer], stored: NDArray[np.integer]) -> NDArray[np.float64]:
        """Return (M, C) distances between a (C,) case and (M, C) stored ones, by criterion; ``BLANK`` where open."""
        distances = np.empty((len(stored), len(self.criteria)))
        for c, table in enumerate(self.tables):
            distances[:, c] = table[profile[c]].take(stored[:, c], mode="wrap")  # BLANK is -1: the last
        return distances

    def likest(
        self, profile: NDArray[np.integer], stored: NDArray[np.integer], most: int = SHOWN
    ) -> tuple[LikeCase, ...]:
        """Return the likest of the stored cases, likest first; of equal ones the first stored.

        Parameters
        ----------
        profile : (C,) int
            Level indices, ``BLANK`` where open.
        stored : (M, C) int
            The same of every stored case.
        most : int
            How many at most.
        """
        parts = self.parts(profile, stored)
        distances = parts.sum(axis=1)
        order = np.argsort(distances, kind="stable")[:most]
        return tuple(self._distance_of_one(int(row), parts[row], profile != stored[row]) for row in order)

    def _distance_of_one(self, row: int, parts: NDArray[np.float64], differs: NDArray[np.bool_]) -> LikeCase:
        chosen = [c for c in np.argsort(-parts, kind="stable") if differs[c]]
        rounded = parts.round(6) + 0.0
        return LikeCase(
            row=row,
            distance=round(float(parts.sum()), 6),
            differs=tuple(Difference(criterion=self.criteria[c], distance=float(rounded[c])) for c in chosen),
        )


def likeness_of(fit: Fit) -> Likeness:
    """Return the distances that a fit gives; a level that nobody judged counts as blank."""
    persons = population_of(fit, {}) if is_erased(fit) else persons_of(fit)
    worths, weights = _part_worths(fit, persons.thinned(_ROWS))
    judged = fit.judged_levels.levels
    coding = Coding(n_levels=tuple(map(len, fit.levels)))
    tables = [_table(worths[:, rows], weights, judged[rows]) for rows in coding.level_blocks]
    return Likeness(criteria=fit.criteria, tables=tuple(tables))


def _part_worths(fit: Fit, persons: Persons) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return (R, L) part-worths of people in draws, logits, and how much each row counts."""
    n_draws = len(persons.coefficients)
    rows = persons.coefficients[:, :, 1:].reshape(-1, persons.coefficients.shape[2] - 1).astype(np.float64)
    scale = PROBIT_TO_LOGIT if persons.link == "probit" else 1.0
    worths = scale * (np.nan_to_num(rows) @ Coding(n_levels=tuple(map(len, fit.levels))).to_part_worths.T)
    return worths, np.tile(persons.weights / n_draws, n_draws)


def _table(worths: NDArray[np.float64], weights: NDArray[np.float64], judged: NDArray[np.bool_]) -> NDArray[np.float64]:
    n = worths.shape[1]
    table = np.zeros((n + 1, n + 1))
    for k in range(n):
        table[k, :n] = weights @ np.abs(worths - worths[:, [k]])
    known = np.flatnonzero(judged)
    table[:n, n] = table[n, :n] = table[:n, known].mean(axis=1) if len(known) else 0.0
    for k in np.flatnonzero(~judged).tolist():  # nothing is known of it, as of a blank
        table[k], table[:, k] = table[n], table[:, n]
        table[k, k] = table[k, n] = table[n, k] = 0.0
    return table + _HAIR * (1 - np.eye(n + 1))
