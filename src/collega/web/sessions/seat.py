"""Whose phone this is: a signed cookie with a seat of one session, and nothing else."""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from collega.web.records.models import Seat, Session

_SALT = "collega.sessions.seat"
SECONDS = 24 * 3600  # a day with a long lunch; the seat goes when the session ends


def cookie_name() -> str:
    """Return the name of the cookie."""
    return "__Host-seat" if settings.PRODUCTION else "seat"


def seat_of(request: HttpRequest, session: Session) -> Seat | None:
    """Return the seat of this phone in this session; None without one, or for another session."""
    try:
        content = signing.loads(request.COOKIES.get(cookie_name(), ""), salt=_SALT, max_age=SECONDS)
    except signing.BadSignature:
        return None
    seat = Seat.objects.filter(pk=content.get("seat"), session=session).first()
    if seat is not None:
        seat.session = session
    return seat


def carry(response: HttpResponse, seat: Seat) -> HttpResponse:
    """Keep a seat on this phone."""
    content = signing.dumps({"seat": seat.pk}, salt=_SALT)
    response.set_cookie(
        cookie_name(), content, max_age=SECONDS, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
    )
    return response


def forget(response: HttpResponse) -> HttpResponse:
    """Leave no seat on this phone."""
    response.delete_cookie(cookie_name(), samesite="Lax")
    return response
