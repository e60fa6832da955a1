"""Compose the scenarios of a study in versions: an orthogonal array where there is one, else a search."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from collega.design.consequences import consequences
from collega.design.expected import improve_expected
from collega.design.feasible import feasible
from collega.design.layout import Design
from collega.design.limit import UNLIMITED, Limit
from collega.design.orthogonal import orthogonal_array
from collega.design.prior import Prior
from collega.design.repeats import choose_repeats
from collega.design.restarts import Progress, SearchProblem, best_of_starts
from collega.errors import Problem, StudyError
from collega.messages import Message
from collega.study.definition import Study

Ints = NDArray[np.int64]

SEARCHING = 0.7  # of the time, where it is limited; the rest is for judging the design


def compose(
    study: Study,
    *,
    scenarios: int | None = None,
    versions: int = 2,
    repeat: int = 0,
    seed: int = 1,
    limit: Limit = UNLIMITED,
    prior: Prior | None = None,
    progress: Progress | None = None,
) -> Design:
    """Compose a design.

    The same arguments give the same design, on every machine, unless the limit cut the search short.

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
    limit : Limit
        The time that composing and assessing may take together; without seconds the work is counted instead.
    prior : Prior, optional
        Expected part-worths and thresholds: the design then suits the ordered model that they describe.
    progress : callable, optional
        Called with the fraction of the work that is done, 0 to 1.

    Raises
    ------
    StudyError
        Where there are not that many different allowed scenarios, or fewer scenarios than repeats.
    """
    size = scenarios or study.scenarios_per_participant
    _check(study, size, repeat)
    report = progress or (lambda _fraction: None)
    profiles = None if study.never or prior else _orthogonal(study.n_levels, size, versions, seed)
    if profiles is None:
        problem = SearchProblem(study.n_levels, study.never_rules, size, versions)
        part = 1.0 if prior is None else 0.5
        profiles = best_of_starts(problem, seed, limit, part * SEARCHING, lambda fraction: report(part * fraction))
    if prior is not None:
        rng = np.random.default_rng([seed, 1])
        version = np.repeat(np.arange(versions, dtype=np.int64), size)
        profiles = improve_expected(
            rng, study, profiles, version, prior, limit, SEARCHING, lambda fraction: report((1.0 + fraction) / 2.0)
        )
    repeats = choose_repeats(study.n_levels, profiles, versions, repeat)
    return _assemble(profiles, size, versions, repeats)


def _check(study: Study, size: int, repeat: int) -> None:
    problems = []
    every = feasible(study.n_levels, study.never_rules)
    if every is not None and every.count == 0:
        problems.append(Problem(file="study.yaml", where="never", found=consequences(study).items[0].text))
    elif every is not None and every.count < size:
        possible = every.count
        problems.append(
            Problem(
                file="design",
                where="scenarios",
                found=Message("design-too-many-scenarios", size=size, possible=possible),
                allowed="1" if possible == 1 else Message("design-scenarios-range", possible=possible),
                hint=Message("design-ask-fewer"),
            )
        )
    if repeat > size:
        problem = Message("design-too-many-repeats", repeat=repeat, size=size)
        problems.append(
            Problem(file="design", where="repeat", found=problem, allowed=Message("design-repeats-range", size=size))
        )
    if problems:
        raise StudyError(problems)


def _orthogonal(n_levels: Sequence[int], size: int, versions: int, seed: int) -> Ints | None:
    """Return (versions * size, C) where an orthogonal array serves: one per version, or one over all of them."""
    rng = np.random.default_rng([seed, 0])
    plan = orthogonal_array(n_levels, size)
    if plan is not None and len(np.unique(plan, axis=0)) == size:
        return np.vstack([_relabelled(rng, plan, n_levels) for _ in range(versions)])
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


def _assemble(profiles: Ints, size: int, versions: int, repeats: Ints) -> Design:
    """Number the distinct scenarios, and show the repeats at the end: the interview draws the order.

    ``repeats``: (V, repeats) places within each version.
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
        shows=tuple(
            (*map(int, numbers), *map(int, numbers[places])) for numbers, places in zip(rows, repeats, strict=True)
        ),
    )
