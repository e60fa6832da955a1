"""Getting in: links, codes, the start; stopping, and clearing the device."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collega.web.limits import CODES, LINKS, STARTS, wrong_ones
from collega.web.pages import too_many
from collega.web.records.languages import engine_language
from collega.web.records.models import Interview, Invitation, Kind, Link, Study, locked
from collega.web.survey import codes, pending
from collega.web.survey.assignment import has_place, is_full
from collega.web.survey.farewell import farewell
from collega.web.survey.forms import CodeForm, posted
from collega.web.survey.path import go_on
from collega.web.survey.visit import Visit, context_of, forget, full, page, something_here, speak_again, visit_at
from collega.web.task import task_of
from collega.web.tokens import hashed, new_token, tidy_code


@require_safe
@wrong_ones(LINKS)
def personal(request: HttpRequest, token: str) -> HttpResponse:
    """Move the token of a personal link into the cookie; starts nothing, whoever opens the link."""
    invitation = Invitation.objects.select_related("study").filter(token_hash=hashed(token)).first()
    if invitation is None:
        return render(request, "survey/link_unknown.html", status=404)
    visit = Visit(invitation.study, invitation=invitation)
    return visit.carry(redirect("survey:welcome", invitation.study.key))


@require_safe
@wrong_ones(LINKS)
def open_link(request: HttpRequest, key: str, token: str) -> HttpResponse:
    """Move the right to start through the open link into the cookie; an unfinished interview here is kept."""
    study = Study.objects.filter(key=key).first()
    if study is None or not _opens(study, token):
        return render(request, "survey/link_unknown.html", status=404)
    return _through_open_link(request, study)


def _through_open_link(request: HttpRequest, study: Study) -> HttpResponse:
    known = visit_at(request, study.key).interview
    visit = Visit(study, interview=None if known is None or known.finished else known, through_open_link=True)
    return visit.carry(redirect("survey:welcome", study.key))


@require_http_methods(["GET", "HEAD", "POST"])
@page(interview=False, open_only=False)
def welcome(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What this is; POST starts the interview, or goes on with it."""
    study, current = visit.study, _current(visit)
    if not visit.known:
        return redirect("survey:code", study.key)
    preview = current is not None and current.kind == Kind.PREVIEW
    if current is not None and current.finished and not preview:
        return render(request, "survey/welcome_back.html", context_of(visit, current=current))
    if not (study.is_open or preview):
        status = 409 if request.method == "POST" else 200
        return render(request, "survey/not_open.html", context_of(visit), status=status)
    now = timezone.now()
    if (current is None or current.away(now)) and is_full(study, now):
        return full(request, visit, current)
    if request.method == "POST":
        return _go_in(request, visit, current)
    unseen = preview and current is not None and current.consented_at is None  # begins as everybody's does
    shown = None if unseen else current
    context = context_of(visit, current=shown, start_key=new_token(), task=task_of(study, current))
    return render(request, "survey/welcome.html", context)


def _go_in(request: HttpRequest, visit: Visit, current: Interview | None) -> HttpResponse:
    """Go on with the interview of this device, or start one; so many an hour through open links from one address."""
    if current is not None and not ("anew" in request.POST and visit.through_open_link):
        return enter(request, visit.study, current)
    until = STARTS.until(request) if visit.through_open_link else None
    if until is not None:
        return too_many(request, until)
    if visit.through_open_link:
        STARTS.count(request)
    return enter(request, visit.study, start(visit, request.POST.get("start", "")))


def _current(visit: Visit) -> Interview | None:
    """The interview on this device, or the one that belongs to the invitation."""
    if visit.interview is not None or visit.invitation is None:
        return visit.interview
    link = Link.objects.select_related("interview__design").filter(invitation=visit.invitation).first()
    return None if link is None else link.interview


def start(visit: Visit, key: str = "") -> Interview:
    """Make an interview; an invitee has one, however often and at the same time this is asked.

    Through the open link one showing of the welcome page, told by its ``key``, starts one too, however often it is
    sent; once there is a consent the key is forgotten, so that nobody goes on with it later.
    """
    with transaction.atomic():
        locked(visit.study.pk)
        if visit.invitation is not None:
            link = Link.objects.select_related("interview__design").filter(invitation=visit.invitation).first()
            if link is not None:
                return link.interview
        same = visit.study.interviews.filter(start_hash=hashed(key)).first() if key else None
        if same is not None:
            return same
        interview = begin(visit.study, Kind.REAL, get_language(), start_hash=hashed(key) if key else "")
        if visit.invitation is not None:
            Link.objects.create(invitation=visit.invitation, interview=interview)
    return interview


def begin(study: Study, kind: str, language: str | None, *, start_hash: str = "") -> Interview:
    """Make an interview of a kind, with its code; the workbench starts previews by this."""
    pseudonym = f"p-{secrets.token_hex(6)}"
    return Interview.objects.create(
        study=study,
        kind=kind,
        pseudonym=pseudonym,
        code_hash=hashed(codes.code_of(study.pk, pseudonym)),
        start_hash=start_hash,
        language=engine_language(language),
    )


def start_preview(request: HttpRequest, study: Study) -> HttpResponse:  # noqa: ARG001
    """Start an interview that is never counted, and go to its welcome page; for the workbench, by POST."""
    visit = Visit(study, interview=begin(study, Kind.PREVIEW, get_language()))
    return visit.carry(redirect("survey:welcome", study.key))


def enter(request: HttpRequest, study: Study, interview: Interview) -> HttpResponse:
    """Go on with an interview on this device: save what could not be saved before, and find the place."""
    interview.study = study
    response = speak_again(go_on(interview), interview.language)
    if study.is_open or interview.kind == Kind.PREVIEW:
        if has_place(interview, timezone.now(), take=True):
            Interview.objects.filter(pk=interview.pk).update(seen_at=timezone.now())
        pending.save_pending(request, interview)
        response = pending.drop(request, speak_again(go_on(interview), interview.language))
    return Visit(study, interview).carry(response)


@require_http_methods(["GET", "HEAD", "POST"])
@page(interview=False, open_only=False)
def code(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Enter the personal code to go on; also takes the shared code, and that of an invitation."""
    context = context_of(visit, pending=pending.pending_of(request))
    return _ask(request, Study.objects.filter(pk=visit.study.pk), "survey/code.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def any_code(request: HttpRequest) -> HttpResponse:
    """Enter a code without knowing the address of the study: the shared one of a study, or a personal one."""
    return _ask(request, Study.objects.all(), "survey/any_code.html", {})


def _ask(request: HttpRequest, studies: QuerySet[Study], template: str, context: dict[str, Any]) -> HttpResponse:
    """Show the form for a code, and follow the code that comes back; wrong ones are counted."""
    form = CodeForm(posted(request))
    if request.method == "POST" and (until := CODES.until(request)):
        return too_many(request, until)
    if form.is_valid():
        found = found_by(studies, form.cleaned_data["code"])
        if found is not None:
            return _follow(request, found)
        CODES.count(request)
        form.add_error("code", _("No interview belongs to this code. Check what you typed."))
    return render(request, template, context | {"form": form}, status=422 if form.errors else 200)


def _follow(request: HttpRequest, found: Visit) -> HttpResponse:
    if found.interview is not None:
        return enter(request, found.study, found.interview)
    if found.through_open_link:
        return _through_open_link(request, found.study)
    return found.carry(redirect("survey:welcome", found.study.key))


def found_by(studies: QuerySet[Study], typed: str) -> Visit | None:
    """Return whose code this is: of an interview, of an invitation, or the shared one of a study."""
    tidy = tidy_code(typed)
    people = Interview.objects.select_related("design", "study").filter(study__in=studies).exclude(kind=Kind.SIMULATED)
    interview = people.filter(code_hash=hashed(tidy)).first()
    if interview is not None:
        return Visit(interview.study, interview=interview)
    invitations = Invitation.objects.select_related("study").filter(study__in=studies)
    invitation = invitations.filter(token_hash__in=[hashed(typed.strip()), hashed(tidy)]).first()
    if invitation is not None:
        return Visit(invitation.study, invitation=invitation)
    shared = Q(open_code=tidy) | Q(open_token=typed.strip())
    study = studies.exclude(open_token="").filter(shared).first() if tidy else None  # a filter  # nosec B106
    return None if study is None else Visit(study, through_open_link=True)


def _opens(study: Study, token: str) -> bool:
    return bool(study.open_token) and constant_time_compare(study.open_token, token)


@require_http_methods(["GET", "HEAD", "POST"])
@page(interview=False, open_only=False)
def stop(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Stop for now: how to go on later; POST clears this device."""
    if request.method == "POST":
        list(messages.get_messages(request))
        return forget(farewell(request, visit))
    if not something_here(request):
        return redirect("survey:stopped", visit.study.key)
    shown = visit.interview and codes.shown_code(visit.interview)
    unsaved = visit.interview and pending.pending_for(request, visit.interview)
    return render(request, "survey/stop.html", context_of(visit, code=shown, unsaved=unsaved))


@require_safe
@page(interview=False, open_only=False)
def stopped(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Nothing of the participant is on this device any more; while something is, the way to remove it."""
    if something_here(request):
        return redirect("survey:stop", visit.study.key)
    return render(request, "survey/stopped.html", context_of(visit))
