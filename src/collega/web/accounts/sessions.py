"""Where else somebody is signed in."""

from __future__ import annotations

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone


def others(request: HttpRequest) -> list[Session]:
    """Return the sessions of this person on other devices. Nothing about the device is kept, so they have no name."""
    mine = str(request.user.pk)
    live = Session.objects.filter(expire_date__gt=timezone.now()).exclude(session_key=request.session.session_key)
    return [session for session in live if session.get_decoded().get(SESSION_KEY) == mine]


def end_others(request: HttpRequest) -> int:
    """Sign this person out everywhere else; return in how many places."""
    sessions = others(request)
    Session.objects.filter(pk__in=[session.pk for session in sessions]).delete()
    return len(sessions)
