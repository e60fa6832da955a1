"""Compile the kernels of this room."""

from __future__ import annotations

import numpy as np
import polars as pl

from collega.design.layout import Design
from collega.model.hierarchical.fit import Effort, fit_hierarchical
from collega.model.personal import personal
from collega.panel.panel import Panel
from collega.study.definition import Study

PEOPLE, SCENARIOS = 6, 6


def warm() -> None:
    """Fit a tiny panel twice, with a characteristic and without, and draw one person from it.

    Where people use the scale in their own ways only the values differ, not the types: nothing more is compiled.
    """
    effort = Effort(chains=1, warm_up=4, sweeps=4, rounds=0)
    for characteristics in (True, False):
        panel = tiny_panel(characteristics=characteristics)
        fit = fit_hierarchical(panel, effort=effort, scale_use=characteristics)
        personal(fit, panel.design.profiles, np.zeros(SCENARIOS, dtype=int), {})


def tiny_panel(*, characteristics: bool) -> Panel:
    """Return a panel of a few people, with a characteristic or without."""
    values = [{"key": key, "text": key} for key in ("a", "b", "c")]
    study = Study.model_validate(
        {
            "key": "warm",
            "title": "warm",
            "statement": "warm",
            "answers": [{"key": key, "text": key, "positive": key == "yes"} for key in ("no", "maybe", "yes")],
            "criteria": [{"key": key, "text": key, "levels": values} for key in ("one", "two")],
            "characteristics": [{"key": "kind", "text": "kind", "values": values}] if characteristics else [],
        }
    )
    profiles = np.stack([np.arange(SCENARIOS) % 3, np.arange(SCENARIOS) // 2], axis=1)
    design = Design(
        scenarios=tuple(f"s{s}" for s in range(SCENARIOS)),
        profiles=profiles,
        versions=("1",),
        shows=(tuple(range(SCENARIOS)),),
    )
    people = {"participant": [f"p{i}" for i in range(PEOPLE)], "included": ["true"] * PEOPLE}
    if characteristics:
        people["kind"] = ["a", "b"] * (PEOPLE // 2)
    return Panel(
        study=study,
        design=design,
        people=pl.DataFrame(people),
        participant=np.repeat(np.arange(PEOPLE, dtype=np.int32), SCENARIOS),
        scenario=np.tile(np.arange(SCENARIOS, dtype=np.int32), PEOPLE),
        answer=(np.arange(PEOPLE * SCENARIOS) % 3).astype(np.int8),
        synthetic=True,
    )
