"""The virtual colleague: what would these professionals advise in this case?"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from collega.colleague import Case
from collega.errors import CollegaError, DataError
from collega.report.advice_sheet import advice_sheet
from collega.web.limits import QUESTIONS, SHEETS, questions
from collega.web.records.models import Consultation
from collega.web.results import saying, told
from collega.web.results.advising import ASKED, OWN, advice, case_of, field_name
from collega.web.results.dashboard import missing
from collega.web.results.exhibits import language_now
from collega.web.results.identity import identity
from collega.web.results.visit import Visit, visit_to
from collega.web.sentences import in_one_line

SKIPPED = "-"  # in the place of an answer, whose key never is that
_GIVEN = "own_advice"  # in the session: the visitor's own advice per study and case


@require_http_methods(["GET", "HEAD", "POST"])
@questions(QUESTIONS)
def colleague(request: HttpRequest, key: str) -> HttpResponse:
    """Take a case by POST; its address, which can be shared, shows the advice."""
    visit = visit_to(request, key)
    if visit.fit is None:
        return missing(request, visit, "colleague")
    try:
        case = case_of(visit.study.as_shown, request.POST if request.method == "POST" else request.GET)
    except DataError as error:
        return _form(request, visit, problem=error, status=400)
    if request.method == "POST":
        return _taken(request, visit, case)
    if not _is_asked(request, visit):
        return _form(request, visit)
    own = _own_advice(request, visit, case)
    return (
        _own_first(request, visit, case)
        if visit.study.advice_first and own is None
        else _shown(request, visit, case, own)
    )


def address(visit: Visit, case: Case) -> str:
    """The address of a case."""
    words = {field_name(key): level for key, level in case.levels} or {ASKED: "all"}
    return f"{reverse('results:colleague', args=[visit.study.key])}?{urlencode(words)}"


def _is_asked(request: HttpRequest, visit: Visit) -> bool:
    return ASKED in request.GET or any(field_name(key) in request.GET for key in visit.study.as_shown.criterion_keys)


def _taken(request: HttpRequest, visit: Visit, case: Case) -> HttpResponse:
    """Remember the visitor's own advice, log the consultation, and go to the address of the case."""
    definition, own = visit.study.as_shown, request.POST.get(OWN, "")
    if visit.study.advice_first and own not in (*definition.answer_keys, SKIPPED):
        return redirect(address(visit, case))
    kept = request.session.get(_GIVEN, {})
    name = f"{visit.study.key}?{urlencode(case.levels)}"
    if name not in kept:
        request.session[_GIVEN] = dict([*kept.items(), (name, own)][-50:])
        _log(visit, case, "" if own == SKIPPED else own)
    return redirect(address(visit, case))


def _log(visit: Visit, case: Case, own: str) -> None:
    answered, _ = advice(visit.fit, case)  # type: ignore[arg-type]
    Consultation.objects.create(
        study=visit.study, fit=visit.fit, on=timezone.localdate(), case=dict(case.levels), share=answered.share,
        own_advice=own if own in visit.study.as_shown.answer_keys else "",
    )  # fmt: skip


def _own_advice(request: HttpRequest, visit: Visit, case: Case) -> str | None:
    given: str | None = request.session.get(_GIVEN, {}).get(f"{visit.study.key}?{urlencode(case.levels)}")
    return given


def _form(request: HttpRequest, visit: Visit, *, problem: DataError | None = None, status: int = 200) -> HttpResponse:
    filled = request.POST if request.method == "POST" else request.GET
    context = told.common(visit, "colleague") | saying.form(visit.study.as_shown, {
        key: filled.get(field_name(key)) for key in visit.study.as_shown.criterion_keys
    })  # fmt: skip
    problems = [] if problem is None else [in_one_line(each) for each in problem.problems]
    return render(request, "results/colleague.html", context | {"problems": problems}, status=status)


def _own_first(request: HttpRequest, visit: Visit, case: Case) -> HttpResponse:
    definition = visit.study.as_shown
    context = told.common(visit, "colleague") | {
        "levels": saying.levels(definition, case), "case": case,
        "hidden": [(field_name(key), level) for key, level in case.levels],
    }  # fmt: skip
    return render(request, "results/own_advice.html", context | {"answers": definition.answers, "skipped": SKIPPED})


def _shown(request: HttpRequest, visit: Visit, case: Case, own: str | None) -> HttpResponse:
    definition = visit.study.as_shown
    answered, groups = advice(visit.fit, case)  # type: ignore[arg-type]
    context: dict[str, Any] = told.common(visit, "colleague") | saying.form(definition, dict(case.levels))
    context |= saying.advice(definition, answered, groups, erased=visit.fit.erased)  # type: ignore[union-attr]
    context |= {"own": saying.answer_text(definition, own), "here": address(visit, case), "case": case}
    context["query"] = "?" + context["here"].partition("?")[2]
    return render(request, "results/advice.html", context)


@require_safe
@questions(SHEETS)
def advice_pdf(request: HttpRequest, key: str) -> HttpResponse:
    """The advice as a PDF for the file."""
    visit = visit_to(request, key)
    if visit.fit is None:
        raise Http404
    definition = visit.study.as_shown
    try:
        case = case_of(definition, request.GET)
    except DataError as error:
        raise Http404 from error
    if visit.study.advice_first and _own_advice(request, visit, case) is None:
        return redirect(address(visit, case))
    answered, groups = advice(visit.fit, case)
    try:
        pdf = advice_sheet(
            definition, answered, groups, identity=identity(visit.fit), language=language_now(),
            on=timezone.localdate(), from_population=visit.fit.erased,
            address=request.build_absolute_uri(address(visit, case)),
        )  # fmt: skip
    except CollegaError as error:
        raise Http404 from error
    response = HttpResponse(pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{key}-advice.pdf"'
    return response
