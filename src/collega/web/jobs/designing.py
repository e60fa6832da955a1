"""Composing a design, and simulating a panel, as jobs."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

from django.db import transaction

from collega.design import Limit, assess, compose
from collega.errors import NotComputedError
from collega.messages import Message
from collega.panel.simulate import simulate
from collega.web import bridge
from collega.web.jobs.queue import Progress, work
from collega.web.records.models import Interview, Job, Kind, Study, current_design, log


@work("design")
def design(job: Job, progress: Progress) -> dict[str, Any]:
    """Compose scenarios in versions; refused once answers to others exist."""
    study = job.study
    assert study is not None
    arguments = job.arguments
    began = time.perf_counter()
    definition, seconds = study.as_defined, arguments.get("seconds")
    limit = Limit(None if seconds is None else float(seconds))
    made = compose(
        definition,
        versions=int(arguments.get("versions", 2)),
        repeat=int(arguments.get("repeat", 0)),
        seed=int(arguments.get("seed", 1)),
        limit=limit,
        progress=progress,
    )
    quality = replace(assess(definition, made, limit=limit), seconds=time.perf_counter() - began)
    with transaction.atomic():
        row = Study.objects.select_for_update().get(pk=study.pk)
        if row.launched:
            raise NotComputedError(Message("web-launched-meanwhile"))
        drop_rehearsals(row)
        kept = bridge.keep_design(row, made, definition=definition, quality=quality)
        log(row, job.user, "design composed", versions=len(made.versions), verdict=quality.verdict)
    return {"design": kept.pk, "verdict": quality.verdict}


@work("simulate")
def simulate_panel(job: Job, progress: Progress) -> dict[str, Any]:
    """Draw a simulated panel, to rehearse the analysis; the earlier one goes."""
    study = job.study
    assert study is not None
    row = current_design(study)
    if row is None:
        raise NotComputedError(Message("web-no-design-yet"))
    size, seed = int(job.arguments.get("participants", 50)), int(job.arguments.get("seed", 1))
    panel, _ = simulate(study.as_defined, bridge.design_of(row), participants=size, seed=seed)
    progress(0.5)
    with transaction.atomic():
        Interview.objects.filter(study=study, kind=Kind.SIMULATED).delete()
        study.fits.filter(kind=Kind.SIMULATED).delete()
        bridge.keep_panel(study, panel, Kind.SIMULATED, design=row)
        log(study, job.user, "panel simulated", participants=size, seed=seed)
    return {"participants": size}


def drop_rehearsals(study: Study) -> None:
    """Take away previews and simulated panels of an earlier design: they answer scenarios that are gone."""
    Interview.objects.filter(study=study).exclude(kind=Kind.REAL).delete()
    study.fits.exclude(kind=Kind.REAL).delete()
