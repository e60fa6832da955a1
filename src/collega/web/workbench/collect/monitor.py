"""How the collection goes, without looking at single participants."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from collega.errors import NotComputedError
from collega.panel import quality_flags
from collega.panel.flags import FLAGS
from collega.web import bridge
from collega.web.access import ANALYST, study_for
from collega.web.records.batches import keep_watched, waits
from collega.web.records.models import Collection, Kind, Study, current_design
from collega.web.workbench.progress import invited_counts, progress_of
from collega.web.workbench.rooms import room

_WATCHED = ("left_before_consent", "left_before_judging", "stops", "minutes", "seconds")


@login_required
@require_safe
def page(request: HttpRequest, key: str) -> HttpResponse:
    """Invited, started, finished; where people stop; time used; signs of careless answering."""
    study = study_for(request, key, ANALYST)
    details = _details(study)
    progress = replace(progress_of(study, timezone.now()), **{name: details[name] for name in _WATCHED})
    stops = [progress.left_before_consent, progress.left_before_judging, *(n for _, n in progress.stops)]
    return room(request, study, "monitor", "workbench/collect/monitor.html", progress=progress,
                invited=invited_counts(study), flags=details["flags"], versions=details["versions"], most=max(stops),
                longest=max((seconds for _, seconds in progress.seconds), default=0.0),
                waiting=waits(study), minimum=study.as_defined.minimum_group)  # fmt: skip


def _details(study: Study) -> dict[str, Any]:
    """Return what tells about single people: as it was when the last batch came into view; after the closing as it is.

    Whoever looks twice in between sees the same.
    """
    if study.collection == Collection.CLOSED:
        return _present(study)
    if not study.watched and study.interviews.filter(kind=Kind.REAL, in_view=True).exists():
        keep_watched(study, _present(study))
    nothing = {"left_before_consent": 0, "left_before_judging": 0, "stops": [], "minutes": None, "seconds": [],
               "flags": None, "versions": []}  # fmt: skip
    return {**nothing, **study.watched}


def _present(study: Study) -> dict[str, Any]:
    progress = progress_of(study, timezone.now())
    watched = {name: getattr(progress, name) for name in _WATCHED}
    plain: dict[str, Any] = json.loads(json.dumps(watched | {"flags": _flags(study), "versions": _versions(study)}))
    return plain


def _flags(study: Study) -> dict[str, Any] | None:
    """How many participants show each sign; None while nobody answered."""
    try:
        frame = quality_flags(bridge.panel_of(study, Kind.REAL))
    except NotComputedError:
        return None
    counts = {name: int(frame[name].sum()) for name in FLAGS}
    any_sign = int(frame.select([*FLAGS]).sum_horizontal().gt(0).sum())
    return {**counts, "any": any_sign, "left_out": study.interviews.filter(kind=Kind.REAL, included=False).count()}


def _versions(study: Study) -> list[tuple[str, int, int]]:
    """Every version of the design, and of those that anybody got: how many started and finished it."""
    design = current_design(study)
    names = [] if design is None else list(design.layout["versions"])
    real = study.interviews.filter(kind=Kind.REAL).exclude(version="")
    counted = {
        name: (started, finished)
        for name, started, finished in real.values_list("version").annotate(
            started=Count("pk"), done=Count("pk", filter=Q(in_view=True, completed_at__isnull=False))
        )
    }
    return [(name, *counted.get(name, (0, 0))) for name in [*names, *sorted(counted.keys() - set(names))]]
