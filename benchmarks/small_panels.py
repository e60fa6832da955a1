"""Small panels: what the intervals of colleagues, and those of pooled and mixed, hold with 10 to 15 people.

*hierarchical*: the studies of ``whose`` with a random panel (ten criteria, 2 versions of 21 scenarios), but of fewer
people; chains shortened as there. *pooled* and *mixed*: studies of two and of four criteria as in ``choice``, 21 random
scenarios that everybody judges. *Groups*: colleagues like the 25, 15 and 10 people of the groups of a skewed panel of
``whose``. The truth of the participants is the mean of their own probabilities, that of
colleagues like them the mean over 20,000 (``whose``: 8,000) others drawn from the same law.
"""

from __future__ import annotations

import sys
from itertools import product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from benchmarks import whose
from benchmarks.choice import CASES, DESIGNS, THRESHOLDS
from benchmarks.timing import table
from collega.insight.groups import members_of
from collega.insight.populations import Share, populations_of
from collega.model.blanks import Blanks
from collega.model.estimate import estimate
from collega.model.hierarchical.fit import fit_hierarchical
from collega.model.persons import persons_of
from collega.model.share import interval_of, shares_of
from collega.panel import Panel
from tests.model.references import make_panel, make_study

Floats = NDArray[np.float64]
PEOPLE = (10, 15)
SCENARIOS, OTHERS, FIRST = 21, 20_000, 9_200
INTERCEPT_SD, PART_WORTH_SD = 0.9, 0.4


class Small(NamedTuple):
    """A panel, new cases (M, C), and the share (M,) of the population from which it came."""

    panel: Panel
    cases: NDArray[np.int64]
    truth: Floats


def run(studies: int = 40, quick: int = 100) -> None:
    _tell_panels(studies, quick)
    _tell_groups(studies)


def _tell_panels(studies: int, quick: int) -> None:
    rows = []
    for people in PEOPLE:
        outcomes = [whose.one_study(number, "random", people=people) for number in range(FIRST, FIRST + studies)]
        held = [_rate([outcome.held[claim].mean() for outcome in outcomes]) for claim in ("participants", "colleagues")]
        rows.append(["hierarchical", "ten criteria", people, studies, *held])
        for name, model in product(("two criteria", "four criteria"), ("pooled", "mixed")):
            rates = [held_by(model, draw(number, name, people)) for number in range(FIRST, FIRST + quick)]
            rows.append([model, name, people, quick, None, _rate(rates)])
        print(rows[-5:], file=sys.stderr, flush=True)
    table(["model", "study", "people", "studies", "held, participants", "held, colleagues"], rows)
    print(f"Percentage of 90% intervals of shares, standard error over studies in brackets; numbers from {FIRST}.\n")


def _tell_groups(studies: int) -> None:
    held = np.array([held_by_groups(number) for number in range(FIRST, FIRST + studies)])
    rows = [[people, studies, _rate(held[:, group].tolist())] for group, people in enumerate(whose.SKEWED)]
    table(["people in the group, of 50", "studies", "held, colleagues like those of the group"], rows)
    print(f"Skewed panels of whose, numbers from {FIRST}; the groups' characteristic is in the model.")


def held_by_groups(number: int) -> list[float]:
    """Return for each group the fraction of intervals that hold the share of colleagues like its people."""
    drawn = whose.draw(number, "skewed")
    fit = fit_hierarchical(drawn.panel, seed=number + 1, effort=whose.SHORT)
    blanks, held = Blanks.of(drawn.panel.study), []
    for group, truth in enumerate(drawn.by_group):
        persons = persons_of(fit, members_of(drawn.panel, fit, "group", f"g{group}"))
        draws = shares_of(persons, blanks, drawn.cases)
        own = [Share(share=float(share), interval=(0.0, 1.0)) for share in draws.mean(axis=0)]
        others = populations_of(fit, persons).beside(blanks, drawn.cases, own)
        low, high = np.array([each.colleagues.interval for each in others if each.colleagues is not None]).T
        held.append(float(((low <= truth) & (truth <= high)).mean()))
    return held


def held_by(model: str, drawn: Small) -> float:
    """Return the fraction of intervals that hold the share of colleagues."""
    persons = persons_of(estimate(drawn.panel, model))
    low, high = interval_of(shares_of(persons, Blanks.of(drawn.panel.study), drawn.cases)).T
    return float(((low <= drawn.truth) & (drawn.truth <= high)).mean())


def draw(number: int, name: str, people: int) -> Small:
    """Draw study ``number`` of this design."""
    rng = np.random.default_rng([20261130, number])
    levels, weights = DESIGNS[name]
    profiles, cases = (np.column_stack([rng.integers(0, n, rows) for n in levels]) for rows in (SCENARIOS, CASES))
    utility = _utilities(rng, levels, weights, people, profiles)
    answers = np.digitize(utility + rng.logistic(size=utility.shape), THRESHOLDS)
    others = _utilities(rng, levels, weights, OTHERS, cases)
    panel = make_panel(
        make_study({f"c{c}": [f"l{x}" for x in range(n)] for c, n in enumerate(levels)}, list("abcd")),
        [f"s{s}" for s in range(SCENARIOS)],
        profiles.tolist(),
        [(f"p{i}", f"s{s}", int(answers[i, s])) for i in range(people) for s in range(SCENARIOS)],
    )
    return Small(panel, cases, expit(others - THRESHOLDS[1]).mean(axis=0))


def _utilities(
    rng: np.random.Generator,
    levels: tuple[int, ...],
    weights: tuple[float, ...],
    people: int,
    profiles: NDArray[np.int64],
) -> Floats:
    """Return (I, S) utilities of people drawn anew."""
    total = np.repeat(rng.normal(0.0, INTERCEPT_SD, (people, 1)), len(profiles), axis=1)
    for c, (n, weight) in enumerate(zip(levels, weights, strict=True)):
        worth = weight * np.linspace(-1, 1, n) + rng.normal(0.0, PART_WORTH_SD, (people, n))
        total += worth[:, profiles[:, c]]
    return total


def _rate(held: list[float]) -> str:
    values = 100 * np.array(held)
    return f"{values.mean():.1f} ({values.std() / np.sqrt(len(values)):.1f})"
