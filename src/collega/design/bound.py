"""How efficient any design of this many runs could be: a proven upper bound, without searching.

For a design with level counts n_a of criterion k, |X'X/n| = prod_k |D_k| |R| with |D_k| = L^L prod_a (n_a / n) and
R the matrix of canonical correlations. The squares of R sum to the chi-squares of the pairs of criteria, and integer
counts cannot make those vanish where n is no multiple of the product of the levels. Given that sum, |R| is largest
when all correlations are equal. The bound is the largest value over all level counts; those that are not enumerated
are charged their best |D_k| and no correlation at all (Fischer's inequality).

References
----------
Kuhfeld (2010), Marketing Research Methods in SAS: D-efficiency. Horn & Johnson (2013), Matrix Analysis, 7.8: Fischer.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import comb, exp, inf, log, prod, sqrt

from collega.design.limit import UNLIMITED, Limit

Classes = tuple[tuple[int, int], ...]
_COMBINATIONS = 14_000  # a second of work at most
_REACH = 4


@dataclass(frozen=True, slots=True)
class _Type:
    """A way to divide the runs over the levels: the counts, and log |D|."""

    counts: tuple[int, ...]
    log_det: float


def efficiency_bound(n_levels: tuple[int, ...], runs: int, limit: Limit = UNLIMITED) -> float:
    """Return an upper bound on |X'X/n|^(1/p) of every design, p = 1 + sum(levels - 1), orthonormal coding.

    Parameters
    ----------
    n_levels : tuple of int
        Levels of the C criteria.
    runs : int
        n, over all versions.
    limit : Limit
        Where it cuts the work short, the bound is a higher one.

    Returns
    -------
    float
        0 where n < p: nothing identifies p parameters then.
    """
    if limit.seconds is None:
        return _without_limit(n_levels, runs)
    return _efficiency_bound(n_levels, runs, limit)


@lru_cache(maxsize=64)
def _without_limit(n_levels: tuple[int, ...], runs: int) -> float:
    return _efficiency_bound(n_levels, runs, UNLIMITED)


def _efficiency_bound(n_levels: tuple[int, ...], runs: int, limit: Limit) -> float:
    parameters = 1 + sum(levels - 1 for levels in n_levels)
    if runs < parameters:
        return 0.0
    classes, charged = _divided(Counter(n_levels))
    alone = sum(count * _types(levels, runs)[0].log_det for levels, count in charged)
    best = alone + _best(classes, _listed_types(classes, runs), {}, limit)
    return min(1.0, exp(best / parameters))


def _divided(counts: Mapping[int, int]) -> tuple[Classes, Classes]:
    """Divide the numbers of levels in those to list types of and, where they differ much, those to charge."""
    listed: list[tuple[int, int]] = []
    charged: list[tuple[int, int]] = []
    for levels, count in sorted(counts.items()):
        small = _combinations([*listed, (levels, count)], dict.fromkeys(counts, 1)) <= _COMBINATIONS
        (listed if small else charged).append((levels, count))
    return tuple(listed), tuple(charged)


def _combinations(classes: Sequence[tuple[int, int]], listed: Mapping[int, int]) -> int:
    """Return how many ways there are to give some of the criteria of each class one of its listed types each."""
    return prod(comb(count + listed[levels], count) for levels, count in classes)


def _best(classes: Classes, types: dict[int, tuple[_Type, ...]], memo: dict[Classes, float], limit: Limit) -> float:
    """Return the largest log-determinant: all types listed, or one criterion apart with a type that is not."""
    if limit.cuts("the bound"):
        return sum(count * types[levels][0].log_det for levels, count in classes)
    if classes not in memo:
        best = _listed(classes, types, limit)
        for levels, count in classes:
            rest = tuple(
                (level_count, n - (level_count == levels))
                for level_count, n in classes
                if (level_count, n) != (levels, 1)
            )
            if count and types[levels][-1].log_det > -inf:
                best = max(best, types[levels][-1].log_det + _best(rest, types, memo, limit))
        memo[classes] = best
    return memo[classes]


def _listed(classes: Classes, types: dict[int, tuple[_Type, ...]], limit: Limit) -> float:
    """Return the largest log-determinant over every way to give each criterion one of its listed types."""
    upper = sum(count * types[levels][0].log_det for levels, count in classes)
    columns = sum(count * (levels - 1) for levels, count in classes)
    choices = [
        [
            (sum(kind.log_det for kind in combination), combination)
            for combination in itertools.combinations_with_replacement(types[levels][:-1], count)
        ]
        for levels, count in classes
    ]
    best = -inf
    for chosen in itertools.product(*choices):
        total = sum(log_det for log_det, _ in chosen)
        if total <= best:
            continue
        if limit.cuts("the bound"):
            return upper
        tally = Counter(itertools.chain.from_iterable(combination for _, combination in chosen))
        squares = sum(
            2.0 * _least_chi_square(first.counts, second.counts) * _pairs(tally, first, second)
            for first, second in itertools.combinations_with_replacement(tally, 2)
        )
        best = max(best, total + _largest_log_det(columns, squares))
    return best


def _pairs(tally: Counter[_Type], first: _Type, second: _Type) -> int:
    return comb(tally[first], 2) if first is second else tally[first] * tally[second]


def _listed_types(classes: Classes, runs: int) -> dict[int, tuple[_Type, ...]]:
    """List more types where the unlisted are charged most, as long as the combinations stay few; last, that charge."""
    kinds = {levels: _types(levels, runs) for levels, _ in classes}
    listed = dict.fromkeys(kinds, 1)
    open_classes = set(kinds)
    while open_classes:
        levels = max(open_classes, key=lambda each: kinds[each][listed[each]].log_det)
        trial = listed | {levels: listed[levels] + 1}
        if _combinations(classes, trial) <= _COMBINATIONS and trial[levels] < len(kinds[levels]):
            listed = trial
        else:
            open_classes.remove(levels)
    return {levels: kinds[levels][: number + 1] for levels, number in listed.items()}


@lru_cache(maxsize=256)
def _types(levels: int, runs: int) -> tuple[_Type, ...]:
    """Return the ways to divide the runs, the most balanced first; the last one only as a charge.

    log |D| grows with every step towards balance (it is Schur-concave), so what lies further than the front is worse
    than the best of the front; ways that are worse than that are left to the charge.
    """
    base, rest = divmod(runs, levels)
    balanced = [base + 1] * rest + [base] * (levels - rest)
    kinds_found = {tuple(sorted(balanced))}
    front = set(kinds_found)
    for _ in range(_REACH):
        front = {moved for counts in front for moved in _moves(counts)} - kinds_found
        kinds_found |= front
    kinds = sorted((_Type(counts, _log_det(counts, runs)) for counts in kinds_found), key=lambda kind: -kind.log_det)
    if not front:
        return (*kinds, _Type(kinds[0].counts, -inf))
    edge = max(_log_det(counts, runs) for counts in front)
    return tuple(kind for kind in kinds if kind.log_det >= edge)


def _moves(counts: tuple[int, ...]) -> list[tuple[int, ...]]:
    """Return the ways to move one run from one level to another, of levels with the same counts one."""
    moved = []
    for fewer, greater in itertools.product(sorted(set(counts)), repeat=2):
        if fewer > 1 and (fewer != greater or counts.count(fewer) > 1):
            rest = list(counts)
            rest.remove(fewer)
            rest.remove(greater)
            moved.append(tuple(sorted([*rest, fewer - 1, greater + 1])))
    return moved


def _log_det(counts: tuple[int, ...], runs: int) -> float:
    levels = len(counts)
    return levels * log(levels) + sum(log(count / runs) for count in counts)


@lru_cache(maxsize=4096)
def _least_chi_square(rows: tuple[int, ...], columns: tuple[int, ...]) -> float:
    """Return the least chi-square over n of integer tables with these margins, or something below it."""
    return max(_by_rows(rows, columns), _by_rows(columns, rows))


def _by_rows(rows: tuple[int, ...], columns: tuple[int, ...]) -> float:
    """Fill each row on its own, one run at a time where it adds least: exact for a separable convex sum."""
    total = 0.0
    for row in rows:
        share = [row * column // sum(columns) for column in columns]
        share = [max(0, count - 1) for count in share]
        for _ in range(row - sum(share)):
            cheapest = min(range(len(columns)), key=lambda b: (2 * share[b] + 1) / columns[b])
            share[cheapest] += 1
        total += sum(count * count / (row * column) for count, column in zip(share, columns, strict=True))
    return max(0.0, total - 1.0)


def _largest_log_det(columns: int, squares: float) -> float:
    if columns < 2 or squares <= 0.0:
        return 0.0
    a = min(sqrt(squares / (columns * (columns - 1))), 1.0 - 1e-12)
    return (columns - 1) * log(1.0 - a) + log(1.0 + (columns - 1) * a)
