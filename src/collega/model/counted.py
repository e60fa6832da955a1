"""A panel as the maximum-likelihood models see it: counts, and everyone's cells, without what nobody judged or gave.

Two kinds answer the same questions: of a panel that is here, and of one whose parts stay where they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from collega.errors import NotComputedError
from collega.messages import Message
from collega.model.chunks import Chunk, chunks_of
from collega.model.cluster import score_products
from collega.model.ordered import LINK_NUMBER, cell_scores
from collega.panel.counts import Counts, ParticipantCells, count_answers, group_by_participant, merge_profiles
from collega.panel.judged_levels import JudgedLevels, judged_levels, levels_judged
from collega.panel.panel import Panel
from collega.panel.part import PartCells
from collega.panel.parts import PanelParts
from collega.pieces import LocalPieces, Pieces

Floats = NDArray[np.float64]
LOGIT = LINK_NUMBER["logit"]


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

    @property
    def n_participants(self) -> int:
        """I."""
        return self.cells.n_participants

    @property
    def most_answers(self) -> int:
        """The most answers of one participant."""
        return int(np.diff(self.cells.start).max())

    def score_products(self, theta: Floats) -> Floats:
        """Return (P, P), see :func:`collega.model.cluster.score_products`; theta of the pooled model."""
        return score_products(self.cells, cell_scores(LOGIT, theta, self.counts.matrix, self.cells.n_answers))

    def chunks(self) -> Pieces[Sequence[Chunk]]:
        """Return the participants in chunks."""
        chunks: list[Sequence[Chunk]] = [(chunk,) for chunk in chunks_of(self.cells, self.counts.matrix)]
        return LocalPieces.from_values(chunks)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CountedInParts:
    """As :class:`CountedPanel`, with everyone's cells where the parts of the panel are."""

    counts: Counts
    cells: Pieces[PartCells]
    judged: JudgedLevels
    used: NDArray[np.bool_]
    n_participants: int
    most_answers: int

    def score_products(self, theta: Floats) -> Floats:
        """Return (P, P), summed where the parts are."""
        work = partial(_part_products, judged=self.judged, used=self.used, theta=theta)
        products: Floats = np.sum(self.cells.collect(work), axis=0)
        return products

    def chunks(self) -> Pieces[Sequence[Chunk]]:
        """Return the participants in chunks, where they are."""
        return self.cells.hold(partial(_part_chunks, judged=self.judged, used=self.used))


def count(panel: Panel | PanelParts) -> CountedPanel | CountedInParts:
    """Count the included participants' answers, wherever they are; NotComputedError as :func:`count_panel`."""
    return count_parts(panel) if isinstance(panel, PanelParts) else count_panel(panel)


def count_parts(parts: PanelParts) -> CountedInParts:
    """Count the included participants' answers where they are; NotComputedError as :func:`count_panel`."""
    counted, profiles = parts.counted, parts.design.profiles
    tally = counted.tally
    seen = np.flatnonzero(tally.counts.sum(axis=1))
    first, row = merge_profiles(profiles[seen])
    counts = np.zeros((len(first), tally.counts.shape[1]), dtype=np.int64)
    np.add.at(counts, row, tally.counts[seen])
    used = counts.sum(axis=0) > 0
    if used.sum() < 2:
        raise NotComputedError(Message("model-one-answer-only"))
    judged = levels_judged(parts.study, parts.design, tally.counts.sum(axis=1) > 0)
    return CountedInParts(
        counts=Counts(matrix=judged.matrix(profiles[seen][first]), counts=np.ascontiguousarray(counts[:, used])),
        cells=counted.cells,
        judged=judged,
        used=used,
        n_participants=tally.participants,
        most_answers=tally.most_answers,
    )


def _used_cells(cells: ParticipantCells, used: NDArray[np.bool_]) -> ParticipantCells:
    """Return the cells with the used answers alone numbered."""
    if used.all():
        return cells
    row, answer = np.divmod(cells.cell, np.int32(cells.n_answers))
    number, n_used = (np.cumsum(used) - 1).astype(np.int32), int(used.sum())
    return ParticipantCells(start=cells.start, cell=row * np.int32(n_used) + number[answer], n_answers=n_used)


def _part_products(part: PartCells, *, judged: JudgedLevels, used: NDArray[np.bool_], theta: Floats) -> Floats:
    cells = _used_cells(part.cells, used)
    if not cells.n_participants:
        return np.zeros((len(theta),) * 2)
    return score_products(cells, cell_scores(LOGIT, theta, judged.matrix(part.profiles), cells.n_answers))


def _part_chunks(part: PartCells, *, judged: JudgedLevels, used: NDArray[np.bool_]) -> Sequence[Chunk]:
    return chunks_of(_used_cells(part.cells, used), judged.matrix(part.profiles))


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


def spread_covariance(covariance: NDArray[np.float64], counted: CountedPanel | CountedInParts) -> NDArray[np.float64]:
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
