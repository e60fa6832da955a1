"""What is new in sessions: those that people can join now, and those that were shown since somebody was here last."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from collega.web.access import PROFESSIONAL
from collega.web.accounts.models import User
from collega.web.demo_english import in_readers_language
from collega.web.news import News
from collega.web.records.models import Role, Session, Study

_FIRST = timedelta(days=90)  # what is new to somebody who comes for the first time
_MOST = 5  # of each kind


def news(user: User, studies: Collection[Study], since: datetime | None) -> list[News]:
    """Return a line for each session that is going on or newly shown, where the user's role lets them in; one query."""
    start = since or timezone.now() - _FIRST
    roles = Role.objects.filter(user=user, study__in=studies, kind__in=PROFESSIONAL)
    finished = Q(state=Session.State.FINISHED, shown=True, shown_at__gt=start)
    rows = list(
        Session.objects.filter(finished | Q(state=Session.State.OPEN), study__in=roles.values("study")).order_by(
            "-shown_at", "-opened_at"
        )
    )
    going_on = [_going_on(row) for row in rows if row.is_open]
    return going_on[:_MOST] + [_finished(row) for row in rows if row.finished][:_MOST]


def _going_on(session: Session) -> News:
    """Return the way into a session; by the word on the wall, as everybody in the room comes in."""
    return News(
        study=session.study_id,
        text=_("A session is going on now: %(title)s. Take part.") % {"title": in_readers_language(session.title)},
        href=reverse("sessions:phone", args=[session.word]),
    )


def _finished(session: Session) -> News:
    return News(
        study=session.study_id,
        text=_("A session was held: %(title)s. See what the talk did, and why.")
        % {"title": in_readers_language(session.title)},
        href=reverse("sessions:past", args=[session.pk]),
        when=session.shown_at,
    )
