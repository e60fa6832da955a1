"""Panels of any size with 20 columns, 4 answers, and 21 scenarios for everybody."""

from __future__ import annotations

import numpy as np
import polars as pl

from collega.design import Design
from collega.panel import Panel
from collega.study import Coding, Study

LEVELS = (3,) * 10
THRESHOLDS = (-1.3, 0.0, 1.5)


def make_study(levels: tuple[int, ...] = LEVELS) -> Study:
    """Return a study with these numbers of levels and four answers."""
    return Study.model_validate(
        {
            "key": "benchmark",
            "title": "Benchmark",
            "statement": "Yes.",
            "answers": [{"key": f"a{j}", "text": f"a{j}", "positive": j >= 2} for j in range(4)],
            "criteria": [
                {"key": f"c{c}", "text": f"c{c}", "levels": [{"key": f"l{x}", "text": f"l{x}"} for x in range(n)]}
                for c, n in enumerate(levels)
            ],
        }
    )


def make_panel(participants: int, *, seed: int = 1, distinct: bool = False, scenarios: int = 42) -> Panel:
    """Return a panel in two versions of 21; ``distinct`` gives everybody 21 scenarios of their own."""
    rng = np.random.default_rng(seed)
    study = make_study()
    n_scenarios = 21 * participants if distinct else scenarios
    profiles = rng.integers(0, 3, (n_scenarios, len(LEVELS)))
    matrix = Coding(n_levels=LEVELS).matrix(profiles)
    weights = np.random.default_rng(0).normal(0.0, 0.4, matrix.shape[1])
    start = 21 * np.arange(participants) if distinct else 21 * (np.arange(participants) % (scenarios // 21))
    scenario = (start[:, None] + np.arange(21)).ravel().astype(np.int32)
    participant = np.repeat(np.arange(participants, dtype=np.int32), 21)
    utility = (matrix @ weights)[scenario] + rng.normal(0.0, 1.0, participants)[participant]
    answer = np.digitize(utility + rng.logistic(size=len(utility)), THRESHOLDS).astype(np.int8)
    versions = participants if distinct else scenarios // 21
    design = Design(
        scenarios=tuple(f"s{s}" for s in range(n_scenarios)),
        profiles=profiles.astype(np.int64),
        versions=tuple(f"v{v}" for v in range(versions)),
        shows=tuple(tuple(range(21 * v, 21 * v + 21)) for v in range(versions)),
    )
    people = pl.DataFrame({"participant": [f"p{i}" for i in range(participants)], "included": ["true"] * participants})
    return Panel(study=study, design=design, people=people, participant=participant, scenario=scenario, answer=answer)
