"""The audit trail of a study."""

from __future__ import annotations

import csv
import json

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from collega.web.access import OWNER, study_for
from collega.web.deeds.leaving import FORMER
from collega.web.workbench.rooms import room
from collega.web.workbench.team.event_facts import facts_in_words

PER_PAGE = 100


@login_required
@require_safe
def page(request: HttpRequest, key: str) -> HttpResponse:
    """Who did what, newest first."""
    study = study_for(request, key, OWNER)
    pages = Paginator(study.events.select_related("user"), PER_PAGE)
    current = pages.get_page(request.GET.get("page"))
    lines = [
        {"event": event, "words": event.words, "former": FORMER in event.facts,
         "facts": facts_in_words({name: value for name, value in event.facts.items() if name != FORMER})}
        for event in current
    ]  # fmt: skip
    return room(request, study, "trail", "workbench/team/trail.html", lines=lines, page=current)


@login_required
@require_safe
def download(request: HttpRequest, key: str) -> HttpResponse:
    """Give the whole trail as CSV, oldest first."""
    study = study_for(request, key, OWNER)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{key}.audit-trail.csv"'
    writer = csv.writer(response)
    writer.writerow(["at", "who", "what", "facts"])
    for event in study.events.select_related("user").order_by("at", "id"):
        moment = timezone.localtime(event.at).isoformat(timespec="seconds")
        cells = [
            moment,
            event.user.email if event.user else "",
            event.what,
            json.dumps(event.facts, ensure_ascii=False),
        ]
        writer.writerow([f"'{cell}" if cell[:1] in ("=", "+", "-", "@") else cell for cell in cells])
    return response
