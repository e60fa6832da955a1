"""Parquet and SPSS files as text cells."""

from __future__ import annotations

import io
import tempfile
from types import ModuleType

import polars as pl

from collega.errors import DataError, Problem
from collega.tables.characters import normal_text
from collega.tables.headings import headings, row_names
from collega.tables.layout import Layout
from collega.tables.reading import Reading
from collega.tables.spreadsheet import cell_text
from collega.tables.table import Table


def read_parquet(file: str, raw: bytes, layout: Layout) -> Table:
    """Read a Parquet file; its rows are counted from 1."""
    try:
        frame = pl.read_parquet(io.BytesIO(raw))
    except (pl.exceptions.PolarsError, OSError):
        hint = "Write it again with the program that made it"
        raise DataError([Problem(file=file, found="this file cannot be read as Parquet", hint=hint)]) from None
    nested = [name for name, kind in frame.schema.items() if kind.is_nested()]
    problems = [
        Problem(file=file, where=name, found="the cells of this column are lists", allowed="one value in each cell")
        for name in nested
    ]
    if problems:
        raise DataError(problems)
    return _as_text(Reading(file=file, kind="Parquet"), frame)


def read_spss(file: str, raw: bytes, layout: Layout) -> Table:
    """Read an SPSS file with its labels; its cases are counted from 1, user-missing values are empty."""
    pyreadstat = spss_library(file)
    with tempfile.NamedTemporaryFile(suffix=".sav") as copy:
        copy.write(raw)
        copy.flush()
        try:
            frame, meta = pyreadstat.read_sav(copy.name, output_format="polars")
        except (pyreadstat.ReadstatError, UnicodeDecodeError, ValueError, OSError):
            hint = "Open it in SPSS or PSPP and save it again as .sav"
            raise DataError([Problem(file=file, found="this file cannot be read as SPSS", hint=hint)]) from None
    labels = {
        column: {cell_text(value): str(label).strip() for value, label in values.items()}
        for column, values in meta.variable_value_labels.items()
    }
    titles = {name: title for name, title in meta.column_names_to_labels.items() if title}
    return _as_text(Reading(file=file, kind="SPSS"), frame, labels, titles)


def spss_library(file: str) -> ModuleType:
    """Return pyreadstat; DataError that says how to get it where it is not installed."""
    try:
        import pyreadstat
    except ImportError:
        found = "SPSS files need the extra part 'spss', which is not installed"
        hint = "Install it: pip install 'collega[spss]'. Or use CSV, XLSX or Parquet"
        raise DataError([Problem(file=file, found=found, hint=hint)]) from None
    return pyreadstat


def _as_text(
    reading: Reading,
    frame: pl.DataFrame,
    labels: dict[str, dict[str, str]] | None = None,
    titles: dict[str, str] | None = None,
) -> Table:
    header = [normal_text(name).strip() for name in frame.columns]
    found = headings(reading.file, None, header)
    cells = pl.DataFrame([_text_column(frame[name]).alias(name) for name in frame.columns])
    cells.columns = found.names
    ours = dict(zip(frame.columns, found.names, strict=True))
    return Table(
        file=reading.file,
        frame=cells,
        first_line=1,
        header_line=None,
        labels={ours[name]: words for name, words in (labels or {}).items()},
        titles={ours[name]: title for name, title in (titles or {}).items()},
        places=found.places,
        faults=found.faults,
        row_names=row_names(header, cells),
        reading=reading,
    )


def _text_column(column: pl.Series) -> pl.Series:
    kind = column.dtype
    if kind.is_integer() or kind in (pl.String, pl.Categorical, pl.Enum):
        return column.cast(pl.String).fill_null("").str.strip_chars()
    distinct = column.unique()
    texts = pl.Series([cell_text(cell) for cell in distinct.to_list()], dtype=pl.String)
    return column.replace_strict(distinct, texts, default="", return_dtype=pl.String)
