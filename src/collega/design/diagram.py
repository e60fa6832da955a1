"""The allowed combinations of criteria that rules link, counted and drawn without listing them.

A decision diagram: one layer per criterion. What the levels so far leave open of the rules is a state; scenarios that
leave the same rules open go on in the same ways. Levels that no rule tells apart are one group. So there are as many
states as the rules need, however many combinations there are, and all numbers are whole numbers without rounding.

References
----------
Wegener (2000), Branching Programs and Binary Decision Diagrams, SIAM: counting and drawing on ordered diagrams.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from collega.design.candidates import Rule

_MOST_EDGES = 50_000

Edges = tuple[
    tuple[tuple[int, int], ...], ...
]  # for each state the groups that may follow, and the states they lead to
Place = tuple[int, int]  # a layer and a group of its levels


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Diagram:
    """The allowed combinations of a block of criteria.

    Attributes
    ----------
    criteria : tuple of int
        In the order of the layers.
    groups : tuple of tuple of tuple of int
        For each layer the levels that all rules treat alike.
    edges : tuple of Edges
        For each layer.
    below : tuple of tuple of int
        For each layer, and after the last, the number of ways from each state to the end.
    """

    criteria: tuple[int, ...]
    groups: tuple[tuple[tuple[int, ...], ...], ...]
    edges: tuple[Edges, ...]
    below: tuple[tuple[int, ...], ...]

    @property
    def count(self) -> int:
        """Number of allowed combinations."""
        return self.below[0][0]

    def combination(self, number: int) -> dict[int, int]:
        """Return the level of each criterion in one of the allowed combinations, numbered from 0."""
        chosen, state = {}, 0
        for layer, criterion in enumerate(self.criteria):
            for group, target in self.edges[layer][state]:
                ways = self.below[layer + 1][target]
                levels = self.groups[layer][group]
                if number < ways * len(levels):
                    break
                number -= ways * len(levels)
            place, number = divmod(number, ways)
            chosen[criterion], state = levels[place], target
        return chosen

    def totals(self) -> dict[Place, int]:
        """Return in how many allowed combinations each group of levels occurs; only those that do."""
        totals: dict[Place, int] = defaultdict(int)
        for layer, states in self._walk(0, {0: 1}):
            for place, ways in self._count(layer, states):
                totals[place] += ways
        return dict(totals)

    def together(self, layer: int, group: int) -> dict[Place, int]:
        """Return in how many allowed combinations this group occurs together with each group of the later layers."""
        states = next(states for number, states in self._walk(0, {0: 1}) if number == layer)
        size = len(self.groups[layer][group])
        following: dict[int, int] = defaultdict(int)
        for state, ways in states.items():
            for chosen, target in self.edges[layer][state]:
                if chosen == group:
                    following[target] += ways * size
        totals: dict[Place, int] = defaultdict(int)
        for number, reached in self._walk(layer + 1, following):
            for place, ways in self._count(number, reached):
                totals[place] += ways
        return dict(totals)

    def _walk(self, layer: int, states: Mapping[int, int]) -> Iterator[tuple[int, Mapping[int, int]]]:
        """Yield each layer from this one on, with the number of ways to each of its states."""
        for number in range(layer, len(self.criteria)):
            yield number, states
            following: dict[int, int] = defaultdict(int)
            for state, ways in states.items():
                for group, target in self.edges[number][state]:
                    following[target] += ways * len(self.groups[number][group])
            states = following

    def _count(self, layer: int, states: Mapping[int, int]) -> Iterator[tuple[Place, int]]:
        for state, ways in states.items():
            for group, target in self.edges[layer][state]:
                below = self.below[layer + 1][target]
                if below:
                    yield (layer, group), ways * len(self.groups[layer][group]) * below


def draw_diagram(n_levels: Sequence[int], block: Sequence[int], rules: Sequence[Rule]) -> Diagram | None:
    """Return the diagram of a block of criteria; None where the rules are too entangled for one.

    Parameters
    ----------
    n_levels : sequence of int
        Of all criteria.
    block : sequence of int
        Criteria.
    rules : sequence of rules
        Those among these criteria.
    """
    criteria = _order(block, rules)
    last = [max(criteria.index(c) for c, _ in rule) for rule in rules]
    groups, edges = [], []
    states, count = {(1 << len(rules)) - 1: 0}, 0
    for layer, criterion in enumerate(criteria):
        ends = sum(1 << r for r, end in enumerate(last) if end == layer)
        kinds = _alike(criterion, n_levels[criterion], rules)
        following: dict[int, int] = {}
        rows = []
        for left_open in states:
            row = []
            for group, settled in enumerate(kinds):
                still_open = left_open & ~settled
                if not still_open & ends:
                    row.append((group, following.setdefault(still_open, len(following))))
            rows.append(tuple(row))
            count += len(row)
        if count > _MOST_EDGES:
            return None
        groups.append(tuple(map(tuple, kinds.values())))
        edges.append(tuple(rows))
        states = following
    below = _ways_below(groups, edges, len(states))
    return Diagram(criteria=tuple(criteria), groups=tuple(groups), edges=tuple(edges), below=below)


def _alike(criterion: int, levels: int, rules: Sequence[Rule]) -> dict[int, list[int]]:
    """Return the levels that all rules treat alike, by the rules that they settle (as bits)."""
    kinds: dict[int, list[int]] = defaultdict(list)
    involved = [(1 << r, dict(rule)[criterion]) for r, rule in enumerate(rules) if criterion in dict(rule)]
    for level in range(levels):
        kinds[sum(bit for bit, forbidden in involved if forbidden != level)].append(level)
    return kinds


def _ways_below(
    groups: Sequence[Sequence[Sequence[int]]], edges: Sequence[Edges], ends: int
) -> tuple[tuple[int, ...], ...]:
    below = [(1,) * max(ends, 1)]
    for sizes, rows in zip(reversed(groups), reversed(edges), strict=True):
        below.append(tuple(sum(len(sizes[group]) * below[-1][target] for group, target in row) for row in rows))
    return tuple(reversed(below))


def _order(block: Sequence[int], rules: Sequence[Rule]) -> list[int]:
    """Order the criteria so that few rules are open at any time."""
    parts = [{c for c, _ in rule} for rule in rules]
    order: list[int] = []
    waiting = list(block)
    while waiting:
        placed = set(order)

        def open_after(criterion: int, done: set[int] = placed) -> int:
            return sum(bool(part & (done | {criterion})) and not part <= done | {criterion} for part in parts)

        order.append(min(waiting, key=open_after))
        waiting.remove(order[-1])
    return order
