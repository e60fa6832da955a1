"""Tests of proportional odds: how often they find something where everyone has them, and where a kind of case has not.

Two versions of 21 random scenarios, four criteria of 3, 3, 2 and 4 levels, five answers. People differ in intercept and
part-worths; everyone's own answers have proportional odds, but where the first level of the first criterion squeezes
the middle: there everybody's outer thresholds move towards each other. Beside the test by participants the likelihood
ratio of the pooled model, as other software gives it.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy.special import expit

from benchmarks.timing import table
from collega.design import Design
from collega.model.checks.proportional_odds import proportional_odds
from collega.panel import Panel
from collega.study import Study

LEVELS, WEIGHTS = (3, 3, 2, 4), (1.0, 0.5, 0.0, 0.7)
THRESHOLDS = np.array([-1.8, -0.6, 0.5, 1.7])
SCENARIOS, VERSIONS = 21, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Who takes part, and what breaks.

    Attributes
    ----------
    people : int
    intercept_sd, part_worth_sd : float
        Logits.
    squeeze : float
        Logits by which the two inner thresholds move towards each other, and the outer two with them, at the first
        level of the first criterion.
    """

    people: int
    intercept_sd: float = 0.9
    part_worth_sd: float = 0.4
    squeeze: float = 0.0


WORLDS = {
    f"{people} people, {name}": World(people=people, **more)
    for people in (12, 50, 300)
    for name, more in {
        "all alike": {"intercept_sd": 0.0, "part_worth_sd": 0.0},
        "who differ": {},
        "who differ much": {"intercept_sd": 1.5, "part_worth_sd": 0.8},
        "middle squeezed by .1": {"squeeze": 0.1},
        "middle squeezed by .2": {"squeeze": 0.2},
        "middle squeezed by .4": {"squeeze": 0.4},
    }.items()
}


def run(studies: int = 400) -> None:
    rows = []
    for name, world in WORLDS.items():
        began = time.perf_counter()
        count = studies // 4 if world.squeeze else studies
        tests = [proportional_odds(draw(world, seed)) for seed in range(count)]
        over_all = [test[0] for test in tests]
        found = np.array([[_below(one.p_value_corrected) for one in test[1:]] for test in tests])
        figures = [
            np.mean([_below(test.p_value_corrected) for test in over_all]),
            np.mean([_below(test.p_value) for test in over_all]),
            found[:, 0].mean(),
            found[:, 1:].any(axis=1).mean(),
        ]
        seconds = (time.perf_counter() - began) / count
        rows.append(
            [name, str(count), f"{100 * middle(world):.0f}", *(f"{100 * x:.1f}" for x in figures), f"{seconds:.2f}"]
        )
        print(*rows[-1], sep=" | ", file=sys.stderr, flush=True)
    heads = ["over all", "over all, likelihood ratio", "the first criterion", "any other criterion", "seconds a study"]
    table(["found at 5%, percent of studies", "studies", "middle answers where squeezed, percent", *heads], rows)
    print(f"Seeds from 0; standard error of 5% of {studies}: {100 * np.sqrt(0.05 * 0.95 / studies):.1f} percent.")
    print(
        "Criteria are corrected by Holm: where nothing is squeezed the first and any other may be found in 5% together."
    )


def _below(p_value: float | None) -> bool:
    return p_value is not None and p_value < 0.05


def middle(world: World) -> float:
    """Return how likely a middle answer is at utility zero where the middle is squeezed."""
    low, high = THRESHOLDS[1:3] + np.array([world.squeeze, -world.squeeze])
    return float(expit(high) - expit(low))


def draw(world: World, seed: int) -> Panel:
    rng = np.random.default_rng(seed)
    profiles = np.column_stack([rng.integers(0, n, SCENARIOS * VERSIONS) for n in LEVELS])
    version = np.arange(world.people) % VERSIONS
    participant = np.repeat(np.arange(world.people), SCENARIOS)
    scenario = np.concatenate([np.arange(SCENARIOS) + each * SCENARIOS for each in version])
    utility = np.repeat(rng.normal(0.0, world.intercept_sd, world.people), SCENARIOS)
    for c, (n, weight) in enumerate(zip(LEVELS, WEIGHTS, strict=True)):
        own = weight * np.linspace(-1.0, 1.0, n) + rng.normal(0.0, world.part_worth_sd, (world.people, n))
        utility += own[participant, profiles[scenario, c]]
    squeezed = profiles[scenario, 0] == 0
    thresholds = THRESHOLDS + world.squeeze * squeezed[:, None] * np.array([1.0, 1.0, -1.0, -1.0])
    answer = (utility[:, None] + rng.logistic(size=(len(utility), 1)) > thresholds).sum(axis=1)
    design = Design(
        scenarios=tuple(f"s{s}" for s in range(len(profiles))),
        profiles=profiles.astype(np.int64),
        versions=("a", "b"),
        shows=tuple(tuple(range(v * SCENARIOS, (v + 1) * SCENARIOS)) for v in range(VERSIONS)),
    )
    people = {"participant": [f"p{i}" for i in range(world.people)], "included": ["true"] * world.people}
    return Panel(
        study=STUDY,
        design=design,
        people=pl.DataFrame(people | {"version": ["ab"[v] for v in version]}),
        participant=participant.astype(np.int32),
        scenario=scenario.astype(np.int32),
        answer=answer.astype(np.int8),
    )


STUDY = Study.model_validate(
    {
        "key": "benchmark",
        "title": "Benchmark",
        "statement": "Yes.",
        "answers": [{"key": f"a{j}", "text": f"a{j}", "positive": j >= 3} for j in range(5)],
        "criteria": [
            {"key": f"c{c}", "text": f"c{c}", "levels": [{"key": f"l{x}", "text": f"l{x}"} for x in range(n)]}
            for c, n in enumerate(LEVELS)
        ],
    }
)
