"""A design that was made elsewhere."""

from __future__ import annotations

from pathlib import Path

from collega.design.layout import Design, read_design
from collega.study.definition import Study
from collega.tables import DEFAULT, Limits, read_table


def import_design(study: Study, path: Path, *, limits: Limits = DEFAULT) -> Design:
    """Read a design from a table file with level keys.

    Parameters
    ----------
    study : Study
    path : Path
        A table file with the columns ``scenario``, one per criterion, and optionally ``version``.
    limits : Limits
        How much of it is read at most.

    Raises
    ------
    DataError
        With every problem found.
    """
    return read_design(study, read_table(path, limits=limits).sound())
