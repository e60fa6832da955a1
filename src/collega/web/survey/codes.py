"""The personal code: shown to the participant, never stored; and a limit to guessing."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from collega.web.records.models import Interview
from collega.web.tokens import hashed

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
MOST_FAILURES, WINDOW = 20, 15 * 60


def code_of(study_pk: int, pseudonym: str) -> str:
    """Return the code of an interview, 80 bits: made from the site's secret, so that it can be shown again."""
    digest = salted_hmac("collega.survey.code", f"{study_pk}/{pseudonym}", algorithm="sha256").digest()
    letters = [_LETTERS[byte % 32] for byte in digest[:16]]
    return "-".join("".join(letters[i : i + 4]) for i in range(0, 16, 4))


def shown_code(interview: Interview) -> str:
    """Return the code to show; empty where the site's secret has changed since it was given."""
    code = code_of(interview.study_id, interview.pseudonym)
    return code if hashed(code) == interview.code_hash else ""


def may_try(request: HttpRequest) -> bool:
    """Whether this address has not guessed too often of late."""
    return int(cache.get(_place(request), 0)) < MOST_FAILURES


def failed(request: HttpRequest) -> None:
    """Count one wrong guess."""
    place = _place(request)
    cache.add(place, 0, WINDOW)
    cache.incr(place)


def _place(request: HttpRequest) -> str:
    """A hash, so that no address is kept, not even in memory."""
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")[-1].strip()
    address = forwarded if settings.SECURE_PROXY_SSL_HEADER and forwarded else request.META.get("REMOTE_ADDR", "")
    return "code-" + hashlib.sha256(f"{settings.SECRET_KEY}{address}".encode()).hexdigest()
