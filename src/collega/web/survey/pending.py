"""An answer that is on this device only: kept while it cannot be saved, and offered again.

Two cookies hold one. The server's own is signed, and is set in a pause, without a session, and where saving failed.
The draft is written by the page before it sends, and stays where the server never answered; every answer of the server
takes it away.
"""

from __future__ import annotations

import json

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from collega.web.records.models import Interview
from collega.web.survey.answering import KEY_LENGTH, Outcome, Sent, note_of, record_alone, tell, text_of
from collega.web.survey.visit import draft_cookie, pending_cookie

SECONDS = 7 * 24 * 3600  # a pause may last days
_SALT = "collega.survey.pending"


def keep_pending(response: HttpResponse, sent: Sent) -> HttpResponse:
    """Keep an answer on this device that cannot be saved now, until the participant is back."""
    content = json.dumps([sent.number, sent.answer, sent.request_key[:KEY_LENGTH], sent.shown, sent.at])
    response.set_cookie(
        pending_cookie(), signing.dumps(content, salt=_SALT), max_age=SECONDS, secure=settings.SESSION_COOKIE_SECURE,
        httponly=True, samesite="Lax",
    )  # fmt: skip
    return response


def drop(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Keep no answer on this device any more."""
    response.delete_cookie(pending_cookie(), samesite="Lax")
    return drop_draft(request, response)


def drop_draft(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Take away the draft of the page, if there is one: the server has it now."""
    if draft_cookie() in request.COOKIES:
        response.delete_cookie(draft_cookie(), samesite="Lax")
    return response


def pending_of(request: HttpRequest) -> Sent | None:
    """Return the answer that is kept on this device, whosever it is; a draft is the later of two."""
    return _draft(request) or _signed(request)


def pending_for(request: HttpRequest, interview: Interview) -> Sent | None:
    """Return the answer that is kept on this device, if it was given in this interview and is not saved."""
    sent = _given_in(request, interview)
    if sent is None or not interview.version or sent.answer not in interview.study.as_defined.answer_keys:
        return None
    return None if _arrived(sent, interview) else sent


def settled(request: HttpRequest, response: HttpResponse, interview: Interview, saved: int = 0) -> HttpResponse:
    """Drop what is kept on this device of this interview, where it is saved or has just been, at position ``saved``."""
    sent = _given_in(request, interview)
    done = sent is not None and (sent.number == saved or pending_for(request, interview) is None)
    return drop(request, response) if done else response


def _given_in(request: HttpRequest, interview: Interview) -> Sent | None:
    kept = (sent for sent in (_draft(request), _signed(request)) if sent is not None)
    return next((sent for sent in kept if note_of(sent, interview) is not None), None)


def save_pending(request: HttpRequest, interview: Interview) -> None:
    """Save the answer that is kept on this device, if it was given in this interview."""
    sent = pending_for(request, interview)
    if sent is None:
        return
    outcome, text = record_alone(interview, sent), text_of(interview, sent.answer)
    if outcome == Outcome.SAVED:
        messages.success(
            request,
            _("You are back. Your answer to scenario %(n)s has been saved: “%(answer)s”.")
            % {"n": sent.number, "answer": text},
        )
    tell(request, outcome, sent.number, text)


def _signed(request: HttpRequest) -> Sent | None:
    try:
        content = signing.loads(request.COOKIES.get(pending_cookie(), ""), salt=_SALT, max_age=SECONDS)
    except signing.BadSignature:
        return None
    return Sent(*json.loads(content))


def _draft(request: HttpRequest) -> Sent | None:
    """Of a page whose server never answered; what it says of time counts for nothing."""
    fields = QueryDict(request.COOKIES.get(draft_cookie(), ""))
    number = fields.get("number", "")
    if not (number.isascii() and number.isdecimal() and fields.get("answer")):
        return None
    return Sent(int(number), fields["answer"], fields.get("request_key", ""), fields.get("shown", ""), None)


def _arrived(sent: Sent, interview: Interview) -> bool:
    """Whether it was saved after all, and only the word about that was lost on the way."""
    key = sent.request_key[:KEY_LENGTH]
    same = interview.history.filter(position=sent.number, request_key__startswith=key).order_by("id").last()
    return bool(key) and same is not None and same.answer == sent.answer
