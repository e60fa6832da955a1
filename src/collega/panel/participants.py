"""What tables from elsewhere say of the participants: the same in every row, or told."""

from __future__ import annotations

from functools import partial

import polars as pl

from collega.errors import Problem
from collega.mapping.cells import same_cause, wrong_cells
from collega.mapping.truths import ALLOWED, as_truths
from collega.mapping.wording import Texts
from collega.messages import Message
from collega.study.text import Text
from collega.tables import Table

SYNTHETIC = "synthetic"
PEOPLE_WORDS: dict[str, Texts] = {"included": {"true": Text(nl="ja", en="yes"), "false": Text(nl="nee", en="no")}}


def differences(table: Table) -> list[Problem]:
    """Return a problem for each column in which a participant has different values."""
    problems = []
    frame = table.frame.with_row_index("\0row")
    first = frame.filter(pl.col("participant").is_first_distinct())
    for name in [name for name in table.frame.columns if name != "participant"]:
        start = first.select("participant", pl.col(name).alias("\0first"), pl.col("\0row").alias("\0start"))
        other = frame.join(start, on="participant", how="left", maintain_order="left")
        other = other.filter((pl.col(name) != pl.col("\0first")) & (pl.col("participant") != ""))
        if other.height:
            who, here, before, line = other.select("participant", name, "\0first", "\0start").row(0)
            found = Message("panel-two-values", participant=who, value=here, other=before, line=table.line(line))
            hint = Message("panel-same-value-in-all-rows")
            problems.append(same_cause(table, name, other["\0row"].to_list(), found, hint=hint))
    return problems


def clash(table: Table, name: str) -> Problem:
    """Return the problem of a column that would be about the participants and about a scenario."""
    found = Message("panel-column-of-both", name=name)
    hint = Message("panel-rename-scenario-columns")
    return Problem(file=table.file, line=table.header_line, found=found, hint=hint)


def is_synthetic(table: Table) -> tuple[bool, list[Problem]]:
    """Return whether the answers were simulated, and what is wrong with the column that tells it."""
    if SYNTHETIC not in table.frame.columns:
        return False, []
    cells = as_truths(table.frame[SYNTHETIC])
    wrong = ~cells.is_in(["true", "false", ""])
    problems = wrong_cells(table, SYNTHETIC, wrong, partial(Message, "panel-not-synthetic-or-real"), Message(ALLOWED))
    kinds = {cell == "true" for cell in cells.unique().to_list()}
    if len(kinds) > 1:
        found, hint = Message("panel-partly-synthetic"), Message("panel-import-one")
        problems.append(Problem(file=table.file, where=table.place(SYNTHETIC), found=found, hint=hint))
    return True in kinds, problems
