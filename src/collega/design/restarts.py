"""The search from many starts: a fixed amount of work, whatever the machine and however busy it is.

Work is counted in visits of a scenario, each of which costs about P^2 operations. The starts run on several threads,
but they are judged in their order, so the threads make no difference to what comes out.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import numpy as np
from numpy.typing import NDArray

from collega.design.bound import efficiency_bound
from collega.design.candidates import Rule, allowed, rule_table
from collega.design.exchange import Space, State, information_inverse
from collega.design.feasible import feasible
from collega.design.limit import UNLIMITED, Limit
from collega.design.local_search import Place, begin, search, settle
from collega.errors import Problem, StudyError
from collega.messages import Message
from collega.study.coding import orthonormal_contrasts

Ints = NDArray[np.int64]
Progress = Callable[[float], None]

SEARCH = "the search"
_THREADS = min(4, os.cpu_count() or 1)
_WORK = 5_000_000_000  # operations in all: some ten seconds of one processor
_STARTS = 400
_PATIENCE = 24
_KICKS, _MOST_KICKS, _KICKS_PER_RUN = 300, 1000, 12  # many scenarios settle slowly
_KICKED_CELLS = 16
_GOOD_ENOUGH = 0.9999
_CHUNK = 20_000_000  # operations between two looks at the clock
_TRIES = 2000


class SearchProblem:
    """What the search needs; a run is a pure function of its seed."""

    def __init__(self, n_levels: Sequence[int], never: Sequence[Rule], size: int, versions: int) -> None:
        self.n_levels, self.never = tuple(n_levels), tuple(never)
        self.size, self.versions, self.runs = size, versions, size * versions
        starts = versions + np.concatenate([[0], np.cumsum(np.array(n_levels) - 1)])
        self.n_columns = int(starts[-1])
        self.space = Space(
            contrasts=padded_contrasts(self.n_levels),
            starts=starts,
            n_levels=np.array(n_levels, dtype=np.int64),
            rules=rule_table(n_levels, never),
            size=size,
        )
        self.visits = _WORK // self.n_columns**2
        self.kicks = int(np.clip(_KICKS_PER_RUN * self.runs, _KICKS, _MOST_KICKS))
        self.kicked = int(np.clip(_KICKED_CELLS * self.n_columns / self.runs, _KICKED_CELLS // 3, _KICKED_CELLS))

    def run(
        self, seed: tuple[int, int], limit: Limit = UNLIMITED, share: float = 1.0, enough: Event | None = None
    ) -> tuple[float, int, Ints]:
        """Return log |X'X|, the visits made and the profiles of one start and its local search."""
        rng = np.random.default_rng(list(seed))
        profiles = self._start(rng)
        coded = self._empty_rows()
        state = State(profiles, coded, np.zeros((self.n_columns, self.n_columns)))
        best = State(profiles.copy(), coded.copy(), state.inverse.copy())
        place = Place(np.zeros(4, dtype=np.int64), np.ones(1))
        begin(state, self.space, place)
        budget = self.visits // 4
        visits, chunk = int(place.counts[3]), max(1, _CHUNK // self.n_columns**2)
        while visits < budget and not (enough and enough.is_set()) and not limit.cuts(SEARCH, share):
            visits = min(budget, visits + chunk)
            if search(rng, state, best, self.space, place, visits, self.kicks, self.kicked):
                break
        settle(state, best, place)
        return information_inverse(best.coded, best.inverse), int(place.counts[3]), best.profiles

    def _start(self, rng: np.random.Generator) -> Ints:
        """Return (n, C) allowed scenarios, none twice in a version."""
        every = feasible(self.n_levels, self.never)
        parts = [self._by_chance(rng) if every is None else every.draw(rng, self.size) for _ in range(self.versions)]
        return np.vstack(parts)

    def _by_chance(self, rng: np.random.Generator) -> Ints:
        """Draw the scenarios of a version where the rules are too entangled to count what they allow."""
        profiles: dict[tuple[int, ...], None] = {}
        for _ in range(_TRIES):
            draws = (rng.random((_TRIES, len(self.n_levels))) * self.n_levels).astype(np.int64)
            profiles.update(dict.fromkeys(map(tuple, draws[allowed(draws, self.never)].tolist())))
            if len(profiles) >= self.size:
                return np.array(list(profiles)[: self.size], dtype=np.int64)
        found_none = Message("design-no-version-found")
        raise StudyError([Problem(file="design", where="never", found=found_none, hint=Message("design-loosen-never"))])

    def _empty_rows(self) -> NDArray[np.float64]:
        """Return (n, P) rows with intercept and version columns filled."""
        coded = np.zeros((self.runs, self.n_columns))
        coded[:, 0] = 1.0
        if self.versions > 1:
            coded[:, 1 : self.versions] = np.repeat(orthonormal_contrasts(self.versions), self.size, axis=0)
        return coded


def best_of_starts(
    problem: SearchProblem, seed: int, limit: Limit = UNLIMITED, share: float = 1.0, report: Progress | None = None
) -> Ints:
    """Search until none of the last starts was better, all that is possible is reached, or the work is done."""
    factors = (*problem.n_levels, problem.versions) if problem.versions > 1 else problem.n_levels
    bound = efficiency_bound(factors, problem.runs, limit)
    best, chosen, latest, visits, count = -np.inf, np.empty((0, 0), dtype=np.int64), 0, 0, 0.0
    enough = Event()

    def run(start: int) -> tuple[float, int, Ints] | None:
        if start > 0 and (enough.is_set() or limit.cuts(SEARCH, share)):
            enough.set()
            return None
        return problem.run((seed, start), limit, share, enough)

    pool = ThreadPoolExecutor(_THREADS)
    try:
        for start, outcome in enumerate(pool.map(run, range(_STARTS))):
            if outcome is None:
                break
            if outcome[0] > best + 1e-9:
                best, chosen, latest = outcome[0], outcome[2], start
            visits += outcome[1]
            quiet = start - latest
            count = max(count, quiet / _PATIENCE, visits / problem.visits, limit.fraction(share))
            if report is not None:
                report(min(count, 1.0))
            reached = np.exp(best / problem.n_columns) / problem.runs
            if quiet >= _PATIENCE or visits >= problem.visits or reached >= _GOOD_ENOUGH * bound > 0:
                break
    finally:
        enough.set()
        pool.shutdown(cancel_futures=True)
    return chosen


def padded_contrasts(n_levels: Sequence[int]) -> NDArray[np.float64]:
    """Return (C, L, L-1) orthonormal contrasts, filled up with zeros to the widest criterion."""
    widest = max(n_levels)
    contrasts = np.zeros((len(n_levels), widest, widest - 1))
    for c, levels in enumerate(n_levels):
        contrasts[c, :levels, : levels - 1] = orthonormal_contrasts(levels)
    return contrasts
