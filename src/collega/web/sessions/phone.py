"""The phone: joining by a word, judging, guessing, seeing what the room thinks, leaving."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collega.study.added import ADDED, DECLINED
from collega.web.deeds import session_votes
from collega.web.deeds.programme import Stop, programme
from collega.web.deeds.refused import RefusedError
from collega.web.deeds.session import leave as leave_session
from collega.web.deeds.session_votes import Outcome
from collega.web.limits import JOINS, WORDS, wrong_ones
from collega.web.pages import too_many
from collega.web.records.models import Seat, Session, Vote
from collega.web.sessions.seat import carry, forget, seat_of
from collega.web.sessions.shown import legend, levels_of, step_shown
from collega.web.tokens import new_token

View = Callable[..., HttpResponse]
_NEXT, _STAYS, _SAYS = "X-Next", "X-Stays", "X-Says"


def tidy_word(typed: str) -> str:
    """Return a typed word as it is kept."""
    return "".join(letter for letter in typed.lower() if "a" <= letter <= "z")


def session_by(word: str) -> Session:
    """Return the session of a word; 404 for none, and for one that has not been opened."""
    sessions = Session.objects.select_related("study").exclude(state=Session.State.MADE)
    session = sessions.filter(word=tidy_word(word)).first() if word else None
    if session is None:
        raise Http404
    return session


def seated(view: View) -> View:
    """Give a view the session of the word and the seat of this phone; without a seat it shows how to join."""

    @wraps(view)
    def wrapped(request: HttpRequest, word: str) -> HttpResponse:
        session = session_by(word)
        seat = seat_of(request, session)
        if seat is None:
            return _lost(request, session)
        return view(request, session, seat)

    return wrapped


def _lost(request: HttpRequest, session: Session) -> HttpResponse:
    """Send a phone without a seat, or after the end, to the page that says how to join; nothing is saved."""
    if request.headers.get(_STAYS):
        return _moved(session, "")
    return redirect("sessions:phone", session.word)


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Type the word of a session."""
    if request.method != "POST":
        return render(request, "sessions/enter.html", {})
    if until := WORDS.until(request):
        return too_many(request, until)
    typed = request.POST.get("word", "")
    session = Session.objects.filter(word=tidy_word(typed), state=Session.State.OPEN).first()
    if session is None:
        WORDS.count(request)
        return render(request, "sessions/enter.html", {"wrong": True, "typed": typed[:40]}, status=422)
    return redirect("sessions:phone", session.word)


@require_http_methods(["GET", "HEAD", "POST"])
@wrong_ones(WORDS)
def phone(request: HttpRequest, word: str) -> HttpResponse:
    """Where the session is, for this phone; without a seat how to join, which POST does."""
    session = session_by(word)
    seat = seat_of(request, session)
    if seat is not None:
        return render(request, "sessions/phone.html", phone_context(session, seat))
    if session.finished:
        return forget(render(request, "sessions/over.html", {"session": session, "defined": session.study.as_shown}))
    if request.method == "POST":
        return _join(request, session)
    return render(request, "sessions/join.html", _joining(session))


def _join(request: HttpRequest, session: Session) -> HttpResponse:
    if until := JOINS.until(request):
        return too_many(request, until)
    JOINS.count(request)
    try:
        seat = session_votes.join(session, request.POST.get("value", ""))
    except RefusedError:
        return render(request, "sessions/join.html", _joining(session) | {"full": True}, status=409)
    return carry(redirect("sessions:phone", session.word), seat)


def _joining(session: Session) -> dict[str, Any]:
    definition = session.study.as_shown
    item = definition.characteristic(session.characteristic) if session.characteristic else None
    values = [] if item is None else [*((value.key, value.text) for value in item.values), (DECLINED, ADDED[DECLINED])]
    return {"session": session, "defined": definition, "item": item, "values": values}


def phone_context(session: Session, seat: Seat) -> dict[str, Any]:
    """Return what the phone shows now."""
    scenarios = list(session.scenarios.all())
    stops = programme(scenarios)
    stop = stops[session.place] if session.is_open and 0 <= session.place < len(stops) else None
    context: dict[str, Any] = {
        "session": session, "seat": seat, "defined": session.study.as_shown, "stop": stop,
        "done": session.place >= len(stops), "request_key": new_token(), "total": len(scenarios),
        "number": None if stop is None else numbered(stops, stop.scenario.pk),
    }  # fmt: skip
    if stop is None:
        return context
    mine = {vote.round: vote for vote in Vote.objects.filter(seat=seat, scenario=stop.scenario)}
    context |= {"rows": levels_of(session.study, stop.scenario.scenario), "first": mine.get(1), "second": mine.get(2),
                "late": stop.counts == 2 and 1 not in mine}  # fmt: skip
    context["mine"] = mine.get(stop.counts)
    if context["mine"] is not None:
        texts = {entry["key"]: entry["text"] for entry in legend(session.study.as_shown)}
        context["chosen"] = texts.get(context["mine"].answer, "")
    if stop.shows:
        context["shown"] = step_shown(session, stop.scenario, second=stop.step == "after")
        context["legend"] = legend(session.study.as_shown)
    return context


def numbered(stops: list[Stop], scenario: int) -> int:
    """Return the place of a scenario among those of the programme, from 1, by when it is judged first."""
    return list(dict.fromkeys(stop.scenario.pk for stop in stops)).index(scenario) + 1


@require_safe
def state(request: HttpRequest, word: str) -> HttpResponse:
    """Which version of the session is on screens now: one indexed query, and 304 where the phone has it already."""
    sessions = Session.objects.filter(word=word).exclude(state=Session.State.MADE)
    version = sessions.order_by().values_list("version", flat=True).first()
    if version is None:
        raise Http404
    return versioned(request, str(version))


def versioned(request: HttpRequest, version: str) -> HttpResponse:
    """Answer with a version as text, or 304 to whoever has it."""
    tag = f'"{version}"'
    unchanged = request.headers.get("If-None-Match") == tag
    response = (
        HttpResponse(status=304) if unchanged else HttpResponse(version, content_type="text/plain; charset=utf-8")
    )
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "private, no-cache"
    return response


@require_POST
@seated
def judge(request: HttpRequest, session: Session, seat: Seat) -> HttpResponse:
    """Save a judgement, in whichever round the page was of."""
    numbers = [_whole_page(request.POST.get(name, "")) for name in ("scenario", "round", "seen")]
    if None in numbers:
        raise Http404
    scenario, round_, version = (int(number or 0) for number in numbers)
    outcome = session_votes.judge(
        seat, scenario=scenario, round_=round_, answer=request.POST.get("answer", ""),
        key=request.POST.get("request_key", ""), version=version,
    )  # fmt: skip
    return _answer(request, session, outcome)


@require_POST
@seated
def guess(request: HttpRequest, session: Session, seat: Seat) -> HttpResponse:
    """Save which share of colleagues this phone thinks agrees."""
    scenario = _whole_page(request.POST.get("scenario", ""))
    if scenario is None:
        raise Http404
    outcome = session_votes.guess(seat, scenario=scenario, percent=_whole_page(request.POST.get("percent", "")))
    return _answer(request, session, outcome)


@require_POST
@seated
def leave(request: HttpRequest, session: Session, seat: Seat) -> HttpResponse:  # noqa: ARG001
    """Leave the room: this phone has no seat any more."""
    leave_session(session, seat.number)
    return forget(redirect("sessions:enter"))


def _answer(request: HttpRequest, session: Session, outcome: Outcome) -> HttpResponse:
    says = {
        Outcome.CLOSED: _("This step was closed before your answer came in. It does not count."),
        Outcome.CHANGED: _("You answered this in another window meanwhile. What you see here is what counts."),
        Outcome.WRONG: _("Choose an answer first, or type a number from 0 to 100."),
    }.get(outcome, "")
    if says:
        messages.warning(request, says)
    if request.headers.get(_STAYS):
        return _moved(session, outcome.value)
    return redirect("sessions:phone", session.word)


def _moved(session: Session, says: str) -> HttpResponse:
    """Tell the script of the page where to go on; the answer has been dealt with, whatever became of it."""
    response = HttpResponse(status=204)
    response.headers[_NEXT] = f"/session/{session.word}/"
    response.headers[_SAYS] = says
    return response


def _whole_page(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 12 else None
