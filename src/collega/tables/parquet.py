"""Parquet files as tables of text."""

from __future__ import annotations

import io
import json

import polars as pl

from collega.errors import DataError, Problem
from collega.messages import Message
from collega.tables.columns import table_of_columns
from collega.tables.layout import Layout
from collega.tables.reading import Reading
from collega.tables.table import Table

_BROKEN = (pl.exceptions.PolarsError, OSError, pl.exceptions.PanicException)


def read_parquet(file: str, raw: bytes, layout: Layout) -> Table:
    """Read a Parquet file; its rows are counted from 1."""
    try:
        schema = pl.read_parquet_schema(io.BytesIO(raw))
        layout.limits.require(file, columns=len(schema))
        rows = pl.scan_parquet(io.BytesIO(raw)).select(pl.len()).collect().item()  # the file tells, without its cells
        layout.limits.require(file, rows=rows, cells=rows * len(schema))
        frame = pl.read_parquet(io.BytesIO(raw))
    except _BROKEN:
        hint = Message("tables-write-again")
        raise DataError([Problem(file=file, found=Message("tables-not-parquet"), hint=hint)]) from None
    nested = [name for name, kind in frame.schema.items() if kind.is_nested()]
    cells = [frame[name].map_elements(_nested_text, return_dtype=pl.String, skip_nulls=True) for name in nested]
    return table_of_columns(
        Reading(file=file, kind="Parquet"),
        frame.with_columns(cells),
        faults={name: nested_cells(file, name) for name in nested},
    )


def _nested_text(cell: object) -> str:
    return json.dumps(cell.to_list() if isinstance(cell, pl.Series) else cell, ensure_ascii=False, default=str)


def nested_cells(file: str, column: str, line: int | None = None) -> Problem:
    """Return what is wrong with a column that has more than one value in a cell."""
    problem, allowed = Message("tables-cells-are-lists"), Message("tables-one-value-a-cell")
    return Problem(file=file, line=line, where=column, found=problem, allowed=allowed)
