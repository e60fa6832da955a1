"""A design that was made elsewhere."""

from __future__ import annotations

from pathlib import Path

from collega.design.layout import Design, forbidden_rows, read_design
from collega.errors import DataError
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
        With every problem found; a scenario that the study forbids is one.
    """
    table = read_table(path, limits=limits).sound()
    design = read_design(study, table)
    problems = forbidden_rows(study, table)
    if problems:
        raise DataError(problems)
    return design
