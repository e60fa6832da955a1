"""A panel as the maximum-likelihood models see it: counts, and everyone's cells, without the answers nobody gave."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from collega.errors import NotComputedError
from collega.panel.counts import Counts, ParticipantCells, count_answers, group_by_participant, merge_profiles
from collega.panel.panel import Panel
from collega.study.coding import Coding


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CountedPanel:
    """Sufficient statistics of a panel.

    Attributes
    ----------
    counts : Counts
        Effects-coded distinct scenarios and the answers to them, used categories only.
    cells : ParticipantCells
        The same participant by participant.
    profiles : (R, C) int64
        Level indices of the distinct scenarios.
    used : (J,) bool
        Which answers occur.
    """

    counts: Counts
    cells: ParticipantCells
    profiles: NDArray[np.int64]
    used: NDArray[np.bool_]


def count_panel(panel: Panel) -> CountedPanel:
    """Count the included participants' answers.

    Raises
    ------
    NotComputedError
        Where everybody gave the same answer throughout.
    """
    panel = panel.counted
    profiles = panel.design.profiles
    first, row = merge_profiles(profiles)
    n_answers = len(panel.study.answers)
    counts = count_answers(panel.scenario, panel.answer, row, len(first), n_answers)
    used = counts.sum(axis=0) > 0
    if used.sum() < 2:
        raise NotComputedError(
            "All answers are the same one, so they tell nothing about the criteria. More different answers are needed."
        )
    answer = panel.answer
    if not used.all():
        answer = (np.cumsum(used) - 1).astype(np.int8)[answer]
    cells = group_by_participant(panel.participant, panel.scenario, answer, row, panel.n_participants, int(used.sum()))
    matrix = Coding(n_levels=panel.study.n_levels).matrix(profiles[first])
    return CountedPanel(
        counts=Counts(matrix=matrix, counts=np.ascontiguousarray(counts[:, used])),
        cells=cells,
        profiles=profiles[first],
        used=used,
    )


def spread_thresholds(thresholds: NDArray[np.float64], used: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return (J-1,) thresholds from those between the used answers.

    Beside a lowest or highest answer that never occurs they are NaN; one in between has the same threshold on both
    sides, so that its probability is 0.
    """
    full = np.full(len(used) - 1, np.nan)
    between, index = _between(used)
    full[between] = thresholds[index]
    return full


def spread_covariance(covariance: NDArray[np.float64], used: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return the covariance of those thresholds and the coefficients, with NaN rows and columns where NaN."""
    inner = int(used.sum()) - 1
    others = len(covariance) - inner
    full = np.full((len(used) - 1 + others,) * 2, np.nan)
    between, index = _between(used)
    to = np.concatenate([between, len(used) - 1 + np.arange(others)])
    source = np.concatenate([index, inner + np.arange(others)])
    full[np.ix_(to, to)] = covariance[np.ix_(source, source)]
    return full


def _between(used: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the thresholds with used answers on both sides, and the estimated threshold of each."""
    below = np.cumsum(used)[:-1]
    between = np.flatnonzero((below > 0) & (below < used.sum()))
    return between, below[between] - 1
