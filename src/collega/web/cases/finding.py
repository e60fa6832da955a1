"""The list of cases: by words and by filter, a page at a time."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from collega.web.accounts.shown import byline, members_of
from collega.web.cases.forms import FindForm
from collega.web.cases.shown import levels_of
from collega.web.cases.visit import Reader, common, reader_of
from collega.web.deeds.casebook_mail import monday_of
from collega.web.records.case_words import with_words
from collega.web.records.casebook import CaseQuerySet, mark
from collega.web.records.models import Case, Organisation, WeekCase
from collega.web.sight import seen_codes

PER_PAGE = 20


@login_required
@require_safe
def find(request: HttpRequest, key: str) -> HttpResponse:
    """Show the cases that somebody may read."""
    reader = reader_of(request, key)
    types = list(Organisation.objects.filter(cases__in=reader.cases).order_by("type").values_list("type", flat=True)
                 .distinct())  # fmt: skip
    form = FindForm(reader.study.as_shown, types, request.GET)
    cases = reader.cases
    if form.is_valid():
        cases = filtered(reader, cases, form.cleaned_data)
    page = Paginator(_ready(cases), PER_PAGE).get_page(request.GET.get("page"))
    searching = any(form.cleaned_data.get(name) for name in form.fields)
    query = request.GET.copy()
    query.pop("page", None)
    week = None if searching or page.number > 1 else week_case(reader)
    context = common(reader, "find") | {"week": week, "form": form, "page": page, "rows": rows_of(reader, page),
                                        "asked": searching, "query": query.urlencode()}  # fmt: skip
    return render(request, "cases/find.html", context)


def week_case(reader: Reader) -> dict[str, Any] | None:
    """Return the case of this week, as the list tells it."""
    monday = monday_of(timezone.localdate())
    week = WeekCase.objects.filter(study=reader.study, monday=monday).values("case")
    rows = rows_of(reader, list(_ready(reader.cases.filter(pk__in=week))))
    return rows[0] if rows else None


def filtered(reader: Reader, cases: CaseQuerySet, filters: dict[str, str]) -> CaseQuerySet:
    """Keep the cases that fit the words and filters."""
    cases = with_words(cases, filters["words"], organisation=reader.organisation)
    if filters["level"]:
        criterion, _, level = filters["level"].partition("=")
        cases = cases.filter(marks__contains=mark(criterion, level))
    if filters["visibility"]:
        cases = cases.filter(visibility=filters["visibility"])
    if filters["type"]:
        cases = cases.filter(organisation__type=filters["type"])
    if filters["state"] == "to_judge":
        mine = Q(author=reader.user) | Q(judgements__user=reader.user)
        return cases.exclude(pk__in=Case.objects.filter(mine, study=reader.study).values("pk"))
    return cases.filter(outcome__isnull=filters["state"] == "open") if filters["state"] else cases


def _ready(cases: CaseQuerySet) -> CaseQuerySet:
    return cases.select_related("author__organisation", "organisation", "outcome")


def rows_of(reader: Reader, cases: Page[Case] | list[Case]) -> list[dict[str, Any]]:
    """Return what the list tells of each case: nothing that others think of it."""
    cases, definition = list(cases), reader.study.as_shown
    codes, members = seen_codes(reader.study, reader.user, cases), members_of(reader.study)
    return [
        {"case": case, "own": case.author_id == reader.user.pk, "seen": case.code in codes,
         "levels": [(text, level) for text, level in levels_of(definition, case) if level],
         "by": byline(case.author, members), "decided": getattr(case, "outcome", None) is not None}
        for case in cases
    ]  # fmt: skip
