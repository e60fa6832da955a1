"""A design that was made elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from collega.design.layout import Design, read_design
from collega.errors import DataError, Problem
from collega.mapping.cells import SHOWN, in_order, same_cause
from collega.mapping.columns import name_columns, unknown_names
from collega.mapping.grammar import ColumnMapping
from collega.mapping.reading import read_mapping
from collega.mapping.sources import Source, read_source
from collega.mapping.values import normalise
from collega.mapping.wording import level_texts, refuse_words, translate
from collega.messages import Message
from collega.study.columns import design_columns
from collega.study.definition import Study
from collega.tables import DEFAULT, Limits, Table


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ImportedDesign:
    """A design with a word about the file that it came from."""

    design: Design
    source: Source


def import_design(study: Study, path: Path, mapping: Path | None = None) -> Design:
    """Read a design from a table file; see :func:`import_scenarios`, which also tells how."""
    return import_scenarios(study, path, mapping).design


def import_scenarios(
    study: Study, path: Path, mapping: Path | None = None, *, limits: Limits = DEFAULT
) -> ImportedDesign:
    """Read a design from a table file, and tell how it was read.

    Parameters
    ----------
    study : Study
    path : Path
        A table with a column per criterion, and optionally ``version`` and ``scenario``. Without ``scenario`` the
        scenarios are numbered, the same levels with the same number.
    mapping : Path or None
        What columns and levels are called in this file.
    limits : Limits
        How much is read at most.

    Raises
    ------
    DataError
        With every problem found; a scenario that the study forbids is one.
    """
    rules = ColumnMapping() if mapping is None else read_mapping(study, mapping)
    table, source = read_source(path, rules, "scenarios", main=True, limits=limits)
    problems = unknown_names(rules, [table], design_columns(study), ignored=False)
    try:
        if problems:
            raise DataError(problems)
        return design_from(study, table, rules, source, new=True)
    except DataError as error:
        raise DataError(error.problems, sources=[source]) from None


def design_from(
    study: Study, table: Table, rules: ColumnMapping, source: Source, *, new: bool = False
) -> ImportedDesign:
    """Make a design from a table that was read; DataError with every problem found.

    A ``new`` design, which nobody has answered yet, has no scenarios that the study forbids; where the table does not
    name the scenarios, they are numbered.
    """
    columns = design_columns(study)
    has_version = "version" in rules.columns or "version" in table.frame.columns
    header = name_columns(table, rules, columns, study.criterion_keys, version=not has_version)
    values = normalise(header.table, rules, {name: name for name in header.table.frame.columns})
    table, unclear = translate(values.table, level_texts(study), rules.words)
    problems = [*header.problems, *values.problems, *unclear]
    for criterion in study.criteria:
        table, refused = refuse_words(table, criterion.key, rules.words.get(criterion.key, {}), criterion.level_keys)
        problems += refused
    notes = (*header.left_out, *values.notes)
    if new and "scenario" not in table.frame.columns and set(study.criterion_keys) <= set(table.frame.columns):
        table = _numbered(study, table)
        notes = (*notes, Message("design-scenarios-numbered"))
    problems += _forbidden(study, table) if new else []
    try:
        design = read_design(study, table)
    except DataError as error:
        lacking = {
            Message("common-column-missing", name=name) for name in columns
        }  # told already, in the words of the mapping
        others = [problem for problem in error.problems if not (header.problems and problem.found in lacking)]
        raise DataError(in_order([*problems, *others])) from None
    if problems:
        raise DataError(in_order(problems))
    notes = (*source.notes, *notes, *_repeats(design))
    return ImportedDesign(design=design, source=replace(source, notes=notes))


def _repeats(design: Design) -> list[str]:
    """Name the scenarios that come back, since a table pasted below itself shows each of them twice."""
    names = {design.scenarios[number] for numbers in design.shows for number in numbers if numbers.count(number) > 1}
    numbers = [name for name in design.scenarios if name in names]
    listed: str | list[str] = numbers
    if len(numbers) > SHOWN:
        listed = Message("common-and-more", names=numbers[:SHOWN], number=len(numbers) - SHOWN)
    return [Message("design-shown-more-than-once", names=listed)] if names else []


def _forbidden(study: Study, table: Table) -> list[Problem]:
    problems = []
    rules = [rule for rule in study.never if set(rule) <= set(table.frame.columns)]
    for rule in rules:
        rows = table.frame.select(pl.all_horizontal(pl.col(key) == level for key, level in rule.items())).to_series()
        if rows.any():
            levels = [f"{key}={level}" for key, level in rule.items()]
            hint = Message("design-leave-scenario-out")
            problem = Message("common-forbidden-levels", levels=levels)
            problems.append(same_cause(table, next(iter(rule)), rows.arg_true().to_list(), problem, hint=hint))
    return problems


def _numbered(study: Study, table: Table) -> Table:
    """Name the scenarios after their levels: S1 for the first combination, and so on."""
    levels = table.frame.select(study.criterion_keys)
    distinct = levels.unique(maintain_order=True)
    names = pl.Series("scenario", [f"S{number}" for number in range(1, distinct.height + 1)], dtype=pl.String)
    numbered = table.frame.join(
        distinct.with_columns(names), on=study.criterion_keys, how="left", maintain_order="left"
    )
    return replace(table, frame=numbered)
