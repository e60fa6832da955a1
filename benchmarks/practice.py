"""Practice: how often the drift monitor alarms for nothing, how soon it finds a shift, and what calibration holds.

People come from the laws of ``whose`` (five kinds in turn, 50 participants, 2 versions of 21 scenarios), 20, 50 and 30%
in three groups. Each study is fitted with its shortened chains and then followed for ``YEARS`` years of practice: 10
new cases a week, drawn from ``POOL`` random ones, each judged blind by one, two or three of 30 new people of the same
law. In one of the settings a case has facts of its own that no criterion tells, with a standard deviation of
``CASE_SD`` logits. A shift is the same for everybody, on the logit scale, and as large as moves the mean share over
the pool by so many points; it begins at a random moment in the middle half of the year, every second one downwards.
Studies are numbered from ``FIRST``; the limit of the monitor was chosen on numbers from ``CHOSEN_ON``.

The *ceiling* is what no monitor can pass: a test of just these 60 judgements that knows when the shift began, which way
it went and how the judgements belong together, with the false alarms that a year of such stretches leaves it.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import expit, logit, ndtr, ndtri

from benchmarks.timing import best_of, table
from benchmarks.truth import THRESHOLDS
from benchmarks.whose import PROFESSION, SHORT, Law, draw, law_of
from collega.model.blanks import Blanks
from collega.model.fit import Fit
from collega.model.hierarchical.fit import fit_hierarchical
from collega.practice.drift import SHIFT, cumulated, innovations_of, limit_of
from collega.practice.expected import Expected, expect
from collega.practice.likeness import likeness_of
from collega.practice.recalibration import recalibrate
from collega.study import Coding, Study

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
FIRST, CHOSEN_ON, YEARS = 7400, 7300, 10
WEEKS, CASES_A_WEEK, POOL, JUDGES = 52, 10, 260, 30
CASE_SD, WITHIN, ALLOWED = 0.6, 60, 0.05
SETTINGS = {
    "one judge a case": (1, 0.0),
    "two judges a case": (2, 0.0),
    "three, cases with facts of their own": (3, CASE_SD),
}
POINTS = (15, 25, 35)
SIZES = (60, 150, 500)


class Year(NamedTuple):
    """A year of practice: case and judge of each judgement, (N,), and what each finds of its case, (N,) logits."""

    rows: Ints
    judges: Ints
    latent: Floats
    noise: Floats

    def answers(self, shift: Floats | float = 0.0) -> Ints:
        """Return the answers with a shift of these logits, one for all or (N,)."""
        return np.digitize(self.latent + shift + self.noise, THRESHOLDS).astype(np.int64)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class World:
    """A study that was fitted, and the practice around it."""

    number: int
    study: Study
    law: Law
    fit: Fit
    pool: Ints
    expected: Expected

    @classmethod
    def of(cls, number: int) -> World:
        drawn = draw(number, "random")
        study = drawn.panel.study
        rng = np.random.default_rng([20261130, number])
        pool = np.column_stack([rng.integers(0, levels, POOL) for levels in study.n_levels])
        fit = fit_hierarchical(drawn.panel, seed=number + 1, effort=SHORT)
        return cls(number=number, study=study, law=law_of(number, study), fit=fit, pool=pool,
                   expected=expect(fit, Blanks.of(study), pool))  # fmt: skip

    def utilities(self, rng: np.random.Generator, people: int) -> Floats:
        """Return (I, POOL) utilities of new people."""
        parts, intercepts = self.law.people(rng, rng.choice(3, people, p=PROFESSION))
        blocks = Coding(n_levels=self.study.n_levels).level_blocks
        return intercepts[:, None] + sum(parts[:, rows][:, self.pool[:, c]] for c, rows in enumerate(blocks))

    def year(self, year: int, each: int, case_sd: float) -> Year:
        rng = np.random.default_rng([20261130, self.number, year, each, round(10 * case_sd)])
        utilities = self.utilities(rng, JUDGES)
        cases = rng.integers(0, POOL, WEEKS * CASES_A_WEEK)
        rows, facts = np.repeat(cases, each), np.repeat(case_sd * rng.standard_normal(len(cases)), each)
        judges = np.concatenate([rng.choice(JUDGES, each, replace=False) for _ in cases])
        return Year(rows, judges, utilities[judges, rows] + facts, rng.logistic(size=len(rows)))


class Followed(NamedTuple):
    """A year under the monitor: evidence after each judgement over its limit, (N,), and information in each, (N,)."""

    evidence: Floats
    information: Floats


def follow(world: World, year: Year, each: int, answers: Ints) -> Followed:
    case = np.arange(len(year.rows)) // each
    innovations, weights = innovations_of(answers, year.rows, (year.judges, case), world.expected)
    sums = [cumulated(sign * innovations, weights) for sign in (1.0, -1.0)]
    return Followed(np.maximum(*sums) / limit_of(case), np.square(weights))


def shift_of(world: World, points: float) -> float:
    """Return the logits that move the mean share over the pool by so many points."""
    away = (
        world.utilities(np.random.default_rng([20261130, world.number, 1]), 2000) - THRESHOLDS[world.fit.positive - 1]
    )
    now = float(expit(away).mean())
    return float(brentq(lambda shift: float(expit(away + shift).mean()) - now - points / 100, -12.0, 12.0))


def run(studies: int = 25) -> None:
    highest: dict[str, list[float]] = {name: [] for name in SETTINGS}
    delays: dict[tuple[str, int], list[float]] = {}
    information: dict[str, list[float]] = {name: [] for name in SETTINGS}
    held: dict[tuple[int, str], list[bool]] = {}
    for done, number in enumerate(range(FIRST, FIRST + studies), start=1):
        world = World.of(number)
        shifts = {points: tuple(shift_of(world, sign * points) for sign in (1, -1)) for points in POINTS}
        target = _target(world)
        for year in range(YEARS):
            for name, (each, case_sd) in SETTINGS.items():
                _follow_year(world, year, name, each, case_sd, shifts, highest, delays, information)
            _hold(world, year, target, held)
        if sys.stderr.isatty():
            print(f"\r{done} of {studies}", end="", file=sys.stderr)
    _tell_alarms(highest)
    _tell_shifts(delays, information)
    _tell_calibration(held)
    _tell_likeness(World.of(FIRST))


def _follow_year(
    world: World, year: int, name: str, each: int, case_sd: float, shifts: dict[int, tuple[float, float]],
    highest: dict[str, list[float]], delays: dict[tuple[str, int], list[float]], information: dict[str, list[float]],
) -> None:  # fmt: skip
    drawn = world.year(year, each, case_sd)
    calm = follow(world, drawn, each, drawn.answers())
    highest[name].append(float(calm.evidence.max()))
    n = len(drawn.rows)
    start = int(np.random.default_rng([world.number, year]).integers(n // 4, 3 * n // 4)) // each * each
    information[name].append(float(calm.information[start : start + WITHIN].sum()))
    for points in POINTS if each == 1 else POINTS[:1]:
        shift = np.where(np.arange(n) >= start, shifts[points][year % 2], 0.0)
        evidence = follow(world, drawn, each, drawn.answers(shift)).evidence
        if (evidence[:start] <= 1.0).all():
            over = np.flatnonzero(evidence[start:] > 1.0)
            delays.setdefault((name, points), []).append(float(over[0]) + 1 if len(over) else np.inf)


def _tell_alarms(highest: dict[str, list[float]]) -> None:
    print("\nalarms in a year without a shift (10 cases a week)\n")
    rows = []
    for name, most in highest.items():
        values = np.array(most)
        share = float((values > 1.0).mean())
        error = np.sqrt(share * (1 - share) / len(values))
        quantile = float(np.quantile(values, 1 - ALLOWED))
        rows.append([name, len(values), f"{100 * share:.1f}% ({100 * error:.1f})", f"{quantile:.2f}"])
    table(["judgements", "years", "with an alarm", "95% of years stay below this part of the limit"], rows)


def _tell_shifts(delays: dict[tuple[str, int], list[float]], information: dict[str, list[float]]) -> None:
    print(f"\na shift: found within {WITHIN} judgements of its begin, without an alarm before\n")
    rows = []
    for (name, points), each in delays.items():
        values = np.array(each)
        within = float((values <= WITHIN).mean())
        error = np.sqrt(within * (1 - within) / len(values))
        scale = float(logit(0.5 + points / 100) / SHIFT)
        ceiling = f"{100 * _ceiling(np.array(information[name]) * scale**2, SETTINGS[name][0]):.0f}%"
        rows.append([name, points, len(values), f"{100 * within:.0f}% ({100 * error:.0f})", ceiling,
                     *(_judgements(float(np.quantile(values, q, method="higher"))) for q in (0.5, 0.8))])  # fmt: skip
    table(["judgements", "points", "years", f"within {WITHIN}", "ceiling", "half within", "80% within"], rows)


def _ceiling(information: Floats, each: int) -> float:
    """Return the mean power of a test of one stretch, at the false alarms that a year of stretches leaves each."""
    stretches = WEEKS * CASES_A_WEEK * each / WITHIN
    level = ALLOWED / stretches / (1 - ALLOWED)
    return float(ndtr(np.sqrt(information) - ndtri(1 - level)).mean())


def _judgements(number: float) -> str:
    return f"{number:.0f}" if np.isfinite(number) else "not in the year"


def _target(world: World) -> Floats:
    """Return the intercept and slope of endless judgements by endless people."""
    people = world.utilities(np.random.default_rng([20261130, world.number, 2]), 4000)
    truth = expit(people - THRESHOLDS[world.fit.positive - 1]).mean(axis=0)
    return _line(truth, logit(world.expected.shares))


def _hold(world: World, year: int, target: Floats, held: dict[tuple[int, str], list[bool]]) -> None:
    """Tell whether the intervals of slope and intercept hold those of endless judgements."""
    drawn = world.year(year, 2, 0.0)
    case = np.arange(len(drawn.rows)) // 2
    for size in SIZES:
        rows = drawn.rows[:size]
        happened = drawn.answers()[:size] >= world.expected.positive
        found = recalibrate(happened, logit(world.expected.shares[rows]), (drawn.judges[:size], case[:size]))
        if found is not None:
            ends = found.interval
            for place, name in enumerate(("intercept", "slope")):
                held.setdefault((size, name), []).append(bool(ends[place, 0] <= target[place] <= ends[place, 1]))


def _line(truth: Floats, expected: Floats) -> Floats:
    """Return the intercept and slope of endless judgements: the regression of chances on chances."""
    matrix, theta = np.column_stack([np.ones(len(expected)), expected]), np.array([0.0, 1.0])
    for _ in range(50):
        chance = expit(matrix @ theta)
        information = (matrix * (chance * (1 - chance))[:, None]).T @ matrix
        theta = theta + np.linalg.solve(information, matrix.T @ (truth - chance))
    return theta


def _tell_calibration(held: dict[tuple[int, str], list[bool]]) -> None:
    print(f"\n90% intervals of calibration that hold the line of endless judgements ({JUDGES} judges, two a case)\n")
    rows = []
    for size in SIZES:
        cells = []
        for name in ("slope", "intercept"):
            values = np.array(held[size, name])
            share = float(values.mean())
            cells.append(f"{100 * share:.1f}% ({100 * np.sqrt(share * (1 - share) / len(values)):.1f})")
        rows.append([size, len(held[size, "slope"]), *cells])
    table(["judgements", "samples", "slope", "intercept"], rows)


def _tell_likeness(world: World) -> None:
    likeness = likeness_of(world.fit)
    rng = np.random.default_rng(1)
    stored = np.column_stack([rng.integers(-1, levels, 10_000) for levels in world.study.n_levels])
    seconds, _ = best_of(lambda: likeness.likest(world.pool[0], stored), times=20)
    made, _ = best_of(lambda: likeness_of(world.fit))
    print(f"The likest of 10,000 stored cases: {1000 * seconds:.1f} ms; its distances, once for a fit: {made:.2f} s.")
    print("In brackets standard errors.")
