"""When somebody was here last: what is new for them is counted from there."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from collega.web.accounts.models import User, month_of

_PLACE = "last-time"


def begin_visit(request: HttpRequest, user: User, **_signal: Any) -> None:
    """Remember for this visit when the last one was, and keep this one for the next.

    Of a first visit the month alone is kept: it can follow right after somebody's last answer as a participant.
    """
    earlier = user.last_seen_at
    if earlier is not None and earlier != month_of(earlier):
        request.session[_PLACE] = earlier.isoformat()
    user.last_seen_at, user.warned_on = month_of(timezone.now()) if earlier is None else timezone.now(), None
    user.save(update_fields=["last_seen_at", "warned_on"])


def last_time(request: HttpRequest) -> datetime | None:
    """Return when the last visit was; None during the first two, since no moment of the first is kept."""
    stored = request.session.get(_PLACE)
    return parse_datetime(stored) if stored else None
