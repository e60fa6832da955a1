"""What a fitted model does not see: every check of one panel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from collega.errors import NotComputedError
from collega.model.checks.interactions import Interaction, interactions
from collega.model.checks.proportional_odds import ProportionalOdds, proportional_odds
from collega.model.checks.scale_use import ScaleUse, scale_use
from collega.model.checks.score import base_of
from collega.model.checks.working import working_model
from collega.panel.panel import Panel


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """What the answers tell about the assumptions of the models; the same whichever of them is fitted.

    Attributes
    ----------
    proportional_odds : tuple of ProportionalOdds
        Of all criteria together, then of each.
    interactions : tuple of Interaction
        Of every pair of criteria.
    scale_use : ScaleUse
        Whether people differ in how they use the answer scale.
    """

    proportional_odds: tuple[ProportionalOdds, ...]
    interactions: tuple[Interaction, ...]
    scale_use: ScaleUse

    def as_json(self) -> dict[str, Any]:
        """Return the keys of the command ``fit`` under ``diagnostics``."""
        return {
            "proportional_odds": [test.as_json() for test in self.proportional_odds],
            "interactions": [pair.as_json() for pair in self.interactions],
            "scale_use": self.scale_use.as_json(),
        }


def diagnose(panel: Panel) -> Diagnosis | None:
    """Check what the models assume, on the answers of the included participants.

    Nothing is drawn at random: the same answers give the same diagnosis. None where all answers are the same one.

    Parameters
    ----------
    panel : Panel
    """
    panel = panel.counted
    try:
        model = working_model(panel)
    except NotComputedError:
        return None
    return Diagnosis(
        proportional_odds=proportional_odds(panel),
        interactions=interactions(base_of(model), panel.study.criterion_keys),
        scale_use=scale_use(model),
    )
