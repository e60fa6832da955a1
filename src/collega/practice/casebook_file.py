"""``cases.csv``: the casebook without names, a row for every blind judgement; read and written.

Columns: ``case`` (a number), a column for each criterion, ``outcome``, ``month`` (year and month, never a day),
``judge`` (a number), ``answer`` and ``position`` (the order in which judgements were given). A case without judgements
is one row without an answer. There is no text of anybody in it, and no judgement that came after something was seen:
a file that has both kinds must be split before it comes here, so an unknown column is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np
import polars as pl
from numpy.typing import NDArray

from collega.colleague.case import build_case
from collega.colleague.case_table import forbidden_rows, level_cells
from collega.errors import DataError, Problem
from collega.mapping.cells import in_order, key_index, missing_columns, same_cause, wrong_cells
from collega.mapping.sources import Source
from collega.messages import Message
from collega.panel.counts import merge_profiles
from collega.practice.casebook import OUTCOMES, Casebook, SharedCase
from collega.practice.judgement import MONTH, BlindJudgement, exported_judgement
from collega.practice.practice_file import beside, weight_column
from collega.study.definition import Study
from collega.tables import Table

CASE, OUTCOME, MONTH_COLUMN, JUDGE, ANSWER, POSITION = "case", "outcome", "month", "judge", "answer", "position"
_BESIDE = (CASE, OUTCOME, MONTH_COLUMN, JUDGE, ANSWER, POSITION)
_POSITION = r"^\d{1,9}$"


def read_casebook(study: Study, table: Table) -> Casebook:
    """Read the casebook.

    Raises
    ------
    DataError
        With every problem: an unknown or missing column, an unknown level, answer or outcome, a month that is none,
        rows of one case that differ, somebody who judged a case twice, a position that stands there twice.
    """
    table = table.sound()
    source = Source(reading=table.reading, rows=table.frame.height)
    criteria = [key for key in study.criterion_keys if key in table.frame.columns]
    names = {name: beside(study, name) for name in _BESIDE}
    problems = missing_columns(table, [names[CASE]], [*study.criterion_keys, *names.values()])
    if not criteria:
        found, allowed = Message("colleague-no-criterion-column"), ", ".join(study.criterion_keys)
        problems.append(Problem(file=table.file, line=table.header_line, found=found, allowed=allowed))
    if not problems and not table.frame.height:
        problems.append(Problem(file=table.file, found=Message("colleague-no-case")))
    if problems:
        raise DataError(problems, sources=[source])
    frame, problems = level_cells(study, table, criteria)
    problems += forbidden_rows(study, table, frame)
    absent = [pl.lit("").alias(name) for name in names.values() if name not in frame.columns]
    frame = frame.with_columns(absent)
    problems += [*_cells(study, table, names), *_consistent(table, frame, criteria, names)]
    if problems:
        raise DataError(in_order(problems), sources=[source])
    return Casebook(
        cases=tuple(_shared(frame, criteria, study, names)), judgements=tuple(_judgements(study, frame, names))
    )


def casebook_frame(study: Study, casebook: Casebook) -> pl.DataFrame:
    """Return the casebook as the file has it: a row for every judgement, with new numbers for cases and judges."""
    book = casebook.anonymous()
    given: dict[str, list[tuple[int, BlindJudgement | None]]] = {each.number: [] for each in book.cases}
    for position, judgement in enumerate(book.judgements, start=1):
        given[judgement.case].append((position, judgement))
    rows = []
    for shared in book.cases:
        levels = dict(shared.case.levels)
        for position, each in given[shared.number] or [(0, None)]:
            rows.append(
                {key: levels.get(key, "") for key in study.criterion_keys}
                | {beside(study, CASE): shared.number, beside(study, OUTCOME): shared.outcome or ""}
                | {beside(study, name): cell for name, cell in _judged(study, shared, position, each).items()}
            )
    names = [beside(study, CASE), *study.criterion_keys, *(beside(study, name) for name in _BESIDE[1:])]
    return pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String))


def _judged(study: Study, shared: SharedCase, position: int, judgement: BlindJudgement | None) -> dict[str, str]:
    if judgement is None:
        return {MONTH_COLUMN: shared.month, JUDGE: "", ANSWER: "", POSITION: ""}
    answer = study.answer_keys[judgement.answer]
    return {MONTH_COLUMN: judgement.month, JUDGE: judgement.judge, ANSWER: answer, POSITION: str(position)}


def met_frame(study: Study, casebook: Casebook) -> pl.DataFrame:
    """Return the different cases with how often the casebook has each, blanks left open, as ``practice.csv``."""
    profiles = casebook.profiles(study)
    first, rows = merge_profiles(profiles + 1)
    columns = [
        pl.Series(item.key, [["", *item.level_keys][level + 1] for level in profiles[first, c]], dtype=pl.String)
        for c, item in enumerate(study.criteria)
    ]
    times = [str(number) for number in np.bincount(rows, minlength=len(first))]
    return pl.DataFrame([*columns, pl.Series(weight_column(study), times, dtype=pl.String)])


def _cells(study: Study, table: Table, names: dict[str, str]) -> list[Problem]:
    """Return what is wrong with single cells beside the levels."""
    frame, problems = table.frame, []
    problems += wrong_cells(table, names[CASE], frame[names[CASE]] == "", Message("practice-no-case-number"))
    known = (
        (ANSWER, ("", *study.answer_keys), "practice-not-an-answer"),
        (OUTCOME, ("", *OUTCOMES), "practice-not-an-outcome"),
    )
    for name, keys, code in known:
        problems += key_index(table, names[name], keys, partial(Message, code))[1]
    if names[MONTH_COLUMN] in frame.columns:
        wrong = [bool(cell) and not MONTH.fullmatch(cell) for cell in frame[names[MONTH_COLUMN]].to_list()]
        allowed = Message("practice-month")
        problems += wrong_cells(
            table, names[MONTH_COLUMN], np.array(wrong, dtype=bool), partial(Message, "practice-not-a-month"), allowed
        )
    if names[POSITION] in frame.columns:
        cells = frame[names[POSITION]]
        wrong_ones = (cells != "") & ~cells.str.contains(_POSITION)
        problems += wrong_cells(table, names[POSITION], wrong_ones, partial(Message, "practice-not-a-position"))
    return problems


def _consistent(table: Table, frame: pl.DataFrame, criteria: list[str], names: dict[str, str]) -> list[Problem]:
    """Return what is wrong between rows."""
    problems = []
    for name in (*criteria, names[OUTCOME]):
        first: dict[str, int] = {}
        cases, cells = frame[names[CASE]].to_list(), frame[name].to_list()
        other = [row for row, case in enumerate(cases) if cells[first.setdefault(case, row)] != cells[row]]
        if other:
            problems.append(
                same_cause(table, name, other, Message("practice-case-differs"), hint=Message("practice-one-case"))
            )
    for columns, code in (
        ((names[CASE], names[JUDGE]), "practice-judged-twice"),
        ((names[POSITION],), "practice-position-twice"),
    ):
        seen: set[tuple[str, ...]] = set()
        again = []
        for row, (*known, answer) in enumerate(frame.select(*columns, names[ANSWER]).iter_rows()):
            if answer and known[-1]:
                again += [row] if tuple(known) in seen else []
                seen.add(tuple(known))
        if again:
            problems.append(same_cause(table, columns[-1], again, Message(code)))
    return problems


def _shared(frame: pl.DataFrame, criteria: list[str], study: Study, names: dict[str, str]) -> Iterator[SharedCase]:
    for row in frame.unique(names[CASE], keep="first", maintain_order=True).iter_rows(named=True):
        yield SharedCase(
            number=row[names[CASE]],
            case=build_case(study, {key: row[key] for key in criteria if row[key]}),
            outcome=row[names[OUTCOME]] or None,
            month=row[names[MONTH_COLUMN]],
        )


def _judgements(study: Study, frame: pl.DataFrame, names: dict[str, str]) -> Iterator[BlindJudgement]:
    judged = frame.filter(pl.col(names[ANSWER]) != "")
    position = judged[names[POSITION]].cast(pl.Int64, strict=False)
    ordered: NDArray[np.int64] = np.argsort(position.fill_null(2**31).to_numpy(), kind="stable")
    for row in judged[ordered].iter_rows(named=True):
        yield exported_judgement(
            case=row[names[CASE]],
            judge=row[names[JUDGE]],
            answer=study.answer_keys.index(row[names[ANSWER]]),
            month=row[names[MONTH_COLUMN]],
        )
