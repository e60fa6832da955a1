"""What the virtual colleague answers to a case."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from collega.colleague.case import Case
from collega.colleague.group import check_group
from collega.colleague.nearest import Nearest, nearest_scenarios
from collega.colleague.reach import reach_of
from collega.colleague.what_if import Changed, Tipping, WhatIf, alternatives, tipping_points, what_ifs
from collega.errors import DisclosureError, NotComputedError
from collega.insight.disclosure import require_group
from collega.insight.groups import members_of
from collega.model.blanks import Blanks
from collega.model.fit import Fit
from collega.model.persons import Persons, persons_of
from collega.model.shapley import shapley_values
from collega.model.share import LEVEL, answer_draws, interval_of, shares_of
from collega.model.stale import fit_warnings, require_same_study
from collega.panel.panel import Panel
from collega.study.coding import BLANK
from collega.study.definition import Study

_TOGETHER = 100  # cases, between two words of progress


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """What a filled-in level adds to the share: ``points``, percentage points; a blank adds nothing."""

    criterion: str
    level: str | None
    points: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Advice:
    """The answer of the virtual colleague.

    Attributes
    ----------
    case : Case
    group : tuple of (characteristic, value) or None
    share : float
        Share of these participants who would advise positively, 0..1.
    interval : tuple of float
        Of the share, at probability ``level``.
    reach : tuple of float or None
        The lowest and the highest share over the ways to fill in the blanks; None where nothing is blank.
    average : float
        Share of the all-blank case.
    answers : dict
        Probability of each answer.
    participants : int
        How many professionals this rests on.
    reasons : tuple of Reason
        They add up to 100 (share - average).
    what_if : tuple of WhatIf
        Every criterion at every other level.
    tipping : tuple of Tipping
        The smallest changes that tip the majority.
    nearest : tuple of Nearest
        Judged scenarios that are most like it; empty without a panel.
    model : str
    synthetic : bool
    warnings : tuple of str
    """

    case: Case
    group: tuple[str, str] | None
    share: float
    interval: tuple[float, float]
    level: float = LEVEL
    reach: tuple[float, float] | None
    average: float
    answers: dict[str, float]
    participants: int
    reasons: tuple[Reason, ...]
    what_if: tuple[WhatIf, ...]
    tipping: tuple[Tipping, ...]
    nearest: tuple[Nearest, ...]
    model: str
    synthetic: bool
    warnings: tuple[str, ...]

    def __repr__(self) -> str:
        low, high = self.interval
        marked = ", synthetic" if self.synthetic else ""
        return (
            f"<advice: {100 * self.share:.0f}% positive ({100 * low:.0f} to {100 * high:.0f}%), "
            f"{self.participants} participants{marked}>"
        )

    def as_json(self) -> dict[str, Any]:
        """Return with the keys that other programs rely on."""
        return {
            "case": dict(self.case.levels),
            "share": self.share,
            "interval": list(self.interval),
            "level": self.level,
            "reach": None if self.reach is None else list(self.reach),
            "average": self.average,
            "answers": self.answers,
            "participants": self.participants,
            "blank": list(self.case.blank),
            "reasons": [{"criterion": r.criterion, "level": r.level, "points": r.points} for r in self.reasons],
            "what_if": [change.as_json() for change in self.what_if],
            "tipping": [change.as_json() for change in self.tipping],
            "nearest": [scenario.as_json() for scenario in self.nearest],
            "group": None if self.group is None else "=".join(self.group),
            "model": self.model,
            "synthetic": self.synthetic,
            "warnings": list(self.warnings),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseShare:
    """The share of one of many cases, 0..1, and its interval."""

    case: Case
    share: float
    interval: tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class VirtualColleague:
    """Whom to ask, with what all cases have in common computed once.

    Attributes
    ----------
    study : Study
    fit : Fit
    panel : Panel or None
    group : tuple of (characteristic, value) or None
    participants : int
        How many professionals the answers rest on.
    average : float
        Share of the all-blank case, 0..1.
    warnings : tuple of str
    """

    study: Study
    fit: Fit
    panel: Panel | None
    group: tuple[str, str] | None
    participants: int
    average: float
    warnings: tuple[str, ...]
    persons: Persons
    blanks: Blanks

    @classmethod
    def of(
        cls, study: Study, fit: Fit, *, panel: Panel | None = None, group: tuple[str, str] | None = None
    ) -> VirtualColleague:
        """Check that these may be asked; arguments and refusals as of :func:`ask`."""
        require_same_study(study, fit)
        if len(fit.participants) < study.minimum_group:
            raise DisclosureError(
                f"The model rests on fewer than {study.minimum_group} participants ('minimum_group'), so it cannot "
                "advise."
            )
        members = None if group is None else _members(study, fit, panel, group)
        persons, blanks = persons_of(fit, members), Blanks.of(study)
        blank = np.full((1, len(study.criteria)), BLANK, dtype=np.int64)
        return cls(
            study=study,
            fit=fit,
            panel=panel,
            group=group,
            participants=len(fit.participants) if members is None else len(members),
            average=float(persons.centre(shares_of(persons, blanks, blank))[0]),
            warnings=fit_warnings(fit, panel),
            persons=persons,
            blanks=blanks,
        )

    def advise(self, case: Case) -> Advice:
        """Answer one case in full."""
        profile = case.profile(self.study)
        return advise(
            self.study,
            self.fit,
            self.persons,
            self.blanks,
            case,
            average=self.average,
            participants=self.participants,
            group=self.group,
            nearest=() if self.panel is None else nearest_scenarios(self.panel, self.fit, profile, self.group),
            warnings=self.warnings,
        )

    def advise_all(self, cases: Sequence[Case], progress: Callable[[float], None] | None = None) -> list[Advice]:
        """Answer every case in full, and tell which fraction is done."""
        told: list[Advice] = []
        for number, case in enumerate(cases, start=1):
            told.append(self.advise(case))
            if progress is not None:
                progress(number / len(cases))
        return told

    def shares(self, cases: Sequence[Case], progress: Callable[[float], None] | None = None) -> list[CaseShare]:
        """Return the shares of many cases and no more, much faster than advice in full."""
        found: list[CaseShare] = []
        for start in range(0, len(cases), _TOGETHER):
            some = cases[start : start + _TOGETHER]
            draws = shares_of(self.persons, self.blanks, np.vstack([case.profile(self.study) for case in some]))
            for case, share, interval in zip(some, self.persons.centre(draws), interval_of(draws), strict=True):
                found.append(CaseShare(case=case, share=float(share), interval=_around(float(share), interval)))
            if progress is not None:
                progress(len(found) / len(cases))
        return found


def ask(
    study: Study, fit: Fit, case: Case, *, panel: Panel | None = None, group: tuple[str, str] | None = None
) -> Advice:
    """Ask what these participants would advise.

    Parameters
    ----------
    study : Study
    fit : Fit
    case : Case
    panel : Panel, optional
        The participants of the fit; needed for the nearest scenarios and for groups.
    group : (characteristic, value), optional

    Raises
    ------
    DataError
        For a group that does not exist.
    DisclosureError
        For one that may not be shown.
    NotComputedError
        For a group of another model than the hierarchical one.
    """
    return VirtualColleague.of(study, fit, panel=panel, group=group).advise(case)


def advise(
    study: Study,
    fit: Fit,
    persons: Persons,
    blanks: Blanks,
    case: Case,
    *,
    average: float,
    participants: int,
    group: tuple[str, str] | None = None,
    nearest: tuple[Nearest, ...] = (),
    warnings: tuple[str, ...] = (),
    few: Persons | None = None,
) -> Advice:
    """Compute an advice from people, whoever they are.

    Parameters
    ----------
    persons : Persons
        Whose share it is.
    average : float
        Their share of the all-blank case, 0..1.
    few : Persons, optional
        A part of the draws of ``persons``, for the reasons, for the search of tipping points and, where the case has
        blanks, for the what-ifs; all by default. The reasons still add up to share minus average of all draws, and
        the what-ifs are moved by how far the case's own share lies from that of all draws; those nearest to one half
        are computed on more of the draws.
    """
    profile = case.profile(study)
    drawn = answer_draws(persons, blanks, profile)[:, 0]
    answers = persons.centre(drawn)
    own = drawn[:, study.positive :].sum(axis=1)
    share = float(persons.centre(own))
    low, high = _around(share, interval_of(own))
    quick = few if few is not None and (profile == BLANK).any() else persons
    cases = np.vstack([profile, *alternatives(blanks, profile)])
    draws = shares_of(quick, blanks, cases)
    shift = share - quick.centre(draws)[0]
    changed = Changed(
        cases=cases[1:],
        shares=np.clip(quick.centre(draws) + shift, 0, 1)[1:],
        intervals=np.clip(interval_of(draws) + shift, 0, 1)[1:],
    )
    changed = changed if quick is persons else changed.settled(persons, blanks)
    values = shapley_values(few or persons, blanks, profile)
    filled = profile != BLANK
    if filled.any():
        values[filled] += (share - average - values.sum()) / filled.sum()
    else:
        average = share
    return Advice(
        case=case,
        group=group,
        share=share,
        interval=(low, high),
        reach=reach_of(persons, blanks, profile),
        average=average,
        answers=dict(zip(study.answer_keys, map(float, answers), strict=True)),
        participants=participants,
        reasons=_reasons(study, case, 100.0 * values),
        what_if=what_ifs(study, profile, changed),
        tipping=tipping_points(study, persons, blanks, profile, share, changed, few),
        nearest=nearest,
        model=fit.model,
        synthetic=fit.synthetic,
        warnings=warnings,
    )


def _around(share: float, interval: NDArray[np.float64]) -> tuple[float, float]:
    """Return the interval; where draws are skewed around an estimate it still holds the estimate."""
    return min(float(interval[0]), share), max(float(interval[1]), share)


def _reasons(study: Study, case: Case, values: NDArray[np.float64]) -> tuple[Reason, ...]:
    """Return a reason per criterion, the weightiest first, blanks last."""
    levels = dict(case.levels)
    reasons = [
        Reason(criterion=key, level=levels.get(key), points=float(value))
        for key, value in zip(study.criterion_keys, values, strict=True)
    ]
    return tuple(sorted(reasons, key=lambda reason: (reason.level is None, -abs(reason.points))))


def _members(study: Study, fit: Fit, panel: Panel | None, group: tuple[str, str]) -> NDArray[np.int64]:
    """Return the group's rows of the fit."""
    check_group(study, group)
    if fit.draws is None:
        raise NotComputedError(
            f"The {fit.model} model knows no differences between groups. "
            "Fit the hierarchical model for that: collega fit FOLDER --model hierarchical"
        )
    if panel is None:
        raise NotComputedError("A group needs the panel: who is in it stands there, not in the fit.")
    counted = panel.counted
    require_group(counted, *group)
    fitted = counted.people["participant"].is_in(pl.Series(fit.participants).implode()).to_numpy()
    if not fitted.all():
        require_group(counted.keep(fitted), *group)
    gone = len(fit.participants) - int(fitted.sum())
    if 0 < gone < study.minimum_group:
        raise DisclosureError(
            f"The model still rests on fewer than {study.minimum_group} participants who no longer count, and what all "
            "groups leave of it would reveal them. Fit again: collega fit FOLDER"
        )
    return members_of(counted, fit, *group)
