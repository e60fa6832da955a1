"""Everything that a report is made from, in one place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from collega.colleague import Advice
from collega.design.quality import Quality
from collega.exhibits import Exhibit, Ground, contrast_key, exhibit_keys, make_exhibit, make_exhibits
from collega.findings import Finding
from collega.insight import Agreement, SelfImage
from collega.insight.disclosure import protect_scenarios
from collega.model.fit import Fit
from collega.model.validation import Validation
from collega.panel.limits import Limit
from collega.panel.panel import Panel
from collega.prose import Prose
from collega.report.blocks import Block, note
from collega.study.definition import Study


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Material:
    """What a report tells about.

    Attributes
    ----------
    study : Study
    panel : Panel
        The counted participants.
    excluded : int
        Participants who are not counted because they were excluded.
    fit : Fit
    warnings : tuple of str
        What must be known before the fit is used.
    limits : tuple of Limit
        What limits the answers; the warnings tell these too.
    importance : polars.DataFrame
        ``criterion``, ``percent``, ``low``, ``high``, ``share_swing``, ``p_value``, ``p_value_corrected``; heaviest
        first. Without rows where everybody gave the same answer.
    scenario_answers : polars.DataFrame
        As :func:`collega.insight.answers_by_scenario` has it.
    group_answers, group_importance : dict of str to polars.DataFrame
        By characteristic; importance is empty where the model knows no groups.
    differences : dict of str to mapping
        Rows of :func:`collega.insight.group_differences` by characteristic.
    self_images : tuple of SelfImage
    agreement : Agreement
    found : sequence of Finding
        What opens the report, in its order.
    orders : sequence of Finding
        The heaviest criteria of every shown group; empty where the model knows no groups.
    advices : sequence of Advice
    validation : Validation or None
        None where it could not be done.
    quality : Quality
        Of the design.
    prose : Prose
        Texts in the language of the report.
    on : date
    ground : Ground
        Of the exhibits.
    notes : mapping of str to str
        What the team and the participants make of a figure, by its name.
    """

    study: Study
    panel: Panel
    excluded: int
    fit: Fit
    warnings: Sequence[str]
    limits: Sequence[Limit]
    importance: pl.DataFrame
    scenario_answers: pl.DataFrame
    group_answers: Mapping[str, pl.DataFrame]
    group_importance: Mapping[str, pl.DataFrame]
    differences: Mapping[str, Mapping[str, Any]]
    self_images: Sequence[SelfImage]
    agreement: Agreement
    found: Sequence[Finding]
    orders: Sequence[Finding]
    advices: Sequence[Advice]
    validation: Validation | None
    quality: Quality
    prose: Prose
    on: date
    ground: Ground
    notes: Mapping[str, str] = field(default_factory=dict)

    def exhibit(self, key: str) -> Exhibit | None:
        """Return a figure of the study; None where it has no such one."""
        return make_exhibit(self.ground, key) if key in exhibit_keys(self.ground, "report") else None

    def contrasts(self, characteristic: str) -> list[Exhibit]:
        """Return the figures of the groups of which it was found that they weigh a criterion differently."""
        about = ("group_weight", characteristic)
        values = [finding.value for finding in self.found if (finding.kind, finding.characteristic) == about]
        keys = [contrast_key((characteristic, value)) for value in dict.fromkeys(values) if value is not None]
        return list(make_exhibits(self.ground, keys)) if keys else []

    def noted(self, name: str) -> list[Block]:
        """Return the note at a figure, if there is one."""
        text = self.notes.get(name, "").strip()
        return [note(self.prose("note"), text)] if text else []

    @property
    def synthetic(self) -> bool:
        """Whether the answers were simulated."""
        return self.panel.synthetic or self.fit.synthetic

    def share_of(self, answers: slice) -> float | None:
        """Return the share of all answers whose index lies in a slice, 0..1; None where it may not be told."""
        if not protect_scenarios(self.panel).overall:
            return None
        counts = np.bincount(self.panel.answer, minlength=len(self.study.answers))
        return float(counts[answers].sum() / counts.sum())
