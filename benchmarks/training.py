"""Learners with known truth: whether intervals of the difference in weights cover, and what choosing scenarios brings.

Studies of the four kinds of ``benchmarks.truth``, numbered from 9500; of each 75 people are drawn, of whom the first 50
take part and the others learn. The reference group is the first third of the participants. Every learner judges ten
scenarios that were chosen, by each rule, and ten at random from the same candidates, with answers drawn from their own
truth. The truth of a difference is the learner's own swing less the mean swing of the members, on the same levels.

The error is compared after ten scenarios, over the weights of all criteria together, points squared.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.timing import table
from benchmarks.truth import KINDS, PARTICIPANTS, THRESHOLDS, draw_panel, draw_people, draw_study, draw_weights
from collega.model.estimate import estimate
from collega.model.fit import Fit
from collega.model.persons import Persons
from collega.study import Study
from collega.study.coding import Coding
from collega.training import SCENARIOS, Judged, Trainer

FIRST, LEARNERS = 9500, 25
ORDERS = ("chosen: variance", "chosen: disagreement", "random")
MIDDLE = 5
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Outcome:
    """One learner: squared errors (W,) of each order after five and ten, coverage, and processor seconds to choose."""

    errors: dict[str, Floats]
    halfway: dict[str, Floats]
    prior: Floats
    covered: NDArray[np.bool_]
    covered_halfway: NDArray[np.bool_]
    weighed: NDArray[np.bool_]
    seconds: float


class Learners(NamedTuple):
    """A trainer, and the truth of those who learn: (N, W) differences in points, utilities and intercepts."""

    trainer: Trainer
    truth: Floats
    utilities: Floats
    intercepts: Floats
    weighed: NDArray[np.bool_]


def run(studies: int = 8, learners: int = LEARNERS) -> None:
    outcomes: list[tuple[str, int, Outcome]] = []
    for number in range(FIRST, FIRST + studies):
        some = draw_learners(number, learners)
        for n in range(learners):
            outcomes.append((KINDS[number % len(KINDS)], number, one_learner(some, n, number)))
            if sys.stderr.isatty():
                print(f"\r{len(outcomes)} of {studies * learners}", end="", file=sys.stderr)
    rows = [[kind, *summarise([o for each, _, o in outcomes if kind in (each, "all")])] for kind in (*KINDS, "all")]
    table(["learners", "n", "coverage of 90%, ten", "of what is weighed", "five", "error before any answer",
           "random ten", "chosen by variance", "smaller by", "chosen by disagreement", "smaller by",
           "random five", "chosen five"], rows)  # fmt: skip
    print(_standard_errors(outcomes))
    slowest = max(outcome.seconds for *_, outcome in outcomes)
    print(f"Longest processor time to choose a scenario: {1000 * slowest:.0f} ms.")
    print("Error: root mean square of the difference in weights, percentage points.")


def draw_learners(number: int, learners: int) -> Learners:
    """Draw study ``number``, fit it, and return those who learn."""
    rng = np.random.default_rng([20241130, number])
    study = draw_study(rng)
    weights = draw_weights(rng, study)
    group, utilities, intercepts = draw_people(rng, weights, KINDS[number % len(KINDS)], people=PARTICIPANTS + learners)
    first = slice(0, PARTICIPANTS)
    thresholds = np.tile(THRESHOLDS, (PARTICIPANTS, 1))
    panel = draw_panel(rng, study, group[first], utilities[first], intercepts[first], thresholds)
    fit = estimate(panel, "hierarchical", seed=number)
    trainer = Trainer.of(study, fit, panel, reference=("group", "g0"))
    members = np.flatnonzero(group[first] == 0)
    own = true_swings(trainer, utilities, intercepts)
    return Learners(
        trainer=trainer,
        truth=own[PARTICIPANTS:] - own[members].mean(axis=0),
        utilities=utilities[PARTICIPANTS:],
        intercepts=intercepts[PARTICIPANTS:],
        weighed=np.array([np.ptp(weights[c]) > 0 for c in trainer.yardstick.criteria]),
    )


def true_swings(trainer: Trainer, utilities: Floats, intercepts: Floats) -> Floats:
    """Return (I, W) everyone's own swings, points, on the levels on which the trainer measures."""
    return np.vstack(
        [
            trainer.yardstick.swings(_true_person(trainer.study, trainer.fit, own, intercept), trainer.blanks)
            for own, intercept in zip(utilities, intercepts, strict=True)
        ]
    )


def _true_person(study: Study, fit: Fit, utilities: Floats, intercept: float) -> Persons:
    coding = Coding(n_levels=study.n_levels)
    coefficients, constant = [], intercept
    for rows in coding.level_blocks:
        constant += utilities[rows].mean()
        coefficients.append(utilities[rows][:-1] - utilities[rows].mean())
    return Persons(
        coefficients=np.concatenate([[constant], *coefficients])[None, None].astype(np.float32),
        thresholds=THRESHOLDS[None],
        weights=np.ones(1),
        link="logit",
        positive=fit.positive,
        first_is_estimate=False,
    )


def one_learner(some: Learners, n: int, number: int) -> Outcome:
    """Let a learner judge ten scenarios in each order."""
    trainer, truth = some.trainer, some.truth[n]
    errors, halfway, covered, seconds = {}, {}, {}, 0.0
    for place, order in enumerate(ORDERS):
        rng = np.random.default_rng([number, n, place])
        judged: list[Judged] = []
        pool = rng.permutation(len(trainer.scenarios))
        for step in range(SCENARIOS):
            began = time.process_time()
            if order == "random":
                profile = trainer.scenarios[pool[step]]
            else:
                rule = "variance" if order == ORDERS[0] else "disagreement"
                case = trainer.next_case(judged, rule=rule)
                assert case is not None
                profile = case.profile(trainer.study)
            seconds = max(seconds, time.process_time() - began)
            judged.append(Judged(profile=tuple(profile.tolist()), answer=_answer(some, n, profile, rng)))
            if step + 1 == MIDDLE:
                halfway[order], covered[order, MIDDLE] = _compared(trainer, judged, truth)
        errors[order], covered[order, SCENARIOS] = _compared(trainer, judged, truth)
    return Outcome(
        errors=errors,
        halfway=halfway,
        prior=_compared(trainer, [], truth)[0],
        covered=covered[ORDERS[0], SCENARIOS],
        covered_halfway=covered[ORDERS[0], MIDDLE],
        weighed=some.weighed,
        seconds=seconds,
    )


def _answer(some: Learners, n: int, profile: NDArray[np.int64], rng: np.random.Generator) -> int:
    blocks = Coding(n_levels=some.trainer.study.n_levels).level_blocks
    utility = some.intercepts[n] + sum(
        some.utilities[n, rows.start + level] for rows, level in zip(blocks, profile, strict=True)
    )
    return int((utility + rng.logistic() >= THRESHOLDS).sum())


def _compared(trainer: Trainer, judged: list[Judged], truth: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    """Return (W,) squared errors and whether intervals cover, in the order of the yardstick."""
    rows = {row.criterion: row.difference for row in trainer.comparison(judged).weights}
    ordered = [rows[trainer.fit.criteria[int(c)]] for c in trainer.yardstick.criteria]
    value, ends = np.array([each.value for each in ordered]), np.array([each.interval for each in ordered])
    return np.square(value - truth), (ends[:, 0] <= truth) & (truth <= ends[:, 1])


def summarise(outcomes: list[Outcome]) -> list[float]:
    """Return n, coverages, and errors with how much smaller the squared ones are."""
    squares = {order: float(np.mean([o.errors[order].mean() for o in outcomes])) for order in ORDERS}
    half = {order: float(np.mean([o.halfway[order].mean() for o in outcomes])) for order in ORDERS}
    random = squares["random"]
    return [
        len(outcomes),
        float(np.mean([o.covered.mean() for o in outcomes])),
        float(np.mean([o.covered[o.weighed].mean() for o in outcomes])),
        float(np.mean([o.covered_halfway.mean() for o in outcomes])),
        float(np.sqrt(np.mean([o.prior.mean() for o in outcomes]))),
        random**0.5,
        squares[ORDERS[0]] ** 0.5,
        1 - squares[ORDERS[0]] / random,
        squares[ORDERS[1]] ** 0.5,
        1 - squares[ORDERS[1]] / random,
        half["random"] ** 0.5,
        half[ORDERS[0]] ** 0.5,
    ]


def _standard_errors(outcomes: list[tuple[str, int, Outcome]], resamples: int = 4000) -> str:
    """Return a sentence with standard errors by a bootstrap over learners."""
    found = [o for *_, o in outcomes]
    squares = np.array([[o.errors[order].mean() for order in ORDERS] for o in found])
    covered = np.array([o.covered.mean() for o in found])
    rng = np.random.default_rng(1)
    drawn = [rng.integers(0, len(found), len(found)) for _ in range(resamples)]
    smaller = np.array([1 - squares[some, 0].mean() / squares[some, 2].mean() for some in drawn])
    by_other = np.array([1 - squares[some, 1].mean() / squares[some, 2].mean() for some in drawn])
    coverage = np.array([covered[some].mean() for some in drawn])
    return (
        f"Standard errors, bootstrap over learners: coverage {coverage.std():.4f}, squared error smaller by "
        f"{smaller.std():.3f} (variance), {by_other.std():.3f} (disagreement)."
    )
