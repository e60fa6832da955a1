"""Which levels a blank may take: the allowed combinations, all equally likely, as sums of products.

Criteria that a ``never`` rule links form a block; blocks are independent of each other. Within a block the allowed
combinations follow from all combinations by inclusion and exclusion: a signed sum of terms, in each of which a
criterion either has one level or any level. So averages over them need no list of combinations, however many there
are. Only where that sum gets long (many rules that can be broken together) the allowed combinations are listed, or
sampled where they are many too.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import prod

import numpy as np
from numpy.typing import NDArray

from collega.design.candidates import all_allowed, allowed
from collega.errors import NotComputedError
from collega.messages import Message
from collega.panel.judged_levels import JudgedLevels
from collega.study.coding import BLANK
from collega.study.definition import Study

Rule = tuple[tuple[int, int], ...]
MOST_TERMS = 4096
_ENUMERABLE = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sets:
    """Averages over levels of a block, as the kernels take them.

    Attributes
    ----------
    first_term : (S+1,) int64
        Set s is the sum of terms ``first_term[s]`` up to ``first_term[s + 1]``.
    weight : (T,) float64
        Weight of each term; they sum to one within a set.
    first_atom : (T+1,) int64
        Term t is the product of ``atom[first_atom[t]:first_atom[t + 1]]``.
    atom : (A,) int64
        Level, counted over all criteria; from L on: the mean over all levels of criterion ``atom - L``.
    """

    first_term: NDArray[np.int64]
    weight: NDArray[np.float64]
    first_atom: NDArray[np.int64]
    atom: NDArray[np.int64]


@dataclass(slots=True, eq=False)
class Blanks:
    """The blocks of a study, and the sets asked of them so far.

    Attributes
    ----------
    n_levels : tuple of int
        Numbers of levels of the C criteria.
    never : tuple of rules
        Forbidden combinations as (criterion, level) pairs.
    blocks : tuple of tuple of int
        Criteria of each of the B blocks.
    """

    n_levels: tuple[int, ...]
    never: tuple[Rule, ...]
    blocks: tuple[tuple[int, ...], ...] = ()
    _numbers: dict[tuple[int, tuple[int, ...]], int] = field(default_factory=dict)
    _ways: dict[tuple[int, tuple[int, ...]], NDArray[np.int64]] = field(default_factory=dict)
    _terms: list[list[tuple[float, list[int]]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.blocks = _linked(len(self.n_levels), self.never)

    @classmethod
    def of(cls, study: Study, judged: JudgedLevels | None = None) -> Blanks:
        """Return those of a study; a level that nobody judged counts as forbidden."""
        rules = study.never_rules
        if judged is not None:
            blocks = judged.study_coding.level_blocks
            absent = [(c, level) for c, rows in enumerate(blocks) for level in np.flatnonzero(~judged.levels[rows])]
            rules = (*rules, *(((c, int(level)),) for c, level in absent))
        return cls(study.n_levels, rules)

    def number(self, block: int, levels: tuple[int, ...]) -> int:
        """Return the number of the set in which this block has these levels, ``BLANK`` where any allowed one."""
        key = (block, levels)
        if key not in self._numbers:
            self._numbers[key] = len(self._terms)
            self._terms.append(self._average(self.blocks[block], levels))
        return self._numbers[key]

    def choices(self, cases: NDArray[np.integer]) -> NDArray[np.int64]:
        """Return (M, B) set numbers of (M, C) cases."""
        rows = [
            [self.number(b, tuple(int(case[c]) for c in block)) for b, block in enumerate(self.blocks)]
            for case in np.atleast_2d(cases)
        ]
        return np.array(rows, dtype=np.int64).reshape(len(rows), len(self.blocks))

    def sets(self, numbers: Sequence[int] | None = None) -> Sets:
        """Return the sets with these numbers, in this order; without them all that were numbered so far."""
        chosen = self._terms if numbers is None else [self._terms[number] for number in numbers]
        terms = [term for some in chosen for term in some]
        sizes = [len(some) for some in chosen]
        return Sets(
            first_term=np.cumsum([0, *sizes]).astype(np.int64),
            weight=np.array([weight for weight, _ in terms]),
            first_atom=np.cumsum([0, *(len(atoms) for _, atoms in terms)]).astype(np.int64),
            atom=np.array([atom for _, atoms in terms for atom in atoms], dtype=np.int64),
        )

    def ways(self, case: NDArray[np.integer]) -> NDArray[np.int64]:
        """Return the (N, C) allowed ways to fill in a case, all equally likely."""
        if (case != BLANK).all():
            return np.asarray(case, dtype=np.int64)[None]
        parts = [self._block_ways(b, tuple(case[list(block)].tolist())) for b, block in enumerate(self.blocks)]
        chosen = np.indices([len(part) for part in parts]).reshape(len(parts), -1)
        filled = np.empty((chosen.shape[1], len(self.n_levels)), dtype=np.int64)
        for block, part, rows in zip(self.blocks, parts, chosen, strict=True):
            filled[:, block] = part[rows]
        return filled

    def forbidden(self, case: Sequence[int]) -> list[Rule]:
        """Return the rules that the filled-in levels of a case break."""
        return [rule for rule in self.never if all(case[c] == level for c, level in rule)]

    def _block_ways(self, number: int, levels: tuple[int, ...]) -> NDArray[np.int64]:
        if (number, levels) not in self._ways:
            self._ways[number, levels] = self._allowed(self.blocks[number], levels)
        return self._ways[number, levels]

    def _allowed(self, block: tuple[int, ...], levels: tuple[int, ...]) -> NDArray[np.int64]:
        every = [
            range(self.n_levels[c]) if level == BLANK else (level,) for c, level in zip(block, levels, strict=True)
        ]
        ways = np.array(list(itertools.product(*every)), dtype=np.int64)
        filled = {c: level for c, level in zip(block, levels, strict=True) if level != BLANK}
        broken = np.zeros(len(ways), dtype=np.bool_)
        for rule in _left_over(self.never, block, filled):
            broken |= np.logical_and.reduce([ways[:, block.index(c)] == level for c, level in rule])
        return ways if broken.all() else ways[~broken]

    def _average(self, block: tuple[int, ...], levels: tuple[int, ...]) -> list[tuple[float, list[int]]]:
        filled = {c: level for c, level in zip(block, levels, strict=True) if level != BLANK}
        rules = _left_over(self.never, block, filled)
        sizes = {c: self.n_levels[c] for c in block if c not in filled}
        signed = _exclude(rules)
        if signed is None:
            return self._listed(block, filled, rules, sizes)
        allowed = sum(sign * _size(sizes, fixed) for fixed, sign in signed.items())
        if allowed == 0:  # the filled-in levels can never be shown: there is no rule left to follow
            signed, allowed = {(): 1}, prod(sizes.values())
        return [
            (sign * _size(sizes, fixed) / allowed, self._atoms(block, filled | dict(fixed)))
            for fixed, sign in signed.items()
        ]

    def _atoms(self, block: tuple[int, ...], fixed: Mapping[int, int]) -> list[int]:
        total = sum(self.n_levels)
        return [sum(self.n_levels[:c]) + fixed[c] if c in fixed else total + c for c in block]

    def _listed(
        self, block: tuple[int, ...], filled: Mapping[int, int], rules: list[Rule], sizes: Mapping[int, int]
    ) -> list[tuple[float, list[int]]]:
        place = {c: number for number, c in enumerate(sizes)}
        moved = [tuple((place[c], level) for c, level in rule) for rule in rules]
        combinations = allowed_combinations(tuple(sizes.values()), moved)
        if not len(combinations):  # the filled-in levels can never be shown: there is no rule left to follow
            return [(1.0, self._atoms(block, filled))]
        return [
            (1.0 / len(combinations), self._atoms(block, {**filled, **dict(zip(sizes, chosen, strict=True))}))
            for chosen in combinations.tolist()
        ]


def _linked(n_criteria: int, never: Sequence[Rule]) -> tuple[tuple[int, ...], ...]:
    label = list(range(n_criteria))
    for rule in never:
        joined = {label[c] for c, _ in rule}
        label = [min(joined) if own in joined else own for own in label]
    return tuple(tuple(c for c in range(n_criteria) if label[c] == own) for own in sorted(set(label)))


def _left_over(never: Sequence[Rule], block: tuple[int, ...], filled: Mapping[int, int]) -> list[Rule]:
    """Return what the rules still forbid among the blanks; rules that the filled-in levels break are spent."""
    rules = []
    for rule in never:
        possible = all(c in block and filled.get(c, level) == level for c, level in rule)
        rest = tuple((c, level) for c, level in rule if c not in filled)
        if possible and rest:
            rules.append(rest)
    return rules


def _exclude(rules: Sequence[Rule]) -> dict[Rule, int] | None:
    """Return the signed sum 'all minus those that break a rule', by fixed levels; None where it gets too long."""
    signed: dict[Rule, int] = {(): 1}
    for rule in rules:
        for fixed, sign in list(signed.items()):
            both = dict(fixed)
            if all(both.setdefault(c, level) == level for c, level in rule):
                key = tuple(sorted(both.items()))
                signed[key] = signed.get(key, 0) - sign
        signed = {fixed: sign for fixed, sign in signed.items() if sign}
        if len(signed) > MOST_TERMS:
            return None
    return signed


def _size(sizes: Mapping[int, int], fixed: Rule) -> int:
    given = {c for c, _ in fixed}
    return prod(size for c, size in sizes.items() if c not in given)


def allowed_combinations(sizes: tuple[int, ...], rules: Sequence[Rule], most: int = MOST_TERMS) -> NDArray[np.int64]:
    """Return (N, C) all allowed combinations, or where those are more than ``most`` a fixed quasi-random sample."""
    every = all_allowed(sizes, rules, _ENUMERABLE)
    if every is not None and len(every) <= most:
        return every
    from scipy.stats import qmc  # slow to import, hardly ever needed

    sobol = qmc.Sobol(len(sizes), scramble=True, seed=1)
    found = np.empty((0, len(sizes)), dtype=np.int64)
    for _ in range(_ENUMERABLE // most):
        points = (sobol.random(most) * np.array(sizes)).astype(np.int64)
        found = np.concatenate([found, points[allowed(points, rules)]])
        if len(found) >= most:
            return found[:most]
    if not len(found):
        raise NotComputedError(Message("model-all-blanks-forbidden", number=_ENUMERABLE))
    return found
