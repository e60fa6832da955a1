"""The sessions of a study: making one, showing one that is finished, deleting one. Owners and analysts lead them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collega import formats
from collega.rounds import Suggestion
from collega.web import bridge
from collega.web.access import ANALYST, study_for
from collega.web.deeds.refused import RefusedError
from collega.web.deeds.session import MOST_SCENARIOS, delete_session, make_session, show_session
from collega.web.records.languages import engine_language
from collega.web.records.models import Session, Study, current_design
from collega.web.session_bridge import suggestions_for
from collega.web.workbench.rooms import room


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A scenario that can be chosen."""

    name: str
    levels: str
    why: str = ""
    reason: str = ""


@login_required
@require_safe
def page(request: HttpRequest, key: str) -> HttpResponse:
    """List the sessions of a study."""
    study = study_for(request, key, ANALYST)
    return room(request, study, "sessions", "workbench/sessions/sessions.html", sessions=study.sessions.all(),
                possible=bool(_names(study)))  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, key: str) -> HttpResponse:
    """Make a session; what is suggested is chosen already, each with its reason."""
    study = study_for(request, key, ANALYST)
    lines = _lines(study)
    if request.method == "POST":
        chosen = [line for line in lines if line.name in request.POST.getlist("scenarios")]
        control = request.POST.get("control", "")
        whys = [(line.name, line.why if line.why in ("divided", "groups") else "chosen") for line in chosen]
        try:
            session = make_session(
                study, request.user, title=request.POST.get("title", "").strip() or _default_title(),
                scenarios=whys, control=control, characteristic=request.POST.get("characteristic", ""),
            )  # fmt: skip
        except RefusedError as error:
            form = _form(study, lines, {line.name for line in chosen}, control)
            return room(request, study, "sessions", "workbench/sessions/new.html", status=422, refused=str(error),
                        typed=request.POST, **form)  # fmt: skip
        return redirect("sessions:lead", session.pk)
    suggested = {line.name for line in lines if line.why in ("divided", "groups")}
    control = next((line.name for line in lines if line.why == "control"), "")
    return room(request, study, "sessions", "workbench/sessions/new.html", typed={"title": _default_title()},
                **_form(study, lines, suggested, control))  # fmt: skip


def _form(study: Study, lines: list[Line], chosen: set[str], control: str) -> dict[str, Any]:
    return {
        "lines": lines, "chosen": chosen, "first_other": next((line.name for line in lines if not line.why), ""),
        "chosen_others": any(line.name in chosen for line in lines if not line.why), "control": control,
        "most": MOST_SCENARIOS,
        "characteristics": study.as_shown.characteristics, "suggested": any(line.why for line in lines),
        "minimum": study.as_shown.minimum_group,
    }  # fmt: skip


def _default_title() -> str:
    return _("Session")


@login_required
@require_POST
def show(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Show a finished session to everybody with a role in the study, or to the team alone."""
    session = _session(study_for(request, key, ANALYST), pk)
    show_session(session, request.user, visible=request.POST.get("shown") == "yes")
    return redirect("workbench:sessions", key=key)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Delete a session, after a page that asks whether that is meant."""
    study = study_for(request, key, ANALYST)
    session = _session(study, pk)
    if request.method != "POST":
        return room(request, study, "sessions", "workbench/sessions/delete.html", session=session)
    delete_session(session, request.user)
    messages.success(request, _("The session has been deleted."))
    return redirect("workbench:sessions", key=key)


def _session(study: Study, pk: int) -> Session:
    session = study.sessions.filter(pk=pk).first()
    if session is None:
        raise Http404
    return session


def _names(study: Study) -> list[str]:
    design = current_design(study)
    return [] if design is None or design.out_of_date else list(design.layout["scenarios"])


def _lines(study: Study) -> list[Line]:
    """Return the scenarios, those that are suggested first."""
    names = _names(study)
    if not names:
        return []
    design, language = current_design(study), engine_language(get_language())
    assert design is not None
    layout = bridge.design_of(design)
    suggested = {suggestion.scenario: suggestion for suggestion in suggestions_for(study)}
    levels = {
        name: " · ".join(
            criterion.levels[int(level)].name(language)
            for criterion, level in zip(study.as_shown.criteria, profile, strict=True)
        )
        for name, profile in zip(layout.scenarios, layout.profiles, strict=True)
    }
    order = [*suggested, *(name for name in names if name not in suggested)]
    return [
        Line(name=name, levels=levels[name], why=suggested[name].why if name in suggested else "",
             reason=_reason(study, suggested[name]) if name in suggested else "")
        for name in order
    ]  # fmt: skip


def _reason(study: Study, suggestion: Suggestion) -> str:
    language = engine_language(get_language())
    share, low, high = (formats.percent(number, language) for number in (suggestion.share, *suggestion.interval))
    if suggestion.why == "groups" and suggestion.characteristic is not None and suggestion.difference is not None:
        item = study.as_shown.characteristic(suggestion.characteristic)
        first, second = (item.value_name(value, language) for value in suggestion.values)
        ends = suggestion.difference_interval or (0.0, 0.0)
        text = _("Groups differ: %(first)s is %(points)s points more positive than %(second)s (%(low)s to %(high)s).")
        numbers = [formats.number(100 * number, language) for number in (suggestion.difference, *ends)]
        parts = dict(zip(("points", "low", "high"), numbers, strict=True))
        return text % {**parts, "first": first, "second": second}
    if suggestion.why == "control":
        return _("Control: spread about as the others. %(share)s would judge positively.") % {"share": share}
    return _("Divided: %(share)s would judge positively (%(low)s to %(high)s).") % {
        "share": share, "low": low, "high": high}  # fmt: skip
