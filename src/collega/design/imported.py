"""A design that was made elsewhere."""

from __future__ import annotations

from pathlib import Path

from collega.design.layout import Design, read_design
from collega.study.definition import Study
from collega.tables import read_table


def import_design(study: Study, path: Path) -> Design:
    """Read a design from a table file with level keys.

    Parameters
    ----------
    study : Study
    path : Path
        CSV, XLSX, Parquet or SPSS with the columns ``scenario``, one per criterion, and optionally ``version``.

    Raises
    ------
    DataError
        With every problem found.
    """
    return read_design(study, read_table(path).sound())
