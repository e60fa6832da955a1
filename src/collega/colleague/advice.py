"""What the virtual colleague answers to a case."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from collega.colleague.case import Case
from collega.colleague.nearest import Nearest
from collega.colleague.reach import reach_of
from collega.colleague.unjudged_levels import Levels, unjudged_text
from collega.colleague.what_if import Changed, Tipping, WhatIf, alternatives, tipping_points, what_ifs
from collega.insight.populations import OtherShares, Populations, Share
from collega.model.blanks import Blanks
from collega.model.fit import Fit, IntervalOf
from collega.model.persons import Persons
from collega.model.shapley import shapley_values
from collega.model.share import LEVEL, answer_draws, interval_of, shares_of
from collega.panel.limits import Limit
from collega.study.coding import BLANK
from collega.study.definition import Study


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
        What the advice is about: levels that nobody judged are left open.
    unjudged : tuple of (criterion, level)
        What was asked besides, and nobody judged.
    group : tuple of (characteristic, value) or None
    share : float
        Share of these participants who would advise positively, 0..1.
    interval : tuple of float
        Of the share, at probability ``level``.
    interval_of : str
        Whose share that is about: of these ``participants``, or of the ``population`` of people like them.
    reach : tuple of float or None
        The lowest and the highest share over the ways to fill in the blanks; None where nothing is blank.
    others : OtherShares
        The shares of colleagues like them, and of the profession; everything else here is the participants'.
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
    limits : tuple of Limit
        What limits the answers behind it.
    warnings : tuple of str
        What must be known first, the limits included.
    """

    case: Case
    unjudged: Levels = ()
    group: tuple[str, str] | None
    share: float
    interval: tuple[float, float]
    interval_of: IntervalOf
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
    limits: tuple[Limit, ...]
    warnings: tuple[str, ...]
    others: OtherShares = field(default_factory=OtherShares)

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
            "case": dict((*self.case.levels, *self.unjudged)),
            "unjudged": dict(self.unjudged),
            "share": self.share,
            "interval": list(self.interval),
            "interval_of": self.interval_of,
            **self.others.as_json(),
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
            "limits": [limit.as_json() for limit in self.limits],
            "warnings": list(self.warnings),
        }


def advise(
    study: Study,
    fit: Fit,
    persons: Persons,
    blanks: Blanks,
    case: Case,
    *,
    average: float,
    participants: int,
    unjudged: Levels = (),
    group: tuple[str, str] | None = None,
    nearest: tuple[Nearest, ...] = (),
    limits: tuple[Limit, ...] = (),
    warnings: tuple[str, ...] = (),
    few: Persons | None = None,
    populations: Populations | None = None,
) -> Advice:
    """Compute an advice from people, whoever they are.

    Parameters
    ----------
    persons : Persons
        Whose share it is.
    case : Case
        Of levels that were judged.
    average : float
        Their share of the all-blank case, 0..1.
    unjudged : tuple of (criterion, level)
        What was asked besides.
    few : Persons, optional
        A part of the draws of ``persons``, for the reasons, for the search of tipping points and, where the case has
        blanks, for the what-ifs; all by default. The reasons still add up to share minus average of all draws, and
        the what-ifs are moved by how far the case's own share lies from that of all draws; those nearest to one half
        are computed on more of the draws.
    populations : Populations, optional
        Whose shares come beside.
    """
    profile = case.profile(study)
    drawn = answer_draws(persons, blanks, profile)[:, 0]
    answers = persons.centre(drawn)
    own = drawn[:, study.positive :].sum(axis=1)
    share = float(persons.centre(own))
    low, high = ends_of(share, interval_of(own))
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
    own_share = Share(share=share, interval=(low, high))
    beside = (populations or Populations()).beside(blanks, profile[None], [own_share])
    values = shapley_values(few or persons, blanks, profile)
    filled = profile != BLANK
    if filled.any():
        values[filled] += (share - average - values.sum()) / filled.sum()
    else:
        average = share
    return Advice(
        case=case,
        unjudged=unjudged,
        group=group,
        share=share,
        interval=(low, high),
        interval_of=fit.interval_of,
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
        limits=limits,
        warnings=tuple(filter(None, (unjudged_text(unjudged, "en"), *warnings))),
        others=beside[0],
    )


def ends_of(share: float, interval: NDArray[np.float64]) -> tuple[float, float]:
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
