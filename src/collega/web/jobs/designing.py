"""Composing a design, and simulating a panel, as jobs."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

from collega.design import Limit, assess, compose
from collega.errors import NotComputedError
from collega.messages import Message
from collega.panel.simulate import simulate
from collega.web import bridge
from collega.web.deeds.design import keep_composed, keep_simulated
from collega.web.queue import Progress
from collega.web.records.models import Job, current_design


def design(job: Job, progress: Progress) -> dict[str, Any]:
    """Compose scenarios in versions; refused once answers to others exist."""
    study = job.study
    assert study is not None
    arguments = job.arguments
    began = time.perf_counter()
    definition, seconds = study.as_defined, arguments.get("seconds")
    limit = Limit(None if seconds is None else float(seconds))
    layout = compose(
        definition,
        versions=int(arguments.get("versions", 2)),
        repeat=int(arguments.get("repeat", 0)),
        seed=int(arguments.get("seed", 1)),
        limit=limit,
        progress=progress,
    )
    quality = replace(assess(definition, layout, limit=limit), seconds=time.perf_counter() - began)
    row = keep_composed(study, job.user, layout, definition=definition, quality=quality)
    return {"design": row.pk, "verdict": quality.verdict}


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
    keep_simulated(study, job.user, panel, row, seed=seed)
    return {"participants": size}
