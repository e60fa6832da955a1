"""Over which cases colleagues are compared: all that the study allows, those judged, or those of practice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import prod
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from collega.design.candidates import all_allowed
from collega.errors import NotComputedError
from collega.messages import Message
from collega.model.blanks import Blanks, allowed_combinations
from collega.panel.counts import merge_profiles
from collega.panel.judged_levels import JudgedLevels
from collega.panel.panel import Panel
from collega.practice import Practice
from collega.study.coding import BLANK, Coding

Floats = NDArray[np.float64]
CaseKind = Literal["allowed", "judged", "practice"]
MOST = 512  # cases that are listed; of more a fixed quasi-random sample of so many stands for all
_ENUMERABLE = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CaseSet:
    """Cases with weights, and how their levels go together.

    Attributes
    ----------
    kind : str
        ``allowed``, ``judged`` or ``practice``.
    profiles : (M, C) int64
        Level indices.
    weights : (M,) float64
        They sum to one.
    scenarios : tuple of str
        Of ``judged`` the scenario of each case, the first of those with the same levels; otherwise empty.
    total : int
        How many different cases there are.
    mean : (K,) float64
        Of the effects-coded columns over all cases.
    covariance : (K, K) float64
        Of the same, divided by their number.
    left_out : float
        Share of practice, 0 to 1, with a level that nobody judged: it is not among the cases.
    """

    kind: CaseKind
    profiles: NDArray[np.int64]
    weights: Floats
    scenarios: tuple[str, ...] = ()
    total: int
    mean: Floats
    covariance: Floats
    left_out: float = 0.0

    @property
    def complete(self) -> bool:
        """Whether every case is listed; otherwise a sample of them is."""
        return len(self.profiles) == self.total


def allowed_cases(blanks: Blanks, most: int = MOST) -> CaseSet:
    """Return all combinations of levels that the study allows, all counting alike.

    Parameters
    ----------
    blanks : Blanks
        Of the study, or of its judged levels.
    most : int
        Of more cases than this a scrambled Sobol sequence takes so many. Moments are those of all cases.

    Raises
    ------
    NotComputedError
        Where no allowed combination is found.
    """
    profiles = allowed_combinations(blanks.n_levels, blanks.never, most)
    if not len(profiles):
        raise NotComputedError(Message("noise-no-allowed-case"))
    mean, covariance = _moments_of_blanks(blanks)
    return CaseSet(
        kind="allowed",
        profiles=profiles,
        weights=np.full(len(profiles), 1.0 / len(profiles)),
        total=_number(blanks),
        mean=mean,
        covariance=covariance,
    )


def judged_cases(panel: Panel) -> CaseSet:
    """Return the scenarios that counted participants judged, all counting alike; the same levels are one case."""
    panel = panel.counted
    judged = np.flatnonzero(np.bincount(panel.scenario, minlength=len(panel.design.scenarios)))
    _, number = merge_profiles(panel.design.profiles[judged])
    first = judged[np.sort(np.unique(number, return_index=True)[1])]
    names = tuple(panel.design.scenarios[s] for s in first)
    profiles = panel.design.profiles[first].astype(np.int64)
    return listed_cases("judged", panel.study.n_levels, profiles, np.ones(len(first)), names)


def listed_cases(
    kind: CaseKind,
    n_levels: Sequence[int],
    profiles: NDArray[np.integer],
    weights: Floats,
    scenarios: tuple[str, ...] = (),
) -> CaseSet:
    """Return these (M, C) cases with (M,) weights of zero or more."""
    shares = weights / weights.sum()
    columns = Coding(n_levels=tuple(n_levels)).matrix(profiles)
    mean = shares @ columns
    away = columns - mean
    return CaseSet(
        kind=kind,
        profiles=profiles.astype(np.int64),
        weights=shares,
        scenarios=scenarios,
        total=len(profiles),
        mean=mean,
        covariance=(away * shares[:, None]).T @ away,
    )


def practice_cases(practice: Practice, judged: JudgedLevels, most: int = MOST) -> CaseSet:
    """Return the cases of practice, as often as they are met; of more than ``most`` so many stand for all.

    Raises
    ------
    NotComputedError
        Where each of them has a level that nobody judged.
    """
    known, left_out = practice.judged(judged)
    every = listed_cases("practice", judged.n_levels, known.profiles, known.weights)
    some = known.thinned(most)
    return replace(every, profiles=some.profiles, weights=some.weights, left_out=left_out)


def _number(blanks: Blanks) -> int:
    """Return how many cases are allowed; where rules link very many, how many there were without rules."""
    parts = []
    for block in blanks.blocks:
        sizes = [blanks.n_levels[c] for c in block]
        rules = [tuple((block.index(c), level) for c, level in rule) for rule in blanks.never if rule[0][0] in block]
        listed = all_allowed(sizes, rules, _ENUMERABLE)
        parts.append(prod(sizes) if listed is None else len(listed))
    return prod(parts)


def _moments_of_blanks(blanks: Blanks) -> tuple[Floats, Floats]:
    """Return mean and covariance of the effects-coded columns over the allowed cases: signed sums over blocks."""
    coding = Coding(n_levels=blanks.n_levels)
    rows = coding.level_blocks
    single = np.zeros(len(coding.to_part_worths))
    joint = np.zeros((len(single), len(single)))
    linked = np.zeros_like(joint, dtype=np.bool_)
    for number, block in enumerate(blanks.blocks):
        own = np.concatenate([np.arange(rows[c].start, rows[c].stop) for c in block])
        linked[np.ix_(own, own)] = True
        sets = blanks.sets([blanks.number(number, (BLANK,) * len(block))])
        for term, weight in enumerate(sets.weight):
            chance = np.zeros(len(single))
            for atom in sets.atom[sets.first_atom[term] : sets.first_atom[term + 1]]:
                if atom < len(single):
                    chance[atom] = 1.0
                else:
                    chance[rows[atom - len(single)]] = 1.0 / blanks.n_levels[atom - len(single)]
            single += weight * chance
            joint += weight * np.outer(chance, chance)
    joint = np.where(linked, joint, np.outer(single, single))
    for level_rows in rows:
        joint[level_rows, level_rows] = np.diag(single[level_rows])
    code = coding.to_part_worths
    mean = single @ code
    covariance: Floats = code.T @ (joint - np.outer(single, single)) @ code
    return mean, covariance
