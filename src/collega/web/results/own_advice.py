"""What visitors advised themselves before they saw the colleagues' advice, and why: kept in their session, per case.

It is asked once per case and its variations. A variation differs in one criterion, or has at least half of the levels
that are filled in in both. Why, and the number of the file, are for the sheet alone: nobody else ever gets them.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from collega.colleague import Case
from collega.web.records.models import Study

SKIPPED = "-"  # in the place of an answer, whose key never is that
_GIVEN, _MOST = "own_advice", 50  # in the session: [study, levels, answer, motivation], the newest last
FILE_NUMBER, MOTIVATION = 100, 4_000  # characters at the most


def find(request: HttpRequest, study: Study, case: Case) -> str | None:
    """Return the visitor's answer to this case, or to the newest one that it is a variation of; None without any."""
    row = _row(request, study, case)
    return None if row is None else str(row[2])


def motivation(request: HttpRequest, study: Study, case: Case) -> str:
    """Return why the visitor advised so in this case, or in the newest one that it is a variation of; may be empty."""
    row = _row(request, study, case)
    return "" if row is None else str((*row, "")[3])


def keep(request: HttpRequest, study: Study, case: Case, advice: str, reason: str = "") -> bool:
    """Keep the answer to this case; whether it was not kept yet."""
    rows, row = _rows(request), [study.key, dict(case.levels), advice, reason.strip()[:MOTIVATION]]
    if any(kept_row[:2] == row[:2] for kept_row in rows):
        return False
    request.session[_GIVEN] = [*rows, row][-_MOST:]
    return True


def is_variation(first: dict[str, str], second: dict[str, str]) -> bool:
    """Whether two cases are the same one in another form."""
    differ = sum(first.get(key) != second.get(key) for key in {*first, *second})
    common = first.keys() & second.keys()
    equal = sum(first[key] == second[key] for key in common)
    return differ <= 1 or (equal > 0 and 2 * equal >= len(common))


def for_the_file(request: HttpRequest, study: Study, case: Case) -> dict[str, str]:
    """Return the file number and motivation for the sheet: as they come with the request, and kept nowhere.

    Where the request has no motivation, the one that was given with the own advice.
    """
    reason = request.POST.get("motivation", motivation(request, study, case))
    number = " ".join(request.POST.get("file_number", "").split())
    return {"file_number": number[:FILE_NUMBER], "motivation": reason.strip()[:MOTIVATION]}


def _row(request: HttpRequest, study: Study, case: Case) -> list[Any] | None:
    levels = dict(case.levels)
    rows = [row for row in reversed(_rows(request)) if row[0] == study.key]
    match = next((row for row in rows if row[1] == levels), None)
    return match if match is not None else next((row for row in rows if is_variation(row[1], levels)), None)


def _rows(request: HttpRequest) -> list[list[Any]]:
    """Return what was kept; nothing of what earlier versions of this site kept in another form."""
    rows = request.session.get(_GIVEN, [])
    return rows if isinstance(rows, list) else []
