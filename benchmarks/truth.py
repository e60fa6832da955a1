"""Studies with known truth: how far shares of new cases are off, whether intervals cover, whether noise looks relevant.

Two hundred studies: 50 participants, 2 versions of 21; ten criteria of 2 to 5 levels with part-worth ranges of 0.4 to
1.5 logits, three of them weighed by nobody; thresholds -1.3, 0, 1.5; intercepts with standard deviation 0.9,
part-worths 0.4; in turn normal heterogeneity, two camps of 60 and 40%, three groups that differ, heavy tails. Plain
random draws, no balancing. Part-worths are drawn with standard deviation 0.4 and then centred within a criterion,
which leaves 0.28 to 0.36. Studies are numbered from 9000: none of them served to choose the model (those below 200 and
from 2000 to 2119 did); models before it were judged on those from 1000, 3000 and 4000.
The truth of a case is the mean of these participants' own probabilities, as the model defines a share.

These studies suit a model in which what matters to nobody divides nobody; the long form adds others (``WORLDS``).
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.special import expit

from benchmarks.timing import table
from collega.design import Design, compose
from collega.model.blanks import Blanks
from collega.model.estimate import estimate
from collega.model.multiple import holm
from collega.model.persons import persons_of
from collega.model.share import interval_of, shares_of
from collega.model.wald import criterion_p_values
from collega.panel import Panel
from collega.study import Coding, Study
from collega.workers import workers_at

KINDS = ("normal", "two camps", "three groups", "heavy tails")
THRESHOLDS = np.array([-1.3, 0.0, 1.5])
INTERCEPT_SD, PART_WORTH_SD = 0.9, 0.4
FIRST = 9000
SHARED = 0.95  # of the deviation of a camp or group; the rest is everyone's own, together with standard deviation 0.4
PARTICIPANTS, SCENARIOS, VERSIONS, NEW_CASES = 50, 21, 2, 50


class World(NamedTuple):
    """What the studies have in common.

    Attributes
    ----------
    noise : int
        Criteria whose mean is zero, of ten.
    divides : bool
        Whether people differ on those too.
    left : bool
        Whether 0.4 is the standard deviation of part-worths after they are centred, instead of before.
    stretch : float
        Standard deviation of the logarithm of how wide everyone's scale is, around the middle of the thresholds.
    """

    noise: int = 3
    divides: bool = False
    left: bool = False
    stretch: float = 0.0


STATED = World()
WORLDS = {
    "Part-worths with standard deviation 0.4 after centring": World(left=True),
    "Three criteria that matter to nobody on average, and divide people as the others do": World(divides=True),
    "No criterion without weight: ten ranges of 0.4 to 1.5 logits": World(noise=0),
    "Scale use: everyone's thresholds are stretched around their middle by exp(N(0, 0.7))": World(stretch=0.7),
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Outcome:
    """One study: squared errors and coverage over the new cases, p-values and whether each criterion has a mean."""

    hierarchical: NDArray[np.float64]
    pooled: NDArray[np.float64]
    covered: NDArray[np.bool_]
    p_values: NDArray[np.float64]
    weighed: NDArray[np.bool_]
    converged: bool


def run(studies: int = 200, *, long: bool = False, others: int = 80, cluster: str | None = None) -> None:
    """``cluster``: the address of Dask workers that take a study each, as ``collega validate --cluster`` has it."""
    _run(studies, STATED, cluster)
    for title, world in WORLDS.items() if long else ():
        print(f"\n{title}, {others} studies:\n", flush=True)
        _run(others, world, cluster)
    print("Error: root mean square over the new cases of a study, percentage points, averaged over the studies; of all")
    print("squares at once in the last two columns. Called relevant: p below 0.05, corrected by Holm over the criteria")
    print("as insights and report do; by itself: without that.")


def outcomes_of(numbers: Sequence[int], world: World, cluster: str | None = None) -> list[Outcome]:
    """Return the outcome of these studies, here one after the other, or on the workers of a cluster."""
    studies = [partial(one_study, number, world) for number in numbers]

    def tell(done: float) -> None:
        if sys.stderr.isatty():
            print(f"\r{round(done * len(studies))} of {len(studies)}", end="", file=sys.stderr)

    if cluster is not None:
        with workers_at(cluster) as workers:
            return workers.pieces(studies).collect(_itself, progress=tell)
    outcomes = []
    for study in studies:
        outcomes.append(study())
        tell(len(outcomes) / len(studies))
    return outcomes


def _itself(outcome: Outcome) -> Outcome:
    return outcome


def _run(studies: int, world: World, cluster: str | None) -> None:
    outcomes = outcomes_of(range(FIRST, FIRST + studies), world, cluster)
    rows = []
    for kind in (*KINDS, "all"):
        some = [o for n, o in enumerate(outcomes) if kind in (KINDS[n % len(KINDS)], "all")]
        rows.append([kind, *summarise(some)])
    table(["heterogeneity", "error, hierarchical", "error, pooled", "smaller by", "coverage of 90%",
           "noise called relevant", "by itself",
           "weighed called relevant", "by itself", "converged", "error, all squares", "smaller by"], rows)  # fmt: skip
    print(_standard_errors(outcomes))


def summarise(outcomes: list[Outcome]) -> tuple[float, ...]:
    """Return errors (points) of both models, then fractions: smaller by, covered, called relevant, converged.

    At the end error and "smaller by" again, of the mean of all squares.
    """
    squares = _squares(outcomes)
    ours, pooled = np.sqrt(squares).mean(axis=0)
    ours_all, pooled_all = np.sqrt(squares.mean(axis=0))
    coverage = float(np.mean([outcome.covered.mean() for outcome in outcomes]))
    called = [
        _called(outcomes, weighed=weighed, corrected=corrected)
        for weighed in (False, True)
        for corrected in (True, False)
    ]
    converged = float(np.mean([o.converged for o in outcomes]))
    errors = float(ours), float(pooled), 1 - float(ours / pooled)
    return *errors, coverage, *called, converged, float(ours_all), 1 - float(ours_all / pooled_all)


def _squares(outcomes: list[Outcome]) -> NDArray[np.float64]:
    """Return (studies, 2) mean squared errors of both models, squared percentage points."""
    return 1e4 * np.array([(outcome.hierarchical.mean(), outcome.pooled.mean()) for outcome in outcomes])


def _standard_errors(outcomes: list[Outcome], resamples: int = 4000) -> str:
    """Return a sentence with standard errors by a bootstrap over studies."""
    squares, rng = np.sqrt(_squares(outcomes)), np.random.default_rng(1)
    means = np.array([rng.choice(squares, len(squares)).mean(axis=0) for _ in range(resamples)])
    error, smaller = means[:, 0].std(), (1 - means[:, 0] / means[:, 1]).std()
    return f"Standard errors, bootstrap over studies: error {error:.2f}, smaller by {smaller:.4f}."


def _called(outcomes: list[Outcome], *, weighed: bool, corrected: bool) -> float:
    """Return the fraction of the criteria that somebody, or nobody, weighs with a p-value below 0.05."""
    tests = [holm(outcome.p_values) if corrected else outcome.p_values for outcome in outcomes]
    of = [p[o.weighed == weighed] < 0.05 for p, o in zip(tests, outcomes, strict=True)]
    return float(np.mean(of)) if np.size(of) else float("nan")


class Drawn(NamedTuple):
    """A simulated study and the truth behind it.

    Attributes
    ----------
    panel : Panel
    weights : list of (levels,) float64
        Mean part-worths of each criterion, logits.
    group : (I,) int64
    utilities, intercepts, thresholds : (I, L), (I,), (I, 3) float64
        Everyone's, logits.
    cases : (M, C) int64
        New cases.
    """

    panel: Panel
    weights: list[NDArray[np.float64]]
    group: NDArray[np.int64]
    utilities: NDArray[np.float64]
    intercepts: NDArray[np.float64]
    thresholds: NDArray[np.float64]
    cases: NDArray[np.int64]

    @property
    def weighed(self) -> NDArray[np.bool_]:
        """(C,): whether a criterion matters on average."""
        return np.array([np.ptp(weight) > 0 for weight in self.weights])


def draw(number: int, world: World = STATED) -> Drawn:
    """Draw study ``number`` of this world."""
    rng = np.random.default_rng([20241124, number])
    study = draw_study(rng)
    weights = draw_weights(rng, study, world)
    group, utilities, intercepts = draw_people(rng, weights, KINDS[number % len(KINDS)], world)
    thresholds = draw_thresholds(rng, world)
    panel = draw_panel(rng, study, group, utilities, intercepts, thresholds)
    cases = np.column_stack([rng.integers(0, levels, NEW_CASES) for levels in study.n_levels])
    return Drawn(panel, weights, group, utilities, intercepts, thresholds, cases)


def one_study(number: int, world: World = STATED) -> Outcome:
    """Draw study ``number`` of this world, fit it, and compare with its truth."""
    drawn = draw(number, world)
    panel, cases = drawn.panel, drawn.cases
    truth = true_shares(panel.study, drawn.utilities, drawn.intercepts - drawn.thresholds[:, 1], cases)
    blanks = Blanks.of(panel.study)
    fit = estimate(panel, "hierarchical", seed=number + 1)
    draws = shares_of(persons_of(fit), blanks, cases)
    pooled = persons_of(estimate(panel, "pooled"))
    interval = interval_of(draws)
    return Outcome(
        hierarchical=np.square(draws.mean(axis=0) - truth),
        pooled=np.square(pooled.centre(shares_of(pooled, blanks, cases)) - truth),
        covered=(interval[:, 0] <= truth) & (truth <= interval[:, 1]),
        p_values=criterion_p_values(panel),
        weighed=drawn.weighed,
        converged=fit.converged,
    )


def draw_study(rng: np.random.Generator) -> Study:
    """Return a study with ten criteria of 2 to 5 levels and a characteristic with three groups."""
    n_levels = rng.permutation([2, 2, 3, 3, 3, 3, 4, 4, 5, 5])
    return Study.model_validate(
        {
            "key": "truth",
            "title": "Truth",
            "statement": "Yes.",
            "answers": [{"key": f"a{j}", "text": f"a{j}", "positive": j >= 2} for j in range(4)],
            "criteria": [
                {"key": f"c{c}", "text": f"c{c}", "levels": [{"key": f"l{x}", "text": f"l{x}"} for x in range(n)]}
                for c, n in enumerate(n_levels)
            ],
            "characteristics": [
                {"key": "group", "text": "group", "values": [{"key": f"g{g}", "text": f"g{g}"} for g in range(3)]}
            ],
        }
    )


def draw_weights(rng: np.random.Generator, study: Study, world: World = STATED) -> list[NDArray[np.float64]]:
    """Return the mean part-worths of each criterion: ranges of 0.4 to 1.5 logits, those of noise zero."""
    n_weighed = len(study.criteria) - world.noise
    ranges = rng.permutation([*np.zeros(world.noise), *np.linspace(0.4, 1.5, n_weighed)])
    weights = []
    for levels, size in zip(study.n_levels, ranges, strict=True):
        shape = rng.permutation(np.linspace(-0.5, 0.5, levels))
        weights.append(size * shape)
    return weights


def draw_people(
    rng: np.random.Generator,
    weights: list[NDArray[np.float64]],
    kind: str,
    world: World = STATED,
    people: int = PARTICIPANTS,
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
    """Return everyone's group, (I, L) utilities and (I,) intercepts."""
    group = rng.permutation(np.arange(people) % 3)
    camp = rng.permutation(np.arange(people) < 0.6 * people)
    intercepts = INTERCEPT_SD * spread(rng, kind, (people, 1))[:, 0]
    parts = []
    for weight in weights:
        differ = float(world.divides or np.ptp(weight) > 0)
        own = PART_WORTH_SD * spread(rng, kind, (people, len(weight)))
        if kind == "two camps":
            sides = np.where(camp, 1.0, -1.5)[:, None] / np.sqrt(1.5) * rng.choice([-1, 1], len(weight))
            own = PART_WORTH_SD * SHARED * sides + np.sqrt(1 - SHARED**2) * own
        if kind == "three groups":
            sides = rng.standard_normal((3, len(weight)))[group]
            own = PART_WORTH_SD * SHARED * sides + np.sqrt(1 - SHARED**2) * own
        own -= own.mean(axis=1, keepdims=True)
        own *= np.sqrt(len(weight) / (len(weight) - 1)) if world.left else 1.0
        parts.append(weight + differ * own)
    return group, np.hstack(parts), intercepts


def spread(rng: np.random.Generator, kind: str, shape: tuple[int, int]) -> NDArray[np.float64]:
    """Return deviations with variance one; heavy tails are t with 3 degrees of freedom."""
    return rng.standard_t(3, shape) / np.sqrt(3) if kind == "heavy tails" else rng.standard_normal(shape)


def draw_thresholds(rng: np.random.Generator, world: World = STATED) -> NDArray[np.float64]:
    """Return everyone's (I, 3) thresholds."""
    if world.stretch == 0.0:
        return np.tile(THRESHOLDS, (PARTICIPANTS, 1))
    middle = THRESHOLDS.mean()
    own: NDArray[np.float64] = middle + np.exp(world.stretch * rng.standard_normal((PARTICIPANTS, 1))) * (
        THRESHOLDS - middle
    )
    return own


def draw_panel(
    rng: np.random.Generator,
    study: Study,
    group: NDArray[np.int64],
    utilities: NDArray[np.float64],
    intercepts: NDArray[np.float64],
    thresholds: NDArray[np.float64],
    design: Design | None = None,
) -> Panel:
    """Return the panel with plain random answers, on this design or a new one."""
    seed = int(rng.integers(1 << 30))
    design = design or compose(study, scenarios=SCENARIOS, versions=VERSIONS, seed=seed)
    scenario = np.array([design.shows[i % VERSIONS] for i in range(len(group))]).ravel().astype(np.int32)
    participant = np.repeat(np.arange(len(group), dtype=np.int32), SCENARIOS)
    utility = intercepts[participant].copy()
    for c, rows in enumerate(Coding(n_levels=study.n_levels).level_blocks):
        utility += utilities[participant, rows.start + design.profiles[scenario, c]]
    utility += rng.logistic(size=len(utility))
    answer = (utility[:, None] >= thresholds[participant]).sum(axis=1).astype(np.int8)
    people = pl.DataFrame(
        {
            "participant": [f"p{i}" for i in range(len(group))],
            "version": [design.versions[i % VERSIONS] for i in range(len(group))],
            "group": [f"g{g}" for g in group],
            "included": ["true"] * len(group),
        }
    )
    return Panel(study=study, design=design, people=people, participant=participant, scenario=scenario, answer=answer)


def true_shares(
    study: Study, utilities: NDArray[np.float64], above: NDArray[np.float64], cases: NDArray[np.integer]
) -> NDArray[np.float64]:
    """Return (M,) means of everyone's own probability of a positive answer.

    ``above`` (I,) holds everyone's intercept less their threshold below the positive answers.
    """
    total = np.repeat(above[:, None], len(cases), axis=1)
    for c, rows in enumerate(Coding(n_levels=study.n_levels).level_blocks):
        total += utilities[:, rows.start + cases[:, c]]
    result: NDArray[np.float64] = expit(total).mean(axis=0)
    return result
