"""Panels of any size with 4 answers, and 21 scenarios for everybody; 20 columns unless told otherwise."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
from numpy.typing import NDArray

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


def make_panel(
    participants: int,
    *,
    seed: int = 1,
    distinct: bool = False,
    scenarios: int = 42,
    levels: tuple[int, ...] = LEVELS,
    stretch: float = 0.0,
) -> Panel:
    """Return a panel in two versions of 21; ``distinct`` gives everybody 21 scenarios that nobody else gets.

    ``stretch`` is the standard deviation of the logarithm of how wide everyone's scale is, around its threshold of 0.

    There must be that many: ten criteria of three levels make 59,049, enough for 2,811 participants.
    """
    rng = np.random.default_rng(seed)
    study = make_study(levels)
    n_scenarios = 21 * participants if distinct else scenarios
    profiles = _all_different(rng, n_scenarios, levels) if distinct else _random(rng, n_scenarios, levels)
    start = 21 * np.arange(participants) if distinct else 21 * (np.arange(participants) % (scenarios // 21))
    scenario = (start[:, None] + np.arange(21)).ravel().astype(np.int32)
    participant = np.repeat(np.arange(participants, dtype=np.int32), 21)
    utility = utilities(profiles, levels)[scenario] + rng.normal(0.0, 1.0, participants)[participant]
    utility += rng.logistic(size=len(utility))
    if stretch:
        utility /= np.exp(stretch * rng.standard_normal(participants))[participant]
    answer = np.digitize(utility, THRESHOLDS).astype(np.int8)
    versions = participants if distinct else scenarios // 21
    design = Design(
        scenarios=tuple(f"s{s}" for s in range(n_scenarios)),
        profiles=profiles,
        versions=tuple(f"v{v}" for v in range(versions)),
        shows=tuple(tuple(range(21 * v, 21 * v + 21)) for v in range(versions)),
    )
    people = pl.DataFrame({"participant": [f"p{i}" for i in range(participants)], "included": ["true"] * participants})
    return Panel(study=study, design=design, people=people, participant=participant, scenario=scenario, answer=answer)


def _random(rng: np.random.Generator, n_scenarios: int, levels: tuple[int, ...]) -> NDArray[np.int64]:
    high = levels[0] if len(set(levels)) == 1 else np.array(levels)
    return rng.integers(0, high, (n_scenarios, len(levels)))


def _all_different(rng: np.random.Generator, n_scenarios: int, levels: tuple[int, ...]) -> NDArray[np.int64]:
    """Draw from all combinations of levels without replacement, a column at a time: this may be 20 million rows."""
    code = rng.choice(math.prod(levels), n_scenarios, replace=False)
    profiles = np.empty((n_scenarios, len(levels)), dtype=np.int64)
    for c, number in enumerate(levels):
        code, profiles[:, c] = np.divmod(code, number)
    return profiles


def utilities(profiles: NDArray[np.int64], levels: tuple[int, ...]) -> NDArray[np.float64]:
    """Return (S,) utilities of the scenarios, the same for everybody."""
    coding = Coding(n_levels=levels)
    part_worths = coding.to_part_worths @ np.random.default_rng(0).normal(0.0, 0.4, coding.n_columns)
    utility = np.zeros(len(profiles))
    for c, rows in enumerate(coding.level_blocks):
        utility += part_worths[rows][profiles[:, c]]
    return utility
