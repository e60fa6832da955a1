"""What exhibits are made of: a study, what was learned, and the language that they speak."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from collega.findings import Finding, Kind, sentence, study_findings
from collega.insight import Insights, answer_rows, answers_by_scenario_in_groups, insights
from collega.insight.disclosure import shown_values
from collega.insight.groups import members_of
from collega.model.fit import Fit
from collega.model.summary import part_worth_frame
from collega.model.validation import Validation
from collega.noise import Noise, known_noise
from collega.panel import Panel
from collega.prose import Prose
from collega.rounds.record import SessionRecord
from collega.study.definition import Study
from collega.study.text import Language

TO_90 = 1.6449  # standard errors in half a 90% interval


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ground:
    """What the exhibits of a study rest on.

    Attributes
    ----------
    study : Study
    found : Insights
    prose : Prose
        Texts in the language of the exhibits.
    part_worths : callable
        Gives ``criterion``, ``level``, ``part_worth`` and ``se``, when they are asked for.
    calibration : polars.DataFrame or None
        ``predicted``, ``observed`` and ``n`` of held-out answers; None where none were predicted.
    findings : sequence of Finding
        What the posterior supports; empty where it was not looked for.
    judged : mapping
        Rows of answers per scenario, of every shown group, by characteristic and value.
    weighing : callable
        Gives the fit, when weights of groups are compared.
    members : mapping
        Rows of its participants, of every shown group, by characteristic and value; empty where these have no draws.
    sessions : sequence of SessionRecord
        What was kept of the sessions of the study, the first one first.
    noise : Noise or None
        How much colleagues differ over all allowed cases; None where that cannot be told, or was not looked at.
    """

    study: Study
    found: Insights
    prose: Prose
    part_worths: Callable[[], pl.DataFrame]
    calibration: pl.DataFrame | None = None
    findings: Sequence[Finding] = ()
    judged: Mapping[str, Mapping[str, Sequence[Mapping[str, Any]]]] = field(default_factory=dict)
    weighing: Callable[[], Fit] | None = None
    members: Mapping[str, Mapping[str, Sequence[int] | NDArray[np.int64]]] = field(default_factory=dict)
    sessions: Sequence[SessionRecord] = ()
    noise: Noise | None = None

    def sentences(self, kinds: Collection[Kind], characteristic: str | None = None) -> list[str]:
        """Return the findings of these kinds about a characteristic, or about everybody, in words and in order."""
        findings = [
            finding for finding in self.findings if finding.kind in kinds and finding.characteristic == characteristic
        ]
        return [sentence(item, self.study, self.language) for item in findings]

    @property
    def language(self) -> Language:
        """Language of the texts."""
        return self.prose.language

    @property
    def average(self) -> float | None:
        """Share of positive answers in all answers; None where it may not be told."""
        return positive_share(self.study, self.found.overall)

    def people(self, group: tuple[str, str] | None = None) -> str:
        """Return how many people an exhibit is of, and which group where it is of one."""
        name = "exhibits.simulated" if self.found.synthetic else "exhibits.people"
        if group is None:
            return self.prose(name, n=self.found.participants)
        key, value = group
        n = self.found.answers_by_group[key].filter(value=value)["n"][0]
        text = self.study.characteristic(key).value_name(value, self.language)
        return f"{self.prose(name, n=n)}: {text}"

    def group_label(self, key: str, value: str, n: int) -> str:
        """Name a group with its size; the size does not break over lines."""
        text = self.study.characteristic(key).value_name(value, self.language)
        return f"{text} " + self.prose("groups.n", n=n).replace(" ", "\u00a0")


def ground_of_panel(
    panel: Panel,
    fit: Fit,
    language: Language,
    *,
    found: Insights | None = None,
    findings: Sequence[Finding] | None = None,
    validation: Validation | None = None,
    sessions: Sequence[SessionRecord] = (),
) -> Ground:
    """Return the ground of a panel and its fit; insights and findings are made here where they were not."""
    learned = found or insights(panel, fit)
    return Ground(
        study=panel.study,
        found=learned,
        findings=study_findings(panel.counted, fit, learned) if findings is None else findings,
        prose=Prose(language),
        part_worths=lambda: part_worth_frame(fit),
        calibration=None if validation is None else validation.calibration,
        judged={
            item.key: {
                value: answer_rows(frame, panel.study.answer_keys)
                for value, frame in answers_by_scenario_in_groups(panel.counted, item.key).items()
            }
            for item in panel.study.characteristics
        },
        weighing=lambda: fit,
        sessions=tuple(sessions),
        members={} if fit.draws is None else {
            item.key: {value: members_of(panel, fit, item.key, value) for value in shown_values(panel, item.key)}
            for item in panel.study.characteristics
        },
        noise=known_noise(panel, fit),
    )  # fmt: skip


def positive_share(study: Study, overall: Mapping[str, float | None]) -> float | None:
    """Return the share of positive answers; None where it may not be told."""
    shares = [overall[key] for key in study.answer_keys[study.positive :]]
    return None if None in shares else sum(share for share in shares if share is not None)
