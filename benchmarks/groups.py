"""Tests of differences between groups: how often they call one demonstrated where there is none, and where there is.

Every design of scenarios that a study may have: shared by all, in versions, or of everyone's own, one or many to a
person; and groups that judged other scenarios or fewer. Beside it a score that a scenario's average would give, own
answer included: fine where scenarios are shared, blind where they are not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

import numpy as np
import polars as pl
from numpy.typing import NDArray

from benchmarks.panels import make_study
from benchmarks.timing import table
from collega.design import Design
from collega.insight import differences
from collega.insight.positivity import positivity
from collega.panel import Panel

LEVELS = (3, 3, 3, 2, 2, 2)
PROFILES = np.array(list(product(*map(range, LEVELS))))
STUDY = make_study(LEVELS)
THRESHOLDS = (-1.5, 0.0, 1.5)
BETWEEN_PEOPLE, BETWEEN_GROUPS = 1.0, 0.9  # logits: standard deviation, and the difference to be found
PERMUTATIONS = 499


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Two groups, and who judges what.

    Attributes
    ----------
    people, answers : int
        Participants, and answers of each.
    sets : int
        Sets of scenarios; 0 where everybody has their own, in which no scenario comes twice.
    leaning : float
        How much likelier a positive scenario is to be judged by the second group than by the first; for sets of
        scenarios by how much the second set is.
    fewer : int
        Answers that the first group leaves out.
    """

    people: int = 60
    answers: int = 8
    sets: int = 0
    leaning: float = 0.0
    fewer: int = 0


WORLDS = {
    "60 people, the same 8 scenarios": World(sets=1),
    "60 people, two versions of 8": World(sets=2),
    "60 people, six versions of 8": World(sets=6),
    "60 people, 3 scenarios of their own": World(answers=3),
    "24 people, 4 scenarios of their own": World(people=24, answers=4),
    "200 people, 1 scenario of their own": World(people=200, answers=1),
    "60 people, two versions, most of a group in one": World(sets=2, leaning=0.8),
    "60 people, 3 of their own, one group got more favourable ones": World(answers=3, leaning=0.5),
    "60 people, 3 of their own, one group answered 1 only": World(answers=3, fewer=2),
}


def run(studies: int = 2000) -> None:
    differences.PERMUTATIONS = PERMUTATIONS
    rows = []
    for name, world in WORLDS.items():
        cells = [_demonstrated(world, effect, studies) for effect in (0.0, BETWEEN_GROUPS)]
        rows.append([name, *(f"{100 * cell[score]:.1f}" for score in SCORES for cell in cells)])
    heads = [f"{what}, {score}" for score in SCORES for what in ("no difference", "a difference")]
    table(["found at 5%, percent of studies", *heads], rows)
    error = 100 * np.sqrt(0.05 * 0.95 / studies)
    print(f"{studies} studies a cell; standard error of 5%: {error:.1f}.")


def by_scenario(panel: Panel) -> NDArray[np.float64]:
    """Return (I,) everyone's average answer less the average answers to the same scenarios, the own included."""
    sums, counts = np.bincount(panel.profile, weights=panel.answer), np.bincount(panel.profile)
    beyond = panel.answer - (sums / np.maximum(counts, 1))[panel.profile]
    means: NDArray[np.float64] = np.bincount(panel.participant, weights=beyond) / np.bincount(panel.participant)
    return means


SCORES: dict[str, Callable[[Panel], NDArray[np.float64]]] = {"Collega": positivity, "scenario averages": by_scenario}


def _demonstrated(world: World, effect: float, studies: int) -> dict[str, float]:
    hits = dict.fromkeys(SCORES, 0)
    for number in range(studies):
        panel, group = draw(world, effect, number)
        for name, score in SCORES.items():
            hits[name] += differences._permuted(group, np.round(score(panel), 9))[1] <= 0.05
    return {name: found / studies for name, found in hits.items()}


def draw(world: World, effect: float, seed: int) -> tuple[Panel, NDArray[np.int64]]:
    """Return a panel, and the group of everyone."""
    rng = np.random.default_rng(seed)
    utility = sum(rng.normal(0.0, 0.8, n)[PROFILES[:, c]] for c, n in enumerate(LEVELS))
    group = rng.permutation(np.arange(world.people) % 2)
    shown = [some[world.fewer * (1 - group[i]) :] for i, some in enumerate(_shown(rng, world, group, utility))]
    participant = np.repeat(np.arange(world.people, dtype=np.int32), [len(some) for some in shown])
    scenario = np.concatenate(shown).astype(np.int32)
    people = rng.normal(0.0, BETWEEN_PEOPLE, world.people) + effect * (group - 0.5)
    latent = utility[scenario] + people[participant] + rng.logistic(size=len(scenario))
    design = Design(
        scenarios=tuple(f"s{s}" for s in range(len(PROFILES))),
        profiles=PROFILES,
        versions=("all",),
        shows=(tuple(range(len(PROFILES))),),
    )
    names = pl.DataFrame({"participant": [f"p{i}" for i in range(world.people)], "included": ["true"] * world.people})
    answer = np.digitize(latent, THRESHOLDS).astype(np.int8)
    panel = Panel(study=STUDY, design=design, people=names, participant=participant, scenario=scenario, answer=answer)
    return panel, group


def _shown(
    rng: np.random.Generator, world: World, group: NDArray[np.int64], utility: NDArray[np.float64]
) -> list[NDArray[np.int64]]:
    """Return the scenarios of everyone."""
    if world.sets:
        sets = [rng.choice(len(PROFILES), world.answers, replace=False) for _ in range(world.sets)]
        sets.sort(key=lambda some: float(utility[some].sum()))
        second = rng.random(world.people) < 0.5 + world.leaning * (group - 0.5)
        number = second.astype(int) if world.leaning else rng.integers(0, world.sets, world.people)
        return [sets[each] for each in number]
    left = rng.permutation(len(PROFILES)) if world.people * world.answers <= len(PROFILES) else None
    if left is not None and not world.leaning:
        return list(left[: world.people * world.answers].reshape(world.people, world.answers))
    chances = [np.exp(world.leaning * (each - 0.5) * 2 * utility) for each in (0, 1)]
    free, shown = np.ones(len(PROFILES)), []
    for each in group:
        chance = chances[each] * free
        some = rng.choice(len(PROFILES), world.answers, replace=False, p=chance / chance.sum())
        free[some] = 0.0
        shown.append(some)
    return shown
