"""Frames of other formats as tables of text."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from collega.errors import Problem
from collega.tables.cells import cell_text
from collega.tables.characters import normal_text
from collega.tables.headings import headings, row_names
from collega.tables.reading import Reading
from collega.tables.table import Table

_NOT_ASCII = r"[^\x00-\x7F]"

Labels = Mapping[str, Mapping[object, str]]


def table_of_columns(
    reading: Reading,
    frame: pl.DataFrame,
    labels: Labels | None = None,
    titles: Mapping[str, str | None] | None = None,
    faults: Mapping[str, Problem] | None = None,
) -> Table:
    """Turn the columns of a frame into text.

    Parameters
    ----------
    reading : Reading
    frame : polars.DataFrame
        Columns of any type, one value in each cell.
    labels : dict of str to dict of object to str
        Value labels: column, value, label.
    titles : dict of str to str
        Variable labels.
    faults : dict of str to Problem
        Columns that cannot be used as they are.
    """
    header = [normal_text(name).strip() for name in frame.columns]
    names = headings(reading.file, None, header)
    cells = pl.DataFrame([_text_column(series).alias(name) for series, name in zip(frame, names.names, strict=True)])
    ours = dict(zip(frame.columns, names.names, strict=True))
    return Table(
        file=reading.file,
        frame=cells,
        first_line=1,
        header_line=None,
        labels={ours[name]: _label_texts(words) for name, words in (labels or {}).items() if name in ours},
        titles={ours[name]: normal_text(title).strip() for name, title in (titles or {}).items() if title},
        places=names.places,
        faults=names.faults | {ours[name]: (fault,) for name, fault in (faults or {}).items()},
        row_names=row_names(header, cells),
        reading=reading,
    )


def _label_texts(words: Mapping[object, str]) -> dict[str, str]:
    return {_text(value): normal_text(str(label)).strip() for value, label in words.items()}


def _text_column(column: pl.Series) -> pl.Series:
    kind = column.dtype
    if kind.is_integer() or kind == pl.String:
        texts = column.cast(pl.String).fill_null("").str.strip_chars()
        if not texts.str.contains(_NOT_ASCII).any():
            return texts
    distinct = column.unique()
    texts = pl.Series([_text(cell) for cell in distinct.to_list()], dtype=pl.String)
    return column.replace_strict(distinct, texts, default="", return_dtype=pl.String)


def _text(cell: object) -> str:
    return normal_text(cell_text(cell)).strip()
