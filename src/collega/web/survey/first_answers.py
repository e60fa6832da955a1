"""The first answer to a scenario, saved in one statement: most answers are, and each trip to the database costs time.

PostgreSQL writes the answer and its history in one statement, which is a transaction by itself. Whatever is not plain
(an answer that is there already, a request that is repeated, an interview that was sent in meanwhile) writes nothing
here, and goes the way of :func:`collega.web.survey.answering.record` with the interview's row held.
"""

from __future__ import annotations

import json

from django.db import connection
from django.utils import timezone

from collega.web.records.models import Answer, AnswerSent, Interview
from collega.web.survey.answering import Sent, answer_fields, note_of, scenario_seen, shown_texts

_FIRST = f"""
WITH held AS (
    SELECT id FROM {Interview._meta.db_table} WHERE id = %s AND completed_at IS NULL FOR UPDATE
), kept AS (
    INSERT INTO {Answer._meta.db_table} (interview_id, position, scenario, answer, seconds, answered_at, shown)
    SELECT id, %s, %s, %s, %s::double precision, %s, %s::jsonb FROM held
    ON CONFLICT (interview_id, position) DO NOTHING
    RETURNING interview_id, position, scenario, answer, seconds
)
INSERT INTO {AnswerSent._meta.db_table} (interview_id, position, scenario, answer, seconds, sent_at, request_key)
SELECT interview_id, position, scenario, answer, seconds, %s, %s FROM kept
RETURNING id
"""  # the tables' own names  # nosec B608


def one_statement() -> bool:
    """Whether this database can do it."""
    return connection.vendor == "postgresql"


def record_first(interview: Interview, sent: Sent) -> bool:
    """Save an answer where its scenario has none; return whether that was done."""
    note, now = note_of(sent, interview), timezone.now()
    fields, shown = answer_fields(interview, sent, note), json.dumps(shown_texts(interview, sent.number, note))
    values = [interview.pk, sent.number, *fields.values(), now, shown, now, sent.showing]
    with connection.cursor() as cursor:
        cursor.execute(_FIRST, values)
        saved = cursor.fetchone() is not None
    if saved:
        scenario_seen(interview, now)
    return saved
