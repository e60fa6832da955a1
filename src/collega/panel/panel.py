"""The panel: who took part, and what each of them answered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from collega.design.layout import Design
from collega.panel.counts import merge_profiles
from collega.study.definition import Study

WITHHELD = -1
_TYPES = {"participant": np.int32, "scenario": np.int32, "answer": np.int8, "position": np.int32, "seconds": np.float64}


@dataclass(frozen=True, kw_only=True, eq=False)
class Panel:
    """All participants of a study with all their answers.

    The arrays are read-only and of the types below, so that every kernel is compiled for one kind of panel.

    Attributes
    ----------
    study : Study
    design : Design
    people : polars.DataFrame
        One row per participant, as ``participants.csv`` has it (all text): ``participant`` (unique), ``version``,
        ``started_at``, ``completed_at``, ``included`` ("true" or "false"), ``excluded_reason``, a value key for
        every characteristic (``prefer_not_to_say`` = declined, empty = unanswered), and ``<key>_other`` texts.
    participant : (N,) int32
        Row in ``people`` of each answer.
    scenario : (N,) int32
        Index in ``design.scenarios`` of each answer.
    answer : (N,) int8
        Index in ``study.answers`` of each answer.
    position : (N,) int32 or None
        Place in the interview, from 1; 0 where it is unknown.
    seconds : (N,) float64 or None
        Time taken, seconds; NaN where it is unknown.
    synthetic : bool
        Whether the answers were simulated: everything made from them must say so.
    """

    study: Study
    design: Design
    people: pl.DataFrame
    participant: NDArray[np.int32]
    scenario: NDArray[np.int32]
    answer: NDArray[np.int8]
    position: NDArray[np.int32] | None = None
    seconds: NDArray[np.float64] | None = None
    synthetic: bool = False

    def __post_init__(self) -> None:
        for name, kind in _TYPES.items():
            if getattr(self, name) is not None:
                array = np.ascontiguousarray(getattr(self, name), dtype=kind).view()
                array.flags.writeable = False
                object.__setattr__(self, name, array)

    def __repr__(self) -> str:
        kind = "synthetic panel" if self.synthetic else "panel"
        people, answers = self.n_participants, self.n_answers
        return (
            f"<{kind} of '{self.study.key}': {people} participant{'s' * (people != 1)} "
            f"({int(self.included.sum())} included), {answers} answer{'s' * (answers != 1)}>"
        )

    @property
    def n_participants(self) -> int:
        """I, the excluded counted."""
        return self.people.height

    @property
    def n_answers(self) -> int:
        """N, those of the excluded counted."""
        return len(self.answer)

    @cached_property
    def included(self) -> NDArray[np.bool_]:
        """(I,) bool: who counts in the analysis."""
        return (self.people["included"] != "false").to_numpy()

    @cached_property
    def groups(self) -> NDArray[np.int16]:
        """(I, H) int16: index in ``characteristic.value_keys`` of everyone's values; ``WITHHELD`` (-1) otherwise."""
        columns = [
            self.people[characteristic.key]
            .replace_strict(
                characteristic.value_keys,
                list(range(len(characteristic.value_keys))),
                default=WITHHELD,
                return_dtype=pl.Int16,
            )
            .to_numpy()
            for characteristic in self.study.characteristics
        ]
        return np.column_stack(columns) if columns else np.empty((self.n_participants, 0), dtype=np.int16)

    @cached_property
    def profile(self) -> NDArray[np.int32]:
        """(N,) int32: number of the combination of levels that each answer judged; ids of the same levels share it."""
        _, number = merge_profiles(self.design.profiles)
        return number[self.scenario]

    def group(self, characteristic: str, value: str) -> NDArray[np.bool_]:
        """(I,) bool: who has this value (a value key, ``other``, or ``prefer_not_to_say`` for all withheld)."""
        keys = [item.key for item in self.study.characteristics]
        members = self.groups[:, keys.index(characteristic)]
        known = self.study.characteristic(characteristic).value_keys
        chosen: NDArray[np.bool_] = members == (known.index(value) if value in known else WITHHELD)
        return chosen

    def keep(self, participants: NDArray[np.bool_]) -> Panel:
        """Return the panel of these participants, (I,) bool, with their answers."""
        place = np.cumsum(participants, dtype=np.int32) - 1
        kept = participants[self.participant]
        return replace(
            self,
            people=self.people.filter(pl.Series(participants)),
            participant=place[self.participant[kept]].astype(np.int32),
            scenario=self.scenario[kept],
            answer=self.answer[kept],
            position=None if self.position is None else self.position[kept],
            seconds=None if self.seconds is None else self.seconds[kept],
        )

    @cached_property
    def counted(self) -> Panel:
        """The panel of the included participants who answered at least once: what every model and insight uses."""
        answered = np.bincount(self.participant, minlength=self.n_participants) > 0
        counts = self.included & answered
        return self if bool(counts.all()) else self.keep(counts)
