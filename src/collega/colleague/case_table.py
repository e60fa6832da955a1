"""Many cases in one table, with whatever else stands beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat

import numpy as np
import polars as pl

from collega.colleague.case import BLANKS, NEVER_JUDGED, Case, build_case, find_level, never_sentence
from collega.errors import DataError, Problem, did_you_mean, quoted
from collega.mapping.cells import SHOWN, in_order, more_like_these, same_cause
from collega.mapping.columns import ROW_NAMES
from collega.mapping.sources import Source
from collega.messages import Message
from collega.study.definition import Study
from collega.tables import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """A case and where it stands.

    Attributes
    ----------
    case : Case
    line : int
        Line in the file.
    beside : dict of str to str
        The cells of columns that are no criteria, such as an id or a remark.
    """

    case: Case
    line: int
    beside: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseTable:
    """The cases of a table, in its order, how it was read, and what may be wrong with its columns."""

    rows: tuple[CaseRow, ...]
    source: Source
    warnings: tuple[str, ...] = ()

    @property
    def cases(self) -> list[Case]:
        """The cases alone."""
        return [row.case for row in self.rows]


def cases_from_table(study: Study, table: Table) -> CaseTable:
    """Read a case a row: a column per criterion, an empty cell for blank, no column for blank throughout.

    Raises
    ------
    DataError
        With every problem: no column of a criterion, an unknown level, a combination that the study forbids.
    """
    frame = table.frame
    criteria = [key for key in study.criterion_keys if key in frame.columns]
    beside = [name for name in frame.columns if name not in criteria and name != table.row_names]
    source = Source(reading=table.reading, rows=frame.height, notes=_notes(table, beside))
    problems = table.problems(criteria)
    if not criteria:
        near = next((hint for name in beside if (hint := _near(study, name, study.criterion_keys))), "")
        problem, allowed = Message("colleague-no-criterion-column"), ", ".join(study.criterion_keys)
        problems.append(Problem(file=table.file, line=table.header_line, found=problem, allowed=allowed, hint=near))
    elif not frame.height:
        problems.append(Problem(file=table.file, found=Message("colleague-no-case")))
    else:
        frame, wrong = level_cells(study, table, criteria)
        problems += [*wrong, *forbidden_rows(study, table, frame)]
    if problems:
        raise DataError(in_order(problems), sources=[source])
    filled = frame.select(criteria).iter_rows(named=True)
    others = frame.select(beside).iter_rows(named=True) if beside else repeat({}, frame.height)
    rows = tuple(
        CaseRow(
            case=build_case(study, {key: level for key, level in levels.items() if level}),
            line=table.line(row),
            beside=words,
        )
        for row, (levels, words) in enumerate(zip(filled, others, strict=True))
    )
    return CaseTable(rows=rows, source=source, warnings=tuple(_warnings(study, table, beside)))


def level_cells(study: Study, table: Table, criteria: Sequence[str]) -> tuple[pl.DataFrame, list[Problem]]:
    """Return the table with the keys of levels in these columns, empty for blank; and every other word, each once."""
    frame, problems = table.frame, []
    for key in criteria:
        cells = frame[key]
        meanings = dict.fromkeys(BLANKS, "")
        words = [cell for cell in cells.unique(maintain_order=True).to_list() if cell not in BLANKS]
        wrong = []
        for word in words:
            meaning = find_level(study, key, word)
            meanings[word] = meaning.level or ""
            if meaning.level is None:
                wrong.append((word, meaning))
        for number, (word, meaning) in enumerate(wrong[:SHOWN]):
            rows = (cells == word).arg_true().to_list()
            allowed = meaning.allowed if not number else ""
            problems.append(same_cause(table, key, rows, meaning.found, allowed, meaning.hint))
        if len(wrong) > SHOWN:
            remainder = int(cells.is_in([word for word, _ in wrong[SHOWN:]]).sum())
            problems.append(more_like_these(table, key, remainder))
        frame = frame.with_columns(cells.replace(meanings).alias(key))
    return frame, problems


def forbidden_rows(study: Study, table: Table, frame: pl.DataFrame) -> list[Problem]:
    """Return the rows of ``frame``, as :func:`level_cells` gives it, with levels that the study never combines."""
    problems = []
    for rule in study.never:
        if all(key in frame.columns for key in rule):
            match = np.logical_and.reduce([(frame[key] == level).to_numpy() for key, level in rule.items()])
            rows = np.flatnonzero(match).tolist()
            if rows:
                problem = same_cause(table, next(iter(rule)), rows, never_sentence(rule), hint=Message(NEVER_JUDGED))
                problems.append(problem)
    return problems


def _notes(table: Table, beside: list[str]) -> tuple[str, ...]:
    notes = [Message("colleague-columns-beside", names=tuple(map(quoted, beside)))] if beside else []
    return (*([Message(ROW_NAMES)] if table.row_names else []), *notes)


def _warnings(study: Study, table: Table, beside: list[str]) -> list[str]:
    lacking = [key for key in study.criterion_keys if key not in table.frame.columns]
    near = {name: _near(study, name, lacking) for name in beside}
    return [
        Message("colleague-column-no-criterion", file=table.file, name=name, hint=hint)
        for name, hint in near.items()
        if hint
    ]


def _near(study: Study, name: str, lacking: Sequence[str]) -> str:
    """Guess which criterion without a column this one was meant to be: one with a name or a text like it."""
    texts = {
        text: item.key
        for item in study.criteria
        for language in study.languages
        for text in (item.name(language), item.text.say(language))
    }
    return (
        Message("common-did-you-mean", word=texts[name]) if texts.get(name) in lacking else did_you_mean(name, lacking)
    )
