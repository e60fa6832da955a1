"""Orthogonal arrays that are constructed, not searched: every pair of levels of two criteria equally often.

References
----------
Hedayat, Sloane & Stufken (1999), Orthogonal Arrays, ch. 3 (linear arrays), 7 (Hadamard), 9 (mixed levels).
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


def orthogonal_array(n_levels: Sequence[int], runs: int) -> Ints | None:
    """Construct an orthogonal array of strength 2.

    Parameters
    ----------
    n_levels : sequence of int
        Levels of each of the C factors.
    runs : int

    Returns
    -------
    (runs, C) int64 or None
        None where none of the constructions here gives one: that is no proof that none exists.
    """
    for size in sorted(_divisors(runs)):
        array = _construct(tuple(n_levels), size)
        if array is not None:
            return np.tile(array, (runs // size, 1))
    return None


def is_orthogonal(array: NDArray[np.integer], n_levels: Sequence[int]) -> bool:
    """Whether all pairs of levels of all pairs of factors (and all levels of each) occur equally often."""
    runs = len(array)
    for c, levels in enumerate(n_levels):
        if len({*np.bincount(array[:, c], minlength=levels)}) != 1:
            return False
    for (a, la), (b, lb) in itertools.combinations(enumerate(n_levels), 2):
        counts = np.bincount(array[:, a] * lb + array[:, b], minlength=la * lb)
        if runs % (la * lb) or (counts != runs // (la * lb)).any():
            return False
    return True


def _construct(n_levels: tuple[int, ...], runs: int) -> Ints | None:
    if runs < 1 + sum(levels - 1 for levels in n_levels):
        return None
    for make in (_linear, _eighteen, _hadamard, _product):
        array = make(n_levels, runs)
        if array is not None and is_orthogonal(array, n_levels):
            return array
    return None


def _linear(n_levels: tuple[int, ...], runs: int) -> Ints | None:
    """Columns are linear maps of GF(p)^k; one of p^m levels is m maps whose span meets no other column's."""
    prime = _prime_base(runs)
    if prime is None:
        return None
    k = _exponent(runs, prime)
    powers = [_exponent(levels, prime) for levels in n_levels]
    if k is None or any(power is None or power > k for power in powers):
        return None
    points = _projective_points(prime, k)
    chosen = _disjoint_spans([power for power in powers if power is not None], points, prime)
    if chosen is None:
        return None
    vectors = np.array(list(itertools.product(range(prime), repeat=k)), dtype=np.int64)
    columns = []
    for basis in chosen:
        weights = prime ** np.arange(len(basis) - 1, -1, -1)
        columns.append((vectors @ np.array(basis).T % prime) @ weights)
    return np.column_stack(columns)


def _disjoint_spans(powers: list[int], points: list[tuple[int, ...]], prime: int) -> list[list[tuple[int, ...]]] | None:
    """Pick a basis for every factor, the largest first, so that no two spans share a point."""
    free = dict.fromkeys(points)
    chosen: dict[int, list[tuple[int, ...]]] = {}
    for factor in sorted(range(len(powers)), key=lambda f: -powers[f]):
        for basis in itertools.islice(itertools.combinations(list(free), powers[factor]), 20_000):
            span = _span(basis, prime)
            if len(span) == (prime ** powers[factor] - 1) // (prime - 1) and all(point in free for point in span):
                chosen[factor] = list(basis)
                for point in span:
                    del free[point]
                break
        else:
            return None
    return [chosen[factor] for factor in range(len(powers))]


def _span(basis: Sequence[tuple[int, ...]], prime: int) -> set[tuple[int, ...]]:
    span = set()
    for weights in itertools.product(range(prime), repeat=len(basis)):
        vector = tuple(int(value) for value in np.array(weights) @ np.array(basis) % prime)
        if any(vector):
            span.add(_normalise(vector, prime))
    return span


def _normalise(vector: tuple[int, ...], prime: int) -> tuple[int, ...]:
    first = next(value for value in vector if value)
    inverse = pow(first, -1, prime)
    return tuple(value * inverse % prime for value in vector)


def _projective_points(prime: int, k: int) -> list[tuple[int, ...]]:
    vectors = itertools.product(range(prime), repeat=k)
    return [v for v in vectors if any(v) and next(x for x in v if x) == 1]


def _eighteen(n_levels: tuple[int, ...], runs: int) -> Ints | None:
    """OA(18, 3^6 6^1) from a difference matrix of order 6 over GF(3); the 6 also splits into 3 and 2 levels."""
    if runs != 18 or any(levels not in {2, 3, 6} for levels in n_levels):
        return None
    difference = np.array(
        [[0, 0, 0, 0, 0, 0], [0, 0, 1, 1, 2, 2], [0, 1, 0, 2, 2, 1], [0, 1, 2, 0, 1, 2], [0, 2, 2, 1, 0, 1],
         [0, 2, 1, 2, 1, 0]]
    )  # fmt: skip
    threes = [(difference[:, [c]] + np.arange(3)).ravel() % 3 for c in range(6)]
    six = np.repeat(np.arange(6), 3)
    counts = {levels: n_levels.count(levels) for levels in (2, 3, 6)}
    if counts[6] > 1 or counts[2] > 1 or (counts[6] and counts[2]) or counts[3] > (6 if counts[6] else 7):
        return None
    stock = {2: [six % 2], 3: [*threes, six // 2], 6: [six]}
    return np.column_stack([stock[levels].pop(0) for levels in n_levels])


def _hadamard(n_levels: tuple[int, ...], runs: int) -> Ints | None:
    """Two-level arrays of q + 1 runs, q prime and 3 modulo 4, by Paley's first construction."""
    q = runs - 1
    if set(n_levels) != {2} or runs % 4 or not _is_prime(q) or len(n_levels) > q:
        return None
    squares = {x * x % q for x in range(1, q)}
    paley = np.array([[1 if (a - b) % q in squares else 0 for b in range(q)] for a in range(q)])
    return np.vstack([np.ones(q, dtype=np.int64), paley])[:, : len(n_levels)]


def _product(n_levels: tuple[int, ...], runs: int) -> Ints | None:
    """All runs of one array crossed with all runs of another: levels of different primes apart."""
    bases = {levels: _prime_base(levels) for levels in n_levels}
    primes = sorted({base for base in bases.values() if base is not None})
    if len(primes) < 2 or None in bases.values():
        return None
    first = [c for c, levels in enumerate(n_levels) if bases[levels] == primes[0]]
    rest = [c for c in range(len(n_levels)) if c not in first]
    for size in _divisors(runs):
        first_plan = _construct(tuple(n_levels[c] for c in first), size)
        second_plan = None if first_plan is None else _construct(tuple(n_levels[c] for c in rest), runs // size)
        if first_plan is not None and second_plan is not None:
            array = np.empty((runs, len(n_levels)), dtype=np.int64)
            array[:, first] = np.repeat(first_plan, len(second_plan), axis=0)
            array[:, rest] = np.tile(second_plan, (len(first_plan), 1))
            return array
    return None


def _divisors(number: int) -> list[int]:
    return [d for d in range(1, number + 1) if number % d == 0]


def _prime_base(number: int) -> int | None:
    """Return p where number = p^k, k >= 1."""
    prime = next((p for p in range(2, number + 1) if number % p == 0), None)
    return prime if prime is not None and _exponent(number, prime) is not None else None


def _exponent(number: int, prime: int) -> int | None:
    k = 0
    while number % prime == 0:
        number //= prime
        k += 1
    return k if number == 1 and k > 0 else None


def _is_prime(number: int) -> bool:
    return number > 1 and all(number % d for d in range(2, int(number**0.5) + 1))
