"""Compose the scenarios of a study in versions: an orthogonal array where there is one, else a search."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from collega.design.bound import efficiency_bound
from collega.design.candidates import count_allowed, rule_table
from collega.design.expected import improve_expected
from collega.design.layout import Design
from collega.design.local_search import random_start, search
from collega.design.orthogonal import orthogonal_array
from collega.design.prior import Prior
from collega.design.repeats import choose_repeats
from collega.errors import Problem, StudyError
from collega.study.coding import orthonormal_contrasts
from collega.study.definition import Study

Ints = NDArray[np.int64]
Progress = Callable[[float], None]

_THREADS = 2
_KICKED_CELLS = 12
_PATIENCE = 24
_ROUNDS = 400
_WORK = 2_000_000
_GOOD_ENOUGH = 0.9999


def compose(
    study: Study,
    *,
    scenarios: int | None = None,
    versions: int = 2,
    repeat: int = 0,
    seed: int = 1,
    seconds: float = 10.0,
    prior: Prior | None = None,
    progress: Progress | None = None,
) -> Design:
    """Compose a design.

    The same arguments give the same design, unless ``seconds`` cut the search short.

    Parameters
    ----------
    study : Study
    scenarios : int, optional
        Scenarios of each version, repeats not counted; by default what the study says.
    versions : int
        Sets of scenarios; each participant judges one.
    repeat : int
        Scenarios of each version that are shown a second time, to measure how consistent people are: those with
        which the whole design tells most.
    seed : int
    seconds : float
        Longest time to search, seconds.
    prior : Prior, optional
        Expected part-worths and thresholds: the design then suits the ordered model that they describe.
    progress : callable, optional
        Called with the fraction of the time that is used, 0 to 1.

    Raises
    ------
    StudyError
        Where there are not that many different allowed scenarios, or fewer scenarios than repeats.
    """
    size = scenarios or study.scenarios_per_participant
    _check(study, size, repeat)
    deadline = time.perf_counter() + seconds
    report = progress or (lambda _fraction: None)
    profiles = None if study.never or prior else _orthogonal(study.n_levels, size, versions, seed)
    if profiles is None:
        profiles = _searched(study, size, versions, seed, deadline, seconds, report)
    if prior is not None:
        rng = np.random.default_rng([seed, 1])
        profiles = improve_expected(rng, study, profiles, _version_of(size, versions), prior, deadline, report)
    again = choose_repeats(study.n_levels, profiles, versions, repeat)
    return _assemble(profiles, size, versions, again)


def _check(study: Study, size: int, repeat: int) -> None:
    problems = []
    possible = count_allowed(study.n_levels, study.never_rules)
    if possible is not None and possible < size:
        problems.append(
            Problem(
                file="design",
                where="scenarios",
                found=f"{size} different scenarios are asked for, but the study has only {possible} allowed ones",
                allowed=f"1 to {possible}",
                hint="Ask for fewer scenarios, add levels, or loosen 'never'",
            )
        )
    if repeat > size:
        found = f"{repeat} repeats are asked for, but a version has {size} scenarios"
        problems.append(Problem(file="design", where="repeat", found=found, allowed=f"0 to {size}"))
    if problems:
        raise StudyError(problems)


def _orthogonal(n_levels: Sequence[int], size: int, versions: int, seed: int) -> Ints | None:
    """Return (versions * size, C) where an orthogonal array serves: one per version, or one over all of them."""
    rng = np.random.default_rng([seed, 0])
    one = orthogonal_array(n_levels, size)
    if one is not None and len(np.unique(one, axis=0)) == size:
        return np.vstack([_relabelled(rng, one, n_levels) for _ in range(versions)])
    together = orthogonal_array([*n_levels, versions], size * versions) if versions > 1 else None
    if together is None:
        return None
    ordered = together[np.argsort(together[:, -1], kind="stable"), :-1]
    parts = ordered.reshape(versions, size, -1)
    if any(len(np.unique(part, axis=0)) < size for part in parts):
        return None
    return np.vstack([rng.permutation(part) for part in parts])


def _relabelled(rng: np.random.Generator, array: Ints, n_levels: Sequence[int]) -> Ints:
    """Permute the levels and the order: still orthogonal, but other scenarios."""
    columns = [rng.permutation(levels)[array[:, c]] for c, levels in enumerate(n_levels)]
    return rng.permutation(np.column_stack(columns))


def _searched(
    study: Study, size: int, versions: int, seed: int, deadline: float, seconds: float, report: Progress
) -> Ints:
    """Search from new starts until none of the last ones was better, all that is possible is reached, or time is up."""
    problem = SearchProblem(study.n_levels, rule_table(study.n_levels, study.never_rules), size, versions)
    most = efficiency_bound(problem.factor_levels, size * versions)
    best, chosen, found_at = -np.inf, None, 0
    with ThreadPoolExecutor(_THREADS) as pool:
        for start in range(0, _ROUNDS, _THREADS):
            for number, (value, profiles) in enumerate(
                pool.map(problem.run, [(seed, start + t) for t in range(_THREADS)])
            ):
                if value > best + 1e-9:
                    best, chosen, found_at = value, profiles, start + number
            left = deadline - time.perf_counter()
            report(max(0.0, min(1.0, 1.0 - left / max(seconds, 1e-9))))
            reached = np.exp(best / problem.n_columns) / problem.runs
            if left <= 0 or start - found_at >= _PATIENCE or reached >= _GOOD_ENOUGH * most > 0:
                break
    if chosen is None:
        found = "no version with that many different allowed scenarios could be found"
        raise StudyError([Problem(file="design", where="never", found=found, hint="Loosen 'never'")])
    return chosen


class SearchProblem:
    """What the compiled search needs; a run is a pure function of its seed."""

    def __init__(self, n_levels: Sequence[int], rules: Ints, size: int, versions: int) -> None:
        self.runs = size * versions
        self.version = _version_of(size, versions)
        self.n_levels = np.array(n_levels, dtype=np.int64)
        self.factor_levels = [*n_levels, versions] if versions > 1 else list(n_levels)
        self.starts = versions + np.concatenate([[0], np.cumsum(self.n_levels - 1)])
        self.n_columns = int(self.starts[-1])
        widest = int(self.n_levels.max())
        self.contrasts = np.zeros((len(n_levels), widest, widest - 1))
        for c, levels in enumerate(n_levels):
            self.contrasts[c, :levels, : levels - 1] = orthonormal_contrasts(levels)
        self.rules = rules
        self.versions = versions
        self.kicks = int(np.clip(_WORK / (self.runs * self.n_columns), 10, 300))

    def run(self, seed: tuple[int, int]) -> tuple[float, Ints]:
        """Return (log |X'X|, profiles) of one start and its local search; -inf where no start was found."""
        rng = np.random.default_rng(list(seed))
        profiles = np.empty((self.runs, len(self.n_levels)), dtype=np.int64)
        coded = self.empty_rows()
        if not random_start(rng, profiles, self.version, self.n_levels, self.rules, 0):
            return -np.inf, profiles
        search(
            rng, profiles, coded, self.version, self.contrasts, self.starts, self.n_levels, self.rules, self.kicks,
            _KICKED_CELLS,
        )  # fmt: skip
        # the ridge keeps designs apart that identify nothing yet
        return float(np.linalg.slogdet(coded.T @ coded + 1e-4 * np.eye(self.n_columns))[1]), profiles

    def empty_rows(self) -> NDArray[np.float64]:
        """Return (n, P) rows with intercept and version columns filled."""
        coded = np.zeros((self.runs, self.n_columns))
        coded[:, 0] = 1.0
        if self.versions > 1:
            coded[:, 1 : self.versions] = orthonormal_contrasts(self.versions)[self.version]
        return coded


def _version_of(size: int, versions: int) -> Ints:
    return np.repeat(np.arange(versions, dtype=np.int64), size)


def _assemble(profiles: Ints, size: int, versions: int, again: Ints) -> Design:
    """Number the distinct scenarios, and show the repeats at the end: the interview draws the order.

    ``again``: (V, repeats) places within each version.
    """
    distinct, first, inverse = np.unique(profiles, axis=0, return_index=True, return_inverse=True)
    order = np.argsort(first)
    number = np.empty(len(order), dtype=np.int64)
    number[order] = np.arange(len(order))
    digits = max(2, len(str(len(order))))
    rows = number[inverse.ravel()].reshape(versions, size)
    return Design(
        scenarios=tuple(f"s{n:0{digits}d}" for n in range(1, len(order) + 1)),
        profiles=distinct[order].astype(np.int64),
        versions=tuple(str(v + 1) for v in range(versions)),
        shows=tuple((*map(int, shown), *map(int, shown[places])) for shown, places in zip(rows, again, strict=True)),
    )
