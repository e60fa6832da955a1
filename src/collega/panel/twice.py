"""The same participant, or the same participant and scenario, on more than one row of a file."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
import polars as pl

from collega.errors import Problem
from collega.mapping.cells import same_cause, wrong_cells
from collega.mapping.grammar import ColumnMapping, Keep
from collega.mapping.sources import drop_rows
from collega.mapping.values import missing_cells
from collega.messages import Message
from collega.panel.panel import Panel
from collega.panel.repeats import undeclared_repeats
from collega.tables import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A table in which the mapping chose which row counts.

    Attributes
    ----------
    table : Table
    problems : tuple of Problem
        Further rows of a participant, where nothing says which one counts.
    notes : tuple of str
        Sentences about the rows that were left out.
    """

    table: Table
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()


def rows_without_answer(table: Table, rules: ColumnMapping) -> pl.Series:
    """Return the rows that have no answer, and are meant so, (rows,) bool."""
    frame = table.frame
    if "answer" not in frame.columns:
        return pl.repeat(False, frame.height, eager=True, dtype=pl.Boolean)
    gone = frame["answer"].is_in([*missing_cells(table, "answer", rules.missing_in("answer")), "\0"])
    return gone | ((frame["answer"] == "") & (frame["scenario"] == "")) if "scenario" in frame.columns else gone


def one_row_each(table: Table, keep: Keep | None) -> Choice:
    """Return a table with one row per participant."""
    who = table.frame["participant"]
    if not who.is_duplicated().any():
        return Choice(table=table)
    if keep is None:
        further = ~who.is_first_distinct() & (who != "")
        hint = Message("panel-second-row-ways")
        return Choice(
            table=table,
            problems=tuple(wrong_cells(table, "participant", further, partial(Message, "panel-second-row"), hint=hint)),
        )
    gone = ~(who.is_last_distinct() if keep == "last" else who.is_first_distinct()) & (who != "")
    return Choice(table=drop_rows(table, gone), notes=(_left_out(table, gone, keep),))


def one_answer_each(table: Table, keep: Keep | None) -> tuple[Table, tuple[str, ...]]:
    """Return a table with one row per participant and scenario, where the mapping says which one counts."""
    pair = [name for name in ("participant", "scenario") if name in table.frame.columns]
    if keep is None or len(pair) < 2:
        return table, ()
    same = pl.struct(pair)
    chosen = table.frame.select(same.is_last_distinct() if keep == "last" else same.is_first_distinct()).to_series()
    return (table, ()) if chosen.all() else (drop_rows(table, ~chosen), (_left_out(table, ~chosen, keep),))


def _left_out(table: Table, gone: pl.Series, keep: Keep) -> str:
    rows = gone.arg_true().to_list()
    lines = ", ".join(str(table.line(row)) for row in rows[:20]) + (", ..." if len(rows) > 20 else "")
    return Message("panel-twice-left-out", which=keep, number=len(rows), lines=lines)


def repeated_rows(panel: Panel, answers: Table) -> list[Problem]:
    """Return a problem where rows came in twice, as far as anybody can tell."""
    rows = np.flatnonzero(undeclared_repeats(panel))
    if not len(rows):
        return []
    same = (panel.participant == panel.participant[rows[0]]) & (panel.scenario == panel.scenario[rows[0]])
    who, scenario = answers.frame["participant"][int(rows[0])], answers.frame["scenario"][int(rows[0])]
    line = answers.line(int(np.flatnonzero(same)[0]))
    found = Message("panel-answered-already", who=who, scenario=scenario, line=line)
    hint = Message("panel-answered-already-ways")
    return [same_cause(answers, "scenario", rows.tolist(), found, hint=hint)]
