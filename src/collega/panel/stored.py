"""Participants and answers in a study folder: two CSV files, or Parquet partitions in two folders."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import polars as pl

from collega.design.layout import Design
from collega.errors import DataError, Problem
from collega.messages import Message
from collega.panel import partition
from collega.panel.panel import Panel
from collega.panel.partition import EXTENSION, partitions_in, read_partition
from collega.panel.parts import PanelParts, parts_of
from collega.panel.read import no_answer, read_panel
from collega.panel.write import answers_frame, participants_frame
from collega.pieces import LocalPieces, Pieces, Report
from collega.study.definition import Study
from collega.tables import DEFAULT, Limits, read_table

ANSWERS, PARTICIPANTS = "answers.csv", "participants.csv"
_FOLDERS = {ANSWERS: partition.ANSWERS, PARTICIPANTS: partition.PARTICIPANTS}
Spread = Callable[[Sequence[Callable[[], Panel]]], Pieces[Panel]]


def local_pieces(sources: Sequence[Callable[[], Panel]]) -> Pieces[Panel]:
    """Return the partitions as pieces that this process reads."""
    return LocalPieces(sources)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredAnswers:
    """What was collected in a study folder, wherever in it that stands.

    Attributes
    ----------
    folder : Path
    limits : Limits
        How much of a table is read at most.
    """

    folder: Path
    limits: Limits = DEFAULT

    @property
    def name(self) -> str:
        """What the answers are called in messages: ``answers.csv``, or ``answers/*.parquet``."""
        return f"{partition.ANSWERS}/*{EXTENSION}" if self.in_parts else ANSWERS

    @property
    def in_parts(self) -> bool:
        """Whether there are Parquet partitions, and no ``answers.csv``."""
        return not (self.folder / ANSWERS).is_file() and any(self._parts_of(ANSWERS))

    @property
    def there(self) -> bool:
        """Whether there are answers."""
        return (self.folder / ANSWERS).is_file() or self.in_parts

    def files(self) -> tuple[str, ...]:
        """Return the names, within the folder, of all files with answers and participants, the answers first."""
        found = [name for table in _FOLDERS for name in (table, *self._parts_of(table))]
        return tuple(name for name in found if (self.folder / name).is_file())

    def _parts_of(self, table: str) -> Iterator[str]:
        folder = _FOLDERS[table]
        yield from sorted(f"{folder}/{file.name}" for file in (self.folder / folder).glob(f"[!.]*{EXTENSION}"))

    def panel(self, study: Study, design: Design, *, synthetic: bool) -> Panel:
        """Read everything as one panel; DataError with every problem."""
        self._require_one_kind()
        if self.in_parts:
            panel = self.parts(study, design, synthetic=synthetic).whole()
            if not panel.n_answers:
                raise DataError([no_answer(self.name)])
            return panel
        participants = self.folder / PARTICIPANTS
        return read_panel(
            study,
            design,
            participants=read_table(participants, limits=self.limits).sound() if participants.is_file() else None,
            answers=read_table(self.folder / ANSWERS, limits=self.limits).sound(),
            synthetic=synthetic,
        )

    def parts(
        self,
        study: Study,
        design: Design,
        *,
        synthetic: bool,
        spread: Spread = local_pieces,
        progress: Report | None = None,
    ) -> PanelParts:
        """Return the panel in its partitions, none of them read yet.

        Parameters
        ----------
        spread : callable
            Makes pieces of functions that read a partition each; by default in this process.
        progress : callable, optional
            Called with the fraction of the partitions that were read.

        Raises
        ------
        DataError
            Where CSV and Parquet stand beside each other, and where a partition lacks one of its two files or
            is a folder.
        """
        self._require_one_kind()
        found = partitions_in(self.folder)
        read = partial(read_partition, study=study, design=design, synthetic=synthetic, limits=self.limits)
        return PanelParts(
            study=study,
            design=design,
            panels=spread([partial(read, part) for part in found]),
            names=tuple(f"{partition.ANSWERS}/{part.name}" for part in found),
            synthetic=synthetic,
            progress=progress,
        )

    def _require_one_kind(self) -> None:
        parts = [name for table in _FOLDERS for name in self._parts_of(table)]
        folders = [name for name in parts if (self.folder / name).is_dir()]
        if folders:
            fault, hint = Message("panel-partition-is-a-folder"), Message("panel-partition-files")
            raise DataError([Problem(file=name, found=fault, hint=hint) for name in folders])
        if not parts:
            return
        hint = Message("panel-one-kind")
        problems = [
            Problem(file=table, found=Message("panel-csv-and-parquet", file=table, other=parts[0]), hint=hint)
            for table in _FOLDERS
            if (self.folder / table).is_file()
        ]
        if problems:
            raise DataError(problems)


def partition_files(panel: Panel, people: int) -> dict[str, bytes]:
    """Return the Parquet files of a panel, by their names in the folder, so many participants in each."""
    files, first = {}, 0
    for part in parts_of(panel, -(-panel.n_participants // people)):
        # who stands in it is its name: another division never overwrites half of this one
        name = f"{first:09d}-{first + part.n_participants - 1:09d}{EXTENSION}"
        first += part.n_participants
        files[f"{partition.PARTICIPANTS}/{name}"] = _parquet(participants_frame(part))
        files[f"{partition.ANSWERS}/{name}"] = _parquet(_coded_frame(part))
    return files


def _coded_frame(panel: Panel) -> pl.DataFrame:
    """Return the answers with numbers for the keys, ordered by participant, as they are read fastest."""
    frame = answers_frame(panel).with_columns(
        pl.col("scenario").cast(pl.Enum(panel.design.scenarios)),
        pl.col("answer").cast(pl.Enum(panel.study.answer_keys)),
    )
    return frame[np.argsort(panel.participant, kind="stable")]


def _parquet(frame: pl.DataFrame) -> bytes:
    buffer = io.BytesIO()
    frame.write_parquet(buffer)
    return buffer.getvalue()
