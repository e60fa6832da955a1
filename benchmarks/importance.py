"""What the 90% intervals of importance hold, for criteria that people weigh and for those that nobody weighs.

Studies of ten criteria as in ``truth``, of which nobody weighs three; 50 people or 300, and 50 who do not differ at all
(the model ``pooled`` is then true). The truth of ``hierarchical`` is in the average utilities of these participants, or
of one of three groups of them; that of ``pooled`` and ``mixed`` in the average of the population that they came from.

Counted are criteria. *Held*: the truth lies in the interval as ``insights`` shows it; *by itself*: before it is made to
start at 0 where the test demonstrates nothing. *At an end*: the estimate lies in the outer 15% of its interval, unless
that starts at 0 and the estimate lies in its first 15%. *Agree*: of the criteria that are not demonstrated (corrected
p-value from 0.05 up) the intervals that hold 0 by themselves, of those demonstrated the ones that do not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.timing import table
from benchmarks.truth import (
    INTERCEPT_SD,
    KINDS,
    PART_WORTH_SD,
    SHARED,
    THRESHOLDS,
    draw_panel,
    draw_study,
    draw_weights,
    spread,
)
from collega.design import Design
from collega.insight import importance_of, uncorrected_importance
from collega.insight.importance import start_at_zero
from collega.model.estimate import MODELS, estimate
from collega.model.fit import Fit
from collega.model.multiple import SIGNIFICANT, holm
from collega.model.wald import criterion_p_values
from collega.panel import Panel
from collega.study import Coding, Study

Floats = NDArray[np.float64]
SEED, PANELS, MARGIN = 20250714, 8, 0.15


class World(NamedTuple):
    """How many take part, in how many studies, and whether they differ; ``hierarchical`` takes longer than the others.

    Without it, eight panels share a design, which takes longer than their fits.
    """

    people: int
    studies: int
    hierarchical: bool = False
    differ: bool = True
    first: int = 6000


WORLDS = {
    "50 people": World(50, 32, hierarchical=True),
    "50 people, pooled and mixed": World(50, 120),
    "50 people who do not differ": World(50, 120, differ=False),
}
LONG = {"300 people": World(300, 5, hierarchical=True, first=6030), "300 people, pooled and mixed": World(300, 120)}


class Drawn(NamedTuple):
    """A study and the truth behind it.

    Attributes
    ----------
    panel : Panel
    weighed : (C,) bool
        Whether the population weighs a criterion.
    population : (L,) float64
        Its average utilities, logits.
    utilities, group : (I, L), (I,)
        Everyone's utilities and group.
    """

    panel: Panel
    weighed: NDArray[np.bool_]
    population: Floats
    utilities: Floats
    group: NDArray[np.int64]


Counts = dict[tuple[str, str], list[float]]


def run(*, long: bool = False) -> None:
    for title, world in (WORLDS | (LONG if long else {})).items():
        counts: Counts = defaultdict(list)
        for number, drawn in enumerate(studies(world), world.first):
            p_values = criterion_p_values(drawn.panel)
            for model in MODELS if world.hierarchical else ("mixed", "pooled"):
                compare(counts, drawn, estimate(drawn.panel, model, seed=number + 1), p_values)
        print(f"\n{title}, {world.studies} studies; in brackets the standard error over studies\n", flush=True)
        tell(counts)


def studies(world: World) -> Iterator[Drawn]:
    """Draw all studies of a world."""
    if world.hierarchical:
        for number in range(world.first, world.first + world.studies):
            rng = np.random.default_rng([SEED, number])
            yield draw(rng, draw_study(rng), KINDS[number % len(KINDS)], world)
        return
    design = None
    for number in range(world.studies):
        which, place = divmod(number, PANELS)
        rng = np.random.default_rng([SEED, 9, which, place])
        study = draw_study(np.random.default_rng([77, which]))
        drawn = draw(rng, study, KINDS[place % len(KINDS)], world, design if place else None)
        design = drawn.panel.design
        yield drawn


def tell(counts: Counts) -> None:
    """Print the counts, a column for each model."""
    whose = sorted({of for _, of in counts})
    rows = [
        [name, *(_mean(counts[name, of]) if (name, of) in counts else None for of in whose)]
        for name in dict.fromkeys(name for name, _ in counts)
    ]
    table(["percent", *whose], rows)


def _mean(values: list[float]) -> str:
    known = np.array(values)[~np.isnan(values)]
    return f"{known.mean():.1f} ({known.std() / np.sqrt(len(known)):.1f})"


def compare(counts: Counts, drawn: Drawn, fit: Fit, p_values: Floats) -> None:
    """Count what this fit holds of the truth."""
    average = drawn.population if fit.draws is None else drawn.utilities.mean(axis=0)
    truth, found, corrected = true_importance(drawn, average), importance_of(fit), holm(p_values)
    low, high = found.interval.T
    count(counts, fit.model, drawn.weighed, truth, found.percent, start_at_zero(low, corrected), high)
    held = (low <= truth) & (truth <= high)
    for some, of in ((drawn.weighed, "people weigh"), (~drawn.weighed, "nobody weighs")):
        counts[f"held by itself, criteria that {of}", fit.model].append(100 * float(held[some].mean()))
    plain = uncorrected_importance(fit)
    for name, percent in (("", found.percent), (", noise not taken off", plain)):
        counts[f"root mean squared error{name}", fit.model].append(float(np.sqrt(np.square(percent - truth).mean())))
        counts[f"all that are not demonstrated{name}", fit.model].append(float(percent[corrected >= SIGNIFICANT].sum()))
    counts["all that are not demonstrated, truth", fit.model].append(float(truth[corrected >= SIGNIFICANT].sum()))
    counts["estimate where nobody weighs, noise not taken off", fit.model].append(float(plain[~drawn.weighed].mean()))
    agree(counts, fit.model, low, corrected)
    for group in np.unique(drawn.group) if fit.draws is not None else ():
        members = np.flatnonzero(drawn.group == group)
        found = importance_of(fit, members)
        own = true_importance(drawn, drawn.utilities[members].mean(axis=0))
        count(counts, f"{fit.model}, a group", drawn.weighed, own, found.percent, *found.interval.T)


def count(
    counts: Counts, of: str, weighed: NDArray[np.bool_], truth: Floats, percent: Floats, low: Floats, high: Floats
) -> None:
    """Count coverage, the estimates where the truth is 0, and those near an end of their interval."""
    held = (low <= truth) & (truth <= high)
    place = (percent - low) / np.maximum(high - low, 1e-9)
    at_an_end = (place > 1 - MARGIN) | ((place < MARGIN) & (low > 0))
    counts["held, criteria that people weigh", of].append(100 * float(held[weighed].mean()))
    counts["held, criteria that nobody weighs", of].append(100 * float(held[~weighed].mean()))
    counts["estimate at an end of its interval", of].append(100 * float(at_an_end.mean()))
    counts["width, criteria that people weigh", of].append(float((high - low)[weighed].mean()))
    counts["estimate where nobody weighs", of].append(float(percent[~weighed].mean()))


def agree(counts: Counts, of: str, low: Floats, corrected: Floats) -> None:
    """Count how often the interval and the test say the same."""
    tested, sure = corrected >= SIGNIFICANT, corrected < SIGNIFICANT
    for name, some, says in (("not demonstrated", tested, low <= 0), ("demonstrated", sure, low > 0)):
        value = 100 * float(says[some].mean()) if some.any() else float("nan")
        counts[f"agree, criteria that are {name}", of].append(value)


def true_importance(drawn: Drawn, utilities: Floats) -> Floats:
    """Return (C,) ranges of (L,) utilities over their sum, percent."""
    blocks = Coding(n_levels=drawn.panel.study.n_levels).level_blocks
    ranges = np.array([np.ptp(utilities[rows]) for rows in blocks])
    return np.asarray(100 * ranges / ranges.sum())


def draw(rng: np.random.Generator, study: Study, kind: str, world: World, design: Design | None = None) -> Drawn:
    """Draw a panel of this study; on this design, or a new one."""
    weights = draw_weights(rng, study)
    group, utilities, intercepts, population = _people(rng, weights, kind, world)
    thresholds = np.tile(THRESHOLDS, (len(group), 1))
    panel = draw_panel(rng, study, group, utilities, intercepts * world.differ, thresholds, design)
    return Drawn(panel, np.array([np.ptp(weight) > 0 for weight in weights]), population, utilities, group)


def _people(
    rng: np.random.Generator, weights: list[Floats], kind: str, world: World
) -> tuple[NDArray[np.int64], Floats, Floats, Floats]:
    """Return everyone's group, utilities and intercept, and the population's average utilities."""
    n = world.people
    group = rng.permutation(np.arange(n) % 3)
    camp = rng.permutation(np.arange(n) < 0.6 * n)
    intercepts = INTERCEPT_SD * spread(rng, kind, (n, 1))[:, 0]
    parts, population = [], []
    for weight in weights:
        differ = PART_WORTH_SD * (world.differ and np.ptp(weight) > 0)
        own, common = spread(rng, kind, (n, len(weight))), np.zeros(len(weight))
        if kind == "two camps":
            sides = np.where(camp, 1.0, -1.5)[:, None] / np.sqrt(1.5) * rng.choice([-1, 1], len(weight))
            own = SHARED * sides + np.sqrt(1 - SHARED**2) * own
        if kind == "three groups":
            by_group = rng.standard_normal((3, len(weight)))
            own, common = SHARED * by_group[group] + np.sqrt(1 - SHARED**2) * own, SHARED * by_group.mean(axis=0)
        parts.append(weight + differ * (own - own.mean(axis=1, keepdims=True)))
        population.append(weight + differ * (common - common.mean()))
    return group, np.hstack(parts), intercepts, np.concatenate(population)
