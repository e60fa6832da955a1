"""One page with what is new for somebody since last time, study by study."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from collega.web.access import READER, person_of
from collega.web.accounts.models import User
from collega.web.accounts.seen import last_time
from collega.web.accounts.shown import byline
from collega.web.cases import news as cases
from collega.web.news import News
from collega.web.records.models import Role, Study, Training
from collega.web.results import news as results
from collega.web.sessions import news as sessions
from collega.web.training import news as training

Source = Callable[[User, Sequence[Study], datetime | None], list[News]]
SOURCES: tuple[Source, ...] = (cases.news, results.news, training.news, sessions.news)
MOST = 8  # lines of one study: more do not fit on one screen


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A study on the home page: what is new there, and the doors that are open."""

    study: Study
    news: list[News]
    shown: bool
    team: bool
    training: bool


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What is new since last time, and the way to everything that somebody may use."""
    person, since = person_of(request), last_time(request)
    roles = list(Role.objects.filter(user=person).select_related("study").order_by("study__key"))
    studies = [role.study for role in roles]
    lines = [line for source in SOURCES for line in source(person, studies, since)]
    studies_shown = results.studies_shown(studies)
    trained = set(Training.objects.filter(study__in=studies, is_open=True).values_list("study_id", flat=True))
    places = [
        Place(
            study=role.study,
            news=_news_of(role.study, lines),
            shown=role.study_id in studies_shown,
            team=role.kind in READER,
            training=role.study_id in trained,
        )
        for role in roles
    ]
    context = {
        "places": places,
        "since": since,
        "shown_as": byline(person),
        "team": any(place.team for place in places),
        "nothing_told": _nothing_told(person),
    }
    return render(request, "professionals/mine.html", context)


def _news_of(study: Study, lines: list[News]) -> list[News]:
    """Return the news of a study: what is due first, then the newest."""
    lines_of_study = [line for line in lines if line.study == study.pk]
    due = [line for line in lines_of_study if line.when is None]
    past = sorted(
        (line for line in lines_of_study if line.when is not None), key=lambda line: line.when or 0, reverse=True
    )
    return [*due, *past][:MOST]


def _nothing_told(person: User) -> bool:
    return not person.function and person.organisation_id is None
