"""All that a casebook tells about the model: calibration, drift, and what practice meets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from collega.colleague.case import Case
from collega.colleague.unjudged_levels import judged_part, unjudged_message
from collega.colleague.virtual import require_many
from collega.design.layout import Design
from collega.errors import NotComputedError
from collega.messages import Message, warnings_json
from collega.model.blanks import Blanks
from collega.model.fit import Fit
from collega.model.stale import fit_warnings
from collega.panel.counts import merge_profiles
from collega.practice.calibration import Calibration, calibrate
from collega.practice.casebook import Casebook
from collega.practice.drift import Drift, watch
from collega.practice.expected import Expected, expect
from collega.practice.met import Met, met_in
from collega.study.definition import Study


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Followed:
    """What a casebook tells.

    Attributes
    ----------
    cases, outcomes : int
        Shared cases, and those of which the outcome is known.
    calibration : Calibration
    drift : Drift or None
        None where it may not be told, or the model cannot tell it: see ``warnings``.
    met : Met
    synthetic : bool
        Whether the model rests on simulated answers.
    warnings : tuple of str
    """

    cases: int
    outcomes: int
    calibration: Calibration
    drift: Drift | None
    met: Met
    synthetic: bool
    warnings: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return with the keys that other programs rely on."""
        return {
            "cases": self.cases,
            "outcomes": self.outcomes,
            "calibration": self.calibration.as_json(),
            "drift": None if self.drift is None else self.drift.as_json(),
            "practice": self.met.as_json(),
            "synthetic": self.synthetic,
            **warnings_json(self.warnings),
        }


def follow_practice(study: Study, fit: Fit, casebook: Casebook, design: Design) -> Followed:
    """Compare a casebook with the virtual colleague.

    Parameters
    ----------
    study : Study
    fit : Fit
        Of this study.
    casebook : Casebook
    design : Design
        The scenarios that the participants judged.

    Raises
    ------
    DisclosureError
        For a fit of fewer than the minimum group.
    NotComputedError
        For a fit of another version of the study.
    """
    require_many(study, fit)
    expected, unjudged = expected_of(study, fit, [each.case for each in casebook.cases])
    calibration = calibrate(study, casebook, expected)
    drift, why = _drift(study, casebook, expected, calibration)
    return Followed(
        cases=len(casebook.cases),
        outcomes=sum(each.outcome is not None for each in casebook.cases),
        calibration=calibration,
        drift=drift,
        met=met_in(study, casebook, design),
        synthetic=fit.synthetic,
        warnings=(*fit_warnings(fit, None), *calibration.warnings, *why, *unjudged),
    )


def expected_of(study: Study, fit: Fit, cases: Sequence[Case]) -> tuple[Expected, tuple[str, ...]]:
    """Return what a fit expects in cases, equal ones computed once, and a warning for levels that nobody judged."""
    parts = [judged_part(case, fit) for case in cases]
    profiles = np.array([case.profile(study) for case, _ in parts], dtype=np.int64).reshape(-1, len(study.criteria))
    first, rows = merge_profiles(profiles + 1)
    expected = expect(fit, Blanks.of(study, fit.judged_levels), profiles[first])
    levels = tuple(dict.fromkeys(pair for _, unjudged in parts for pair in unjudged))
    return expected.take(rows), ((unjudged_message(levels),) if levels else ())


def _drift(
    study: Study, casebook: Casebook, expected: Expected, calibration: Calibration
) -> tuple[Drift | None, tuple[str, ...]]:
    if calibration.judges < max(study.minimum_group, 1):
        return None, ()
    try:
        return watch(casebook.judgements, casebook.rows(), expected), ()
    except NotComputedError as error:
        return None, (Message("practice-drift-needs-people"),) if error.args else ()
