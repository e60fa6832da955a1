"""How the collection goes, without looking at single participants."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from collega.web.access import ANALYST, study_for
from collega.web.progress.counts import invited_counts
from collega.web.progress.kept import counted
from collega.web.records.batches import waits
from collega.web.workbench.rooms import room


@login_required
@require_safe
def page(request: HttpRequest, key: str) -> HttpResponse:
    """Invited, started, finished; where people stop; time used; signs of careless answering."""
    study = study_for(request, key, ANALYST)
    counts = counted(study)
    progress = counts.progress
    stops = [progress.left_before_consent, progress.left_before_judging, *(n for _, n in progress.stops)]
    return room(request, study, "monitor", "workbench/collect/monitor.html", counts=counts, progress=progress,
                invited=invited_counts(study), flags=counts.flags, versions=counts.versions, most=max(stops),
                longest=max((seconds for _, seconds in progress.seconds), default=0.0),
                waiting=waits(study), minimum=study.as_defined.minimum_group)  # fmt: skip
