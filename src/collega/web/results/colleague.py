"""The virtual colleague: what would these professionals advise in this case?"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from collega.colleague import Case
from collega.errors import CollegaError, DataError
from collega.report.advice_sheet import advice_sheet
from collega.web.advising import ASKED, OWN, advice, case_beside, case_of, field_name, words_of
from collega.web.identity import identity
from collega.web.limits import QUESTIONS, SHEETS, questions
from collega.web.records.models import Consultation
from collega.web.results import advice_page, casebook, own_advice, page_facts
from collega.web.results.dashboard import missing
from collega.web.results.exhibits import language_now
from collega.web.results.own_advice import SKIPPED
from collega.web.results.visit import Visit, visit_to
from collega.web.sentences import in_one_line


@require_http_methods(["GET", "HEAD", "POST"])
@questions(QUESTIONS)
def colleague(request: HttpRequest, key: str) -> HttpResponse:
    """Take a case by POST; its address, which can be shared, shows the advice."""
    visit = visit_to(request, key)
    if visit.fit is None:
        return missing(request, visit, "colleague")
    definition = visit.study.as_shown
    try:
        case = case_of(definition, request.POST if request.method == "POST" else request.GET)
        beside = case_beside(definition, request.GET)
    except DataError as error:
        return _form(request, visit, problem=error, status=400)
    if request.method == "POST":
        return _advice_taken(request, visit, case)
    if not _is_asked(request, visit):
        return _form(request, visit)
    for part in (case, beside):
        if visit.study.advice_first and part is not None and own_advice.find(request, visit.study, part) is None:
            return _own_first(request, visit, part)
    return _page_shown(request, visit, case, beside)


def address(visit: Visit, case: Case, beside: Case | None = None) -> str:
    """The address of a case, or of two beside each other."""
    words = words_of(case, beside) | ({"as": "public"} if visit.as_public else {})
    return f"{reverse('results:colleague', args=[visit.study.key])}?{urlencode(words)}"


def _is_asked(request: HttpRequest, visit: Visit) -> bool:
    return ASKED in request.GET or any(field_name(key) in request.GET for key in visit.study.as_shown.criterion_keys)


def _advice_taken(request: HttpRequest, visit: Visit, case: Case) -> HttpResponse:
    """Remember the visitor's own advice, log the consultation, and go to the case, or back to where it was asked."""
    back = request.get_full_path() if _is_asked(request, visit) else address(visit, case)
    definition, advice = visit.study.as_shown, request.POST.get(OWN, "")
    earlier = own_advice.find(request, visit.study, case)
    if earlier is None and visit.study.advice_first and advice not in (*definition.answer_keys, SKIPPED):
        return redirect(back)
    if (earlier is None or not visit.study.advice_first) and own_advice.keep(
        request, visit.study, case, advice, request.POST.get("motivation", "")
    ):
        _log(visit, case, advice if advice in definition.answer_keys else "")
    return redirect(back)


def _log(visit: Visit, case: Case, answer_key: str) -> None:
    answered, _ = advice(visit.fit, case)  # type: ignore[arg-type]
    Consultation.objects.create(
        study=visit.study, fit=visit.fit, on=timezone.localdate(), case=dict(case.levels), share=answered.share,
        own_advice=answer_key,
    )  # fmt: skip


def _form(request: HttpRequest, visit: Visit, *, problem: DataError | None = None, status: int = 200) -> HttpResponse:
    filled, definition = request.POST if request.method == "POST" else request.GET, visit.study.as_shown
    context = page_facts.common(visit, "colleague") | advice_page.form(
        definition, {key: filled.get(field_name(key)) for key in definition.criterion_keys}
    )
    problems = [] if problem is None else [in_one_line(message) for message in problem.problems]
    examples = advice_page.examples(definition)
    context |= {"problems": problems, "examples": address(visit, *examples) if len(examples) == 2 else ""}
    return render(request, "results/colleague.html", context, status=status)


def _own_first(request: HttpRequest, visit: Visit, case: Case) -> HttpResponse:
    definition = visit.study.as_shown
    context = page_facts.common(visit, "colleague") | {
        "levels": advice_page.levels(definition, case), "case": case, "back": request.get_full_path(),
        "hidden": [(field_name(key), level) for key, level in case.levels],
    }  # fmt: skip
    return render(request, "results/own_advice.html", context | {"answers": definition.answers, "skipped": SKIPPED})


def _page_shown(request: HttpRequest, visit: Visit, case: Case, beside: Case | None) -> HttpResponse:
    definition, advice_given = visit.study.as_shown, own_advice.find(request, visit.study, case)
    casebook.note_advice(request, visit, case, beside)
    answered, groups = advice(visit.fit, case)  # type: ignore[arg-type]
    addresses = advice_page.Addresses(case=case, to=lambda one, other=None: address(visit, one, other))
    context: dict[str, Any] = page_facts.common(visit, "colleague") | advice_page.form(definition, dict(case.levels))
    context |= advice_page.advice(definition, answered, groups, addresses, erased=visit.fit.erased)  # type: ignore[union-attr]
    context |= {
        "own": advice_page.same_advice(definition, answered, advice_given),
        "here": address(visit, case, beside),
        "case": case,
        "why": own_advice.motivation(request, visit.study, case),
    }
    context["query"] = f"?{urlencode(words_of(case))}"
    context["like"] = casebook.like_cases(request, visit, case)
    if beside is not None:
        second, _ = advice(visit.fit, beside)  # type: ignore[arg-type]
        context["pair"] = advice_page.pair(definition, (answered, second), addresses)
    return render(request, "results/advice.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@questions(SHEETS)
def advice_pdf(request: HttpRequest, key: str) -> HttpResponse:
    """The advice as a PDF for the file; what is posted for that file stands in the PDF and is kept nowhere."""
    visit = visit_to(request, key)
    if visit.fit is None:
        raise Http404
    definition = visit.study.as_shown
    try:
        case = case_of(definition, request.GET)
    except DataError as error:
        raise Http404 from error
    answer_key = own_advice.find(request, visit.study, case)
    if visit.study.advice_first and answer_key is None:
        return redirect(address(visit, case))
    casebook.note_advice(request, visit, case)
    answered, groups = advice(visit.fit, case)
    try:
        pdf = advice_sheet(
            definition, answered, groups, identity=identity(visit.fit), language=language_now(),
            on=timezone.localdate(), from_population=visit.fit.erased, own=answer_key or "",
            cases=casebook.sheet_cases(request, visit, case),
            address=request.build_absolute_uri(address(visit, case)),
            **own_advice.for_the_file(request, visit.study, case),
        )  # fmt: skip
    except CollegaError as error:
        raise Http404 from error
    response = HttpResponse(pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{key}-advice.pdf"'
    return response
