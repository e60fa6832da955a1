"""Which scenarios the rules leave: how many, which levels, and what can be told apart with them at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from math import prod

import numpy as np
from numpy.typing import NDArray

from collega.design.candidates import Rule
from collega.design.diagram import Diagram, Place, draw_diagram

Level = tuple[int, int]  # criterion and level
_PRIME = (1 << 61) - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """Criteria whose weights no design can tell apart.

    Attributes
    ----------
    criteria : tuple of int
    lost : int
        How many parameters less can be estimated.
    """

    criteria: tuple[int, ...]
    lost: int


@dataclass(frozen=True, kw_only=True, eq=False)
class Feasible:
    """The allowed scenarios of a study: every combination of the allowed combinations of its blocks.

    Attributes
    ----------
    n_levels : tuple of int
    blocks : tuple of tuple of int
        Criteria that rules link, directly or through others.
    diagrams : tuple of Diagram
        Of each block.
    """

    n_levels: tuple[int, ...]
    blocks: tuple[tuple[int, ...], ...]
    diagrams: tuple[Diagram, ...]

    @cached_property
    def count(self) -> int:
        """Number of allowed scenarios."""
        return prod(diagram.count for diagram in self.diagrams)

    def scenario(self, number: int) -> NDArray[np.int64]:
        """Return the (C,) levels of one of the allowed scenarios, numbered from 0."""
        profile = np.empty(len(self.n_levels), dtype=np.int64)
        for diagram in self.diagrams:
            number, within = divmod(number, diagram.count)
            for criterion, level in diagram.combination(within).items():
                profile[criterion] = level
        return profile

    def draw(self, rng: np.random.Generator, size: int) -> NDArray[np.int64]:
        """Draw (size, C) different allowed scenarios, every set of them equally likely."""
        if 2 * size > self.count:
            numbers = rng.permutation(self.count)[:size].tolist()
        else:
            chosen: dict[int, None] = {}
            while len(chosen) < size:
                chosen[_random_below(rng, self.count)] = None
            numbers = list(chosen)
        return np.array([self.scenario(number) for number in numbers])

    @cached_property
    def impossible(self) -> tuple[Level, ...]:
        """Levels that no allowed scenario has."""
        pairs = []
        for diagram in self.diagrams:
            totals = diagram.totals()
            for layer, criterion in enumerate(diagram.criteria):
                for group, levels in enumerate(diagram.groups[layer]):
                    pairs += [(criterion, level) for level in levels if (layer, group) not in totals]
        return tuple(sorted(pairs))

    @cached_property
    def ties(self) -> tuple[Tie, ...]:
        """Criteria that no design can tell apart, those with impossible levels by the levels that are left."""
        return tuple(tie for diagram in self.diagrams if len(diagram.criteria) > 1 for tie in _ties(diagram))

    @property
    def rank(self) -> int:
        """Number of parameters that all allowed scenarios together identify: 1 + sum(levels - 1) without rules."""
        if not self.count:
            return 0
        parameters = 1 + sum(self.n_levels) - len(self.n_levels)
        return parameters - len(self.impossible) - sum(tie.lost for tie in self.ties)

    def table(self, one: int, other: int) -> NDArray[np.float64]:
        """Return (L, L') shares of the allowed scenarios that have each level of two criteria."""
        shares = np.full((self.n_levels[one], self.n_levels[other]), 1.0)
        diagram = next(candidate for candidate in self.diagrams if one in candidate.criteria)
        if other not in diagram.criteria:
            raise ValueError("no rule links these criteria")
        layers = [diagram.criteria.index(criterion) for criterion in (one, other)]
        first, second = sorted(layers)
        for group, levels in enumerate(diagram.groups[first]):
            together = diagram.together(first, group)
            for number, others in enumerate(diagram.groups[second]):
                share = together.get((second, number), 0) / (diagram.count * len(levels) * len(others))
                cells = np.ix_(levels, others) if layers[0] == first else np.ix_(others, levels)
                shares[cells] = share
        return shares


@lru_cache(maxsize=64)
def feasible(n_levels: tuple[int, ...], never: tuple[Rule, ...]) -> Feasible | None:
    """Return the allowed scenarios; None where the rules are too entangled to count them."""
    blocks = linked(len(n_levels), never)
    diagrams = []
    for block in blocks:
        diagram = draw_diagram(n_levels, block, [rule for rule in dict.fromkeys(never) if rule[0][0] in block])
        if diagram is None:
            return None
        diagrams.append(diagram)
    return Feasible(n_levels=n_levels, blocks=blocks, diagrams=tuple(diagrams))


def linked(n_criteria: int, never: Sequence[Rule]) -> tuple[tuple[int, ...], ...]:
    """Return blocks of criteria that rules link, directly or through others; a criterion without rules alone."""
    label = list(range(n_criteria))
    for rule in never:
        joined = {label[c] for c, _ in rule}
        label = [min(joined) if number in joined else number for number in label]
    return tuple(tuple(c for c in range(n_criteria) if label[c] == number) for number in sorted(set(label)))


def _random_below(rng: np.random.Generator, bound: int) -> int:
    if bound < 1 << 62:
        return int(rng.integers(bound))
    return int.from_bytes(rng.bytes(bound.bit_length() // 8 + 9), "little") % bound  # bias below 2^-64


def _ties(diagram: Diagram) -> list[Tie]:
    """Return the ties of a block: dependences between the groups of levels over all allowed combinations.

    Levels of one group can be put in each other's place in any scenario, so their differences are never tied.
    """
    totals = diagram.totals()
    columns = _without_reference(totals)
    covariances = _covariances(diagram, totals, columns)
    if len(columns) == 0 or _has_full_rank(covariances):
        return []
    owners = [diagram.criteria[layer] for layer, _ in columns]
    ties: list[Tie] = []
    for dependence in _dependences(covariances):
        criteria, lost = {owners[column] for column in dependence}, 1
        for tie in [tie for tie in ties if criteria & set(tie.criteria)]:
            criteria, lost = criteria | set(tie.criteria), lost + tie.lost
            ties.remove(tie)
        ties.append(Tie(criteria=tuple(sorted(criteria)), lost=lost))
    return ties


def _without_reference(totals: Mapping[Place, int]) -> list[Place]:
    """Leave out the first group that occurs in each layer: the groups of a layer sum to one."""
    first: dict[int, int] = {}
    for layer, group in sorted(totals):
        first.setdefault(layer, group)
    return [place for place in sorted(totals) if first[place[0]] != place[1]]


def _covariances(diagram: Diagram, totals: Mapping[Place, int], columns: Sequence[Place]) -> list[list[int]]:
    """Return count^2 times the covariances of the columns over all allowed combinations: whole numbers."""
    matrix = [[0] * len(columns) for _ in columns]
    for a, first in enumerate(columns):
        together = {first: totals[first]} | diagram.together(*first)
        for b, second in enumerate(columns[a:], start=a):
            product = diagram.count * together.get(second, 0) - totals[first] * totals[second]
            matrix[a][b] = matrix[b][a] = product
    return matrix


def _has_full_rank(matrix: Sequence[Sequence[int]]) -> bool:
    """Whether the determinant is no multiple of a large prime, so not 0; False may be said of one that is not 0."""
    rows = [[cell % _PRIME for cell in row] for row in matrix]
    for k in range(len(rows)):
        pivot = next((r for r in range(k, len(rows)) if rows[r][k]), None)
        if pivot is None:
            return False
        rows[k], rows[pivot] = rows[pivot], rows[k]
        inverse = pow(rows[k][k], -1, _PRIME)
        for r in range(k + 1, len(rows)):
            factor = rows[r][k] * inverse % _PRIME
            if factor:
                rows[r] = [(cell - factor * above) % _PRIME for cell, above in zip(rows[r], rows[k], strict=True)]
    return True


def _dependences(matrix: Sequence[Sequence[int]]) -> list[set[int]]:
    """Return for each column that depends on those before it: that column and those it depends on. Exact."""
    rows = [[Fraction(cell) for cell in row] for row in matrix]
    pivots: list[int] = []
    for column in range(len(rows)):
        k = len(pivots)
        chosen = next((r for r in range(k, len(rows)) if rows[r][column]), None)
        if chosen is None:
            continue
        rows[k], rows[chosen] = rows[chosen], rows[k]
        rows[k] = [cell / rows[k][column] for cell in rows[k]]
        for r in range(len(rows)):
            if r != k and rows[r][column]:
                factor = rows[r][column]
                rows[r] = [cell - factor * above for cell, above in zip(rows[r], rows[k], strict=True)]
        pivots.append(column)
    free = [column for column in range(len(rows)) if column not in pivots]
    return [{column, *(pivot for k, pivot in enumerate(pivots) if rows[k][column])} for column in free]
