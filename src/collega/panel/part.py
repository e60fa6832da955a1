"""A part of a panel as the models need it: counted where it is, so that only sums of it travel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from collega.panel.counts import ParticipantCells, group_by_participant
from collega.panel.identity import answer_sums, hash_of, scenario_marks
from collega.panel.panel import Panel
from collega.panel.tally import Tally, tally_of


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PartCells:
    """Everyone's answers in a part of a panel, those of the counted participants.

    Attributes
    ----------
    scenarios : (r,) int32
        Scenarios of the design that were judged in this part.
    profiles : (r, C) int64
        Their levels.
    marks : (r,) uint64
        What stands for each of them in the hash of the panel.
    cells : ParticipantCells
        With the place in ``scenarios`` as row, and all answers of the study.
    """

    scenarios: NDArray[np.int32]
    profiles: NDArray[np.int64]
    marks: NDArray[np.uint64]
    cells: ParticipantCells


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Who:
    """Who stands in a part of a panel.

    Attributes
    ----------
    ids : polars.Series
        Of everybody, those who do not count as well.
    counted : (I,) bool
        Who is included and answered.
    groups : (n, H) int16
        ``Panel.groups`` of those who count.
    """

    ids: pl.Series
    counted: NDArray[np.bool_]
    groups: NDArray[np.int16]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Part:
    """A part of a panel, counted."""

    tally: Tally
    cells: PartCells
    who: Who


def count_part(panel: Panel) -> Part:
    """Count a part of a panel: what is kept of it takes four bytes an answer."""
    counted = panel.counted
    answered = np.bincount(panel.participant, minlength=panel.n_participants) > 0
    who = Who(ids=panel.people["participant"], counted=panel.included & answered, groups=counted.groups)
    return Part(tally=tally_of(counted), cells=_cells(counted), who=who)


def _cells(panel: Panel) -> PartCells:
    design, n_answers = panel.design, len(panel.study.answers)
    seen = np.flatnonzero(np.bincount(panel.scenario, minlength=len(design.scenarios))).astype(np.int32)
    row = np.full(len(design.scenarios), -1, dtype=np.int32)
    row[seen] = np.arange(len(seen), dtype=np.int32)
    cells = group_by_participant(panel.participant, panel.scenario, panel.answer, row, panel.n_participants, n_answers)
    profiles = design.profiles[seen].astype(np.int64)
    return PartCells(scenarios=seen, profiles=profiles, marks=scenario_marks(profiles), cells=cells)


def hash_sums(part: PartCells, first: int) -> NDArray[np.uint64]:
    """Return what the answers of a part add to the hash of a panel of which ``first`` participants come before it."""
    cells = part.cells
    people = np.arange(first, first + cells.n_participants, dtype=np.int32)
    row, answer = np.divmod(cells.cell, np.int32(cells.n_answers))
    columns = np.repeat(people, np.diff(cells.start)), row.astype(np.int32), answer.astype(np.int8)
    for column in columns:
        column.flags.writeable = False  # as those of a panel, for which the kernel is compiled
    return answer_sums(columns[0], part.marks, *columns[1:])


def hash_of_parts(sums: Sequence[NDArray[np.uint64]], groups: Sequence[NDArray[np.int16]], names: Sequence[str]) -> str:
    """Return the hash of a whole panel, :func:`collega.panel.identity.panel_hash`, from what its parts add to it."""
    return hash_of(np.sum(sums, axis=0, dtype=np.uint64), np.concatenate(groups), names)
