"""What owners of a study do with what was reported: hide it with a reason, or leave it as it is.

A report hands over what is reported, and nothing else: of a case that was shared within an organisation the moderator
reads the remark or the case that somebody reported, no judgements and no other remarks.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from collega.web.accounts.shown import byline, members_of
from collega.web.cases.forms import WhyForm
from collega.web.cases.visit import Reader, common, reader_of
from collega.web.deeds import case_discussion
from collega.web.records.models import Case, Remark, Report

_PER_PAGE = 30


def moderator_of(request: HttpRequest, key: str) -> Reader:
    """Return the owner who looks after the casebook of a study."""
    reader = reader_of(request, key)
    if not reader.moderator:
        raise PermissionDenied
    return reader


@login_required
@require_safe
def moderation(request: HttpRequest, key: str) -> HttpResponse:
    """Show what waits for a moderator, and what was hidden."""
    reader = moderator_of(request, key)
    return _page(request, reader)


def _page(request: HttpRequest, reader: Reader, *, status: int = 200, **more: Any) -> HttpResponse:
    members = members_of(reader.study)
    reports = Report.objects.filter(case__study=reader.study, settled_at=None)
    reports = reports.select_related("case__author__organisation", "remark__user__organisation")
    page = Paginator(reports, _PER_PAGE).get_page(request.GET.get("page"))
    rows = [
        {"report": row, "thing": row.remark or row.case,
         "by": byline(row.remark.user if row.remark else row.case.author, members)}
        for row in page
    ]  # fmt: skip
    context = common(reader, "moderation") | {
        "page": page, "rows": rows,
        "hidden_cases": Case.objects.filter(study=reader.study).exclude(hidden_at=None)[:_PER_PAGE],
        "hidden_remarks": Remark.objects.filter(case__study=reader.study).exclude(hidden_at=None)
        .select_related("case")[:_PER_PAGE],
    }  # fmt: skip
    return render(request, "cases/moderation.html", context | more, status=status)


@login_required
@require_POST
def settle(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Hide what was reported, with a reason, or leave it as it is."""
    reader = moderator_of(request, key)
    report = get_object_or_404(Report.objects.select_related("case", "remark"), pk=pk, case__study=reader.study)
    if request.POST.get("leave"):
        case_discussion.leave_as_it_is(report, reader.user)
        messages.success(request, _("It stays as it is."))
        return redirect("cases:moderation", key=key)
    form = WhyForm(request.POST)
    if not form.is_valid():
        return _page(request, reader, status=400, problems=[_("Say why it is hidden: its author reads that.")])
    case_discussion.hide(report.remark or report.case, reader.user, form.cleaned_data["why"])
    messages.success(request, _("It is hidden now. Its author reads why."))
    return redirect("cases:moderation", key=key)


@login_required
@require_POST
def show_again(request: HttpRequest, key: str, kind: str, pk: int) -> HttpResponse:
    """Show again what was hidden."""
    reader = moderator_of(request, key)
    if kind == "case":
        thing: Case | Remark = get_object_or_404(Case.objects.exclude(hidden_at=None), pk=pk, study=reader.study)
    else:
        thing = get_object_or_404(Remark.objects.exclude(hidden_at=None), pk=pk, case__study=reader.study)
    case_discussion.show_again(thing, reader.user)
    return redirect("cases:moderation", key=key)
