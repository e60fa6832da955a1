"""A finished session: what was shown, what was said, and what the talk did."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from collega.findings import effect_sentences
from collega.rounds import EffectRecord
from collega.web.access import ANALYST, PROFESSIONAL, role_in
from collega.web.records.languages import engine_language
from collega.web.records.models import Session
from collega.web.sessions.shown import arguments_of, legend, levels_of, step_shown


@login_required
@require_safe
def past(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a finished session to the team, and where the team shows it to everybody with a role in the study."""
    session = Session.objects.select_related("study").filter(pk=pk).first()
    role = None if session is None else role_in(request, session.study.key)
    if session is None or role is None:
        raise Http404
    if role.kind not in PROFESSIONAL:
        raise PermissionDenied
    team = role.kind in ANALYST
    if not session.finished or not (team or session.shown):
        raise Http404
    return render(request, "sessions/past.html", past_context(session) | {"team": team})


def past_context(session: Session) -> dict[str, Any]:
    """Return what a finished session shows."""
    definition = session.study.as_shown
    scenarios = [
        {
            "scenario": row, "rows": levels_of(session.study, row.scenario),
            "shown": step_shown(session, row, second=True, whole=True),
            "arguments": arguments_of(definition,
                                      [argument for argument in row.arguments.all() if not argument.removed]),
        }
        for row in session.scenarios.prefetch_related("arguments")
        if row.first is not None
    ]  # fmt: skip
    effect = None if session.effect is None else EffectRecord.model_validate(session.effect)
    language = engine_language(get_language())
    return {
        "session": session, "study": session.study, "defined": definition, "scenarios": scenarios,
        "legend": legend(definition), "effect": effect_sentences(definition, language, effect),
    }  # fmt: skip
