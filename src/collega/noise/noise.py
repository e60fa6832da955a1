"""How much colleagues differ on the same cases: level, pattern and occasion, and what follows for who asks one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from collega.insight.populations import Share
from collega.messages import warnings_json
from collega.model.fit import ModelName
from collega.model.share import LEVEL
from collega.noise.cases import CaseKind

STABLE = 0.9  # of the cases: how often the majority of those asked must be on the side of most colleagues
Whose = Literal["participants", "population"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Differences:
    """How much people differ, everybody or those of a group.

    Attributes
    ----------
    participants : int
    level, pattern, occasion : Share or None
        Shares of all variation in judgements on the same cases; they add up to one. None where the model cannot tell:
        then what is missing is in ``occasion``, or nothing can be told apart.
    other_colleague : Share
        Probability that another colleague is on the other side in the same case.
    same_colleague : Share or None
        Probability that the same colleague is, judging the case again.
    colleagues_needed : int or None
        How many to ask before their majority is on the side of most colleagues in ``STABLE`` of the cases; None where
        ``LARGEST`` are not enough.
    needed_interval : tuple of int or None
        90% interval of that number, None at an end past ``LARGEST``.
    """

    participants: int
    level: Share | None
    pattern: Share | None
    occasion: Share | None
    other_colleague: Share
    same_colleague: Share | None
    colleagues_needed: int | None
    needed_interval: tuple[int | None, int | None]

    def as_json(self) -> dict[str, Any]:
        """Return with the keys that other programs rely on."""
        parts = {name: getattr(self, name) for name in SHARES}
        return {
            "participants": self.participants,
            **{name: None if part is None else part.as_json() for name, part in parts.items()},
            "colleagues_needed": self.colleagues_needed,
            "colleagues_needed_interval": list(self.needed_interval),
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Differences:
        """Return what :meth:`as_json` wrote."""
        low, high = stored["colleagues_needed_interval"]
        return cls(
            participants=stored["participants"],
            **{name: share_from(stored[name]) for name in SHARES},  # type: ignore[arg-type]
            colleagues_needed=stored["colleagues_needed"],
            needed_interval=(low, high),
        )


SHARES = ("level", "pattern", "occasion", "other_colleague", "same_colleague")


@dataclass(frozen=True, slots=True, kw_only=True)
class Noise:
    """How much colleagues differ, and where most.

    Attributes
    ----------
    everybody : Differences
    whose : str
        ``participants``: two of those who took part; ``population``: two people like them.
    model : str
    synthetic : bool
    cases : str
        ``allowed``, ``judged`` or ``practice``.
    n_cases : int
        How many different ones there are.
    majority : tuple of (int, Share)
        How often the majority of so many colleagues is on the side of most.
    unexplained : Share or None
        What part of ``pattern`` is stable, and not explained by the criteria: known from repeats alone.
    repeats : int
        Second judgements of the same case by the same person; 0 where fewer than the minimum group gave any.
    criteria : tuple of (str, Share)
        What each criterion adds to ``pattern``, largest first.
    levels : tuple of (str, str, Share)
        Criterion, level and ``other_colleague`` in cases with that level, most divided first.
    scenarios : tuple of (str, Share)
        ``other_colleague`` at every judged scenario, most divided first.
    groups : mapping of characteristic to mapping of value to Differences or None
        Within each group; None where it may not be shown.
    warnings : tuple of str
    """

    everybody: Differences
    whose: Whose
    model: ModelName
    synthetic: bool
    cases: CaseKind
    n_cases: int
    majority: tuple[tuple[int, Share], ...]
    unexplained: Share | None
    repeats: int
    criteria: tuple[tuple[str, Share], ...]
    levels: tuple[tuple[str, str, Share], ...]
    scenarios: tuple[tuple[str, Share], ...]
    groups: Mapping[str, Mapping[str, Differences | None]] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()

    def __repr__(self) -> str:
        marked = "synthetic " if self.synthetic else ""
        people = self.everybody.participants
        return f"<noise between {people} {marked}participants, {self.cases} cases, model {self.model}>"

    def as_json(self) -> dict[str, Any]:
        """Return with the keys that other programs rely on."""
        return {
            **self.everybody.as_json(),
            "whose": self.whose,
            "model": self.model,
            "synthetic": self.synthetic,
            "interval_level": LEVEL,
            "cases": self.cases,
            "n_cases": self.n_cases,
            "stable": STABLE,
            "majority": [{"colleagues": n} | share.as_json() for n, share in self.majority],
            "unexplained": None if self.unexplained is None else self.unexplained.as_json(),
            "repeats": self.repeats,
            "criteria": [{"criterion": key} | share.as_json() for key, share in self.criteria],
            "levels": [{"criterion": key, "level": level} | share.as_json() for key, level, share in self.levels],
            "scenarios": [{"scenario": name} | share.as_json() for name, share in self.scenarios],
            "groups": {
                key: {value: _group_json(found) for value, found in values.items()}
                for key, values in self.groups.items()
            },
            **warnings_json(self.warnings),
        }


def _group_json(found: Differences | None) -> dict[str, Any]:
    return {"participants": None, "suppressed": True} if found is None else found.as_json() | {"suppressed": False}


def share_from(stored: Mapping[str, Any] | None) -> Share | None:
    """Return a share from its JSON."""
    return None if stored is None else Share(share=stored["share"], interval=tuple(stored["interval"]))
