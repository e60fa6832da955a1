"""Finding cases by their words: FTS5 on SQLite, full text in Dutch and English on PostgreSQL.

Indexed are the title, the text and the question; never what anybody thinks of the case. Results are put in no order of
likeness: how rare a word is would tell something of the cases that the reader may not see.
"""

from __future__ import annotations

import re
from typing import Any

from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL

from collega.web.records.casebook import Case, CaseQuerySet

_TABLE = "records_case_words"
_COLUMNS = ("title", "text", "question")
_NEW, _OLD = (", ".join(f"{row}.{name}" for name in _COLUMNS) for row in ("new", "old"))
_NAMES = ", ".join(_COLUMNS)
# What is put into these statements is named here; words to look for are parameters. Hence "nosec" below.
_TAKE_OUT = f"INSERT INTO {_TABLE}({_TABLE}, rowid, {_NAMES}) VALUES ('delete', old.id, {_OLD});"  # nosec B608
_PUT_IN = f"INSERT INTO {_TABLE}(rowid, {_NAMES}) VALUES (new.id, {_NEW});"  # nosec B608
_SQLITE = (
    f"CREATE VIRTUAL TABLE IF NOT EXISTS {_TABLE} USING fts5({_NAMES}, content='records_case', content_rowid='id', "
    "tokenize='porter unicode61 remove_diacritics 2')",
    f"CREATE TRIGGER IF NOT EXISTS case_words_in AFTER INSERT ON records_case BEGIN {_PUT_IN} END",
    f"CREATE TRIGGER IF NOT EXISTS case_words_out AFTER DELETE ON records_case BEGIN {_TAKE_OUT} END",
    f"CREATE TRIGGER IF NOT EXISTS case_words_new AFTER UPDATE OF {_NAMES} ON records_case "
    f"BEGIN {_TAKE_OUT} {_PUT_IN} END",
    f"INSERT INTO {_TABLE}({_TABLE}) VALUES ('rebuild')",  # nosec B608
)
_TEXT = "title || ' ' || text || ' ' || question"
_LANGUAGES = ("dutch", "english")
_POSTGRES = tuple(
    f"CREATE INDEX IF NOT EXISTS case_words_{language} ON records_case USING gin (to_tsvector('{language}', {_TEXT}))"
    for language in _LANGUAGES
)


def prepare_words(**_signal: Any) -> None:
    """Make the index, and the triggers that keep it; after every migration, since SQLite loses triggers in one."""
    if Case._meta.db_table not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        for statement in _SQLITE if connection.vendor == "sqlite" else _POSTGRES:
            cursor.execute(statement)


def forget_words() -> None:
    """Overwrite what the index still holds of deleted texts: merging its parts leaves them out."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {_TABLE}({_TABLE}) VALUES ('optimize')")  # nosec B608


def with_words(cases: CaseQuerySet, words: str, *, organisation: int | None) -> CaseQuerySet:
    """Keep the cases in which every one of these words occurs, or which have this file number.

    Parameters
    ----------
    cases : CaseQuerySet
        What the reader may read: nothing else is found.
    organisation : int or None
        The reader's: a file number is known to its own organisation alone.
    """
    terms = re.findall(r"\w+", words)
    if not terms:
        return cases.none() if words.strip() else cases
    matches = Q(pk__in=_sqlite(terms) if connection.vendor == "sqlite" else _postgres(terms))
    if organisation is not None:
        matches |= Q(file_number__icontains=words.strip(), organisation=organisation)
    return cases.filter(matches)


def _sqlite(terms: list[str]) -> RawSQL:
    query = " ".join(f'"{term}"*' for term in terms)
    return RawSQL(f"SELECT rowid FROM {_TABLE} WHERE {_TABLE} MATCH %s", [query])  # nosec B608 B611


def _postgres(terms: list[str]) -> RawSQL:
    either = " OR ".join(
        f"to_tsvector('{language}', {_TEXT}) @@ plainto_tsquery('{language}', %s)" for language in _LANGUAGES
    )
    searches = [" ".join(terms)] * len(_LANGUAGES)
    return RawSQL(f"SELECT id FROM records_case WHERE {either}", searches)  # nosec B608 B611
