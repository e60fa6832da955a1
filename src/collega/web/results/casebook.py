"""The casebook beside an advice: the likest shared cases, and that a member saw the advice."""

from __future__ import annotations

from django.http import HttpRequest

from collega.colleague import Case
from collega.report.shared_cases import SheetCase
from collega.web.access import PROFESSIONAL, role_in
from collega.web.cases.likest import Like, likest
from collega.web.demo_english import in_readers_language
from collega.web.records.models import Case as SharedCase
from collega.web.results.visit import Visit
from collega.web.sight import note_asked


def like_cases(request: HttpRequest, visit: Visit, case: Case) -> list[Like]:
    """Return the shared cases that are most like this one, for members of the study who may read them."""
    role = role_in(request, visit.study.key)
    if role is None or role.kind not in PROFESSIONAL:
        return []
    cases = SharedCase.objects.filter(study=visit.study).readable_by(role.user, role.organisation_id)
    return likest(visit.study, role.user, cases.shared(), dict(case.levels))


def sheet_cases(request: HttpRequest, visit: Visit, case: Case) -> list[SheetCase]:
    """Return the likest shared cases as the sheet tells them: what was decided only to who has judged the case."""
    return [
        SheetCase(
            title=in_readers_language(case_row.case.title),
            differs="; ".join(": ".join(filter(None, pair)) for pair in case_row.differs),
            decided="" if case_row.outcome is None else in_readers_language(case_row.outcome.decided),
        )
        for case_row in like_cases(request, visit, case)
    ]  # fmt: skip


def note_advice(request: HttpRequest, visit: Visit, *cases: Case | None) -> None:
    """Keep that a member of the study saw the advice on these cases: their judgement of one is not blind any more."""
    if request.user.is_authenticated and role_in(request, visit.study.key) is not None:
        for case in cases:
            if case is not None:
                note_asked(visit.study, request.user, dict(case.levels))
