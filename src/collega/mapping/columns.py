"""The columns of a table from elsewhere in our names, without those that the mapping leaves out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase

import polars as pl

from collega.errors import Problem, did_you_mean, named, quoted
from collega.mapping.cells import SHOWN
from collega.mapping.grammar import ColumnMapping
from collega.mapping.wording import KEY_AT_THE_END
from collega.messages import Message
from collega.tables import Table, unescaped
from collega.tables.causes import more_columns

ROW_NAMES = "mapping-row-numbers-left-out"


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedTable:
    """A table with our column names.

    Attributes
    ----------
    table : Table
    problems : tuple of Problem
        Columns that are missing, unknown, without a name or there twice.
    faulty : tuple of str
        Columns of ours that cannot be used as they are, and are not in the table.
    left_out : tuple of str
        Sentences about the columns and cells that are not used.
    """

    table: Table
    problems: tuple[Problem, ...]
    faulty: tuple[str, ...]
    left_out: tuple[str, ...]


def name_columns(
    table: Table, rules: ColumnMapping, ours: Sequence[str], required: Sequence[str] = (), *, version: bool = False
) -> NamedTable:
    """Give the columns our names; refuse those that nobody knows, and go on with the others.

    The mapping speaks first: what it leaves out may have any name or none.

    Parameters
    ----------
    table : Table
    rules : ColumnMapping
    ours : sequence of str
        Columns that may stay, in our words.
    required : sequence of str
        Columns that must be there.
    version : bool
        Whether an unknown column may well be the version, which the table has not.
    """
    names = _our_names(table, rules, ours)
    columns = [name for name in table.frame.columns if names.get(name, name) in ours and name not in rules.ignore]
    ignored = [name for name in table.frame.columns if name not in columns and _is_ignored(table, name, rules)]
    numbers = [name for name in table.frame.columns if name == table.row_names and name not in (*columns, *ignored)]
    others = [name for name in table.frame.columns if name not in (*columns, *ignored, *numbers)]
    double = _double(table, names, columns)
    problems = [
        *double,
        *_lacking(table, [name for name in required if name not in [names.get(n, n) for n in columns]]),
    ]
    faults = _faults(table, rules, columns, others)
    problems += [problem for problem_list in faults.values() for problem in problem_list]
    problems += _unknown(table, [name for name in others if name not in faults], ours, version=version)
    columns = [] if double else [name for name in columns if name not in faults]
    return NamedTable(
        table=_with_names(table, columns, names),
        problems=tuple(dict.fromkeys(problems)),
        faulty=tuple(names.get(name, name) for name in faults),
        left_out=(*_numbers_left_out(numbers), *_columns_left_out(ignored), *_declared_missing(table, columns)),
    )


def _faults(
    table: Table, rules: ColumnMapping, columns_read: Sequence[str], others: Sequence[str]
) -> dict[str, list[Problem]]:
    """Return what is wrong with columns that are not left out.

    A column without a name of its own is fine where the mapping names it as Collega does, "column 5" or "answer (column
    7)", to leave it out or to use it. Of two columns with a name that is used, none is chosen without a word.
    """
    mapped, wanted_columns = rules.named_columns(), {*columns_read, *others}
    columns: dict[Problem, list[str]] = {}
    for column, causes in table.faults.items():
        for problem in dict.fromkeys(causes):
            columns.setdefault(problem, []).append(column)
    faults = {}
    for name in (*columns_read, *others):
        problems = []
        for problem in table.faults.get(name, ()):
            sharing = columns[problem]
            about_name = problem.line == table.header_line and not problem.where
            rest = [column for column in sharing if column in wanted_columns]
            settled = sharing[-1] in mapped or (len(sharing) > 1 and len(rest) == 1 and name not in columns_read)
            if not (about_name and settled):
                problems.append(problem)
        if problems:
            faults[name] = problems
    return faults


def _with_names(table: Table, names_read: Sequence[str], names: Mapping[str, str]) -> Table:
    escaped = table.file.lower().endswith((".csv", ".tsv", ".txt"))
    columns = {names.get(name, name): table.frame[name] for name in names_read}
    return replace(
        table,
        frame=pl.DataFrame({name: unescaped(cells) if escaped else cells for name, cells in columns.items()}),
        places={**table.places, **{ours: table.place(theirs) for theirs, ours in names.items()}},
        labels={names.get(name, name): labels for name, labels in table.labels.items()},
        faults={},
        row_names=None,
    )


def _our_names(table: Table, rules: ColumnMapping, our_columns: Sequence[str]) -> dict[str, str]:
    """Return our name for columns with another; SPSS keeps ours at the end of the variable label."""
    names = {theirs: ours for ours, theirs in rules.columns.items() if theirs in table.frame.columns}
    ends = {name: KEY_AT_THE_END.search(title) for name, title in table.titles.items()}
    titled = {name: end[1] for name, end in ends.items() if end and end[1] in our_columns}
    return names | {name: key for name, key in titled.items() if name not in (*names, *our_columns)}


def _is_ignored(table: Table, name: str, rules: ColumnMapping) -> bool:
    """Whether a column is left out by the name in the file, or by the one that was given to it."""
    return any(fnmatchcase(word, pattern) for word in (name, table.place(name)) for pattern in rules.ignore)


def _double(table: Table, names: Mapping[str, str], columns: Sequence[str]) -> list[Problem]:
    hint = Message("mapping-ignore-the-other")
    return [
        Problem(
            file=table.file,
            line=table.header_line,
            found=Message("mapping-same-column", theirs=theirs, ours=ours),
            hint=hint,
        )
        for theirs, ours in names.items()
        if ours != theirs and theirs in columns and ours in columns and ours not in names
    ]


def _lacking(table: Table, required: Sequence[str]) -> list[Problem]:
    hint = Message("mapping-name-column")
    return [
        Problem(file=table.file, line=table.header_line, found=Message("common-column-missing", name=name), hint=hint)
        for name in required
    ]


def _unknown(table: Table, names: Sequence[str], ours: Sequence[str], *, version: bool) -> list[Problem]:
    problems = []
    for number, name in enumerate(names[:SHOWN]):
        near = did_you_mean(name, ours)
        hint = Message("mapping-near-or-name", guess=near) if near else Message("mapping-name-or-ignore")
        if version and not near:
            hint = Message("mapping-version-or-name", name=name)
        problems.append(
            Problem(
                file=table.file,
                line=table.header_line,
                found=Message("mapping-column-unknown", name=name),
                allowed="" if number else ", ".join(dict.fromkeys(ours)),
                hint=hint,
            )
        )
    remainder = len(names) - SHOWN
    if remainder > 0:
        problems.append(Problem(file=table.file, line=table.header_line, found=more_columns(remainder)))
    return problems


def _numbers_left_out(names: Sequence[str]) -> list[str]:
    return [Message(ROW_NAMES)] if names else []


def _columns_left_out(names: Sequence[str]) -> list[str]:
    return [Message("mapping-columns-left-out", names=named(names, SHOWN))] if names else []


def _declared_missing(table: Table, columns: Sequence[str]) -> list[str]:
    notes: list[str] = []
    for name in [name for name in columns if name in table.declared]:
        cells = table.declared[name]
        listed = tuple(map(quoted, list(cells)[:SHOWN]))
        number = sum(cells.values())
        notes.append(Message("mapping-declared-missing", column=table.place(name), number=number, words=listed))
    return notes


def unknown_names(
    rules: ColumnMapping, tables: Sequence[Table], columns: Sequence[str], *, ignored: bool = True
) -> list[Problem]:
    """Return a problem for every column that the mapping names and no file has.

    Parameters
    ----------
    columns : sequence of str
        Columns of ours that these files can have.
    ignored : bool
        Whether the columns to leave out must be there too.
    """
    problems = list(
        dict.fromkeys(word for table in tables for name in table.frame.columns for word in (name, table.place(name)))
    )
    entries: list[tuple[tuple[str, ...], str]] = [
        (
            ("version",) if ours == "version" and ("columns", ours) not in rules.source.lines else ("columns", ours),
            theirs,
        )
        for ours, theirs in rules.columns.items()
        if ours in columns
    ]
    entries += [(("ignore",), name) for name in rules.ignore if ignored and not any(mark in name for mark in "*?[")]
    return [
        rules.problem(
            place, Message("mapping-no-file-has-column", name=name), ", ".join(problems), did_you_mean(name, problems)
        )
        for place, name in entries
        if name and name not in problems
    ]
