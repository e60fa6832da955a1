"""What would change the advice: every other level, and the smallest changes that tip the majority."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import logit

from collega.model.blanks import Blanks
from collega.model.persons import Persons
from collega.model.share import interval_of, shares_of
from collega.study.coding import BLANK
from collega.study.definition import Study

Ints = NDArray[np.int64]
_SHOWN = 3  # pairs that are told
_PAIRS = 30  # that are looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """The share with one criterion at another level, 0..1, and its interval."""

    criterion: str
    level: str
    share: float
    interval: tuple[float, float]

    def as_json(self) -> dict[str, Any]:
        """Return with the keys that other programs rely on."""
        return {
            "criterion": self.criterion,
            "level": self.level,
            "share": self.share,
            "interval": list(self.interval),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Tipping:
    """Changes that together bring the share to the other side of one half, with the share then and its interval."""

    changes: tuple[tuple[str, str], ...]
    share: float
    interval: tuple[float, float]

    def as_json(self) -> dict[str, Any]:
        """Return as plain values."""
        changes = [{"criterion": c, "level": level} for c, level in self.changes]
        return {"changes": changes, "share": self.share, "interval": list(self.interval)}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Changed:
    """Changed cases.

    Attributes
    ----------
    cases : (M, C) int64
    shares : (M,) float64
        0..1.
    intervals : (M, 2) float64
    differs : (M,) bool
        Whether the 90% interval of the difference with the case as it is leaves out 0.
    """

    cases: Ints
    shares: NDArray[np.float64]
    intervals: NDArray[np.float64]
    differs: NDArray[np.bool_]

    def only(self, rows: Ints) -> Changed:
        """Return these rows, in this order."""
        return Changed(
            cases=self.cases[rows], shares=self.shares[rows], intervals=self.intervals[rows], differs=self.differs[rows]
        )

    def farthest(self, positive: bool) -> Changed:
        """Return the few that lie farthest in the direction of the other side, whether they reach it or not."""
        return self.only(np.argsort(self.shares if positive else -self.shares, kind="stable")[:_SHOWN])

    def only_across(self, positive: bool) -> Changed:
        """Return those on the other side of one half in whole percent, by a change that makes a difference."""
        side = np.rint(100 * self.shares) - 50
        return self.only(np.flatnonzero(((side < 0) if positive else (side > 0)) & self.differs))

    def nearest_first(self) -> Changed:
        """Return those nearest to one half first."""
        return self.only(np.argsort(np.abs(self.shares - 0.5), kind="stable"))

    def told(self, row: int) -> tuple[float, tuple[float, float]]:
        """Return the share of a row, and its interval, which holds the share where draws are skewed too."""
        share, (low, high) = float(self.shares[row]), self.intervals[row]
        return share, (min(float(low), share), max(float(high), share))


def alternatives(blanks: Blanks, profile: Ints) -> list[Ints]:
    """Return the case with each criterion at each other level, as far as the study allows that."""
    changed = []
    for c, levels in enumerate(blanks.n_levels):
        for level in range(levels):
            if level != profile[c]:
                variant = profile.copy()
                variant[c] = level
                if not blanks.forbidden(variant.tolist()):
                    changed.append(variant)
    return changed


def computed(persons: Persons, blanks: Blanks, cases: Ints) -> Changed:
    """Return these cases with their shares; whether they differ from another case is left out of it."""
    draws = shares_of(persons, blanks, cases)
    everything = np.ones(len(cases), dtype=np.bool_)
    return Changed(cases=cases, shares=persons.centre(draws), intervals=interval_of(draws), differs=everything)


def what_ifs(study: Study, profile: Ints, changed: Changed) -> tuple[WhatIf, ...]:
    """Name the alternatives: cases that differ from ``profile`` in one criterion."""
    changes = []
    for m, case in enumerate(changed.cases):
        ((criterion, level),) = _changes(study, profile, case)
        share, interval = changed.told(m)
        changes.append(WhatIf(criterion=criterion, level=level, share=share, interval=interval))
    return tuple(changes)


def tipping_points(
    study: Study,
    persons: Persons,
    blanks: Blanks,
    profile: Ints,
    share: float,
    single: Changed,
    sample: Persons,
    *,
    doubtful: frozenset[str] = frozenset(),
) -> tuple[Tipping, ...]:
    """Find the smallest sets of changes of filled-in criteria that tip the majority.

    All single changes; else of the pairs of which the single changes promise most, on the scale of log odds, the few
    that go farthest; beyond that one set, by always taking the change that helps most. The nearest to one half comes
    first. A change whose difference with the case as it is may be nothing (its 90% interval holds 0) tips nothing, nor
    does one of a ``doubtful`` criterion, of which it is not demonstrated that it weighs.
    Pairs and more are searched on a part of the draws (``sample``), and what is found is computed again on those of
    ``persons``. So the sets are small, but not proved to be the smallest.
    """
    may_change = (profile != BLANK) & np.array([key not in doubtful for key in study.criterion_keys])
    allowed = [bool(may_change[np.flatnonzero(case != profile)[0]]) for case in single.cases]
    single = single.only(np.flatnonzero(np.array(allowed, dtype=np.bool_) & single.differs))
    if len(single.cases) == 0:
        return ()
    positive = share >= 0.5

    def tipping(changed: Changed) -> Changed:
        """Return the farthest that tip on all draws."""
        return computed(persons, blanks, changed.farthest(positive).cases).only_across(positive)

    crossing = single.only_across(positive)
    if len(crossing.cases) == 0:
        pairs = _pairs(blanks, profile, single, positive)
        crossing = tipping(computed(sample, blanks, pairs)) if len(pairs) else crossing
    if len(crossing.cases) == 0:
        crossing = tipping(
            computed(sample, blanks, _greedy(sample, persons, blanks, profile, may_change, raise_it=not positive))
        )
    crossing = crossing.nearest_first()
    tips = [(_changes(study, profile, case), *crossing.told(m)) for m, case in enumerate(crossing.cases)]
    return tuple(Tipping(changes=changes, share=share, interval=interval) for changes, share, interval in tips)


def _changes(study: Study, profile: Ints, case: Ints) -> tuple[tuple[str, str], ...]:
    return tuple(
        (study.criteria[c].key, study.criteria[c].level_keys[int(case[c])]) for c in np.flatnonzero(case != profile)
    )


def _pairs(blanks: Blanks, profile: Ints, single: Changed, positive: bool) -> Ints:
    """Return the allowed pairs of single changes that promise most, (M, C)."""
    promise = (-1.0 if positive else 1.0) * logit(np.clip(single.shares, 1e-9, 1.0 - 1e-9))
    first, second = np.triu_indices(len(promise), k=1)
    cases: list[Ints] = []
    for row in np.argsort(-(promise[first] + promise[second]), kind="stable"):
        combined = np.where(single.cases[first[row]] != profile, single.cases[first[row]], single.cases[second[row]])
        if (combined != profile).sum() == 2 and not blanks.forbidden(combined.tolist()):
            cases.append(combined)
        if len(cases) == _PAIRS:
            break
    return np.array(cases, dtype=np.int64).reshape(-1, len(profile))


def _greedy(
    sample: Persons, exact: Persons, blanks: Blanks, profile: Ints, may_change: NDArray[np.bool_], *, raise_it: bool
) -> Ints:
    """Change one criterion after another, each time the one that helps most; return the last case reached, (1, C).

    Searched on ``sample`` draws; it goes on until the case tips on the ``exact`` ones too.
    """
    sign = 1.0 if raise_it else -1.0
    current, value = profile.copy(), -np.inf
    while True:
        cases = [
            case for case in alternatives(blanks, current)
            if may_change[c := int(np.flatnonzero(case != current)[0])] and current[c] == profile[c]
        ]  # fmt: skip
        if not cases:
            return current[None]
        shares = sign * sample.centre(shares_of(sample, blanks, np.array(cases)))
        if shares.max() <= value:
            return current[None]
        current, value = cases[int(shares.argmax())], float(shares.max())
        if sign * (round(100 * float(exact.centre(shares_of(exact, blanks, current[None]))[0])) - 50) > 0:
            return current[None]
