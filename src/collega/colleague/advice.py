"""What the virtual colleague answers to a case."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from collega.colleague.case import Case
from collega.colleague.nearest import Nearest
from collega.colleague.reach import FillInFirst
from collega.colleague.unjudged_levels import Levels
from collega.colleague.what_if import Tipping, WhatIf
from collega.insight.populations import OtherShares
from collega.messages import warnings_json
from collega.model.fit import IntervalOf
from collega.model.share import LEVEL
from collega.panel.limits import Limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """What a filled-in level adds to the share: ``points``, percentage points, with its 90% interval.

    A blank adds nothing, and has no interval.
    """

    criterion: str
    level: str | None
    points: float
    interval: tuple[float, float] | None = None

    def as_json(self) -> dict[str, Any]:
        """Return with the keys that other programs rely on."""
        interval = None if self.interval is None else list(self.interval)
        return {"criterion": self.criterion, "level": self.level, "points": self.points, "interval": interval}


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
    fill_in_first : FillInFirst or None
        The blank that narrows the reach most; None where there is no reach.
    others : OtherShares
        The shares of colleagues like them, and of the profession; everything else here is the participants'.
    average : float
        Share of the all-blank case.
    average_interval : tuple of float or None
        Of that share; None where it was not computed.
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
    fill_in_first: FillInFirst | None = None
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
    average_interval: tuple[float, float] | None = None
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
            "fill_in_first": None if self.fill_in_first is None else self.fill_in_first.as_json(),
            "average": self.average,
            "average_interval": None if self.average_interval is None else list(self.average_interval),
            "answers": self.answers,
            "participants": self.participants,
            "blank": list(self.case.blank),
            "reasons": [reason.as_json() for reason in self.reasons],
            "what_if": [change.as_json() for change in self.what_if],
            "tipping": [change.as_json() for change in self.tipping],
            "nearest": [scenario.as_json() for scenario in self.nearest],
            "group": None if self.group is None else "=".join(self.group),
            "model": self.model,
            "synthetic": self.synthetic,
            "limits": [limit.as_json() for limit in self.limits],
            **warnings_json(self.warnings),
        }
