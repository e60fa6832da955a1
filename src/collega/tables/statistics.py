"""Files of SPSS, Stata and SAS as tables of text, with their labels."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import PurePath
from types import ModuleType
from typing import Any

import polars as pl

from collega.errors import DataError, Problem
from collega.messages import Message
from collega.tables.cells import cell_text
from collega.tables.columns import table_of_columns
from collega.tables.layout import Layout
from collega.tables.reading import Reading
from collega.tables.table import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kind:
    """A kind of file: its name, its reader in pyreadstat, and the code of what to do with a broken one."""

    name: str
    reader: str
    hint: str
    declares: bool = True  # whether it can say which values of a column mean nothing


_SPSS = "tables-save-in-spss"
_STATA = "tables-save-in-stata"
_SAS = "tables-write-in-sas"
_KINDS = {
    ".sav": _Kind(name="SPSS", reader="read_sav", hint=_SPSS),
    ".zsav": _Kind(name="SPSS", reader="read_sav", hint=_SPSS),
    ".por": _Kind(name="SPSS", reader="read_por", hint=_SPSS, declares=False),
    ".dta": _Kind(name="Stata", reader="read_dta", hint=_STATA),
    ".sas7bdat": _Kind(name="SAS", reader="read_sas7bdat", hint=_SAS),
    ".xpt": _Kind(name="SAS", reader="read_xport", hint=_SAS, declares=False),
}
STATISTICS = tuple(_KINDS)


def read_statistics(file: str, raw: bytes, layout: Layout) -> Table:
    """Read a file of a statistics program; its cases are counted from 1, user-missing values are empty."""
    kind = _KINDS[PurePath(file).suffix.lower()]
    pyreadstat = statistics_library(file)
    reader = getattr(pyreadstat, kind.reader)
    with tempfile.NamedTemporaryFile(suffix=PurePath(file).suffix) as copy:
        copy.write(raw)
        copy.flush()
        try:
            _, meta = reader(copy.name, output_format="polars", row_limit=1)
            columns = max(len(meta.column_names), 1)
            layout.limits.require(file, columns=columns)
            row_limit = min(layout.limits.rows, layout.limits.cells // columns)
            frame, meta = reader(copy.name, output_format="polars", row_limit=row_limit + 1)
            layout.limits.require(file, rows=frame.height, cells=frame.height * columns)
            declared = _declared(frame, copy.name, reader) if kind.declares else {}
        except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, UnicodeDecodeError, ValueError, OSError):
            problem = Message("tables-not-readable", kind=kind.name)
            raise DataError([Problem(file=file, found=problem, hint=Message(kind.hint))]) from None
    reading = Reading(file=file, kind=kind.name)
    table = table_of_columns(reading, frame, meta.variable_value_labels, meta.column_names_to_labels)
    ours = dict(zip(frame.columns, table.frame.columns, strict=True))
    return replace(table, declared={ours[name]: cells for name, cells in declared.items()})


def _declared(frame: pl.DataFrame, path: str, reader: Callable[..., Any]) -> dict[str, dict[str, int]]:
    """Return for each column the values that the file declares missing, and how many cells have them."""
    all_cells, meta = reader(path, output_format="polars", row_limit=frame.height, user_missing=True)
    declared = {}
    for name in {*meta.missing_ranges, *meta.missing_user_values}:
        missing = frame[name].is_null() | (frame[name].cast(pl.String) == "")
        cells = Counter(map(cell_text, all_cells[name].filter(missing).to_list()))
        declared[name] = {cell: number for cell, number in cells.items() if cell}
    return {name: cells for name, cells in declared.items() if cells}


def statistics_library(file: str) -> ModuleType:
    """Return pyreadstat; DataError that says how to get it where it is not installed."""
    try:
        import pyreadstat
    except ImportError:
        problem = Message("tables-statistics-not-installed")
        hint = Message("tables-install-statistics")
        raise DataError([Problem(file=file, found=problem, hint=hint)]) from None
    return pyreadstat
