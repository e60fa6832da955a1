"""The simulated participants: their characteristics, and how each of them weighs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import expit

from collega.design.layout import Design
from collega.panel.simulation.balance import balance_people
from collega.panel.simulation.people import draw_people, quotas
from collega.panel.simulation.truth import Truth
from collega.study.coding import Coding
from collega.study.definition import Study

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Pair = tuple[str, str]

_MOST_STEPS = 200
_FEW_EACH = 10


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class People:
    """The simulated participants.

    Attributes
    ----------
    values : dict
        characteristic -> value key of everyone.
    groups : (I, Z) float64
        Who has which value; the columns are ``group_names``.
    group_names : tuple of (str, str)
    version : (I,) int64
    utilities : (I, L) float64
        Everyone's utility of every level, logits.
    intercepts : (I,) float64
        Everyone's own, logits.
    thresholds : (J-1,) float64
    """

    values: dict[str, list[str]]
    groups: Floats
    group_names: tuple[tuple[str, str], ...]
    version: Ints
    utilities: Floats
    intercepts: Floats
    thresholds: Floats


def draw_population(rng: np.random.Generator, study: Study, design: Design, truth: Truth, n: int) -> People:
    """Draw ``n`` participants by quota, and give each of them part-worths that add up to the truth of every group."""
    names = [item.key for item in study.characteristics]
    counts = [quotas(truth.shares[name], n) for name in names]
    versions = [n // len(design.versions) + (v < n % len(design.versions)) for v in range(len(design.versions))]
    links = {(names.index(one), names.index(other)): table for (one, other), table in truth.links.items()}
    dealt = draw_people(rng, [*(list(each.values()) for each in counts), versions], n, links)
    values = {name: [list(counts[h])[v] for v in dealt[:, h]] for h, name in enumerate(names)}
    pairs = tuple((name, key) for name, each in zip(names, counts, strict=True) for key in each if each[key])
    members = [np.array(values[name]) == key for name, key in pairs]
    groups = np.column_stack(members).astype(np.float64) if members else np.zeros((n, 0))
    balanced = with_versions(groups, dealt[:, -1])
    versed = (*pairs, *(("", str(v)) for v in range(balanced.shape[1] - len(pairs))))
    same = {pair: np.zeros(1) for pair in versed[len(pairs) :]}
    weights = group_means_met(balanced, versed, truth.weights, {**truth.weight_shifts, **same}, positive=True)
    steps = {pair: np.array([step]) for pair, step in truth.intercept_shifts.items()}
    intercepts = group_means_met(balanced, versed, np.zeros(1), {**steps, **same}, positive=False)[:, 0]
    deviations = balance_people(rng.standard_normal((n, 1 + sum(study.n_levels))), balanced)
    utilities = _utilities(study, truth, weights, deviations[:, 1:])
    intercepts = intercepts + truth.intercept_sd * deviations[:, 0]
    utilities, middle = _solve(study, design, truth, weights, utilities, intercepts)
    place = np.concatenate([[0.0], np.cumsum(truth.gaps)])
    return People(
        values=values,
        groups=groups,
        group_names=pairs,
        version=dealt[:, -1],
        utilities=utilities,
        intercepts=intercepts,
        thresholds=middle + place - place[study.positive - 1],
    )


def with_versions(groups: Floats, version: Ints) -> Floats:
    """Append a column per version to (I, Z) groups, where every version has enough participants to be balanced."""
    sizes = np.bincount(version)
    if len(sizes) < 2 or sizes.min() < _FEW_EACH:
        return groups
    return np.hstack([groups, np.eye(len(sizes))[version]])


def group_means_met(
    groups: Floats, pairs: tuple[Pair, ...], population: Floats, shifts: Mapping[Pair, Floats], *, positive: bool
) -> Floats:
    """Give everyone the value nearest the population's with which every named group has the mean that it must have.

    Without ``positive`` these are sums of one number per group. Dykstra's projections (Boyle & Dykstra 1986).

    Parameters
    ----------
    groups : (I, Z) float64
        Who belongs to which of ``pairs``.
    population : (C,) float64
        Mean over everybody.
    shifts : mapping
        (characteristic, value) -> (C,) by how much the group's mean differs; what a characteristic's shifts leave over
        on average is taken off all of them.
    positive : bool
        No value below zero, unless a group's mean is.

    Returns
    -------
    (I, C) float64
    """
    n = len(groups)
    named = [z for z, pair in enumerate(pairs) if pair in shifts]
    wanted = np.zeros((len(named), len(population)))
    for row, z in enumerate(named):
        wanted[row] = shifts[pairs[z]]
    sizes = groups[:, named].sum(axis=0)
    for name in {pairs[z][0] for z in named}:
        mine = np.array([pairs[z][0] == name for z in named])
        wanted[mine] -= sizes[mine] @ wanted[mine] / n
    means = np.vstack([groups[:, named].T / sizes[:, None], np.full((1, n), 1.0 / n)])
    target = population + np.vstack([wanted, np.zeros((1, len(population)))])
    solve = np.linalg.pinv(means @ means.T)
    lowest = np.minimum(target.min(axis=0), 0.0)
    value = np.tile(population, (n, 1))
    correction = np.zeros_like(value)
    for _ in range(_MOST_STEPS):
        met: Floats = value - means.T @ (solve @ (means @ value - target))
        if not positive or (met >= lowest - 1e-3).all():
            break
        value = np.maximum(met + correction, lowest)
        correction = met + correction - value
    return met


def _utilities(study: Study, truth: Truth, weights: Floats, deviations: Floats) -> Floats:
    parts = []
    for c, rows in enumerate(Coding(n_levels=study.n_levels).level_blocks):
        own = deviations[:, rows] - deviations[:, rows].mean(axis=1, keepdims=True)
        parts.append(weights[:, [c]] * truth.directions[c] + truth.part_worth_sd * own)
    return np.hstack(parts)


def _solve(
    study: Study, design: Design, truth: Truth, weights: Floats, utilities: Floats, intercepts: Floats
) -> tuple[Floats, float]:
    """Find the threshold of a positive answer, and the scale of one criterion, that give the shares of the truth."""
    blocks = Coding(n_levels=study.n_levels).level_blocks

    def share(profiles: Ints, worths: Floats, middle: float) -> float:
        total = intercepts[:, None] + sum(worths[:, blocks[c].start + profiles[:, c]] for c in range(len(blocks)))
        return float(expit(total - middle).mean())

    def middle_for(profiles: Ints, wanted: float, worths: Floats) -> float:
        return float(brentq(lambda middle: share(profiles, worths, middle) - wanted, -30, 30))

    if len(truth.targets) != 2:
        return utilities, middle_for(design.profiles, truth.average_share, utilities)
    (first, low), (second, high) = truth.targets
    c = int(np.flatnonzero(first != second)[0])

    def scaled(factor: float) -> Floats:
        worths = utilities.copy()
        worths[:, blocks[c]] += (factor - 1.0) * weights[:, [c]] * truth.directions[c]
        return worths

    def miss(factor: float) -> float:
        worths = scaled(factor)
        return share(second[None], worths, middle_for(first[None], low, worths)) - high

    worths = scaled(float(brentq(miss, 0.1, 5.0)))
    return worths, middle_for(first[None], low, worths)
