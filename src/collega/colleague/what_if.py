"""What would change the advice: every other level, and the smallest changes that tip the majority."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from collega.model.blanks import Blanks
from collega.model.persons import Persons
from collega.model.share import shares_of
from collega.study.coding import BLANK
from collega.study.definition import Study

Ints = NDArray[np.int64]
_SHOWN = 3
_QUICK_ROWS = 20_000


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
    """Changes that together bring the share to the other side of one half."""

    changes: tuple[tuple[str, str], ...]
    share: float

    def as_json(self) -> dict[str, Any]:
        """Return as plain values."""
        return {"changes": [{"criterion": c, "level": level} for c, level in self.changes], "share": self.share}


def alternatives(blanks: Blanks, profile: Ints) -> list[Ints]:
    """Return the case with each criterion at each other level, as far as the study allows that."""
    changed = []
    for c, levels in enumerate(blanks.n_levels):
        for level in range(levels):
            if level != profile[c]:
                other = profile.copy()
                other[c] = level
                if not blanks.forbidden(other.tolist()):
                    changed.append(other)
    return changed


def what_ifs(
    study: Study, profile: Ints, changed: Ints, shares: NDArray[np.float64], intervals: NDArray[np.float64]
) -> tuple[WhatIf, ...]:
    """Name the alternatives: (M, C) cases that differ from ``profile`` in one criterion, with shares and intervals."""
    found = []
    for case, share, interval in zip(changed, shares, intervals, strict=True):
        c = int(np.flatnonzero(case != profile)[0])
        criterion = study.criteria[c]
        low, high = min(float(interval[0]), float(share)), max(float(interval[1]), float(share))
        found.append(
            WhatIf(
                criterion=criterion.key,
                level=criterion.level_keys[int(case[c])],
                share=float(share),
                interval=(low, high),
            )
        )
    return tuple(found)


def tipping_points(
    study: Study,
    persons: Persons,
    blanks: Blanks,
    profile: Ints,
    share: float,
    changed: Ints,
    shares: NDArray[np.float64],
    few: Persons | None = None,
) -> tuple[Tipping, ...]:
    """Find the smallest sets of changes of filled-in criteria that tip the majority.

    All single changes, else all pairs; beyond that one set, by always taking the change that helps most. Pairs and
    more are searched on a part of the draws (``few``), and what is found is computed again on all of them.
    """
    few = few or persons.thinned(_QUICK_ROWS)
    filled = [bool(profile[np.flatnonzero(case != profile)[0]] != BLANK) for case in changed]
    changed, shares = changed[filled], shares[filled]
    if len(changed) == 0:
        return ()
    positive = share >= 0.5
    tipped = (shares >= 0.5) != positive
    if not tipped.any():
        changed, shares, tipped = _again(persons, blanks, positive, *_pairs(few, blanks, profile, changed))
    if not tipped.any():
        found = _greedy(few, blanks, profile, raise_it=not positive)
        changed, shares, tipped = _again(persons, blanks, positive, *found)
    order = np.flatnonzero(tipped)[np.argsort(-np.abs(shares[tipped] - 0.5), kind="stable")][:_SHOWN]
    return tuple(Tipping(changes=_named(study, profile, changed[m]), share=float(shares[m])) for m in order)


def _again(
    persons: Persons, blanks: Blanks, positive: bool, changed: Ints, shares: NDArray[np.float64]
) -> tuple[Ints, NDArray[np.float64], NDArray[np.bool_]]:
    """Return the strongest of these cases with their shares on all draws, and whether they tip the majority."""
    tipped = np.flatnonzero((shares >= 0.5) != positive)
    best = tipped[np.argsort(-np.abs(shares[tipped] - 0.5), kind="stable")][:_SHOWN]
    if len(best) == 0:
        return changed[:0], shares[:0], np.zeros(0, dtype=np.bool_)
    exact = persons.centre(shares_of(persons, blanks, changed[best]))
    return changed[best], exact, (exact >= 0.5) != positive


def _named(study: Study, profile: Ints, case: Ints) -> tuple[tuple[str, str], ...]:
    return tuple(
        (study.criteria[c].key, study.criteria[c].level_keys[int(case[c])]) for c in np.flatnonzero(case != profile)
    )


def _shares(persons: Persons, blanks: Blanks, cases: Ints) -> NDArray[np.float64]:
    return persons.centre(shares_of(persons, blanks, cases))


def _pairs(persons: Persons, blanks: Blanks, profile: Ints, single: Ints) -> tuple[Ints, NDArray[np.float64]]:
    cases = []
    for one, other in itertools.combinations(single, 2):
        both = np.where(one != profile, one, other)
        if (both != profile).sum() == 2 and not blanks.forbidden(both.tolist()):
            cases.append(both)
    if not cases:
        return single[:0], np.empty(0)
    return np.array(cases), _shares(persons, blanks, np.array(cases))


def _greedy(persons: Persons, blanks: Blanks, profile: Ints, *, raise_it: bool) -> tuple[Ints, NDArray[np.float64]]:
    """Change one criterion after another, each time the one that helps most; return the last case reached."""
    sign = 1.0 if raise_it else -1.0
    now, value = profile.copy(), -np.inf
    while True:
        cases = [
            case for case in alternatives(blanks, now)
            if (c := int(np.flatnonzero(case != now)[0])) >= 0 and profile[c] != BLANK and now[c] == profile[c]
        ]  # fmt: skip
        if not cases:
            return now[None], np.array([sign * value])
        shares = sign * _shares(persons, blanks, np.array(cases))
        if shares.max() <= value:
            return now[None], np.array([sign * value])
        now, value = cases[int(shares.argmax())], float(shares.max())
        if (sign * value >= 0.5) == raise_it:
            return now[None], np.array([sign * value])
