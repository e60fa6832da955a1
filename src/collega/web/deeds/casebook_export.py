"""The casebook to take along: as a table for people, and as the files of the study folder."""

from __future__ import annotations

import csv
import io
from typing import Any

import polars as pl

from collega.practice import casebook_frame, met_frame
from collega.web.bridge_casebook import casebook_of
from collega.web.editions.judgements import batches_of, spread_of
from collega.web.records.casebook import CaseQuerySet
from collega.web.records.models import Case, Deed, Study, log
from collega.web.sight import seen_codes

CASES, PRACTICE = "cases.csv", "practice.csv"
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")  # first signs that spreadsheets take for a formula
_MOST = 10_000


def folder_files(study: Study) -> dict[str, bytes]:
    """Return cases.csv and practice.csv of a study; empty where nothing is shared with all."""
    book = casebook_of(study, judges=False, released=False)
    if not book.cases:
        return {}
    frames: dict[str, pl.DataFrame] = {
        CASES: casebook_frame(study.as_defined, book),
        PRACTICE: met_frame(study.as_defined, book),
    }
    return {name: frame.write_csv().encode() for name, frame in frames.items()}


def export_casebook(study: Study, user: Any, cases: CaseQuerySet, *, organisation: int | None) -> bytes:
    """Return the cases that somebody may read as CSV, without names; logged.

    What others think of a case stands only beside those that this person has judged, or made. File numbers are those
    of the own organisation.
    """
    rows = list(cases.filter(advised_at__isnull=False).select_related("outcome").order_by("-shared_at", "-pk")[:_MOST])
    codes, batches, definition = seen_codes(study, user, rows), batches_of(rows), study.as_defined
    buffer = io.StringIO()
    names = ["title", "text", "question", "file_number", *(f"level.{key}" for key in definition.criterion_keys),
             "shared", "own", "advice_of_author", "outcome", "decided", "why", "judged_blind", "positive"]  # fmt: skip
    writer = csv.DictWriter(buffer, names)
    writer.writeheader()
    for case in rows:
        cells = _case(study, case, organisation) | {"own": "yes" if case.author_id == user.pk else "no"}
        if case.code in codes:
            spread = spread_of(definition, batches.get(case.pk, []))
            cells |= _thought(case) | ({"judged_blind": str(spread.n), "positive": str(spread.positive(definition))}
                                      if spread.n else {})  # fmt: skip
        writer.writerow({name: _harmless(cells.get(name, "")) for name in names})
    log(study, user, Deed.CASEBOOK_EXPORTED)
    return buffer.getvalue().encode("utf-8-sig")


def _case(study: Study, case: Case, organisation: int | None) -> dict[str, str]:
    mine = organisation is not None and case.organisation_id == organisation
    return {
        "title": case.title, "text": case.text, "question": case.question,
        "file_number": case.file_number if mine else "",
        "shared": "" if case.shared_at is None else f"{case.shared_at:%Y-%m}",
    } | {f"level.{key}": case.levels.get(key, "") for key in study.as_defined.criterion_keys}  # fmt: skip


def _thought(case: Case) -> dict[str, str]:
    cells = {"advice_of_author": case.answer}
    if hasattr(case, "outcome"):
        cells |= {"outcome": case.outcome.side, "decided": case.outcome.decided, "why": case.outcome.why}
    return cells


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_DANGEROUS) else cell
