"""Judging: one scenario a page, and the overview before sending in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collega.web.records.batches import open_batch
from collega.web.records.models import Collection, Interview, Kind, locked
from collega.web.survey.answering import (
    Outcome,
    Sent,
    answer_at,
    new_request_key,
    record,
    rows,
    shown_token,
    tell,
    text_of,
)
from collega.web.survey.first_answers import one_statement, record_first
from collega.web.survey.forms import CodeForm
from collega.web.survey.path import answered, design_of, go_on, next_number
from collega.web.survey.pending import drop_draft, keep_pending, pending_for, settled
from collega.web.survey.scenario_page import TEMPLATE, scenario_page
from collega.web.survey.unsaved import UNSAVED, form_again, log_unreadable
from collega.web.survey.visit import (
    Visit,
    carried_on,
    context_of,
    draft_cookie,
    full,
    language_for,
    not_open,
    page,
    placed,
    speak,
    takes_answers,
    visit_at,
)

STAYS, NEXT = "X-Stays", "X-Next"  # what the script of the page says, and where it is sent then


def _posted_answer(request: HttpRequest, number: int) -> Sent:
    post = request.POST
    return Sent(number, post.get("answer", ""), post.get("request_key", ""), post.get("shown", ""))


@require_http_methods(["GET", "HEAD", "POST"])
def scenario(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Show a scenario, or save the answer to it; an answer without a session is kept until the code is entered."""
    if request.method != "POST":
        return _scenario(request, key, number=number)
    sent = _posted_answer(request, number)
    visit, given, outcome = _save(request, key, sent)
    speak(request, visit)
    if visit.interview is None:
        return drop_draft(request, _keep_for_later(request, visit, number))
    placed(request, visit)  # an answer is kept with a place or without; who sends one takes a free place again
    response = carried_on(visit, _onwards(request, visit, sent, given, outcome))
    return _for_script(request, drop_draft(request, response))


def _for_script(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Tell the script of the page where to go on: a browser does not let it see where a redirect leads."""
    if STAYS in request.headers and "Location" in response.headers:
        response.headers[NEXT] = response.headers["Location"]
        del response.headers["Location"]
        response.status_code = 204
    return response


@page(open_only=False, place=False)
def _scenario(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    interview = visit.ongoing
    if (elsewhere := _elsewhere(request, visit, number)) is not None:
        return elsewhere
    given = visit.answers or {}
    if not _reached(interview, given, number):
        return _later(request, interview)
    if not placed(request, visit):
        return settled(request, full(request, visit, interview), interview)
    offered = _offered_again(request, interview, number)
    context = scenario_context(visit, number, given, **offered)
    response = render(request, TEMPLATE, context) if offered else scenario_page(request, context)
    return settled(request, response, interview)


def _save(request: HttpRequest, key: str, sent: Sent) -> tuple[Visit, dict[int, str], Outcome | None]:
    """Save an answer; return who gave it, the answers there are now, and None where it cannot be saved."""
    if one_statement():
        visit = visit_at(request, key)
        given = visit.answers or {}
        if sent.number not in given and _fits(visit, given, sent) and record_first(visit.ongoing, sent):
            return visit, given | {sent.number: sent.answer}, Outcome.SAVED
    with transaction.atomic():  # what goes wrong after it does not undo it
        visit = visit_at(request, key, hold=True)
        given = {} if visit.interview is None else answered(visit.interview)
        if not _fits(visit, given, sent):
            return visit, given, None
        interview = visit.ongoing
        outcome = record(interview, sent, answer_at(interview, sent.number) if sent.number in given else None)
        return visit, given | {sent.number: sent.answer}, outcome


def _fits(visit: Visit, given: dict[int, str], sent: Sent) -> bool:
    """Whether an answer can be saved: one of the study's, to a scenario that was reached, in time."""
    interview = visit.interview
    if interview is None or not takes_answers(visit.study, interview) or not interview.version or interview.finished:
        return False
    return sent.answer in visit.study.as_defined.answer_keys and _reached(interview, given, sent.number)


def _reached(interview: Interview, given: dict[int, str], number: int) -> bool:
    return 1 <= number <= min(next_number(interview, given), len(interview.order))


def _onwards(
    request: HttpRequest, visit: Visit, sent: Sent, given: dict[int, str], outcome: Outcome | None
) -> HttpResponse:
    """Go on after an answer was sent: to the next scenario, or to what hindered that it was saved."""
    interview, number = visit.ongoing, sent.number
    if (elsewhere := _elsewhere(request, visit, number)) is not None:
        return elsewhere
    if outcome is not None:
        tell(request, outcome, number, text_of(interview, sent.answer))
        return settled(request, _next(request, interview, number, given), interview, saved=number)
    if not _reached(interview, given, number):
        return _later(request, interview)
    wrong = scenario_context(visit, number, given, missing=True)
    return settled(request, render(request, TEMPLATE, wrong, status=422), interview)


def _elsewhere(request: HttpRequest, visit: Visit, number: int) -> HttpResponse | None:
    """Return the answer to somebody who is not judging now; None to whoever is."""
    interview = visit.ongoing
    if not takes_answers(visit.study, interview):
        return _not_now(request, visit, number)
    if not interview.version:
        return go_on(interview)
    return _too_late(request, visit, number) if interview.finished else None


def _later(request: HttpRequest, interview: Interview) -> HttpResponse:
    messages.info(request, _("That scenario comes later. You are here now."))
    return go_on(interview)


def _not_now(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    """In a pause an answer that is sent is kept on this device, and offered again when the study goes on."""
    interview, paused = visit.ongoing, visit.study.collection == Collection.PAUSED
    sent = _posted_answer(request, number) if request.method == "POST" else pending_for(request, interview)
    if sent is None or sent.answer not in visit.study.as_defined.answer_keys:
        return not_open(request, visit)
    if not 1 <= sent.number <= len(interview.order):
        return not_open(request, visit)
    told = {"number": sent.number, "text": text_of(interview, sent.answer)}
    response = not_open(request, visit, pending=told)
    return keep_pending(response, sent) if paused else response


def _offered_again(request: HttpRequest, interview: Interview, number: int) -> dict[str, Any]:
    pending = pending_for(request, interview)
    return {"offered": True, "chosen": pending.answer} if pending is not None and pending.number == number else {}


def _next(request: HttpRequest, interview: Interview, number: int, given: dict[int, str]) -> HttpResponse:
    if "check" in request.POST or number >= len(interview.order):
        return go_on(interview) if next_number(interview, given) <= len(interview.order) else _check_page(interview)
    return redirect("survey:scenario", interview.study.key, number + 1)


def _check_page(interview: Interview) -> HttpResponse:
    return redirect("survey:check", interview.study.key)


def _too_late(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    chosen = request.POST.get("answer", "")
    if chosen in visit.study.as_defined.answer_keys:
        tell(request, Outcome.TOO_LATE, number, text_of(visit.ongoing, chosen))
    return go_on(visit.ongoing)


def scenario_context(
    visit: Visit, number: int, given: dict[int, str], *, missing: bool = False, **more: Any
) -> dict[str, Any]:
    """Return what the page of a scenario shows."""
    interview, definition = visit.ongoing, visit.study.as_shown
    total = len(interview.order)
    chosen = given.get(number, "")
    return (
        context_of(
            visit,
            number=number,
            total=total,
            done=len(given),
            rows=rows(interview, number, definition),
            chosen=chosen,
            missing=missing,
            many=len(definition.answers) > 5,
            all_done=len(given) == total,
            request_key=new_request_key(),
            shown=shown_token(interview, number, chosen),
            draft=draft_cookie(),
        )
        | more
    )


def _keep_for_later(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    """Without a session: keep the choice on this device, and ask for the code."""
    sent = _posted_answer(request, number)
    context = context_of(visit, form=CodeForm(), pending=sent, lost=True)
    response = render(request, "survey/code.html", context, status=403)
    return keep_pending(response, sent) if sent.answer else response


def form_expired(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """The form's own key was too old: show the page again with the choice on it, to be sent once more."""
    visit = visit_at(request, key)
    speak(request, visit)
    sent = _posted_answer(request, number)
    if visit.interview is None:
        return drop_draft(request, _keep_for_later(request, visit, number))
    return drop_draft(request, _once_more(request, visit, sent, status=403, once_more=True))


def unsaved(request: HttpRequest, key: str, number: int) -> HttpResponse | None:
    """Saving broke: show the page again with the choice on it, and keep that on this device; writes nothing."""
    if request.method != "POST":
        return None
    sent = _posted_answer(request, number)
    try:
        visit = visit_at(request, key)
        with translation.override(language_for(request, visit)):
            response = _once_more(request, visit, sent, status=500, unsaved=True)
    except Exception:
        log_unreadable()
        again = form_again(request, number=number)
        if again is None:
            return None
        response = keep_pending(again, sent)
    response.headers[UNSAVED] = "yes"
    return drop_draft(request, response)


def _once_more(request: HttpRequest, visit: Visit, sent: Sent, *, status: int, **why: bool) -> HttpResponse:
    """Show a scenario with the answer that was sent, which has not been saved, under the key that it had."""
    interview, number = visit.ongoing, sent.number
    if not interview.version or interview.finished or not 1 <= number <= len(interview.order):
        return go_on(interview)
    context = scenario_context(
        visit, number, visit.answers or {}, chosen=sent.answer, shown=sent.shown,
        request_key=sent.request_key or new_request_key(), **why,
    )  # fmt: skip
    response = render(request, TEMPLATE, context, status=status)
    return keep_pending(response, sent) if sent.answer in visit.study.as_defined.answer_keys else response


scenario.form_expired = form_expired  # type: ignore[attr-defined]
scenario.fault = unsaved  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
@page()
def check(request: HttpRequest, visit: Visit) -> HttpResponse:
    """All answers on one page; POST sends them in, once."""
    interview = visit.ongoing
    if not interview.version or interview.finished:
        return go_on(interview)
    if (pending := pending_for(request, interview)) is not None:
        return redirect("survey:scenario", visit.study.key, pending.number)
    if request.method == "POST":
        if not send_in(interview):
            messages.warning(request, _("Some scenarios have no answer yet. Answer them first, then send in."))
        interview.refresh_from_db()
        interview.study = visit.study
        return go_on(interview)
    return render(request, "survey/check.html", context_of(visit, **overview(visit)))


def send_in(interview: Interview) -> bool:
    """Finish the interview if every scenario has an answer; twice is once."""
    with transaction.atomic():
        held = Interview.objects.select_for_update().get(pk=interview.pk)
        if held.finished:
            return True
        if next_number(interview) <= len(interview.order):
            return False
        held.completed_at = held.seen_at = timezone.now()
        held.released = False
        held.save(update_fields=["completed_at", "seen_at", "released"])
        if held.kind == Kind.REAL:
            open_batch(locked(held.study_id))
    return True


def overview(visit: Visit) -> dict[str, Any]:
    """Return every scenario with its answer, in the order shown."""
    interview, definition = visit.ongoing, visit.study.as_shown
    texts = {answer.key: answer.text for answer in definition.answers}
    given, design = answered(interview), design_of(interview)
    lines = [
        {
            "number": n,
            "answer": texts.get(given.get(n, "")),
            "levels": [
                (criterion.text, criterion.levels[int(level)].text)
                for criterion, level in zip(definition.criteria, design.profiles[s], strict=True)
            ],
        }
        for n, s in enumerate(interview.order, start=1)
    ]
    return {"lines": lines, "missing": [line["number"] for line in lines if line["answer"] is None]}
