"""A panel as the maximum-likelihood models see it: counts, and everyone's cells, without what nobody judged or gave."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from collega.errors import NotComputedError
from collega.messages import Message
from collega.panel.counts import Counts, ParticipantCells, count_answers, group_by_participant, merge_profiles
from collega.panel.judged_levels import JudgedLevels, judged_levels
from collega.panel.panel import Panel


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CountedPanel:
    """Sufficient statistics of a panel.

    Attributes
    ----------
    counts : Counts
        Distinct scenarios that were judged, effects-coded over the judged levels, and the answers to them, used
        categories only.
    cells : ParticipantCells
        The same participant by participant.
    judged : JudgedLevels
        Which levels the scenarios have, and their coding.
    used : (J,) bool
        Which answers occur.
    """

    counts: Counts
    cells: ParticipantCells
    judged: JudgedLevels
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
    seen = np.flatnonzero(np.bincount(panel.scenario, minlength=len(profiles)))
    first, row_of_seen = merge_profiles(profiles[seen])
    row = np.full(len(profiles), -1, dtype=np.int32)
    row[seen] = row_of_seen
    n_answers = len(panel.study.answers)
    counts = count_answers(panel.scenario, panel.answer, row, len(first), n_answers)
    used = counts.sum(axis=0) > 0
    if used.sum() < 2:
        raise NotComputedError(Message("model-one-answer-only"))
    answer = panel.answer
    if not used.all():
        answer = (np.cumsum(used) - 1).astype(np.int8)[answer]
    cells = group_by_participant(panel.participant, panel.scenario, answer, row, panel.n_participants, int(used.sum()))
    judged = judged_levels(panel)
    return CountedPanel(
        counts=Counts(matrix=judged.matrix(profiles[seen][first]), counts=np.ascontiguousarray(counts[:, used])),
        cells=cells,
        judged=judged,
        used=used,
    )


def spread_thresholds(thresholds: NDArray[np.float64], used: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return (J-1,) thresholds from those between the used answers.

    Beside a lowest or highest answer that never occurs they are NaN; one in between has the same threshold on both
    sides, so that its probability is 0.
    """
    full = np.full(len(used) - 1, np.nan)
    between, index = between_thresholds(used)
    full[between] = thresholds[index]
    return full


def spread_covariance(covariance: NDArray[np.float64], counted: CountedPanel) -> NDArray[np.float64]:
    """Return the covariance of those thresholds, the study's coefficients and what follows; NaN where they are NaN."""
    inner, judged = int(counted.used.sum()) - 1, counted.judged
    rest = len(covariance) - inner - judged.coding.n_columns
    between, index = between_thresholds(counted.used)
    n_columns, start = judged.study_coding.n_columns, len(counted.used) - 1
    spread = np.zeros((start + n_columns + rest, len(covariance)))
    spread[between, index] = 1.0
    spread[start : start + n_columns, inner : inner + judged.coding.n_columns] = judged.to_study
    spread[start + n_columns :, len(covariance) - rest :] = np.eye(rest)
    full: NDArray[np.float64] = spread @ covariance @ spread.T
    unknown = np.setdiff1d(np.arange(start), between)
    full[unknown] = full[:, unknown] = np.nan
    return full


def between_thresholds(used: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the thresholds with used answers on both sides, and the estimated threshold of each."""
    below = np.cumsum(used)[:-1]
    between = np.flatnonzero((below > 0) & (below < used.sum()))
    return between, below[between] - 1
