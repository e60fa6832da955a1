"""Answers as numbers, before they are a panel."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from collega.design.layout import Design
from collega.panel.panel import Panel
from collega.study.definition import Study


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Codes:
    """Everyone's answers, N of them.

    Attributes
    ----------
    participant, scenario, answer : (N,) int32
        Places in the people, the scenarios of the design, and the answers of the study.
    position, seconds : (N,) float64 or None
        NaN where it is not known; None where nothing is.
    """

    participant: NDArray[np.int32]
    scenario: NDArray[np.int32]
    answer: NDArray[np.int32]
    position: NDArray[np.float64] | None
    seconds: NDArray[np.float64] | None

    def panel(self, study: Study, design: Design, people: pl.DataFrame, *, synthetic: bool) -> Panel:
        """Return the panel; ``people`` as ``Panel.people``."""
        position = None if self.position is None else np.nan_to_num(self.position).astype(np.int32)
        return Panel(
            study=study,
            design=design,
            people=people,
            participant=self.participant,
            scenario=self.scenario,
            answer=self.answer.astype(np.int8),
            position=position,
            seconds=self.seconds,
            synthetic=synthetic,
        )
