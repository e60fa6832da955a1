"""How much colleagues differ: whether the shares of studies with known truth are right, and their intervals cover.

Two hundred studies of ``truth`` (its stated world, four kinds of people in turn), numbered from 34000. Those from
30000 showed that the variance of the rest must be that of the logistic curve, those from 31000 served to try things
out, and those from 30000, 32000 and 33000 gave the factors by which intervals are wider. The truth is that of these
participants, as ``measure_noise`` defines its numbers of a hierarchical fit: pairs of different people, over all
allowed cases (129,600), computed from everyone's own logistic curve. Level, pattern and occasion are then variances
in logits, occasion pi^2 / 3. Chains are shortened (``noise_fits``); the long form repeats some studies with those of
the product.
"""

from __future__ import annotations

import itertools
import sys
import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from benchmarks.noise_fits import fit_of
from benchmarks.timing import table
from benchmarks.truth import KINDS, Drawn
from collega.insight.populations import Share
from collega.noise import Noise, measure_noise
from collega.noise.majority import majority_curve
from collega.study import Coding

Floats = NDArray[np.float64]
FIRST, ASKED = 34000, (3, 5, 9)
NAMES = ("level", "pattern", "occasion", "other colleague", "same colleague", *(f"majority of {n}" for n in ASKED))
PERCENTAGES = slice(3, 5)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Outcome:
    """One study: truth and estimates (8,), intervals (8, 2), in the order of ``NAMES``; processor seconds."""

    truth: Floats
    estimate: Floats
    interval: Floats
    seconds: float

    @property
    def covered(self) -> NDArray[np.bool_]:
        """(8,): whether each interval holds the truth."""
        return (self.interval[:, 0] <= self.truth) & (self.truth <= self.interval[:, 1])


def run(studies: int = 200, *, long: bool = False, first: int = FIRST, others: int = 12) -> None:
    outcomes = []
    for number in range(first, first + studies):
        outcomes.append(one_study(number))
        if sys.stderr.isatty():
            print(f"\r{number + 1 - first} of {studies}", end="", file=sys.stderr)
    _tell(outcomes)
    seconds = np.array([each.seconds for each in outcomes])
    print(f"Processor time after the fit: {np.median(seconds):.2f} s (median), {seconds.max():.2f} s (most).")
    if long:
        print(f"\nThe first {others} with the chains of the product, less those with short chains, points:\n")
        _compare([one_study(number, short=False) for number in range(first, first + others)], outcomes[:others])


def one_study(number: int, *, short: bool = True) -> Outcome:
    """Fit study ``number`` and compare with its truth."""
    drawn, fit = fit_of(number) if short else fit_of(number, effort=None)
    start = time.process_time()
    found = measure_noise(drawn.panel, fit)
    seconds = time.process_time() - start
    shares = _shares(found)
    return Outcome(
        truth=true_noise(drawn),
        estimate=np.array([share.share for share in shares]),
        interval=np.array([share.interval for share in shares]),
        seconds=seconds,
    )


def _shares(found: Noise) -> list[Share]:
    people, curve = found.everybody, dict(found.majority)
    shares = [people.level, people.pattern, people.occasion, people.other_colleague, people.same_colleague]
    return [share for share in shares if share is not None] + [curve[n] for n in ASKED]


def true_noise(drawn: Drawn) -> Floats:
    """Return (8,) the true numbers of these participants: every allowed case, everyone's own curve."""
    n_levels = drawn.panel.study.n_levels
    cases = np.array(list(itertools.product(*map(range, n_levels))))
    utility = np.repeat((drawn.intercepts - drawn.thresholds[:, 1])[:, None], len(cases), axis=1)
    for c, rows in enumerate(Coding(n_levels=n_levels).level_blocks):
        utility += drawn.utilities[:, rows.start + cases[:, c]]
    level = utility.mean(axis=1).var(ddof=1)
    pattern = utility.var(axis=0, ddof=1).mean() - level
    parts = np.array([level, pattern, np.pi**2 / 3])
    chance = expit(utility)
    positive, people = chance.mean(axis=0), len(chance)
    pairs = positive * people * (1.0 - positive) * people - (chance * (1.0 - chance)).sum(axis=0)
    other = 2.0 * pairs.mean() / (people * (people - 1))
    same = 2.0 * (chance * (1.0 - chance)).mean()
    curve = majority_curve(positive[None], np.full(len(cases), 1.0 / len(cases)))[0]
    return np.array([*(parts / parts.sum()), other, same, *(curve[n // 2] for n in ASKED)])


def _tell(outcomes: list[Outcome]) -> None:
    truth, estimates = (100 * np.array([getattr(each, name) for each in outcomes]) for name in ("truth", "estimate"))
    covered = np.array([each.covered for each in outcomes])
    width = 100 * np.array([np.ptp(each.interval, axis=1) for each in outcomes]).mean(axis=0)
    error, many = estimates - truth, np.sqrt(len(outcomes))
    rows = []
    for k, name in enumerate(NAMES):
        kinds = [f"{covered[n :: len(KINDS), k].mean():.1%}" for n in range(len(KINDS))]
        cover, size = covered[:, k].mean(), np.abs(error[:, k])
        rows.append(
            [name, f"{truth[:, k].mean():.1f}", f"{error[:, k].mean():+.2f} ({error[:, k].std(ddof=1) / many:.2f})",
             f"{size.mean():.2f} ({size.std(ddof=1) / many:.2f})", f"{np.sqrt(np.square(error[:, k]).mean()):.2f}",
             f"{width[k]:.1f}", f"{cover:.1%} ({100 * covered[:, k].std() / many:.1f})", *kinds]
        )  # fmt: skip
    heads = ["percent", "truth", "bias", "absolute error", "root mean square", "width", "coverage of 90%", *KINDS]
    table(heads, rows)
    worst = np.sqrt(np.square(error[:, PERCENTAGES]).mean(axis=0)).max()
    print(
        f"{len(outcomes)} studies; standard errors in brackets. Larger error of both percentages: {worst:.2f} points."
    )


def _compare(product: list[Outcome], short: list[Outcome]) -> None:
    moved = np.array([100 * (one.estimate - other.estimate) for one, other in zip(product, short, strict=True)])
    widths = [100 * np.array([np.ptp(each.interval, axis=1) for each in some]) for some in (product, short)]
    wider = widths[0] - widths[1]
    rows = [
        [name, *(f"{part[:, k].mean():+.2f} ({part[:, k].std(ddof=1):.2f})" for part in (moved, wider))]
        for k, name in enumerate(NAMES)
    ]
    table(["percent", "estimate (standard deviation)", "width (standard deviation)"], rows)
