"""What visitors advised themselves before they saw the colleagues' advice: kept in their session, per case.

It is asked once per case and its variations. A variation differs in one criterion, or has at least half of the levels
that are filled in in both.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from collega.colleague import Case
from collega.web.records.models import Study

SKIPPED = "-"  # in the place of an answer, whose key never is that
_GIVEN, _MOST = "own_advice", 50  # in the session: [study, levels, answer], the newest last


def find(request: HttpRequest, study: Study, case: Case) -> str | None:
    """Return the visitor's answer to this case, or to the newest one that it is a variation of; None without any."""
    levels = dict(case.levels)
    rows = [(known, own) for key, known, own in reversed(_rows(request)) if key == study.key]
    same = next((own for known, own in rows if known == levels), None)
    return same if same is not None else next((own for known, own in rows if is_variation(known, levels)), None)


def keep(request: HttpRequest, study: Study, case: Case, own: str) -> bool:
    """Keep the answer to this case; whether it was not kept yet."""
    rows, row = _rows(request), [study.key, dict(case.levels), own]
    if any(known[:2] == row[:2] for known in rows):
        return False
    request.session[_GIVEN] = [*rows, row][-_MOST:]
    return True


def is_variation(one: dict[str, str], other: dict[str, str]) -> bool:
    """Whether two cases are the same one in another form."""
    differ = sum(one.get(key) != other.get(key) for key in {*one, *other})
    both = one.keys() & other.keys()
    same = sum(one[key] == other[key] for key in both)
    return differ <= 1 or (same > 0 and 2 * same >= len(both))


def _rows(request: HttpRequest) -> list[list[Any]]:
    """Return what was kept; nothing of what earlier versions of this site kept in another form."""
    rows = request.session.get(_GIVEN, [])
    return rows if isinstance(rows, list) else []
