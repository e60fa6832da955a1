"""Whose share it is: whether the intervals of three shares hold what each claims, and what weighing by counts gains.

Everybody in a study comes from one law of people: five kinds in turn (``KINDS``), on the criteria, part-worths and
thresholds of ``truth``, 50 participants, 2 versions of 21 scenarios of one design. In each study two panels take part.
*Random*: 50 people of a profession of which 20, 50 and 30% are in three groups. *Skewed*: 25, 15 and 10 people of
these groups. The truth of **these participants** is the mean of their own probabilities; of **colleagues like them**
the mean over a large population from which the panel was drawn (of the skewed panel: 50, 30 and 20%); of **the
profession** over a large population with 20, 50 and 30%. Studies are numbered from 7000; numbers from 5000 to 5059
served to choose between estimators (see ``docs/methods/shares.md``).

Chains are shortened (``SHORT``): two chains of 250 + 500 sweeps. The long form fits some of the studies with the
chains of the product too, and tells how far shares and coverage then differ.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from benchmarks.timing import table
from benchmarks.truth import (
    INTERCEPT_SD,
    PART_WORTH_SD,
    SCENARIOS,
    SHARED,
    THRESHOLDS,
    VERSIONS,
    draw_study,
    draw_weights,
    true_shares,
)
from collega.design import Design, compose
from collega.insight.groups import composition_of
from collega.insight.populations import Share, populations_of
from collega.model.blanks import Blanks
from collega.model.estimate import estimate
from collega.model.fit import Fit
from collega.model.hierarchical.fit import Effort, fit_hierarchical
from collega.model.persons import persons_of
from collega.model.share import interval_of, shares_of
from collega.panel import Panel
from collega.panel.counts_file import Counts
from collega.study import Coding, Study

Floats = NDArray[np.float64]
KINDS = ("normal", "two camps", "three groups", "three groups, strictness too", "heavy tails")
PANELS = ("random", "skewed")
CLAIMS = ("participants", "colleagues", "profession")
PROFESSION = np.array([0.2, 0.5, 0.3])
SKEWED = (25, 15, 10)
PEOPLE, POPULATION, NEW_CASES, FIRST = 50, 8000, 50, 7000
SHORT = Effort(chains=2, warm_up=250, sweeps=500, rounds=0)


class Law(NamedTuple):
    """How people of a study differ: means (L,), deviations of groups (3, L) and (3,), sides of camps (L,)."""

    kind: str
    weights: list[Floats]
    groups: list[Floats]
    strictness: Floats
    sides: list[Floats]

    def people(self, rng: np.random.Generator, group: NDArray[np.integer]) -> tuple[Floats, Floats]:
        """Return (I, L) utilities and (I,) intercepts of new people of these groups, (I,)."""
        n, own = len(group), np.sqrt(1 - SHARED**2)
        camp = np.where(rng.random(n) < 0.6, 1.0, -1.5) / np.sqrt(1.5)
        intercepts = INTERCEPT_SD * self._spread(rng, (n,))
        if "strictness" in self.kind:
            intercepts = INTERCEPT_SD * SHARED * self.strictness[group] + own * intercepts
        parts = []
        for weight, groups, sides in zip(self.weights, self.groups, self.sides, strict=True):
            deviation = PART_WORTH_SD * self._spread(rng, (n, len(weight)))
            if self.kind == "two camps":
                deviation = PART_WORTH_SD * SHARED * camp[:, None] * sides + own * deviation
            if self.kind.startswith("three groups"):
                deviation = PART_WORTH_SD * SHARED * groups[group] + own * deviation
            deviation -= deviation.mean(axis=1, keepdims=True)
            parts.append(weight + float(np.ptp(weight) > 0) * deviation)
        return np.hstack(parts), intercepts

    def _spread(self, rng: np.random.Generator, shape: tuple[int, ...]) -> Floats:
        heavy = self.kind == "heavy tails"
        return rng.standard_t(3, shape) / np.sqrt(3) if heavy else rng.standard_normal(shape)


class Drawn(NamedTuple):
    """A panel, new cases (M, C), the true shares (M,) of each claim, and those (3, M) of people of each group."""

    panel: Panel
    cases: NDArray[np.int64]
    truth: dict[str, Floats]
    by_group: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Outcome:
    """One panel: by claim squared errors and whether intervals hold the truth, (M,); ``raw`` is the unweighted share.

    ``raw`` are the squared errors of the participants' share as an estimate of the profession's.
    """

    squares: dict[str, Floats]
    held: dict[str, NDArray[np.bool_]]
    raw: Floats
    shares: dict[str, list[Share]]


def run(studies: int = 100, *, long: bool = False, compared: int = 10) -> None:
    found: dict[tuple[str, str], list[Outcome]] = {}
    for number in range(FIRST, FIRST + studies):
        for panel in PANELS:
            found.setdefault((panel, KINDS[number % len(KINDS)]), []).append(one_study(number, panel))
        if sys.stderr.isatty():
            print(f"\r{number + 1 - FIRST} of {studies}", end="", file=sys.stderr)
    for panel in PANELS:
        print(f"\n{panel} panels: percentage of 90% intervals that hold the truth, and error (points)\n")
        by_kind = {kind: found[panel, kind] for kind in KINDS} | {"all": [o for k in KINDS for o in found[panel, k]]}
        header = ["people", *CLAIMS, *(f"error, {claim}" for claim in CLAIMS), "error, raw", "profession against raw"]
        table(header, [[kind, *_summary(outcomes)] for kind, outcomes in by_kind.items()])
    print(
        "Error: root mean square over the cases of a study, averaged over studies. Raw: the participants' share, as an"
    )
    print(
        "estimate of the profession's. In brackets standard errors over studies; of the ratio by a bootstrap of them."
    )
    _tell_clustered(studies)
    if long:
        _tell_chains(compared)


def _tell_clustered(studies: int) -> None:
    """Tell what the clustered intervals of the other models hold: they claim to be about colleagues."""
    rows = []
    for model in ("pooled", "mixed"):
        held = {
            panel: 100 * np.array([clustered(number, panel, model) for number in range(FIRST, FIRST + studies)])
            for panel in PANELS
        }
        rows.append([model, *(f"{held[panel].mean():.1f} ({_error(held[panel]):.1f})" for panel in PANELS)])
    print("\nthe other models: percentage of 90% intervals that hold the share of colleagues like them\n")
    table(["model", *PANELS], rows)


def clustered(number: int, panel: str, model: str) -> float:
    """Return the fraction of clustered intervals that hold the share of colleagues."""
    drawn = draw(number, panel)
    persons = persons_of(estimate(drawn.panel, model))
    low, high = interval_of(shares_of(persons, Blanks.of(drawn.panel.study), drawn.cases)).T
    return float(((low <= drawn.truth["colleagues"]) & (drawn.truth["colleagues"] <= high)).mean())


def _summary(outcomes: list[Outcome]) -> list[str]:
    held = [100 * np.array([outcome.held[claim].mean() for outcome in outcomes]) for claim in CLAIMS]
    errors = [100 * np.sqrt([outcome.squares[claim].mean() for outcome in outcomes]) for claim in CLAIMS]
    raw = 100 * np.sqrt([outcome.raw.mean() for outcome in outcomes])
    rng, ours = np.random.default_rng(1), errors[-1]
    picks = rng.integers(0, len(raw), (2000, len(raw)))
    ratios = ours[picks].mean(axis=1) / raw[picks].mean(axis=1)
    cells = [f"{values.mean():.1f} ({_error(values):.1f})" for values in held]
    cells += [f"{values.mean():.2f} ({_error(values):.2f})" for values in (*errors, raw)]
    return [*cells, f"{100 * (ours.mean() / raw.mean() - 1):+.1f}% ({100 * ratios.std():.1f})"]


def _error(values: Floats) -> float:
    return float(values.std() / np.sqrt(len(values)))


def _tell_chains(compared: int) -> None:
    """Fit some studies with the product's own chains too."""
    moved: dict[str, list[float]] = {claim: [] for claim in CLAIMS}
    held: dict[tuple[str, str], list[float]] = {}
    for number in range(FIRST, FIRST + compared):
        for panel in PANELS:
            short, full = one_study(number, panel), one_study(number, panel, effort=None)
            for claim in CLAIMS:
                pairs = zip(short.shares[claim], full.shares[claim], strict=True)
                moved[claim] += [abs(one.share - other.share) for one, other in pairs]
                for name, outcome in (("short", short), ("full", full)):
                    held.setdefault((claim, name), []).append(float(outcome.held[claim].mean()))
    print(f"\nshortened chains beside those of the product, {compared} studies, both panels\n")
    header = ["share of", "moves by (points)", "held, short", "held, full", "difference of held"]
    table(header, [[claim, f"{100 * np.mean(moved[claim]):.2f}", *_chains(held, claim)] for claim in CLAIMS])


def _chains(held: dict[tuple[str, str], list[float]], claim: str) -> list[str]:
    short, full = (100 * np.array(held[claim, name]) for name in ("short", "full"))
    return [f"{short.mean():.1f}", f"{full.mean():.1f}", f"{(short - full).mean():+.1f} ({_error(short - full):.1f})"]


def one_study(number: int, panel: str, *, effort: Effort | None = SHORT, people: int = PEOPLE) -> Outcome:
    """Draw study ``number`` with this panel, fit it, and compare with its truth."""
    drawn = draw(number, panel, people)
    return compare(drawn, fit_hierarchical(drawn.panel, seed=number + 1, effort=effort))


def compare(drawn: Drawn, fit: Fit) -> Outcome:
    """Return how far the three shares are off, and whether their intervals hold what they claim."""
    persons, blanks = persons_of(fit), Blanks.of(drawn.panel.study)
    draws = shares_of(persons, blanks, drawn.cases)
    own = [Share(share=float(share), interval=(float(low), float(high)))
           for share, (low, high) in zip(draws.mean(axis=0), interval_of(draws), strict=True)]  # fmt: skip
    counts = Counts(
        file="counts", characteristics=("group",), cells={(f"g{g}",): share for g, share in enumerate(PROFESSION)}
    )
    composition = composition_of(drawn.panel, fit)
    populations = populations_of(fit, persons, counts=counts, composition=composition, minimum=5)
    others = populations.beside(blanks, drawn.cases, own)
    shares = {"participants": own} | {claim: [each.of(claim) for each in others] for claim in CLAIMS[1:]}
    middle = {claim: np.array([one.share for one in shares[claim]]) for claim in CLAIMS}
    ends = {claim: np.array([one.interval for one in shares[claim]]) for claim in CLAIMS}
    return Outcome(
        squares={claim: np.square(middle[claim] - drawn.truth[claim]) for claim in CLAIMS},
        held={claim: (ends[claim][:, 0] <= drawn.truth[claim]) & (drawn.truth[claim] <= ends[claim][:, 1])
              for claim in CLAIMS},
        raw=np.square(middle["participants"] - drawn.truth["profession"]),
        shares=shares,
    )  # fmt: skip


def draw(number: int, panel: str, people: int = PEOPLE) -> Drawn:
    """Draw study ``number``, of so many people where it is random; the law of people is the same for both panels."""
    study, design = study_and_design()
    law = law_of(number, study)
    rng = np.random.default_rng([20241129, number, PANELS.index(panel) + 1])
    group = rng.permutation(np.repeat(range(3), SKEWED)) if panel == "skewed" else rng.choice(3, people, p=PROFESSION)
    utilities, intercepts = law.people(rng, group)
    cases = np.column_stack([rng.integers(0, levels, NEW_CASES) for levels in study.n_levels])
    by_group = np.array([true_shares(study, *law.people(rng, np.full(POPULATION, g)), cases) for g in range(3)])
    like_them = np.array(SKEWED) / sum(SKEWED) if panel == "skewed" else PROFESSION
    truth = {
        "participants": true_shares(study, utilities, intercepts, cases),
        "colleagues": like_them @ by_group,
        "profession": PROFESSION @ by_group,
    }
    return Drawn(plain_panel(rng, study, design, group, utilities, intercepts), cases, truth, by_group)


@lru_cache(maxsize=1)
def study_and_design() -> tuple[Study, Design]:
    study = draw_study(np.random.default_rng(1))
    return study, compose(study, scenarios=SCENARIOS, versions=VERSIONS, seed=1)


def law_of(number: int, study: Study) -> Law:
    rng = np.random.default_rng([20241129, number, 0])
    weights = draw_weights(rng, study)
    return Law(
        kind=KINDS[number % len(KINDS)],
        weights=weights,
        groups=[rng.standard_normal((3, len(weight))) for weight in weights],
        strictness=rng.standard_normal(3),
        sides=[rng.choice([-1.0, 1.0], len(weight)) for weight in weights],
    )


def plain_panel(
    rng: np.random.Generator,
    study: Study,
    design: Design,
    group: NDArray[np.integer],
    utilities: Floats,
    intercepts: Floats,
) -> Panel:
    """Return the panel with plain random answers."""
    size = len(group)
    scenario = np.array([design.shows[i % VERSIONS] for i in range(size)]).ravel().astype(np.int32)
    participant = np.repeat(np.arange(size, dtype=np.int32), SCENARIOS)
    utility = intercepts[participant].copy()
    for c, rows in enumerate(Coding(n_levels=study.n_levels).level_blocks):
        utility += utilities[participant, rows.start + design.profiles[scenario, c]]
    answer = np.digitize(utility + rng.logistic(size=len(utility)), THRESHOLDS).astype(np.int8)
    people = pl.DataFrame(
        {
            "participant": [f"p{i}" for i in range(size)],
            "version": [design.versions[i % VERSIONS] for i in range(size)],
            "group": [f"g{g}" for g in group],
            "included": ["true"] * size,
        }
    )
    return Panel(study=study, design=design, people=people, participant=participant, scenario=scenario, answer=answer)
