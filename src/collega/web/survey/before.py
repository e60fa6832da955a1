"""Before the scenarios: what participants are told, consent, their code, who they are, how it works."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collega.web.records.models import Kind
from collega.web.survey import codes, notice, pending
from collega.web.survey.assignment import FullError, NoDesignError, assign
from collega.web.survey.forms import AboutForm, ConsentForm, posted
from collega.web.survey.path import go_on
from collega.web.survey.visit import Visit, context_of, full, page
from collega.web.task import task_of

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
@page()
def consent(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What the law says people must be told, and their consent; the text seen is stored."""
    interview = visit.ongoing
    if interview.finished:
        return go_on(interview)
    told = notice.told(visit.study, interview.language)
    form = ConsentForm(posted(request))
    if interview.consented_at is None and form.is_valid():
        interview.consent_text = notice.as_text(told)
        interview.consented_at, interview.start_hash = timezone.now(), ""
        interview.save(update_fields=["consent_text", "consented_at", "start_hash"])
        return redirect("survey:your-code", visit.study.key)
    if request.method == "POST" and interview.consented_at is not None:
        return go_on(interview)
    context = context_of(visit, form=form, told=told, statement=notice.statement())
    return render(request, "survey/consent.html", context, status=422 if form.errors else 200)


@require_safe
@page(open_only=False)
def your_code(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The personal code: to go on later or elsewhere, and to withdraw."""
    if visit.ongoing.consented_at is None:
        return go_on(visit.ongoing)
    return render(request, "survey/your_code.html", context_of(visit, code=codes.shown_code(visit.ongoing)))


@require_safe
@page()
def go(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Go to where this participant is: first to an answer that could not be saved."""
    unsaved = pending.pending_for(request, visit.ongoing)
    if unsaved is not None and not visit.ongoing.finished:
        return redirect("survey:scenario", visit.study.key, unsaved.number)
    return go_on(visit.ongoing)


@require_http_methods(METHODS)
@page()
def about_you(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Characteristics; everyone may decline each."""
    interview = visit.ongoing
    if interview.finished or interview.consented_at is None or not visit.study.as_defined.characteristics:
        return go_on(interview)
    form = AboutForm(visit.study.as_shown, interview, posted(request))
    if form.is_valid():
        form.keep(interview)
        interview.told_about_self = True
        interview.save(update_fields=["values", "others", "told_about_self"])
        return redirect("survey:instruction", visit.study.key) if not interview.version else go_on(interview)
    return render(request, "survey/about_you.html", context_of(visit, form=form), status=422 if form.errors else 200)


@require_http_methods(METHODS)
@page()
def instruction(request: HttpRequest, visit: Visit) -> HttpResponse:
    """How it works, and what holds in every scenario; POST gives the scenarios."""
    interview = visit.ongoing
    untold = visit.study.as_defined.characteristics and not interview.told_about_self
    if interview.finished or interview.consented_at is None or untold:
        return go_on(interview)
    if request.method == "POST":
        try:
            return go_on(assign(interview, timezone.now()))
        except FullError:
            return full(request, visit)
        except NoDesignError:
            return _no_design(request, visit)
    return render(request, "survey/instruction.html", context_of(visit, task=task_of(visit.study, interview)))


def _no_design(request: HttpRequest, visit: Visit) -> HttpResponse:
    if visit.ongoing.kind == Kind.PREVIEW:
        messages.warning(request, _("There are no scenarios yet. Make a design in the workbench first."))
        return redirect("survey:instruction", visit.study.key)
    return render(request, "survey/not_open.html", context_of(visit), status=409)
