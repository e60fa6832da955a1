"""What the 90% intervals of a session's shifts hold, in eight worlds with 5 to 60 people; and what is found by chance.

The truth is the mean change in the population that a room was drawn from, by drawing 400,000 of it. The constants of
the interval were chosen on rooms of other seeds.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np
from numpy.typing import NDArray

from benchmarks.timing import table
from collega.rounds.effect import Effect, effect_of, single_effect
from collega.rounds.shift import Shift, contrast_of
from collega.rounds.simulation import World, expected_changes, simulate_votes

SIZES = (5, 8, 12, 20, 40, 60)
WORLDS = (
    World(name="nothing happens", drift=0.0),
    World(name="a second look moves all", drift=0.3, missing=0.1),
    World(name="the talk persuades", persuasion=(0.6, -0.3), drift=0.1, missing=0.1),
    World(name="the talk brings together", convergence=0.5, persuasion=(0.2, 0.2), missing=0.1),
    World(name="the talk drives apart", polarisation=1.0, answers=2, positive=1, missing=0.1),
    World(name="seven answers, one talk", answers=7, positive=4, scenarios=(0.5, 0.4), persuasion=(0.8,), missing=0.1),
    World(name="nearly everybody agrees", scenarios=(1.5, 1.2, 1.0), persuasion=(0.4, 0.4), answers=5, positive=3),
    World(name="people are sure", persons=1.5, pattern=2.0, persuasion=(0.5, 0.5), missing=0.1),
)
QUANTITIES = ("share, net", "steps, net", "share, one scenario", "steps, one scenario")


def run(sessions: int = 2000) -> None:
    held: dict[tuple[str, str, int], float] = {}
    found: dict[tuple[str, int], float] = {}
    for number, world in enumerate(WORLDS):
        sides, steps = expected_changes(world, np.random.default_rng([number, 1]))
        truths = _truths(world, sides, steps)
        for people in SIZES:
            inside: dict[str, list[bool]] = defaultdict(list)
            sure = []
            for seed in range(sessions):
                votes = simulate_votes(world, people, np.random.default_rng([number, people, 3, seed]))
                every = list(range(len(world.scenarios)))
                net, one = effect_of(votes, every), single_effect(votes, 0)
                for name, shift in _shifts(net, one).items():
                    if shift is not None:
                        inside[name].append(shift.interval[0] <= truths[name] <= shift.interval[1])
                sure.append(net.share is not None and not net.share.interval[0] <= 0 <= net.share.interval[1])
            for name in QUANTITIES:
                held[world.name, name, people] = float(np.mean(inside[name]))
            found[world.name, people] = float(np.mean(sure))
    _tell(held, found, sessions)


def _shifts(net: Effect, one: Effect) -> dict[str, Shift | None]:
    return dict(zip(QUANTITIES, (net.share, net.steps, one.share, one.steps), strict=True))


def _truths(world: World, sides: NDArray[np.float64], steps: NDArray[np.float64]) -> dict[str, float]:
    weights = contrast_of(world.controls)
    values = (float(sides @ weights), float(steps @ weights), float(sides[0]), float(steps[0]))
    return dict(zip(QUANTITIES, values, strict=True))


def _tell(held: dict[tuple[str, str, int], float], found: dict[tuple[str, int], float], sessions: int) -> None:
    several = len(WORLDS) * sessions
    for title, worlds in (
        ("percentage of 90% intervals that hold the truth, all worlds", [each.name for each in WORLDS]),
        ("the same where people are sure", ["people are sure"]),
    ):
        rows = [
            [name, *(_mean([held[world, name, people] for world in worlds], sessions) for people in SIZES)]
            for name in QUANTITIES
        ]
        table([title, *(f"{people} people" for people in SIZES)], rows)
        print()
    cells = {key: value for key, value in held.items() if not 0.87 <= value <= 0.93}
    print(f"Of {len(held)} cells (world, quantity, size) {len(cells)} lie outside 87 to 93%:")
    for (world, name, people), value in sorted(cells.items()):
        print(f"  {world}, {name}, {people} people: {100 * value:.1f}")
    print()
    chance = [[world, *(f"{100 * found[world, people]:.1f}" for people in SIZES)] for world in (
        "nothing happens", "a second look moves all", "the talk persuades", "people are sure")]  # fmt: skip
    table(["percentage of sessions with a shift found", *(f"{people} people" for people in SIZES)], chance)
    print(f"{sessions} sessions a cell, {several} a column, seeds [world, people, 3, number]; in brackets errors.")


def _mean(values: list[float], sessions: int) -> str:
    share = float(np.mean(values))
    error = np.sqrt(share * (1 - share) / (sessions * len(values)))
    return f"{100 * share:.1f} ({100 * error:.1f})"
