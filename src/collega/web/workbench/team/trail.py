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
    one = pages.get_page(request.GET.get("page"))
    lines = [
        {"event": each, "words": each.words, "former": FORMER in each.facts,
         "facts": facts_in_words({name: value for name, value in each.facts.items() if name != FORMER})}
        for each in one
    ]  # fmt: skip
    return room(request, study, "trail", "workbench/team/trail.html", lines=lines, page=one)


@login_required
@require_safe
def download(request: HttpRequest, key: str) -> HttpResponse:
    """Give the whole trail as CSV, oldest first."""
    study = study_for(request, key, OWNER)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{key}.audit-trail.csv"'
    writer = csv.writer(response)
    writer.writerow(["at", "who", "what", "facts"])
    for each in study.events.select_related("user").order_by("at", "id"):
        at = timezone.localtime(each.at).isoformat(timespec="seconds")
        cells = [at, each.user.email if each.user else "", each.what, json.dumps(each.facts, ensure_ascii=False)]
        writer.writerow([f"'{cell}" if cell[:1] in ("=", "+", "-", "@") else cell for cell in cells])
    return response
