"""The screens of the facilitator: leading the session, the wall, and the code to scan."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from collega.web.access import ANALYST, study_for
from collega.web.deeds import session as deeds
from collega.web.deeds.programme import Stop, may_go_back, programme
from collega.web.records.models import Argument, Session, Vote
from collega.web.sessions.address import join_address, qr_svg, typed_address
from collega.web.sessions.phone import versioned
from collega.web.sessions.shown import arguments_of, legend, levels_of, step_shown
from collega.web.tokens import new_token


def led(request: HttpRequest, pk: int) -> Session:
    """Return a session that this person may lead: an owner or analyst of its study; 404 for strangers."""
    session = Session.objects.select_related("study").filter(pk=pk).first()
    if session is None:
        raise Http404
    study_for(request, session.study.key, ANALYST)
    return session


@login_required
@require_safe
def lead(request: HttpRequest, pk: int) -> HttpResponse:
    """The facilitator's screen: where the session is, what comes next, who has judged, arguments."""
    session = led(request, pk)
    if session.finished:
        return redirect("sessions:past", pk)
    return render(request, "sessions/lead.html", screen(session) | {"new_key": new_token()})


@login_required
@require_safe
def wall(request: HttpRequest, pk: int) -> HttpResponse:
    """The screen for everybody in the room."""
    session = led(request, pk)
    if session.finished:
        return redirect("sessions:past", pk)
    return render(request, "sessions/wall.html", screen(session))


def screen(session: Session) -> dict[str, Any]:
    """Return what the wall and the facilitator see."""
    scenarios = list(session.scenarios.all())
    stops = programme(scenarios)
    stop = stops[session.place] if session.is_open and 0 <= session.place < len(stops) else None
    definition = session.study.as_shown
    seats = list(session.seats.all())
    judged = _judged(stop)
    context: dict[str, Any] = {
        "session": session, "study": session.study, "defined": definition, "stop": stop, "stops": stops,
        "done": session.is_open and session.place >= len(stops), "total": len(scenarios),
        "next": stops[session.place + 1] if session.is_open and session.place + 1 < len(stops) else None,
        "may_go_back": may_go_back(session, stops), "present": sum(not seat.left for seat in seats),
        "seats": [(seat, seat.pk in judged) for seat in seats], "judged": len(judged), "version": version_of(session),
        "address": join_address(session), "typed": typed_address(), "legend": legend(definition),
        "where": _where(stops, session.place),
    }  # fmt: skip
    if stop is not None:
        arguments = list(stop.scenario.arguments.all())
        context |= {
            "rows": levels_of(session.study, stop.scenario.scenario),
            "arguments": arguments_of(definition, [argument for argument in arguments if not argument.removed]),
            "removed": [argument for argument in arguments if argument.removed],
        }
        if stop.shows:
            context["shown"] = step_shown(session, stop.scenario, second=stop.step == "after")
    return context


def _judged(stop: Stop | None) -> set[int]:
    """Return the seats that have judged in this step."""
    if stop is None or stop.round is None:
        return set()
    votes = Vote.objects.filter(scenario=stop.scenario, round=stop.round, seat__left=False)
    return set(votes.values_list("seat_id", flat=True))


def _where(stops: list[Stop], place: int) -> list[dict[str, Any]]:
    """Return the scenarios in order of the programme with how far each is."""
    places: dict[tuple[int, bool], dict[str, Any]] = {}
    for number, stop in enumerate(stops):
        part = places.setdefault(
            (stop.scenario.pk, stop.scenario.control and stop.counts == 2),
            {"scenario": stop.scenario, "again": stop.scenario.control and stop.counts == 2, "from": number},
        )
        part["to"] = number
    return [part | {"now": part["from"] <= place <= part["to"], "past": place > part["to"]} for part in places.values()]


def version_of(session: Session) -> str:
    """Return what the screens of the room stand for: the step, how many are there, and how many have judged."""
    counts = Session.objects.filter(pk=session.pk).aggregate(
        phones=Count("seats", filter=Q(seats__left=False), distinct=True),
        judged=Count("seats__votes", distinct=True),
    )
    return f"{session.version}-{counts['phones']}-{counts['judged']}"


@login_required
@require_safe
def counts(request: HttpRequest, pk: int) -> HttpResponse:
    """What the screens of the room ask every two seconds."""
    return versioned(request, version_of(led(request, pk)))


@login_required
@require_POST
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Let people join."""
    deeds.open_session(led(request, pk), request.user)
    return redirect("sessions:lead", pk)


@login_required
@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on, or undo the last step; by the version that the facilitator saw, so that twice is once."""
    session, back = led(request, pk), "back" in request.POST
    version = int(request.POST["seen"]) if request.POST.get("seen", "").isdecimal() else 0
    moved = deeds.go_back(session, version) if back else deeds.go_on(session, request.user, version)
    if not moved and back:
        messages.warning(
            request, _("This step cannot be undone: the answers have been seen, or it was undone already.")
        )
    return redirect("sessions:lead", pk)


@login_required
@require_POST
def argue(request: HttpRequest, pk: int) -> HttpResponse:
    """Write an argument down for the scenario that is talked about, take one away, or put it back."""
    session = led(request, pk)
    number = request.POST.get("argument", "")
    if number:
        spoken = Argument.objects.filter(scenario__session=session, pk=number if number.isdecimal() else 0).first()
        if spoken is None:
            raise Http404
        spoken.scenario.session = session
        deeds.keep_argument(spoken, removed="remove" in request.POST)
    else:
        scenario = session.scenarios.filter(pk=_pk(request.POST.get("scenario", ""))).first()
        if scenario is None:
            raise Http404
        scenario.session = session
        argument = deeds.add_argument(
            scenario, answer=request.POST.get("answer", ""), text=request.POST.get("text", ""),
            key=request.POST.get("request_key", "") or new_token(),
        )  # fmt: skip
        if argument is None:
            messages.warning(request, _("Type the argument first."))
    return redirect(
        (request.POST.get("to") == "past" and session.finished and f"/sessions/{pk}/") or f"/sessions/{pk}/lead/"
    )


@login_required
@require_POST
def remove_seat(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a phone of somebody who joined twice."""
    session = led(request, pk)
    if deeds.leave(session, _pk(request.POST.get("seat", "")), request.user):
        messages.success(request, _("Phone %(n)s judges no more.") % {"n": request.POST["seat"]})
    return redirect("sessions:lead", pk)


@login_required
@require_POST
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    """End the session: the effect is computed, and every judgement deleted."""
    session = led(request, pk)
    if request.POST.get("sure") != "yes":
        return render(request, "sessions/finish.html", {"session": session, "study": session.study})
    deeds.finish(session, request.user)
    return redirect("sessions:past", pk)


@login_required
@require_safe
def qr(request: HttpRequest, pk: int) -> HttpResponse:
    """The code to scan, of the address to join at."""
    response = HttpResponse(qr_svg(join_address(led(request, pk))), content_type="image/svg+xml")
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


def _pk(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 12 else 0
