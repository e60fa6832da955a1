"""The discussion of a case: remarks, by whoever may see what others think."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from collega.web.cases.case_page import seen
from collega.web.cases.checking import SURE, check
from collega.web.cases.forms import RemarkForm, WhyForm
from collega.web.cases.visit import Reader, case_of, common
from collega.web.deeds import case_discussion
from collega.web.deeds.refused import RefusedError
from collega.web.records.models import Case, Remark
from collega.web.sight import may_see


@login_required
@require_POST
def add_remark(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """Add a remark."""
    row, reader = _seen_case(request, key, code)
    form = RemarkForm(request.POST)
    if not form.is_valid():
        return seen(request, reader, row, status=400, remark_form=form)
    doubts = check(form.texts, request.POST.get(SURE, ""))
    if doubts:
        return seen(request, reader, row, remark_form=form, check=doubts)
    try:
        remark = case_discussion.add_remark(row, reader.user, form.cleaned_data["text"])
    except RefusedError as error:
        messages.error(request, str(error))
        return redirect("cases:case", key=key, code=code)
    return redirect(_place(row, remark.pk))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, key: str, code: str, pk: int) -> HttpResponse:
    """Change one's own remark while it is young."""
    row, reader, remark = _own_remark(request, key, code, pk)
    form = RemarkForm(request.POST or None, initial={"text": remark.text})
    if request.method != "POST" or not form.is_valid():
        return _page(request, reader, row, "remark_form", form, remark=remark)
    doubts = check(form.texts, request.POST.get(SURE, ""))
    if doubts:
        return _page(request, reader, row, "remark_form", form, remark=remark, check=doubts)
    try:
        case_discussion.change_remark(remark, reader.user, form.cleaned_data["text"])
    except RefusedError as error:
        return _page(request, reader, row, "remark_form", form, remark=remark, problems=[str(error)], status=409)
    return redirect(_place(row, pk))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, key: str, code: str, pk: int) -> HttpResponse:
    """Ask, and delete one's own remark."""
    row, reader, remark = _own_remark(request, key, code, pk)
    if request.method != "POST":
        return _page(request, reader, row, "remark_delete", None, remark=remark)
    case_discussion.delete_remark(remark, reader.user)
    messages.success(request, _("Your remark was deleted."))
    return redirect(f"{reverse('cases:case', args=[key, code])}#discussion")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, key: str, code: str, pk: int | None = None) -> HttpResponse:
    """Ask a moderator to look at a remark, or at the case."""
    row, reader = case_of(request, key, code) if pk is None else _seen_case(request, key, code)
    remark = None if pk is None else get_object_or_404(row.remarks, pk=pk, hidden_at=None)
    form = WhyForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, reader, row, "report_form", form, remark=remark)
    case_discussion.report(row, reader.user, form.cleaned_data["why"], remark)
    messages.success(request, _("A moderator will look at it."))
    return redirect("cases:case", key=key, code=code)


def _seen_case(request: HttpRequest, key: str, code: str) -> tuple[Case, Reader]:
    """Return a case of which this person may see what others think; 404 otherwise."""
    row, reader = case_of(request, key, code)
    if not may_see(row, reader.user):
        raise Http404
    return row, reader


def _own_remark(request: HttpRequest, key: str, code: str, pk: int) -> tuple[Case, Reader, Remark]:
    row, reader = _seen_case(request, key, code)
    return row, reader, get_object_or_404(row.remarks, pk=pk, user=reader.user, hidden_at=None)


def _place(row: Case, pk: int) -> str:
    return f"{reverse('cases:case', args=[row.study.key, row.code])}#r{pk}"


def _page(request: HttpRequest, reader: Reader, row: Case, name: str, form: Form | None, *, status: int | None = None,
          **more: Any) -> HttpResponse:  # fmt: skip
    wrong = form is not None and form.is_bound and not form.is_valid()
    context = common(reader, "case") | {"case": row, "form": form} | more
    return render(request, f"cases/{name}.html", context, status=status or (400 if wrong else 200))
