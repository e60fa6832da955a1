"""Rules for the drift monitor beside each other, in the plainest world: what could a better one find?

First how far a shift moves innovations, beside how far the monitor counts with: 15 points of the mean share take more
than 0.62 logits of everybody where people differ, and cases are not all at 50%. Then the rules.

A year is ``YEAR`` standard normal innovations. A shift moves their mean by ``MOVED`` up or down, from a random moment
in the middle half of the year on; rules count with ``SHIFT``. The ceiling is that of ``practice``: a test of just the
``WITHIN`` judgements after it, told when and which way it begins, at the false alarms that a year of such stretches
leaves it. The limit of every rule is the one that 95% of the years without a shift stay below. A rule for a window
adds up the likelihood ratios of all starts in the last ``WITHIN`` judgements: what finds most within the window is a
function of these, and older starts, which soon fall out of it, may weigh more. Its limit may not depend on the
moment.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from benchmarks import practice
from benchmarks.timing import table
from collega.practice.drift import innovations_of

Floats = NDArray[np.float64]
Rule = Callable[[Floats], Floats]
YEAR, WITHIN, SHIFT, MOVED, ALLOWED, SEED = 520, 60, 0.36, 0.395, 0.05, 20261130


def run(years: int = 4000) -> None:
    _tell_movement()
    _tell_rules(years)


def _tell_movement(studies: int = 4, years: int = 30) -> None:
    rows = []
    for number in range(practice.FIRST, practice.FIRST + studies):
        world = practice.World.of(number)
        ratios, counted = np.transpose([_movement(world, year) for year in range(years)])
        ceilings = [practice._ceiling(counted * scale**2, 1) for scale in (1.0, ratios.mean())]
        error = ratios.std(ddof=1) / np.sqrt(years)
        rows.append([number, f"{ratios.mean():.3f} ({error:.3f})", *(f"{100 * each:.0f}%" for each in ceilings)])
    table(["study", "innovations moved, of what is counted with", "ceiling as counted", "ceiling as moved"], rows)
    print(f"{years} years of each, one judge a case, 15 points; standard errors in brackets.\n")


def _movement(world: practice.World, year: int) -> tuple[float, float]:
    """Return how far 60 judgements after a shift move, of what is counted with, and the information counted with."""
    drawn = world.year(year, 1, 0.0)
    n, side = len(drawn.rows), 1 if year % 2 == 0 else -1
    start = int(np.random.default_rng([world.number, year]).integers(n // 4, 3 * n // 4))
    shift = np.where(np.arange(n) >= start, practice.shift_of(world, 15 * side), 0.0)
    ways = (drawn.judges, np.arange(n))
    calm, weights = innovations_of(drawn.answers(), drawn.rows, ways, world.expected)
    moved, _ = innovations_of(drawn.answers(shift), drawn.rows, ways, world.expected)
    some = slice(start, start + WITHIN)
    counted = float(np.square(weights[some]).sum())
    return float(side * (moved - calm)[some] @ weights[some]) / counted, counted


def _tell_rules(years: int) -> None:
    rng = np.random.default_rng(SEED)
    begins, sides = rng.integers(YEAR // 4, 3 * YEAR // 4, years), np.where(np.arange(years) % 2, 1.0, -1.0)
    calm, moved = rng.standard_normal((years, YEAR)), rng.standard_normal((years, YEAR))
    moved += MOVED * sides[:, None] * (np.arange(YEAR) >= begins[:, None])
    rows = [_row(name, rule(calm), rule(moved), begins) for name, rule in RULES.items()]
    rows.append(
        _row("cumulative sum, told which way", cumulative_sum(calm), cumulative_sum(moved * sides[:, None]), begins)
    )
    heads = ["rule", f"found within {WITHIN}, without an alarm before", "half within", "80% within"]
    table(heads, rows)
    level = ALLOWED * WITHIN / YEAR / (1 - ALLOWED)
    ceiling = float(ndtr(MOVED * np.sqrt(WITHIN) - ndtri(1 - level)))
    print(f"{years} years; standard errors in brackets. Told when and which way it begins: {100 * ceiling:.0f}%.")


def _row(name: str, calm: Floats, moved: Floats, begins: NDArray[np.int64]) -> list[object]:
    limit = np.quantile(calm.max(axis=1), 1 - ALLOWED)
    later = np.arange(YEAR) >= begins[:, None]
    over = moved > limit
    quiet = ~(over & ~later).any(axis=1)
    after = (over & later)[quiet]
    delays = np.where(after.any(axis=1), after.argmax(axis=1) - begins[quiet] + 1.0, np.inf)
    found = float((delays <= WITHIN).mean())
    error = np.sqrt(found * (1 - found) / len(delays))
    half, most = np.quantile(delays, [0.5, 0.8], method="higher")
    return [name, f"{100 * found:.1f}% ({100 * error:.1f})", f"{half:.0f}", f"{most:.0f}"]


def both_ways(rule: Rule, together: Callable[[Floats, Floats], Floats]) -> Rule:
    return lambda innovations: together(rule(innovations), rule(-innovations))


def cumulative_sum(innovations: Floats) -> Floats:
    total = _evidence(innovations)
    sums: Floats = (total - np.minimum.accumulate(total, axis=1))[:, 1:]
    return sums


def shiryaev_roberts(innovations: Floats) -> Floats:
    ratios = np.exp(SHIFT * innovations - SHIFT**2 / 2)
    sums, last = np.empty_like(ratios), np.zeros(len(ratios))
    for place in range(ratios.shape[1]):
        last = (1.0 + last) * ratios[:, place]
        sums[:, place] = last
    return sums


def window(power: float) -> Rule:
    """Return the rule in which a start so many judgements ago weighs as its age to this power."""

    def rule(innovations: Floats) -> Floats:
        total, sums = _evidence(innovations), np.zeros_like(innovations)
        for age in range(1, WITHIN + 1):
            sums[:, age - 1 :] += (age / WITHIN) ** power * np.exp(total[:, age:] - total[:, :-age])
        return sums

    return rule


def last_stretch(innovations: Floats) -> Floats:
    total = _evidence(innovations)
    sums: Floats = total[:, 1:] - np.concatenate([np.zeros((len(total), WITHIN - 1)), total[:, :-WITHIN]], axis=1)
    return sums


def _evidence(innovations: Floats) -> Floats:
    steps = np.cumsum(SHIFT * innovations - SHIFT**2 / 2, axis=1)
    return np.concatenate([np.zeros((len(steps), 1)), steps], axis=1)


RULES: dict[str, Rule] = {
    "cumulative sum (the monitor's)": both_ways(cumulative_sum, np.maximum),
    "Shiryaev-Roberts": both_ways(shiryaev_roberts, np.add),
    "window, all starts alike": both_ways(window(0.0), np.add),
    "window, older starts weigh more (square)": both_ways(window(2.0), np.add),
    "window, nearly the oldest alone (sixth power)": both_ways(window(6.0), np.add),
    "the last 60 judgements": both_ways(last_stretch, np.maximum),
}
