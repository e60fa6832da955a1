"""What is new in sessions: those that were finished and shown since somebody was here last."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from collega.web.accounts.models import User
from collega.web.news import News
from collega.web.records.models import Session, Study

_FIRST = timedelta(days=90)  # what is new to somebody who comes for the first time


def news(user: User, studies: Collection[Study], since: datetime | None) -> list[News]:  # noqa: ARG001
    """Return a line for each session that may be seen and is new; one query."""
    after = since or timezone.now() - _FIRST
    done = Session.objects.filter(
        study__in=studies, state=Session.State.FINISHED, shown=True, shown_at__gt=after
    ).order_by("-shown_at")[:5]
    return [
        News(
            study=each.study_id,
            text=_("A session was held: %(title)s. See what the talk did, and why.") % {"title": each.title},
            href=reverse("sessions:past", args=[each.pk]),
            when=each.shown_at,
        )
        for each in done
    ]
