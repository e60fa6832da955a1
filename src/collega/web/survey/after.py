"""After the last scenario: thanks, one's own profile, withdrawal."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collega.web.deeds.withdrawal import withdraw
from collega.web.limits import CODES
from collega.web.pages import too_many
from collega.web.records.languages import engine_language
from collega.web.records.models import Interview, Kind
from collega.web.survey import codes, profile_of
from collega.web.survey.farewell import offered_link
from collega.web.survey.forms import WithdrawForm, posted
from collega.web.survey.path import go_on
from collega.web.survey.visit import Visit, context_of, forget, page
from collega.web.tokens import hashed, tidy_code


@require_safe
@page(open_only=False)
def thanks(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Thanks; what is to be had now."""
    if not visit.ongoing.finished:
        return go_on(visit.ongoing)
    offered = offered_link(visit.study) is not None
    return render(
        request, "survey/thanks.html", context_of(visit, code=codes.shown_code(visit.ongoing), offered=offered)
    )


@require_safe
@page(open_only=False)
def profile(request: HttpRequest, visit: Visit) -> HttpResponse:
    """How this participant weighed, beside the group; or the own answers alone."""
    if not visit.ongoing.finished:
        return go_on(visit.ongoing)
    drawn = profile_of.drawn(visit.ongoing, engine_language(visit.ongoing.language))
    return render(request, "survey/profile.html", context_of(visit, made=drawn.profile, charts=drawn.charts))


@require_safe
@page(open_only=False)
def profile_pdf(_request: HttpRequest, visit: Visit) -> HttpResponse:
    """The same as a PDF."""
    if not visit.ongoing.finished:
        return go_on(visit.ongoing)
    language = engine_language(visit.ongoing.language)
    pdf = profile_of.pdf(profile_of.make(visit.ongoing, language, paper=True), timezone.localdate())
    name = _("my-profile")
    return HttpResponse(
        pdf, content_type="application/pdf", headers={"Content-Disposition": f'attachment; filename="{name}.pdf"'}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@page(interview=False, open_only=False)
def withdraw_page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Withdraw by code: everything of this participant goes."""
    study = visit.study
    last = study.last_withdrawal
    over = study.erased_at is not None or (last is not None and timezone.localdate() > last)
    if over:
        return render(request, "survey/withdraw_over.html", context_of(visit), status=410)
    known = codes.shown_code(visit.interview) if visit.interview else ""
    form = WithdrawForm(posted(request), initial={"code": known})
    if request.method == "POST" and (until := CODES.until(request)):
        return too_many(request, until)
    if form.is_valid():
        found = Interview.objects.exclude(kind=Kind.SIMULATED).filter(
            study=study, code_hash=hashed(tidy_code(form.cleaned_data["code"]))
        )
        if found.exists():
            withdraw(found.get())
            return forget(redirect("survey:withdrawn", study.key))
        CODES.count(request)
        form.add_error("code", _("No interview belongs to this code. Check what you typed."))
    return render(request, "survey/withdraw.html", context_of(visit, form=form), status=422 if form.errors else 200)


@require_safe
@page(interview=False, open_only=False)
def withdrawn(request: HttpRequest, visit: Visit) -> HttpResponse:
    """It is done."""
    return render(request, "survey/withdrawn.html", context_of(visit))
