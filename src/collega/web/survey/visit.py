"""Who is in front of the page: a signed, short-lived cookie that is good for one study only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from collega.study import Language
from collega.web.records.by_position import AnswersByPosition
from collega.web.records.languages import engine_language
from collega.web.records.models import Interview, Invitation, Kind, Study
from collega.web.records.prepared import Prepared
from collega.web.survey import codes
from collega.web.survey.assignment import has_place
from collega.web.survey.unsaved import form_again

IDLE = 4 * 3600  # seconds without a page after which the code is asked again
_SALT = "collega.survey.visit"


@dataclass(slots=True)
class Visit:
    """A person in a study: with an interview, or with a right to start one (an invitation, or the open link)."""

    study: Study
    interview: Interview | None = None
    invitation: Invitation | None = None
    through_open_link: bool = False
    answers: dict[int, str] | None = None
    """Answers by position as they were when the interview was read; None where its row is held, or there is none."""

    @property
    def may_start(self) -> bool:
        """Whether a new interview may be started."""
        return self.through_open_link or self.invitation is not None

    @property
    def known(self) -> bool:
        """Whether this is anybody at all."""
        return self.may_start or self.interview is not None

    @property
    def ongoing(self) -> Interview:
        """The interview, on pages that are shown within one only."""
        if self.interview is None:
            raise LookupError("This visit has no interview: its page must ask for one.")
        return self.interview

    def carry(self, response: HttpResponse) -> HttpResponse:
        """Put this visit into the cookie; it goes when the browser closes."""
        content = {
            "study": self.study.pk,
            "interview": self.interview and self.interview.pk,
            "invitation": self.invitation and self.invitation.pk,
            "open": self.through_open_link,
        }
        response.set_cookie(
            settings.PARTICIPANT_COOKIE,
            signing.dumps(content, salt=_SALT),
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
        return response


def visit_at(request: HttpRequest, key: str, *, hold: bool = False) -> Visit:
    """Return who this is in the study with this key; nobody where the cookie is missing, too old, or of another study.

    With ``hold``, in a transaction, the interview's row is held: two tabs come one after the other.

    Raises
    ------
    Http404
        Where there is no such study.
    """
    try:
        content = signing.loads(request.COOKIES.get(settings.PARTICIPANT_COOKIE, ""), salt=_SALT, max_age=IDLE)
    except signing.BadSignature:
        return Visit(get_object_or_404(Study, key=key))
    interview = _interview(key, content, hold=hold)
    study = get_object_or_404(Study, key=key) if interview is None else interview.study
    if content["study"] != study.pk:
        return Visit(study)
    answers = None if interview is None or hold else _by_position(interview)
    return Visit(study, interview, _invitation(study, content["invitation"]), content["open"], answers)


def _interview(key: str, content: dict[str, Any], *, hold: bool) -> Interview | None:
    """Return the interview of a cookie with its study and, but for what is large in it, its design: in one query."""
    if content["interview"] is None:
        return None
    found = (_HELD if hold else _INTERVIEWS).rows(content["interview"], content["study"], key)
    return found[0] if found else None


def _interviews(pk: int, study: int, key: str) -> QuerySet[Interview]:
    return (
        Interview.objects.select_related("study", "design")
        .filter(pk=pk, study=study, study__key=key)
        .exclude(kind=Kind.SIMULATED)
        .defer(  # what no page of a scenario shows
            "consent_text", "values", "others", "start_hash", "excluded_reason", "study__watched", "study__profession",
            "study__results_token", "design__layout", "design__quality",
        )
    )  # fmt: skip


def _by_position(interview: Interview) -> dict[int, str]:
    return {int(position): answer for position, answer in (getattr(interview, _ANSWERS) or {}).items()}


_ANSWERS = "answers_by_position"
_INTERVIEWS = Prepared(lambda *given: _interviews(*given).annotate(**{_ANSWERS: AnswersByPosition()}), int, int, str)
_HELD = Prepared(lambda *given: _interviews(*given).select_for_update(of=("self",)), int, int, str)


def _invitation(study: Study, pk: int | None) -> Invitation | None:
    return None if pk is None else Invitation.objects.filter(study=study, pk=pk).first()


def forget(response: HttpResponse) -> HttpResponse:
    """Leave nothing on this device for the next person."""
    for name in _kept_here():
        response.delete_cookie(name, samesite="Lax")
    return response


def something_here(request: HttpRequest) -> bool:
    """Whether anything of a participant is left on this device, be it too old to go on with."""
    return any(request.COOKIES.get(name) for name in _kept_here())


def _kept_here() -> tuple[str, ...]:
    return settings.PARTICIPANT_COOKIE, pending_cookie(), draft_cookie()


def pending_cookie() -> str:
    """Name of the cookie that keeps an answer which could not be saved."""
    return f"{settings.PARTICIPANT_COOKIE}-pending"


def draft_cookie() -> str:
    """Name of the cookie in which a page keeps an answer until the server has it."""
    return f"{settings.PARTICIPANT_COOKIE}-draft"


def page(
    *, interview: bool = True, open_only: bool = True, place: bool = True
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Give a view the visit instead of the study's key.

    Parameters
    ----------
    interview : bool
        Whether only somebody with an interview may see it; others are asked for their code.
    open_only : bool
        Whether it needs an open collection; otherwise a page says how things stand.
    place : bool
        Whether an open collection is not enough: who was away long needs a place that is free.
    """

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def wrapped(request: HttpRequest, key: str, **named: Any) -> HttpResponse:
            visit = visit_at(request, key)
            speak(request, visit)
            if interview and visit.interview is None:
                return _ask(request, visit)
            if open_only and not takes_answers(visit.study, visit.interview):
                return not_open(request, visit)
            if open_only and place and not placed(request, visit):
                return full(request, visit, visit.interview)
            return carried_on(visit, view(request, visit, **named))

        wrapped.fault = form_again  # type: ignore[attr-defined]
        return wrapped

    return decorate


def carried_on(visit: Visit, response: HttpResponse) -> HttpResponse:
    """Make the cookie of a visit last from now, unless the page has set or deleted it."""
    if visit.known and settings.PARTICIPANT_COOKIE not in response.cookies:
        visit.carry(response)
    return response


def takes_answers(study: Study, interview: Interview | None) -> bool:
    """Whether answers are collected now; a preview may always go on."""
    return study.is_open or (interview is not None and (interview.kind == Kind.PREVIEW or interview.finished))


def not_open(request: HttpRequest, visit: Visit, **more: Any) -> HttpResponse:
    """Say that nothing is collected now; 409 for what was sent all the same."""
    status = 409 if request.method == "POST" else 200
    return render(request, "survey/not_open.html", context_of(visit, **more), status=status)


def placed(request: HttpRequest, visit: Visit) -> bool:
    """Whether this participant has a place, or there is one; what is sent takes it."""
    return visit.interview is None or has_place(visit.interview, timezone.now(), take=request.method == "POST")


def full(request: HttpRequest, visit: Visit, current: Interview | None = None) -> HttpResponse:
    """Say that all places are taken; who had one before is told what became of their answers."""
    status = 409 if request.method == "POST" else 200
    context = context_of(visit, current=current, code=current and codes.shown_code(current))
    return render(request, "survey/full.html", context, status=status)


def context_of(visit: Visit, **more: Any) -> dict[str, Any]:
    """Return what every page of this slice knows."""
    study = visit.study
    contact = study.told_contact(engine_language(translation.get_language()))
    return {"study": study, "defined": study.as_shown, "visit": visit, "interview": visit.interview,
            "contact": contact, **more}  # fmt: skip


def speak(request: HttpRequest, visit: Visit) -> None:
    """Choose the language, and let the interview remember it."""
    language = language_for(request, visit)
    translation.activate(language)
    request.LANGUAGE_CODE = language
    if visit.interview is not None and visit.interview.language != language:
        visit.interview.language = language
        visit.interview.save(update_fields=["language"])


def language_for(request: HttpRequest, visit: Visit) -> Language:
    """Return the language of a page: what was switched to, else the interview's, else the invitation's."""
    known = visit.interview or visit.invitation
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) or (known and known.language)
    spoken = visit.study.as_defined.languages
    language = engine_language(chosen or translation.get_language())
    return language if language in spoken else spoken[0]


def speak_again(response: HttpResponse, language: str) -> HttpResponse:
    """Go on in the language of the interview that was resumed."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, language, secure=settings.LANGUAGE_COOKIE_SECURE, httponly=True, samesite="Lax"
    )
    return response


def _ask(request: HttpRequest, visit: Visit) -> HttpResponse:
    if visit.may_start:
        return redirect("survey:welcome", visit.study.key)
    messages.info(request, _("Enter your personal code to go on. What you answered before has been kept."))
    return redirect("survey:code", visit.study.key)
