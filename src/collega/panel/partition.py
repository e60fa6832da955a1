"""A part of a panel in Parquet: some participants, with all their answers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import polars as pl

from collega.design.layout import Design
from collega.errors import DataError, Problem
from collega.messages import Message
from collega.panel.coded import coded_panel, plain_ids
from collega.panel.panel import Panel
from collega.panel.read import people_of, read_panel
from collega.study.columns import participant_columns
from collega.study.definition import Study
from collega.tables import DEFAULT, Limits, Table, read_table

ANSWERS, PARTICIPANTS, EXTENSION = "answers", "participants", ".parquet"
_UNREADABLE = (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Partition:
    """Where a part of a panel is.

    Attributes
    ----------
    folder : Path
        The study folder.
    name : str
        Of the file in ``answers``, and of the one in ``participants``.
    has_participants : bool
        Whether the latter is there; otherwise its participants are those who answered.
    """

    folder: Path
    name: str
    has_participants: bool

    def file(self, table: str) -> Path:
        """Return the path of its answers, or of its participants."""
        return self.folder / table / self.name


def partitions_in(folder: Path) -> tuple[Partition, ...]:
    """Return the partitions in a study folder, by name; none where it has no ``answers/*.parquet``.

    Raises
    ------
    DataError
        Where a file of answers has no file of participants beside it, or the other way round.
    """
    answers, participants = (_names(folder / table) for table in (ANSWERS, PARTICIPANTS))
    lonely = [(ANSWERS, PARTICIPANTS, name) for name in sorted(answers - participants) if participants]
    lonely += [(PARTICIPANTS, ANSWERS, name) for name in sorted(participants - answers)]
    problems = [
        Problem(
            file=f"{here}/{name}",
            found=Message("panel-partition-alone", file=f"{there}/{name}"),
            hint=Message("panel-partition-pairs"),
        )
        for here, there, name in lonely
    ]
    if problems:
        raise DataError(problems)
    return tuple(Partition(folder=folder, name=name, has_participants=bool(participants)) for name in sorted(answers))


def _names(folder: Path) -> set[str]:
    return {file.name for file in folder.glob(f"*{EXTENSION}") if file.is_file() and not file.name.startswith(".")}


def read_partition(
    part: Partition, study: Study, design: Design, *, synthetic: bool = False, limits: Limits = DEFAULT
) -> Panel:
    """Read the panel of these participants.

    Raises
    ------
    DataError
        With every problem found in both files.
    """
    participants = _table(part, PARTICIPANTS, limits) if part.has_participants else None
    panel = _coded(part, study, design, participants, synthetic=synthetic, limits=limits)
    if panel is not None:
        return panel
    answers = _table(part, ANSWERS, limits)
    return read_panel(study, design, participants=participants, answers=answers, synthetic=synthetic, may_be_empty=True)


def _coded(
    part: Partition, study: Study, design: Design, participants: Table | None, *, synthetic: bool, limits: Limits
) -> Panel | None:
    """Return the panel where everything is plainly in order."""
    frame = _frame(part.file(ANSWERS), limits)
    if frame is None or "participant" not in frame.columns:
        return None
    if participants is None:
        ids = plain_ids(frame["participant"])
        return None if ids is None else _panel(study, design, None, ids.to_frame("participant"), frame, synthetic)
    return _panel(study, design, participants, participants.frame, frame, synthetic)


def _panel(
    study: Study,
    design: Design,
    participants: Table | None,
    ids: pl.DataFrame,
    answers: pl.DataFrame,
    synthetic: bool,
) -> Panel | None:
    if not set(ids.columns) <= set(participant_columns(study)) or "participant" not in ids.columns:
        return None
    people, problems = people_of(study, design, participants, ids)
    return None if problems else coded_panel(study, design, people=people, answers=answers, synthetic=synthetic)


def _frame(file: Path, limits: Limits) -> pl.DataFrame | None:
    """Return the table with the types that it has; None where :func:`read_table` must tell what is wrong."""
    if limits.kinds is not None and EXTENSION not in limits.kinds:
        return None
    try:
        lazy = pl.scan_parquet(file)
        rows, columns = lazy.select(pl.len()).collect().item(), len(lazy.collect_schema())
        limits.require(file.name, rows=rows, cells=rows * columns, columns=columns)
        return lazy.collect()
    except (*_UNREADABLE, DataError):
        return None


def _table(part: Partition, name: str, limits: Limits) -> Table:
    """Read a table of the partition; problems name the file by its folder too."""
    file = f"{name}/{part.name}"
    named = partial(replace, file=file)
    try:
        return replace(read_table(part.file(name), limits=limits).sound(), file=file)
    except DataError as error:
        raise DataError([named(problem) for problem in error.problems]) from error
