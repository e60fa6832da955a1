"""Reading participants.csv and answers.csv: a whole panel or every problem."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np
import polars as pl
from numpy.typing import NDArray

from collega.design.layout import Design
from collega.errors import DataError, Problem, quoted
from collega.mapping.cells import key_index, missing_columns, wrong_cells
from collega.mapping.times import is_time
from collega.mapping.truths import as_truths
from collega.mapping.values import A_TIME, NOT_A_TIME, TIMES
from collega.messages import Message
from collega.panel.codes import Codes
from collega.panel.panel import Panel
from collega.study.added import DECLINED
from collega.study.columns import ANSWER_COLUMNS, participant_columns
from collega.study.definition import Study
from collega.study.rules import PARTICIPANT_COLUMNS
from collega.tables import Table


def read_panel(
    study: Study,
    design: Design,
    *,
    participants: Table | None,
    answers: Table,
    synthetic: bool = False,
    may_be_empty: bool = False,
) -> Panel:
    """Read a panel from its two tables.

    Parameters
    ----------
    study, design
        What was asked, and the scenarios that exist.
    participants : Table or None
        None: the participants are those who answered, and nothing else is known of them.
    answers : Table
        Columns ``participant``, ``scenario``, ``answer`` and optionally ``position`` and ``seconds``.
    synthetic : bool
        Whether the answers were simulated.
    may_be_empty : bool
        Whether there need not be any answer.

    Raises
    ------
    DataError
        With every problem found in both tables.
    """
    problems = missing_columns(answers, ANSWER_COLUMNS[:3], ANSWER_COLUMNS)
    if participants is not None:
        problems += missing_columns(participants, PARTICIPANT_COLUMNS[:1], participant_columns(study))
    people, wrong = people_of(study, design, participants, answers.frame)
    panel, more = _answers(study, design, people, answers, synthetic)
    problems += [*wrong, *more]
    if not panel.n_answers and not may_be_empty:
        problems.append(no_answer(answers.file))
    if not problems and participants is not None:
        problems = _outside_version(panel, answers)
    if problems:
        raise DataError(problems)
    return panel


def no_answer(file: str) -> Problem:
    """Return what is wrong with answers of which there are none."""
    return Problem(file=file, found=Message("panel-no-answer"))


def people_of(
    study: Study, design: Design, table: Table | None, answers: pl.DataFrame
) -> tuple[pl.DataFrame, list[Problem]]:
    """Return ``Panel.people``, and what is wrong in the table; without one, those who stand with the answers."""
    if table is None:
        there = "participant" in answers.columns
        who = answers["participant"] if there else pl.Series("participant", [], dtype=pl.String)
        return _complete(who.filter(who != "").unique(maintain_order=True).to_frame(), study), []
    if "included" in table.frame.columns:
        table = replace(table, frame=table.frame.with_columns(as_truths(table.frame["included"])))
    frame = table.frame
    problems = _not_one_each(table) if "participant" in frame.columns else []
    for name in TIMES:
        if name in frame.columns:
            wrong = [cell for cell in frame[name].unique().to_list() if cell and not is_time(cell)]
            problems += wrong_cells(
                table, name, frame[name].is_in(wrong or ["\0"]), NOT_A_TIME, Message(A_TIME), form=True
            )
    optional: dict[str, tuple[tuple[str, ...], Callable[..., Message]]] = {
        "version": (("", *design.versions), partial(Message, "panel-unknown-version")),
        "included": (("", "true", "false"), partial(Message, "panel-not-true-or-false")),
    }
    for item in study.characteristics:
        optional[item.key] = (
            (*item.value_keys, DECLINED, ""),
            partial(Message, "panel-unknown-value", characteristic=item.key),
        )
    for name, (allowed, what) in optional.items():
        if name in frame.columns:
            problems += key_index(table, name, allowed, what)[1]
    return _complete(frame, study), problems


def _not_one_each(table: Table) -> list[Problem]:
    """Tell the rows without a participant, and those of a participant who has a row already."""
    who = table.frame["participant"]
    twice = who.is_duplicated() & ~who.is_first_distinct() & (who != "")
    return [
        *wrong_cells(table, "participant", who == "", quoted),
        *wrong_cells(
            table, "participant", twice, partial(Message, "panel-row-twice"), hint=Message("panel-one-row-each")
        ),
    ]


def _complete(frame: pl.DataFrame, study: Study) -> pl.DataFrame:
    """Add the optional columns that are not there."""
    names = participant_columns(study)
    return frame.with_columns(pl.lit("").alias(name) for name in names if name not in frame.columns).select(
        pl.col(name) if name != "included" else pl.col(name).replace("", "true") for name in names
    )


def _answers(
    study: Study, design: Design, people: pl.DataFrame, table: Table, synthetic: bool
) -> tuple[Panel, list[Problem]]:
    ids = people["participant"].unique(maintain_order=True).to_list()
    known = table if ids != [""] else replace(table, frame=table.frame.drop("participant", strict=False))
    participant, problems = key_index(known, "participant", ids, partial(Message, "panel-unknown-participant"))
    scenario, more = key_index(table, "scenario", design.scenarios, partial(Message, "panel-unknown-scenario"))
    answer, wrong = key_index(table, "answer", study.answer_keys, partial(Message, "panel-unknown-answer"))
    position, off = _numbers(table, "position", Message("panel-a-position"), whole=True)
    seconds, late = _numbers(table, "seconds", Message("panel-seconds"), whole=False)
    problems += [*more, *wrong, *off, *late]
    if position is not None and not problems:
        problems += _double_positions(table, participant, position)
    codes = Codes(participant=participant, scenario=scenario, answer=answer, position=position, seconds=seconds)
    panel = codes.panel(study, design, people, synthetic=synthetic)
    return panel, problems


def _numbers(
    table: Table, column: str, allowed: str, *, whole: bool
) -> tuple[NDArray[np.float64] | None, list[Problem]]:
    """Return (N,) float64 with NaN for empty cells; None where the column is not there or is empty."""
    if column not in table.frame.columns:
        return None, []
    cells = table.frame[column]
    numbers = cells.cast(pl.Float64, strict=False)
    fine = numbers.is_finite() & (numbers >= (1 if whole else 0))
    if whole:
        fine &= numbers == numbers.floor()
    problems = wrong_cells(
        table,
        column,
        (cells != "") & ~fine.fill_null(False),
        partial(Message, "panel-not-a-number"),
        allowed,
        form=True,
    )
    if (cells == "").all():
        return None, problems
    return numbers.fill_null(np.nan).to_numpy().astype(np.float64), problems


def _double_positions(table: Table, participant: NDArray[np.int32], position: NDArray[np.float64]) -> list[Problem]:
    pairs = pl.DataFrame({"participant": participant, "position": position})
    twice = pairs.is_duplicated() & pl.Series(~np.isnan(position)) & ~_first(pairs)
    hint = Message("panel-positions")
    return wrong_cells(table, "position", twice, partial(Message, "panel-position-twice"), hint=hint)


def _first(frame: pl.DataFrame) -> pl.Series:
    return frame.select(pl.struct(pl.all()).is_first_distinct()).to_series()


def _outside_version(panel: Panel, table: Table) -> list[Problem]:
    """Tell the answers to scenarios that the participant's version does not show."""
    hint, what = Message("panel-correct-version"), partial(Message, "panel-scenario-of-other-version")
    return wrong_cells(table, "scenario", outside_version(panel), what, hint=hint)


def outside_version(panel: Panel) -> NDArray[np.bool_]:
    """Return (N,) bool: the answers to scenarios that the participant's version does not show."""
    versions = {name: number for number, name in enumerate(panel.design.versions)}
    shown = np.ones((len(versions) + 1, len(panel.design.scenarios)), dtype=np.bool_)
    for number, scenarios in enumerate(panel.design.shows):
        shown[number] = False
        shown[number, list(scenarios)] = True
    of_person = (
        panel.people["version"].replace_strict(versions, default=len(versions), return_dtype=pl.Int32).to_numpy()
    )
    outside: NDArray[np.bool_] = ~shown[of_person[panel.participant], panel.scenario]
    return outside
