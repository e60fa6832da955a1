"""How often the checks of a fit find something where there is nothing, and where there is something.

Simulated studies: 50 participants with 2 versions of 21 scenarios, and 300 with 2 versions of 30; ten criteria of 2 to
5 levels with part-worth ranges of 0.4 to 1.5 logits, three of them weighed by nobody; four answers, thresholds -1.3, 0,
1.5; intercepts with standard deviation 0.9; part-worths of everyone's own with standard deviation 0.4. Everybody judges
in an order of their own, and takes part on some day of six weeks. In four worlds nothing is wrong: people differ
normally, are two camps, have heavy tails, or differ in how much all criteria matter to them (standard deviation 0.5 of
its logarithm). In the others one thing is wrong at a time. Studies are numbered; every number is a seed.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from benchmarks.panels import make_study
from benchmarks.timing import table
from collega.design import Design
from collega.model.checks.diagnosis import diagnose
from collega.model.checks.interactions import interactions
from collega.model.checks.order import order_tests
from collega.model.checks.proportional_odds import proportional_odds
from collega.model.checks.scale_use import scale_use
from collega.model.checks.scenarios import scenario_fits
from collega.model.checks.score import base_of
from collega.model.checks.working import WorkingModel, working_model
from collega.panel import Panel

Floats = NDArray[np.float64]
LEVELS = (2, 2, 3, 3, 3, 3, 4, 4, 5, 5)
THRESHOLDS = np.array([-1.3, 0.0, 1.5])
INTERCEPT_SD, PART_WORTH_SD = 0.9, 0.4
SIZES = {50: (21, 2), 300: (30, 2)}
FIRST = 6000
LEVEL = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What is true in a simulated study.

    Attributes
    ----------
    kind : str
        How people differ: ``normal``, ``camps``, ``heavy`` or ``strength``.
    stretch : float
        Standard deviation of everyone's stretch of the thresholds around the positive one.
    together : float
        Logits that the first two criteria, of two levels each, add or take off together.
    odd : float
        Logits by which the first scenario is more positive than its levels make it.
    drift : float
        Logits by which answers rise from the first to the last place.
    tiring : float
        By what factor the scatter grows from the first to the last place.
    weekly : float
        Standard deviation of what all participants of a week have in common, logits.
    uneven : float
        Logits by which the first criterion moves the lowest threshold more, and the highest less.
    """

    kind: str = "normal"
    stretch: float = 0.0
    together: float = 0.0
    odd: float = 0.0
    drift: float = 0.0
    tiring: float = 1.0
    weekly: float = 0.0
    uneven: float = 0.0


SOUND = {
    "normal": World(),
    "two camps": World(kind="camps"),
    "heavy tails": World(kind="heavy"),
    "strength differs": World(kind="strength"),
}
FLAWED = {
    "uneven 0.25": World(uneven=0.25), "uneven 0.5": World(uneven=0.5),
    "together 0.15": World(together=0.15), "together 0.3": World(together=0.3),
    "stretch 0.2": World(stretch=0.2), "stretch 0.4": World(stretch=0.4),
    "odd scenario 0.5": World(odd=0.5), "odd scenario 1": World(odd=1.0),
    "drift 0.3": World(drift=0.3), "drift 0.6": World(drift=0.6),
    "scatter x 1.25": World(tiring=1.25), "scatter x 1.5": World(tiring=1.5),
    "weeks 0.3": World(weekly=0.3), "weeks 0.6": World(weekly=0.6),
}  # fmt: skip


def draw(number: int, participants: int, world: World) -> Panel:
    """Draw study ``number`` of this world."""
    rng = np.random.default_rng([20261129, number, participants])
    scenarios, versions = SIZES[participants]
    profiles = np.column_stack([rng.permutation(np.arange(scenarios * versions) % n) for n in LEVELS])
    shown = scenarios * (np.arange(participants) % versions)[:, None] + np.arange(scenarios)
    place = np.array([rng.permutation(scenarios) for _ in range(participants)])
    week = rng.integers(0, 6, participants)
    utility = _utilities(rng, profiles[shown], world)
    pair = np.where(profiles[:, 0] == 0, 1.0, -1.0) * np.where(profiles[:, 1] == 0, 1.0, -1.0)
    utility += world.together * pair[shown] + world.odd * (shown % scenarios == 0)
    utility += world.drift * (place / (scenarios - 1) - 0.5)
    utility += world.weekly * rng.standard_normal(6)[week][:, None]
    noise = rng.logistic(size=utility.shape) * world.tiring ** (place / (scenarios - 1) - 0.5)
    stretch = np.exp(world.stretch * rng.standard_normal(participants))[:, None, None]
    uneven = world.uneven * np.where(profiles[shown][:, :, 0] == 0, 1.0, -1.0)[:, :, None] * np.array([1.0, 0.0, -1.0])
    answer = ((utility + noise)[:, :, None] > stretch * THRESHOLDS + uneven).sum(axis=2)
    return _panel(profiles, shown, answer, place, week)


def _utilities(rng: np.random.Generator, levels: NDArray[np.int64], world: World) -> Floats:
    """Return (I, S): intercepts and part-worths of everyone's own."""
    n = len(levels)
    spread = (lambda shape: rng.standard_t(3, shape) / np.sqrt(3)) if world.kind == "heavy" else rng.standard_normal
    camp = rng.permutation(np.arange(n) < 0.6 * n)
    strength = np.exp(0.5 * rng.standard_normal((n, 1))) if world.kind == "strength" else np.ones((n, 1))
    total: Floats = np.repeat(INTERCEPT_SD * spread((n, 1)), levels.shape[1], axis=1)
    for c, size in enumerate(rng.permutation([*np.zeros(3), *np.linspace(0.4, 1.5, len(LEVELS) - 3)])):
        own = PART_WORTH_SD * spread((n, LEVELS[c])) * (size > 0)
        if world.kind == "camps":
            sides = np.where(camp, 1.0, -1.5)[:, None] / np.sqrt(1.5) * rng.choice([-1, 1], LEVELS[c])
            own = PART_WORTH_SD * 0.95 * sides * (size > 0) + np.sqrt(1 - 0.95**2) * own
        own -= own.mean(axis=1, keepdims=True)
        worths = strength * size * rng.permutation(np.linspace(-0.5, 0.5, LEVELS[c])) + own
        total += np.take_along_axis(worths, levels[:, :, c], axis=1)
    return total


def _panel(
    profiles: NDArray[np.int64],
    shown: NDArray[np.int64],
    answer: NDArray[np.int64],
    place: NDArray[np.int64],
    week: NDArray[np.int64],
) -> Panel:
    n, scenarios = shown.shape
    design = Design(
        scenarios=tuple(f"s{s}" for s in range(len(profiles))),
        profiles=profiles,
        versions=("1",),
        shows=(tuple(range(len(profiles))),),
    )
    days = [(dt.date(2024, 3, 4) + dt.timedelta(weeks=int(each))).isoformat() for each in week]
    people = {"participant": [f"p{i}" for i in range(n)], "included": ["true"] * n, "completed_at": days}
    return Panel(
        study=make_study(LEVELS),
        design=design,
        people=pl.DataFrame(people),
        participant=np.repeat(np.arange(n, dtype=np.int32), scenarios),
        scenario=shown.ravel().astype(np.int32),
        answer=answer.ravel().astype(np.int8),
        position=(place + 1).ravel().astype(np.int32),
    )


def called(number: int, participants: int, world: World) -> dict[str, float]:
    """Return, for every check, the part of its tests that find something in study ``number``."""
    panel = draw(number, participants, world)
    found = diagnose(panel)
    pairs = [pair for pair in found.interactions if pair.p_value is not None]
    fits = [fit for fit in found.scenarios if fit.p_value is not None]
    return {
        "proportional odds, together": _below(found.proportional_odds[0].p_value_corrected),
        "proportional odds, any": max(_below(test.p_value_corrected) for test in found.proportional_odds[1:]),
        "a pair": float(np.mean([_below(pair.p_value) for pair in pairs])),
        "pairs, any found": max(_below(pair.q_value) for pair in pairs),
        "scale use": _below(found.scale_use.p_value),
        "a scenario": float(np.mean([_below(fit.p_value) for fit in fits])),
        "scenarios, any found": max(_below(fit.q_value) for fit in fits),
        **{test.kind: _below(test.p_value) for test in found.order},
    }


def _below(value: float | None) -> float:
    return float(value is not None and value < LEVEL)


def _of_model(check: Callable[[WorkingModel, Panel], float]) -> Callable[[Panel], float]:
    return lambda panel: check(working_model(panel), panel)


def _order(kind: str) -> Callable[[Panel], float]:
    place = ("position", "consistency", "week").index(kind)
    return _of_model(lambda model, panel: _below(order_tests(base_of(model), panel)[place].p_value_corrected))


FINDS: dict[str, Callable[[Panel], float]] = {
    "uneven": lambda panel: _below(proportional_odds(panel)[1].p_value_corrected),
    "together": _of_model(
        lambda model, panel: _below(interactions(base_of(model), panel.study.criterion_keys)[0].q_value)
    ),
    "stretch": _of_model(lambda model, _: _below(scale_use(model).p_value)),
    "odd": _of_model(lambda model, _: _below(scenario_fits(base_of(model), model.scenarios)[0].q_value)),
    "drift": _order("position"),
    "scatter": _order("consistency"),
    "weeks": _order("week"),
}
"""By the first word of a flawed world: whether its flaw is found, corrected for how often was looked."""


def run(studies: int = 200, powers: int = 100) -> None:
    for participants in SIZES:
        of = studies if participants < 100 else studies // 4
        _sizes(participants, of)
        _powers(participants, powers if participants < 100 else powers // 2)


def _sizes(participants: int, studies: int) -> None:
    columns: dict[str, list[str]] = defaultdict(list)
    for world in SOUND.values():
        outcomes = []
        for number in range(FIRST, FIRST + studies):
            outcomes.append(called(number, participants, world))
            if sys.stderr.isatty():
                print(f"\r{number + 1 - FIRST} of {studies}", end="", file=sys.stderr)
        for name in outcomes[0]:
            columns[name].append(_rate([outcome[name] for outcome in outcomes]))
    print(f"\n{participants} participants, nothing wrong, {studies} studies: percent found at 5%\n", flush=True)
    table(["test", *SOUND], [[name, *rates] for name, rates in columns.items()])


def _powers(participants: int, studies: int) -> None:
    rows = []
    for title, world in FLAWED.items():
        check = FINDS[title.split()[0]]
        rows.append([title, _rate([check(draw(n, participants, world)) for n in range(FIRST, FIRST + studies)])])
    print(
        f"\n{participants} participants, one thing wrong, {studies} studies: percent in which it is found\n", flush=True
    )
    table(["what is wrong", "found"], rows)


def _rate(values: list[float]) -> str:
    """Return the percentage, with its standard error over studies."""
    return f"{100 * np.mean(values):.1f} ({100 * np.std(values) / np.sqrt(len(values)):.1f})"
