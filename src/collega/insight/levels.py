"""The share of positive advice at every level, and how far each criterion can shift it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from collega.model.blanks import Blanks
from collega.model.fit import Fit
from collega.model.persons import persons_of
from collega.model.share import interval_of, shares_of
from collega.study.coding import BLANK
from collega.study.definition import Study

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LevelDraws:
    """Shares at every level, the other criteria blank.

    Attributes
    ----------
    shares : polars.DataFrame
        ``criterion``, ``level``, ``share`` (0..1), ``low``, ``high`` (90% interval); null for a level that nobody
        judged.
    swings : (C,) float64
        Highest minus lowest share over each criterion's judged levels, percentage points; NaN with fewer than two.
    swing_intervals : (C, 2) float64
        90% intervals of the difference between these two levels; a swing is never below 0, so they start there at the
        lowest.
    """

    shares: pl.DataFrame
    swings: Floats
    swing_intervals: Floats


def level_draws(study: Study, fit: Fit) -> LevelDraws:
    """Return the shares at every level and the swings, from one set of draws."""
    judged = fit.judged_levels
    cases = np.full((sum(study.n_levels), len(study.criteria)), BLANK, dtype=np.int64)
    for c, rows in enumerate(judged.study_coding.level_blocks):
        cases[rows, c] = np.arange(study.n_levels[c])
    persons = persons_of(fit)
    share_draws = shares_of(persons, Blanks.of(study, judged), cases[judged.levels])
    draws = np.full((len(share_draws), len(cases)), np.nan)
    draws[:, judged.levels] = share_draws
    shares, intervals = persons.centre(draws), interval_of(draws)
    ends = np.minimum(intervals[:, 0], shares), np.maximum(intervals[:, 1], shares)
    frame = pl.DataFrame(
        {
            "criterion": [criterion.key for criterion in study.criteria for _ in criterion.levels],
            "level": [level for criterion in study.criteria for level in criterion.level_keys],
            **dict(zip(("share", "low", "high"), (shares, *ends), strict=True)),
        }
    ).fill_nan(None)
    swings = np.array([_swing(shares[rows], draws[:, rows]) for rows in judged.study_coding.level_blocks])
    return LevelDraws(shares=frame, swings=swings[:, 0], swing_intervals=swings[:, 1:])


def _swing(shares: Floats, draws: Floats) -> tuple[float, float, float]:
    """Return the swing over the levels of a criterion and the ends of its interval, percentage points."""
    judged = np.flatnonzero(~np.isnan(shares))
    if len(judged) < 2:
        return np.nan, np.nan, np.nan
    highest, lowest = judged[shares[judged].argmax()], judged[shares[judged].argmin()]
    swing = float(shares[highest] - shares[lowest])
    low, high = interval_of(draws[:, highest] - draws[:, lowest])
    return 100 * swing, 100 * min(max(float(low), 0.0), swing), 100 * max(float(high), swing)


def level_shares(study: Study, fit: Fit) -> pl.DataFrame:
    """Return the share of positive advice at every level, as :class:`LevelDraws` has it."""
    return level_draws(study, fit).shares


def share_swings(study: Study, fit: Fit) -> Floats:
    """Return (C,) highest minus lowest share over each criterion's judged levels, the others blank; percentage points.

    NaN with fewer than two of them.
    """
    return level_draws(study, fit).swings
