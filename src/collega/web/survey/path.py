"""The way through an interview: where somebody is, and what comes next."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from collega.design import Design
from collega.web import bridge
from collega.web.records.models import Answer, Interview

STEPS = ("consent", "your-code", "about-you", "instruction")


def design_of(interview: Interview) -> Design:
    """Return the design that this interview was drawn from."""
    assert interview.design is not None
    return bridge.design_of(interview.design)


def answered(interview: Interview) -> dict[int, str]:
    """Return the current answers by position."""
    with connection.cursor() as cursor:
        cursor.execute(_ANSWERS, [interview.pk])
        return dict(cursor.fetchall())


_ANSWERS = f"SELECT position, answer FROM {Answer._meta.db_table} WHERE interview_id = %s"  # the table's own name  # nosec B608


def next_number(interview: Interview, given: dict[int, str] | None = None) -> int:
    """Return the first position without an answer; one past the last where there is none."""
    given = answered(interview) if given is None else given
    return next((n for n in range(1, len(interview.order) + 1) if n not in given), len(interview.order) + 1)


def place_of(interview: Interview) -> tuple[str, dict[str, Any]]:
    """Return name and arguments of the page where this participant is to go on."""
    key = {"key": interview.study.key}
    if interview.finished:
        return "survey:thanks", key
    if interview.consented_at is None:
        return "survey:consent", key
    if interview.study.as_defined.characteristics and not interview.told_about_self:
        return "survey:about-you", key
    if not interview.version:
        return "survey:instruction", key
    number = next_number(interview)
    if number > len(interview.order):
        return "survey:check", key
    return "survey:scenario", {**key, "number": number}


def go_on(interview: Interview) -> HttpResponse:
    """Redirect to where this participant is to go on."""
    name, named = place_of(interview)
    return HttpResponseRedirect(reverse(name, kwargs=named))
