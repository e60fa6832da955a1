"""What practice meets: how often each level, and which levels meet that the study's scenarios never showed together."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from collega.colleague.nearest import counted_share
from collega.design.layout import Design
from collega.insight.populations import Share
from collega.practice.casebook import Casebook
from collega.study.coding import BLANK
from collega.study.definition import Study


@dataclass(frozen=True, slots=True, kw_only=True)
class MetLevel:
    """How often practice meets a level.

    Attributes
    ----------
    criterion, level : str
    n : int
        Cases that have it.
    of : int
        Cases in which the criterion is filled in.
    share : Share or None
        ``n`` of ``of``, 0..1, with Wilson's 90% interval; None where it is filled in nowhere.
    shown : bool
        Whether a scenario of the study has it.
    """

    criterion: str
    level: str
    n: int
    of: int
    share: Share | None
    shown: bool

    def as_json(self) -> dict[str, Any]:
        """Return with plain types."""
        share = {"share": None, "interval": None} if self.share is None else self.share.as_json()
        return {
            "criterion": self.criterion,
            "level": self.level,
            "n": self.n,
            "of": self.of,
            "shown": self.shown,
        } | share


@dataclass(frozen=True, slots=True, kw_only=True)
class NeverTogether:
    """Two levels, as (criterion, level), that ``n`` cases have together and no scenario of the study has."""

    levels: tuple[tuple[str, str], tuple[str, str]]
    n: int

    def as_json(self) -> dict[str, Any]:
        """Return with plain types."""
        return {"levels": dict(self.levels), "n": self.n}


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """What practice meets.

    Attributes
    ----------
    levels : tuple of MetLevel
        All levels, in the order of the study.
    never_together : tuple of NeverTogether
        Most cases first. What the model says of these together rests on each of them apart.
    """

    levels: tuple[MetLevel, ...]
    never_together: tuple[NeverTogether, ...]

    def as_json(self) -> dict[str, Any]:
        """Return with plain types."""
        return {
            "levels": [level.as_json() for level in self.levels],
            "never_together": [each.as_json() for each in self.never_together],
        }


def met_in(study: Study, casebook: Casebook, design: Design) -> Met:
    """Return what a casebook meets, beside the scenarios of a design."""
    cases, scenarios = casebook.profiles(study), design.profiles
    return Met(
        levels=tuple(
            _level(study, c, number, cases[:, c], scenarios[:, c])
            for c, item in enumerate(study.criteria)
            for number in range(len(item.levels))
        ),
        never_together=tuple(
            sorted(
                (pair for c, d in combinations(range(len(study.criteria)), 2)
                 for pair in _pairs(study, (c, d), cases[:, [c, d]], scenarios[:, [c, d]])),
                key=lambda pair: -pair.n,
            )
        ),
    )  # fmt: skip


def _level(study: Study, c: int, number: int, cases: NDArray[np.int64], scenarios: NDArray[np.int64]) -> MetLevel:
    n, of = int((cases == number).sum()), int((cases != BLANK).sum())
    return MetLevel(
        criterion=study.criterion_keys[c],
        level=study.criteria[c].level_keys[number],
        n=n,
        of=of,
        share=counted_share(n / of, of) if of else None,
        shown=bool((scenarios == number).any()),
    )


def _pairs(
    study: Study, criteria: tuple[int, int], cases: NDArray[np.int64], scenarios: NDArray[np.int64]
) -> list[NeverTogether]:
    shape = tuple(study.n_levels[c] for c in criteria)
    filled = cases[(cases != BLANK).all(axis=1)]
    met, shown = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.bool_)
    np.add.at(met, tuple(filled.T), 1)
    shown[tuple(scenarios.T)] = True
    apart = np.logical_and.outer(
        shown.any(axis=1), shown.any(axis=0)
    )  # a level that is shown nowhere is told by itself
    return [
        NeverTogether(
            levels=(_named_levels(study, criteria[0], first), _named_levels(study, criteria[1], second)),
            n=int(met[first, second]),
        )
        for first, second in np.argwhere((met > 0) & ~shown & apart).tolist()
    ]


def _named_levels(study: Study, c: int, number: int) -> tuple[str, str]:
    return study.criterion_keys[c], study.criteria[c].level_keys[number]
