"""A finding: what the data support, in numbers and keys; the words come when it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal[
    "weight", "order", "demonstrated", "not_demonstrated", "not_weighed",
    "group_weight", "contrast", "strictness", "trend", "self_image", "differs", "alike", "no_groups",
    "positive", "agreement", "divided", "agreed",
    "majority", "find_out_first", "tips", "may_tip", "tips_together", "nothing_tips",
    "session_gap", "session_model", "session_shift", "session_second_look", "session_agreement", "session_effect",
    "session_gross",
    "other_side", "other_side_at_most", "variation", "variation_level", "ask_more",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What the data support.

    Attributes
    ----------
    kind : str
    criteria : tuple of str
        Keys; several where they cannot be told apart, or where the claim is about all of them.
    levels : tuple of str
        Of a change in a case: the keys of the levels, one for each criterion.
    scenarios : tuple of str
    characteristic, value : str or None
        Keys of the group that it is about; of a trend the characteristic alone.
    estimate : float or None
        Importance in percent, 0 to 100; a difference in percentage points; a share 0 to 1; a number of colleagues.
    interval : tuple of float or None
        90% interval of ``estimate``.
    probability : float or None
        Posterior probability of what is claimed; of a difference that of its sign.
    expected : float or None
        The same probability in the population from which such people come, by the model; of ``group_weight``.
    p_value : float or None
        Of the test behind the claim, corrected for all that were made with it; None where none was made.
    participants : int or None
        How many people it is about.
    numbers : tuple of float
        What stands beside the estimate: of a comparison both sides, of a tie each part, in the unit of its kind.
    values : tuple of str
        Keys of the first and last group of a trend; of a contrast the other group, characteristic and value.
    among : int or None
        Of how many it was chosen, or against how many other groups it was compared.
    """

    kind: Kind
    criteria: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    scenarios: tuple[str, ...] = ()
    characteristic: str | None = None
    value: str | None = None
    estimate: float | None = None
    interval: tuple[float, float] | None = None
    probability: float | None = None
    expected: float | None = None
    p_value: float | None = None
    participants: int | None = None
    numbers: tuple[float, ...] = ()
    values: tuple[str, ...] = ()
    among: int | None = None

    def as_json(self) -> dict[str, Any]:
        """Return with the keys that other programs rely on; ``criterion`` where it is about one."""
        return {
            "kind": self.kind,
            "criterion": self.criteria[0] if len(self.criteria) == 1 else None,
            "criteria": list(self.criteria),
            "levels": list(self.levels),
            "scenarios": list(self.scenarios),
            "characteristic": self.characteristic,
            "value": self.value,
            "estimate": self.estimate,
            "interval": None if self.interval is None else list(self.interval),
            "probability": self.probability,
            "expected": self.expected,
            "p_value": self.p_value,
            "participants": self.participants,
            "numbers": list(self.numbers),
            "values": list(self.values),
            "among": self.among,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Finding:
        """Return what :meth:`as_json` wrote; words that stand beside it are left out."""
        interval = stored["interval"]
        return cls(
            kind=stored["kind"],
            criteria=tuple(stored["criteria"]),
            levels=tuple(stored.get("levels", ())),
            scenarios=tuple(stored["scenarios"]),
            characteristic=stored["characteristic"],
            value=stored["value"],
            estimate=stored["estimate"],
            interval=None if interval is None else (interval[0], interval[1]),
            probability=stored["probability"],
            expected=stored["expected"],
            p_value=stored["p_value"],
            participants=stored["participants"],
            numbers=tuple(stored["numbers"]),
            values=tuple(stored["values"]),
            among=stored["among"],
        )
