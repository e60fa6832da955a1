"""How often practice meets which cases: as weighted whole cases, whatever was known about it.

Margins by criterion become the cases that know nothing more than these margins: of all weights of allowed cases with
these margins those of the largest entropy. Criteria that no rule links are then independent; the combinations of
linked ones are raked from equal weights. A blank of a case is spread over its allowed fillings in equal parts, as
everywhere. Where there are more than ``MOST`` cases, ``MOST`` points that are spread evenly stand for them.

References
----------
Ireland & Kullback (1968), Contingency tables with given marginals, Biometrika 55: raking has the largest entropy.
McKay, Beckman & Conover (1979), Technometrics 21: the spread points (Latin hypercube).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import prod
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from collega.errors import NotComputedError
from collega.mapping.sources import Source
from collega.messages import Message
from collega.model.blanks import Blanks, allowed_combinations
from collega.model.raking import rake
from collega.panel.counts import merge_profiles
from collega.panel.judged_levels import JudgedLevels
from collega.study.coding import BLANK
from collega.study.definition import Study

Form = Literal["cases", "margins"]
Margins = Mapping[str, Mapping[str, float]]
MOST = 4096
_SEED = 20261130


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Practice:
    """Weighted allowed cases without blanks.

    Attributes
    ----------
    profiles : (M, C) int64
        Level indices of M different cases, in the order of the study's criteria; no rule of the study forbids one.
    weights : (M,) float64
        How often each is met: above 0, summing to one.
    form : str
        Whether practice was given as whole ``cases`` or as ``margins`` by criterion.
    exact : bool
        False where a sample stands for more cases than are listed.
    source : Source or None
        How the file was read.
    """

    profiles: NDArray[np.int64]
    weights: NDArray[np.float64]
    form: Form
    exact: bool = True
    source: Source | None = None

    def judged(self, levels: JudgedLevels) -> tuple[Practice, float]:
        """Return the cases of which all levels were judged, and the share of practice that is left out, 0 to 1.

        Raises
        ------
        NotComputedError
            Where no case is left.
        """
        known = np.ones(len(self.profiles), dtype=np.bool_)
        for c, rows in enumerate(levels.study_coding.level_blocks):
            known &= levels.levels[rows][self.profiles[:, c]]
        kept = float(self.weights[known].sum())
        if not known.any():
            raise NotComputedError(Message("practice-nothing-judged"))
        weights = self.weights[known] / kept
        return replace(self, profiles=self.profiles[known], weights=weights), max(1.0 - kept, 0.0)

    def thinned(self, most: int) -> Practice:
        """Return at most so many cases: points that are spread evenly over the weights stand for all, each for a part.

        The share of every case, and of every run of cases in this order, is then at most 1 / ``most`` beside its own.
        """
        if len(self.weights) <= most:
            return self
        points = (np.arange(most) + 0.5) / most
        chosen = np.searchsorted(np.cumsum(self.weights), points).clip(max=len(self.weights) - 1)
        kept, times = np.unique(chosen, return_counts=True)
        return replace(self, profiles=self.profiles[kept], weights=times / most, exact=False)

    def margins(self, study: Study) -> dict[str, dict[str, float]]:
        """Return how often practice meets each level: criterion, level, share of 0 to 1."""
        found = {}
        for c, item in enumerate(study.criteria):
            shares = np.bincount(self.profiles[:, c], self.weights, minlength=len(item.levels))
            found[item.key] = dict(zip(item.level_keys, shares.tolist(), strict=True))
        return found


def even_practice(study: Study) -> Practice:
    """Return all allowed cases, each as often as another."""
    return practice_of_margins(study, {})


def practice_of_margins(study: Study, margins: Margins, source: Source | None = None) -> Practice:
    """Return the practice that knows these margins and nothing more.

    Parameters
    ----------
    study : Study
    margins : mapping of criterion to level to weight
        Weights of 0 or more, not all 0 within a criterion; a level that is not there is never met. Of a criterion
        that is not there nothing is known.
    source : Source, optional

    Raises
    ------
    NotComputedError
        Where no weights of allowed cases have these margins.
    """
    blanks = Blanks.of(study)
    blocks = [_block(study, blanks, block, margins) for block in blanks.blocks]
    number = prod(len(weights) for _, weights in blocks)
    chosen = _every(blocks) if number <= MOST else _spread(blocks)
    profiles = np.empty((len(chosen), len(study.criteria)), dtype=np.int64)
    weights = np.ones(len(chosen))
    for b, (block, (ways, shares)) in enumerate(zip(blanks.blocks, blocks, strict=True)):
        profiles[:, block] = ways[chosen[:, b]]
        weights *= shares[chosen[:, b]] if number <= MOST else 1.0
    return _merged(profiles, weights, form="margins", exact=number <= MOST, source=source)


def practice_of_cases(
    study: Study, profiles: NDArray[np.integer], weights: NDArray[np.float64], source: Source | None = None
) -> Practice:
    """Return the practice of whole cases.

    Parameters
    ----------
    study : Study
    profiles : (M, C) int
        Level indices, ``BLANK`` where not filled in; what is filled in breaks no rule.
    weights : (M,) float64
        0 or more, not all 0.
    source : Source, optional
    """
    blanks, met = Blanks.of(study), weights > 0
    cases, rows = merge_profiles(profiles[met] + 1)
    cases, shares = np.asarray(profiles)[met][cases], np.bincount(rows, weights[met])
    each = max(MOST // len(cases), 1)
    filled = [_fillings(blanks, case, each) for case in cases]
    sizes = np.array([len(ways) for ways, _ in filled])
    return _merged(
        np.vstack([ways for ways, _ in filled]),
        np.repeat(shares / sizes, sizes),
        form="cases",
        exact=all(whole for _, whole in filled),
        source=source,
    )


def _block(
    study: Study, blanks: Blanks, block: tuple[int, ...], margins: Margins
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the allowed combinations of linked criteria that are met, and how often each is."""
    place = {c: number for number, c in enumerate(block)}
    rules = [tuple((place[c], level) for c, level in rule) for rule in blanks.never if rule[0][0] in place]
    ways = allowed_combinations(tuple(study.n_levels[c] for c in block), rules)
    known = [c for c in block if study.criterion_keys[c] in margins]
    wanted = []
    for c in known:
        item = study.criteria[c]
        counts = np.array([margins[item.key].get(level, 0.0) for level in item.level_keys])
        wanted.append(counts / counts.sum())
    if not known:
        return ways, np.full(len(ways), 1.0 / len(ways))
    try:
        weights = rake(ways[:, [place[c] for c in known]], np.ones(len(ways)), wanted)
    except NotComputedError as error:
        names = [study.criterion_keys[c] for c in known]
        raise NotComputedError(Message("practice-margins-break-rules", names=names)) from error
    met = weights > 0
    return ways[met], weights[met]


def _every(blocks: list[tuple[NDArray[np.int64], NDArray[np.float64]]]) -> NDArray[np.int64]:
    """Return (M, B) all ways to take one row of each block."""
    return np.indices([len(weights) for _, weights in blocks]).reshape(len(blocks), -1).T


def _spread(blocks: list[tuple[NDArray[np.int64], NDArray[np.float64]]]) -> NDArray[np.int64]:
    """Return (MOST, B) rows of each block, as often as their weights say, in no order between blocks."""
    rng = np.random.default_rng(_SEED)
    points = (np.arange(MOST) + 0.5) / MOST
    rows = [np.searchsorted(np.cumsum(weights), points).clip(max=len(weights) - 1) for _, weights in blocks]
    return np.column_stack([rng.permutation(row) for row in rows])


def _fillings(blanks: Blanks, case: NDArray[np.int64], most: int) -> tuple[NDArray[np.int64], bool]:
    """Return (N, C) allowed ways to fill in a case, equally likely, and whether these are all: at most ``most``."""
    parts = [_block_fillings(blanks, block, case) for block in blanks.blocks]
    number = prod(map(len, parts))
    if number <= most:
        chosen = np.indices([len(part) for part in parts]).reshape(len(parts), -1).T
    else:
        rng = np.random.default_rng([_SEED, *(case + 1).tolist()])
        points = [rng.permutation((np.arange(most) + rng.random()) / most) for _ in parts]
        chosen = np.column_stack(
            [(each * len(part)).astype(np.int64) for each, part in zip(points, parts, strict=True)]
        )
    filled = np.empty((len(chosen), len(case)), dtype=np.int64)
    for b, (block, part) in enumerate(zip(blanks.blocks, parts, strict=True)):
        filled[:, block] = part[chosen[:, b]]
    return filled, number <= most


def _block_fillings(blanks: Blanks, block: tuple[int, ...], case: NDArray[np.int64]) -> NDArray[np.int64]:
    free = [c for c in block if case[c] == BLANK]
    if not free:
        return case[list(block)][None]
    rules = [
        tuple((free.index(c), level) for c, level in rule if case[c] == BLANK)
        for rule in blanks.never
        if rule[0][0] in block and all(case[c] in {BLANK, level} for c, level in rule)
    ]
    ways = allowed_combinations(tuple(blanks.n_levels[c] for c in free), rules)
    filled = np.tile(case[list(block)], (len(ways), 1))
    filled[:, [block.index(c) for c in free]] = ways
    return filled


def _merged(
    profiles: NDArray[np.int64], weights: NDArray[np.float64], *, form: Form, exact: bool, source: Source | None
) -> Practice:
    first, rows = merge_profiles(profiles)
    total = np.bincount(rows, weights)
    return Practice(profiles=profiles[first], weights=total / total.sum(), form=form, exact=exact, source=source)
