"""What is wrong in a column of a table: one problem for one cause, in the user's words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from collega.errors import SHOWN_CELL, Problem, did_you_mean
from collega.messages import Message
from collega.messages.message import cut
from collega.tables import Table
from collega.tables.causes import more_lines, on_lines

SHOWN = 20  # different causes that are told of one column
_FRACTION = re.compile(r"0[.,]\d+")
_DATE = re.compile(r"\d{4}-\d\d-\d\d|\d{1,2}-[A-Za-z]{3}")  # "4-6" once Excel has had it: 2024-06-04, 4-jun
_PLACES = 5  # columns that are named for one cause, where a column of ours comes from more


def missing_columns(table: Table, required: Sequence[str], allowed: Sequence[str]) -> list[Problem]:
    """Return a problem for every column that must be there and is not, and for every one that is not known."""
    columns = table.frame.columns
    listed = Message("mapping-the-columns", names=allowed)
    lacking = [name for name in required if name not in columns]
    unknown = [name for name in columns if name not in allowed]
    causes = [(Message("common-column-missing", name=name), did_you_mean(name, unknown)) for name in lacking]
    causes += [(Message("mapping-column-unknown", name=name), did_you_mean(name, allowed)) for name in unknown]
    return [
        Problem(file=table.file, line=1, found=cause, allowed=listed if first else "", hint=hint)
        for first, (cause, hint) in zip([True] + [False] * len(causes), causes, strict=False)
    ]


def wrong_cells(
    table: Table,
    column: str,
    wrong: pl.Series | NDArray[np.bool_],
    what: Callable[..., Message] | Message,
    allowed: str = "",
    hint: str | Callable[[str], str] = "",
    *,
    form: bool = False,
) -> list[Problem]:
    """Return a problem for every different wrong cell, with the lines that it stands on.

    Parameters
    ----------
    what : Message, or a function
        What is wrong with the row; or a function of ``cell`` that tells what is wrong with a cell, where an empty one
        is missing.
    allowed : str
        Told with the first problem only.
    hint : str, or a function of the cell
    form : bool
        Whether the form of a cell is what is wrong: then a whole column of them has one cause.
    """
    rows = np.flatnonzero(np.asarray(wrong))
    if not len(rows):
        return []
    cells = table.frame[column].gather(rows)
    if form and len(rows) == int((table.frame[column] != "").sum()):
        cells = pl.repeat(cells[0], len(rows), eager=True)
    marked = pl.DataFrame({"cell": cells, "row": rows})
    causes = marked.group_by("cell", maintain_order=True).agg(pl.col("row"))
    problems = []
    for number, (cell, places) in enumerate(causes.head(SHOWN).iter_rows()):
        cause = what if isinstance(what, Message) else _wrong_cell(table, column, cell, what)
        advice = hint if isinstance(hint, str) else hint(cell)
        problems.append(same_cause(table, column, places, cause, "" if number else allowed, advice))
    remainder = sum(map(len, causes["row"][SHOWN:]))
    if remainder:
        problems.append(more_like_these(table, column, remainder))
    return problems


def _wrong_cell(table: Table, column: str, cell: str, what: Callable[..., Message]) -> Message:
    return what(cell=cut(cell, SHOWN_CELL)) if cell else Message("mapping-cell-missing", column=table.place(column))


def more_like_these(table: Table, column: str, number: int) -> Problem:
    """Return the summary of the rows whose problems are not told apart."""
    return Problem(file=table.file, where=table.place(column), found=more_lines(number))


def same_cause(
    table: Table, column: str, rows: Sequence[int], cause: str, allowed: str = "", hint: str = ""
) -> Problem:
    """Return one problem for rows of a column with the same fault: how many there are, and the first lines."""
    lines = list(dict.fromkeys(table.line(row) for row in rows))
    places = list(dict.fromkeys(table.place(column, row) for row in rows))
    places_text = ", ".join(places[:_PLACES]) + (", ..." if len(places) > _PLACES else "")
    cause_text = on_lines(cause, lines)
    return Problem(file=table.file, line=lines[0], where=places_text, found=cause_text, allowed=allowed, hint=hint)


def key_index(
    table: Table, column: str, keys: Sequence[str], what: Callable[..., Message]
) -> tuple[NDArray[np.int32], list[Problem]]:
    """Return the index of every cell's key, (rows,) int32 with -1 for unknown ones, and what is wrong.

    ``what`` tells of a cell that it is none of the keys. A column that is not there is a problem of its own, told by
    :func:`missing_columns`.
    """
    if column not in table.frame.columns:
        return np.full(table.frame.height, -1, dtype=np.int32), []
    cells = table.frame[column]
    index = cells.replace_strict(list(keys), list(range(len(keys))), default=-1, return_dtype=pl.Int32).to_numpy()
    known_keys = [key for key in keys if key]
    problems = wrong_cells(table, column, index < 0, what, _listed(keys), lambda cell: _hint(cell, known_keys))
    return index, problems


def _hint(cell: str, keys: Sequence[str]) -> str:
    if _DATE.fullmatch(cell):
        return Message("mapping-made-a-date")
    near = did_you_mean(cell, keys)
    if not near and _FRACTION.fullmatch(cell):
        percent = f"{100 * float(cell.replace(',', '.')):g}%"
        return Message("mapping-percentage-as-fraction", percent=percent, cell=cell)
    return near


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Sort problems by file and line, each once; what is about no line in particular follows the lines."""
    return sorted(dict.fromkeys(problems), key=lambda problem: (problem.file, problem.line is None, problem.line or 0))


def _listed(keys: Sequence[str]) -> str:
    named_keys = [key for key in keys if key]
    names: str = ", ".join(named_keys[:SHOWN])
    if len(named_keys) > SHOWN:
        names = Message("common-and-more", names=named_keys[:SHOWN], number=len(named_keys) - SHOWN)
    return Message("mapping-or-nothing", names=names) if len(named_keys) < len(keys) else names
