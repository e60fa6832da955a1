"""An author's pages: a new case, the own advice, sharing, the outcome, deleting."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from collega.errors import DataError
from collega.web.cases.checking import SURE, check
from collega.web.cases.forms import AdviceForm, CaseForm, OutcomeForm
from collega.web.cases.shown import levels_of
from collega.web.cases.visit import Reader, case_of_author, common, reader_of
from collega.web.deeds import casebook
from collega.web.deeds.refused import RefusedError
from collega.web.records.models import Case, Outcome, Visibility
from collega.web.sentences import in_one_line


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, key: str) -> HttpResponse:
    """Make a case."""
    reader = reader_of(request, key)
    form = CaseForm(reader.study.as_shown, request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _form(request, reader, "case_form", form, posted=request.method == "POST")
    doubts = check(form.texts, request.POST.get(SURE, ""))
    if doubts:
        return _form(request, reader, "case_form", form, check=doubts)
    try:
        case = casebook.make(reader.study, reader.user, form.content(), organisation=reader.organisation)
    except (RefusedError, DataError) as error:
        return _form(request, reader, "case_form", form, problems=problems_of(error), status=400)
    return redirect("cases:case", key=key, code=case.code)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """Change a case that nobody judged yet."""
    case, reader = case_of_author(request, key, code)
    form = CaseForm(reader.study.as_shown, request.POST or None, case=case)
    if request.method != "POST" or not form.is_valid():
        return _form(request, reader, "case_form", form, case=case, posted=request.method == "POST")
    doubts = check(form.texts, request.POST.get(SURE, ""))
    if doubts:
        return _form(request, reader, "case_form", form, case=case, check=doubts)
    try:
        casebook.change(case, reader.user, form.content())
    except (RefusedError, DataError) as error:
        return _form(request, reader, "case_form", form, case=case, problems=problems_of(error), status=409)
    return redirect("cases:case", key=key, code=code)


@login_required
@require_POST
def advise(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """Freeze the author's own advice."""
    case, reader = case_of_author(request, key, code)
    form = AdviceForm(reader.study.as_shown, request.POST)
    if not form.is_valid():
        return own_advice(request, reader, case, form, status=400)
    doubts = check(form.texts, request.POST.get(SURE, ""))
    if doubts:
        return own_advice(request, reader, case, form, check=doubts)
    data = form.cleaned_data
    try:
        casebook.advise(case, reader.user, answer=data["answer"], motivation=data["motivation"],
                        deciding=data["deciding"])  # fmt: skip
    except RefusedError as error:
        messages.error(request, str(error))
    return redirect("cases:case", key=key, code=code)


def own_advice(request: HttpRequest, reader: Reader, case: Case, form: AdviceForm, *, status: int = 200,
               **more: Any) -> HttpResponse:  # fmt: skip
    """Ask the author what they advise themselves, before anything else shows."""
    levels = levels_of(reader.study.as_shown, case)
    context = common(reader, "case") | {"case": case, "form": form, "levels": levels} | more
    return render(request, "cases/own_advice.html", context, status=status)


@login_required
@require_POST
def share(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """Let others read a case."""
    case, reader = case_of_author(request, key, code)
    try:
        casebook.share(case, reader.user, request.POST.get("visibility", ""))
    except RefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The case is shared. You read here what colleagues think of it."))
    return redirect("cases:case", key=key, code=code)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def outcome(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """Tell what was decided, and why."""
    case, reader = case_of_author(request, key, code)
    current = Outcome.objects.filter(case=case).values("side", "decided", "why").first()
    form = OutcomeForm(request.POST or None, initial=dict(current or {}))
    if request.method != "POST" or not form.is_valid():
        return _form(request, reader, "outcome_form", form, case=case, posted=request.method == "POST")
    doubts = check(form.texts, request.POST.get(SURE, ""))
    if doubts:
        return _form(request, reader, "outcome_form", form, case=case, check=doubts)
    try:
        casebook.record_outcome(case, reader.user, **form.cleaned_data)
    except RefusedError as error:
        messages.error(request, str(error))
    return redirect("cases:case", key=key, code=code)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """Ask, and delete a case with all that was said about it."""
    case, reader = case_of_author(request, key, code)
    if request.method != "POST":
        return render(request, "cases/delete.html", common(reader, "case") | {"case": case})
    casebook.delete_case(case, reader.user)
    messages.success(request, _("The case was deleted, with everything that was said about it."))
    return redirect("cases:find", key=key)


def problems_of(error: RefusedError | DataError) -> list[str]:
    """Return why something was refused, in sentences."""
    return [in_one_line(problem) for problem in error.problems] if isinstance(error, DataError) else [str(error)]


def _form(request: HttpRequest, reader: Reader, name: str, form: Form, *, case: Case | None = None,
          posted: bool = False, status: int | None = None, **more: Any) -> HttpResponse:  # fmt: skip
    room = "new" if case is None else "case"
    context = common(reader, room) | {"form": form, "case": case, "visibilities": Visibility} | more
    return render(request, f"cases/{name}.html", context, status=status or (400 if posted else 200))
