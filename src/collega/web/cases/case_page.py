"""The page of a case: who has not judged it sees the case alone, who has sees what the others think."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collega.web.accounts.shown import byline, members_of
from collega.web.cases.checking import SURE, check
from collega.web.cases.forms import AdviceForm, JudgementForm, RemarkForm
from collega.web.cases.likest import likest
from collega.web.cases.making import own_advice
from collega.web.cases.shown import levels_of, others
from collega.web.cases.visit import Reader, case_of, common
from collega.web.deeds import case_judging
from collega.web.deeds.casebook_mail import is_week_case
from collega.web.deeds.refused import RefusedError
from collega.web.records.models import Case, Visibility
from collega.web.sight import has_seen, may_see


@login_required
@require_safe
def case(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """Show a case: to its author, to who judged it, or to who is asked to judge it first."""
    row, reader = case_of(request, key, code)
    if row.author_id == reader.user.pk and not row.advised:
        return own_advice(request, reader, row, AdviceForm(reader.study.as_shown))
    if not may_see(row, reader.user):
        return _to_judge(request, reader, row, JudgementForm(reader.study.as_shown, light=is_week_case(row)))
    return seen(request, reader, row)


def _to_judge(request: HttpRequest, reader: Reader, row: Case, form: JudgementForm, *, status: int = 200,
              **more: Any) -> HttpResponse:  # fmt: skip
    context = common(reader, "case") | {
        "case": row, "form": form, "levels": levels_of(reader.study.as_shown, row),
        "author": byline(row.author, members_of(reader.study)), "blind": not has_seen(row, reader.user),
        "as_what": byline(reader.user), "batch_size": case_judging.batch_size(reader.study),
    }  # fmt: skip
    return render(request, "cases/judge.html", context | more, status=status)


def seen(request: HttpRequest, reader: Reader, row: Case, *, status: int = 200, **more: Any) -> HttpResponse:
    """Show a case with all that is told of it."""
    context = common(reader, "case") | others(reader, row) | {
        "case": row, "levels": levels_of(reader.study.as_shown, row), "own": row.author_id == reader.user.pk,
        "remark_form": RemarkForm(), "wider": _wider(row), "as_what": byline(reader.user),
        "like": likest(reader.study, reader.user, reader.cases.shared().exclude(pk=row.pk), row.levels),
    }  # fmt: skip
    return render(request, "cases/case.html", context | more, status=status)


def _wider(row: Case) -> list[tuple[str, str]]:
    """Return with whom else an author could share a case."""
    words = {Visibility.ORGANISATION: _("my own organisation"), Visibility.ALL: _("all professionals of this study")}
    order = list(Visibility)
    later = order[order.index(Visibility(row.visibility)) + 1 :]
    return [
        (visibility.value, words[visibility])
        for visibility in later
        if visibility != Visibility.ORGANISATION or row.organisation_id
    ]


@login_required
@require_POST
def judge(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """Keep a colleague's judgement."""
    row, reader = case_of(request, key, code)
    if may_see(row, reader.user):  # another tab was first
        return _page_again(request, reader, row)
    form = JudgementForm(reader.study.as_shown, request.POST, light=is_week_case(row))
    if not form.is_valid():
        return _to_judge(request, reader, row, form, status=400)
    doubts = check(form.texts, request.POST.get(SURE, ""))
    if doubts:
        return _to_judge(request, reader, row, form, check=doubts)
    try:
        case_judging.judge(row, reader.user, **form.cleaned_data)
    except RefusedError as error:
        messages.error(request, str(error))
    return redirect("cases:case", key=key, code=code)


def _page_again(request: HttpRequest, reader: Reader, row: Case) -> HttpResponse:
    """Show the case, and give back what was typed in a second tab."""
    problem = _("You have judged this case already, so this was not kept. If you changed your mind, tell that below.")
    return seen(request, reader, row, status=409, problems=[problem], typed=request.POST.get("reason", ""))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def think_again(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """Take what somebody thinks after seeing the others."""
    row, reader = case_of(request, key, code)
    if not row.judgements.filter(user=reader.user).exists():
        return redirect("cases:case", key=key, code=code)
    definition = reader.study.as_shown
    thought = row.second_thoughts.filter(user=reader.user).values("answer", "reason").first()
    form = JudgementForm(definition, request.POST or None, initial=thought or {})
    context = common(reader, "case") | {"case": row, "form": form, "levels": levels_of(definition, row)}
    if request.method != "POST" or not form.is_valid():
        return render(request, "cases/think_again.html", context, status=400 if request.method == "POST" else 200)
    doubts = check(form.texts, request.POST.get(SURE, ""))
    if doubts:
        return render(request, "cases/think_again.html", context | {"check": doubts})
    try:
        case_judging.think_again(row, reader.user, **form.cleaned_data)
    except RefusedError as error:
        messages.error(request, str(error))
    return redirect("cases:case", key=key, code=code)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """Ask, and delete one's own judgement."""
    row, reader = case_of(request, key, code)
    if request.method != "POST":
        return render(request, "cases/take_back.html", common(reader, "case") | {"case": row})
    if case_judging.take_back(row, reader.user):
        messages.success(request, _("Your judgement and your reason were deleted."))
    return redirect("cases:case", key=key, code=code)
