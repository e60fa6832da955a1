"""Which scenarios are worth a talk: those that divide colleagues, and those that divide groups; and one control."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from collega.design.layout import Design
from collega.model.blanks import Blanks
from collega.model.fit import Fit
from collega.model.persons import persons_of
from collega.model.share import interval_of, shares_of
from collega.study.definition import Study

Floats = NDArray[np.float64]
Pair = tuple[float, float]
Members = Mapping[str, Mapping[str, Sequence[int] | NDArray[np.integer]]]
Why = Literal["divided", "groups", "control"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A scenario for a session, and why.

    Attributes
    ----------
    scenario : str
    why : str
        ``divided``: the virtual colleague is near one half; ``groups``: two groups differ, and credibly;
        ``control``: its answers are spread about as those of the others, so that it can stay undiscussed.
    share, interval : float, (float, float)
        Share of the participants who would judge positively, 0..1, with its 90% interval.
    characteristic : str or None
        Of ``groups``.
    values : tuple of str
        The two groups, the more positive one first.
    difference, difference_interval : float, (float, float) or None
        Between their shares, with its 90% interval.
    """

    scenario: str
    why: Why
    share: float
    interval: Pair
    characteristic: str | None = None
    values: tuple[str, ...] = ()
    difference: float | None = None
    difference_interval: Pair | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Gap:
    characteristic: str
    values: tuple[str, str]
    draws: Floats  # (D, S)


def suggest(
    study: Study, design: Design, fit: Fit, *, members: Members | None = None, divided: int = 2, groups: int = 1
) -> tuple[Suggestion, ...]:
    """Suggest scenarios of a design to talk about, and as the last one the control.

    Parameters
    ----------
    study : Study
    design : Design
    fit : Fit
        Of this study.
    members : mapping, optional
        Rows of the participants of ``fit`` in every group that may be shown, by characteristic and value.
    divided, groups : int
        How many at most of each kind; of groups only where the 90% interval of their difference leaves out 0.

    Returns
    -------
    tuple of Suggestion
        Empty where the design has too few scenarios for one to be left as a control.
    """
    blanks = Blanks.of(study, fit.judged_levels)
    shares = shares_of(persons_of(fit), blanks, design.profiles)
    spread = np.sqrt(shares * (1 - shares)).mean(axis=0)
    room = len(design.scenarios) - 1
    chosen: dict[int, Suggestion] = {}
    for s in np.argsort(-spread, kind="stable")[: min(divided, room)].tolist():
        chosen[s] = _suggestion(design, shares, s, "divided")
    for s, gap in _credible_gaps(fit, blanks, design, members or {}):
        if sum(suggestion.why == "groups" for suggestion in chosen.values()) >= groups or len(chosen) >= room:
            break
        if s not in chosen:
            chosen[s] = _suggestion(design, shares, s, "groups", gap)
    if not chosen:
        return ()
    control = _control(spread, list(chosen))
    return (*chosen.values(), _suggestion(design, shares, control, "control"))


def _control(spread: Floats, chosen: list[int]) -> int:
    """Return the scenario left whose answers are spread most as those of the chosen ones."""
    away = np.abs(spread - spread[chosen].mean())
    away[chosen] = np.inf
    return int(np.argmin(away))


def _credible_gaps(fit: Fit, blanks: Blanks, design: Design, members: Members) -> list[tuple[int, _Gap]]:
    """Return scenario and pair of groups, the difference that is surely the largest first; one for each scenario."""
    if fit.draws is None:
        return []
    best: dict[int, tuple[float, _Gap]] = {}
    for characteristic, values in members.items():
        draws = {
            value: shares_of(persons_of(fit, np.asarray(rows)), blanks, design.profiles)
            for value, rows in values.items()
        }
        for first, second in combinations(draws, 2):
            gap = _Gap(characteristic=characteristic, values=(first, second), draws=draws[first] - draws[second])
            low, high = interval_of(gap.draws).T
            sure = np.maximum(np.maximum(low, -high), 0.0)
            for s in np.flatnonzero(sure).tolist():
                if s not in best or sure[s] > best[s][0]:
                    best[s] = (float(sure[s]), gap)
    order = sorted(best, key=lambda s: (-best[s][0], s))
    return [(s, best[s][1]) for s in order]


def _suggestion(design: Design, shares: Floats, s: int, reason: Why, gap: _Gap | None = None) -> Suggestion:
    low, high = interval_of(shares[:, s]).tolist()
    plain = Suggestion(scenario=design.scenarios[s], why=reason, share=float(shares[:, s].mean()), interval=(low, high))
    if gap is None:
        return plain
    difference = gap.draws[:, s]
    values = gap.values
    if difference.mean() < 0:
        difference, values = -difference, (values[1], values[0])
    ends = interval_of(difference).tolist()
    return Suggestion(
        scenario=plain.scenario, why=reason, share=plain.share, interval=plain.interval,
        characteristic=gap.characteristic, values=values, difference=float(difference.mean()),
        difference_interval=(ends[0], ends[1]),
    )  # fmt: skip
