"""The current answers of an interview by position, read in the same query as the interview itself."""

from __future__ import annotations

from typing import Any

from django.db.models import JSONField, OuterRef, Subquery
from django.db.models.sql.compiler import SQLCompiler

from collega.web.records.interview import Answer


class AnswersByPosition(Subquery):
    """An annotation of interviews: positions as text with their answers; None where there are none.

    A row that is locked shows what it was after the wait for the lock, and an annotation what it was before: such a
    query has to read the answers afterwards.
    """

    template = "(SELECT jsonb_object_agg(position, answer) FROM (%(subquery)s) current_answers)"
    output_field = JSONField()

    def __init__(self) -> None:
        super().__init__(Answer.objects.filter(interview=OuterRef("pk")).order_by().values("position", "answer"))

    def as_sqlite(self, compiler: SQLCompiler, connection: Any) -> tuple[str, list[Any]]:
        """Return the same in the words of SQLite, which gives an empty object where there are none."""
        sql, values = self.as_sql(compiler, connection, template=self.template.replace("jsonb_object_agg", _SQLITE))
        return sql, list(values)


_SQLITE = "json_group_object"
