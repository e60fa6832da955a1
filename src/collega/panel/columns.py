"""Checks of one column of a table: which cells are wrong, said in the user's words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from collega.errors import Problem, did_you_mean
from collega.tables import Table

SHOWN = 20


def missing_columns(table: Table, required: Sequence[str], allowed: Sequence[str]) -> list[Problem]:
    """Return a problem for every column that must be there and is not, and for every one that is not known."""
    found = table.frame.columns
    missing = [
        Problem(
            file=table.file,
            line=1,
            found=f"the column '{name}' is missing",
            allowed=f"the columns {', '.join(allowed)}",
            hint=did_you_mean(name, [column for column in found if column not in allowed]),
        )
        for name in required
        if name not in found
    ]
    unknown = [
        Problem(
            file=table.file,
            line=1,
            found=f"the column '{name}' is not known",
            allowed=f"the columns {', '.join(allowed)}",
            hint=did_you_mean(name, allowed),
        )
        for name in found
        if name not in allowed
    ]
    return missing + unknown


def wrong_cells(
    table: Table, column: str, wrong: pl.Series | NDArray[np.bool_], what: str, allowed: str = "", hint: str = ""
) -> list[Problem]:
    """Return a problem for every wrong cell; ``{}`` in ``what`` stands for the cell. Tells ``SHOWN`` apart."""
    rows = np.flatnonzero(np.asarray(wrong))
    cells = table.frame[column].gather(rows[:SHOWN]).to_list()
    problems = [
        Problem(
            file=table.file,
            line=table.line(int(row)),
            where=table.place(column, int(row)),
            found=what.replace("{}", f"'{cell}'"),
            allowed=allowed,
            hint=hint,
        )
        for row, cell in zip(rows[:SHOWN], cells, strict=True)
    ]
    if len(rows) > SHOWN:
        problems.append(
            Problem(file=table.file, where=table.place(column), found=f"{len(rows) - SHOWN} more lines like these")
        )
    return problems


def key_index(table: Table, column: str, keys: Sequence[str], noun: str) -> tuple[NDArray[np.int32], list[Problem]]:
    """Return the index of every cell's key, (rows,) int32 with -1 for unknown ones, and what is wrong.

    A column that is not there is a problem of its own, told by :func:`missing_columns`.
    """
    if column not in table.frame.columns:
        return np.full(table.frame.height, -1, dtype=np.int32), []
    cells = table.frame[column]
    index = cells.replace_strict(list(keys), list(range(len(keys))), default=-1, return_dtype=pl.Int32).to_numpy()
    problems: list[Problem] = []
    for cell in cells.filter(pl.Series(index < 0)).unique(maintain_order=True).head(SHOWN).to_list():
        what = f"{{}} is not {noun}" if cell else f"the {table.place(column)} is missing"
        some = wrong_cells(table, column, cells == cell, what, _listed(keys), did_you_mean(cell, filter(None, keys)))
        problems += some
    return index, problems


def _listed(keys: Sequence[str]) -> str:
    named = [key for key in keys if key]
    more = f" and {len(named) - SHOWN} more" if len(named) > SHOWN else ""
    return ", ".join(named[:SHOWN]) + more + (", or nothing" if len(named) < len(keys) else "")
